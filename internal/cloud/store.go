package cloud

import "slices"

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

func (c *Cloud) object(s Session, kind string, attributes Attributes) *Object {
	return &Object{Type: kind, ID: c.ID(kind, attributes), Region: c.region(s, kind), Attributes: attributes.Clone()}
}

func (c *Cloud) key(s Session, kind, id string) string {
	return (&Object{Type: kind, ID: id, Region: c.region(s, kind)}).key()
}

// region is where the objects of a type are. What no kind makes is a note about
// the account, such as a domain that it owns.
func (c *Cloud) region(s Session, kind string) string {
	if k, known := c.kinds[kind]; k.Global || !known {
		return ""
	}
	return s.Region
}

// key tells an object from all others: ids such as the name of a log group are
// used again in another region.
func (o *Object) key() string {
	key := o.Type + " " + o.Region + " " + o.ID
	if o.Waiting {
		key += " waiting"
	}
	return key
}

func (c *Cloud) find(key string) *Object {
	for _, object := range c.objects {
		if object.key() == key {
			return object
		}
	}
	return nil
}
