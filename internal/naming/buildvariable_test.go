package naming

import (
	"testing"

	"gotest.tools/v3/assert"
)

func TestBuildVariablesLeaveTheMachineItsOwn(t *testing.T) {
	for _, name := range []string{"APP_ENV", "DB_MAIN_PASSWORD", "ENVIRONMENT", "ENV", "LANG", "MY_PATH", "AWS_BUCKET", "Path"} {
		assert.NilError(t, CheckBuildVariable(name), name)
	}
	for _, name := range []string{"PATH", "HOME", "LD_PRELOAD", "BASH_ENV", "AWS_REGION", "CODEBUILD_BUILD_ID", "DOCKER_HOST"} {
		assert.ErrorContains(t, CheckBuildVariable(name), "a variable of the machine that builds", name)
	}
	assert.ErrorContains(t, CheckBuildVariable("1ST"), "no digit first")
}
