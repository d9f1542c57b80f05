package ecs

import (
	"regexp"
	"slices"

	"github.com/berth-iac/berth/constructs/identity"
)

// ecrImage takes an image in an ECR repository of an account apart: account,
// region and repository.
var ecrImage = regexp.MustCompile(`^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)`)

// repositoryARNs are the ECR repositories that the tasks pull from: those of the
// containers' images, and those given for images that come later.
func (p TaskDefinitionProps) repositoryARNs(location identity.Location) []string {
	arns := slices.Clone(p.RepositoryARNs)
	for _, c := range p.withRouter() {
		image := ecrImage.FindStringSubmatch(c.Image)
		if image == nil {
			continue
		}
		arn := "arn:" + location.Partition + ":ecr:" + image[2] + ":" + image[1] + ":repository/" + image[3]
		if !slices.Contains(arns, arn) {
			arns = append(arns, arn)
		}
	}
	return arns
}
