package pipeline

import (
	"regexp"

	"github.com/berth-iac/berth/internal/check"
)

// Secret is where the value of a variable comes from when a build starts. It is
// made by SecretValue, SecretKey or ParameterValue.
type Secret struct {
	store secretStore
	// name is the ARN of a secret, or the name of a parameter.
	name string
	// suffix picks a value of a secret.
	suffix string
}

// secretStore is the type of a variable, as CodeBuild names it.
type secretStore string

const (
	secretsManager secretStore = "SECRETS_MANAGER"
	parameterStore secretStore = "PARAMETER_STORE"
)

// SecretValue is the whole value of a Secrets Manager secret.
func SecretValue(secretARN string) Secret {
	return Secret{store: secretsManager, name: secretARN}
}

// SecretKey is one value of a Secrets Manager secret that holds a JSON object.
func SecretKey(secretARN, jsonKey string) Secret {
	return Secret{store: secretsManager, name: secretARN, suffix: ":" + jsonKey}
}

// ParameterValue is the value of an SSM parameter, by its name with a slash at
// the start.
func ParameterValue(name string) Secret {
	return Secret{store: parameterStore, name: name}
}

// reference is how CodeBuild names the value.
func (s Secret) reference() string { return s.name + s.suffix }

var (
	secretForm = check.TextRule{
		Service: "CodeBuild",
		Form:    regexp.MustCompile(`^arn:[a-z-]+:secretsmanager:[^:]+:[0-9]{12}:secret:[^:]+$`),
		Allowed: "the ARN of a secret, such as arn:<partition>:secretsmanager:<region>:<account>:secret:<name>",
	}
	parameterForm = check.TextRule{
		Service: "CodeBuild",
		Form:    regexp.MustCompile(`^/[\w./-]+$`),
		Allowed: "the name of a parameter with a slash at its start",
	}
	keyForm = check.TextRule{
		Service: "CodeBuild",
		Form:    regexp.MustCompile(`^:[^:]+$`),
		Allowed: "a JSON key that is not empty, without a colon",
	}
)

// Validate tells what CodeBuild could not read.
func (s Secret) Validate() error {
	var problems check.Problems
	switch s.store {
	case secretsManager:
		check.Name(&problems, "secret", s.name, secretForm)
		check.Text(&problems, "key", s.suffix, keyForm)
	case parameterStore:
		check.Name(&problems, "parameter", s.name, parameterForm)
	default:
		problems.Addf("source", "missing: make it with SecretValue, SecretKey or ParameterValue")
	}
	return problems.Err()
}
