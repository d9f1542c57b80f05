// Package bluegreen holds what CodeDeploy needs to release an ECS service blue/
// green: a pair of target groups, an application and a deployment group.
//
// A deployment starts the new tasks in the idle target group, shows them on the
// test listener where there is one, moves the production traffic, keeps the old
// tasks for the bake time, and ends them. Until then an alarm, a failure or a
// person moves the traffic back.
//
// The service is an ecs.Service with the strategy ecs.BlueGreen, and the rules
// of its listeners are made with loadbalancer.RuleProps.MovedByCodeDeploy: what
// CodeDeploy moves, Terraform leaves alone.
package bluegreen
