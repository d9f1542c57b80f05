package awsprovider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/berth-iac/berth/internal/awsfacts"
	"github.com/berth-iac/berth/internal/cloud"
)

func (s server) ValidateResourceConfig(_ context.Context, request *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	response := &tfprotov6.ValidateResourceConfigResponse{}
	if !s.cloud.Knows(request.TypeName) {
		response.Diagnostics = failures(fmt.Errorf("%s is not part of the rehearsal: the cloud behind it does not know how AWS treats one", request.TypeName))
		return response, nil
	}
	config, err := s.decodeAttributes(request.TypeName, request.Config)
	if err != nil {
		return nil, err
	}
	validate := s.cloud.Kind(request.TypeName).Validate
	if validate == nil {
		return response, nil
	}
	for _, problem := range validate(config) {
		response.Diagnostics = append(response.Diagnostics, &tfprotov6.Diagnostic{
			Severity:  tfprotov6.DiagnosticSeverityError,
			Summary:   problem.Message,
			Attribute: tftypes.NewAttributePath().WithAttributeName(first(problem.Path)),
		})
	}
	return response, nil
}

// UpgradeResourceState reads a state as it was written. What the schema has not
// is left out.
func (s server) UpgradeResourceState(_ context.Context, request *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	schema := s.resources.of(request.TypeName)
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(request.RawState.JSON, &raw); err != nil {
		return nil, err
	}
	for name := range raw {
		if !schema.object.HasAttribute(name) {
			delete(raw, name)
		}
	}
	text, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	value, err := ctyjson.Unmarshal(text, schema.object)
	if err != nil {
		return nil, err
	}
	state, err := encode(value, schema.object)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: state}, err
}

func (s server) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	session, _ := connectionOf(ctx).asks()
	current, err := s.decodeAttributes(request.TypeName, request.CurrentState)
	if err != nil {
		return nil, err
	}
	object, err := s.cloud.Read(ctx, session, request.TypeName, s.cloud.ID(request.TypeName, current))
	if err != nil {
		return &tfprotov6.ReadResourceResponse{NewState: request.CurrentState, Diagnostics: s.failed("reading", request.TypeName, current.Text("id"), err)}, nil
	}
	state, err := stateOf(s.resources.of(request.TypeName), s.shown(request.TypeName, object, current))
	return &tfprotov6.ReadResourceResponse{NewState: state, Private: request.Private}, err
}

func (s server) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	schema := s.resources.of(request.TypeName)
	response := &tfprotov6.PlanResourceChangeResponse{
		PlannedState: request.ProposedNewState,
		//lint:ignore SA1019 as the real provider does: it plans defaults of optional attributes
		UnsafeToUseLegacyTypeSystem: true,
	}
	prior, proposed, config, err := decodeThree(schema.object, request.PriorState, request.ProposedNewState, request.Config)
	if err != nil {
		return nil, err
	}
	if proposed.IsNull() {
		return response, nil
	}
	_, tags := connectionOf(ctx).asks()
	facts, _ := awsfacts.Of(request.TypeName)
	p := &planner{schema: schema, facts: facts, tags: tags, foreseen: s.cloud.Kind(request.TypeName).Foreseen}
	planned, replace, err := p.plan(prior, proposed, config)
	if err != nil {
		return nil, err
	}
	for _, name := range replace {
		response.RequiresReplace = append(response.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
	}
	response.PlannedState, err = encode(planned, schema.object)
	return response, err
}

func (s server) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	schema := s.resources.of(request.TypeName)
	session, _ := connectionOf(ctx).asks()
	//lint:ignore SA1019 as in PlanResourceChange
	response := &tfprotov6.ApplyResourceChangeResponse{UnsafeToUseLegacyTypeSystem: true, NewState: request.PriorState}
	prior, planned, config, err := decodeThree(schema.object, request.PriorState, request.PlannedState, request.Config)
	if err != nil {
		return nil, err
	}
	before, err := attributes(prior)
	if err != nil {
		return nil, err
	}
	id, key := before.Text("id"), s.cloud.ID(request.TypeName, before)
	if planned.IsNull() {
		if err := s.cloud.Delete(ctx, session, request.TypeName, key); err != nil {
			response.Diagnostics = s.failed("deleting", request.TypeName, id, err)
			return response, nil
		}
		response.NewState = request.PlannedState
		return response, nil
	}
	after, err := attributes(planned)
	if err != nil {
		return nil, err
	}
	if err := schema.addWriteOnly(after, config); err != nil {
		return nil, err
	}
	var object cloud.Attributes
	doing := "creating"
	if prior.IsNull() {
		object, err = s.cloud.Create(ctx, session, request.TypeName, after)
	} else {
		doing = "updating"
		object, err = s.cloud.Update(ctx, session, request.TypeName, key, after)
	}
	if err != nil {
		response.Diagnostics = s.failed(doing, request.TypeName, id, err)
		return response, nil
	}
	value, err := schema.value(s.shown(request.TypeName, object, after))
	if err != nil {
		return nil, fmt.Errorf("%s %s in the rehearsal's cloud: %w", doing, request.TypeName, err)
	}
	if at := broken(planned, value, ""); at != "" {
		response.Diagnostics = failures(fmt.Errorf("the rehearsal's cloud changed %s of %s %s, which was planned: this is a mistake of the rehearsal", at, request.TypeName, object.Text("id")))
	}
	response.NewState, err = encode(value, schema.object)
	return response, err
}

func (s server) ImportResourceState(ctx context.Context, request *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	session, _ := connectionOf(ctx).asks()
	response := &tfprotov6.ImportResourceStateResponse{}
	id := s.cloud.Import(session, request.TypeName, request.ID)
	if id == "" {
		response.Diagnostics = failures(fmt.Errorf("cannot import %s %q: it does not exist in the rehearsal's cloud", request.TypeName, request.ID))
		return response, nil
	}
	object, err := s.cloud.Read(ctx, session, request.TypeName, id)
	if err != nil {
		response.Diagnostics = s.failed("reading", request.TypeName, id, err)
		return response, nil
	}
	state, err := stateOf(s.resources.of(request.TypeName), s.shown(request.TypeName, object, cloud.Attributes{}))
	response.ImportedResources = []*tfprotov6.ImportedResource{{TypeName: request.TypeName, State: state}}
	return response, err
}

// shown is an object as the real provider writes it beside what a state holds.
func (s server) shown(kind string, object, state cloud.Attributes) cloud.Attributes {
	if show := s.cloud.Kind(kind).Show; show != nil && object != nil {
		object = object.Clone()
		show(object, state)
	}
	return object
}

// addWriteOnly hands on the arguments that no plan holds.
func (s *schema) addWriteOnly(object cloud.Attributes, config cty.Value) error {
	if config.IsNull() {
		return nil
	}
	given, err := attributes(config)
	if err != nil {
		return err
	}
	for name, attribute := range s.block.Attributes {
		if attribute.WriteOnly {
			object[name] = given[name]
		}
	}
	return nil
}

func (s server) decodeAttributes(kind string, value *tfprotov6.DynamicValue) (cloud.Attributes, error) {
	decoded, err := decode(value, s.resources.of(kind).object)
	if err != nil {
		return nil, err
	}
	return attributes(decoded)
}

func decodeThree(t cty.Type, a, b, c *tfprotov6.DynamicValue) (x, y, z cty.Value, err error) {
	if x, err = decode(a, t); err != nil {
		return
	}
	if y, err = decode(b, t); err != nil {
		return
	}
	z, err = decode(c, t)
	return
}

// failed is an error of the cloud, as the real provider reports it.
func (s server) failed(doing, kind, id string, err error) []*tfprotov6.Diagnostic {
	name := s.cloud.Kind(kind).Noun
	if name == "" {
		name = kind
	}
	if id != "" {
		name += " (" + id + ")"
	}
	return failures(fmt.Errorf("%s %s: %w", doing, name, err))
}
