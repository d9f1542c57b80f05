// Package ecs holds the ECS cluster, task definitions and services, on AWS
// Fargate or on EC2 instances.
//
// What a task may ask for follows from where it runs (Compatibility), what a
// service may do from what it runs on (Capacity), and where output can go from
// both (Logging): each is one typed choice, and what does not go together is
// refused with the reason and the way that is open.
//
// A TaskDefinition brings its log group and its two roles; a Service runs it
// under one of two deployment strategies. With Rolling, ECS replaces the tasks
// and Terraform may own every revision. With BlueGreen, CodeDeploy owns the
// revision and the colour, and Terraform the shape: what Terraform then has to
// leave alone follows from the strategy and is never written by hand.
//
// A ScheduledTask starts a task by the clock, with EventBridge Scheduler or a
// rule, and tells of every run that did not start or that ended badly.
package ecs
