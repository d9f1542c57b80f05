package fastsynth

import (
	"encoding/binary"
	"fmt"
	"path"

	// For go:linkname.
	_ "unsafe"
)

// The bindings embed their tarball in a variable that they do not export. A
// variable that is linked by its name costs nothing where it is not there: of a
// major version that the program does not import, it stays empty.
//
// Not from the module cache: a program runs where there is none, and nothing
// says that what lies there is what was compiled. Not from the executable's
// file: that takes a reader for each operating system's format.

//go:linkname awsV15 github.com/cdktf/cdktf-provider-aws-go/aws/v15/jsii.tarball
var awsV15 []byte

//go:linkname awsV16 github.com/cdktf/cdktf-provider-aws-go/aws/v16/jsii.tarball
var awsV16 []byte

//go:linkname awsV17 github.com/cdktf/cdktf-provider-aws-go/aws/v17/jsii.tarball
var awsV17 []byte

//go:linkname awsV18 github.com/cdktf/cdktf-provider-aws-go/aws/v18/jsii.tarball
var awsV18 []byte

//go:linkname awsV19 github.com/cdktf/cdktf-provider-aws-go/aws/v19/jsii.tarball
var awsV19 []byte

//go:linkname awsV20 github.com/cdktf/cdktf-provider-aws-go/aws/v20/jsii.tarball
var awsV20 []byte

//go:linkname awsV21 github.com/cdktf/cdktf-provider-aws-go/aws/v21/jsii.tarball
var awsV21 []byte

// bindings is the stock tarball of a Go module.
type bindings struct {
	module  string
	tarball []byte
}

// carried returns the bindings that this program links.
func carried() []bindings {
	const aws = "github.com/cdktf/cdktf-provider-aws-go/aws/"
	var found []bindings
	for _, b := range []bindings{
		{aws + "v15", awsV15}, {aws + "v16", awsV16}, {aws + "v17", awsV17}, {aws + "v18", awsV18},
		{aws + "v19", awsV19}, {aws + "v20", awsV20}, {aws + "v21", awsV21},
	} {
		if len(b.tarball) > 0 {
			found = append(found, b)
		}
	}
	return found
}

// key tells these bindings from all others: by the major version, and by the
// length and the checksum that gzip puts at the end, which covers every byte
// without reading them all. The version that a build records would say less,
// and the build of a test records none.
func (b bindings) key() (string, error) {
	const trailer = 8 // CRC-32 and length of what was packed
	if len(b.tarball) < trailer {
		return "", fmt.Errorf("the tarball of %s is cut off", b.module)
	}
	sum := binary.LittleEndian.Uint32(b.tarball[len(b.tarball)-trailer:])
	return fmt.Sprintf("aws-%s-%08x-%d", path.Base(b.module), sum, len(b.tarball)), nil
}
