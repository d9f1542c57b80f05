package naming

import (
	"fmt"
	"slices"
	"strings"
)

// ofTheMachine are variables that the shell, Docker and CodeBuild need as they
// are on a machine that builds, by name or, with a * at the end, by beginning.
var ofTheMachine = []string{
	"AWS_ACCESS_KEY_ID", "AWS_CA_BUNDLE", "AWS_CONFIG_FILE", "AWS_CONTAINER_*", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL*",
	"AWS_PROFILE", "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SHARED_CREDENTIALS_FILE",
	"BASHOPTS", "BASH_ENV", "CODEBUILD_*", "DOCKER_*", "HOME", "IFS", "LD_*", "PATH", "SHELLOPTS",
}

// CheckBuildVariable tells whether a name is that of a variable which a build
// may have, besides those of the machine it runs on.
func CheckBuildVariable(name string) error {
	if err := CheckVariable(name); err != nil {
		return err
	}
	taken := slices.ContainsFunc(ofTheMachine, func(pattern string) bool {
		beginning, isBeginning := strings.CutSuffix(pattern, "*")
		return name == pattern || isBeginning && strings.HasPrefix(name, beginning)
	})
	if taken {
		return fmt.Errorf("a variable of the machine that builds: choose another name")
	}
	return nil
}
