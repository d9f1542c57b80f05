package fastsynth

import (
	"fmt"
	"reflect"
	"strings"

	jsiiruntime "github.com/aws/jsii-runtime-go/runtime"
)

// linked picks the modules that the program links.
//
// A Go package of the bindings tells the jsii runtime all its types while it is
// initialized. What has not been told cannot be created, nor come back from a
// call, so that whatever else the assembly describes is dead weight; what has
// been told is found here, without a list that somebody keeps.
func linked(modules []module) ([]module, error) {
	var found []module
	for _, m := range modules {
		if m.Probe == "" {
			continue // code without types, which nothing can call
		}
		registered, err := isRegistered(m.Probe)
		if err != nil {
			return nil, err
		}
		if registered {
			found = append(found, m)
		}
	}
	return found, nil
}

// unknown is a type that nobody has registered, of a kind that can be.
type unknown string

// isRegistered asks the jsii runtime whether it knows a type.
//
// It has no question for that, but an answer: it refuses to register an enum
// over another type, before anything else and without changing anything. The
// enum here is wrong, and refused in any case.
func isRegistered(fqn string) (registered bool, err error) {
	defer func() {
		refusal := fmt.Sprint(recover())
		switch {
		case strings.HasPrefix(refusal, "another type was already registered"):
			registered = true
		case strings.HasPrefix(refusal, "the enum entry"):
		default:
			err = fmt.Errorf("find the types in use: the jsii runtime says %q", refusal)
		}
	}()
	jsiiruntime.RegisterEnum(jsiiruntime.FQN(fqn), reflect.TypeFor[unknown](), map[string]any{"": 0})
	return false, nil
}
