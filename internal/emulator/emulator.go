// Package emulator holds what provider and state share where an environment is
// deployed to an AWS emulator.
package emulator

// The credentials that emulators take by convention. They open nothing: a
// request that reached AWS with them would be refused.
const (
	AccessKey = "test"
	SecretKey = "test"
)
