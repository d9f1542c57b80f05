package pipeline

import (
	"cmp"

	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/codeconnectionsconnection"

	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/literal"
	"github.com/berth-iac/berth/internal/naming"
	"github.com/berth-iac/berth/internal/node"
)

// GitProvider is where repositories are kept, as CodeConnections names it.
type GitProvider string

// The Git providers that need no host of their own. The zero value is GitHub.
const (
	GitHub    GitProvider = "GitHub"
	GitLab    GitProvider = "GitLab"
	Bitbucket GitProvider = "Bitbucket"
)

// ConnectionProps describe a connection to a Git provider (CodeConnections,
// formerly CodeStar Connections).
type ConnectionProps struct {
	// Name of the connection: at most 32 characters. Renaming replaces the
	// connection, which has to be authorized again.
	Name string
	// Provider is GitHub, GitLab or Bitbucket. Default: GitHub.
	Provider GitProvider
}

// Connection is a connection to a Git provider. It is created PENDING and has to
// be authorized in the console before a pipeline can use it.
type Connection struct {
	// ARN of the connection.
	ARN string
	// Resource is the aws_codeconnections_connection; nil where the props are
	// invalid.
	Resource codeconnectionsconnection.CodeconnectionsConnection
}

var connectionName = check.TextRule{Service: "CodeConnections", Max: naming.MaxConnection}

// Validate tells what CodeConnections would refuse.
func (p ConnectionProps) Validate() error {
	var problems check.Problems
	check.Name(&problems, "Name", p.Name, connectionName)
	check.OneOf(&problems, "Provider", cmp.Or(p.Provider, GitHub), GitHub, GitLab, Bitbucket)
	return problems.Err()
}

// NewConnection adds a connection.
func NewConnection(scope constructs.Construct, id string, props ConnectionProps) *Connection {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &Connection{}
	}
	resource := codeconnectionsconnection.NewCodeconnectionsConnection(scope, jsii.String("Resource"), &codeconnectionsconnection.CodeconnectionsConnectionConfig{
		Name:         jsii.String(literal.Escape(props.Name)),
		ProviderType: jsii.String(string(cmp.Or(props.Provider, GitHub))),
	})
	return &Connection{ARN: *resource.Arn(), Resource: resource}
}
