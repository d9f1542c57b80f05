// Package kernel keeps the Node.js process behind CDKTF from surprising a
// user: no banner about versions, and a sentence instead of a panic.
package kernel

import (
	"fmt"
	"os"
	"runtime"
	"strings"
)

// Quiet silences jsii's banners about the version of Node.js. It works only
// before the first construct is made, and leaves what the user has set.
func Quiet() {
	for name, value := range map[string]string{
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
		"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION":    "1",
	} {
		if _, set := os.LookupEnv(name); !set {
			os.Setenv(name, value)
		}
	}
}

// Guard runs what talks to CDKTF and turns a panic into an error. CDKTF has no
// other way to fail: it panics with an error, or with a string where a required
// field is missing. Panics of Go itself, such as a nil pointer, go on.
func Guard(synthesize func()) (err error) {
	defer func() {
		switch cause := recover().(type) {
		case nil:
		case runtime.Error:
			panic(cause)
		case error:
			err = trim(cause)
		default:
			err = fmt.Errorf("synthesize: %v", cause)
		}
	}()
	synthesize()
	return nil
}

// trim leaves the JavaScript stack trace out of a message.
func trim(err error) error {
	message, _, _ := strings.Cut(err.Error(), "\n    at ")
	return fmt.Errorf("synthesize: %s", strings.TrimSpace(message))
}
