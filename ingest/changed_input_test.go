package ingest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"leadpact/model/agreement"
)

// A change to a file after its reading has begun is found, whether the file was read in order or in blocks.
func TestAFileThatChangesAfterItWasReadIsNamed(t *testing.T) {
	t.Parallel()
	const text = "lead_id,created_at\nL1,2026-10-01\n"
	began := time.Now()
	old := began.Add(-time.Hour).Truncate(time.Second)
	for name, c := range map[string]struct {
		written time.Time // when the file was
		then    func(path string) error
		want    string
	}{
		"nothing, to an old file":          {old, func(string) error { return nil }, ""},
		"nothing, to a new file":           {began, func(string) error { return nil }, ""},
		"nothing, to a file of the future": {began.Add(time.Hour), func(string) error { return nil }, ""},
		"the time alone":                   {old, func(path string) error { return os.Chtimes(path, began, began) }, ""},
		"one row more":                     {old, func(path string) error { return os.WriteFile(path, []byte(text+"L2,2026-10-01\n"), 0o600) }, "l.csv"},
		"as many bytes, as new as before": {began, func(path string) error {
			if err := os.WriteFile(path, []byte("lead_id,created_at\nL2,2026-10-01\n"), 0o600); err != nil {
				return err
			}
			return os.Chtimes(path, began, began)
		}, "l.csv"},
		"another file, as large and as old": {old, func(path string) error {
			if err := os.WriteFile(path+".new", []byte("lead_id,created_at\nL2,2026-10-01\n"), 0o600); err != nil {
				return err
			}
			if err := os.Chtimes(path+".new", old, old); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, "l.csv"},
		"no file any more": {old, os.Remove, "l.csv"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, o := range []Options{{InOrder: true}, {Block: 300}} {
				dir := t.TempDir()
				path := filepath.Join(dir, "l.csv")
				if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(path, c.written, c.written); err != nil {
					t.Fatal(err)
				}
				a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}})
				rep, err := ReadWith(a, dir, october(t, a), o)
				if err != nil {
					t.Fatal(err)
				}
				if err := c.then(path); err != nil {
					t.Fatal(err)
				}
				if got := rep.Changed(began); got != c.want {
					t.Errorf("%+v: changed is %q, want %q", o, got, c.want)
				}
			}
		})
	}
}
