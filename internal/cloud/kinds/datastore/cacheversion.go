package datastore

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/berth-iac/berth/internal/cloud"
)

// cacheVersion is a version of Redis or Valkey, as users ask for it.
type cacheVersion struct {
	actual string
	family string
}

// cacheVersions are those of the engines of a replication group.
var cacheVersions = map[string]map[string]cacheVersion{
	"redis": {
		"4.0.10": {"4.0.10", "redis4.0"}, "5.0.6": {"5.0.6", "redis5.0"}, "6.0": {"6.0.5", "redis6.x"}, "6.2": {"6.2.6", "redis6.x"},
		"6.x": {"6.2.6", "redis6.x"}, "7.0": {"7.0.7", "redis7"}, "7.1": {"7.1.0", "redis7"},
	},
	"valkey": {
		"7.2": {"7.2.6", "valkey7"}, "8.0": {"8.0.1", "valkey8"}, "8.1": {"8.1.0", "valkey8"},
	},
}

// newestCache are the versions that new groups get.
var newestCache = map[string]string{"redis": "7.1", "valkey": "8.0"}

// versionOf is the version that a group runs.
func versionOf(group cloud.Attributes) (asked string, known cacheVersion) {
	engine := group.Text("engine")
	if asked = group.Text("engine_version"); asked == "" {
		asked = newestCache[engine]
	}
	return asked, cacheVersions[engine][asked]
}

var (
	beforeSix = regexp.MustCompile(`^[1-5](\.\d+){2}$`)
	sinceSix  = regexp.MustCompile(`^(6\.x|([6-9]|\d{2,})\.\d+)$`)
)

// cacheVersionForm is how versions are written: since 6 without a patch.
func cacheVersionForm(in cloud.Attributes) []cloud.Problem {
	version := in.Text("engine_version")
	if version == "" || sinceSix.MatchString(version) || beforeSix.MatchString(version) && in.Text("engine") != "valkey" {
		return nil
	}
	message := "engine_version: Redis versions must match <major>.<minor> when using version 6 or higher, or <major>.<minor>.<patch>"
	if in.Text("engine") == "valkey" {
		message = "engine_version: Valkey versions must match <major>.<minor> when using version 7 or higher"
	}
	return []cloud.Problem{{Path: "engine_version", Message: message}}
}

var directions = strings.NewReplacer("northeast", "ne", "northwest", "nw", "southeast", "se", "southwest", "sw",
	"north", "n", "south", "s", "east", "e", "west", "w", "central", "c", "-", "")

// shortRegion is a region in the names of caches, such as apne1.
func shortRegion(region string) string { return directions.Replace(region) }

// cacheEndpoints sets where clients find a group.
func cacheEndpoints(c *cloud.Call) {
	name := c.ID()
	own := cloud.Hex("cache "+c.Account+c.Region, 6)
	rest := shortRegion(c.Region) + ".cache." + c.DNSSuffix()
	zone := own + "." + rest
	switch {
	case c.Object.Bool("cluster_enabled"):
		c.Object["configuration_endpoint_address"] = fmt.Sprintf("clustercfg.%s.%s", name, zone)
	case c.Object.Bool("transit_encryption_enabled"):
		c.Object["primary_endpoint_address"] = fmt.Sprintf("master.%s.%s", name, zone)
		c.Object["reader_endpoint_address"] = fmt.Sprintf("replica.%s.%s", name, zone)
	default:
		c.Object["primary_endpoint_address"] = fmt.Sprintf("%s.%s.ng.0001.%s", name, own, rest)
		c.Object["reader_endpoint_address"] = fmt.Sprintf("%s-ro.%s.ng.0001.%s", name, own, rest)
	}
}
