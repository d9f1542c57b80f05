package rehearsal

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/berth-iac/berth/internal/cloud"
)

// lockSuffix is what S3's own lock files end with.
const lockSuffix = ".tflock"

// lockInfo is what Terraform writes into a lock.
type lockInfo struct {
	ID, Operation, Info, Who, Version, Path string
	Created                                 time.Time
}

// lock puts the lock of a run that died long ago on the first stack whose state
// is in a bucket.
func (s *Stage) lock(g Group) error {
	for _, one := range g.stacks {
		if one.bucket == "" {
			continue
		}
		content, err := json.Marshal(lockInfo{
			ID: "11111111-2222-3333-4444-555555555555", Operation: "OperationTypeApply",
			Who: "somebody@build-agent", Version: "1.11.4", Path: one.bucket + "/" + one.key,
			Created: time.Now().Add(-24 * time.Hour).UTC(),
		})
		if err != nil {
			return err
		}
		request, err := http.NewRequest(http.MethodPut, s.buckets.URL()+"/"+one.bucket+"/"+one.key+lockSuffix, bytes.NewReader(content))
		if err != nil {
			return err
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("write a lock: %s", response.Status)
		}
		return nil
	}
	return fmt.Errorf("no stack of %s keeps its state in a bucket", g.Name)
}

// unlock breaks the locks of a group with terraform force-unlock, as a user
// does who has seen that nobody is at work.
func (s *Stage) unlock(ctx context.Context, g Group) (string, error) {
	var broken []string
	for _, one := range g.stacks {
		if one.bucket == "" {
			continue
		}
		content, err := s.buckets.Read(one.bucket, one.key+lockSuffix)
		if err != nil {
			continue // not locked
		}
		var info lockInfo
		if err := json.Unmarshal(content, &info); err != nil {
			return "", err
		}
		command := exec.CommandContext(ctx, terraform(), "force-unlock", "-force", info.ID)
		command.Dir = filepath.Join(s.CLI.Output(), "stacks", one.name)
		command.Env = append(os.Environ(), s.CLI.Variables()...)
		if out, err := command.CombinedOutput(); err != nil {
			return "", fmt.Errorf("terraform force-unlock of %s: %w\n%s", one.name, err, out)
		}
		broken = append(broken, "terraform force-unlock "+info.ID+" in "+one.name)
	}
	return strings.Join(broken, "\n"), nil
}

// terraform is the program that the CLI runs.
func terraform() string { return cmp.Or(os.Getenv("TERRAFORM_BINARY_NAME"), "terraform") }

// remove deletes objects behind Terraform's back.
func (s *Stage) remove(objects []cloud.Object) error {
	for _, object := range objects {
		err := s.Cloud.Change(sessionOf(object), func(c *cloud.Call) error {
			c.Drop(object.Type, object.ID)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
