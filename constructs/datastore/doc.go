// Package datastore holds databases (RDS instances and Aurora Serverless v2
// clusters) and caches (ElastiCache replication groups).
//
// Each has its own security group, to which nothing has access: whoever reads
// the datastore adds an ingress rule on its port. Data is encrypted at rest and
// in transit; a client that does not speak TLS is refused.
//
// # Protection
//
// Unless it is disposable, a datastore cannot be destroyed by accident:
// Terraform refuses (prevent_destroy), RDS refuses (deletion protection), and
// what is destroyed on purpose leaves a final snapshot, <identifier>-final. The
// snapshot's name does not change, since one with a time in it would be a
// difference in every plan. Should a snapshot of that name be left from an
// earlier datastore, AWS refuses to delete the next one, and loses nothing:
// rename or delete the old snapshot.
//
// # Passwords
//
// RDS makes the master password, keeps it in Secrets Manager and replaces it
// every seven days. A task reads a secret only when it starts, so a task that
// lives longer opens new connections with an old password. Let the application
// read SecretARN again where a connection is refused, or log in as an IAM
// database user (IAM authentication is on), or lengthen the rotation of the
// secret.
//
// # Versions
//
// A major version alone, such as 17, takes AWS's preferred minor version, and
// AWS upgrades to later ones in the maintenance window. A version with its
// minor one, such as 17.4, is pinned: AWS upgrades nothing, and Terraform does
// not plan a downgrade after an upgrade it has not made.
//
// A major upgrade has to be allowed on the generated resource, as in
// db.Resource.SetAllowMajorVersionUpgrade(true).
package datastore
