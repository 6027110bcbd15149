// Package ingesttest holds helpers for the tests of ingest and of the packages below it.
package ingesttest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// SharedData returns the path of data in the folder shared, next to the checkout. If the data is absent,
// the test is skipped, or fails if LEADPACT_REQUIRE_ALL is 1, as in CI.
func SharedData(t *testing.T, elem ...string) string {
	t.Helper()
	root, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for !isFile(filepath.Join(root, "go.mod")) {
		root = filepath.Dir(root)
	}
	path := filepath.Join(append([]string{root, "..", "shared"}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatalf("%s is required: %v", path, err)
		}
		t.Skipf("%s is not here", path)
	}
	return path
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// Zone loads a time zone by its IANA name.
func Zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// Same reports a test error if got differs from want.
func Same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}
