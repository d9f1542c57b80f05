package config

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxSize is the largest file that is read: a hundred times what the largest
// environments need.
const maxSize = 1 << 20

// Load reads one environment file, fills in the defaults and checks it. The
// error is an Errors with all that is wrong with the file.
func Load(path string) (*Environment, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, Errors{err}
	}
	return load(path, data)
}

// LoadDir loads every *.yaml and *.yml file of a directory, in the order of
// their names. The error holds what is wrong with all of them.
func LoadDir(dir string) ([]*Environment, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, Errors{{File: dir, Message: "cannot be read: " + reason(err), cause: err}}
	}
	var environments []*Environment
	var all Errors
	files := map[string]string{}
	for _, entry := range entries {
		file := filepath.Join(dir, entry.Name())
		name, ok := environmentName(file)
		if !ok {
			continue
		}
		if first, taken := files[name]; taken {
			all = append(all, &Error{File: file, Message: fmt.Sprintf("the environment %s is given twice: the other file is %s", name, first)})
			continue
		}
		files[name] = file
		environment, err := Load(file)
		var problems Errors
		if errors.As(err, &problems) {
			all = append(all, problems...)
			continue
		}
		environments = append(environments, environment)
	}
	if len(files) == 0 {
		all = append(all, &Error{File: dir, Message: "no environment: one file such as dev.yaml is needed"})
	}
	if len(all) == 0 {
		all = checkTogether(environments, files)
	}
	if len(all) > 0 {
		return nil, all
	}
	return environments, nil
}

// load reads an environment from the content of its file.
func load(file string, data []byte) (*Environment, error) {
	doc, problems := parse(file, data)
	if doc == nil {
		return nil, problems.err()
	}
	r := &report{doc: doc, errs: problems}
	checkSchema(r)
	env := &Environment{}
	if err := doc.decode(env); err != nil {
		r.addf(nil, "cannot be read: %v", err)
	}
	name, ok := environmentName(file)
	if !ok {
		r.file("the file is not named like dev.yaml: its name is the name of the environment")
	}
	env.Name = name
	applyDefaults(env)
	checkEnvironment(r, env)
	if len(r.errs) > 0 {
		return nil, r.errs.arrange()
	}
	return env, nil
}

// environmentName takes the name of an environment from that of its file.
func environmentName(file string) (name string, ok bool) {
	base := filepath.Base(file)
	ending := filepath.Ext(base)
	if !slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(ending)) {
		return "", false
	}
	name = strings.TrimSuffix(base, ending)
	return name, name != ""
}

func readFile(path string) ([]byte, *Error) {
	// What is no regular file may block (a pipe) or have no end (a device).
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, &Error{File: path, Message: "cannot be read: " + reason(err), cause: err}
	case info.IsDir():
		return nil, &Error{File: path, Message: "is a directory: a file such as dev.yaml is needed"}
	case !info.Mode().IsRegular():
		return nil, &Error{File: path, Message: "is not a regular file"}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, &Error{File: path, Message: "cannot be read: " + reason(err), cause: err}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxSize+1))
	if err != nil {
		return nil, &Error{File: path, Message: "cannot be read: " + reason(err), cause: err}
	}
	return data, nil
}

// reason is what the operating system said, without the name of the file.
func reason(err error) string {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}
