package stacks_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/synthtest"
)

// isMigration tells a project that migrates a database from one that builds.
func isMigration(r *synthtest.Resource) bool { return r.Has("vpc_config") }

// variablesOf are the variables of a CodeBuild project, by name.
func variablesOf(r *synthtest.Resource) map[string]string {
	variables := map[string]string{}
	for _, v := range r.Get("environment.0.environment_variable").([]any) {
		variables[v.(map[string]any)["name"].(string)] = v.(map[string]any)["value"].(string)
	}
	return variables
}

// eachDeployAction visits the last action of every pipeline.
func eachDeployAction(t *testing.T, visit func(t *testing.T, stack shippedStack, pipeline *synthtest.Resource, action map[string]any)) {
	t.Helper()
	eachOf(t, everyStack(t), "aws_codepipeline", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		stages := r.Get("stage").([]any)
		visit(t, stack, r, asList(stages[len(stages)-1].(map[string]any)["action"])[0].(map[string]any))
	})
}

// Rule 84: CodeDeploy gets each image from an artifact of its own, by the
// placeholder that the build puts into the task definition.
func TestImagesOfBlueGreenReleases(t *testing.T) {
	several := 0
	eachDeployAction(t, func(t *testing.T, stack shippedStack, r *synthtest.Resource, action map[string]any) {
		if action["provider"] != "CodeDeployToECS" {
			return
		}
		configuration := action["configuration"].(map[string]any)
		build := stack.One("aws_codebuild_project", strings.Split(r.ID, "_")[0]+"_build_")
		spec, variables := build.String("source.0.buildspec"), variablesOf(build)
		inputs := texts(action["input_artifacts"])
		seen := map[string]bool{}
		for n := 1; ; n++ {
			artifact, found := configuration[fmt.Sprintf("Image%dArtifactName", n)].(string)
			if !found {
				assert.Equal(t, n-1, len(seen))
				assert.Assert(t, variables[fmt.Sprintf("REPOSITORY_URL_%d", n)] == "", "an image that is built and not released")
				break
			}
			assert.Assert(t, n <= 4)
			assert.Assert(t, slices.Contains(inputs, artifact) && !seen[artifact], artifact)
			seen[artifact] = true
			placeholder := configuration[fmt.Sprintf("Image%dContainerName", n)].(string)
			assert.Assert(t, strings.Contains(spec, `"<`+placeholder+`>"`), "no %s in the task definition", placeholder)
		}
		if len(seen) > 1 {
			several++
			for artifact := range seen {
				assert.Assert(t, regexp.MustCompile(`(?m)^ {8}`+artifact+`:$`).MatchString(spec), "the build makes no %s", artifact)
			}
		}
	})
	assert.Assert(t, several > 0)
}

// Every image that a build pushes goes to a repository of the stack, which the
// tasks may pull from and the build may push to.
func TestImagesHaveRepositories(t *testing.T) {
	eachOf(t, everyStack(t), "aws_codebuild_project", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if isMigration(r) {
			return
		}
		ecs := companion(t, stack, "ecs")
		_, service := serviceOf(t, ecs, r)
		task := referred(t, ecs, "aws_ecs_task_definition", service.String("task_definition"))
		role := referred(t, ecs, "aws_iam_role", task.String("execution_role_arn"))
		policy := ecs.One("aws_iam_role_policy", strings.TrimSuffix(role.ID, role.ID[strings.LastIndex(role.ID, "_"):])+"_").String("policy")
		pushes := stack.One("aws_iam_role_policy", strings.Split(r.ID, "_")[0]+"_build_").String("policy")
		containerNames := map[string]bool{}
		for _, c := range containers(t, task) {
			containerNames[c.Name] = true
		}
		for name, url := range variablesOf(r) {
			if !strings.HasPrefix(name, "REPOSITORY_URL") {
				continue
			}
			repository := referred(t, stack, "aws_ecr_repository", url)
			assert.Assert(t, strings.Contains(policy, ":repository/"+repository.String("name")+`"`), "the tasks cannot pull from %s", repository.String("name"))
			assert.Assert(t, strings.Contains(pushes, repository.Address()+".arn"), "the build cannot push to %s", repository.String("name"))
			container := variablesOf(r)["CONTAINER_NAME"+strings.TrimPrefix(name, "REPOSITORY_URL")]
			assert.Assert(t, containerNames[container], "the task has no container %s", container)
		}
	})
}

// Rules 44, 90, 124: a migration runs in private subnets with a group that lets
// it reach its database and, by TLS, AWS, reads the password where RDS keeps it,
// and comes between the build and the release.
func TestMigrations(t *testing.T) {
	migrations := 0
	eachOf(t, everyStack(t), "aws_codebuild_project", func(t *testing.T, stack shippedStack, r *synthtest.Resource) {
		if !isMigration(r) {
			return
		}
		migrations++
		for _, subnet := range r.Strings("vpc_config.0.subnets") {
			assert.Assert(t, strings.Contains(subnet, ".outputs.private_subnet_ids"), subnet)
		}
		private := 0
		for _, subnet := range companion(t, stack, "network").All("aws_subnet") {
			if strings.Contains(subnet.ID, "private") {
				private++
			}
		}
		assert.Equal(t, len(r.Strings("vpc_config.0.subnets")), private)
		assert.Assert(t, dependsOn(r, "aws_iam_role_policy"), "CodeBuild looks at the VPC when the project is made")

		group := r.Strings("vpc_config.0.security_group_ids")[0]
		reached := map[float64]bool{}
		for _, rule := range stack.All("aws_vpc_security_group_egress_rule") {
			if rule.String("security_group_id") == group {
				reached[number(t, rule, "from_port")] = true
				assert.Assert(t, rule.Has("referenced_security_group_id") || number(t, rule, "from_port") == 443, rule.ID)
			}
		}
		assert.Equal(t, len(reached), 2)
		for _, rule := range stack.All("aws_vpc_security_group_ingress_rule") {
			assert.Assert(t, rule.String("security_group_id") != group, "nobody reaches a migration")
			if rule.String("referenced_security_group_id") == group {
				out, in := opened(stack, group, rule.String("security_group_id"))
				assert.DeepEqual(t, out, in)
				assert.Assert(t, reached[in[0]])
			}
		}

		for _, v := range r.Get("environment.0.environment_variable").([]any) {
			fields := v.(map[string]any)
			kept := regexp.MustCompile(`secret_arn|/log-level`).MatchString(fields["value"].(string))
			assert.Equal(t, fields["type"] != "PLAINTEXT", kept, "%s", fields["name"])
			if strings.HasSuffix(fields["name"].(string), "_PASSWORD") {
				assert.Equal(t, fields["type"], "SECRETS_MANAGER")
				assert.Assert(t, strings.HasSuffix(fields["value"].(string), "_secret_arn}:password"), "%s", fields["value"])
			}
		}

		pipeline := stack.One("aws_codepipeline", strings.Split(r.ID, "_")[0]+"_")
		var names []string
		for _, stage := range pipeline.Get("stage").([]any) {
			names = append(names, stage.(map[string]any)["name"].(string))
		}
		n := slices.Index(names, "Migration")
		assert.DeepEqual(t, names[n:], []string{"Migration", "Deploy"})
		assert.Assert(t, slices.Contains(names[:n], "Build"))
		assert.Assert(t, strings.Contains(fmt.Sprint(pipeline.Get("stage")), r.Address()+".name"))
	})
	assert.Assert(t, migrations > 0)
}

// The API of the example that moved from EC2 to Fargate, with its numbers: its
// target groups, all at once, ended after a minute, rolled back when it fails,
// five images kept.
func TestReleaseOfTheDocument(t *testing.T) {
	const environments = "../examples/ec2-to-fargate/environments"
	ecs, cicd := readStacks(t, environments, "ecs")[1], readStacks(t, environments, "cicd")[1]
	pair := 0
	for _, group := range ecs.All("aws_lb_target_group") {
		if !strings.HasPrefix(group.ID, "service-api_") {
			continue
		}
		pair++
		assert.Equal(t, group.String("target_type"), "ip")
		for key, want := range map[string]any{"path": "/api/statuses", "timeout": 5.0, "interval": 20.0, "healthy_threshold": 5.0, "unhealthy_threshold": 2.0, "matcher": "200"} {
			assert.Equal(t, group.Get("health_check.0."+key), want, key)
		}
	}
	assert.Equal(t, pair, 2)
	group := cicd.One("aws_codedeploy_deployment_group")
	assert.Equal(t, group.String("deployment_config_name"), "CodeDeployDefault.ECSAllAtOnce")
	config := "blue_green_deployment_config.0."
	assert.Equal(t, group.String(config+"deployment_ready_option.0.action_on_timeout"), "CONTINUE_DEPLOYMENT")
	assert.Equal(t, group.String(config+"terminate_blue_instances_on_deployment_success.0.action"), "TERMINATE")
	assert.Equal(t, group.Get(config+"terminate_blue_instances_on_deployment_success.0.termination_wait_time_in_minutes"), 1.0)
	assert.Assert(t, slices.Contains(group.Strings("auto_rollback_configuration.0.events"), "DEPLOYMENT_FAILURE"))
	for _, repository := range []string{"repository_", "repository-php_"} {
		policy := cicd.One("aws_ecr_lifecycle_policy", "service-api_"+repository).String("policy")
		assert.Assert(t, strings.Contains(policy, `"countType":"imageCountMoreThan","countNumber":5`), policy)
	}
}
