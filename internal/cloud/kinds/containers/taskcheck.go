package containers

import (
	"slices"
	"strconv"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/fargate"
)

// What ECS allows a container.
const longestStop = 120

// fargateDrivers are the log drivers of Fargate.
var fargateDrivers = []string{"awslogs", "splunk", "awsfirelens"}

// acceptTask refuses a definition that cannot be registered.
func acceptTask(definition cloud.Attributes) error {
	all, err := containersOf(definition)
	if err != nil || len(all) == 0 {
		return noContainers.With()
	}
	names := map[string]bool{}
	essential := false
	cpu := 0
	for _, c := range all {
		switch {
		case c.Name == "":
			return containerWithoutName.With()
		case c.Image == "":
			return containerWithoutImage.With()
		case names[c.Name]:
			return containerTwice.With(c.Name)
		}
		names[c.Name] = true
		essential = essential || c.isEssential()
		cpu += c.CPU
		if err := acceptContainer(definition, c); err != nil {
			return err
		}
	}
	switch {
	case !essential:
		return noneEssential.With()
	case definition.Has("cpu") && cpu > cpuOf(definition):
		return cpuOverTask.With()
	}
	if err := acceptOrder(all); err != nil {
		return err
	}
	if isFargate(definition) {
		return acceptFargate(definition, all)
	}
	return nil
}

// cpuOf is the CPU of a task in units, 1024 a vCPU; "2 vCPU" is one way to say
// so.
func cpuOf(definition cloud.Attributes) int {
	return inUnits(definition.Text("cpu"), "vcpu")
}

// memoryOf is the memory of a task in MiB.
func memoryOf(definition cloud.Attributes) int {
	return inUnits(definition.Text("memory"), "gb")
}

func inUnits(text, unit string) int {
	number, isUnit := strings.CutSuffix(strings.ToLower(strings.TrimSpace(text)), unit)
	value, _ := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if isUnit {
		value *= 1024
	}
	return int(value)
}

// isFargate tells whether a definition says that it is for Fargate.
func isFargate(definition cloud.Attributes) bool {
	return slices.Contains(definition.Texts("requires_compatibilities"), "FARGATE")
}

func acceptContainer(definition cloud.Attributes, c container) error {
	mode := definition.Text("network_mode")
	for _, port := range c.PortMappings {
		if (mode == "awsvpc" || mode == "host") && port.HostPort != 0 && port.HostPort != port.ContainerPort {
			return portsDiffer.With(mode)
		}
	}
	switch {
	case !definition.Has("memory") && c.Memory == nil && c.MemoryReservation == nil:
		return memoryMissing.With(c.Name)
	case c.Memory != nil && c.MemoryReservation != nil && *c.Memory < *c.MemoryReservation:
		return reservationOverMemory.With(c.Name)
	case definition.Has("memory") && c.Memory != nil && *c.Memory > memoryOf(definition):
		return memoryOverTask.With(c.Name)
	case len(c.Secrets) > 0 && !definition.Has("execution_role_arn"):
		return secretsWithoutRole.With()
	}
	for _, mount := range c.MountPoints {
		if mount.SourceVolume != "" && !slices.Contains(definition.Texts("volume.name"), mount.SourceVolume) {
			return volumeUnknown.With(mount.SourceVolume)
		}
	}
	if logs := c.LogConfiguration; logs != nil && logs.LogDriver == "awslogs" && (logs.Options["awslogs-group"] == "" || logs.Options["awslogs-region"] == "") {
		return logOptionsMissing.With()
	}
	return nil
}

// acceptOrder refuses containers that wait for one another, or for what never
// happens.
func acceptOrder(all []container) error {
	for _, c := range all {
		for _, wait := range c.DependsOn {
			other := named(all, wait.ContainerName)
			switch {
			case other == nil:
				return dependsOnNothing.With(wait.ContainerName)
			case wait.Condition == "HEALTHY" && other.HealthCheck == nil:
				return dependsOnNoHealth.With()
			case (wait.Condition == "SUCCESS" || wait.Condition == "COMPLETE") && other.isEssential():
				return dependsOnEssential.With()
			}
		}
	}
	for i := range all {
		if waitsForItself(all, &all[i], map[string]bool{}) {
			return dependsOnItself.With()
		}
	}
	return nil
}

func waitsForItself(all []container, c *container, above map[string]bool) bool {
	if above[c.Name] {
		return true
	}
	above[c.Name] = true
	defer delete(above, c.Name)
	return slices.ContainsFunc(c.DependsOn, func(wait dependency) bool {
		return waitsForItself(all, named(all, wait.ContainerName), above)
	})
}

// acceptFargate refuses what Fargate does not offer.
func acceptFargate(definition cloud.Attributes, all []container) error {
	switch {
	case definition.Text("network_mode") != "awsvpc":
		return fargateNetwork.With()
	case !definition.Has("cpu"):
		return fargateCPU.With()
	case !definition.Has("memory"):
		return fargateMemory.With()
	case fargate.Check(cpuOf(definition), memoryOf(definition)) != nil:
		return fargateSize.With(cpuOf(definition), memoryOf(definition))
	case definition.Text("volume.host_path") != "":
		return fargateUnsupported.With("sourcePath")
	case definition.Has("volume.docker_volume_configuration"):
		return fargateUnsupported.With("dockerVolumeConfiguration")
	}
	for _, c := range all {
		switch {
		case c.Privileged:
			return fargateUnsupported.With("privileged")
		case len(c.Links) > 0:
			return fargateUnsupported.With("links")
		case c.StopTimeout > longestStop:
			return fargateStopTimeout.With()
		case strings.Contains(c.Image, ".dkr.ecr.") && !definition.Has("execution_role_arn"):
			return fargateImageWithoutRole.With()
		}
		logs := c.LogConfiguration
		switch {
		case logs == nil:
		case !slices.Contains(fargateDrivers, logs.LogDriver):
			return fargateLogDriver.With(logs.LogDriver)
		case logs.LogDriver == "awslogs" && !definition.Has("execution_role_arn"):
			return fargateLogsWithoutRole.With()
		case logs.LogDriver == "awslogs" && logs.Options["awslogs-stream-prefix"] == "":
			return fargateStreamPrefix.With()
		}
	}
	return nil
}
