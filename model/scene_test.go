package model

import (
	"math"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// scene is an agreement with a few rows; each test changes what it is about.
type scene struct {
	agreement agreement.Agreement
	period    string
	asOf      string // empty: the period is closed
	leads     []Lead
	deals     []Deal
	spend     []Spend
	reps      []Rep
	lacks     string // a column that the leads do not have
}

// newScene returns a scene of testAgreement's agreement, in effect since October 2026, for October 2026.
func newScene() *scene {
	a := testAgreement()
	a.Head.Effective = date(2026, 10, 1)
	return &scene{agreement: *a, period: "2026-10"}
}

func date(y int, m time.Month, d int) calendar.Day {
	return calendar.Day{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// funnel returns a funnel from its stages and the rates between them: stage, rate, stage, rate, …, stage.
// A rate is a number or "history".
func funnel(steps ...any) []agreement.FunnelStep {
	var out []agreement.FunnelStep
	for _, x := range steps {
		switch x := x.(type) {
		case agreement.Stage:
			out = append(out, agreement.FunnelStep{Stage: x})
		case float64:
			out[len(out)-1].ToNext = agreement.Rate{Value: x}
		case string:
			out[len(out)-1].ToNext = agreement.Rate{History: x == "history"}
		}
	}
	return out
}

// lead returns an inbound lead that became an MQL, and was handed off, at an instant.
func lead(id, mql, tier, action string) Lead {
	at := stamp(mql)
	return Lead{ID: id, Stages: [agreement.Won + 1]calendar.Moment{agreement.Created: at, agreement.MQL: at}, Tier: tier,
		Action: action, Channel: "Web", Marketing: true}
}

func stamp(s string) calendar.Moment {
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return calendar.At(at)
}

// card returns the scorecard of the scene.
func (c *scene) card(t *testing.T) *Scorecard {
	t.Helper()
	return newLedger(t, c).Scorecard()
}

// newLedger returns a ledger of the scene's rows.
func newLedger(t *testing.T, c *scene) *Ledger {
	t.Helper()
	now := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	if c.asOf != "" {
		now = stamp(c.asOf).Time(time.UTC)
	}
	p, err := calendar.ParsePeriod(c.period, time.UTC, now)
	if err != nil {
		t.Fatal(err)
	}
	l := NewLedger(&c.agreement, p)
	for _, column := range []string{"created_at", "ql_at", "mql_at", "sql_at", "opportunity_at", "proposal_at",
		"closed_at", "status"} {
		if column != c.lacks {
			l.Provide("leads", column)
		}
	}
	for _, x := range c.leads {
		l.AddLead(x)
	}
	for _, x := range c.deals {
		l.Provide("deals", "closed_at")
		l.Provide("deals", "amount")
		l.AddDeal(x)
	}
	for _, x := range c.spend {
		l.Provide("spend", "actual")
		l.AddSpend(x)
	}
	for _, x := range c.reps {
		l.Provide("team", "sdr")
		l.AddRep(x)
	}
	ProvideAttributes(l)
	delete(l.provided, "leads."+c.lacks)
	l.ResolveLeads()
	return l
}

// na is the expected value of a figure that is n/a.
var na = math.NaN()

// check compares figures with the expected values, and requires a reason for every figure that is n/a. It
// returns the scorecard.
func (c *scene) check(t *testing.T, want map[string]float64) *Scorecard {
	t.Helper()
	s := c.card(t)
	for id, x := range want {
		if s.Quantity(id) == nil {
			t.Errorf("%s: absent", id)
			continue
		}
		got, known := s.Value(id).Number()
		if known == math.IsNaN(x) || known && math.Abs(got-x) > 1e-9*math.Max(1, math.Abs(x)) {
			t.Errorf("%s = %v, want %v", id, s.Value(id), x)
		}
		if !known && s.Quantity(id).Reason == "" {
			t.Errorf("%s is n/a without a reason", id)
		}
	}
	return s
}

// word checks that a figure is a word; the empty word stands for n/a.
func word(t *testing.T, s *Scorecard, id, want string) {
	t.Helper()
	if got, _ := s.Value(id).Text(); got != want {
		t.Errorf("%s = %v, want %q", id, s.Value(id), want)
	}
}
