//go:build rehearsal

package balancing

import (
	"fmt"
	"strings"
)

func refusedListener(name, balancer string, port int, protocol, action string, more ...string) string {
	return fmt.Sprintf(`
resource "aws_lb_listener" %q {
  %s
  port = %d
  %s
  default_action {
    %s
  }
  %s
}`, name, balancer, port, protocol, action, strings.Join(more, "\n  "))
}

func refusedRule(name, listener string, priority int, paths, action string, more ...string) string {
	return fmt.Sprintf(`
resource "aws_lb_listener_rule" %q {
  listener_arn = %s
  priority     = %d
  action {
    %s
  }
  condition {
    path_pattern { values = [%s] }
  }
  %s
}`, name, listener, priority, action, paths, strings.Join(more, "\n  "))
}

func refusedRecord(name, zone, record, kind string) string {
	return fmt.Sprintf(`
resource "aws_route53_record" %q {
  zone_id = %q
  name    = %q
  type    = %q
  ttl     = 60
  records = ["192.0.2.1"]
}`, name, zone, record, kind)
}
