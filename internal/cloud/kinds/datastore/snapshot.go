package datastore

import "github.com/berth-iac/berth/internal/cloud"

// takeSnapshot keeps the data of what is deleted, under a name that no other
// snapshot has. It stays, as in AWS, when all else is gone: the cloud lists it
// among what waits.
func takeSnapshot(c *cloud.Call, kind, path string, taken cloud.Refusal) error {
	name := c.Object.Text("final_snapshot_identifier")
	if len(c.Waiting(kind, path, name)) > 0 || c.One(kind, path, name) != nil {
		return taken.With(name)
	}
	c.Keep(kind, cloud.Attributes{"id": name, path: name})
	return nil
}

// end refuses to delete what is protected, and asks for a snapshot first.
func end(c *cloud.Call, kind, path string, protected, unnamed, taken cloud.Refusal) error {
	switch {
	case c.Object.Bool("deletion_protection"):
		return protected.With()
	case c.Object.Bool("skip_final_snapshot"):
		return nil
	case c.Object.Text("final_snapshot_identifier") == "":
		return unnamed.With()
	default:
		return takeSnapshot(c, kind, path, taken)
	}
}

// writeLogs has RDS make the log groups that nobody made before: one that
// Terraform makes afterwards is taken, so that the database has to wait for it.
func writeLogs(c *cloud.Call, kind, name string) {
	for _, log := range c.Object.Texts("enabled_cloudwatch_logs_exports") {
		group := "/aws/rds/" + kind + "/" + name + "/" + log
		if c.One("aws_cloudwatch_log_group", "name", group) == nil {
			c.Make("aws_cloudwatch_log_group", cloud.Attributes{
				"id": group, "name": group, "arn": c.ARN("logs", "log-group:"+group),
				"retention_in_days": 0, "skip_destroy": false, "log_group_class": "STANDARD",
			})
		}
	}
}
