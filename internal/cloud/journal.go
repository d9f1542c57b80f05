package cloud

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// change is a line of the file.
type change struct {
	Put      *Object `json:"put,omitempty"`
	Delete   string  `json:"delete,omitempty"`
	Sequence int     `json:"sequence,omitempty"`
}

// journal is the file of a cloud: one change a line, so that a process killed
// at any moment leaves all but the change under way.
type journal struct {
	file *os.File
}

// openJournal reads the changes of a file and goes on writing it. Without a
// name, nothing is kept.
func openJournal(name string) (*journal, []change, error) {
	if name == "" {
		return &journal{}, nil, nil
	}
	text, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	changes, whole, err := parse(text)
	if err != nil {
		return nil, nil, fmt.Errorf("read the cloud %s: %w", name, err)
	}
	// Objects may hold what a user keeps to himself.
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, nil, err
	}
	// A line that was not finished never happened.
	if err := file.Truncate(int64(whole)); err != nil {
		return nil, nil, err
	}
	if _, err := file.Seek(int64(whole), 0); err != nil {
		return nil, nil, err
	}
	return &journal{file: file}, changes, nil
}

// parse reads the whole lines of a file and tells how many bytes they take.
func parse(text []byte) (changes []change, whole int, err error) {
	reader := bufio.NewReader(bytes.NewReader(text))
	for number := 1; ; number++ {
		line, err := reader.ReadBytes('\n')
		if err != nil {
			return changes, whole, nil
		}
		decoder := json.NewDecoder(bytes.NewReader(line))
		decoder.UseNumber()
		var c change
		if err := decoder.Decode(&c); err != nil {
			return nil, 0, fmt.Errorf("line %d: %w", number, err)
		}
		changes = append(changes, c)
		whole += len(line)
	}
}

// write appends changes in one write.
func (j *journal) write(changes []change, sequence int) error {
	if j.file == nil || len(changes) == 0 {
		return nil
	}
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	encoder.SetEscapeHTML(false)
	for _, c := range changes {
		c.Sequence = sequence
		if err := encoder.Encode(c); err != nil {
			return err
		}
	}
	_, err := j.file.Write(lines.Bytes())
	return err
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	return j.file.Close()
}
