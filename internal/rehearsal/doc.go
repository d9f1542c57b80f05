// Package rehearsal deploys an app's stacks, plays releases and destroys them
// again, with the real cdktf CLI and the real Terraform, on this machine alone:
// in place of AWS there is a provider with the genuine schema over a small
// cloud, and an S3 that keeps the state.
package rehearsal
