package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/samples"
)

// shared returns a folder of real data that is not part of the project. If it is missing the test is
// skipped, or fails if LEADPACT_REQUIRE_ALL is 1.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join(root, "..", "shared", name)
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatal(err)
		}
		t.Skipf("no %s here", dir)
	}
	return dir
}

// printed returns the scorecard that run --json prints.
func printed(t *testing.T, flags ...string) map[string]any {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(append([]string{"leadpact", "run", "--json"}, flags...), &stdout, &stderr); code != 0 {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	var card map[string]any
	if err := json.Unmarshal(stdout.Bytes(), &card); err != nil {
		t.Fatal(err)
	}
	return card
}

// figures returns the quantities of a scorecard: the value by id, and each field by id#field.
func figures(card map[string]any) map[string]any {
	found := map[string]any{}
	for _, q := range list(card["quantities"]) {
		id := q["id"].(string)
		for field, value := range q {
			found[id+"#"+field] = value
		}
		found[id] = q["value"]
	}
	return found
}

// list returns a JSON array of objects; nil for anything else.
func list(v any) []map[string]any {
	var found []map[string]any
	items, _ := v.([]any)
	for _, item := range items {
		found = append(found, item.(map[string]any))
	}
	return found
}

// near reports whether two values are equal, numbers within a relative tolerance.
func near(a, b any, tolerance float64) bool {
	x, ok := a.(float64)
	y, ok2 := b.(float64)
	if !ok || !ok2 {
		return a == b
	}
	return math.Abs(x-y) <= tolerance*max(1, math.Abs(x), math.Abs(y))
}

// sampleJob returns the job of the sample company, in a folder of its own.
func sampleJob(t *testing.T) *job {
	t.Helper()
	company, err := fs.Sub(samples.FS, "company")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, company); err != nil {
		t.Fatal(err)
	}
	j, err := openJob(filepath.Join(dir, "agreement.yaml"), samples.Period, samples.AsOf, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// shell runs a command line in a folder, with more environment variables, and returns what a terminal
// shows.
func shell(t *testing.T, dir, line string, environment ...string) string {
	t.Helper()
	command := exec.Command("sh", "-c", strings.ReplaceAll(line, "go run ./cmd/leadpact", "leadpact"))
	command.Dir = dir
	command.Env = append(os.Environ(), environment...)
	shown, err := command.CombinedOutput()
	if err != nil {
		t.Errorf("$ %s: %v\n%s", line, err, shown)
	}
	return string(shown)
}

// sorted iterates over a map in the order of its keys.
func sorted[V any](m map[string]V) func(func(string, V) bool) {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
