package model

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// knownCompany makes leads, about aMonth of them a month from August 2025 to October 2026, of which 50 %
// go from MQL to SQL within 2 to 6 days, and 30 % of those on to won within 3 to 7, with deals of 8,000 to
// 12,000.
func knownCompany(t *testing.T, seed uint64, aMonth int, a *agreement.Agreement) (*Ledger, *Scorecard) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 7))
	p, err := calendar.ParsePeriod("2026-10", time.UTC, time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	l := NewLedger(a, p)
	for table, columns := range map[string][]string{"leads": {"lead_id", "created_at", "mql_at", "sql_at", "closed_at",
		"status"},
		"activities": {"at"}, "deals": {"amount", "closed_at", "won"}} {
		for _, c := range columns {
			l.Provide(table, c)
		}
	}
	ProvideAttributes(l)
	from := time.Date(2025, 8, 1, 0, 0, 0, 0, time.UTC)
	var touches []Touch
	for i := range 15 * aMonth {
		at := from.Add(time.Duration(r.IntN(457*24*3600)) * time.Second)
		x := Lead{ID: fmt.Sprint("L", i), Tier: "A", Action: "guide", Quality: "high", Marketing: true}
		x.Stages[agreement.Created], x.Stages[agreement.MQL] = calendar.At(at), calendar.At(at)
		touches = append(touches, Touch{Lead: x.ID, At: calendar.At(at.Add(time.Duration(r.IntN(8*3600)) * time.Second)),
			Kind: Call})
		if r.Float64() < 0.5 {
			at = at.AddDate(0, 0, 2+r.IntN(5))
			x.Stages[agreement.SQL] = calendar.At(at)
			if r.Float64() < 0.3 {
				at = at.AddDate(0, 0, 3+r.IntN(5))
				l.AddDeal(Deal{ID: fmt.Sprint("D", i), Lead: x.ID, Amount: float64(8000 + r.IntN(4001)), Created: calendar.At(at),
					Closed: calendar.At(at), Won: Yes, NewBusiness: Yes})
			}
		}
		l.AddLead(x)
	}
	l.ResolveLeads()
	for _, touch := range touches {
		l.AddTouch(touch)
	}
	return l, l.Scorecard()
}

// knownAgreement returns an agreement whose terms are the rates, deals and times by which knownCompany
// makes its leads.
func knownAgreement() *agreement.Agreement {
	a := testAgreement()
	st := &a.Revenue.Streams[0]
	st.Funnel = []agreement.FunnelStep{{Stage: agreement.MQL, ToNext: agreement.Rate{Value: 0.5}},
		{Stage: agreement.SQL, ToNext: agreement.Rate{Value: 0.3}}, {Stage: agreement.Won}}
	st.Lag = calendar.Span{Days: 9} // 2 to 6 days, then 3 to 7
	a.LeadValue.SQLsPerDeal.Value = 1 / 0.3
	return a
}

// byPath returns the findings that have a path, by path.
func byPath(c Calibration) map[string]Finding {
	out := map[string]Finding{}
	for _, f := range c.Findings {
		if f.Path != "" {
			out[f.Path] = f
		}
	}
	return out
}

// With intervals of 95 %, at least ninety of a hundred companies must have each known figure within its
// interval, and for at most ten a new value may be proposed for a true term.
func TestCalibrateRecoversKnownRatesWithinItsIntervals(t *testing.T) {
	t.Parallel()
	truth := map[string]float64{"revenue.streams.main.funnel.mql.to_next": 0.5,
		"revenue.streams.main.funnel.sql.to_next": 0.3,
		"revenue.streams.main.average_deal":       10_000, "revenue.streams.main.lag": 9,
		"lead_value.sqls_per_deal": 1 / 0.3, "lead_value.mqls_per_sql": 2}
	inside, proposed := map[string]int{}, map[string]int{}
	const companies = 100
	for seed := range uint64(companies) {
		l, s := knownCompany(t, seed, 60, knownAgreement())
		for path, f := range byPath(l.Calibrate(s)) {
			low, _ := f.Measured.Low.Number()
			high, _ := f.Measured.High.Number()
			if low <= truth[path] && truth[path] <= high {
				inside[path]++
			}
			if !f.Proposed.IsMissing() {
				proposed[path]++
			}
		}
	}
	for path := range truth {
		if inside[path] < 90 || proposed[path] > 10 {
			t.Errorf("%s: %d of %d intervals contain it, and %d times another value is proposed", path, inside[path], companies,
				proposed[path])
		}
	}
}

func TestCalibrateProposesWhatTheEvidenceContradictsAndNothingElse(t *testing.T) {
	t.Parallel()
	a := knownAgreement()
	a.Revenue.Streams[0].Funnel[0].ToNext.Value = 0.65
	l, s := knownCompany(t, 1, 60, a)
	found := byPath(l.Calibrate(s))
	f := found["revenue.streams.main.funnel.mql.to_next"]
	if x, ok := f.Proposed.Number(); f.Evidence != "below agreed" || !ok || x < 0.46 || x > 0.54 {
		t.Errorf("an agreed rate of 65 %% where half go on: %q, proposed %v", f.Evidence, f.Proposed)
	}
	for path, f := range found {
		if path != "revenue.streams.main.funnel.mql.to_next" && !f.Proposed.IsMissing() {
			t.Errorf("%s is proposed anew: %v", path, f.Proposed)
		}
	}
}

func TestCalibrateConcludesNothingFromTooFewLeads(t *testing.T) {
	t.Parallel()
	a := knownAgreement()
	a.Revenue.Streams[0].Funnel[1].ToNext.Value = 0.95
	l, s := knownCompany(t, 1, 3, a)
	f := byPath(l.Calibrate(s))["revenue.streams.main.funnel.sql.to_next"]
	if f.Evidence != "too few" || !f.Proposed.IsMissing() || f.Measured.Value.IsMissing() {
		t.Errorf("a handful of SQLs: %q of %v, proposed %v", f.Evidence, f.Measured, f.Proposed)
	}
}
