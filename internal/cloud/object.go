package cloud

// Object is something that exists in the cloud.
type Object struct {
	Type string `json:"type"`
	// ID tells the object from the others of its type: see Kind.Key.
	ID string `json:"id"`
	// Region is empty for the objects of the account.
	Region     string     `json:"region,omitempty"`
	Attributes Attributes `json:"attributes"`
	// Waiting tells that the object is deleted, and that AWS keeps it until its
	// recovery window or waiting period is over, as secrets and keys.
	Waiting bool `json:"waiting,omitempty"`
	// ByAWS tells that a service of AWS made the object, such as the secret of a
	// database: no configuration manages it.
	ByAWS bool `json:"byAWS,omitempty"`
}

// Buckets are where the contents of S3 buckets are.
type Buckets interface {
	CreateBucket(name string) error
	DeleteBucket(name string) error
	// Empty deletes every object of a bucket.
	Empty(name string) error
	// Objects are the keys of the objects in a bucket.
	Objects(name string) ([]string, error)
}

// Operation is what is done to an object.
type Operation string

// The operations.
const (
	Create Operation = "create"
	Read   Operation = "read"
	Update Operation = "update"
	Delete Operation = "delete"
)

// Event tells of a request before it is carried out, and after.
type Event struct {
	Operation Operation
	Type      string
	// ID is empty before an object is created.
	ID   string
	Done bool
}

// noBuckets keep nothing.
type noBuckets struct{}

func (noBuckets) CreateBucket(string) error        { return nil }
func (noBuckets) DeleteBucket(string) error        { return nil }
func (noBuckets) Empty(string) error               { return nil }
func (noBuckets) Objects(string) ([]string, error) { return nil, nil }
