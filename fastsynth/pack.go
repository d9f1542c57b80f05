package fastsynth

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
)

// pack is the bindings in parts, as derive has made them. Every entry has a
// checksum, which reading it checks.
type pack struct {
	manifest manifest
	archive  *zip.ReadCloser
	entries  map[string]*zip.File
}

func openPack(file string) (*pack, error) {
	archive, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	p := &pack{archive: archive, entries: make(map[string]*zip.File, len(archive.File))}
	for _, entry := range archive.File {
		p.entries[entry.Name] = entry
	}
	if err := p.check(); err != nil {
		p.close()
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	touch(file)
	return p, nil
}

func (p *pack) check() error {
	content, err := p.read(packManifest)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, &p.manifest)
}

func (p *pack) close() { _ = p.archive.Close() }

// read returns an entry.
func (p *pack) read(name string) ([]byte, error) {
	entry := p.entries[name]
	if entry == nil {
		return nil, fmt.Errorf("%s is missing", name)
	}
	file, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}
