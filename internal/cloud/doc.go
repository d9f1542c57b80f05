// Package cloud is a small AWS for the rehearsal: objects with ids, ARNs and
// the refusals of the real services, kept in a file.
//
// It knows nothing of Terraform's plans and state. A provider asks it to
// create, read, update and delete objects whose attributes are those of the
// provider's schema; what AWS decides, such as an id, the cloud fills in, and
// what AWS refuses, it refuses with the error that AWS gives.
//
// What a type of object is and does is said by a Kind. The packages below
// internal/cloud hold the kinds, an area of AWS each.
package cloud
