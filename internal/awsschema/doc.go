// Package awsschema holds the schema of every resource and data source of
// hashicorp/aws, each as a function that parses it: one takes less than a
// millisecond, all of them seconds.
package awsschema

//go:generate go run ./internal/index -o index.go
