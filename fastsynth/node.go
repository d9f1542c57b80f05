package fastsynth

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	// For go:linkname.
	_ "unsafe"

	_ "github.com/berth-iac/berth/internal/quiet"
)

// kernelFiles holds the JavaScript of jsii's kernel, which the jsii runtime
// unpacks into a temporary folder at every start.
//
//go:linkname kernelFiles github.com/aws/jsii-runtime-go/internal/embedded.embeddedFS
var kernelFiles embed.FS

//go:embed run.js
var runner []byte

// shell runs the command that starts Node.js.
const shell = "/bin/sh"

// prepareNode makes the jsii runtime start Node.js in a leaner way, by the
// variables it reads for that, and returns what puts the environment back.
//
// As it is, Node.js is started twice, the first one only handing on every
// message of the second, from two megabytes unpacked for the purpose; and all
// JavaScript is compiled anew. Started by run.js there is one, and what it has
// compiled is kept.
//
// Whatever either side puts into a temporary folder from here on, until the last
// of Node.js, goes into one of its own, which Node.js removes on its way out, and
// restore where it has not started. So it goes however the Go side ends.
func prepareNode(cache string, packages []*lean) (restore func(started bool), err error) {
	command, err := nodeCommand(cache)
	if err != nil {
		return nil, err
	}
	environment, temporary := map[string]string{}, ""
	if command != "" {
		if temporary, err = os.MkdirTemp("", "berth-"); err != nil {
			return nil, err
		}
		environment["TMPDIR"] = temporary
		environment["BERTH_FAST_SYNTH_TEMPORARY"] = temporary
		environment["JSII_RUNTIME"] = command
		environment["SHELL"] = shell // which may be one that reads no such command
		environment["BERTH_FAST_SYNTH_COMPILED"] = compiled(cache, packages)
	}
	before := map[string]string{}
	for name, value := range environment {
		if old, set := os.LookupEnv(name); set {
			before[name] = old
		}
		if err := os.Setenv(name, value); err != nil {
			return nil, err
		}
	}
	return func(started bool) {
		for name := range environment {
			if old, set := before[name]; set {
				os.Setenv(name, old)
			} else {
				os.Unsetenv(name)
			}
		}
		if !started && temporary != "" {
			os.RemoveAll(temporary)
		}
	}, nil
}

// nodeCommand is the shell command that starts Node.js; empty where the jsii
// runtime has to do it in its own way.
func nodeCommand(cache string) (string, error) {
	if os.Getenv("JSII_RUNTIME") != "" || runtime.GOOS == "windows" {
		return "", nil
	}
	if _, err := os.Stat(shell); err != nil {
		return "", nil
	}
	node := os.Getenv("JSII_NODE")
	if node == "" {
		node = "node"
	}
	node, err := exec.LookPath(node)
	if err != nil {
		return "", nil // which the jsii runtime says better
	}
	program, err := kernelFiles.ReadFile("resources/lib/program.js")
	if err != nil {
		return "", nil // a jsii runtime that is made in another way
	}
	directory, err := install(cache, map[string][]byte{"program.js": quicken(program), "run.js": runner})
	if err != nil {
		return "", err
	}
	// The kernel reads requests from descriptor 3 and writes the answers to it:
	// run.js turns them to 4. What else is printed goes to standard error.
	return "BERTH_FAST_SYNTH_CERTS=$NODE_EXTRA_CA_CERTS NODE_EXTRA_CA_CERTS= exec " + quote(node) + " --preserve-symlinks " + quote(filepath.Join(directory, "run.js")) + " 3<&0 4>&1 </dev/null 1>&2", nil
}

// quicken takes out of the kernel what it does at every value that it reads or
// writes, for a message that it next to never shows: describe the value's type.
// Where the type is missing, which is what the message is about, it reads the
// same. A kernel in which this is not found is left as it is.
func quicken(program []byte) []byte {
	return bytes.ReplaceAll(program,
		[]byte("expected type information, got ${(0, util_1.inspect)(typeRef)}"),
		[]byte("expected type information, got ${typeRef}"))
}

// install keeps files in a directory of their own, named by what they hold.
func install(cache string, files map[string][]byte) (directory string, err error) {
	sum := sha256.New()
	for _, name := range []string{"program.js", "run.js"} {
		sum.Write(files[name])
	}
	directory = filepath.Join(cache, "node-"+hex.EncodeToString(sum.Sum(nil)[:8]))
	for name, content := range files {
		file := filepath.Join(directory, name)
		if there, err := os.ReadFile(file); err == nil && bytes.Equal(there, content) {
			continue
		}
		if err := os.MkdirAll(directory, 0o700); err != nil {
			return "", err
		}
		if err := write(file, content); err != nil {
			return "", err
		}
	}
	touch(directory)
	return directory, nil
}

// compiled names the file in which run.js keeps what it has compiled, one for
// each choice of modules.
func compiled(cache string, packages []*lean) string {
	name := "compiled"
	for _, p := range packages {
		name += "-" + p.set
	}
	return filepath.Join(cache, name)
}

// quote makes a text one word of a shell command.
func quote(word string) string {
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
