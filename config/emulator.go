package config

import (
	"fmt"
	"net/url"
)

// Emulator is an AWS emulator to deploy to in place of AWS, such as LocalStack
// or moto. Provider, state and every API call go to its endpoint with made-up
// credentials, so nothing of the environment ever reaches AWS.
type Emulator struct {
	// Endpoint is the URL that answers for all AWS services, such as
	// http://localhost:4566: http or https, a host, a port if it is not the
	// usual one, and nothing behind.
	Endpoint string `yaml:"endpoint" jsonschema:"required"`
}

// EndpointVariable is the variable of the shell that deploys every environment
// to an emulator, whatever the files say.
const EndpointVariable = "BERTH_ENDPOINT"

// UseEmulator has every environment deployed to the emulator at an endpoint. An
// empty endpoint leaves them as their files say.
func UseEmulator(environments []*Environment, endpoint string) error {
	if endpoint == "" {
		return nil
	}
	if err := checkEndpoint(endpoint); err != nil {
		return fmt.Errorf("%s: %w", EndpointVariable, err)
	}
	for _, environment := range environments {
		environment.Emulator = &Emulator{Endpoint: endpoint}
	}
	return nil
}

func checkEmulator(r *report, e *Environment) {
	if e.Emulator == nil {
		return
	}
	if p := at("emulator", "endpoint"); r.given(p) && r.sound(p) {
		r.join(p, checkEndpoint(e.Emulator.Endpoint))
	}
	if e.Account != "" {
		r.addf(at("account"), "an emulator is in no account of yours: leave out account or emulator")
	}
}

func checkEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Hostname() == "" || endpoint != u.Scheme+"://"+u.Host {
		return fmt.Errorf("%s is not an endpoint: http or https, a host and a port are allowed, as in http://localhost:4566", quote(endpoint))
	}
	return nil
}
