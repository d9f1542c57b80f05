package fastsynth

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/aws/jsii-runtime-go"
)

// lean is a package ready to be loaded.
type lean struct {
	name, version string
	tarball       []byte
	set           string // names the choice of modules, of this version
}

// lean returns the part of the bindings that the program needs, out of the cache
// or derived.
func (b bindings) lean(cache string, which func([]module) ([]module, error), progress io.Writer) (*lean, error) {
	key, err := b.key()
	if err != nil {
		return nil, err
	}
	entry := store{directory: cache, name: key}
	make := func() ([]byte, error) { return b.derive(progress) }
	found, err := entry.lean(make, which)
	if damaged := (*damagedError)(nil); errors.As(err, &damaged) {
		if err := entry.forget(); err != nil {
			return nil, err
		}
		return entry.lean(make, which)
	}
	return found, err
}

// derive tells what takes so long.
func (b bindings) derive(progress io.Writer) ([]byte, error) {
	// At Ctrl-C, which may come while somebody waits, nobody would remove jsii's
	// temporary folder.
	jsii.Close()
	start := time.Now()
	fmt.Fprintf(progress, "fastsynth: preparing the AWS bindings for fast loading, once on this machine… ")
	pack, err := derive(b.tarball)
	if err != nil {
		fmt.Fprintln(progress, "failed")
		return nil, fmt.Errorf("derive from %s: %w", b.module, err)
	}
	fmt.Fprintf(progress, "%.1f s\n", time.Since(start).Seconds())
	return pack, nil
}

// damagedError is a pack that cannot be read to the end.
type damagedError struct{ cause error }

func (e *damagedError) Error() string { return fmt.Sprintf("damaged: %v", e.cause) }

func (s store) lean(make func() ([]byte, error), which func([]module) ([]module, error)) (*lean, error) {
	p, err := s.pack(make)
	if err != nil {
		return nil, err
	}
	defer p.close()
	modules, err := which(p.manifest.Modules)
	if err != nil {
		return nil, err
	}
	set := setName(modules)
	tarball, err := s.tarball(set, func() ([]byte, error) {
		content, err := p.tarball(modules)
		if err != nil {
			return nil, &damagedError{err}
		}
		return content, nil
	})
	if err != nil {
		return nil, err
	}
	return &lean{name: p.manifest.Name, version: p.manifest.Version, tarball: tarball, set: s.name + "-" + set}, nil
}

// setName names a choice of modules.
func setName(modules []module) string {
	names := make([]string, 0, len(modules))
	for _, m := range modules {
		names = append(names, m.Name)
	}
	slices.Sort(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "\n")))
	return hex.EncodeToString(sum[:8])
}

// tarball puts a package together out of a pack. The same modules make the same
// bytes: the kernel keeps what it has unpacked under their checksum.
func (p *pack) tarball(modules []module) ([]byte, error) {
	files, err := p.files(modules)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	archive := tar.NewWriter(zipped)
	for _, f := range files {
		if err := archive.WriteHeader(&tar.Header{Name: "package/" + f.name, Mode: 0o644, Size: int64(len(f.content))}); err != nil {
			return nil, err
		}
		if _, err := archive.Write(f.content); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	err = zipped.Close()
	return out.Bytes(), err
}

// files returns the files of a package.
func (p *pack) files(modules []module) ([]packEntry, error) {
	about, err := json.Marshal(map[string]string{"name": p.manifest.Name, "version": p.manifest.Version, "main": "lib/index.js"})
	if err != nil {
		return nil, err
	}
	var (
		types bytes.Buffer
		index strings.Builder
		code  []packEntry
	)
	// Each module is loaded when it is first used.
	index.WriteString("'use strict';\nconst lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: load });\n")
	types.Write(bytes.TrimSuffix(p.manifest.Assembly, []byte("}")))
	types.WriteString(`,"types":{`)
	first := true
	for _, m := range modules {
		fmt.Fprintf(&index, "lazy(%q, () => require(%q));\n", m.Name, "./"+strings.TrimPrefix(m.Directory, "lib/"))
		if m.Probe != "" {
			members, err := p.read(packTypes + m.Name)
			if err != nil {
				return nil, err
			}
			if !first {
				types.WriteByte(',')
			}
			types.Write(members)
			first = false
		}
		for _, name := range append([]string{m.Directory + "/index.js"}, m.More...) {
			content, err := p.read(name)
			if err != nil {
				return nil, err
			}
			code = append(code, packEntry{name, content})
		}
	}
	types.WriteString("}}")
	return append([]packEntry{
		{"package.json", about}, {".jsii", types.Bytes()}, {"lib/index.js", []byte(index.String())},
	}, code...), nil
}
