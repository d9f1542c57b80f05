package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	// Registers the messages of plugin protocol 5, which have no public Go
	// names; call finds them by their protocol names.
	_ "github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/msgpack"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// handshake is what every Terraform provider expects of its caller.
var handshake = plugin.HandshakeConfig{
	MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}

const (
	protocolVersion = 5
	// The schema of all resources is about 30 MB.
	maxMessage = 512 << 20
	// A plan takes milliseconds. One that wants to ask AWS never comes back.
	planTimeout  = 10 * time.Second
	startTimeout = 2 * time.Minute
)

// provider is a running provider process.
type provider struct {
	process *plugin.Client
	conn    *grpc.ClientConn
	schemas schemas
}

// schemas is the answer to GetSchema.
type schemas struct {
	Provider        schema            `json:"provider"`
	ResourceSchemas map[string]schema `json:"resourceSchemas"`
}

type dynamic struct {
	Msgpack []byte `json:"msgpack"`
}

type diagnostics []struct {
	Severity, Summary, Detail string
	Attribute                 attributePath
}

func (ds diagnostics) err() error {
	var errs []error
	for _, d := range ds {
		if d.Severity == "ERROR" {
			errs = append(errs, fmt.Errorf("%s %s %s", d.Attribute, d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

// connection is the go-plugin adapter that hands out the bare connection.
type connection struct{ plugin.NetRPCUnsupportedPlugin }

func (connection) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("only a client")
}

func (connection) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, conn *grpc.ClientConn) (any, error) {
	return conn, nil
}

// start runs the provider binary and configures it so that it plans without
// ever asking AWS.
func start(binary string) (*provider, error) {
	command := exec.Command(binary)
	// Whatever a plan would ask AWS for goes to a port where nobody listens.
	command.Env = append(command.Environ(), "AWS_ENDPOINT_URL=http://127.0.0.1:9", "AWS_EC2_METADATA_DISABLED=true")
	p := &provider{process: plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]plugin.PluginSet{protocolVersion: {"provider": connection{}}},
		Cmd:              command,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		AutoMTLS:         true,
		Logger:           hclog.NewNullLogger(),
		StartTimeout:     startTimeout,
		GRPCDialOptions:  []grpc.DialOption{grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxMessage), grpc.MaxCallSendMsgSize(maxMessage))},
	})}
	if err := p.open(); err != nil {
		p.stop()
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	return p, nil
}

func (p *provider) open() error {
	client, err := p.process.Client()
	if err != nil {
		return err
	}
	conn, err := client.Dispense("provider")
	if err != nil {
		return err
	}
	p.conn = conn.(*grpc.ClientConn)
	if err := p.call(startTimeout, "GetSchema", "GetProviderSchema", struct{}{}, &p.schemas); err != nil {
		return err
	}
	return p.configure()
}

func (p *provider) stop() { p.process.Kill() }

// call sends one request of the protocol. Both messages pass through JSON,
// which spares generated code.
func (p *provider) call(timeout time.Duration, method, message string, request, response any) error {
	in, err := newMessage(message + ".Request")
	if err != nil {
		return err
	}
	out, err := newMessage(message + ".Response")
	if err != nil {
		return err
	}
	text, err := json.Marshal(request)
	if err != nil {
		return err
	}
	if err := protojson.Unmarshal(text, in); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	if err := p.conn.Invoke(ctx, "/tfplugin5.Provider/"+method, in, out); err != nil {
		return err
	}
	if text, err = protojson.Marshal(out); err != nil {
		return err
	}
	return json.Unmarshal(text, response)
}

func newMessage(name string) (proto.Message, error) {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(protoreflect.FullName("tfplugin5." + name))
	if err != nil {
		return nil, err
	}
	return kind.New().Interface(), nil
}

func (p *provider) configure() error {
	block := p.schemas.Provider.Block
	settings := map[string]cty.Value{
		"region":                      cty.StringVal("us-east-1"),
		"access_key":                  cty.StringVal("probe"),
		"secret_key":                  cty.StringVal("probe"),
		"max_retries":                 cty.NumberIntVal(1),
		"skip_credentials_validation": cty.True,
		"skip_metadata_api_check":     cty.StringVal("true"),
		"skip_region_validation":      cty.True,
		"skip_requesting_account_id":  cty.True,
	}
	config, err := encode(block.object("", func(at string, _ attribute) (cty.Value, bool) {
		value, given := settings[at]
		return value, given
	}, func(string) bool { return false }), block.cty())
	if err != nil {
		return err
	}
	var response struct{ Diagnostics diagnostics }
	request := map[string]any{"terraformVersion": "1.11.4", "config": config}
	if err := p.call(startTimeout, "Configure", "Configure", request, &response); err != nil {
		return err
	}
	return response.Diagnostics.err()
}

// change is what the provider plans.
type change struct {
	planned cty.Value
	// replace lists the paths that force replacement, without indices.
	replace []string
}

// plan asks for the plan that takes prior to config. A null prior creates.
func (p *provider) plan(kind string, prior, proposed, config cty.Value) (change, error) {
	as := p.schemas.ResourceSchemas[kind].Block.cty()
	request := map[string]any{"typeName": kind}
	for name, value := range map[string]cty.Value{"priorState": prior, "proposedNewState": proposed, "config": config} {
		encoded, err := encode(value, as)
		if err != nil {
			return change{}, err
		}
		request[name] = encoded
	}
	var response struct {
		PlannedState    dynamic
		RequiresReplace []attributePath
		Diagnostics     diagnostics
	}
	if err := p.call(planTimeout, "PlanResourceChange", "PlanResourceChange", request, &response); err != nil {
		return change{}, err
	}
	if err := response.Diagnostics.err(); err != nil {
		return change{}, err
	}
	planned, err := msgpack.Unmarshal(response.PlannedState.Msgpack, as)
	if err != nil {
		return change{}, err
	}
	c := change{planned: planned}
	for _, path := range response.RequiresReplace {
		c.replace = append(c.replace, path.String())
	}
	return c, nil
}

func encode(value cty.Value, as cty.Type) (dynamic, error) {
	bytes, err := msgpack.Marshal(value, as)
	return dynamic{bytes}, err
}
