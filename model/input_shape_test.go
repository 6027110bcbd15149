package model

import (
	"maps"
	"testing"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/drift"
)

// shapeOf returns the shape of the inputs of a ledger whose rows are added by add.
func shapeOf(t *testing.T, columns map[string][]string, add func(l *Ledger, p calendar.Period)) drift.Shape {
	t.Helper()
	p := benchPeriod(t)
	l := NewLedger(testAgreement(), p)
	var tables []drift.Table
	for _, table := range []string{"leads", "deals", "activities"} {
		shape := drift.Table{Name: table}
		for _, column := range columns[table] {
			l.Provide(table, column)
			shape.Columns = append(shape.Columns, drift.Column{Name: column, HasValue: true})
		}
		tables = append(tables, shape)
	}
	add(l, p)
	l.RecordShape(tables)
	return l.Scorecard().Shape
}

func TestTheShapeCountsTheRowsThatBeginInThePeriod(t *testing.T) {
	t.Parallel()
	columns := map[string][]string{
		"leads": {"lead_id", "created_at", "mql_at", "status", "closed_at", "owner", "tier"},
		"deals": {"deal_id", "created_at", "closed_at", "stage", "sdr"}, "activities": {"lead_id", "at", "type", "outcome"},
	}
	s := shapeOf(t, columns, func(l *Ledger, p calendar.Period) {
		at := func(days int) calendar.Moment { return calendar.At(p.Start.AddDate(0, 0, days).Add(9 * 3600e9)) }
		for _, x := range []struct {
			id, owner, tier string
			created, closed calendar.Moment
			status          Status
		}{
			{"L1", "Ann", "A", at(1), calendar.Moment{}, Open},
			{"L2", "", "A", at(2), at(5), Disqualified},
			{"L3", "Ben", "", at(3), at(40), Disqualified}, // closed after the period
			{"L4", "Ann", "B", at(-5), at(5), Disqualified},
			{"L5", "Cleo", "B", at(40), calendar.Moment{}, Open}, // created after the period
		} {
			lead := Lead{ID: x.id, Owner: x.owner, Tier: x.tier, Status: x.status, Closed: x.closed}
			lead.Stages[agreement.Created] = x.created
			if x.created.Before(at(30)) {
				lead.Stages[agreement.MQL] = x.created
			}
			l.AddLead(lead)
		}
		l.AddDeal(Deal{ID: "D1", Created: at(1), Closed: at(9), Won: Yes, Stage: "Won", SDR: "Ann"})
		l.AddDeal(Deal{ID: "D2", Created: at(1), Closed: at(40), Won: No, Stage: "Lost", SDR: "Ann"})
		l.AddDeal(Deal{ID: "D3", Created: at(-9), Stage: "Talking", SDR: "Ben"})
		l.ResolveLeads()
		for _, day := range []int{-1, 1, 2, 40} {
			l.AddTouch(Touch{Lead: "L1", At: at(day), Kind: Call, Outcome: Connected})
		}
		l.ForgetTouches()
		for _, day := range []int{-1, 1, 2, 40} {
			l.AddTouch(Touch{Lead: "L1", At: at(day), Kind: Call, Outcome: Connected})
		}
	})
	for _, c := range []struct {
		table, column string
		values, words map[string]int
	}{
		{"leads", "status", map[string]int{"open": 2, "disqualified": 1}, nil},
		{"leads", "tier", map[string]int{"A": 2, "": 1}, nil},
		{"leads", "owner", map[string]int{"named": 2, "": 1}, map[string]int{"Ann": 2, "Ben": 1}},
		{"deals", "stage", map[string]int{"won": 1, "open": 1}, map[string]int{"Talking": 1}},
		{"deals", "sdr", nil, map[string]int{"Ann": 2, "Ben": 1}},
		{"activities", "type", map[string]int{"call": 2}, nil},
		{"activities", "outcome", map[string]int{"connected": 2}, nil},
	} {
		x := s.Table(c.table).Column(c.column)
		for what, counts := range map[string]struct {
			want map[string]int
			got  *drift.Counts
		}{"values": {c.values, x.Values}, "words": {c.words, x.Words}} {
			if (counts.got == nil) != (counts.want == nil) || counts.got != nil && !maps.Equal(counts.got.Rows, counts.want) {
				t.Errorf("%s of %s %s: %v, want %v", what, c.table, c.column, counts.got, counts.want)
			}
		}
	}
	if n := [...]int{s.Table("leads").Began, s.Table("deals").Began, s.Table("activities").Began}; n != [...]int{3, 2, 2} {
		t.Errorf("%v rows begin in the period", n)
	}
	if hours := s.Table("activities").Hours; len(hours) != 24 || hours[9] != 2 {
		t.Errorf("hours %v", hours)
	}
	if s.WorkingDays != 22 || s.Period != "2027-09" {
		t.Errorf("%d working days of %s", s.WorkingDays, s.Period)
	}
}
