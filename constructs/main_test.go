package constructs_test

import (
	"os"
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/berth-iac/berth/fastsynth"
)

func TestMain(m *testing.M) {
	fastsynth.Load()
	code := m.Run()
	jsii.Close()
	os.Exit(code)
}
