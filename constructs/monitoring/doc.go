// Package monitoring holds the CloudWatch alarms of a service and the SNS topic
// that tells people of them.
//
// Missing data never raises an alarm. The alarms on traffic watch both target
// groups of a blue/green service at once, so that they hold whichever one has
// the traffic, and can roll a deployment back; those on single hosts and on
// utilization only tell people.
package monitoring
