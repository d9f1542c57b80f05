package release

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/kinds/containers"
)

// register adds a revision that differs from the newest one in the image of the
// service's container only.
func (r *release) register(newest cloud.Attributes) (cloud.Attributes, error) {
	tag := r.tag
	if tag == "" {
		tag = fmt.Sprintf("release-%d", newest.Int("revision")+1)
	}
	definitions, err := withTag(newest.Text("container_definitions"), r.service.Text("load_balancer.container_name"), tag)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", shortName(newest), err)
	}
	next := newest.Clone()
	next["container_definitions"] = definitions
	return containers.Register(r.Call, next), nil
}

// withTag gives the image of a container, or of the first one where no name is
// given, another tag.
func withTag(definitions, name, tag string) (string, error) {
	decoder := json.NewDecoder(strings.NewReader(definitions))
	decoder.UseNumber()
	var all []map[string]any
	if err := decoder.Decode(&all); err != nil {
		return "", err
	}
	for _, container := range all {
		if name != "" && container["name"] != name {
			continue
		}
		image, _ := container["image"].(string)
		container["image"] = repository(image) + ":" + tag
		var text bytes.Buffer
		encoder := json.NewEncoder(&text)
		encoder.SetEscapeHTML(false)
		err := encoder.Encode(all)
		return strings.TrimSpace(text.String()), err
	}
	return "", fmt.Errorf("no container %q", name)
}

// repository is an image without its tag or digest. The port of a registry is
// no tag.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if colon := strings.LastIndex(image, ":"); colon > strings.LastIndex(image, "/") {
		return image[:colon]
	}
	return image
}
