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
)

// testAgreement is a small agreement in UTC with every rule switched on.
func testAgreement() *Agreement {
	n := func(x float64) *float64 { return &x }
	a := &Agreement{}
	a.Head.Zone, a.Head.Currency = "UTC", "USD"
	a.Clock.Handoff, a.Clock.Managed = "mql", "timeframe"
	a.Revenue = Revenue{Goal: 1e6, Per: "year", MarketingShare: Rate{Value: 1}, Streams: []Stream{{Name: "Main", Share: Rate{Value: 1},
		AverageDeal: Amount{Value: 1e4, Set: true}, Funnel: []FunnelStep{{Stage: MQL, ToNext: Rate{Value: 0.5}}, {Stage: SQL, ToNext: Rate{Value: 0.7}}, {Stage: Won}}}}}
	a.Goals.GridGoals = GridGoals{n(4), n(4), n(4), n(4), n(1)}
	a.LeadValue = LeadValue{Method: "ltv", LowActionDivisor: 20,
		Tiers:       []Tier{{"A", "Large", 5e6}, {"B", "Mid", 1.5e6}},
		Actions:     []LeadAction{{ID: "demo", HandRaiser: true, CallWithin: Span{Minutes: 5}}, {ID: "guide"}, {ID: "news"}},
		SQLsPerDeal: Amount{Value: 2, Set: true}, MQLsPerSQL: Amount{Value: 2, Set: true}}
	a.Promise = Promise{LeadValue: Amount{Value: 1e6, Set: true}, Ratio: Ratio{1, 1}, Counts: []string{"inbound"}, Basis: "gross",
		AcceptWithin: Span{Days: 14}, Tolerance: Rate{Value: 0.1}, ContactWithin: Span{Minutes: 24 * 60}}
	line := func(hours int, touches float64, days int) *ActionLine {
		return &ActionLine{Span{Minutes: hours * 60}, n(touches), n(1), Span{Days: days}}
	}
	a.Actions = ActionAgreement{ActionLines: ActionLines{line(4, 15, 90), line(24, 8, 60), line(48, 3, 30)}, Unrated: "moderate"}
	a.Cadence = &Cadence{For: []string{"high", "moderate"}, Steps: []CadenceStep{{3, Span{Days: 14}}, {5, Span{Days: 28}}, {7, Span{Days: 56}}}}
	a.DontBeOnIt = &DontBeOnIt{For: []string{"high", "moderate"}, CallWithin: Span{Minutes: 24 * 60}, Calls: 5, After: Span{Days: 14}}
	a.Capacity = Capacity{Universe: &Band{200, n(400)}, ActiveMQLs: &Band{150, n(200)}, MQLConversion: &Rate{Value: 0.08}, SQLs: n(15), Ramp: []Rate{{Value: 0.25}, {Value: 0.5}}}
	return a
}

// company is a set of rows that a ledger takes.
type company struct {
	agreement *Agreement
	leads     []Lead
	touches   []Touch
}

var dayOne = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

// drawAgreement is the test agreement on either clock, with either owing of unrated leads and any handoff.
func drawAgreement(t *rapid.T) *Agreement {
	a := testAgreement()
	if rapid.Bool().Draw(t, "business hours") {
		for d := time.Monday; d <= time.Friday; d++ {
			a.Clock.Hours = append(a.Clock.Hours, OpenHours{d, 9 * 60, 17*60 + 30})
		}
	}
	a.Clock.Handoff = rapid.SampledFrom([]string{"mql", "mql", "sql", "assigned"}).Draw(t, "handoff")
	a.Clock.Managed = rapid.SampledFrom([]string{"timeframe", "open"}).Draw(t, "managed")
	a.Actions.Unrated = rapid.SampledFrom([]string{"moderate", "none"}).Draw(t, "unrated")
	return a
}

// drawCompany makes leads of some months and touches around them; some dates have no time of day.
func drawCompany(t *rapid.T) company {
	c := company{agreement: drawAgreement(t)}
	bare := func(m Moment) Moment {
		if rapid.IntRange(0, 7).Draw(t, "without time") > 0 {
			return m
		}
		return packed(m.ms()-m.ms()%86400_000, bareDate)
	}
	within := func(label string, days int64, from Moment) Moment {
		return AtMilli(from.ms() + rapid.Int64Range(0, days*24*3600).Draw(t, label)*1000)
	}
	at := func(label string, from Moment) Moment { return within(label, 60, from) }
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	for i := range rapid.IntRange(1, 30).Draw(t, "leads") {
		x := Lead{ID: fmt.Sprint("L", i), Marketing: true, Owner: pick("owner", "", "Ann", "Bob"), Tier: pick("tier", "", "A", "B"),
			Action: pick("action", "", "demo", "guide", "news"), Quality: pick("quality", "", "high", "moderate", "low")}
		x.Stages[Created] = at("created", At(dayOne))
		x.Stages[MQL] = bare(at("mql", x.Stages[Created]))
		x.Assigned = at("assigned", x.Stages[Created])
		if rapid.Bool().Draw(t, "is SQL") {
			x.Stages[SQL] = bare(at("sql", x.Stages[MQL]))
		}
		if rapid.Bool().Draw(t, "is closed") {
			x.Closed, x.Status = at("closed", x.Stages[MQL]), Disqualified
		}
		c.leads = append(c.leads, x)
		for range rapid.IntRange(0, 9).Draw(t, "touches") {
			c.touches = append(c.touches, Touch{Lead: x.ID, At: bare(within("touch", 30, x.Stages[MQL])), Kind: TouchKind(rapid.IntRange(0, 3).Draw(t, "kind")),
				Outcome: Outcome(rapid.IntRange(0, 3).Draw(t, "outcome")), Automated: rapid.IntRange(0, 9).Draw(t, "automated") == 0})
		}
	}
	return c
}

// score computes a company's scorecard of a period that is closed.
func (c company) score(t *rapid.T, period string) *Scorecard {
	p, err := ParsePeriod(period, time.UTC, dayOne.AddDate(5, 0, 0))
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

// figures are a scorecard's values by id.
func figures(s *Scorecard) map[string]Value {
	out := map[string]Value{}
	for _, q := range s.Quantities {
		out[q.ID] = q.Value()
	}
	return out
}

// entries writes the entries of a list, sorted.
func entries[T any](list []T) []string {
	var out []string
	for _, x := range list {
		out = append(out, fmt.Sprint(x))
	}
	slices.Sort(out)
	return out
}

func TestTheOrderOfRowsIsIrrelevant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		shuffled := company{c.agreement, rapid.Permutation(c.leads).Draw(t, "leads"), rapid.Permutation(c.touches).Draw(t, "touches")}
		one, other := c.score(t, "2026-07"), shuffled.score(t, "2026-07")
		a, b := figures(one), figures(other)
		for id, v := range a {
			if !equal(v, b[id]) {
				t.Fatalf("%s is %v, in another order %v", id, v, b[id])
			}
		}
		if a, b := entries(one.Breaches), entries(other.Breaches); !slices.Equal(a, b) {
			t.Fatalf("breaches %v, in another order %v", a, b)
		}
		if a, b := entries(one.OnTheList), entries(other.OnTheList); !slices.Equal(a, b) {
			t.Fatalf("on the list %v, in another order %v", a, b)
		}
	})
}

func TestObligationsOfConsecutivePeriodsPartitionThoseOfTheWhole(t *testing.T) {
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

func TestATouchMoreNeverWorsensATouchVerdict(t *testing.T) {
	rank := map[string]int{"missed": 0, "late": 1, "excused": 2, "met": 3}
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		more := c
		x := rapid.SampledFrom(c.leads).Draw(t, "lead")
		at := AtMilli(x.Stages[MQL].ms() + rapid.Int64Range(0, 90*24*3600).Draw(t, "at")*1000)
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

// Rows that are computed beside one another come to what they come to one after the other.
func TestPartsAreComputedBesideOneAnother(t *testing.T) {
	c := benchCompany(3*partRows + 100)
	score := func(cores int) *Scorecard {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		return c.worked(benchPeriod(t)).Scorecard()
	}
	alone, beside := score(1), score(4)
	if got, want := entries(beside.Breaches), entries(alone.Breaches); !slices.Equal(got, want) {
		t.Errorf("%d breaches beside one another, %d one after the other", len(got), len(want))
	}
	for id, v := range figures(alone) {
		if got := figures(beside)[id]; got != v {
			t.Errorf("%s is %s beside one another, %s one after the other", id, got, v)
		}
	}
	for _, x := range alone.Table("leads").Columns {
		y := beside.Table("leads").Column(x.Name)
		for row := range alone.Table("leads").Rows {
			if x.Value(row) != y.Value(row) {
				t.Fatalf("%s of row %d is %s beside one another, %s one after the other", x.Name, row, y.Value(row), x.Value(row))
			}
		}
	}
}

// Touches are kept by the second where they lie on one, and to the millisecond where not.
func TestTheGapBetweenTouchesIsExact(t *testing.T) {
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
		c.leads[0].Stages[Created], c.leads[0].Stages[MQL] = At(dayOne), At(dayOne)
		for _, ms := range x.touches {
			c.touches = append(c.touches, Touch{Lead: "L", Kind: Email, At: AtMilli(dayOne.UnixMilli() + ms)})
		}
		p, err := ParsePeriod(x.period, time.UTC, dayOne.AddDate(5, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.worked(p).touchGap(), Num(x.gap/day); got != want {
			t.Errorf("%s: the median gap is %s days, not %s", x.period, got, want)
		}
	}
}

func TestLeadsThatDidNotGoOnShareACourseThatStaysEmpty(t *testing.T) {
	c := benchCompany(2000)
	for i := range c.leads {
		c.leads[i].Closed, c.leads[i].Status = c.leads[i].Stages[Created], []Status{Open, Lost, StatusWon}[i%3]
		c.touches = append(c.touches, Touch{Lead: c.leads[i].ID, Kind: Call, At: c.leads[i].Stages[Created]})
	}
	l := c.worked(benchPeriod(t))
	l.Scorecard()
	l.ForgetTouches()
	shared := 0
	for f := range l.lives.all() {
		if f.course == &noCourse {
			shared++
		}
	}
	if shared == 0 || !reflect.DeepEqual(noCourse, course{}) {
		t.Errorf("%d leads share %+v", shared, noCourse)
	}
}
