// Package pipeline holds what builds and releases: projects of CodeBuild,
// pipelines of CodePipeline, connections to repositories of source code, and
// the rules that notify about all of them.
package pipeline

import "github.com/berth-iac/berth/internal/cloud"

// Kinds are the kinds of this area.
func Kinds() []cloud.Kind {
	return []cloud.Kind{project, sourceCredential, pipeline, connection, starConnection, notificationRule}
}

// Data are the data sources of this area.
func Data() []cloud.Data { return []cloud.Data{oneConnection} }
