package cloud

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// Session is who asks, and where.
type Session struct {
	Partition string
	Region    string
	Account   string
}

// ARN of a resource in the session's account and region.
func (s Session) ARN(service, resource string) string {
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", s.Partition, service, s.Region, s.Account, resource)
}

// GlobalARN is the ARN of a resource without a region, such as a role.
func (s Session) GlobalARN(service, resource string) string {
	return fmt.Sprintf("arn:%s:%s::%s:%s", s.Partition, service, s.Account, resource)
}

// DNSSuffix is the domain of the partition's services.
func (s Session) DNSSuffix() string {
	if s.Partition == "aws-cn" {
		return "amazonaws.com.cn"
	}
	return "amazonaws.com"
}

// Call is a request to the cloud.
type Call struct {
	Session
	// Prior is the object before an update.
	Prior Attributes
	// Object is the object to create, update, delete or read. What is not known
	// yet is missing.
	Object Attributes

	cloud *Cloud
	kind  Kind
}

// ID is the id of the object.
func (c *Call) ID() string { return c.Object.Text("id") }

// IDOf is what tells an object of a type from the others, which Drop takes.
func (c *Call) IDOf(kind string, object Attributes) string { return c.cloud.ID(kind, object) }

// NewID is an id that no other object has, such as "vpc-" and 17 digits.
func (c *Call) NewID(prefix string) string { return prefix + c.NewHex(17) }

// NewHex is a text of hexadecimal digits that was not given out before.
func (c *Call) NewHex(length int) string {
	c.cloud.sequence++
	return Hex(fmt.Sprintf("%s %d", c.kind.Type, c.cloud.sequence), length)
}

// Hex is a text of hexadecimal digits that is always the same for a text.
func Hex(text string, length int) string {
	sum := sha256.Sum256([]byte(text))
	// Ids of EC2 begin with a zero.
	return ("0" + hex.EncodeToString(sum[:]))[:length]
}

// NewUUID is an id of the form that KMS and others use.
func (c *Call) NewUUID() string {
	h := c.NewHex(32)
	return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
}

// NewName is a name that begins with a prefix, as the provider makes it of a
// name_prefix.
func (c *Call) NewName(prefix string) string {
	c.cloud.sequence++
	return fmt.Sprintf("%s%s0000%08x", prefix, time.Now().UTC().Format("20060102150405"), c.cloud.sequence)
}

// Find lists the objects of a type in the session's region whose value at a
// path is the one given; the order is that of their creation.
func (c *Call) Find(kind, path, value string) []Attributes {
	return c.list(kind, false, func(a Attributes) bool { return holds(a, path, value) })
}

// All lists the objects of a type in the session's region.
func (c *Call) All(kind string) []Attributes {
	return c.list(kind, false, func(Attributes) bool { return true })
}

// Waiting lists the deleted objects of a type that AWS keeps for a time and
// whose value at a path is the one given.
func (c *Call) Waiting(kind, path, value string) []Attributes {
	return c.list(kind, true, func(a Attributes) bool { return holds(a, path, value) })
}

func (c *Call) list(kind string, waiting bool, wanted func(Attributes) bool) []Attributes {
	var found []Attributes
	for _, object := range c.cloud.objects {
		if object.Type == kind && object.Waiting == waiting && c.sees(object) && wanted(object.Attributes) {
			found = append(found, object.Attributes)
		}
	}
	return found
}

// One is the object of a type whose value at a path is the one given, or nil.
func (c *Call) One(kind, path, value string) Attributes {
	if found := c.Find(kind, path, value); len(found) > 0 {
		return found[0]
	}
	return nil
}

// Make stores an object that AWS makes by itself for another, such as the secret
// of a database.
func (c *Call) Make(kind string, object Attributes) {
	made := c.cloud.object(c.Session, kind, object)
	made.ByAWS = true
	c.cloud.pending = append(c.cloud.pending, change{Put: made})
}

// Put changes an object, of this kind or another, or stores one.
func (c *Call) Put(kind string, object Attributes) {
	c.cloud.pending = append(c.cloud.pending, change{Put: c.cloud.object(c.Session, kind, object)})
}

// Drop removes an object that goes with another.
func (c *Call) Drop(kind, id string) {
	c.cloud.pending = append(c.cloud.pending, change{Delete: c.cloud.key(c.Session, kind, id)})
}

// Keep has AWS keep a deleted object until its recovery window or waiting
// period is over.
func (c *Call) Keep(kind string, object Attributes) {
	kept := c.cloud.object(c.Session, kind, object)
	kept.Waiting = true
	c.cloud.pending = append(c.cloud.pending, change{Put: kept})
}

// Buckets are the contents of the account's buckets.
func (c *Call) Buckets() Buckets { return c.cloud.buckets }

// sees tells whether an object is in the session's account and region.
func (c *Call) sees(o *Object) bool { return o.Region == "" || o.Region == c.Region }

func holds(object Attributes, path, value string) bool {
	for _, text := range object.Texts(path) {
		if text == value {
			return true
		}
	}
	return false
}

// NameFromPrefix sets the name of an object that the user did not name: with
// name_prefix, or with the provider's own prefix.
func (c *Call) NameFromPrefix(standard string) {
	if c.Object.Text("name") != "" {
		return
	}
	prefix := c.Object.Text("name_prefix")
	if prefix == "" {
		prefix = standard
	}
	c.Object["name"] = c.NewName(prefix)
}

// PublicAddress is an IPv4 address of the block that is kept for documents.
func (c *Call) PublicAddress() string {
	c.cloud.sequence++
	return fmt.Sprintf("203.0.113.%d", c.cloud.sequence%254+1)
}

// Copy sets attributes to those of another object.
func (c *Call) Copy(from Attributes, names ...string) {
	for _, name := range names {
		c.Object[name] = copyOf(from[name])
	}
}

// NoMatch is the error of a data source that finds nothing.
func NoMatch(noun string) error { return fmt.Errorf("no matching %s found", noun) }
