//go:build rehearsal

package pipeline

// Projects that CodeBuild does not create, each for one reason: what an entry
// says differs from a project that is in order.
const refusedProjects = `
locals {
  trust = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "codebuild.amazonaws.com" } }] })
  vpc   = { vpc_id = aws_vpc.main.id, subnets = [aws_subnet.main.id], groups = [aws_security_group.main.id] }
  projects = {
    taken      = { name = aws_codebuild_project.main.name }
    roleless   = { role = aws_iam_role.main["codepipeline"].arn }
    powerless  = { role = aws_iam_role.powerless.arn, vpc = local.vpc }
    nowhere    = { vpc = merge(local.vpc, { vpc_id = "vpc-missing" }) }
    subnetless = { vpc = merge(local.vpc, { subnets = ["subnet-missing"] }) }
    groupless  = { vpc = merge(local.vpc, { groups = ["sg-missing"] }) }
    elsewhere  = { vpc = merge(local.vpc, { vpc_id = aws_vpc.other.id }) }
    half       = { source = "CODEPIPELINE" }
    sourceless = { source = "GITHUB" }
    specless   = { spec = null }
    placeless  = { artifacts = "S3" }
    second     = { second_source = "CODEPIPELINE" }
    more       = { second_artifacts = "CODEPIPELINE" }
    gpu        = { type = "LINUX_GPU_CONTAINER", compute = "BUILD_GENERAL1_MEDIUM" }
    arm        = { type = "ARM_CONTAINER" }
    lambda     = { type = "LINUX_LAMBDA_CONTAINER", compute = "BUILD_LAMBDA_1GB", privileged = true }
  }
}
resource "aws_vpc" "other" { cidr_block = "10.1.0.0/16" }
resource "aws_iam_role" "powerless" {
  name               = "powerless"
  assume_role_policy = local.trust
}
resource "aws_codebuild_project" "refused" {
  for_each     = local.projects
  name         = try(each.value.name, "refused-${each.key}")
  service_role = try(each.value.role, aws_iam_role.main["codebuild"].arn)
  depends_on   = [aws_iam_role_policy.build]
  source {
    type      = try(each.value.source, "NO_SOURCE")
    buildspec = try(each.value.spec, "version: 0.2")
  }
  artifacts { type = try(each.value.artifacts, "NO_ARTIFACTS") }
  environment {
    type            = try(each.value.type, "LINUX_CONTAINER")
    compute_type    = try(each.value.compute, "BUILD_GENERAL1_SMALL")
    image           = "aws/codebuild/amazonlinux-x86_64-standard:5.0"
    privileged_mode = try(each.value.privileged, false)
  }
  dynamic "secondary_sources" {
    for_each = try([each.value.second_source], [])
    content {
      type              = secondary_sources.value
      source_identifier = "second"
    }
  }
  dynamic "secondary_artifacts" {
    for_each = try([each.value.second_artifacts], [])
    content {
      type                = secondary_artifacts.value
      artifact_identifier = "second"
    }
  }
  dynamic "vpc_config" {
    for_each = try([each.value.vpc], [])
    content {
      vpc_id             = vpc_config.value.vpc_id
      subnets            = vpc_config.value.subnets
      security_group_ids = vpc_config.value.groups
    }
  }
}
`

// Pipelines that CodePipeline does not create: an entry changes the two actions
// of a pipeline from a bucket to a bucket.
const refusedPipelines = `
locals {
  first  = { stage = "Source", name = "Source", category = "Source", provider = "S3", output = ["source"], configuration = { S3Bucket = "b", S3ObjectKey = "k" } }
  second = { stage = "Deploy", name = "Deploy", category = "Deploy", provider = "S3", input = ["source"], configuration = { BucketName = "b", Extract = "true" } }
  pipelines = {
    taken     = { name = aws_codepipeline.main.name }
    roleless  = { role = aws_iam_role.main["codebuild"].arn }
    regional  = { regions = ["us-east-1"] }
    regions   = { regions = ["us-east-1", null] }
    stages    = { second = merge(local.second, { stage = "Source" }) }
    sourced   = { second = merge(local.first, { stage = "Again" }) }
    reversed  = { first = merge(local.second, { stage = "Source" }) }
    actions   = { third = local.second }
    unmade    = { second = merge(local.second, { input = ["other"] }) }
    made      = { third = merge(local.build, { output = ["source"] }) }
    idle      = { second = merge(local.second, { input = [] }) }
    busy      = { second = merge(local.second, { output = ["deployed"] }) }
    unknown   = { second = merge(local.second, { provider = "FTP" }) }
    misspelt  = { second = merge(local.second, { configuration = { Bucket = "b", Extract = "true" } }) }
    forgotten = { second = merge(local.second, { configuration = { BucketName = "b" } }) }
    empty     = { second = merge(local.second, { configuration = { BucketName = "", Extract = "true" } }) }
    triggered = { trigger = "Source" }
    wrong     = { trigger = "Source", type = "V2" }
    variable  = { variable = "TAG" }
    queued    = { mode = "QUEUED" }
  }
  build = { stage = "Deploy", name = "Build", category = "Build", provider = "CodeBuild", input = ["source"], configuration = { ProjectName = "web" } }
}
resource "aws_codepipeline" "refused" {
  for_each       = local.pipelines
  name           = try(each.value.name, "refused-${each.key}")
  role_arn       = try(each.value.role, aws_iam_role.main["codepipeline"].arn)
  pipeline_type  = try(each.value.type, "V1")
  execution_mode = try(each.value.mode, "SUPERSEDED")
  dynamic "artifact_store" {
    for_each = try(each.value.regions, [null])
    content {
      type     = "S3"
      location = "artifacts"
      region   = artifact_store.value
    }
  }
  dynamic "stage" {
    for_each = [[try(each.value.first, local.first)], concat([try(each.value.second, local.second)], try([each.value.third], []))]
    content {
      name = stage.value[0].stage
      dynamic "action" {
        for_each = stage.value
        content {
          category         = action.value.category
          owner            = "AWS"
          provider         = action.value.provider
          version          = "1"
          name             = action.value.name
          input_artifacts  = try(action.value.input, [])
          output_artifacts = try(action.value.output, [])
          configuration    = action.value.configuration
        }
      }
    }
  }
  dynamic "trigger" {
    for_each = try([each.value.trigger], [])
    content {
      provider_type = "CodeStarSourceConnection"
      git_configuration {
        source_action_name = trigger.value
        push {
          branches { includes = ["main"] }
        }
      }
    }
  }
  dynamic "variable" {
    for_each = try([each.value.variable], [])
    content { name = variable.value }
  }
}
resource "aws_codestarnotifications_notification_rule" "second" {
  name           = aws_codestarnotifications_notification_rule.main.name
  detail_type    = "BASIC"
  resource       = aws_codepipeline.main.arn
  event_type_ids = ["codepipeline-pipeline-pipeline-execution-failed"]
}
resource "aws_codestarnotifications_notification_rule" "bucket" {
  name           = "bucket"
  detail_type    = "BASIC"
  resource       = "arn:aws:s3:::bucket"
  event_type_ids = ["codepipeline-pipeline-pipeline-execution-failed"]
}
resource "aws_codestarnotifications_notification_rule" "mixed" {
  name           = "mixed"
  detail_type    = "BASIC"
  resource       = aws_codebuild_project.main.arn
  event_type_ids = ["codepipeline-pipeline-pipeline-execution-failed"]
}
`
