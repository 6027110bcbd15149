//go:build !windows

package main

import (
	"context"
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
)

// A kill leaves the old set or the new one, never a part, and the next run works as if nothing had
// happened. Package publish kills at many more moments.
func TestKilledRunLeavesOneWholeSet(t *testing.T) {
	t.Parallel()
	run := func(c *company) *exec.Cmd {
		command := exec.Command("leadpact", "run", "--period", "2026-10", "--as-of", "2026-11-02T12:00:00Z")
		command.Dir = c.dir
		return command
	}
	c := newCompany(t, 1)
	if out, err := run(c).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	before := treetest.Read(t, c.out())
	saved := t.TempDir()
	if err := os.CopyFS(saved, os.DirFS(c.out())); err != nil {
		t.Fatal(err)
	}
	c.edit(t, "leads.csv", "L4,2026-10-07", "L4,2026-10-08")
	if out, err := run(c).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	after := treetest.Read(t, c.out())
	if maps.Equal(before, after) {
		t.Fatal("both sets are the same")
	}
	for i := range 3 {
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
		time.Sleep(time.Duration(i) * 15 * time.Millisecond)
		command.Process.Kill()
		command.Wait()
		left := treetest.Read(t, filepath.Join(c.out(), "2026-10"))
		isOld := maps.Equal(left, treetest.Read(t, filepath.Join(saved, "2026-10")))
		if !isOld && !maps.Equal(left, below(after, "2026-10/")) {
			t.Errorf("kill %d leaves %d files, neither the old set nor the new", i, len(left))
		}
		if out, err := run(c).CombinedOutput(); err != nil {
			t.Fatalf("after kill %d: %v: %s", i, err, out)
		}
		treetest.Want(t, c.out(), after)
	}
}

// below returns the entries below a folder, by their path from there.
func below(files map[string]string, folder string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		if rest, ok := strings.CutPrefix(name, folder); ok && rest != "" {
			out[rest] = data
		}
	}
	return out
}

func TestInterruptedRunExits130AndLeavesNothing(t *testing.T) {
	t.Parallel()
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		out := filepath.Join(dir, "deep", "down")
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		command := exec.CommandContext(ctx, "leadpact", "demo", "--out", out)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for { // until it publishes
			if _, err := os.Stat(filepath.Join(out, ".leadpact", "stage", "agreement.yaml")); err == nil || ctx.Err() != nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		command.Process.Signal(signal)
		var exit *exec.ExitError
		if err := command.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitInterrupted {
			t.Errorf("%v: %v, want exit %d", signal, err, exitInterrupted)
		}
		treetest.Want(t, dir, map[string]string{})
	}
}
