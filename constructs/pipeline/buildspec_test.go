package pipeline

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	yaml "go.yaml.in/yaml/v4"
	"gotest.tools/v3/assert"
)

// described is what DescribeTaskDefinition returns, with all that it adds to
// what was registered.
const described = `{
  "taskDefinitionArn": "arn:aws:ecs:ap-northeast-1:123456789012:task-definition/acme-dev-web:7",
  "containerDefinitions": [
    {"name": "web", "image": "public.ecr.aws/nginx/nginx:1.29", "cpu": 0, "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
     "essential": true, "environment": [{"name": "PRICE", "value": "$5 \"net\""}], "systemControls": []},
    {"name": "proxy", "image": "envoy:1", "cpu": 0, "essential": false}
  ],
  "family": "acme-dev-web",
  "taskRoleArn": "arn:aws:iam::123456789012:role/acme-dev-web-task",
  "executionRoleArn": "arn:aws:iam::123456789012:role/acme-dev-web-execution",
  "networkMode": "awsvpc",
  "revision": 7,
  "volumes": [],
  "status": "ACTIVE",
  "requiresAttributes": [{"name": "ecs.capability.task-eni"}],
  "placementConstraints": [],
  "compatibilities": ["EC2", "FARGATE"],
  "requiresCompatibilities": ["FARGATE"],
  "cpu": "256",
  "memory": "512",
  "pidMode": null,
  "runtimePlatform": {"cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
  "registeredAt": "2025-05-01T10:00:00.000000+09:00",
  "registeredBy": "arn:aws:iam::123456789012:user/somebody",
  "enableFaultInjection": false,
  "somethingNew": {"a": 1}
}`

func blueGreen() BlueGreenFiles {
	return BlueGreenFiles{
		TaskFamily: "acme-dev-web", ContainerName: "web", ContainerPort: 80,
		SubnetIDs: []string{"subnet-1", "subnet-2"}, SecurityGroupIDs: []string{"sg-1"},
		Hooks: Hooks{AfterAllowTestTraffic: "smoke-test", BeforeInstall: "check"},
	}
}

func oneImage(container string) []Image {
	return []Image{{
		Container: container, RepositoryARN: "arn:repository", RepositoryURL: registryHost + "/acme-dev/web",
		Dockerfile: "deploy/Dockerfile", Context: ".",
	}}
}

// twoImages are those of a web server and of what is behind it.
func twoImages() []Image {
	images := oneImage("web")
	images[0].BuildArgs = map[string]string{"A": "0"}
	return append(images, Image{
		Container: "proxy", RepositoryARN: "arn:repository/proxy", RepositoryURL: registryHost + "/acme-dev/web/proxy",
		Dockerfile: "proxy/Dockerfile", Context: "proxy", BuildArgs: map[string]string{"GREETING": `it's "$HOME"`, "A": "1"},
	})
}

// build runs a buildspec as CodeBuild does, every command in the same shell,
// until one fails. In the place of aws and docker stand programs that write down
// how they were called. It returns those calls and the folder of the sources.
func build(t *testing.T, spec buildspec, variables []variable, failing string) (calls, sources string, failed bool) {
	t.Helper()
	return buildIn(t, t.TempDir(), spec, variables, failing)
}

// buildIn is build with sources that are there already.
func buildIn(t *testing.T, in string, spec buildspec, variables []variable, failing string) (calls, sources string, failed bool) {
	t.Helper()
	for _, program := range []string{"bash", "jq"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed: the shell of the buildspec was not run", program)
		}
	}
	bin, sources := t.TempDir(), in
	write := func(path, text string) {
		assert.NilError(t, os.WriteFile(path, []byte(text), 0o755))
	}
	write(filepath.Join(bin, "described.json"), described)
	write(filepath.Join(bin, "stub"), `#!/usr/bin/env bash
name=$(basename "$0")
echo "$name $*" >> "$CALLS"
case "$name $*" in *"$FAILING"*) exit 3;; esac
case "$name $1 $2" in
  "aws ecr get-login-password") echo secret ;;
  "aws ecs describe-task-definition") cat "$DESCRIBED" ;;
  "docker login --username") [ "$(cat)" = secret ] ;;
esac
`)
	for _, name := range []string{"aws", "docker"} {
		assert.NilError(t, os.Symlink(filepath.Join(bin, "stub"), filepath.Join(bin, name)))
	}
	var script strings.Builder
	for i, command := range append(spec.Phases.PreBuild.Commands, spec.Phases.Build.Commands...) {
		path := filepath.Join(bin, "command-"+strconv.Itoa(i))
		write(path, command)
		script.WriteString(". " + path + " || exit 1\n")
	}
	run := exec.Command("bash", "-c", script.String())
	run.Dir = sources
	if failing == "" {
		failing = "nothing fails"
	}
	run.Env = []string{
		"PATH=" + bin + ":" + os.Getenv("PATH"), "CALLS=" + filepath.Join(bin, "calls"), "DESCRIBED=" + filepath.Join(bin, "described.json"), "FAILING=" + failing,
		"CODEBUILD_RESOLVED_SOURCE_VERSION=0123456789abcdef0123456789abcdef01234567", "CODEBUILD_BUILD_NUMBER=42",
	}
	for _, v := range variables {
		run.Env = append(run.Env, v.name+"="+v.value)
	}
	output, err := run.CombinedOutput()
	if err != nil {
		t.Logf("the build failed: %v\n%s", err, output)
	}
	text, _ := os.ReadFile(filepath.Join(bin, "calls"))
	return string(text), sources, err != nil
}

func variablesOf(images []Image, files ReleaseFiles) []variable {
	return append(imageVariables(images, "linux/arm64"), files.variables(images)...)
}

func read(t *testing.T, sources, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(sources, releaseDirectory, name))
	assert.NilError(t, err)
	return text
}

const (
	registryHost  = "123456789012.dkr.ecr.ap-northeast-1.amazonaws.com"
	imageURI      = registryHost + "/acme-dev/web:0123456789ab-42"
	proxyImageURI = registryHost + "/acme-dev/web/proxy:0123456789ab-42"
)

func TestBlueGreenBuildWritesWhatCodePipelineExpects(t *testing.T) {
	files := blueGreen()
	calls, sources, failed := build(t, planBuildspec(oneImage("web"), files), variablesOf(oneImage("web"), files), "")
	assert.Assert(t, !failed)

	// The tag is new with every build, since tags are immutable.
	for _, want := range []string{
		"docker login --username AWS --password-stdin 123456789012.dkr.ecr.ap-northeast-1.amazonaws.com\n",
		"docker build --platform linux/arm64 --file deploy/Dockerfile --label org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567 --tag " + imageURI + " .\n",
		"docker push " + imageURI + "\n",
		"aws ecs describe-task-definition --task-definition acme-dev-web ",
	} {
		assert.Assert(t, strings.Contains(calls, want), calls)
	}

	var image map[string]string
	assert.NilError(t, json.Unmarshal(read(t, sources, "imageDetail.json"), &image))
	assert.DeepEqual(t, image, map[string]string{"ImageURI": imageURI})

	var task, registered map[string]any
	assert.NilError(t, json.Unmarshal(read(t, sources, "taskdef.json"), &task))
	assert.NilError(t, json.Unmarshal([]byte(described), &registered))
	for _, key := range []string{
		"taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy",
		"enableFaultInjection", "somethingNew", "pidMode", // CodePipeline accepts none of them
	} {
		delete(registered, key)
	}
	containers := registered["containerDefinitions"].([]any)
	containers[0].(map[string]any)["image"] = "<IMAGE1_NAME>"
	assert.DeepEqual(t, task, registered)

	var spec map[string]any
	assert.NilError(t, yaml.Unmarshal(read(t, sources, "appspec.yaml"), &spec))
	assert.DeepEqual(t, spec, map[string]any{
		"version": 0.0,
		"Resources": []any{map[string]any{"TargetService": map[string]any{
			"Type": "AWS::ECS::Service",
			"Properties": map[string]any{
				"TaskDefinition":   "<TASK_DEFINITION>",
				"LoadBalancerInfo": map[string]any{"ContainerName": "web", "ContainerPort": 80},
				"PlatformVersion":  "LATEST",
				"NetworkConfiguration": map[string]any{"AwsvpcConfiguration": map[string]any{
					"Subnets": []any{"subnet-1", "subnet-2"}, "SecurityGroups": []any{"sg-1"}, "AssignPublicIp": "DISABLED",
				}},
			},
		}}},
		"Hooks": []any{map[string]any{"BeforeInstall": "check"}, map[string]any{"AfterAllowTestTraffic": "smoke-test"}},
	})
}

func TestRollingBuildWritesImageDefinitions(t *testing.T) {
	files := RollingFiles{}
	calls, sources, failed := build(t, planBuildspec(oneImage("worker"), files), variablesOf(oneImage("worker"), files), "")
	assert.Assert(t, !failed)
	assert.Assert(t, !strings.Contains(calls, "aws ecs"), calls)

	var images []map[string]string
	assert.NilError(t, json.Unmarshal(read(t, sources, "imagedefinitions.json"), &images))
	assert.DeepEqual(t, images, []map[string]string{{"name": "worker", "imageUri": imageURI}})
}

// Every image has a placeholder in the task definition and an artifact with its
// own imageDetail.json: CodePipeline reads one image an artifact.
func TestBlueGreenBuildOfTwoImages(t *testing.T) {
	files := blueGreen()
	spec := planBuildspec(twoImages(), files)
	calls, sources, failed := build(t, spec, variablesOf(twoImages(), files), "")
	assert.Assert(t, !failed)

	// Nothing is pushed before all are built, and values are no shell.
	order := []string{
		"docker login ",
		"docker build --platform linux/arm64 --file deploy/Dockerfile --label org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567" +
			" --build-arg A=0 --tag " + imageURI + " .\n",
		"docker build --platform linux/arm64 --file proxy/Dockerfile --label org.opencontainers.image.revision=0123456789abcdef0123456789abcdef01234567" +
			` --build-arg A=1 --build-arg GREETING=it's "$HOME" --tag ` + proxyImageURI + " proxy\n",
		"docker push " + imageURI + "\n", "docker push " + proxyImageURI + "\n",
	}
	last := -1
	for _, call := range order {
		at := strings.Index(calls, call)
		assert.Assert(t, at > last, "%q is missing or too early in:\n%s", call, calls)
		last = at
	}

	var task struct {
		ContainerDefinitions []struct{ Name, Image string }
	}
	assert.NilError(t, json.Unmarshal(read(t, sources, "taskdef.json"), &task))
	assert.Equal(t, task.ContainerDefinitions[0].Image, "<IMAGE1_NAME>")
	assert.Equal(t, task.ContainerDefinitions[1].Image, "<IMAGE2_NAME>")

	artifacts := spec.Artifacts.Secondary
	assert.DeepEqual(t, artifacts["build"], buildArtifacts{BaseDirectory: ".release", Files: []string{"appspec.yaml", "taskdef.json", "imageDetail.json"}})
	assert.DeepEqual(t, artifacts["image2"], buildArtifacts{BaseDirectory: ".release/image2", Files: []string{"imageDetail.json"}})
	for name, want := range map[string]string{"build": imageURI, "image2": proxyImageURI} {
		for _, file := range artifacts[name].Files {
			_, err := os.Stat(filepath.Join(sources, artifacts[name].BaseDirectory, file))
			assert.NilError(t, err)
		}
		text, err := os.ReadFile(filepath.Join(sources, artifacts[name].BaseDirectory, "imageDetail.json"))
		assert.NilError(t, err)
		var image map[string]string
		assert.NilError(t, json.Unmarshal(text, &image))
		assert.DeepEqual(t, image, map[string]string{"ImageURI": want})
	}
}

func TestRollingBuildOfTwoImages(t *testing.T) {
	spec := planBuildspec(twoImages(), RollingFiles{})
	_, sources, failed := build(t, spec, variablesOf(twoImages(), RollingFiles{}), "")
	assert.Assert(t, !failed)

	var images []map[string]string
	assert.NilError(t, json.Unmarshal(read(t, sources, "imagedefinitions.json"), &images))
	assert.DeepEqual(t, images, []map[string]string{{"name": "web", "imageUri": imageURI}, {"name": "proxy", "imageUri": proxyImageURI}})
	// One artifact holds them all, which CodeBuild takes from the first level.
	assert.DeepEqual(t, spec.Artifacts, buildArtifacts{BaseDirectory: ".release", Files: []string{"imagedefinitions.json"}})
}

// The load balancer may send requests to a container that the build leaves alone.
func TestAppSpecNamesTheContainerBehindTheLoadBalancer(t *testing.T) {
	for _, images := range [][]Image{oneImage("web"), twoImages(), twoImages()[1:]} {
		_, sources, failed := build(t, planBuildspec(images, blueGreen()), variablesOf(images, blueGreen()), "")
		assert.Assert(t, !failed)
		assert.Assert(t, strings.Contains(string(read(t, sources, "appspec.yaml")), `ContainerName: "web"`))
	}
}

func TestFailedBuildReleasesNothing(t *testing.T) {
	for _, failing := range []string{"aws ecr", "docker login", "docker build", "proxy/Dockerfile", "docker push", "aws ecs"} {
		t.Run(failing, func(t *testing.T) {
			files := blueGreen()
			calls, sources, failed := build(t, planBuildspec(twoImages(), files), variablesOf(twoImages(), files), failing)
			assert.Assert(t, failed)
			if failing != "docker push" && failing != "aws ecs" {
				assert.Assert(t, !strings.Contains(calls, "docker push"), calls)
			}
			_, err := os.Stat(filepath.Join(sources, releaseDirectory, taskDefinitionFile))
			assert.Assert(t, os.IsNotExist(err))
		})
	}
	t.Run("a container that the task does not have", func(t *testing.T) {
		for _, images := range [][]Image{oneImage("api"), append(oneImage("web"), oneImage("api")...)} {
			_, _, failed := build(t, planBuildspec(images, blueGreen()), variablesOf(images, blueGreen()), "")
			assert.Assert(t, failed)
		}
	})
}

func TestBuildspecIsYAMLThatCodeBuildReads(t *testing.T) {
	for _, want := range []buildspec{
		planBuildspec(oneImage("web"), blueGreen()), planBuildspec(twoImages(), blueGreen()), planBuildspec(twoImages(), RollingFiles{}),
		planMigration(migrationProps()),
	} {
		var got buildspec
		assert.NilError(t, yaml.Unmarshal([]byte(want.YAML()), &got))
		assert.DeepEqual(t, got, want)
		assert.Equal(t, got.Version, "0.2")
		assert.Equal(t, got.Env.Shell, "bash")
		// CodeBuild runs post_build after a failed build as well.
		assert.Assert(t, !strings.Contains(want.YAML(), "post_build"))
	}
	assert.DeepEqual(t, planBuildspec(oneImage("web"), blueGreen()).Artifacts,
		buildArtifacts{BaseDirectory: ".release", Files: []string{"appspec.yaml", "taskdef.json", "imageDetail.json"}})
}

// Rule 9: CodeDeploy forgets the capacity provider that the AppSpec does not
// name, and tasks in a bridge have no network of their own.
func TestAppSpecOfServicesOnInstances(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*BlueGreenFiles)
		want   []string // keys of the service's properties, besides those of all
	}{
		{"Fargate", func(*BlueGreenFiles) {}, []string{"NetworkConfiguration", "PlatformVersion"}},
		{"awsvpc", func(f *BlueGreenFiles) { f.CapacityProviderName = "ec2-acme-dev" }, []string{"CapacityProviderStrategy", "NetworkConfiguration"}},
		{"bridge", func(f *BlueGreenFiles) {
			f.CapacityProviderName, f.SubnetIDs, f.SecurityGroupIDs = "ec2-acme-dev", nil, nil
		}, []string{"CapacityProviderStrategy"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := blueGreen()
			c.change(&files)
			assert.NilError(t, files.Validate())
			_, sources, failed := build(t, planBuildspec(oneImage("web"), files), variablesOf(oneImage("web"), files), "")
			assert.Assert(t, !failed)
			var spec map[string]any
			assert.NilError(t, yaml.Unmarshal(read(t, sources, "appspec.yaml"), &spec))
			service := spec["Resources"].([]any)[0].(map[string]any)["TargetService"].(map[string]any)
			properties := service["Properties"].(map[string]any)
			delete(properties, "TaskDefinition")
			delete(properties, "LoadBalancerInfo")
			assert.DeepEqual(t, slices.Sorted(maps.Keys(properties)), c.want)
			if strategy, given := properties["CapacityProviderStrategy"]; given {
				assert.DeepEqual(t, strategy, []any{map[string]any{"CapacityProvider": "ec2-acme-dev", "Base": 0, "Weight": 1}})
			}
		})
	}
}
