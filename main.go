// Berth deploys containers to AWS: every file in environments/, or in the
// directory that BERTH_ENVIRONMENTS names, becomes six Terraform stacks.
package main

import (
	"cmp"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-cdk-go/cdktf"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/fastsynth"
	"github.com/berth-iac/berth/internal/kernel"
	"github.com/berth-iac/berth/stacks"
)

func main() {
	err := run(cmp.Or(os.Getenv("BERTH_ENVIRONMENTS"), "environments"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	kernel.Close()
	if err != nil {
		os.Exit(1)
	}
}

// run synthesizes the stacks of every environment file in a directory. Nothing
// is written where a file is wrong.
func run(directory string) error {
	environments, err := config.LoadDir(directory)
	if err != nil {
		return err
	}
	if err := config.UseEmulator(environments, os.Getenv(config.EndpointVariable)); err != nil {
		return err
	}
	fastsynth.Load()
	return kernel.Guard(func() {
		app := cdktf.NewApp(nil)
		for _, env := range environments {
			stacks.NewEnvironment(app, env)
		}
		app.Synth()
	})
}
