// Package kernel keeps the Node.js process behind CDKTF from surprising a
// user: no banner about versions, a sentence instead of a panic, nothing left
// behind.
package kernel

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/aws/jsii-runtime-go"
)

// Close ends the Node.js process and removes its temporary folder. Call it last:
// jsii waits for the process in two places and reports the one that comes second
// as an abnormal exit, so standard error is closed to everybody from here on.
func Close() {
	if null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0); err == nil {
		os.Stderr = null
	}
	jsii.Close()
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
