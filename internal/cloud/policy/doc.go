// Package policy reads policy documents as IAM does: it says what is wrong with
// one, in IAM's words, and whether one allows a request.
package policy
