package config

// Pipeline builds a service's images from GitHub and releases them.
type Pipeline struct {
	// Repository on GitHub, as owner/name.
	Repository string `yaml:"repository" jsonschema:"required"`
	// Branch whose pushes are released. Default: main.
	Branch string `yaml:"branch,omitempty"`
	// Dockerfile to build for the service's own container, relative to the
	// repository. Default: "Dockerfile".
	Dockerfile string `yaml:"dockerfile,omitempty"`
	// Context of the build, relative to the repository. Default: ".".
	Context string `yaml:"context,omitempty"`
	// BuildArgs are arguments (ARG) of the Dockerfile. They are no place for
	// secrets: whoever has the image can read them.
	BuildArgs map[string]string `yaml:"buildArgs,omitempty"`
	// Images of sidecars that are built with the service's own and released
	// together, by the name of the sidecar: with blueGreen at most three. The
	// other sidecars keep the image that they have.
	Images map[string]PipelineImage `yaml:"images,omitempty"`
	// KeepImages is how many images each ECR repository keeps, the newest ones: 5
	// to 1000. ECR does not know which images run: one that still runs is deleted
	// once so many newer ones were built without a release. Default: 30.
	KeepImages int `yaml:"keepImages,omitempty" jsonschema:"minimum=5,maximum=1000"`
	// Approval asks somebody before each release. Default: false.
	Approval bool `yaml:"approval,omitempty"`
	// Migration changes a database before each release. Default: none.
	Migration *Migration `yaml:"migration,omitempty"`
}

// PipelineImage is the image of a sidecar.
type PipelineImage struct {
	// Context of the build, relative to the repository. Default: the folder that
	// has the sidecar's name.
	Context string `yaml:"context,omitempty"`
	// Dockerfile to build, relative to the repository. Default: "Dockerfile" in
	// the context.
	Dockerfile string `yaml:"dockerfile,omitempty"`
	// BuildArgs are arguments (ARG) of the Dockerfile, and no secrets.
	BuildArgs map[string]string `yaml:"buildArgs,omitempty"`
}

// Migration runs a command in a container of the new image, inside the VPC, after
// the approval and before the release. Where it fails, nothing is released. The
// old tasks run on meanwhile: what it leaves has to fit them too. The container
// has the variables and secrets that it has in a task and, for a database named
// main, DB_MAIN_HOST, DB_MAIN_PORT, DB_MAIN_NAME, DB_MAIN_USERNAME and
// DB_MAIN_PASSWORD, those of the master user.
type Migration struct {
	// Command to run, such as [php, artisan, migrate, --force]; it replaces the
	// image's own.
	Command []string `yaml:"command" jsonschema:"required,minItems=1"`
	// Database that is migrated, one of the environment's.
	Database string `yaml:"database" jsonschema:"required"`
	// Container whose image runs the command: the service's own, or a sidecar
	// that the pipeline builds. Default: the service's own.
	Container string `yaml:"container,omitempty"`
}
