package cloud_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gotest.tools/v3/assert"

	"github.com/berth-iac/berth/internal/cloud"
)

var (
	session = cloud.Session{Partition: "aws", Region: "ap-northeast-1", Account: "000000000000"}

	houseMissing = cloud.Refusal{Name: "house-missing", Operation: "Town: MakeRoom", Code: "HouseNotFound", Message: "no house %s"}
	houseInUse   = cloud.Refusal{Name: "house-in-use", Operation: "Town: DeleteHouse", Code: "HouseInUse", Message: "house %s has room %s"}
	nameTaken    = cloud.Refusal{Name: "name-taken", Operation: "Town: MakeHouse", Code: "NameTaken", Message: "%s is taken"}

	house = cloud.Kind{
		Type:   "house",
		Unique: []cloud.Unique{{Paths: []string{"name"}, Taken: nameTaken}},
		Create: func(c *cloud.Call) error { c.Object["id"] = c.NewID("house-"); return nil },
	}
	room = cloud.Kind{
		Type:   "room",
		Refs:   []cloud.Ref{{Path: "place.house", To: "house", Missing: houseMissing, InUse: houseInUse}},
		Create: func(c *cloud.Call) error { c.Object["id"] = c.NewID("room-"); return nil },
	}
)

func open(t *testing.T, options cloud.Options) *cloud.Cloud {
	t.Helper()
	options.Kinds = []cloud.Kind{house, room}
	c, err := cloud.Open(options)
	assert.NilError(t, err)
	return c
}

func build(t *testing.T, c *cloud.Cloud, kind string, object cloud.Attributes) cloud.Attributes {
	t.Helper()
	made, err := c.Create(context.Background(), session, kind, object)
	assert.NilError(t, err)
	return made
}

func inHouse(id any) cloud.Attributes {
	return cloud.Attributes{"place": []any{map[string]any{"house": id}}}
}

func TestReferences(t *testing.T) {
	c := open(t, cloud.Options{})
	_, err := c.Create(t.Context(), session, "room", inHouse("house-missing"))
	assert.Error(t, err, "operation error Town: MakeRoom, https response error StatusCode: 400, RequestID: 00000000-0000-0000-0000-000000000000, HouseNotFound: no house house-missing")
	a := build(t, c, "house", cloud.Attributes{"name": "a"})
	made := build(t, c, "room", inHouse(a["id"]))
	assert.ErrorContains(t, c.Delete(t.Context(), session, "house", a.Text("id")), "HouseInUse: house "+a.Text("id")+" has room "+made.Text("id"))
	assert.NilError(t, c.Delete(t.Context(), session, "room", made.Text("id")))
	assert.NilError(t, c.Delete(t.Context(), session, "house", a.Text("id")))
	assert.Equal(t, len(c.Objects()), 0)
}

func TestNamesAreTakenInTheirRegion(t *testing.T) {
	c := open(t, cloud.Options{})
	build(t, c, "house", cloud.Attributes{"name": "a"})
	_, err := c.Create(t.Context(), session, "house", cloud.Attributes{"name": "a"})
	assert.ErrorContains(t, err, "NameTaken: a is taken")
	elsewhere := session
	elsewhere.Region = "us-east-1"
	_, err = c.Create(t.Context(), elsewhere, "house", cloud.Attributes{"name": "a"})
	assert.NilError(t, err)
}

// The file is the cloud: another process finds all but a change that was not
// written to its end.
func TestFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cloud.jsonl")
	c := open(t, cloud.Options{File: file})
	a := build(t, c, "house", cloud.Attributes{"name": "a"})
	b := build(t, c, "house", cloud.Attributes{"name": "b"})
	_, err := c.Update(t.Context(), session, "house", a.Text("id"), cloud.Attributes{"id": a["id"], "name": "renamed", "rooms": 3})
	assert.NilError(t, err)
	assert.NilError(t, c.Delete(t.Context(), session, "house", b.Text("id")))
	assert.NilError(t, c.Close())

	info, err := os.Stat(file)
	assert.NilError(t, err)
	assert.Equal(t, info.Mode().Perm(), os.FileMode(0o600))
	torn, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	assert.NilError(t, err)
	_, err = torn.WriteString(`{"put":{"type":"house","id":"half`)
	assert.NilError(t, err)
	assert.NilError(t, torn.Close())

	c = open(t, cloud.Options{File: file})
	objects := c.Objects()
	assert.Equal(t, len(objects), 1)
	assert.Equal(t, objects[0].Attributes.Text("name"), "renamed")
	assert.Equal(t, objects[0].Attributes.Int("rooms"), 3)
	third := build(t, c, "house", cloud.Attributes{"name": "c"})
	assert.Assert(t, third.Text("id") != a.Text("id") && third.Text("id") != b.Text("id"), "an id is never given twice")
	assert.NilError(t, c.Close())
	assert.Equal(t, len(open(t, cloud.Options{File: file}).Objects()), 2)

	assert.NilError(t, os.WriteFile(file, []byte("{}\nnonsense\n"), 0o600))
	_, err = cloud.Open(cloud.Options{File: file})
	assert.ErrorContains(t, err, "line 2")
}

// A request that fails changes nothing; one that fails after it was carried out
// has happened.
func TestFaults(t *testing.T) {
	var events []string
	down := errors.New("the service is down")
	var at cloud.Event
	c := open(t, cloud.Options{On: func(_ context.Context, event cloud.Event) error {
		events = append(events, string(event.Operation)+" "+event.Type)
		if event.Operation == at.Operation && event.Done == at.Done {
			return down
		}
		return nil
	}})
	at = cloud.Event{Operation: cloud.Create}
	_, err := c.Create(t.Context(), session, "house", cloud.Attributes{})
	assert.ErrorIs(t, err, down)
	assert.Equal(t, len(c.Objects()), 0)
	at.Done = true
	_, err = c.Create(t.Context(), session, "house", cloud.Attributes{})
	assert.ErrorIs(t, err, down)
	assert.Equal(t, len(c.Objects()), 1)
	assert.Equal(t, strings.Join(events, ", "), "create house, create house, create house")

	boom := errors.New("boom")
	err = c.Change(session, func(call *cloud.Call) error {
		call.Put("house", cloud.Attributes{"id": "half"})
		return boom
	})
	assert.ErrorIs(t, err, boom)
	assert.Equal(t, len(c.Objects()), 1)
}

func TestAttributes(t *testing.T) {
	a := cloud.Attributes{
		"name": "a", "count": 3, "on": true, "none": nil, "empty": []any{},
		"tags":  map[string]any{"k": "v"},
		"block": []any{map[string]any{"ids": []any{"x", "y"}}, map[string]any{"ids": []any{"z"}}},
	}
	assert.DeepEqual(t, a.Texts("block.ids"), []string{"x", "y", "z"})
	assert.Equal(t, a.Text("name"), "a")
	assert.Equal(t, a.Int("count"), 3)
	assert.Assert(t, a.Bool("on") && !a.Bool("off") && !a.Has("none") && !a.Has("empty"))
	assert.DeepEqual(t, a.Map("tags"), map[string]string{"k": "v"})
	b := a.Clone()
	b.Blocks("block")[0]["ids"] = nil
	assert.Equal(t, len(a.Texts("block.ids")), 3)
}

// A deletion that the real provider repeats succeeds once what was in the way is
// gone, and is refused where nothing goes.
func TestPatience(t *testing.T) {
	patient := house
	patient.Patient = true
	c, err := cloud.Open(cloud.Options{Kinds: []cloud.Kind{patient, room}})
	assert.NilError(t, err)
	ctx := context.Background()
	home, err := c.Create(ctx, session, "house", cloud.Attributes{"name": "home"})
	assert.NilError(t, err)
	kitchen, err := c.Create(ctx, session, "room", cloud.Attributes{"place": []any{map[string]any{"house": home["id"]}}})
	assert.NilError(t, err)
	assert.ErrorContains(t, c.Delete(ctx, session, "house", home.Text("id")), "HouseInUse")

	gone := make(chan error)
	go func() { gone <- c.Delete(ctx, session, "house", home.Text("id")) }()
	assert.NilError(t, c.Delete(ctx, session, "room", kitchen.Text("id")))
	assert.NilError(t, <-gone)
	assert.Equal(t, len(c.Objects()), 0)
}
