package config

import (
	slashpath "path"
	"strings"

	"github.com/berth-iac/berth/internal/fargate"
	"github.com/berth-iac/berth/internal/naming"
)

// applyDefaults gives every key that was left out the value its comment
// promises. Doing it twice changes nothing.
func applyDefaults(e *Environment) {
	applyStateDefaults(e)
	applyNetworkDefaults(e)
	applyLoadBalancerDefaults(e)
	fill(&e.Cluster.ContainerInsights, "enabled")
	fill(&e.Cluster.LogRetentionDays, 365)
	for name, database := range e.Databases {
		applyDatabaseDefaults(&database, e.Disposable)
		e.Databases[name] = database
	}
	for name, cache := range e.Caches {
		applyCacheDefaults(&cache, e.Disposable)
		e.Caches[name] = cache
	}
	for name, bucket := range e.Buckets {
		applyBucketDefaults(&bucket)
		e.Buckets[name] = bucket
	}
	for name, service := range e.Services {
		applyServiceDefaults(&service, e.Disposable)
		if service.Pipeline != nil {
			applyPipelineDefaults(service.Pipeline, name)
		}
		e.Services[name] = service
	}
	// Last: the types follow from the services.
	if e.Cluster.Instances != nil {
		applyInstanceDefaults(e.Cluster.Instances, e.InstanceArchitecture(), e.Disposable)
	}
	for name, schedule := range e.Schedules {
		applyScheduleDefaults(&schedule)
		e.Schedules[name] = schedule
	}
}

// fill sets a field that has its zero value.
func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

// fillList sets a list that has no items.
func fillList(field *[]string, values ...string) {
	if len(*field) == 0 {
		*field = values
	}
}

// choose is a value that differs between disposable environments and others.
func choose[T any](disposable bool, yes, no T) T {
	if disposable {
		return yes
	}
	return no
}

func applyStateDefaults(e *Environment) {
	fill(&e.State.Backend, BackendS3)
	fill(&e.State.Bucket, naming.Join(e.Project, e.Name, "tfstate", e.Account))
}

func applyNetworkDefaults(e *Environment) {
	n := &e.Network
	fill(&n.CIDR, "10.0.0.0/16")
	fillList(&n.Zones, "a", "c")
	fill(&n.NAT, choose(e.Disposable, NATSingle, NATZone))
	fill(&n.FlowLogRetentionDays, 365)
}

func applyLoadBalancerDefaults(e *Environment) {
	lb := &e.LoadBalancer
	fillList(&lb.AllowFrom, choose(lb.Internal, e.Network.CIDR, "0.0.0.0/0"))
	fill(&lb.IdleTimeoutSeconds, 60)
	fill(&lb.AccessLogRetentionDays, 90)
	if lb.Domain != nil {
		_, parent, _ := strings.Cut(lb.Domain.Name, ".")
		fill(&lb.Domain.Zone, parent)
	}
	if lb.TestListener != nil {
		fill(&lb.TestListener.Port, 8443)
		fillList(&lb.TestListener.AllowFrom, e.Network.CIDR)
	}
}

func applyDatabaseDefaults(d *Database, disposable bool) {
	fill(&d.Version, databaseEngines[d.Engine].defaultVersion)
	fill(&d.DatabaseName, "app")
	fill(&d.BackupRetentionDays, choose(disposable, 1, 14))
	if d.Aurora() {
		fill(&d.Serverless, &Serverless{})
	} else {
		fill(&d.Instance, &Instance{})
	}
	if i := d.Instance; i != nil {
		fill(&i.Class, "db.t4g.micro")
		fill(&i.StorageGiB, 20)
		fill(&i.MaxStorageGiB, min(2*i.StorageGiB, maxStorageGiB))
		fill(&i.SingleZone, new(disposable))
	}
	if s := d.Serverless; s != nil {
		fill(&s.MinCapacity, new(0.5))
		fill(&s.MaxCapacity, max(4, *s.MinCapacity))
		fill(&s.Instances, choose(disposable, 1, 2))
	}
}

func applyCacheDefaults(c *Cache, disposable bool) {
	fill(&c.Engine, EngineValkey)
	fill(&c.Version, cacheEngines[c.Engine].defaultVersion)
	fill(&c.NodeType, "cache.t4g.micro")
	fill(&c.Replicas, new(choose(disposable, 0, 1)))
	fill(&c.SnapshotRetentionDays, new(choose(disposable, 0, 7)))
}

func applyServiceDefaults(s *Service, disposable bool) {
	fill(&s.LaunchType, LaunchTypeFargate)
	fill(&s.NetworkMode, NetworkModeAWSVPC)
	applySizeDefaults(&s.CPU, &s.Memory)
	if s.OnEC2() {
		applyEC2Defaults(s)
	}
	if s.SpotMix != nil {
		fill(&s.SpotMix.OnDemandWeight, new(1))
		fill(&s.SpotMix.SpotWeight, 1)
	}
	fill(&s.Architecture, ArchitectureX8664)
	fill(&s.StopTimeoutSeconds, 30)
	applyHealthCheckDefaults(s.HealthCheck)
	for _, sidecar := range s.Sidecars {
		applyHealthCheckDefaults(sidecar.HealthCheck)
	}
	if s.Route != nil {
		applyRouteDefaults(s.Route)
	}
	applyScalingDefaults(&s.Scaling, disposable)
	applyDeploymentDefaults(&s.Deployment, s.Route, s.Daemon, disposable)
	fill(&s.Alarms.ServerErrors, 10)
	fill(&s.Alarms.LatencySeconds, 2)
	fill(&s.Alarms.CPUPercent, 90)
	fill(&s.Alarms.MemoryPercent, 90)
}

func applySizeDefaults(cpu, memory *int) {
	fill(cpu, 256)
	if sizes := fargate.Memories(*cpu); len(sizes) > 0 {
		fill(memory, sizes[0])
	}
}

func applyPipelineDefaults(p *Pipeline, service string) {
	fill(&p.Branch, "main")
	fill(&p.Dockerfile, "Dockerfile")
	fill(&p.Context, ".")
	fill(&p.KeepImages, 30)
	for name, image := range p.Images {
		fill(&image.Context, name)
		fill(&image.Dockerfile, slashpath.Join(image.Context, "Dockerfile"))
		p.Images[name] = image
	}
	if p.Migration != nil {
		fill(&p.Migration.Container, service)
	}
}

func applyHealthCheckDefaults(h *ContainerHealthCheck) {
	if h == nil {
		return
	}
	fill(&h.IntervalSeconds, 30)
	fill(&h.TimeoutSeconds, 5)
	fill(&h.Retries, 3)
}

func applyRouteDefaults(r *Route) {
	fillList(&r.Paths, "/*")
	fill(&r.HealthCheck.Path, "/")
	fill(&r.HealthCheck.Matcher, "200")
	fill(&r.HealthCheck.IntervalSeconds, 15)
	fill(&r.HealthCheck.TimeoutSeconds, min(5, r.HealthCheck.IntervalSeconds-1))
	fill(&r.HealthCheck.HealthyThreshold, 2)
	fill(&r.HealthCheck.UnhealthyThreshold, 3)
	fill(&r.DeregistrationDelaySeconds, new(30))
	fill(&r.GracePeriodSeconds, new(60))
}

func applyScalingDefaults(s *Scaling, disposable bool) {
	first := choose(disposable, 1, 2)
	if s.Max > 0 {
		first = min(first, s.Max)
	}
	fill(&s.Min, &first)
	fill(&s.Max, min(max(4**s.Min, 1), maxTasks))
	fill(&s.CPUPercent, 60)
	fill(&s.MemoryPercent, 75)
}

func applyDeploymentDefaults(d *Deployment, route *Route, daemon, disposable bool) {
	fill(&d.Strategy, choose(route != nil && !daemon, StrategyBlueGreen, StrategyRolling))
	if d.Strategy == StrategyRolling {
		fill(&d.BakeMinutes, new(0))
		return
	}
	fill(&d.Traffic, "allAtOnce")
	bake := choose(disposable, 5, 60)
	if route != nil {
		bake = max(bake, minutes(*route.DeregistrationDelaySeconds))
	}
	fill(&d.BakeMinutes, &bake)
}

func applyEC2Defaults(s *Service) {
	fill(&s.Memory, 512)
	if !s.Daemon {
		fillList(&s.Placement.Strategies, "spreadZones", "binpackMemory")
	}
}

func applyInstanceDefaults(i *ContainerInstances, architecture string, disposable bool) {
	fillList(&i.Types, choose(architecture == ArchitectureARM64, "t4g.small", "t3.small"))
	first := choose(disposable, 1, 2)
	if i.Max > 0 {
		first = min(first, i.Max)
	}
	fill(&i.Min, &first)
	fill(&i.Max, min(max(4**i.Min, 4), maxInstances))
	fill(&i.VolumeGiB, 30)
}

// minutes rounds seconds up.
func minutes(seconds int) int { return (seconds + 59) / 60 }

// Bounds that the defaults keep to.
const (
	maxStorageGiB = 65536
	maxTasks      = 5000
	maxInstances  = 5000
)
