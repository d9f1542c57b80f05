package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/berth-iac/berth/internal/naming"
)

var (
	repository = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}$`)
	branch     = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./+-]{0,254}$`)
	fileName   = regexp.MustCompile(`^[A-Za-z0-9_.][A-Za-z0-9_./-]*$`)
)

func checkPipeline(r *report, service path, name string, s Service, e *Environment) {
	p, pipeline := service.key("pipeline"), *s.Pipeline
	if !repository.MatchString(pipeline.Repository) || strings.HasSuffix(pipeline.Repository, ".git") {
		r.addf(p.key("repository"), "%s is not a repository on GitHub: owner/name is needed, without https:// and .git", quote(pipeline.Repository))
	}
	b := pipeline.Branch
	if !branch.MatchString(b) || strings.Contains(b, "..") || strings.Contains(b, "//") ||
		strings.HasSuffix(b, "/") || strings.HasSuffix(b, ".") || strings.HasSuffix(b, ".lock") {
		r.addf(p.key("branch"), "%s is not the name of a branch such as main", quote(b))
	}
	checkImage := func(p path, image PipelineImage) {
		checkRepositoryPath(r, p.key("dockerfile"), image.Dockerfile)
		checkRepositoryPath(r, p.key("context"), image.Context)
		for _, arg := range sorted(image.BuildArgs) {
			r.joinKey(p.key("buildArgs", arg), naming.CheckVariable(arg))
		}
	}
	checkImage(p, PipelineImage{Dockerfile: pipeline.Dockerfile, Context: pipeline.Context, BuildArgs: pipeline.BuildArgs})
	for _, sidecar := range sorted(pipeline.Images) {
		here := p.key("images", sidecar)
		checkBuiltSidecar(r, here, sidecar, name, s)
		checkImage(here, pipeline.Images[sidecar])
	}
	checkImageCount(r, service, s)
	if pipeline.Migration != nil {
		checkMigration(r, service, name, s, e)
	}
}

func checkRepositoryPath(r *report, p path, file string) {
	if !insideRepository(file) {
		r.addf(p, "%s is not a path inside the repository such as build/app: no / at its start, no .., "+
			"letters, digits and _.-/ are allowed", quote(file))
	}
}

// insideRepository tells whether a relative path stays where it begins.
func insideRepository(file string) bool {
	segments := strings.Split(strings.TrimSuffix(file, "/"), "/")
	return fileName.MatchString(file) && !slices.Contains(segments, "..") && !slices.Contains(segments, "")
}

// checkBuiltSidecar refuses an image that no sidecar gets.
func checkBuiltSidecar(r *report, p path, sidecar, service string, s Service) {
	switch _, known := s.Sidecars[sidecar]; {
	case known || r.broken(at("services", service, "sidecars")):
	case sidecar == service:
		r.addKeyf(p, "the service's own container: its image is built from the pipeline's dockerfile and context")
	case len(s.Sidecars) == 0:
		r.addKeyf(p, "not one of the service's sidecars: there is none")
	default:
		r.addKeyf(p, "not one of the service's sidecars: %s", didYouMean(sidecar, sorted(s.Sidecars)))
	}
}

// maxBlueGreenImages is what CodePipeline hands to CodeDeploy.
const maxBlueGreenImages = 4

func checkImageCount(r *report, service path, s Service) {
	images := service.key("pipeline", "images")
	if n := len(s.Pipeline.Images) + 1; n > maxBlueGreenImages && s.Deployment.Strategy == StrategyBlueGreen &&
		r.sound(images, service.key("deployment", "strategy"), service.key("route")) {
		r.addf(images, "%d images with the service's own, and the strategy %s: CodePipeline hands CodeDeploy %d at most; build fewer, or choose %s",
			n, StrategyBlueGreen, maxBlueGreenImages, StrategyRolling)
	}
}

func checkMigration(r *report, service path, name string, s Service, e *Environment) {
	p, migration := service.key("pipeline", "migration"), *s.Pipeline.Migration
	checkReference(r, p.key("database"), at("databases"), migration.Database, e.Databases)
	built := append([]string{name}, sorted(s.Pipeline.Images)...)
	if !slices.Contains(built, migration.Container) {
		if r.sound(service.key("pipeline", "images")) {
			r.addf(p.key("container"), "%s is not a container that the pipeline builds: %s", quote(migration.Container), didYouMean(migration.Container, built))
		}
		return
	}
	container, environment, secrets := service, s.Environment, s.Secrets
	if migration.Container != name {
		container = service.key("sidecars", migration.Container)
		environment, secrets = s.Sidecars[migration.Container].Environment, s.Sidecars[migration.Container].Secrets
	}
	for _, variable := range sorted(environment) {
		checkMigrationVariable(r, container.key("environment", variable), variable, migration)
	}
	for _, variable := range sorted(secrets) {
		checkMigrationVariable(r, container.key("secrets", variable), variable, migration)
	}
}

// RegionVariables are set in every migration as they are in every task: there
// they follow from the place where it runs.
var RegionVariables = []string{"AWS_DEFAULT_REGION", "AWS_REGION"}

// checkMigrationVariable refuses a variable of a container that would not be
// the same where a migration runs.
func checkMigrationVariable(r *report, p path, name string, migration Migration) {
	if slices.Contains(RegionVariables, name) || naming.CheckVariable(name) != nil {
		return
	}
	own := []string{"CONTAINER_NAME", "IMAGE_URI", "PLATFORM"}
	for _, what := range MigrationVariables {
		own = append(own, DatabaseVariable(migration.Database, what))
	}
	if slices.Contains(own, name) {
		r.addKeyf(p, "the pipeline's migration sets this variable: choose another name")
	} else if err := naming.CheckBuildVariable(name); err != nil {
		r.addKeyf(p, "the pipeline's migration cannot have it: %v", err)
	}
}
