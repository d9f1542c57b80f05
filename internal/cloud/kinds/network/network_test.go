package network

import (
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
	"github.com/berth-iac/berth/internal/cloud/cloudtest"
)

func TestNetwork(t *testing.T) {
	tf := cloudtest.New(t, cloud.Options{Kinds: Kinds()})
	const network = `
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.0/24"
  tags       = { Name = "a" }
}`
	tf.Apply(network)
	assert.DeepEqual(t, tf.Plan(), map[string]string{})

	out := tf.Refused(network + `
resource "aws_subnet" "b" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.0.128/25"
}`)
	assert.Assert(t, strings.Contains(out, "InvalidSubnet.Conflict"), out)

	tf.Write(strings.ReplaceAll(network, `"10.0.0.0/24"`, `"10.0.1.0/24"`))
	assert.DeepEqual(t, tf.Plan(), map[string]string{"aws_subnet.a": "replace"})
	tf.Destroy()
	assert.Equal(t, len(tf.Cloud.Objects()), 0)
}
