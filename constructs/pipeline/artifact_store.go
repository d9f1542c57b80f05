package pipeline

import (
	"github.com/aws/constructs-go/constructs/v10"

	"github.com/berth-iac/berth/constructs/storage"
	"github.com/berth-iac/berth/internal/check"
	"github.com/berth-iac/berth/internal/node"
)

// artifactDays is how long what passes between stages is kept.
const artifactDays = 30

// ArtifactStoreProps describe the bucket through which the stages of pipelines
// hand each other their artifacts. One serves all pipelines of a region.
type ArtifactStoreProps struct {
	// Name of the bucket, unique in all of AWS, as in storage.BucketProps.
	Name string
	// KMSKeyARN is the key that encrypts the artifacts; pipelines and builds are
	// given the same.
	KMSKeyARN string
	// Disposable lets the bucket be destroyed with what is in it. Default:
	// false.
	Disposable bool
}

// ArtifactStore is a bucket for artifacts, which it keeps for 30 days.
type ArtifactStore struct {
	// Name and ARN of the bucket.
	Name, ARN string
	// Bucket is the bucket itself; nil where the props are invalid.
	Bucket *storage.Bucket
}

// Validate tells what is missing.
func (p ArtifactStoreProps) Validate() error {
	var problems check.Problems
	problems.Join("", p.bucket().Validate())
	problems.Required("KMSKeyARN", p.KMSKeyARN)
	return problems.Err()
}

func (p ArtifactStoreProps) bucket() storage.BucketProps {
	return storage.BucketProps{
		Name:           p.Name,
		KMSKeyARN:      p.KMSKeyARN,
		ExpireDays:     artifactDays,
		NoncurrentDays: artifactDays,
		Disposable:     p.Disposable,
	}
}

// NewArtifactStore adds a bucket for artifacts.
func NewArtifactStore(scope constructs.Construct, id string, props ArtifactStoreProps) *ArtifactStore {
	scope, ok := node.New(scope, id, props)
	if !ok {
		return &ArtifactStore{}
	}
	bucket := storage.NewBucket(scope, "bucket", props.bucket())
	return &ArtifactStore{Name: bucket.Name, ARN: bucket.ARN, Bucket: bucket}
}
