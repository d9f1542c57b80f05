// Package awsprovider is a Terraform provider that takes the place of
// hashicorp/aws in the rehearsal: it serves the genuine schema of every
// resource and data source over plugin protocol 6, plans as the real provider
// does, and keeps what is applied in a cloud of package internal/cloud.
//
// Terraform reaches it through TF_REATTACH_PROVIDERS, so that one process
// serves every run of a rehearsal and the configuration stays as it is.
package awsprovider
