package warehouse

import (
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestEachFactHasItsSQL(t *testing.T) {
	t.Parallel()
	touches, breakups := 3.0, 1.0
	a := &agreement.Agreement{}
	a.Head.Zone = "UTC"
	a.Actions.High = &agreement.ActionLine{Touches: &touches, Breakups: &breakups, Timeframe: calendar.Span{Days: 30}}
	a.Cadence = &agreement.Cadence{Steps: []agreement.CadenceStep{{Touches: 2, Within: calendar.Span{Days: 14}}}}
	p, err := calendar.ParsePeriod("2026-06", time.UTC, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	l := model.NewLedger(a, p)
	columns, sql := l.FactColumns(), factSQL(l)
	if len(l.FactRules()) != 3 {
		t.Errorf("%d rules count by a due moment", len(l.FactRules()))
	}
	for _, c := range columns {
		if sql[c.Name] == "" {
			t.Errorf("%s has no SQL", c.Name)
		}
		delete(sql, c.Name)
	}
	for name := range sql {
		t.Errorf("%s has SQL and is no fact", name)
	}
}
