package stacks

import (
	"cmp"

	"github.com/berth-iac/berth/config"
	"github.com/berth-iac/berth/constructs/ecs"
	"github.com/berth-iac/berth/constructs/identity"
)

// logging is where the output of a container goes.
func (s *service) logging(logging config.Logging) ecs.Logging {
	switch {
	case logging.Fluentd != nil:
		return ecs.Fluentd{Address: logging.Fluentd.Address, Tag: logging.Fluentd.Tag}
	case logging.FireLens != nil:
		return ecs.FireLens{Destination: s.destination(*logging.FireLens)}
	default:
		return ecs.CloudWatchLogs{}
	}
}

func (s *service) destination(firelens config.FireLensLogging) ecs.LogDestination {
	switch {
	case firelens.S3 != nil:
		bucket := s.datastore.Buckets.Get(firelens.S3.Bucket)
		return ecs.ToS3{
			BucketName: bucket.Name,
			BucketARN:  bucket.ARN,
			Prefix:     cmp.Or(firelens.S3.Prefix, s.name),
			KMSKeyARN:  s.parameters.KeyARN,
		}
	case firelens.OpenSearch != nil:
		return ecs.ToOpenSearch{
			Endpoint:  firelens.OpenSearch.Endpoint,
			DomainARN: identity.LocationOf(s.stack).ARN("es", "domain/"+firelens.OpenSearch.Domain),
			Index:     cmp.Or(firelens.OpenSearch.Index, s.name),
		}
	default:
		return ecs.ToCloudWatchLogs{}
	}
}

func (s *service) logRouter() ecs.LogRouter {
	if s.LogRouter == nil {
		return ecs.LogRouter{}
	}
	return ecs.LogRouter{Image: s.LogRouter.Image, MemoryReservationMiB: s.LogRouter.MemoryReservation}
}
