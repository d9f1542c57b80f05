package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/constructs/identity"
	"github.com/berth-iac/berth/internal/check/checktest"
)

const databaseSecret = "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:rds!db-1-AbCdEf"

func migrationProps() MigrationProjectProps {
	return MigrationProjectProps{
		Name: "acme-prod-web_migration", Container: "proxy", RepositoryARN: "arn:repository/proxy",
		Command:     []string{"sh", "-c", `echo "$HOME" it's done`},
		Environment: map[string]string{"DB_MAIN_HOST": "db.internal"},
		Secrets: map[string]Secret{
			"DB_MAIN_USERNAME": SecretKey(databaseSecret, "username"),
			"DB_MAIN_PASSWORD": SecretKey(databaseSecret, "password"),
			"LEVEL":            ParameterValue("/acme/prod/level"),
		},
		VPCID: "vpc-1", SubnetIDs: []string{"subnet-1", "subnet-2"}, ArtifactBucketName: "artifacts", KMSKeyARN: "arn:key",
	}
}

func TestMigrationPropsAreRefused(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(*MigrationProjectProps)
		want   string // "" where the props are valid
	}{
		{"the least", func(p *MigrationProjectProps) { p.Environment, p.Secrets = nil, nil }, ""},
		{"variables", func(p *MigrationProjectProps) {}, ""},
		{"what Terraform knows later", func(p *MigrationProjectProps) {
			p.SubnetIDs, p.Secrets["A"] = []string{"${TfToken[TOKEN.1]}"}, SecretKey("${TfToken[TOKEN.2]}", "password")
		}, ""},
		{"no command", func(p *MigrationProjectProps) { p.Command = nil }, "Command: none"},
		{"a command known later", func(p *MigrationProjectProps) { p.Command = []string{"${TfToken[TOKEN.1]}"} }, "Command: holds a value"},
		{"no container", func(p *MigrationProjectProps) { p.Container = "" }, "Container: missing"},
		{"no repository", func(p *MigrationProjectProps) { p.RepositoryARN = "" }, "RepositoryARN: missing"},
		{"no VPC", func(p *MigrationProjectProps) { p.VPCID = "" }, "VPCID: missing"},
		{"no subnets", func(p *MigrationProjectProps) { p.SubnetIDs = nil }, "SubnetIDs: none"},
		{"a list of subnets", func(p *MigrationProjectProps) { p.SubnetIDs = []string{"#{TfToken[TOKEN.1]}"} }, "SubnetIDs: a list"},
		{"a variable of the machine", func(p *MigrationProjectProps) { p.Environment["PATH"] = "/app" }, "Environment[PATH]: a variable of the machine"},
		{"a secret in the place of one", func(p *MigrationProjectProps) { p.Secrets["LD_PRELOAD"] = SecretValue(databaseSecret) }, "Secrets[LD_PRELOAD]: a variable of the machine"},
		{"its own variable", func(p *MigrationProjectProps) { p.Environment["IMAGE_URI"] = "x" }, "Environment[IMAGE_URI]: the migration sets"},
		{"twice", func(p *MigrationProjectProps) { p.Environment["LEVEL"] = "x" }, "Secrets[LEVEL]: is set in Environment too"},
		{"no source", func(p *MigrationProjectProps) { p.Secrets["A"] = Secret{} }, "Secrets[A].source: missing"},
		{"a secret by name", func(p *MigrationProjectProps) { p.Secrets["A"] = SecretValue("web") }, "Secrets[A].secret"},
		{"no key", func(p *MigrationProjectProps) { p.Secrets["A"] = SecretKey(databaseSecret, "") }, "Secrets[A].key"},
		{"a parameter by ARN", func(p *MigrationProjectProps) { p.Secrets["A"] = ParameterValue("arn:parameter") }, "Secrets[A].parameter"},
		{"a size of EC2's", func(p *MigrationProjectProps) { p.ComputeType = "t3.micro" }, "ComputeType"},
	} {
		t.Run(test.name, func(t *testing.T) {
			props := migrationProps()
			test.change(&props)
			checktest.Verdict(t, props.Validate(), test.want)
		})
	}
}

// migrate runs a migration on the files that a build has left.
func migrate(t *testing.T, files map[string]string, failing string) (calls string, failed bool) {
	t.Helper()
	sources := t.TempDir()
	for name, text := range files {
		assert.NilError(t, os.WriteFile(filepath.Join(sources, name), []byte(text), 0o600))
	}
	variables := []variable{{variableContainer, "proxy"}, {variablePlatform, "linux/arm64"}, {"DB_MAIN_PASSWORD", "hunter2"}}
	calls, _, failed = buildIn(t, sources, planMigration(migrationProps()), variables, failing)
	return calls, failed
}

func TestMigrationRunsInTheImageOfTheRelease(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"rolling":    {"imagedefinitions.json": `[{"name":"web","imageUri":"` + imageURI + `"},{"name":"proxy","imageUri":"` + proxyImageURI + `"}]`},
		"blue/green": {"imageDetail.json": `{"ImageURI":"` + proxyImageURI + `"}`, "appspec.yaml": "", "taskdef.json": "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			calls, failed := migrate(t, files, "")
			assert.Assert(t, !failed)
			assert.Assert(t, strings.Contains(calls, "docker login --username AWS --password-stdin "+registryHost+"\n"), calls)
			assert.Assert(t, strings.Contains(calls, "docker pull --platform linux/arm64 "+proxyImageURI+"\n"), calls)
			// Words reach the container as they are written; variables by name.
			assert.Assert(t, strings.HasSuffix(calls, "docker run --rm --platform linux/arm64 --env AWS_DEFAULT_REGION --env AWS_REGION --env DB_MAIN_HOST"+
				" --env DB_MAIN_PASSWORD --env DB_MAIN_USERNAME --env LEVEL "+proxyImageURI+` sh -c echo "$HOME" it's done`+"\n"), calls)
			assert.Assert(t, !strings.Contains(calls, "hunter2"), "a secret stands on a command line: %s", calls)
		})
	}
}

func TestFailedMigrationStopsTheRelease(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"an image of another container": {"imagedefinitions.json": `[{"name":"web","imageUri":"x"}]`},
		"no files":                      {},
	} {
		t.Run(name, func(t *testing.T) {
			calls, failed := migrate(t, files, "")
			assert.Assert(t, failed)
			assert.Assert(t, !strings.Contains(calls, "docker"), calls)
		})
	}
	for _, failing := range []string{"docker login", "docker pull", "docker run"} {
		_, failed := migrate(t, map[string]string{"imageDetail.json": `{"ImageURI":"` + imageURI + `"}`}, failing)
		assert.Assert(t, failed, failing)
	}
}

// The role has its interface in the subnets and in nothing else, reads the
// secrets that were named, and pushes nothing.
func TestMigrationPolicyNamesItsResources(t *testing.T) {
	policy := migrationPolicy(here, migrationProps(), "arn:logs", "sg-1")
	assert.NilError(t, policy.Validate())
	ec2 := "arn:aws-cn:ec2:cn-north-1:123456789012:"
	assert.DeepEqual(t, grants(policy, "ec2:CreateNetworkInterface"),
		[]string{ec2 + "network-interface/*", ec2 + "security-group/sg-1", ec2 + "subnet/subnet-1", ec2 + "subnet/subnet-2"})
	assert.DeepEqual(t, grants(policy, "ec2:DeleteNetworkInterface"), []string{ec2 + "network-interface/*"})
	assert.DeepEqual(t, grants(policy, "ec2:CreateNetworkInterfacePermission"), []string{ec2 + "network-interface/*"})
	for _, s := range policy.Statements {
		if slices.Contains(s.Actions, "ec2:CreateNetworkInterfacePermission") {
			assert.DeepEqual(t, s.Conditions, []identity.Condition{
				{Operator: "StringEquals", Key: "ec2:AuthorizedService", Values: []string{"codebuild.amazonaws.com"}},
				{Operator: "ArnEquals", Key: "ec2:Subnet", Values: []string{ec2 + "subnet/subnet-1", ec2 + "subnet/subnet-2"}},
			})
		}
	}
	assert.DeepEqual(t, grants(policy, "secretsmanager:GetSecretValue"), []string{databaseSecret})
	assert.DeepEqual(t, grants(policy, "ssm:GetParameters"), []string{"arn:aws-cn:ssm:cn-north-1:123456789012:parameter/acme/prod/level"})
	assert.DeepEqual(t, grants(policy, "ecr:BatchGetImage"), []string{"arn:repository/proxy"})
	assert.DeepEqual(t, grants(policy, "kms:Decrypt"), []string{"arn:key"})
	for _, action := range []string{"ecr:PutImage", "s3:PutObject", "kms:GenerateDataKey"} {
		assert.DeepEqual(t, grants(policy, action), []string(nil))
	}
}
