package ecs

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/naming"
)

// Volume is a folder that containers of a task share.
type Volume struct {
	// Name of the volume, unique in the task: 1 to 255 letters, digits, hyphens
	// and underscores.
	Name string
	// HostPath is a folder of the instance, which all its tasks share and which
	// Docker makes where it is missing, or a file; only with EC2. Default: none, the folder is
	// the task's alone, and ends with it.
	HostPath string
}

// Mount is where a container finds a volume of its task.
type Mount struct {
	// Volume is the name of the volume.
	Volume string
	// Path of the folder in the container.
	Path string
	// ReadOnly forbids writes to it. Default: false.
	ReadOnly bool
}

// checkVolumes notes volumes that nobody could mount, and mounts of none.
func (p TaskDefinitionProps) checkVolumes(problems *check.Problems) {
	volumes := map[string]bool{}
	for _, v := range p.Volumes {
		field := "Volumes[" + v.Name + "]"
		check.Name(problems, field+".Name", v.Name, naming.ECS)
		if volumes[v.Name] {
			problems.Addf(field, "is given twice: a name is unique in the task")
		}
		volumes[v.Name] = true
		switch {
		case v.HostPath == "":
		case p.onFargate():
			problems.Addf(field+".HostPath", "%q: Fargate has no instance whose folders could be mounted; leave it out for a folder of the task's own, or run on EC2", v.HostPath)
		case !cleanPath(v.HostPath):
			problems.Addf(field+".HostPath", "%q is not a path such as /var/run/fluent", v.HostPath)
		}
	}
	for _, c := range p.Containers {
		paths := map[string]bool{}
		for _, m := range c.Mounts {
			field := containerField(c) + ".Mounts[" + m.Volume + "]"
			if !volumes[m.Volume] {
				problems.Addf(field, "is no volume of the task: it has %s", check.List(slices.Sorted(maps.Keys(volumes))))
			}
			if !cleanPath(m.Path) {
				problems.Addf(field+".Path", "%q is not a path such as /var/run/fluent", m.Path)
			}
			if paths[m.Path] {
				problems.Addf(field+".Path", "%s is mounted twice", m.Path)
			}
			paths[m.Path] = true
		}
	}
}

func cleanPath(p string) bool {
	return strings.HasPrefix(p, "/") && p != "/" && path.Clean(p) == p && !strings.ContainsAny(p, ":,\x00")
}

// mountsHostFile tells whether a container mounts the folder of the instance in
// which a file lies, such as a socket.
func (p TaskDefinitionProps) mountsHostFile(c Container, file string) bool {
	return slices.ContainsFunc(c.Mounts, func(m Mount) bool {
		return slices.ContainsFunc(p.Volumes, func(v Volume) bool {
			return v.Name == m.Volume && v.HostPath != "" && strings.HasPrefix(file, v.HostPath+"/")
		})
	})
}
