package network

import (
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/check/checktest"
)

func TestEndpointsProps(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(p *EndpointsProps)
		want   string
	}{
		{"S3 alone", func(p *EndpointsProps) { p.Services, p.SubnetIDs = nil, nil }, ""},
		{"a service", func(*EndpointsProps) {}, ""},
		{"a list known later", func(p *EndpointsProps) { p.SubnetIDs = []string{"#{TfToken[TOKEN.0]}"} }, ""},
		{"no name", func(p *EndpointsProps) { p.Name = "" }, "Name: missing"},
		{"no VPC", func(p *EndpointsProps) { p.VPCID = "" }, "VPCID: missing"},
		{"no block", func(p *EndpointsProps) { p.VPCCIDR = "" }, "VPCCIDR: missing"},
		{"no route tables", func(p *EndpointsProps) { p.RouteTableIDs = nil }, "RouteTableIDs: none"},
		{"no subnets", func(p *EndpointsProps) { p.SubnetIDs = nil }, "SubnetIDs: none"},
		{"S3 twice", func(p *EndpointsProps) { p.Services = []string{"s3"} }, `"s3" has the gateway endpoint already`},
		{"a service twice", func(p *EndpointsProps) { p.Services = []string{"logs", "logs"} }, `"logs" is given twice`},
		{"no service", func(p *EndpointsProps) { p.Services = []string{"ECR API"} }, `"ECR API" is not the name of a service`},
	} {
		t.Run(c.name, func(t *testing.T) {
			props := EndpointsProps{Name: "acme-dev", VPCID: "vpc-1", VPCCIDR: "10.0.0.0/16", SubnetIDs: []string{"subnet-1"}, RouteTableIDs: []string{"rtb-1"}, Services: []string{"ecr.api"}}
			c.change(&props)
			checktest.Verdict(t, props.Validate(), c.want)
		})
	}
}

func TestTasksWithoutNATReachWhatTheyUse(t *testing.T) {
	assert.DeepEqual(t, RequiredServices(Features{}), []string{"ecr.api", "ecr.dkr", "logs"})
	assert.DeepEqual(t, RequiredServices(Features{Secrets: true}), []string{"ecr.api", "ecr.dkr", "logs", "secretsmanager"})
	assert.DeepEqual(t, RequiredServices(Features{Exec: true, Parameters: true, Secrets: true, KMS: true}),
		[]string{"ecr.api", "ecr.dkr", "logs", "ssm", "secretsmanager", "kms", "ssmmessages"})
	assert.DeepEqual(t, RequiredServices(Features{Exec: true, Instances: true}),
		[]string{"ecr.api", "ecr.dkr", "logs", "ssmmessages", "ecs", "ecs-agent", "ecs-telemetry", "ssm"})
}

func TestServiceNamesOfEndpoints(t *testing.T) {
	assert.Equal(t, endpointService("eu-west-1", "ecr.api"), "com.amazonaws.eu-west-1.ecr.api")
	assert.Equal(t, endpointService("cn-north-1", "cn.com.amazonaws.cn-north-1.ecr.api"), "cn.com.amazonaws.cn-north-1.ecr.api")
}
