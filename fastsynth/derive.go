package fastsynth

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strings"
)

// Names of the entries of a pack, besides the modules' code, which keeps the
// name it has in the tarball.
const (
	packManifest = "manifest.json"
	packTypes    = "types/" // and the module's name
)

// manifest is what a pack says about itself.
type manifest struct {
	Name     string          `json:"name"`
	Version  string          `json:"version"`
	Assembly json.RawMessage `json:"assembly"` // without types
	Modules  []module        `json:"modules"`
}

// module is one of the bindings' modules: a resource or a data source.
type module struct {
	Name      string `json:"name"` // what types of it begin with: "vpcEndpoint"
	Directory string `json:"dir"`  // where its code lies: "lib/vpc-endpoint"
	Probe     string `json:"type"` // one of its types: "@cdktf/provider-aws.vpcEndpoint.VpcEndpoint"
	// More is what there is besides index.js. A zip file has a checksum for what
	// is in a file, but none for which files there are.
	More []string `json:"more,omitempty"`
}

// derive makes a pack from the stock tarball: a zip file with the types and the
// code of each module apart, without documentation and source maps, so that any
// choice of modules is put together in milliseconds.
func derive(stock []byte) ([]byte, error) {
	out := newPackWriter()
	read, err := readStock(stock, out)
	if err != nil {
		return nil, err
	}
	assembly := <-read.assembly
	if assembly.err != nil {
		return nil, fmt.Errorf("the assembly: %w", assembly.err)
	}
	m := manifest{Assembly: assembly.header}
	if err := json.Unmarshal(read.meta, &m); err != nil {
		return nil, fmt.Errorf("package.json: %w", err)
	}
	if m.Modules, err = modulesOf(read.index, read.code, assembly); err != nil {
		return nil, err
	}
	for name, types := range assembly.types {
		out.add(packTypes+name, types)
	}
	about, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	out.add(packManifest, about)
	return out.close()
}

// stockFiles is what is in the stock tarball, besides the code of the modules.
type stockFiles struct {
	assembly    chan split // when it has been taken apart
	index, meta []byte
	code        []string // names
}

// readStock reads the tarball and adds the code to the pack. The assembly, a
// third of it, comes first, and is taken apart meanwhile.
func readStock(stock []byte, out *packWriter) (*stockFiles, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(stock))
	if err != nil {
		return nil, err
	}
	files := &stockFiles{assembly: make(chan split, 1)}
	var described, packed []byte
	for in := tar.NewReader(unzipped); ; {
		header, err := in.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		// npm puts everything below one directory, whatever its name.
		_, name, _ := strings.Cut(path.Clean(header.Name), "/")
		if header.Typeflag != tar.TypeReg || !wanted(name) {
			continue
		}
		content, err := io.ReadAll(in)
		if err != nil {
			return nil, err
		}
		switch name {
		case ".jsii":
			if described = content; !redirects(content) {
				go func() { files.assembly <- splitAssembly(content) }()
			}
		case ".jsii.gz":
			packed = content
		case "package.json":
			files.meta = content
		case "lib/index.js":
			files.index = content
		default:
			out.add(name, withoutSourceMap(content))
			files.code = append(files.code, name)
		}
	}
	if described == nil {
		return nil, errors.New("no assembly in the tarball")
	}
	if redirects(described) {
		files.assembly <- splitPacked(packed)
	}
	return files, nil
}

// wanted tells the files that a program needs from those for people and other
// languages.
func wanted(name string) bool {
	switch name {
	case ".jsii", ".jsii.gz", "package.json":
		return true
	}
	return strings.HasPrefix(name, "lib/") && strings.HasSuffix(name, ".js")
}

// withoutSourceMap cuts off the map to the TypeScript source, two thirds of a
// file. Nobody has that source, and Node.js does not look at it.
func withoutSourceMap(code []byte) []byte {
	if i := bytes.LastIndex(code, []byte("\n//# sourceMappingURL=")); i >= 0 {
		return code[:i+1]
	}
	return code
}

var reexport = regexp.MustCompile(`(?m)^exports\.(\w+) = require\("\./([^"]+)"\);$`)

// modulesOf reads the list of modules out of the bindings' own index. An index
// that does anything else than listing them is one this package does not know.
func modulesOf(index []byte, code []string, s split) ([]module, error) {
	var modules []module
	more, complete := map[string][]string{}, map[string]bool{}
	for _, name := range code {
		complete[path.Dir(name)] = complete[path.Dir(name)] || path.Base(name) == "index.js"
		if directory, file, _ := strings.Cut(strings.TrimPrefix(name, "lib/"), "/"); file != "index.js" {
			more["lib/"+directory] = append(more["lib/"+directory], name)
		}
	}
	left := map[string]bool{}
	for name := range s.types {
		left[name] = true
	}
	for _, match := range reexport.FindAllSubmatch(index, -1) {
		name, directory := string(match[1]), "lib/"+string(match[2])
		modules = append(modules, module{Name: name, Directory: directory, Probe: s.probes[name], More: more[directory]})
		delete(left, name)
		if !complete[directory] {
			return nil, fmt.Errorf("the module %q has no code", name)
		}
	}
	if len(modules) != bytes.Count(index, []byte("require(")) {
		return nil, errors.New("the index of the bindings is of an unknown form")
	}
	for name := range left {
		return nil, fmt.Errorf("the index of the bindings lacks the module %q", name)
	}
	return modules, nil
}

// packWriter compresses in the background.
type packWriter struct {
	entries chan packEntry
	done    chan error
	buffer  bytes.Buffer
}

type packEntry struct {
	name    string
	content []byte
}

func newPackWriter() *packWriter {
	w := &packWriter{entries: make(chan packEntry, 64), done: make(chan error, 1)}
	go func() { w.done <- w.run() }()
	return w
}

func (w *packWriter) run() error {
	archive := zip.NewWriter(&w.buffer)
	archive.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(out, flate.BestSpeed)
	})
	var failed error
	for entry := range w.entries {
		file, err := archive.Create(entry.name)
		if err == nil {
			_, err = file.Write(entry.content)
		}
		failed = errors.Join(failed, err)
	}
	return errors.Join(failed, archive.Close())
}

func (w *packWriter) add(name string, content []byte) { w.entries <- packEntry{name, content} }

func (w *packWriter) close() ([]byte, error) {
	close(w.entries)
	err := <-w.done
	return w.buffer.Bytes(), err
}
