package scorecard

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"leadpact/report/reporttest"
)

func cell(id string) string {
	if strings.HasPrefix(id, "actual.") {
		return "'Goal Grid'!D5"
	}
	return ""
}

func written(t *testing.T) (string, map[string]any) {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, reporttest.Card(), cell); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	return out.String(), doc
}

func find(t *testing.T, doc map[string]any, id string) map[string]any {
	t.Helper()
	for _, q := range doc["quantities"].([]any) {
		if q := q.(map[string]any); q["id"] == id {
			return q
		}
	}
	t.Fatalf("no quantity %s", id)
	return nil
}

func TestTopLevelKeysStandInTheOrderOfTheSpecification(t *testing.T) {
	t.Parallel()
	out, _ := written(t)
	at := -1
	for _, key := range []string{"agreement", "period", "quantities", "sdrs", "pace", "dont_be_on_it", "breaches",
		"inputs", "warnings"} {
		i := strings.Index(out, "\n  \""+key+"\": ")
		if i <= at {
			t.Errorf("%s stands at %d, not after %d", key, i, at)
		}
		at = i
	}
	if !strings.HasSuffix(out, "\n}\n") {
		t.Error("the file does not end with a line end")
	}
}

func TestAQuantityHasValueGoalStatusCellAndName(t *testing.T) {
	t.Parallel()
	_, doc := written(t)
	for _, c := range []struct {
		id, key string
		want    any
	}{
		{"actual.leads_sourced", "value", 312.0}, {"actual.leads_sourced", "goal", 300.0},
		{"actual.leads_sourced", "status", "met"},
		{"actual.leads_sourced", "cell", "'Goal Grid'!D5"}, {"actual.leads_sourced", "name", "actual_leads_sourced"},
		{"actual.leads_sourced", "reason", nil}, {"actual.leads_sourced", "unit", "count"},
		{"actual.proposals", "value", nil}, {"actual.proposals", "reason", "no column gives it; map one under inputs"},
		{"actual.opportunities", "goal", nil}, {"actual.opportunities", "status", nil},
		{"kpi.mql_to_won", "goal", 0.016}, {"kpi.mql_to_won", "cell", nil}, {"kpi.contact_rate", "unit", "percent"},
	} {
		if got := find(t, doc, c.id)[c.key]; got != c.want {
			t.Errorf("%s %s is %v, want %v", c.id, c.key, got, c.want)
		}
	}
}

func TestAStatusOfTwoWordsIsJoined(t *testing.T) {
	t.Parallel()
	card := reporttest.Card()
	s := reporttest.WithStatus(card, "actual.sqls_created", "on pace")
	var out bytes.Buffer
	if err := Write(&out, s, cell); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `"status": "on_pace"`) {
		t.Error("no status on_pace")
	}
}

func TestFiguresOfTheWorkbookAloneAreLeftOut(t *testing.T) {
	t.Parallel()
	out, _ := written(t)
	if strings.Contains(out, ".status\"") {
		t.Error("an internal figure is written")
	}
}

func TestTimesAreOfTheZoneAndMissingIsNull(t *testing.T) {
	t.Parallel()
	_, doc := written(t)
	late, missed := doc["breaches"].([]any)[0].(map[string]any), doc["breaches"].([]any)[1].(map[string]any)
	for _, c := range []struct{ got, want any }{
		{doc["period"].(map[string]any)["as_of"], "2026-11-01T00:00:00-04:00"},
		{doc["period"].(map[string]any)["zone"], "America/New_York"},
		{late["due"], "2026-10-03T09:00:00-04:00"}, {late["done"], "2026-10-03T12:00:00-04:00"}, {late["late_by_hours"], 3.0},
		{missed["done"], nil}, {missed["value"], nil}, {missed["line"], 51.0},
		{doc["pace"].([]any)[0].(map[string]any)["day"], "2026-10-01"},
		{doc["warnings"].([]any)[1].(map[string]any)["file"], nil}, {doc["warnings"].([]any)[1].(map[string]any)["line"],
			nil},
		{doc["inputs"].([]any)[0].(map[string]any)["set_aside"], 1.0},
	} {
		if c.got != c.want {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
}

func TestAnInputSaysWhatItsTableCovers(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	var out bytes.Buffer
	if err := Write(&out, s, cell); err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(out.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	leads, team := doc["inputs"].([]any)[0].(map[string]any), doc["inputs"].([]any)[1].(map[string]any)
	for key, want := range map[string]string{"begins": "2025-08-01", "ends": "2026-11-02T16:16:01-05:00",
		"covers": "2026-11-04T00:00:00-05:00"} {
		if leads[key] != want || team[key] != nil {
			t.Errorf("%s: %v and %v, want %v and null", key, leads[key], team[key], want)
		}
	}
}

func TestAScorecardOfAnOlderVersionIsReadBack(t *testing.T) {
	t.Parallel()
	_, doc := written(t)
	delete(doc, "coverage")
	period := doc["period"].(map[string]any)
	delete(period, "asked")
	delete(period, "limited_by")
	for _, in := range doc["inputs"].([]any) {
		for _, key := range []string{"begins", "ends", "covers"} {
			delete(in.(map[string]any), key)
		}
	}
	older, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	newer, _ := written(t)
	was, err := Read(older)
	if err != nil {
		t.Fatal(err)
	}
	is, err := Read([]byte(newer))
	if err != nil || !reflect.DeepEqual(was, is) {
		t.Errorf("%v: %+v, want %+v", err, was, is)
	}
}

func TestAnSDRHasObligationsCapacityAndKPIs(t *testing.T) {
	t.Parallel()
	_, doc := written(t)
	amara := doc["sdrs"].([]any)[0].(map[string]any)
	got := []any{amara["obligations"].(map[string]any)["contact"].(map[string]any)["met"],
		amara["capacity"].(map[string]any)["universe"].(map[string]any)["flag"],
		amara["capacity"].(map[string]any)["sqls"].(map[string]any)["value"],
		amara["capacity"].(map[string]any)["sqls"].(map[string]any)["flag"],
		amara["kpis"].(map[string]any)["contact_rate"].(map[string]any)["n"]}
	for i, want := range []any{51.0, "ok", nil, nil, 98.0} {
		if got[i] != want {
			t.Errorf("field %d is %v, want %v", i, got[i], want)
		}
	}
	other := doc["sdrs"].([]any)[1].(map[string]any)
	if len(other["obligations"].(map[string]any)) != 0 {
		t.Error("a block without obligations must be an empty map")
	}
}

func TestTheSameCardGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	first, _ := written(t)
	for range 5 {
		if again, _ := written(t); again != first {
			t.Fatal("two writes differ")
		}
	}
}
