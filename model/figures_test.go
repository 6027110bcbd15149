package model

import (
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// In October 22 days are working days of the plain calendar; at the end of the 15th eleven are over.
func monthsBefore(share float64) *scene {
	c := newScene()
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 30}
	n := 0
	add := func(at string, count int) {
		for range count {
			n++
			c.leads = append(c.leads, lead(fmt.Sprint("L", n), at, "A", "guide"))
		}
	}
	for _, m := range []string{"06", "07", "08", "09"} { // each delivers a part by mid-month and the rest at its end
		early := int(share * 10)
		add("2026-"+m+"-03T10:00:00Z", early)
		add("2026-"+m+"-28T10:00:00Z", 10-early)
	}
	add("2026-10-05T10:00:00Z", 4)
	return c
}

func TestTheForecastTakesTheShapeOfPastMonths(t *testing.T) {
	t.Parallel()
	c := monthsBefore(.4)
	c.leads = append([]Lead{lead("L0", "2025-01-05T10:00:00Z", "A", "guide")}, c.leads...)
	c.asOf = "2026-10-16T00:00:00Z"
	c.check(t, map[string]float64{"forecast.months": 4, "forecast.share": .4, "forecast.base": 1_000_000, "forecast.delivered": 2_500_000, "forecast.low": 2_500_000, "forecast.high": 2_500_000,
		"forecast.attainment": 2.5, "trailing.months": 12, "trailing.delivered": 10_000_000, "trailing.promised": 12_000_000})
	c.asOf = ""
	c.check(t, map[string]float64{"forecast.delivered": na, "trailing.delivered": 11_000_000})
}

func TestAForecastNeedsThreePastMonths(t *testing.T) {
	t.Parallel()
	c := monthsBefore(.4)
	c.asOf = "2026-10-16T00:00:00Z" // the exports begin on 3 June, within that month
	c.leads = c.leads[20:]          // leaves August and September
	c.check(t, map[string]float64{"forecast.months": 1, "forecast.delivered": na, "trailing.months": 1})
}

func TestMidMonthIsComparedWithTheLineAtHalfTheWorkingDays(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.leads = []Lead{lead("L1", "2026-10-05T10:00:00Z", "A", "guide")}
	s := c.check(t, map[string]float64{"pace.working_days": 22, "pace.mid_day": 11, "pace.mid_line": 500_000, "pace.mid_delivered": 250_000, "pace.mid_gap": -250_000})
	word(t, s, "pace.mid_status", "under")
	c.asOf = "2026-10-15T00:00:00Z"
	c.check(t, map[string]float64{"pace.mid_delivered": na, "pace.mid_gap": na})
}

func TestHandRaisersAreCountedApart(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.leads = []Lead{lead("L1", "2026-10-05T10:00:00Z", "A", "demo"), lead("L2", "2026-10-05T10:00:00Z", "A", "guide"), lead("L3", "2026-10-05T10:00:00Z", "", "")}
	c.leads[0].Stages[agreement.SQL] = stamp("2026-10-20T10:00:00Z")
	c.check(t, map[string]float64{"hand_raisers.leads": 1, "other_leads.leads": 2, "hand_raisers.lead_value": 500_000, "other_leads.lead_value": 250_000, "hand_raisers.share": 2.0 / 3,
		"hand_raisers.sql_rate": 1, "other_leads.sql_rate": 0, "other_leads.worth": 125_000})
}

func TestEquivalentsAreLeadsOfOneCellThatKeepThePromise(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Promise.LeadValue.Value = 1_000_001
	c.check(t, map[string]float64{"equivalent.a.demo": 3, "equivalent.a.guide": 5, "equivalent.b.news": 267})
	c.agreement.Promise.LeadValue, c.agreement.Promise.Leads = agreement.Amount{}, new(float64)
	c.check(t, map[string]float64{"equivalent.a.demo": na})
}

func column(s *Scorecard, table, name string) []float64 {
	var out []float64
	for i := range s.Table(table).Rows {
		x, ok := s.Table(table).Column(name).Value(i).Number()
		if !ok {
			x = na
		}
		out = append(out, x)
	}
	return out
}

func TestACohortIsCountedOnceItsLagIsOver(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 60}
	c.leads = []Lead{lead("L1", "2026-05-05T10:00:00Z", "A", "guide"), lead("L2", "2026-08-05T10:00:00Z", "A", "guide"), lead("L3", "2026-10-05T10:00:00Z", "A", "guide")}
	c.deals = []Deal{{ID: "D1", Lead: "L1", Amount: 100_000, Won: Yes, Created: stamp("2026-06-01T00:00:00Z"), Closed: stamp("2026-07-01T00:00:00Z")}}
	s := c.card(t)
	for name, want := range map[string][]float64{"ripe": {1, 0, 0}, "leads": {1, 1, 1}, "won": {1, 0, 0}, "revenue": {100_000, 0, 0}, "realised": {.4, 0, 0}} {
		if got := column(s, "cohorts", name); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

func TestRampUpGrowsWithTheTeamAndBringsRevenueAfterTheLag(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 60}
	c.agreement.Head.Until = date(2027, 3, 31)
	c.reps = []Rep{{Name: "Old"}, {Name: "New", Start: date(2026, 10, 1)}, {Name: "Later", Start: date(2026, 12, 1)}}
	s := c.card(t)
	for name, want := range map[string][]float64{"sdrs": {2, 2, 3, 3, 3, 3}, "ramped": {1.25, 1.5, 2.25, 2.5, 3, 3}, "seeded": {0, 0, 90_000, 90_000, 90_000, 90_000}, "capacity": {18.75, 22.5, 33.75, 37.5, 45, 45},
		"seeded_so_far": {0, 0, 90_000, 180_000, 270_000, 360_000}} {
		if got := column(s, "ramp", name); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	c.agreement.Head.Until = date(2027, 9, 30)
	if n := c.card(t).Table("ramp").Rows; n != 12 {
		t.Errorf("a plan of a year has %d months", n)
	}
}

func TestDisqualifiedLeadsAreCountedByCampaignAndReason(t *testing.T) {
	t.Parallel()
	c := newScene()
	for i := range 4 {
		x := lead(fmt.Sprint("L", i), "2026-10-05T10:00:00Z", "A", "guide")
		x.Campaign, x.Reason, x.Status, x.Closed = "Guide", "Too small", Disqualified, stamp("2026-10-09T10:00:00Z")
		c.leads = append(c.leads, x)
	}
	c.leads[2].Reason = ""
	c.leads[3].Closed = stamp("2026-11-09T10:00:00Z")
	s := c.check(t, map[string]float64{"disqualified.leads": 3, "disqualified.lead_value": 750_000})
	if got := column(s, "rejections", "leads"); fmt.Sprint(got) != "[2 1]" {
		t.Errorf("rejections %v", got)
	}
	if got := s.Table("rejections").Column("reason").Value(1).String(); got != "No reason given" {
		t.Error(got)
	}
}

func TestTheYearToDateAndTheOrderOfChannels(t *testing.T) {
	t.Parallel()
	c := withSpend()
	c.spend = append(c.spend, spend(1, "Ads", 100), spend(1, "Web", 50))
	s := c.check(t, map[string]float64{"ytd.spend": 183.63, "ytd.budget": 50.5, "ytd.lead_value": 750_000, "channel.total.value_per_spend": 750_000 / 33.63, "budget.left": 50.5 - 33.63})
	if got := column(s, "channels", "rank"); fmt.Sprint(got) != "[2 1 NaN]" {
		t.Errorf("ranks %v", got)
	}
	if got := s.Table("ranked").Column("channel").Value(0).String(); got != "Web" {
		t.Errorf("the best channel is %s", got)
	}
	if n := s.Table("channel_months").Rows; n != 10*3 {
		t.Errorf("%d rows of months and channels", n)
	}
}

func TestTheFunnelComparesRatesAndFlagsStaleOnes(t *testing.T) {
	t.Parallel()
	c := newScene()
	step := &c.agreement.Revenue.Streams[0].Funnel[0]
	step.Target = &agreement.Improvement{Rate: .7, By: calendar.Month{Time: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)}}
	c.leads = []Lead{lead("L1", "2026-10-05T10:00:00Z", "A", "guide"), lead("L2", "2026-10-05T10:00:00Z", "A", "guide")}
	c.leads[0].Stages[agreement.SQL] = stamp("2026-10-20T10:00:00Z")
	s := c.card(t)
	f := s.Table("funnel")
	x, _ := f.Column("actual_rate").Value(0).Number()
	path, _ := f.Column("path").Value(0).Number()
	if x != .5 || math.Abs(path-(.5+.2*31/92)) > 1e-12 || f.Column("age").Value(0).String() != "fresh" {
		t.Errorf("actual rate %v, due by now %v, %s", x, path, f.Column("age").Value(0))
	}
	c.period = "2027-02"
	if got := c.card(t).Table("funnel").Column("age").Value(0).String(); got != "stale" {
		t.Errorf("after four months a rate is %s", got)
	}
}

func TestSpendAndStreamTotalsEqualTheirFilesToTheCent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := testAgreement()
		a.Head.Effective = date(2026, 1, 1)
		n := rapid.IntRange(1, 4).Draw(t, "streams")
		a.Revenue.Streams = nil
		left := 100
		for i := range n {
			share := rapid.IntRange(1, left-(n-1-i)).Draw(t, "share")
			if i == n-1 {
				share = left
			}
			left -= share
			a.Revenue.Streams = append(a.Revenue.Streams, agreement.Stream{Name: fmt.Sprint("S", i), Share: agreement.Rate{Value: float64(share) / 100}, AverageDeal: agreement.Amount{Value: float64(rapid.IntRange(1, 1e6).Draw(t, "deal")) / 100, Set: true},
				Funnel: funnel(agreement.MQL, rapid.Float64Range(.01, 1).Draw(t, "rate"), agreement.SQL, rapid.Float64Range(.01, 1).Draw(t, "rate"), agreement.Won)})
		}
		a.Revenue.Goal = float64(rapid.IntRange(1, 1e9).Draw(t, "goal")) / 100
		for _, c := range []string{"Ads", "Web"} {
			a.Budget.Channels = append(a.Budget.Channels, agreement.Pair[float64]{Key: c, Value: float64(rapid.IntRange(0, 1e7).Draw(t, "budget")) / 100})
		}
		p, err := calendar.ParsePeriod(rapid.SampledFrom([]string{"2026-06", "2026-Q2", "2026-01-01..2026-12-31"}).Draw(t, "period"), time.UTC, dayOne.AddDate(5, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		l := NewLedger(a, p)
		l.Provide("spend", "actual")
		l.Provide("leads", "mql_at")
		ProvideAttributes(l)
		for m := time.January; m <= time.December; m++ {
			l.AddSpend(spend(m, "Ads", 0)) // a month without any row makes spend n/a
		}
		file, year := 0, 0 // cents of the file: in the period, in its year
		for range rapid.IntRange(0, 40).Draw(t, "rows") {
			cents, month := rapid.IntRange(0, 1e8).Draw(t, "cents"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
			x := spend(month, rapid.SampledFrom([]string{"Ads", "Web", "Events", ""}).Draw(t, "channel"), float64(cents)/100)
			l.AddSpend(x)
			if !x.Month.Before(p.Start) && x.Month.Before(p.End) {
				file += cents
			}
			if x.Month.Before(p.End) {
				year += cents
			}
		}
		l.ResolveLeads()
		s := l.Scorecard()
		cents := func(x float64) int { return int(math.Round(x * 100)) }
		value := func(id string) float64 { x, _ := s.Value(id).Number(); return x }
		sum := func(table, name string) float64 {
			total := 0.0
			for _, x := range column(s, table, name) {
				if x == x {
					total += x
				}
			}
			return total
		}
		for what, got := range map[string]float64{"the total": value("spend.total"), "the channels": sum("channels", "spend")} {
			if cents(got) != file {
				t.Errorf("%s of spend: %v, the file has %d cents", what, got, file)
			}
		}
		if cents(value("ytd.spend")) != year {
			t.Errorf("the year's spend is %v, the file has %d cents", value("ytd.spend"), year)
		}
		revenue := 0.0
		for _, st := range a.Revenue.Streams {
			revenue += value(planID(st) + ".revenue.year")
		}
		if cents(revenue) != cents(a.Revenue.Goal) {
			t.Errorf("the streams bring %v of %v", revenue, a.Revenue.Goal)
		}
		for _, stage := range []string{"mql", "sql", "won"} {
			for _, g := range grains {
				parts := 0.0
				for _, st := range a.Revenue.Streams {
					parts += value(planID(st) + "." + stage + "." + g)
				}
				if id := "plan.total." + stage + "." + g; parts != value(id) {
					t.Errorf("%s is %v, its streams %v", id, value(id), parts)
				}
			}
		}
	})
}
