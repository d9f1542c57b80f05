package rehearsal

import (
	"path"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/release"
)

// Release releases a new version of a service, as its pipeline would. Where the
// service scales by itself, it has another number of tasks by then.
func (s *Stage) Release(service cloud.Object) (release.Result, error) {
	cluster, name := clusterOf(service), service.Attributes.Text("name")
	var options []release.Option
	if target := s.scaling(service); target != nil {
		count := service.Attributes.Int("desired_count") + 1
		if count > target.Int("max_capacity") {
			count = target.Int("min_capacity")
		}
		options = append(options, release.DesiredCount(count))
	}
	return release.Release(s.Cloud, sessionOf(service), cluster, name, options...)
}

// clusterOf is the name of a service's cluster.
func clusterOf(service cloud.Object) string { return path.Base(service.Attributes.Text("cluster")) }

// scaling is the scalable target of a service, or nil.
func (s *Stage) scaling(service cloud.Object) cloud.Attributes {
	id := "service/" + clusterOf(service) + "/" + service.Attributes.Text("name")
	for _, object := range s.Cloud.Objects() {
		if object.Type == "aws_appautoscaling_target" && object.Region == service.Region && object.Attributes.Text("resource_id") == id {
			return object.Attributes
		}
	}
	return nil
}
