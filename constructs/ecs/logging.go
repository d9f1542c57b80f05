package ecs

import (
	"net"
	"strconv"
	"strings"

	"github.com/berth-iac/berth/internal/check"
)

// Logging is where the output of a container goes: CloudWatchLogs, Fluentd or
// FireLens.
type Logging interface {
	// configuration is the logConfiguration of a container.
	configuration(container string, task taskLogs) logConfiguration
	Validate() error
}

// CloudWatchLogs writes to the log group of the task (awslogs), on Fargate and
// on EC2.
type CloudWatchLogs struct{}

// Fluentd sends the output to a fluentd that the instance reaches (fluentd);
// only with EC2. It is the instance's Docker that sends, and neither the
// container nor its task: an address is the instance's.
type Fluentd struct {
	// Address is host:port, such as localhost:24224, or the socket
	// unix:///var/run/fluent/fluent.sock, both of the instance. A fluentd that
	// listens there is a daemon service, or a container of the same task; the
	// latter allows one task an instance, see OnInstances.DistinctInstance.
	//
	// Where that fluentd has a network interface of its own (AWSVPC), the
	// instance does not have its port: a socket is the way.
	Address string
	// Tag of the records. Default: <family>.<container>.
	Tag string
}

// LogMode says what happens to a container whose log lines nobody takes.
type LogMode string

// The modes of LogMode. The zero value is NonBlocking.
const (
	// NonBlocking keeps up to 25 MiB of lines a container in memory and drops
	// the oldest beyond: the application goes on when CloudWatch Logs, fluentd
	// or the router does not answer.
	NonBlocking LogMode = "non-blocking"
	// Blocking loses no line: the application stops where it writes to stdout
	// or stderr until the other side answers, and does not start where it never
	// does.
	Blocking LogMode = "blocking"
)

// logBuffer is what AWS recommends for NonBlocking.
const logBuffer = "25m"

// taskLogs are what the containers of a task have in common for their output.
type taskLogs struct {
	family        string
	group, region string
	mode          LogMode
}

// modeOptions are known to Docker, whatever the driver.
func (t taskLogs) modeOptions() map[string]string {
	options := map[string]string{"mode": string(t.mode)}
	if t.mode == NonBlocking {
		options["max-buffer-size"] = logBuffer
	}
	return options
}

func (CloudWatchLogs) configuration(_ string, task taskLogs) logConfiguration {
	options := task.modeOptions()
	options["awslogs-group"] = task.group
	options["awslogs-region"] = task.region
	options["awslogs-stream-prefix"] = "ecs" // streams are ecs/<container>/<task id>
	return logConfiguration{LogDriver: "awslogs", Options: options}
}

// Validate finds nothing: the log group is the task's.
func (CloudWatchLogs) Validate() error { return nil }

func (f Fluentd) configuration(container string, task taskLogs) logConfiguration {
	options := task.modeOptions()
	options["fluentd-address"] = f.Address
	// Without it a container whose fluentd does not answer is not started: not
	// even the fluentd of its own task could come first.
	options["fluentd-async"] = strconv.FormatBool(task.mode == NonBlocking)
	options["tag"] = f.Tag
	if f.Tag == "" {
		options["tag"] = task.family + "." + container
	}
	return logConfiguration{LogDriver: "fluentd", Options: options}
}

// Validate tells what Docker would refuse.
func (f Fluentd) Validate() error {
	var problems check.Problems
	problems.Required("Address", f.Address)
	socket, isSocket := f.socket()
	_, port, err := net.SplitHostPort(f.Address)
	number, notNumber := strconv.Atoi(port)
	switch {
	case f.Address == "":
	case isSocket && cleanPath(socket):
	case isSocket || err != nil || notNumber != nil || number < 1 || number > 65535:
		problems.Addf("Address", "%q is neither host:port nor a socket such as unix:///var/run/fluent/fluent.sock", f.Address)
	}
	return problems.Err()
}

// socket is the file of the instance that the output goes to, where the address
// is one.
func (f Fluentd) socket() (file string, ok bool) {
	return strings.CutPrefix(f.Address, "unix://")
}

// localPort is the port of the instance that the output goes to, 0 where that
// is another machine's.
func (f Fluentd) localPort() int {
	host, port, err := net.SplitHostPort(f.Address)
	if err != nil || host != "localhost" && host != "127.0.0.1" {
		return 0
	}
	number, _ := strconv.Atoi(port)
	return number
}

func (c Container) logging() Logging {
	if c.Logging == nil {
		return CloudWatchLogs{}
	}
	return c.Logging
}
