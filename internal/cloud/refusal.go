package cloud

import (
	"fmt"
	"strings"
)

// Refusal is a request that AWS turns down, with the error that it gives.
type Refusal struct {
	// Name of the refusal in the rehearsal's documents and tests, such as
	// target-group-in-use.
	Name string
	// Operation of the AWS API as the SDK writes it, such as
	// "Elastic Load Balancing v2: DeleteTargetGroup". Empty where the provider
	// refuses before it asks AWS.
	Operation string
	// Status of the HTTP answer. Default: 400.
	Status int
	// Code of the error, such as ResourceInUse.
	Code string
	// Message of the error, a format of package fmt. Of a Ref, Missing is given
	// the value that names nothing, and InUse the id of what is to go and the
	// id of what holds it; of a Unique, the value that is taken.
	Message string
	// Source is where AWS documents the refusal.
	Source string
}

// With is the error of a refusal, with the arguments of its message. A message
// that takes none may be given some.
func (r Refusal) With(args ...any) error {
	if !strings.Contains(r.Message, "%") {
		return &Error{Refusal: r, message: r.Message}
	}
	return &Error{Refusal: r, message: fmt.Sprintf(r.Message, args...)}
}

// Error is a request that was turned down.
type Error struct {
	Refusal Refusal
	message string
}

// requestID stands where AWS names the request.
const requestID = "00000000-0000-0000-0000-000000000000"

// Error is the text that the SDK makes of AWS's answer.
func (e *Error) Error() string {
	if e.Refusal.Operation == "" {
		return e.message
	}
	status := e.Refusal.Status
	if status == 0 {
		status = 400
	}
	return fmt.Sprintf("operation error %s, https response error StatusCode: %d, RequestID: %s, %s: %s",
		e.Refusal.Operation, status, requestID, e.Refusal.Code, e.message)
}
