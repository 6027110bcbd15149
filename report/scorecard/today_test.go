package scorecard

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpact/model"
	"leadpact/report/reporttest"
)

func TestTheListIsJSON(t *testing.T) {
	t.Parallel()
	due := []model.Due{{SDR: "Amara Okafor", Rule: "contact", Lead: "1099",
		Due: time.Date(2026, 10, 31, 16, 30, 0, 0, reporttest.Zone)}}
	var out bytes.Buffer
	if err := WriteToday(&out, reporttest.Card(), due); err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	type object = map[string]any
	want := object{
		"as_of": "2026-11-01T00:00:00-04:00",
		"sdrs": []any{object{"sdr": "Amara Okafor", "not_called": 1., "too_few_calls": 0., "value_at_risk": nil},
			object{"sdr": "Unassigned", "not_called": 0., "too_few_calls": 1., "value_at_risk": nil}},
		"leads": []any{object{"sdr": "Amara Okafor", "rule": "not_called", "lead": "1050",
			"since": "2026-10-06T09:00:00-04:00", "value": 3947.37},
			object{"sdr": "Unassigned", "rule": "too_few_calls", "lead": "1061", "since": "2026-10-20T09:00:00-04:00",
				"value": nil}},
		"due_today": []any{object{"sdr": "Amara Okafor", "rule": "contact", "lead": "1099",
			"due": "2026-10-31T16:30:00-04:00", "value": nil}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyListIsAnEmptyArray(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Overdue = nil
	var out bytes.Buffer
	if err := WriteToday(&out, s, nil); err != nil {
		t.Fatal(err)
	}
	want := "{\n  \"as_of\": \"2026-11-01T00:00:00-04:00\",\n  \"sdrs\": [],\n  \"leads\": [],\n  \"due_today\": []\n}\n"
	if out.String() != want {
		t.Error(out.String())
	}
}
