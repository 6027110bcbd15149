package model

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// testAgreement returns a small agreement in UTC with every rule switched on.
func testAgreement() *agreement.Agreement {
	n := func(x float64) *float64 { return &x }
	a := &agreement.Agreement{}
	a.Head.Zone, a.Head.Currency = "UTC", "USD"
	a.Clock.Handoff, a.Clock.Managed = "mql", "timeframe"
	a.Revenue = agreement.Revenue{Goal: 1e6, Per: "year", MarketingShare: agreement.Rate{Value: 1}, Streams: []agreement.Stream{{Name: "Main", Share: agreement.Rate{Value: 1},
		AverageDeal: agreement.Amount{Value: 1e4, Set: true}, Funnel: []agreement.FunnelStep{{Stage: agreement.MQL, ToNext: agreement.Rate{Value: 0.5}}, {Stage: agreement.SQL, ToNext: agreement.Rate{Value: 0.7}}, {Stage: agreement.Won}}}}}
	a.Goals.GridGoals = agreement.GridGoals{LeadsSourced: n(4), QualifiedLeads: n(4), MQLsCreated: n(4), MQLsManaged: n(4), SQLsCreated: n(1)}
	a.LeadValue = agreement.LeadValue{Method: "ltv", LowActionDivisor: 20,
		Tiers:       []agreement.Tier{{ID: "A", Name: "Large", FiveYearRevenue: 5e6}, {ID: "B", Name: "Mid", FiveYearRevenue: 1.5e6}},
		Actions:     []agreement.LeadAction{{ID: "demo", HandRaiser: true, CallWithin: calendar.Span{Minutes: 5}}, {ID: "guide"}, {ID: "news"}},
		SQLsPerDeal: agreement.Amount{Value: 2, Set: true}, MQLsPerSQL: agreement.Amount{Value: 2, Set: true}}
	a.Promise = agreement.Promise{LeadValue: agreement.Amount{Value: 1e6, Set: true}, Ratio: agreement.Ratio{Value: 1, To: 1}, Counts: []string{"inbound"}, Basis: "gross",
		AcceptWithin: calendar.Span{Days: 14}, Tolerance: agreement.Rate{Value: 0.1}, ContactWithin: calendar.Span{Minutes: 24 * 60}}
	line := func(hours int, touches float64, days int) *agreement.ActionLine {
		return &agreement.ActionLine{CallWithin: calendar.Span{Minutes: hours * 60}, Touches: n(touches), Breakups: n(1), Timeframe: calendar.Span{Days: days}}
	}
	a.Actions = agreement.ActionAgreement{ActionLines: agreement.ActionLines{High: line(4, 15, 90), Moderate: line(24, 8, 60), Low: line(48, 3, 30)}, Unrated: "moderate"}
	a.Cadence = &agreement.Cadence{For: []string{"high", "moderate"}, Steps: []agreement.CadenceStep{{Touches: 3, Within: calendar.Span{Days: 14}}, {Touches: 5, Within: calendar.Span{Days: 28}}, {Touches: 7, Within: calendar.Span{Days: 56}}}}
	a.DontBeOnIt = &agreement.DontBeOnIt{For: []string{"high", "moderate"}, CallWithin: calendar.Span{Minutes: 24 * 60}, Calls: 5, After: calendar.Span{Days: 14}}
	a.Capacity = agreement.Capacity{Universe: &agreement.Band{Low: 200, High: n(400)}, ActiveMQLs: &agreement.Band{Low: 150, High: n(200)}, MQLConversion: &agreement.Rate{Value: 0.08}, SQLs: n(15), Ramp: []agreement.Rate{{Value: 0.25}, {Value: 0.5}}}
	return a
}

// company is an agreement with rows for a ledger.
type company struct {
	agreement *agreement.Agreement
	leads     []Lead
	touches   []Touch
}

var dayOne = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// drawAgreement returns a random variant of the test agreement: its clock, its handoff, and what unrated
// leads are owed.
func drawAgreement(t *rapid.T) *agreement.Agreement {
	a := testAgreement()
	if rapid.Bool().Draw(t, "business hours") {
		for d := time.Monday; d <= time.Friday; d++ {
			a.Clock.Hours = append(a.Clock.Hours, calendar.OpenHours{Weekday: d, From: 9 * 60, Until: 17*60 + 30})
		}
	}
	a.Clock.Handoff = rapid.SampledFrom([]string{"mql", "mql", "sql", "assigned"}).Draw(t, "handoff")
	a.Clock.Managed = rapid.SampledFrom([]string{"timeframe", "open"}).Draw(t, "managed")
	a.Actions.Unrated = rapid.SampledFrom([]string{"moderate", "none"}).Draw(t, "unrated")
	return a
}

// drawCompany returns random leads of some months with touches; some dates have no time of day.
func drawCompany(t *rapid.T) company {
	c := company{agreement: drawAgreement(t)}
	bare := func(m calendar.Moment) calendar.Moment {
		if rapid.IntRange(0, 7).Draw(t, "without time") > 0 {
			return m
		}
		return calendar.Packed(m.Milli()-m.Milli()%86400_000, calendar.BareDate)
	}
	within := func(label string, days int64, from calendar.Moment) calendar.Moment {
		return calendar.AtMilli(from.Milli() + rapid.Int64Range(0, days*24*3600).Draw(t, label)*1000)
	}
	at := func(label string, from calendar.Moment) calendar.Moment { return within(label, 60, from) }
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	for i := range rapid.IntRange(1, 30).Draw(t, "leads") {
		x := Lead{ID: fmt.Sprint("L", i), Marketing: true, Owner: pick("owner", "", "Ann", "Bob"), Tier: pick("tier", "", "A", "B"),
			Action: pick("action", "", "demo", "guide", "news"), Quality: pick("quality", "", "high", "moderate", "low")}
		x.Stages[agreement.Created] = at("created", calendar.At(dayOne))
		x.Stages[agreement.MQL] = bare(at("mql", x.Stages[agreement.Created]))
		x.Assigned = at("assigned", x.Stages[agreement.Created])
		if rapid.Bool().Draw(t, "is SQL") {
			x.Stages[agreement.SQL] = bare(at("sql", x.Stages[agreement.MQL]))
		}
		if rapid.Bool().Draw(t, "is closed") {
			x.Closed, x.Status = at("closed", x.Stages[agreement.MQL]), Disqualified
		}
		c.leads = append(c.leads, x)
		for range rapid.IntRange(0, 9).Draw(t, "touches") {
			c.touches = append(c.touches, Touch{Lead: x.ID, At: bare(within("touch", 30, x.Stages[agreement.MQL])), Kind: TouchKind(rapid.IntRange(0, 3).Draw(t, "kind")),
				Outcome: Outcome(rapid.IntRange(0, 3).Draw(t, "outcome")), Automated: rapid.IntRange(0, 9).Draw(t, "automated") == 0})
		}
	}
	return c
}

// score computes the company's scorecard of a closed period.
func (c company) score(t *rapid.T, period string) *Scorecard {
	p, err := calendar.ParsePeriod(period, time.UTC, dayOne.AddDate(5, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	l := c.ledger(p)
	for _, x := range c.touches {
		if !l.AddTouch(x) {
			t.Fatalf("touch of %s has no lead", x.Lead)
		}
	}
	return l.Scorecard()
}

// figures returns a scorecard's values by id.
func figures(s *Scorecard) map[string]Value {
	out := map[string]Value{}
	for _, q := range s.Quantities {
		out[q.ID] = q.Value()
	}
	return out
}

// entries returns the entries of a list as sorted texts.
func entries[T any](list []T) []string {
	var out []string
	for _, x := range list {
		out = append(out, fmt.Sprint(x))
	}
	slices.Sort(out)
	return out
}

func TestTheOrderOfRowsIsIrrelevant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		shuffled := company{c.agreement, rapid.Permutation(c.leads).Draw(t, "leads"), rapid.Permutation(c.touches).Draw(t, "touches")}
		one, other := c.score(t, "2026-07"), shuffled.score(t, "2026-07")
		a, b := figures(one), figures(other)
		for id, v := range a {
			if !Equal(v, b[id]) {
				t.Fatalf("%s is %v, in another order %v", id, v, b[id])
			}
		}
		if a, b := entries(one.Breaches), entries(other.Breaches); !slices.Equal(a, b) {
			t.Fatalf("breaches %v, in another order %v", a, b)
		}
		if a, b := entries(one.Overdue), entries(other.Overdue); !slices.Equal(a, b) {
			t.Fatalf("on the list %v, in another order %v", a, b)
		}
	})
}

func TestObligationsOfConsecutivePeriodsPartitionThoseOfTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		whole := c.score(t, "2026-Q3")
		var months []*Scorecard
		for _, m := range []string{"2026-07", "2026-08", "2026-09"} {
			months = append(months, c.score(t, m))
		}
		for _, o := range obligations(c.agreement) {
			var parts, sum float64
			for _, v := range verdicts {
				id := "adherence." + o.id + "." + v
				x, _ := whole.Value(id).Number()
				sum += x
				for _, m := range months {
					x, _ := m.Value(id).Number()
					parts += x
				}
			}
			if parts != sum {
				t.Fatalf("%s: %v fall due in the quarter, %v in its months", o.id, sum, parts)
			}
		}
	})
}

func TestFiguresStayWithinTheirBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawCompany(t).score(t, "2026-07")
		for _, q := range s.Quantities {
			x, ok := q.Value().Number()
			if !ok {
				continue
			}
			if math.IsNaN(x) || math.IsInf(x, 0) {
				t.Fatalf("%s is %v", q.ID, x)
			}
			if len(q.ID) > 10 && q.ID[:10] == "adherence." && q.Unit == Percent && (x < 0 || x > 1) {
				t.Fatalf("%s is %v", q.ID, x)
			}
		}
		met, _ := s.Value("adherence.contact.met").Number()
		late, _ := s.Value("adherence.contact.late").Number()
		missed, _ := s.Value("adherence.contact.missed").Number()
		if a, ok := s.Value("adherence.contact").Number(); ok != (met+late+missed > 0) || ok && a != met/(met+late+missed) {
			t.Fatalf("adherence %v of %v met, %v late, %v missed", a, met, late, missed)
		}
	})
}

func TestOneMoreCallNeverWorsensAVerdict(t *testing.T) {
	t.Parallel()
	rank := map[string]int{"missed": 0, "late": 1, "excused": 2, "met": 3}
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		more := c
		x := rapid.SampledFrom(c.leads).Draw(t, "lead")
		at := calendar.AtMilli(x.Stages[agreement.MQL].Milli() + rapid.Int64Range(0, 90*24*3600).Draw(t, "at")*1000)
		more.touches = append(append([]Touch{}, c.touches...), Touch{Lead: x.ID, At: at, Kind: Call})
		before, after := c.score(t, "2026-08"), more.score(t, "2026-08")
		for _, rule := range []string{"call_time", "contact", "touches", "cadence_14d", "cadence_28d", "cadence_56d"} {
			a, b := before.Table("leads").Column(rule), after.Table("leads").Column(rule)
			for row := range before.Table("leads").Rows {
				was, _ := a.Value(row).Text()
				is, _ := b.Value(row).Text()
				if r, judged := rank[was]; judged && rank[is] < r {
					t.Fatalf("%s of row %d was %s, with a call more %s", rule, row, was, is)
				}
			}
		}
	})
}

// A scorecard is the same on several cores as on one. The test changes GOMAXPROCS, so it doesn't run in
// parallel.
func TestParallelComputationChangesNoValue(t *testing.T) {
	c := benchCompany(3*calc.ChunkRows + 100)
	score := func(cores int) *Scorecard {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		return c.worked(benchPeriod(t)).Scorecard()
	}
	alone, parallel := score(1), score(4)
	if got, want := entries(parallel.Breaches), entries(alone.Breaches); !slices.Equal(got, want) {
		t.Errorf("%d breaches on four cores, %d on one", len(got), len(want))
	}
	for id, v := range figures(alone) {
		if got := figures(parallel)[id]; got != v {
			t.Errorf("%s is %s on four cores, %s on one", id, got, v)
		}
	}
	for _, x := range alone.Table("leads").Columns {
		y := parallel.Table("leads").Column(x.Name)
		for row := range alone.Table("leads").Rows {
			if x.Value(row) != y.Value(row) {
				t.Fatalf("%s of row %d is %s on four cores, %s on one", x.Name, row, y.Value(row), x.Value(row))
			}
		}
	}
}

// The log stores touches on a whole second as seconds and all others to the millisecond; gaps span both.
func TestTheGapBetweenTouchesIsExact(t *testing.T) {
	t.Parallel()
	const day = 86400_000
	for _, x := range []struct {
		period  string
		touches []int64 // in milliseconds
		gap     float64
	}{
		{"2026-06", []int64{90_000, 30_250, 60_000, 0}, 30_000}, // of 29.75, 30 and 30.25 seconds
		{"2026-06", []int64{90_000, 60_000, 0}, 45_000},
		{"2026-06-01..2027-05-31", []int64{310 * day, 0, 100 * day}, 155 * day},
	} {
		c := company{agreement: testAgreement(), leads: []Lead{{ID: "L", Quality: "high"}}}
		c.leads[0].Stages[agreement.Created], c.leads[0].Stages[agreement.MQL] = calendar.At(dayOne), calendar.At(dayOne)
		for _, ms := range x.touches {
			c.touches = append(c.touches, Touch{Lead: "L", Kind: Email, At: calendar.AtMilli(dayOne.UnixMilli() + ms)})
		}
		p, err := calendar.ParsePeriod(x.period, time.UTC, dayOne.AddDate(5, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.worked(p).medianTouchGap(), Num(x.gap/day); got != want {
			t.Errorf("%s: the median gap is %s days, not %s", x.period, got, want)
		}
	}
}

func TestLeadsWithoutProgressShareOneThatStaysEmpty(t *testing.T) {
	t.Parallel()
	c := benchCompany(2000)
	for i := range c.leads {
		c.leads[i].Closed, c.leads[i].Status = c.leads[i].Stages[agreement.Created], []Status{Open, Lost, StatusWon}[i%3]
		c.touches = append(c.touches, Touch{Lead: c.leads[i].ID, Kind: Call, At: c.leads[i].Stages[agreement.Created]})
	}
	l := c.worked(benchPeriod(t))
	l.Scorecard()
	l.ForgetTouches()
	shared := 0
	for lead := range l.leads.all() {
		if lead.progress == &noProgress {
			shared++
		}
	}
	if shared == 0 || !reflect.DeepEqual(noProgress, progress{}) {
		t.Errorf("%d leads share %+v", shared, noProgress)
	}
}
