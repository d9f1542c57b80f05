package awsprovider

import (
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/berth-iac/berth/internal/awsschema"
)

// configurationSchema is that of the provider block. The module that holds the
// other schemas lacks it, so that it is written down here.
var configurationSchema = func() *schema {
	block := &tfjson.SchemaBlock{
		Attributes: optional(map[string]cty.Type{
			"access_key":                         cty.String,
			"allowed_account_ids":                cty.Set(cty.String),
			"custom_ca_bundle":                   cty.String,
			"ec2_metadata_service_endpoint":      cty.String,
			"ec2_metadata_service_endpoint_mode": cty.String,
			"forbidden_account_ids":              cty.Set(cty.String),
			"http_proxy":                         cty.String,
			"https_proxy":                        cty.String,
			"insecure":                           cty.Bool,
			"max_retries":                        cty.Number,
			"no_proxy":                           cty.String,
			"profile":                            cty.String,
			"region":                             cty.String,
			"retry_mode":                         cty.String,
			"s3_us_east_1_regional_endpoint":     cty.String,
			"s3_use_path_style":                  cty.Bool,
			"secret_key":                         cty.String,
			"shared_config_files":                cty.List(cty.String),
			"shared_credentials_files":           cty.List(cty.String),
			"skip_credentials_validation":        cty.Bool,
			"skip_metadata_api_check":            cty.String,
			"skip_region_validation":             cty.Bool,
			"skip_requesting_account_id":         cty.Bool,
			"sts_region":                         cty.String,
			"token":                              cty.String,
			"token_bucket_rate_limiter_capacity": cty.Number,
			"use_dualstack_endpoint":             cty.Bool,
			"use_fips_endpoint":                  cty.Bool,
		}),
		NestedBlocks: map[string]*tfjson.SchemaBlockType{
			"assume_role": nestedBlock(tfjson.SchemaNestingModeList, 0, map[string]cty.Type{
				"duration": cty.String, "external_id": cty.String, "policy": cty.String,
				"policy_arns": cty.Set(cty.String), "role_arn": cty.String, "session_name": cty.String,
				"source_identity": cty.String, "tags": cty.Map(cty.String), "transitive_tag_keys": cty.Set(cty.String),
			}),
			"assume_role_with_web_identity": nestedBlock(tfjson.SchemaNestingModeList, 1, map[string]cty.Type{
				"duration": cty.String, "policy": cty.String, "policy_arns": cty.Set(cty.String), "role_arn": cty.String,
				"session_name": cty.String, "web_identity_token": cty.String, "web_identity_token_file": cty.String,
			}),
			"default_tags": nestedBlock(tfjson.SchemaNestingModeList, 1, map[string]cty.Type{"tags": cty.Map(cty.String)}),
			"ignore_tags": nestedBlock(tfjson.SchemaNestingModeList, 1, map[string]cty.Type{
				"key_prefixes": cty.Set(cty.String), "keys": cty.Set(cty.String),
			}),
			"endpoints": nestedBlock(tfjson.SchemaNestingModeSet, 0, endpointTypes()),
		},
	}
	return &schema{block: block, object: blockType(block)}
}()

func endpointTypes() map[string]cty.Type {
	types := map[string]cty.Type{}
	for _, key := range awsschema.EndpointKeys {
		types[key] = cty.String
	}
	return types
}

func optional(types map[string]cty.Type) map[string]*tfjson.SchemaAttribute {
	attributes := map[string]*tfjson.SchemaAttribute{}
	for name, t := range types {
		attributes[name] = &tfjson.SchemaAttribute{AttributeType: t, Optional: true}
	}
	return attributes
}

func nestedBlock(mode tfjson.SchemaNestingMode, most uint64, types map[string]cty.Type) *tfjson.SchemaBlockType {
	return &tfjson.SchemaBlockType{NestingMode: mode, MaxItems: most, Block: &tfjson.SchemaBlock{Attributes: optional(types)}}
}
