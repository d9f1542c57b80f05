package cloud

import "slices"

// checkReferences refuses an object that names another which is not there.
func (c *Call) checkReferences() error {
	for _, ref := range c.kind.Refs {
		if ref.Missing.Name == "" {
			continue
		}
		for _, value := range c.Object.Texts(ref.Path) {
			if c.One(ref.To, ref.by(), value) == nil {
				return ref.Missing.With(value)
			}
		}
	}
	return nil
}

// checkUnused refuses to delete an object that another one holds.
func (c *Call) checkUnused(o *Object) error {
	for _, holder := range c.cloud.objects {
		if holder.Waiting {
			continue
		}
		for _, ref := range c.cloud.kinds[holder.Type].Refs {
			if ref.To != o.Type || ref.InUse.Name == "" || holder == o || !c.sees(holder) {
				continue
			}
			value := o.Attributes.Text(ref.by())
			if value != "" && slices.Contains(holder.Attributes.Texts(ref.Path), value) {
				return ref.InUse.With(o.ID, holder.ID)
			}
		}
	}
	for _, hold := range c.kind.HeldBy {
		for _, holder := range c.Find(hold.Type, hold.Path, o.ID) {
			return hold.InUse.With(o.ID, holder.Text("id"))
		}
	}
	return nil
}

// checkUnique refuses an object whose name, or the like, is taken by another
// than the one with the id self.
func (c *Call) checkUnique(self string) error {
	for _, unique := range c.kind.Unique {
		last := ""
		taken := slices.ContainsFunc(c.All(c.kind.Type), func(other Attributes) bool {
			if self != "" && c.cloud.ID(c.kind.Type, other) == self {
				return false
			}
			for _, path := range unique.Paths {
				last = c.Object.Text(path)
				if last == "" || last != other.Text(path) {
					return false
				}
			}
			return true
		})
		if taken {
			return unique.Taken.With(last)
		}
	}
	return nil
}
