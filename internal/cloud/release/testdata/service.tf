# A service that CodeDeploy deploys, and one that ECS rolls, as the stacks have
# them. IGNORE(...) stands where a stack leaves attributes to the release.
resource "aws_vpc" "main" { cidr_block = "10.0.0.0/16" }
resource "aws_subnet" "main" {
  for_each          = { a = 0, c = 1 }
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.${each.value}.0/24"
  availability_zone = "ap-northeast-1${each.key}"
}
resource "aws_security_group" "main" {
  name   = "main"
  vpc_id = aws_vpc.main.id
}
locals { subnets = [for subnet in aws_subnet.main : subnet.id] }

resource "aws_lb" "main" {
  name            = "main"
  internal        = true
  subnets         = local.subnets
  security_groups = [aws_security_group.main.id]
}
resource "aws_lb_target_group" "web" {
  for_each    = toset(["blue", "green"])
  name        = "web-${each.key}"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = aws_vpc.main.id
}
resource "aws_lb_listener" "production" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
      status_code  = "404"
    }
  }
}
resource "aws_lb_listener_rule" "web" {
  listener_arn = aws_lb_listener.production.arn
  priority     = 100
  action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web["blue"].arn
  }
  condition {
    path_pattern { values = ["/*"] }
  }
  IGNORE(action)
}
resource "aws_lb_listener" "test" {
  load_balancer_arn = aws_lb.main.arn
  port              = 8080
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.web["blue"].arn
  }
  IGNORE(default_action)
}

data "aws_iam_policy_document" "trust" {
  for_each = toset(["ecs-tasks", "codedeploy"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}
resource "aws_iam_role" "execution" {
  name               = "execution"
  assume_role_policy = data.aws_iam_policy_document.trust["ecs-tasks"].json
}
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = data.aws_iam_policy_document.trust["codedeploy"].json
}
resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.deploy.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ecs:DescribeServices", "ecs:*TaskSet"], Resource = "*" },
      { Effect = "Allow", Action = ["elasticloadbalancing:Describe*", "cloudwatch:DescribeAlarms"], Resource = "*" },
      { Effect = "Allow", Action = "elasticloadbalancing:ModifyListener", Resource = aws_lb_listener.test.arn },
      { Effect = "Allow", Action = "elasticloadbalancing:ModifyRule", Resource = aws_lb_listener_rule.web.arn },
      { Effect = "Allow", Action = "iam:PassRole", Resource = aws_iam_role.execution.arn },
    ]
  })
}

resource "aws_ecs_cluster" "main" { name = "main" }
resource "aws_ecs_task_definition" "app" {
  for_each                 = { web = "web:1.0", worker = "registry.example.com:5000/worker@sha256:0" }
  family                   = each.key
  cpu                      = "256"
  memory                   = "512"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  execution_role_arn       = aws_iam_role.execution.arn
  skip_destroy             = true
  container_definitions = jsonencode([{
    name         = each.key
    image        = each.value
    essential    = true
    command      = ["sh", "-c", "a < b && c"]
    portMappings = [{ containerPort = 80 }]
  }])
}
resource "aws_ecs_service" "web" {
  name            = "web"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.app["web"].arn
  desired_count   = 2
  launch_type     = "FARGATE"
  deployment_controller { type = "CODE_DEPLOY" }
  load_balancer {
    target_group_arn = aws_lb_target_group.web["blue"].arn
    container_name   = "web"
    container_port   = 80
  }
  network_configuration {
    subnets         = local.subnets
    security_groups = [aws_security_group.main.id]
  }
  depends_on = [aws_lb_listener_rule.web, aws_lb_listener.test]
  IGNORE(task_definition, load_balancer, network_configuration, platform_version, capacity_provider_strategy, launch_type, desired_count)
}
resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = "${aws_ecs_task_definition.app["worker"].family}:${aws_ecs_task_definition.app["worker"].revision}"
  desired_count   = 1
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = local.subnets
    security_groups = [aws_security_group.main.id]
  }
  IGNORE(task_definition, desired_count)
}

resource "aws_codedeploy_app" "web" {
  name             = "web"
  compute_platform = "ECS"
}
resource "aws_codedeploy_deployment_group" "web" {
  app_name               = aws_codedeploy_app.web.name
  deployment_group_name  = "web"
  deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"
  service_role_arn       = aws_iam_role.deploy.arn
  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }
  ecs_service {
    cluster_name = aws_ecs_cluster.main.name
    service_name = aws_ecs_service.web.name
  }
  alarm_configuration {
    enabled = true
    alarms  = ["web-errors"]
  }
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]
  }
  blue_green_deployment_config {
    deployment_ready_option { action_on_timeout = "CONTINUE_DEPLOYMENT" }
    terminate_blue_instances_on_deployment_success { action = "TERMINATE" }
  }
  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route { listener_arns = [aws_lb_listener.production.arn] }
      test_traffic_route { listener_arns = [aws_lb_listener.test.arn] }
      target_group { name = aws_lb_target_group.web["blue"].name }
      target_group { name = aws_lb_target_group.web["green"].name }
    }
  }
}
