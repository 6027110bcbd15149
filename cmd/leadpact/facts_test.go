package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/ingest/warehouse"
)

// company copies the sample company, its activities replaced by the facts of the period as they come from a warehouse.
func factsCompany(t *testing.T, change func(facts string) string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root, "samples", "company"))); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "agreement.yaml")
	var facts, stderr bytes.Buffer
	if code := run([]string{"leadpact", "facts", "--here", "--agreement", path, "--period", "2026-10", "--as-of", "2026-11-02"}, &facts, &stderr); code != 0 {
		t.Fatal(code, stderr.String())
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	agreement := regexp.MustCompile(`(?m)^  activities: .*$`).ReplaceAll(data, []byte("  facts: {files: [facts.csv]}"))
	for name, data := range map[string]string{"agreement.yaml": string(agreement), "facts.csv": change(facts.String())} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// Facts in place of activities give every figure, every SDR's block and the list; only the gaps between touches, and when the
// n-th touch of a late obligation was made, they do not tell.
func TestFactsStandInPlaceOfActivities(t *testing.T) {
	of := func(path string) map[string]any {
		return printed(t, "--agreement", path, "--period", "2026-10", "--as-of", "2026-11-02")
	}
	want := of(filepath.Join(root, "samples", "company", "agreement.yaml"))
	got := of(factsCompany(t, func(facts string) string { return facts }))
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

// A lead without its facts would look as if nobody had called it: a file of another period, or with a row that cannot be used,
// is refused.
func TestFactsThatDoNotBelongAreRefused(t *testing.T) {
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
		path := factsCompany(t, change)
		var stdout, stderr bytes.Buffer
		if code := run([]string{"leadpact", "run", "--json", "--agreement", path, "--period", "2026-10", "--as-of", "2026-11-02"}, &stdout, &stderr); code != exitData {
			t.Errorf("%s: exit %d, %s", name, code, stderr.String())
		}
	}
}

// The query uses what every warehouse has, and names every threshold that is uploaded and every fact that is read.
func TestFactsSQLIsPortable(t *testing.T) {
	path := filepath.Join(root, "samples", "company", "agreement.yaml")
	var head string
	for _, dialect := range warehouse.SQLDialects() {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"leadpact", "facts", "--sql", dialect, "--agreement", path, "--period", "2026-10", "--as-of", "2026-11-02"}, &stdout, &stderr); code != 0 {
			t.Fatal(code, stderr.String())
		}
		sql := stdout.String()
		for _, call := range regexp.MustCompile(`\b([A-Z]+)\(`).FindAllStringSubmatch(sql[strings.Index(sql, "SELECT"):], -1) {
			if !strings.Contains(" MIN MAX SUM CAST COALESCE LOWER EXTRACT ", " "+call[1]+" ") {
				t.Errorf("%s: the query calls %s", dialect, call[1])
			}
		}
		names := regexp.MustCompile(`AS (\w+),?\n`).FindAllStringSubmatch(sql, -1)
		if head == "" {
			head = factsHead(t, path)
		}
		for _, n := range names[:strings.Count(head, ",")] {
			if !strings.Contains(head, n[1]) {
				t.Errorf("%s: the fact %s is not read", dialect, n[1])
			}
		}
	}
	if code := run([]string{"leadpact", "facts", "--sql", "basic", "--agreement", path}, new(bytes.Buffer), new(bytes.Buffer)); code != exitUsage {
		t.Errorf("an unknown dialect exits %d", code)
	}
}

func factsHead(t *testing.T, path string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"leadpact", "facts", "--here", "--agreement", path, "--period", "2026-10"}, &stdout, &stderr); code != 0 {
		t.Fatal(code, stderr.String())
	}
	head, _, _ := strings.Cut(stdout.String(), "\n")
	return head
}
