package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/cmd/leadpact/internal/treetest"
	"leadpact/ingest/warehouse"
)

// octoberFlags returns the flags for the sample company's month.
func octoberFlags(agreement string) []string {
	return []string{"--agreement", agreement, "--period", "2026-10", "--as-of", "2026-11-02"}
}

// facts runs the command facts and returns what it prints.
func facts(t *testing.T, flags ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(append([]string{"leadpact", "facts"}, flags...), &stdout, &stderr); code != 0 {
		t.Fatal(code, stderr.String())
	}
	return stdout.String()
}

// newFactsCompany copies a company, and replaces its activities by the facts of the period as a warehouse
// would return them. It returns the agreement.
func newFactsCompany(t *testing.T, company, facts string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(company)); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "agreement.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	activities := regexp.MustCompile(`(?m)^  activities: .*$`)
	treetest.Write(t, dir, map[string]string{
		"agreement.yaml": string(activities.ReplaceAll(data, []byte("  facts: {files: [facts.csv]}"))),
		"facts.csv":      facts,
	})
	return path
}

// Facts in place of activities give every figure, every SDR's block and the list. They lack only the gaps
// between touches, and the time of the n-th touch of a late obligation.
func TestFactsReplaceActivities(t *testing.T) {
	t.Parallel()
	company := filepath.Join(root, "samples", "company")
	sample := octoberFlags(filepath.Join(company, "agreement.yaml"))
	want := printed(t, sample...)
	got := printed(t, octoberFlags(newFactsCompany(t, company, facts(t, append(sample, "--here")...)))...)
	gap := figures(got)["kpi.touch_gap_days"]
	if reason, _ := figures(got)["kpi.touch_gap_days#reason"].(string); gap != nil || !strings.Contains(reason, "facts") {
		t.Errorf("touch_gap_days is %v: %s", gap, reason)
	}
	late := 0
	for _, b := range list(got["breaches"]) {
		if b["verdict"] == "late" && b["done"] == nil {
			late++
		}
	}
	if late == 0 {
		t.Error("no late obligation lacks its time")
	}
	for _, card := range []map[string]any{want, got} {
		delete(card, "inputs")
		delete(card, "warnings")
		delete(card["coverage"].(map[string]any), "activities")
		for _, b := range list(card["breaches"]) {
			if b["rule"] != "contact" && b["rule"] != "call_time" {
				delete(b, "done")
				delete(b, "late_by_hours")
			}
		}
		var others []any
		for _, q := range card["quantities"].([]any) {
			if id := q.(map[string]any)["id"].(string); id != "kpi.touch_gap_days" && id != "fact.touch_gap_days" {
				others = append(others, q)
			}
		}
		card["quantities"] = others
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-activities +facts)\n%.3000s", d)
	}
}

// A lead without its facts would look as if nobody had called it. So a file of another period, or with a
// row that cannot be used, is refused.
func TestFactsOfAnotherPeriodOrWithABadRowAreRefused(t *testing.T) {
	t.Parallel()
	good := facts(t, append(octoberFlags("testdata/company/agreement.yaml"), "--here")...)
	unchanged := printed(t, octoberFlags(newFactsCompany(t, "testdata/company", good))...)
	if len(list(unchanged["sdrs"])) == 0 {
		t.Error("the facts as they are give no scorecard")
	}
	for name, change := range map[string]func(string) string{
		"another period": func(s string) string { return strings.ReplaceAll(s, "2026-10 as of", "2026-09 as of") },
		"no count": func(s string) string {
			lines := strings.SplitAfter(s, "\n")
			cells := strings.Split(lines[3], ",")
			cells[4] = "many"
			lines[3] = strings.Join(cells, ",")
			return strings.Join(lines, "")
		},
	} {
		path := newFactsCompany(t, "testdata/company", change(good))
		var stdout, stderr bytes.Buffer
		flags := append([]string{"leadpact", "run", "--json"}, octoberFlags(path)...)
		if code := run(flags, &stdout, &stderr); code != exitData {
			t.Errorf("%s: exit %d, %s", name, code, stderr.String())
		}
	}
}

// The query calls only functions that every warehouse has, and returns only facts that are read.
func TestFactsSQLIsPortable(t *testing.T) {
	t.Parallel()
	path := "testdata/company/agreement.yaml"
	head, _, _ := strings.Cut(facts(t, "--here", "--agreement", path, "--period", "2026-10"), "\n")
	call := regexp.MustCompile(`\b([A-Z]+)\(`)
	for _, dialect := range warehouse.SQLDialects() {
		sql := facts(t, append(octoberFlags(path), "--sql", dialect)...)
		for _, called := range call.FindAllStringSubmatch(sql[strings.Index(sql, "SELECT"):], -1) {
			if !strings.Contains(" MIN MAX SUM CAST COALESCE LOWER EXTRACT ", " "+called[1]+" ") {
				t.Errorf("%s: the query calls %s", dialect, called[1])
			}
		}
		names := regexp.MustCompile(`AS (\w+),?\n`).FindAllStringSubmatch(sql, -1)
		for _, n := range names[:strings.Count(head, ",")] {
			if !strings.Contains(head, n[1]) {
				t.Errorf("%s: the fact %s is not read", dialect, n[1])
			}
		}
	}
	flags := []string{"leadpact", "facts", "--sql", "basic", "--agreement", path}
	if code := run(flags, io.Discard, io.Discard); code != exitUsage {
		t.Errorf("an unknown dialect exits %d", code)
	}
}
