//go:build !windows

package publish

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
)

// TestMain lets the test binary itself be the program that is killed: with LEADPACT_TEST_PUBLISH set, it
// publishes one version after the other into that folder until it is killed.
func TestMain(m *testing.M) {
	if out := os.Getenv("LEADPACT_TEST_PUBLISH"); out != "" {
		for version := 1; ; version++ {
			if err := publishVersion(out, fmt.Sprint(version)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

// publishVersion publishes a folder of ten files that all hold the version.
func publishVersion(out, version string) error {
	tx, err := Begin(out)
	if err != nil {
		return err
	}
	defer tx.Close()
	for i := range 10 {
		if err := tx.Write(fmt.Sprintf("m/%d", i), []byte(version)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// A kill at any moment leaves the old set or the new one, never a part, and the next run works as if
// nothing had happened.
func TestKilledProgramLeavesOneWholeSet(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := publishVersion(out, "0"); err != nil {
		t.Fatal(err)
	}
	versions := map[string]bool{}
	for i := range 20 {
		var stderr strings.Builder
		command := exec.Command(self)
		command.Env, command.Stderr = append(os.Environ(), "LEADPACT_TEST_PUBLISH="+out), &stderr
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for range 20000 { // until it publishes
			if _, err := os.Stat(StateDir(out)); err == nil {
				break
			}
			time.Sleep(100 * time.Microsecond)
		}
		time.Sleep(time.Duration(i) * 1300 * time.Microsecond)
		command.Process.Kill()
		if command.Wait(); command.ProcessState.Exited() {
			t.Fatalf("it was not killed: %v: %s", command.ProcessState, &stderr)
		}
		set := maps.Clone(treetest.Read(t, out))
		maps.DeleteFunc(set, func(name, _ string) bool { return !strings.HasPrefix(name, "m/") || name == "m/" })
		for name, version := range set {
			if version != set["m/0"] || len(set) != 10 {
				t.Errorf("kill %d: %d files, %s is of version %s, m/0 of %s", i, len(set), name, version, set["m/0"])
			}
		}
		versions[set["m/0"]] = true
		if err := publishVersion(out, "after"); err != nil {
			t.Fatalf("after kill %d: %v", i, err)
		}
		after := treetest.Read(t, out)
		if len(after) != 11 || after["m/0"] != "after" || after["m/9"] != "after" {
			t.Errorf("after kill %d: %v", i, after)
		}
	}
	t.Logf("killed at versions %v", versions)
}
