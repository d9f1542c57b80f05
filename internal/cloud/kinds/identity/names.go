package identity

import (
	"cmp"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/argument"
)

// named checks the name of an object of IAM, or its prefix.
func named(most int) argument.Check {
	const suffix = 26 // of the names that the provider makes
	return argument.All(
		argument.Conflict("name", "name_prefix"),
		argument.Length("name", 1, most),
		argument.Match("name", `^[\w+=,.@-]*$`, `must match [\w+=,.@-]`),
		argument.Length("name_prefix", 1, most-suffix),
		argument.Match("name_prefix", `^[\w+=,.@-]*$`, `must match [\w+=,.@-]`),
	)
}

// giveName names an object that has none.
func giveName(c *cloud.Call) string {
	c.NameFromPrefix("terraform-")
	c.Object.Default("name_prefix", "")
	return c.Object.Text("name")
}

// pathOf is where an object is among its kind.
func pathOf(c *cloud.Call) string { return cmp.Or(c.Object.Text("path"), "/") }

// newUniqueID is an id of IAM, such as AROA and 17 letters and digits.
func newUniqueID(c *cloud.Call, prefix string) string {
	return prefix + strings.ToUpper(c.NewHex(17))
}

func now() string { return time.Now().UTC().Format(time.RFC3339) }
