package fastsynth

import (
	"testing"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdktf/cdktf-provider-aws-go/aws/v19/provider"
	_ "github.com/cdktf/cdktf-provider-aws-go/aws/v19/vpc"
	"github.com/hashicorp/terraform-cdk-go/cdktf"
	"gotest.tools/v3/assert"
)

// stock is the bindings of this test, which links two modules of them.
func stock(b *testing.B) bindings {
	b.Helper()
	found := carried()
	assert.Equal(b, len(found), 1)
	return found[0]
}

// prepared has everything derived.
func prepared(b *testing.B) (store, *pack) {
	b.Helper()
	cache := b.TempDir()
	key, err := stock(b).key()
	assert.NilError(b, err)
	s := store{cache, key}
	p, err := s.pack(func() ([]byte, error) { return derive(stock(b).tarball) })
	assert.NilError(b, err)
	b.Cleanup(p.close)
	return s, p
}

func BenchmarkDerive(b *testing.B) {
	for b.Loop() {
		_, err := derive(stock(b).tarball)
		assert.NilError(b, err)
	}
}

func BenchmarkOpenPack(b *testing.B) {
	s, _ := prepared(b)
	for b.Loop() {
		p, err := s.pack(nil)
		assert.NilError(b, err)
		p.close()
	}
}

func BenchmarkFindLinked(b *testing.B) {
	_, p := prepared(b)
	for b.Loop() {
		modules, err := linked(p.manifest.Modules)
		assert.NilError(b, err)
		assert.Equal(b, len(modules), 2)
	}
}

func BenchmarkMakeTarball(b *testing.B) {
	_, p := prepared(b)
	for name, modules := range map[string][]module{"50": p.manifest.Modules[:50], "all": p.manifest.Modules} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_, err := p.tarball(modules)
				assert.NilError(b, err)
			}
		})
	}
}

func BenchmarkReadTarball(b *testing.B) {
	s, p := prepared(b)
	for b.Loop() {
		_, err := s.tarball("50", func() ([]byte, error) { return p.tarball(p.manifest.Modules[:50]) })
		assert.NilError(b, err)
	}
}

// BenchmarkLoad is the start of a program: Node.js, the kernel, CDKTF and the
// bindings.
func BenchmarkLoad(b *testing.B) {
	b.Setenv(cacheVariable, b.TempDir())
	for _, value := range []string{"on", "all", "off"} {
		b.Run(value, func(b *testing.B) {
			b.Setenv(switchVariable, value)
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				if i == 0 {
					Load() // derives
				}
				jsii.Close()
				b.StartTimer()
				Load()
				provider.NewAwsProvider(cdktf.NewTerraformStack(newApp(b), jsii.String("stack")), jsii.String("aws"), nil)
			}
			jsii.Close()
		})
	}
}

// newApp keeps what it writes out of the source.
func newApp(b *testing.B) cdktf.App {
	b.Helper()
	return cdktf.NewApp(&cdktf.AppConfig{Outdir: jsii.String(b.TempDir())})
}

// BenchmarkRoundTrip asks Node.js for a property.
func BenchmarkRoundTrip(b *testing.B) {
	b.Setenv(cacheVariable, b.TempDir())
	for _, value := range []string{"on", "off"} {
		b.Run(value, func(b *testing.B) {
			b.Setenv(switchVariable, value)
			Load()
			defer jsii.Close()
			app := newApp(b)
			for b.Loop() {
				app.Outdir()
			}
		})
	}
}
