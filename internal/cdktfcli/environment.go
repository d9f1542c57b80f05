package cdktfcli

import (
	"os"
	"path/filepath"
	"strings"
)

// Variables are those to export so that the CLI, called by hand in the app's
// directory, does what this one does.
func (c *CLI) Variables() []string { return append(c.settings(), c.options.Environment...) }

func (c *CLI) settings() []string {
	return []string{
		"CDKTF_OUTPUT=" + c.Output(),
		// Locking asks the registry for the checksums of a provider.
		"CDKTF_SKIP_PROVIDER_LOCK=true",
		// The cache lies in the home directory; nothing is downloaded into it.
		"CDKTF_DISABLE_PLUGIN_CACHE_ENV=true",
		"TF_CLI_CONFIG_FILE=" + c.terraformConfig(),
		"CHECKPOINT_DISABLE=1",
		"CI=1",
	}
}

// synthEnvironment is the user's own, so that the app synthesizes what it does
// in production, but for settings of the CLI and of emulators.
func (c *CLI) synthEnvironment() []string {
	return append(without("CDKTF_", "BERTH_ENDPOINT=", "FORCE_COLOR="), append(c.settings(), c.compileCache())...)
}

// terraformEnvironment keeps the user's AWS and Terraform settings out: a
// profile or a workspace would lead elsewhere. Values of variables stay.
func (c *CLI) terraformEnvironment() []string {
	return append(without("CDKTF_", "BERTH_ENDPOINT=", "FORCE_COLOR=", "AWS_", "TF_"), append(c.Variables(), c.compileCache())...)
}

// compileCache has Node.js 22 and later keep what they compile, which is a third
// of each run.
func (c *CLI) compileCache() string {
	return "NODE_COMPILE_CACHE=" + filepath.Join(c.options.Work, "node")
}

// without is this process's environment without variables that start so.
func without(prefixes ...string) []string {
	var kept []string
next:
	for _, variable := range os.Environ() {
		for _, prefix := range prefixes {
			if strings.HasPrefix(variable, prefix) && !strings.HasPrefix(variable, "TF_VAR_") {
				continue next
			}
		}
		kept = append(kept, variable)
	}
	return kept
}
