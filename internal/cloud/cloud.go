package cloud

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// Buckets are where the contents of S3 buckets are.
type Buckets interface {
	CreateBucket(name string) error
	DeleteBucket(name string) error
	// Empty deletes every object of a bucket.
	Empty(name string) error
	// Objects are the keys of the objects in a bucket.
	Objects(name string) ([]string, error)
}

// Options of a cloud.
type Options struct {
	// File keeps the objects. Default: none, they are gone with the process.
	File string
	// Kinds and Data are what the cloud knows.
	Kinds []Kind
	Data  []Data
	// Buckets hold the contents of S3 buckets. Default: nothing is kept.
	Buckets Buckets
	// On is told of every request, and its error fails the request.
	On func(context.Context, Event) error
}

// Cloud is a small AWS.
type Cloud struct {
	kinds   map[string]Kind
	data    map[string]Data
	buckets Buckets
	on      func(context.Context, Event) error

	mutex    sync.Mutex
	journal  *journal
	objects  []*Object // in the order of their creation
	sequence int
	changed  int      // how many changes were carried out
	pending  []change // of the request under way
}

// Open is the cloud of a file, or a new one where the file is not there.
func Open(o Options) (*Cloud, error) {
	c := &Cloud{kinds: map[string]Kind{}, data: map[string]Data{}, buckets: o.Buckets, on: o.On}
	if c.buckets == nil {
		c.buckets = noBuckets{}
	}
	if c.on == nil {
		c.on = func(context.Context, Event) error { return nil }
	}
	for _, kind := range o.Kinds {
		if _, twice := c.kinds[kind.Type]; twice {
			return nil, fmt.Errorf("two kinds of type %s", kind.Type)
		}
		c.kinds[kind.Type] = kind
	}
	for _, data := range o.Data {
		c.data[data.Type] = data
	}
	journal, changes, err := openJournal(o.File)
	if err != nil {
		return nil, err
	}
	c.journal = journal
	for _, change := range changes {
		c.carryOut(change)
	}
	return c, nil
}

// Close ends the writing of the file.
func (c *Cloud) Close() error { return c.journal.close() }

// Knows tells whether the cloud has a kind of this type.
func (c *Cloud) Knows(kind string) bool { _, known := c.kinds[kind]; return known }

// KnowsData tells whether the cloud has a data source of this type.
func (c *Cloud) KnowsData(kind string) bool { _, known := c.data[kind]; return known }

// Types are the types of resources that the cloud knows.
func (c *Cloud) Types() []string { return slices.Sorted(maps.Keys(c.kinds)) }

// DataTypes are the types of data sources that the cloud knows.
func (c *Cloud) DataTypes() []string { return slices.Sorted(maps.Keys(c.data)) }

// Kind is the kind of a type.
func (c *Cloud) Kind(name string) Kind { return c.kinds[name] }

// ID is what tells an object of a type from the others.
func (c *Cloud) ID(kind string, object Attributes) string {
	if key := c.kinds[kind].Key; key != nil {
		return key(object)
	}
	return object.Text("id")
}

// Objects are all objects, in the order of their creation.
func (c *Cloud) Objects() []Object { return c.list(false) }

// Waiting are the deleted objects that AWS keeps until their recovery window or
// waiting period is over.
func (c *Cloud) Waiting() []Object { return c.list(true) }

func (c *Cloud) list(waiting bool) []Object {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	var all []Object
	for _, object := range c.objects {
		if object.Waiting == waiting {
			copied := *object
			copied.Attributes = object.Attributes.Clone()
			all = append(all, copied)
		}
	}
	return all
}

// noBuckets keep nothing.
type noBuckets struct{}

func (noBuckets) CreateBucket(string) error        { return nil }
func (noBuckets) DeleteBucket(string) error        { return nil }
func (noBuckets) Empty(string) error               { return nil }
func (noBuckets) Objects(string) ([]string, error) { return nil, nil }
