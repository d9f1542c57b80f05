package cloud

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Operation is what is done to an object.
type Operation string

// The operations.
const (
	Create Operation = "create"
	Read   Operation = "read"
	Update Operation = "update"
	Delete Operation = "delete"
)

// Event tells of a request before it is carried out, and after.
type Event struct {
	Operation Operation
	Type      string
	// ID is empty before an object is created.
	ID   string
	Done bool
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

func (c *Cloud) locked(call *Call, do func() error) (Attributes, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.pending = nil
	if err := do(); err != nil {
		return nil, err
	}
	if err := c.journal.write(c.pending, c.sequence); err != nil {
		return nil, err
	}
	for _, change := range c.pending {
		c.carryOut(change)
	}
	c.changed += len(c.pending)
	return call.Object, nil
}

// carryOut applies a change that is written.
func (c *Cloud) carryOut(ch change) {
	c.sequence = max(c.sequence, ch.Sequence)
	if ch.Delete != "" {
		c.objects = slices.DeleteFunc(c.objects, func(o *Object) bool { return o.key() == ch.Delete })
	}
	if ch.Put == nil {
		return
	}
	if stored := c.find(ch.Put.key()); stored != nil {
		ch.Put.ByAWS = ch.Put.ByAWS || stored.ByAWS
		*stored = *ch.Put
	} else {
		c.objects = append(c.objects, ch.Put)
	}
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
