// Package quiet silences the banners with which jsii greets versions of Node.js
// that it calls old or untested, unless the variables for that are set already.
// fastsynth imports it for its effect, and so does every program that calls Load.
//
// It has to come before jsii reads the environment, which it does while its own
// packages are initialized. Go initializes packages in the order of their
// dependencies, and then of their paths: this one needs "os" alone, jsii needs
// "os/exec", which comes later.
package quiet

import "os"

func init() {
	for name, value := range map[string]string{
		// The number is the major version that the banner is about.
		"JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "20",
		"JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION":    "1",
	} {
		if _, set := os.LookupEnv(name); !set {
			os.Setenv(name, value)
		}
	}
}
