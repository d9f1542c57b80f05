// Command generate writes what is made from the types of the config package:
// its JSON Schema and its reference for users. It runs in the package's
// directory, as go generate does.
package main

import (
	"fmt"
	"os"

	"github.com/berth-iac/berth/config/internal/reference"
)

func main() {
	if err := reference.Write("."); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}
