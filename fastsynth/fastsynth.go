// Package fastsynth makes a CDKTF app in Go start in a fraction of a second.
//
// Before its first resource, CDKTF in Go loads the whole AWS bindings into
// Node.js: a description of 23,000 types and 2,123 JavaScript modules, seconds
// and a gigabyte, at every synth and in every test binary. Load puts the part
// that the program links in their place, under the same name and version:
//
//	func main() {
//		fastsynth.Load()
//		defer jsii.Close()
//		app := cdktf.NewApp(nil)
//		…
//	}
//
// and the same line at the top of TestMain. What is synthesized stays the same,
// byte by byte.
//
// The part is derived on the user's machine from the bindings that the program
// carries, once per version of the bindings, and kept in the user's cache
// directory. Should anything about it fail, Load says so in one line on standard
// error, and the program loads the bindings as it would have without it.
//
// Node.js works in a temporary folder of its own, which it removes when the
// program has ended in whatever way: what the Testing functions of CDKTF write
// without being told where goes with it. The banners with which jsii greets
// versions of Node.js that it calls old or untested are silenced.
//
// Two variables of the environment change what Load does:
//
//   - BERTH_FAST_SYNTH: "off" leaves everything as it was; "all" loads all
//     modules rather than those the program links, for a program that loads Go
//     plugins; "on", the default.
//   - BERTH_CACHE_DIR: the directory to keep things in, instead of berth in the
//     user's cache directory ($XDG_CACHE_HOME or ~/.cache on Linux).
package fastsynth

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/aws/jsii-runtime-go"
	jsiiruntime "github.com/aws/jsii-runtime-go/runtime"
	cdktf "github.com/hashicorp/terraform-cdk-go/cdktf/jsii"
)

const (
	switchVariable = "BERTH_FAST_SYNTH"
	cacheVariable  = "BERTH_CACHE_DIR"
)

// format names the layout of what is kept in the cache directory. Whoever
// changes what is derived, or how it is kept, changes it.
const format = "1"

// Load starts the Node.js process behind CDKTF: call it in main and in TestMain,
// once, before anything of CDKTF is created. It begins anew, so that what was
// created before is lost, and has to be called again after jsii.Close. The first
// call on a machine takes some seconds, and says so on standard error.
//
// Load is not safe for use by several goroutines, as nothing of CDKTF is.
func Load() {
	which, on, err := choose(os.Getenv(switchVariable))
	if err == nil && on {
		err = load(which, os.Stderr)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "fastsynth: %v; going on without it\n", err)
	}
}

// choose reads BERTH_FAST_SYNTH.
func choose(value string) (which func([]module) ([]module, error), on bool, err error) {
	switch value {
	case "", "on":
		return linked, true, nil
	case "all":
		return func(modules []module) ([]module, error) { return modules, nil }, true, nil
	case "off":
		return nil, false, nil
	}
	return nil, false, fmt.Errorf("%s is %q, and takes on, off or all", switchVariable, value)
}

// load starts Node.js and hands it CDKTF and the lean bindings.
func load(which func([]module) ([]module, error), progress io.Writer) error {
	cache, err := cacheDirectory()
	if err != nil {
		return err
	}
	var packages []*lean
	for _, b := range carried() {
		p, err := b.lean(cache, which, progress)
		if err != nil {
			return err
		}
		packages = append(packages, p)
	}
	restore, err := prepareNode(cache, packages)
	if err != nil {
		return err
	}
	err = start(packages)
	restore(err == nil)
	return err
}

// start makes the jsii runtime begin again, with the environment as it is now,
// and loads the packages. After a failure the runtime is as if never used.
func start(packages []*lean) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("load into Node.js: %v", cause)
			jsii.Close()
		}
	}()
	// The bindings have fixed Node.js's environment while Go initialized them,
	// without starting it. A runtime that was closed begins anew.
	jsii.Close()
	cdktf.Initialize()
	for _, p := range packages {
		jsiiruntime.Load(p.name, p.version, p.tarball)
	}
	return nil
}

// cacheDirectory is where everything is kept.
func cacheDirectory() (string, error) {
	root := os.Getenv(cacheVariable)
	if root == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("%w: set %s", err, cacheVariable)
		}
		root = filepath.Join(user, "berth")
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return "", err
	}
	return filepath.Join(root, "fastsynth-"+format), nil
}
