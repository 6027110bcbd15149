//go:build !windows

package main

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A kill leaves the old set or the new one, never a part, and the next run ends as if nothing had happened.
func TestKilledRunLeavesOneWholeSet(t *testing.T) {
	run := func(c *company) *exec.Cmd {
		command := exec.Command("leadpact", "run", "--period", "2026-10", "--as-of", "2026-11-02T12:00:00Z")
		command.Dir = c.dir
		return command
	}
	c := employ(t, 1)
	if out, err := run(c).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := tree(t, c.out())
	saved := t.TempDir()
	if err := os.CopyFS(saved, os.DirFS(c.out())); err != nil {
		t.Fatal(err)
	}
	c.edit(t, "leads.csv", "L4,2026-10-07", "L4,2026-10-08")
	if out, err := run(c).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	after := tree(t, c.out())
	if maps.Equal(before, after) {
		t.Fatal("both sets are the same")
	}
	for i := range 10 {
		if err := os.RemoveAll(c.out()); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(c.out(), os.DirFS(saved)); err != nil {
			t.Fatal(err)
		}
		command := run(c)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for n := 0; n < 20000; n++ { // until it publishes
			if _, err := os.Stat(filepath.Join(c.out(), ".leadpact", "stage", "2026-10")); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(i) * 4 * time.Millisecond)
		command.Process.Kill()
		command.Wait()
		left := tree(t, filepath.Join(c.out(), "2026-10"))
		if !maps.Equal(left, tree(t, filepath.Join(saved, "2026-10"))) && !maps.Equal(left, below(after, "2026-10/")) {
			t.Errorf("kill %d leaves %d files, neither the old set nor the new", i, len(left))
		}
		if out, err := run(c).CombinedOutput(); err != nil {
			t.Fatalf("after kill %d: %v: %s", i, err, out)
		}
		want(t, c.out(), after)
	}
}

// below are the entries of a tree below a folder.
func below(files map[string]string, folder string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		if len(name) > len(folder) && name[:len(folder)] == folder {
			out[name[len(folder):]] = data
		}
	}
	return out
}
