package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// benchCompany returns leads of a year and a half under the test agreement, and their touches.
func benchCompany(leads int) company {
	r := rand.New(rand.NewPCG(1, 2))
	c := company{agreement: testAgreement()}
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	for i := range leads {
		x := Lead{ID: fmt.Sprint(100_000 + i), Email: fmt.Sprintf("person%d@company.example", i), Marketing: true, Owner: fmt.Sprint("SDR ", r.IntN(40)),
			Channel: pick("Search", "Social", "Content", "Events"), Tier: pick("", "A", "B"), Action: pick("demo", "guide", "news"), Quality: pick("", "high", "moderate", "low")}
		x.Stages[agreement.Created] = calendar.AtMilli(dayOne.UnixMilli() + r.Int64N(500*86400)*1000)
		if r.IntN(5) > 1 {
			x.Stages[agreement.MQL] = calendar.AtMilli(x.Stages[agreement.Created].Milli() + r.Int64N(5*86400)*1000)
			for range r.IntN(12) {
				c.touches = append(c.touches, Touch{Lead: x.ID, Kind: TouchKind(r.IntN(4)), Outcome: Outcome(r.IntN(4)), At: calendar.AtMilli(x.Stages[agreement.MQL].Milli() + r.Int64N(40*86400)*1000)})
			}
			if r.IntN(5) == 0 {
				x.Stages[agreement.SQL] = calendar.AtMilli(x.Stages[agreement.MQL].Milli() + r.Int64N(60*86400)*1000)
			}
		}
		c.leads = append(c.leads, x)
	}
	return c
}

func benchPeriod(b testing.TB) calendar.Period {
	p, err := calendar.ParsePeriod("2027-09", time.UTC, dayOne.AddDate(5, 0, 0))
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// ledger returns a ledger with the leads, resolved.
func (c company) ledger(p calendar.Period) *Ledger {
	l := NewLedger(c.agreement, p)
	for _, col := range []string{"lead_id", "created_at", "mql_at", "sql_at", "closed_at", "status", "assigned_at"} {
		l.Provide("leads", col)
	}
	l.Provide("activities", "at")
	ProvideAttributes(l)
	for _, x := range c.leads {
		l.AddLead(x)
	}
	l.ResolveLeads()
	return l
}

// worked returns the ledger with the touches added.
func (c company) worked(p calendar.Period) *Ledger {
	l := c.ledger(p)
	for _, x := range c.touches {
		l.AddTouch(x)
	}
	return l
}

// BenchmarkLeads adds and resolves leads.
func BenchmarkLeads(b *testing.B) {
	c, p := benchCompany(100_000), benchPeriod(b)
	for b.Loop() {
		c.ledger(p)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(c.leads)), "ns/lead")
}

// BenchmarkJoin finds the lead of an activity by its id.
func BenchmarkJoin(b *testing.B) {
	c := benchCompany(100_000)
	l := c.ledger(benchPeriod(b))
	ids := make([][]byte, len(c.leads))
	for i, j := range rand.New(rand.NewPCG(3, 4)).Perm(len(ids)) {
		ids[i] = []byte(c.leads[j].ID)
	}
	for i := 0; b.Loop(); i++ {
		if l.LeadByID(ids[i%len(ids)]).None() {
			b.Fatal("no lead")
		}
	}
}

// BenchmarkTouches adds touches to the counters of their leads.
func BenchmarkTouches(b *testing.B) {
	c := benchCompany(100_000)
	l := c.ledger(benchPeriod(b))
	for i := 0; b.Loop(); i++ {
		l.AddTouch(c.touches[i%len(c.touches)])
	}
}

// BenchmarkVerdicts computes every column, figure and verdict.
func BenchmarkVerdicts(b *testing.B) {
	c := benchCompany(100_000)
	l := c.worked(benchPeriod(b))
	for b.Loop() {
		l.Scorecard()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(c.leads)), "ns/lead")
}
