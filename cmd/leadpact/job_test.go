package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestExportThatChangedWhileItWasReadExits75(t *testing.T) {
	t.Parallel()
	j := sampleJob(t)
	if _, err := j.scorecard(); err != nil {
		t.Fatal(err)
	}
	if err := j.checkUnchanged(); err != nil {
		t.Errorf("nothing has changed: %v", err)
	}
	name := j.inputs.Files[0].File
	path := filepath.Join(j.dir, name)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	err = j.checkUnchanged()
	if code := exitCode(err); code != exitTryAgain || !strings.HasPrefix(err.Error(), name+" changed while it was read") {
		t.Errorf("a changed file: %v, exit %d, want %d", err, code, exitTryAgain)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(j.checkUnchanged()); code != exitTryAgain {
		t.Errorf("a removed file: exit %d, want %d", code, exitTryAgain)
	}
}

func TestAsOfIsATimeOrADayInTheZone(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 12, 24, 18, 0, 0, 0, time.UTC)
	for _, c := range []struct{ given, want string }{
		{"", "2026-12-24T18:00:00Z"},
		{"2026-11-01T07:00:00Z", "2026-11-01T07:00:00Z"},
		{"2026-11-01T07:00:00-04:00", "2026-11-01T11:00:00Z"},
		{"2026-11-01", "2026-11-01T04:00:00Z"},
		{"2026-11-02", "2026-11-02T05:00:00Z"}, // after the clocks went back
	} {
		got, err := parseAsOf(c.given, zone, now)
		if err != nil || got.UTC().Format(time.RFC3339) != c.want {
			t.Errorf("--as-of %q is %v (%v), want %s", c.given, got, err, c.want)
		}
	}
	for _, bad := range []string{"yesterday", "2026-13-01", "2026-11-01 07:00", "2026-11"} {
		if _, err := parseAsOf(bad, zone, now); exitCode(err) != exitUsage {
			t.Errorf("--as-of %q: %v, want a usage error", bad, err)
		}
	}
}
