package awsprovider

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

	"github.com/berth-iac/berth/internal/awsschema"
	"github.com/berth-iac/berth/internal/cloud"
)

// Provider serves a cloud to Terraform.
type Provider struct {
	cloud     *cloud.Cloud
	account   string
	resources *schemas
	data      *schemas
	// more are types besides those that the cloud knows, whose schemas
	// Terraform is told too.
	more func() (resources, data []string)
}

// Options of a provider.
type Options struct {
	// Cloud is where everything exists.
	Cloud *cloud.Cloud
	// Account is the id of the AWS account. Default: the one that the provider
	// block allows (allowed_account_ids), or 000000000000.
	Account string
	// More lists the types of resources and data sources that a configuration
	// uses. Terraform is told the schemas of those and of the ones that the
	// cloud knows: all of the real provider's take seconds at every run.
	More func() (resources, data []string)
}

// New is a provider of a cloud.
func New(o Options) *Provider {
	p := &Provider{
		cloud: o.Cloud, account: o.Account, more: o.More,
		resources: newSchemas(awsschema.Resources), data: newSchemas(awsschema.DataSources),
	}
	if p.more == nil {
		p.more = func() (resources, data []string) { return nil, nil }
	}
	return p
}

// Has tells whether the real provider has a resource, or a data source, of a
// type.
func Has(kind string) (resource, data bool) {
	return awsschema.Resources[kind] != nil, awsschema.DataSources[kind] != nil
}

// connection is one provider block of one run of Terraform.
type connection struct {
	mutex   sync.Mutex
	session cloud.Session
	tags    map[string]string
}

// server answers Terraform.
type server struct {
	unsupported
	*Provider
}

var _ tfprotov6.ProviderServer = server{}

func (s server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	response := &tfprotov6.GetMetadataResponse{ServerCapabilities: capabilities()}
	resources, data := s.types()
	for _, kind := range resources {
		response.Resources = append(response.Resources, tfprotov6.ResourceMetadata{TypeName: kind})
	}
	for _, kind := range data {
		response.DataSources = append(response.DataSources, tfprotov6.DataSourceMetadata{TypeName: kind})
	}
	return response, nil
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	response := &tfprotov6.GetProviderSchemaResponse{
		ServerCapabilities: capabilities(),
		Provider:           configurationSchema.protocol(),
		ResourceSchemas:    map[string]*tfprotov6.Schema{},
		DataSourceSchemas:  map[string]*tfprotov6.Schema{},
	}
	resources, data := s.types()
	for _, kind := range resources {
		response.ResourceSchemas[kind] = s.resources.of(kind).protocol()
	}
	for _, kind := range data {
		response.DataSourceSchemas[kind] = s.data.of(kind).protocol()
	}
	return response, nil
}

func capabilities() *tfprotov6.ServerCapabilities {
	return &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true}
}

// types are those that Terraform is told of.
func (s server) types() (resources, data []string) {
	moreResources, moreData := s.more()
	known := func(schemas map[string]bool, more []string, has *schemas) []string {
		for _, kind := range more {
			if has.source[kind] != nil {
				schemas[kind] = true
			}
		}
		return slices.Sorted(maps.Keys(schemas))
	}
	return known(set(s.cloud.Types()), moreResources, s.resources), known(set(s.cloud.DataTypes()), moreData, s.data)
}

func set(names []string) map[string]bool {
	all := map[string]bool{}
	for _, name := range names {
		all[name] = true
	}
	return all
}

func (s server) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s server) ConfigureProvider(ctx context.Context, request *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	value, err := decode(request.Config, configurationSchema.object)
	if err != nil {
		return nil, err
	}
	config, err := attributes(value)
	if err != nil {
		return nil, err
	}
	region := config.Text("region")
	allowed := config.Texts("allowed_account_ids")
	account := cmp.Or(s.account, cmp.Or(allowed...), "000000000000")
	session := cloud.Session{Partition: partition(region), Region: region, Account: account}
	response := &tfprotov6.ConfigureProviderResponse{}
	if region == "" {
		response.Diagnostics = failures(fmt.Errorf("invalid AWS Region: "))
	}
	if len(allowed) > 0 && !slices.Contains(allowed, account) {
		response.Diagnostics = failures(fmt.Errorf("AWS account ID not allowed: %s", account))
	}
	if slices.Contains(config.Texts("forbidden_account_ids"), account) {
		response.Diagnostics = failures(fmt.Errorf("AWS account ID not allowed: %s", account))
	}
	c := connectionOf(ctx)
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.session, c.tags = session, config.Map("default_tags.tags")
	return response, nil
}

func (s server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

// asks is who asks for something, by the provider block of its connection.
func (c *connection) asks() (cloud.Session, map[string]string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.session, c.tags
}

// partition is the group of regions that a region belongs to.
func partition(region string) string {
	for prefix, name := range map[string]string{"cn-": "aws-cn", "us-gov-": "aws-us-gov"} {
		if len(region) > len(prefix) && region[:len(prefix)] == prefix {
			return name
		}
	}
	return "aws"
}

func failures(errs ...error) []*tfprotov6.Diagnostic {
	var all []*tfprotov6.Diagnostic
	for _, err := range errs {
		all = append(all, &tfprotov6.Diagnostic{Severity: tfprotov6.DiagnosticSeverityError, Summary: err.Error()})
	}
	return all
}

// stateOf writes an object for Terraform, or nothing where there is none.
func stateOf(s *schema, object cloud.Attributes) (*tfprotov6.DynamicValue, error) {
	if object == nil {
		return encode(cty.NullVal(s.object), s.object)
	}
	value, err := s.value(object)
	if err != nil {
		return nil, err
	}
	return encode(value, s.object)
}
