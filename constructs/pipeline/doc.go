// Package pipeline builds images from a Git repository and releases them to ECS
// services: a connection to the Git provider, an artifact store, a CodeBuild
// project and a CodePipeline.
//
// # Who owns what
//
// Terraform registers task definitions, which say how a service runs; the
// pipeline says which image. A build takes the newest active revision of the
// service's family, puts the new images into it and hands it to the release, so
// that a change of CPU, memory, environment or secrets made in Terraform reaches
// the service with the next blue/green release. A rolling release puts the images
// into the revision that the service runs.
//
// # Migrations
//
// NewMigrationProject changes a database before a release, in a container of the
// image that is released. It is the only build inside the VPC. The image is the
// one that the files of the release name, so that both are always the same.
//
// # The connection
//
// A connection is created PENDING. Somebody has to authorize it once, in the
// console under Developer Tools, Settings, Connections; until then the source
// stage of every pipeline fails.
//
// # The key
//
// The pipeline, the build and CodeDeploy all read the artifacts: the same key
// encrypts the store and is granted to the pipeline's role and to the build's.
// CodeDeploy gets the AppSpec from CodePipeline and reads nothing.
package pipeline
