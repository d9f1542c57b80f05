package awsprovider

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"google.golang.org/grpc"
	"google.golang.org/grpc/stats"
)

// Address is where Terraform looks for the provider.
const Address = "registry.terraform.io/hashicorp/aws"

// maxMessage is the largest message that Terraform takes.
const maxMessage = 256 << 20

// Serve starts the provider and returns the value of TF_REATTACH_PROVIDERS that
// brings Terraform to it. It ends with the context; done is closed then.
func (p *Provider) Serve(ctx context.Context) (reattach string, done <-chan struct{}, err error) {
	silence()
	started, closed := make(chan *plugin.ReattachConfig, 1), make(chan struct{})
	go plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig: plugin.HandshakeConfig{
			ProtocolVersion:  6,
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		Plugins: plugin.PluginSet{
			"provider": &tf6server.GRPCProviderPlugin{
				Name:         Address,
				GRPCProvider: func() tfprotov6.ProviderServer { return server{Provider: p} },
			},
		},
		GRPCServer: func(options []grpc.ServerOption) *grpc.Server {
			return grpc.NewServer(append(options,
				grpc.MaxRecvMsgSize(maxMessage), grpc.MaxSendMsgSize(maxMessage), grpc.StatsHandler(connections{}))...)
		},
		Logger: hclog.NewNullLogger(),
		Test:   &plugin.ServeTestConfig{Context: ctx, ReattachConfigCh: started, CloseCh: closed},
	})
	select {
	case config := <-started:
		if config == nil {
			return "", closed, errors.New("the provider did not start")
		}
		reattach, err := reattachValue(config)
		return reattach, closed, err
	case <-time.After(10 * time.Second):
		return "", closed, errors.New("the provider did not start in ten seconds")
	}
}

// silence keeps terraform-plugin-go from writing a trace of every request to
// standard error, as it does for a program that Terraform did not start, unless
// somebody asks for it.
func silence() {
	if os.Getenv("TF_LOG_SDK") == "" {
		_ = os.Setenv("TF_LOG_SDK", "OFF")
	}
}

func reattachValue(config *plugin.ReattachConfig) (string, error) {
	type address struct{ Network, String string }
	text, err := json.Marshal(map[string]any{Address: struct {
		Protocol        string
		ProtocolVersion int
		Pid             int
		Test            bool
		Addr            address
	}{string(config.Protocol), config.ProtocolVersion, config.Pid, config.Test, address{config.Addr.Network(), config.Addr.String()}}})
	return string(text), err
}

// connections tell the runs of Terraform apart, which share the process: each
// provider block of each run has a connection of its own, and its own region
// and tags.
type connections struct{}

type connectionKey struct{}

func (connections) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, connectionKey{}, &connection{})
}

func (connections) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (connections) HandleConn(context.Context, stats.ConnStats)                     {}
func (connections) HandleRPC(context.Context, stats.RPCStats)                       {}

func connectionOf(ctx context.Context) *connection {
	if c, ok := ctx.Value(connectionKey{}).(*connection); ok {
		return c
	}
	return &connection{}
}
