package cloud

import "time"

// Kind is a type of object: what AWS fills in, checks and refuses.
//
// The functions are called with the cloud locked, and a change is kept only
// where they return no error.
type Kind struct {
	// Type is that of the provider, such as aws_vpc.
	Type string
	// Noun is how the provider calls it in its errors, such as "EC2 VPC".
	Noun string
	// Global objects are those of the account, not of a region.
	Global bool
	// Key tells the objects of the kind apart. Default: their id, which some
	// share, as the revisions of a task definition do.
	Key func(object Attributes) string

	// Validate lists what the real provider refuses before it plans. Values
	// that are not known yet are missing.
	Validate func(in Attributes) []Problem
	// Foreseen are the computed attributes that the real provider knows, in
	// part, before an object is created.
	Foreseen []Foreseen
	// Refs are the objects that this one needs.
	Refs []Ref
	// HeldBy are the objects of other kinds that keep this one from being
	// deleted.
	HeldBy []Hold
	// Unique are the attributes that no two objects share.
	Unique []Unique

	// Create completes c.Object: sets its id, and what else AWS decides.
	Create func(c *Call) error
	// Update completes c.Object, which was c.Prior. Default: nothing to do.
	Update func(c *Call) error
	// Delete refuses to let c.Object go, or clears what goes with it. Default:
	// nothing to do.
	Delete func(c *Call) error
	// Read sets what follows from other objects. Default: nothing to do.
	Read func(c *Call) error
	// Show puts an object the way the real provider writes it into a state that
	// held, or is planned to hold, something else: the cloud keeps the truth.
	// Default: as it is.
	Show func(object, state Attributes)
	// ImportID is what terraform import names the object by. Default: its id.
	ImportID func(object Attributes) string

	// Patient is whether the real provider repeats a deletion that is refused,
	// for minutes: what holds the object may be going, too, and Terraform does
	// not know that it has to go first. The rehearsal repeats it as long as
	// anything else in the cloud changes.
	Patient bool
	// Latency is how long creating takes. The kinds that others must be ordered
	// after have one, so that a missing depends_on shows every time.
	Latency time.Duration
}

// Data is a data source: what is read about the cloud, or of its objects.
type Data struct {
	Type string
	// Read completes c.Object, which holds the data source's arguments.
	Read func(c *Call) error
}

// Problem is an argument that the provider refuses.
type Problem struct {
	Path    string // dotted
	Message string
}

// Foreseen is a computed list or set of objects that the real provider plans
// from arguments, so that for_each can go over it before there is anything.
type Foreseen struct {
	Attribute string
	// From are the arguments that it follows from: as long as one of them is
	// not known, neither is the attribute.
	From []string
	// Elements are the objects. What one leaves out is not known yet; nil leaves
	// the whole attribute unknown.
	Elements func(in Attributes) []Attributes
}

// Ref is an attribute that names another object.
type Ref struct {
	// Path of the attribute, such as "network_configuration.subnets".
	Path string
	// To is the type of the object that is named.
	To string
	// By is the attribute of the other object that the value equals. Default:
	// id.
	By string
	// Missing is the refusal where no such object exists. Default: none, AWS
	// does not look.
	Missing Refusal
	// InUse is the refusal to delete the other object as long as this one
	// stands. Default: none, it may go.
	InUse Refusal
}

func (r Ref) by() string {
	if r.By == "" {
		return "id"
	}
	return r.By
}

// Hold is an attribute of another kind that keeps an object from being deleted.
type Hold struct {
	// Type and Path are the attribute, such as aws_lb and "subnets".
	Type, Path string
	// InUse is the refusal.
	InUse Refusal
}

// Unique is a set of attributes that only one object of a kind may have, in a
// region.
type Unique struct {
	Paths []string
	Taken Refusal
}
