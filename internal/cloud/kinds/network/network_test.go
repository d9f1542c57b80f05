//go:build rehearsal

package network

import (
	"fmt"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

// whole is a network with every kind of the area.
const whole = `
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "main" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "ap-northeast-1a"
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_subnet" "spare" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.2.0/24"
  tags       = { Name = "spare" }
}
resource "aws_eip" "nat" { domain = "vpc" }
resource "aws_eip" "spare" { domain = "vpc" }
resource "aws_nat_gateway" "main" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.nat.id
  depends_on    = [aws_internet_gateway.main]
}
resource "aws_route_table" "public" { vpc_id = aws_vpc.main.id }
resource "aws_route_table" "private" { vpc_id = aws_vpc.main.id }
resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}
resource "aws_route_table_association" "public" {
  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public.id
}
resource "aws_default_security_group" "closed" { vpc_id = aws_vpc.main.id }
resource "aws_security_group" "balancer" {
  name   = "balancer"
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "tasks" {
  name_prefix = "tasks-"
  vpc_id      = aws_vpc.main.id
}
resource "aws_vpc_security_group_ingress_rule" "tasks" {
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}
resource "aws_vpc_security_group_egress_rule" "balancer" {
  security_group_id = aws_security_group.balancer.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}
resource "aws_vpc_endpoint" "s3" {
  vpc_id          = aws_vpc.main.id
  service_name    = "com.amazonaws.ap-northeast-1.s3"
  route_table_ids = [aws_route_table.private.id]
}
resource "aws_vpc_endpoint" "ecr" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.ap-northeast-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.tasks.id]
}
resource "aws_flow_log" "main" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = "arn:aws:logs:ap-northeast-1:000000000000:log-group:flow"
}
data "aws_ec2_managed_prefix_list" "s3" { name = "com.amazonaws.ap-northeast-1.s3" }
data "aws_availability_zones" "all" {}
data "aws_prefix_list" "s3" { name = "com.amazonaws.ap-northeast-1.s3" }
data "aws_vpc" "main" { id = aws_vpc.main.id }
data "aws_security_group" "balancer" { id = aws_security_group.balancer.id }
data "aws_subnets" "all" {
  filter {
    name   = "vpc-id"
    values = [aws_vpc.main.id]
  }
}
`

// refused is what EC2 does not create beside the whole network.
const refused = `
resource "aws_subnet" "elsewhere" {
  vpc_id     = "vpc-missing"
  cidr_block = "10.0.0.0/24"
}
resource "aws_subnet" "malformed" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0.0/24"
}
resource "aws_subnet" "outside" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.1.0.0/24"
}
resource "aws_subnet" "overlapping" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.128/25"
}
resource "aws_subnet" "far" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.9.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_internet_gateway" "second" { vpc_id = aws_vpc.main.id }
resource "aws_eip" "many" {
  count  = 5
  domain = "vpc"
}
resource "aws_vpc" "closed" { cidr_block = "10.2.0.0/16" }
resource "aws_subnet" "closed" {
  vpc_id     = aws_vpc.closed.id
  cidr_block = "10.2.0.0/24"
}
resource "aws_nat_gateway" "unordered" {
  subnet_id     = aws_subnet.closed.id
  allocation_id = aws_eip.spare.id
}
resource "aws_nat_gateway" "homeless" {
  subnet_id     = "subnet-missing"
  allocation_id = aws_eip.nat.id
}
resource "aws_nat_gateway" "nameless" {
  subnet_id     = aws_subnet.public.id
  allocation_id = "eipalloc-missing"
}
resource "aws_nat_gateway" "shared" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.nat.id
  depends_on    = [aws_nat_gateway.main]
}
resource "aws_route_table_association" "nowhere" {
  route_table_id = aws_route_table.public.id
  subnet_id      = "subnet-missing"
}
resource "aws_route_table_association" "second" {
  route_table_id = aws_route_table.private.id
  subnet_id      = aws_subnet.public.id
}
resource "aws_route" "nowhere" {
  route_table_id         = "rtb-missing"
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.main.id
}
resource "aws_route" "gatewayless" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "10.9.0.0/16"
  gateway_id             = "igw-missing"
}
resource "aws_route" "natless" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "10.8.0.0/16"
  nat_gateway_id         = "nat-missing"
}
resource "aws_route" "second" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
  depends_on             = [aws_route.public]
}
resource "aws_security_group" "second" {
  name       = "balancer"
  vpc_id     = aws_vpc.main.id
  depends_on = [aws_security_group.balancer]
}
resource "aws_security_group" "accents" {
  name   = "é"
  vpc_id = aws_vpc.main.id
}
resource "aws_vpc_security_group_ingress_rule" "nowhere" {
  security_group_id = "sg-missing"
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "-1"
}
resource "aws_vpc_security_group_ingress_rule" "second" {
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.balancer.id
  ip_protocol                  = "tcp"
  from_port                    = 8080
  to_port                      = 8080
}
resource "aws_vpc_security_group_egress_rule" "many" {
  count             = 61
  security_group_id = aws_security_group.tasks.id
  cidr_ipv4         = "10.0.${count.index}.0/24"
  ip_protocol       = "-1"
}
resource "aws_vpc_endpoint" "misspelt" {
  vpc_id       = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.s3"
}
resource "aws_vpc_endpoint" "unresolved" {
  vpc_id              = aws_vpc.closed.id
  service_name        = "com.amazonaws.ap-northeast-1.logs"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
resource "aws_vpc_endpoint" "second" {
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.ap-northeast-1.ecr.api"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
}
resource "aws_flow_log" "second" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = "arn:aws:logs:ap-northeast-1:000000000000:log-group:flow"
}
resource "aws_flow_log" "nowhere" {
  vpc_id          = "vpc-missing"
  traffic_type    = "ALL"
  log_destination = "arn:aws:logs:ap-northeast-1:000000000000:log-group:other"
}
resource "aws_flow_log" "roleless" {
  vpc_id          = aws_vpc.main.id
  traffic_type    = "ALL"
  log_destination = "arn:aws:logs:ap-northeast-1:000000000000:log-group:third"
  iam_role_arn    = "arn:aws:iam::000000000000:role/missing"
}
`

func TestNetwork(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	tf.Apply(whole)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	printed := tf.Refused(whole + refused)
	tf.Apply(whole)

	// Somebody adds to the network by hand, and Terraform is told to remove it.
	network, public, tasks := tf.ID("aws_vpc.main"), tf.ID("aws_subnet.public"), tf.ID("aws_security_group.tasks")
	byHand := tf.Outside("aws_security_group", cloud.Attributes{"name": "by-hand", "vpc_id": network})
	for _, group := range []string{tasks, tf.ID("aws_security_group.balancer")} {
		tf.Outside("aws_vpc_security_group_ingress_rule", cloud.Attributes{
			"security_group_id": byHand["id"], "referenced_security_group_id": group, "ip_protocol": "-1"})
	}
	address := tf.Outside("aws_eip", cloud.Attributes{})
	tf.Outside("aws_nat_gateway", cloud.Attributes{"subnet_id": public, "allocation_id": address["id"]})
	spare := tf.Outside("aws_subnet", cloud.Attributes{"vpc_id": network, "cidr_block": "10.0.7.0/24"})
	tf.Outside("aws_route_table_association", cloud.Attributes{"subnet_id": spare["id"], "route_table_id": tf.ID("aws_route_table.public")})
	out, err := tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	printed += out
	left := []cloud.Refusal{}
	for _, refusal := range Refusals() {
		// The network goes last, so that it is not asked for here.
		if refusal.Name != vpcNotEmpty.Name && refusal.Name != addressInUse.Name {
			left = append(left, refusal)
		}
	}
	cloudtest.Seen(t, left, printed)
}

func TestHeldNetwork(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	tf.Apply(`
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_eip" "nat" { domain = "vpc" }`)
	subnet := tf.Outside("aws_subnet", cloud.Attributes{"vpc_id": tf.ID("aws_vpc.main"), "cidr_block": "10.0.0.0/24"})
	tf.Outside("aws_internet_gateway", cloud.Attributes{"vpc_id": tf.ID("aws_vpc.main")})
	tf.Outside("aws_nat_gateway", cloud.Attributes{"subnet_id": subnet["id"], "allocation_id": tf.ID("aws_eip.nat")})
	out, err := tf.Run("destroy", "-auto-approve", "-input=false")
	assert.Assert(t, err != nil, out)
	cloudtest.Seen(t, []cloud.Refusal{vpcNotEmpty, addressInUse}, out)
}

func TestChanges(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds(), Data: Data()})
	tf.Apply(whole)

	// In place, and by replacement.
	changed := strings.ReplaceAll(whole, `"spare" }`, `"renamed" }`)
	tf.Write(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_subnet.spare": "update"})
	changed = strings.ReplaceAll(changed, `"10.0.2.0/24"`, `"10.0.3.0/24"`)
	tf.Write(changed)
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_subnet.spare": "replace"})
	tf.Apply(changed)

	// Drift: a rule that somebody deleted comes back, a tag is set right.
	rule, subnet := tf.ID("aws_vpc_security_group_ingress_rule.tasks"), tf.ID("aws_subnet.spare")
	assert.NilError(t, tf.Cloud.Change(tf.Session, func(c *cloud.Call) error {
		c.Drop("aws_vpc_security_group_ingress_rule", rule)
		drifted := c.One("aws_subnet", "id", subnet).Clone()
		drifted["map_public_ip_on_launch"] = true
		c.Put("aws_subnet", drifted)
		return nil
	}))
	assert.DeepEqual(t, tf.Plan(), map[string]string{
		"aws_vpc_security_group_ingress_rule.tasks": "create",
		"aws_subnet.spare":                          "update",
	})
	tf.Apply(changed)

	// What Terraform forgot can be imported.
	out, err := tf.Run("state", "rm", "aws_route.private")
	assert.NilError(t, err, out)
	out, err = tf.Run("import", "-input=false", "aws_route.private", fmt.Sprintf("%s_0.0.0.0/0", tf.ID("aws_route_table.private")))
	assert.NilError(t, err, out)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
}
