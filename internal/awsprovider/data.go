package awsprovider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func (s server) ValidateDataResourceConfig(_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	response := &tfprotov6.ValidateDataResourceConfigResponse{}
	if !s.cloud.KnowsData(request.TypeName) {
		response.Diagnostics = failures(fmt.Errorf("data source %s is not part of the rehearsal: the cloud behind it cannot answer", request.TypeName))
	}
	return response, nil
}

func (s server) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	schema := s.data.of(request.TypeName)
	session, _ := connectionOf(ctx).asks()
	config, err := decode(request.Config, schema.object)
	if err != nil {
		return nil, err
	}
	arguments, err := attributes(config)
	if err != nil {
		return nil, err
	}
	object, err := s.cloud.ReadData(ctx, session, request.TypeName, arguments)
	if err != nil {
		return &tfprotov6.ReadDataSourceResponse{Diagnostics: failures(fmt.Errorf("reading %s: %w", request.TypeName, err))}, nil
	}
	state, err := stateOf(schema, object)
	return &tfprotov6.ReadDataSourceResponse{State: state}, err
}
