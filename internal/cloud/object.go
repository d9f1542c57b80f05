package cloud

// Object is something that exists in the cloud.
type Object struct {
	Type string `json:"type"`
	// ID tells the object from the others of its type: see Kind.Key.
	ID string `json:"id"`
	// Region is empty for the objects of the account.
	Region     string     `json:"region,omitempty"`
	Attributes Attributes `json:"attributes"`
	// Waiting tells that the object is deleted, and that AWS keeps it until its
	// recovery window or waiting period is over, as secrets and keys.
	Waiting bool `json:"waiting,omitempty"`
	// ByAWS tells that a service of AWS made the object, such as the secret of a
	// database: no configuration manages it.
	ByAWS bool `json:"byAWS,omitempty"`
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

func (c *Cloud) find(key string) *Object {
	for _, object := range c.objects {
		if object.key() == key {
			return object
		}
	}
	return nil
}
