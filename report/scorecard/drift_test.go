package scorecard

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/drift"
	"leadpact/report/reporttest"
)

func TestTheShapeOfTheInputsIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Shape = drift.Shape{Period: "2026-10", WorkingDays: 22, Tables: []drift.Table{{
		Name: "leads", CRMs: []string{"plain"}, Clocks: []string{drift.OwnOffset}, Rows: 9, Began: 3, Unused: []string{"Notes"},
		Columns: []drift.Column{
			{Name: "tier", Headers: []string{"Tier"}, Formats: []string{}, HasValue: true,
				Values: drift.NewCounts(map[string]int{"A <b>": 2, "": 1}, 2)},
		},
	}}}
	s.Drift = []drift.Change{{Table: "leads", Column: "tier", Text: "a change", Edit: "an edit"}}
	var out bytes.Buffer
	if err := Write(&out, s, cell); err != nil {
		t.Fatal(err)
	}
	got, err := ReadShape(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&IssuedShape{s.Agreement.Head.ID, s.Shape, s.Drift}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWithoutDriftTheListsAreEmpty(t *testing.T) {
	t.Parallel()
	out, _ := written(t)
	for _, part := range []string{"\n  \"drift\": []", "\"tables\": []"} {
		if !strings.Contains(out, part) {
			t.Errorf("scorecard.json has no %s", part)
		}
	}
}

func TestATornScorecardHasNoShape(t *testing.T) {
	t.Parallel()
	if _, err := ReadShape([]byte(`{"shape": `)); err == nil {
		t.Error("no error")
	}
}
