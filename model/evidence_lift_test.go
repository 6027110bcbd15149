package model

import (
	"fmt"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestTouchesPayLooksAtLeadsThatWereOpenOnDay14(t *testing.T) {
	t.Parallel()
	day := func(d int) calendar.Moment { return calendar.At(time.Date(2026, 9, 1+d, 9, 0, 0, 0, time.UTC)) }
	c := company{agreement: testAgreement()}
	add := func(id string, sql, closed int, touches ...int) {
		x := Lead{ID: id, Stages: [agreement.Won + 1]calendar.Moment{agreement.Created: day(0), agreement.MQL: day(0)},
			Marketing: true}
		if sql >= 0 {
			x.Stages[agreement.SQL] = day(sql)
		}
		if closed >= 0 {
			x.Status, x.Closed = Disqualified, day(closed)
		}
		c.leads = append(c.leads, x)
		for _, d := range touches {
			c.touches = append(c.touches, Touch{Lead: id, Kind: Call, At: day(d)})
		}
	}
	add("untouched", -1, -1)
	add("touched after day 14", -1, -1, 15)
	add("went on", 20, -1, 1, 14)
	add("closed later", -1, 20, 2)
	add("went on before", 13, -1, 1)
	add("closed on day 14", -1, 14, 1)
	c.leads = append(c.leads, Lead{ID: "never handed off",
		Stages: [agreement.Won + 1]calendar.Moment{agreement.Created: day(0)}},
		Lead{ID: "handed off two years ago",
			Stages: [agreement.Won + 1]calendar.Moment{agreement.MQL: calendar.At(time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC))}})
	p, err := calendar.ParsePeriod("2026-10", time.UTC, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	s := c.worked(p).Scorecard()
	if leads, went := fmt.Sprint(column(s, "touches_pay", "leads")), fmt.Sprint(column(s, "touches_pay",
		"went")); leads != "[2 2 0 0 0]" || went != "[0 1 0 0 0]" {
		t.Errorf("by touches %s leads, of which %s went on", leads, went)
	}
}
