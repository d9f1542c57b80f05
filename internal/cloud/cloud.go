package cloud

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

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

// Create makes an object and returns its attributes, with all that AWS decides.
func (c *Cloud) Create(ctx context.Context, s Session, kind string, object Attributes) (Attributes, error) {
	k := c.kinds[kind]
	if err := sleep(ctx, k.Latency); err != nil {
		return nil, err
	}
	call := &Call{Session: s, Object: object.Clone(), cloud: c, kind: k}
	return c.request(ctx, Create, call, func() error {
		if err := call.checkReferences(); err != nil {
			return err
		}
		if err := call.checkUnique(""); err != nil {
			return err
		}
		if err := k.Create(call); err != nil {
			return err
		}
		if call.ID() == "" {
			return fmt.Errorf("the rehearsal gave %s no id", kind)
		}
		call.Put(kind, call.Object)
		return nil
	})
}

// Read returns the attributes of an object, or nil where it does not exist.
func (c *Cloud) Read(ctx context.Context, s Session, kind, id string) (Attributes, error) {
	call := &Call{Session: s, cloud: c, kind: c.kinds[kind]}
	return c.request(ctx, Read, call, func() error {
		stored := c.find(c.key(s, kind, id))
		if stored == nil {
			return nil
		}
		call.Object = stored.Attributes.Clone()
		if call.kind.Read == nil {
			return nil
		}
		return call.kind.Read(call)
	})
}

// Update changes an object and returns its attributes.
func (c *Cloud) Update(ctx context.Context, s Session, kind, id string, object Attributes) (Attributes, error) {
	k := c.kinds[kind]
	call := &Call{Session: s, Object: object.Clone(), cloud: c, kind: k}
	return c.request(ctx, Update, call, func() error {
		stored := c.find(c.key(s, kind, id))
		if stored == nil {
			return fmt.Errorf("%s %s does not exist", kind, id)
		}
		call.Prior = stored.Attributes.Clone()
		if err := call.checkReferences(); err != nil {
			return err
		}
		if err := call.checkUnique(id); err != nil {
			return err
		}
		if k.Update != nil {
			if err := k.Update(call); err != nil {
				return err
			}
		}
		call.Put(kind, call.Object)
		return nil
	})
}

// Delete removes an object. One that does not exist is no error.
func (c *Cloud) Delete(ctx context.Context, s Session, kind, id string) error {
	for {
		before := c.age()
		err := c.delete(ctx, s, kind, id)
		var refused *Error
		if !c.kinds[kind].Patient || !errors.As(err, &refused) || !c.changes(ctx, before) {
			return err
		}
	}
}

func (c *Cloud) delete(ctx context.Context, s Session, kind, id string) error {
	k := c.kinds[kind]
	call := &Call{Session: s, cloud: c, kind: k}
	_, err := c.request(ctx, Delete, call, func() error {
		stored := c.find(c.key(s, kind, id))
		if stored == nil {
			return nil
		}
		call.Object = stored.Attributes.Clone()
		if err := call.checkUnused(stored); err != nil {
			return err
		}
		if k.Delete != nil {
			if err := k.Delete(call); err != nil {
				return err
			}
		}
		call.Drop(kind, id)
		return nil
	})
	return err
}

// ReadData completes the arguments of a data source.
func (c *Cloud) ReadData(ctx context.Context, s Session, kind string, arguments Attributes) (Attributes, error) {
	call := &Call{Session: s, Object: arguments.Clone(), cloud: c, kind: Kind{Type: "data." + kind}}
	return c.request(ctx, Read, call, func() error { return c.data[kind].Read(call) })
}

// Import is the id of the object that terraform import names, or "".
func (c *Cloud) Import(s Session, kind, name string) string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	k := c.kinds[kind]
	call := &Call{Session: s, cloud: c, kind: k}
	for _, object := range call.All(kind) {
		if object.Text("id") == name || k.ImportID != nil && k.ImportID(object) == name {
			return c.ID(kind, object)
		}
	}
	return ""
}

// Change alters the cloud behind Terraform's back, as CodeDeploy or somebody at
// the console does. What do puts and drops is kept where it returns no error.
func (c *Cloud) Change(s Session, do func(call *Call) error) error {
	call := &Call{Session: s, cloud: c, kind: Kind{Type: "change"}}
	_, err := c.locked(call, func() error { return do(call) })
	return err
}

// request carries out a request between the two events that tell of it.
func (c *Cloud) request(ctx context.Context, operation Operation, call *Call, do func() error) (Attributes, error) {
	event := Event{Operation: operation, Type: call.kind.Type, ID: call.ID()}
	if err := c.on(ctx, event); err != nil {
		return nil, err
	}
	object, err := c.locked(call, do)
	if err != nil {
		return nil, err
	}
	event.ID, event.Done = call.ID(), true
	return object, c.on(ctx, event)
}

func sleep(ctx context.Context, duration time.Duration) error {
	if duration == 0 {
		return nil
	}
	select {
	case <-time.After(duration):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
