package fastsynth

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
)

// split is an assembly taken apart: jsii's description of the types of a
// package.
type split struct {
	header json.RawMessage   // everything but the types
	types  map[string][]byte // by module: members of the object "types"
	probes map[string]string // by module: the name of one of its types
	err    error
}

// redirects tells whether a file .jsii names a compressed one in its place.
func redirects(described []byte) bool {
	var redirect struct {
		Schema string `json:"schema"`
	}
	const longest = 1 << 10
	return len(described) < longest && json.Unmarshal(described, &redirect) == nil && redirect.Schema == "jsii/file-redirect"
}

func splitPacked(packed []byte) split {
	in, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return split{err: err}
	}
	content, err := io.ReadAll(in)
	if err != nil {
		return split{err: err}
	}
	return splitAssembly(content)
}

func splitAssembly(content []byte) split {
	var header map[string]json.RawMessage
	if err := json.Unmarshal(content, &header); err != nil {
		return split{err: err}
	}
	var name string
	if err := json.Unmarshal(header["name"], &name); err != nil {
		return split{err: err}
	}
	var types map[string]json.RawMessage
	if err := json.Unmarshal(header["types"], &types); err != nil {
		return split{err: err}
	}
	// Of the rest, only the readme and the list of modules are large; the kernel
	// reads neither.
	for _, key := range []string{"types", "readme", "submodules"} {
		delete(header, key)
	}
	s := split{types: map[string][]byte{}, probes: map[string]string{}}
	if s.header, s.err = json.Marshal(header); s.err != nil {
		return s
	}
	byModule := map[string][]string{}
	for fqn := range types {
		module, _, found := strings.Cut(strings.TrimPrefix(fqn, name+"."), ".")
		if !found {
			module = "" // a type of the package itself
		}
		byModule[module] = append(byModule[module], fqn)
	}
	s.trim(types, byModule)
	return s
}

// trim fills the types, on as many cores as there are two: the rest of the work
// of deriving keeps one busy.
func (s *split) trim(types map[string]json.RawMessage, byModule map[string][]string) {
	var (
		todo = make(chan string)
		wait sync.WaitGroup
		lock sync.Mutex
	)
	for range 2 {
		wait.Go(func() {
			for module := range todo {
				fqns := byModule[module]
				slices.Sort(fqns)
				var members bytes.Buffer
				for i, fqn := range fqns {
					if i > 0 {
						members.WriteByte(',')
					}
					key, _ := json.Marshal(fqn)
					members.Write(key)
					members.WriteByte(':')
					writeTrimmed(&members, types[fqn])
				}
				lock.Lock()
				s.types[module], s.probes[module] = members.Bytes(), fqns[0]
				lock.Unlock()
			}
		})
	}
	for module := range byModule {
		todo <- module
	}
	close(todo)
	wait.Wait()
}
