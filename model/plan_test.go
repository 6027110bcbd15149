package model

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestArticle000AMillionAYearTakes286LeadsAndPromises84000(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Streams[0].Funnel = funnel(agreement.MQL, 0.7, agreement.Opportunity, 0.5, agreement.Won)
	c.agreement.Promise.LeadValue = agreement.Amount{Plan: true}
	c.check(t, map[string]float64{
		"plan.main.won.year": 100, "plan.main.opportunity.year": 200, "plan.main.mql.year": 286, "plan.main.mql.month": 24,
		"plan.main.lead_value": 3500, "plan.promise": 84000, "promise.lead_value": 84000})
}

func TestArticle000TheRatioDoublesThePromiseAndBudgetsCompareWithIt(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Promise.LeadValue = agreement.Amount{Value: 84000, Set: true}
	c.agreement.Promise.Ratio = agreement.Ratio{Value: 2, To: 1}
	c.check(t, map[string]float64{"promise.lead_value": 168000})
	c.agreement.Promise.Ratio = agreement.Ratio{Value: 1, To: 1}
	for budget, want := range map[float64]float64{5000: 16.8, 20000: 4.2} {
		c.agreement.Budget.Channels = agreement.Pairs[float64]{{Key: "Ads", Value: budget}}
		c.check(t, map[string]float64{"promise.per_budget": want})
	}
}

func TestArticle003Marketings60PercentOf150000Is90MQLsWorth1000(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Goal, c.agreement.Revenue.Per, c.agreement.Revenue.MarketingShare.Value = 150_000, "month", 0.6
	st := &c.agreement.Revenue.Streams[0]
	st.AverageDeal.Value, st.Funnel = 1000, funnel(agreement.MQL, 1.0, agreement.Won)
	c.check(t, map[string]float64{"plan.main.revenue.month": 90_000, "plan.main.mql.month": 90})
	st.AverageDeal.Value = 0
	c.check(t, map[string]float64{"plan.main.mql.month": na, "plan.main.quota_value": na})
}

func TestArticle004TheQuotaGoesUpTheFunnelAndGivesALeadItsWorth(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Goal, c.agreement.Revenue.Per = 500_000, "month"
	c.agreement.LeadValue = agreement.LeadValue{Method: "quota"}
	c.agreement.Promise.LeadValue.Value = 500_000
	c.agreement.Promise.Counts = []string{"inbound", "outbound"}
	st := &c.agreement.Revenue.Streams[0]
	st.AverageDeal.Value, st.Funnel = 2000, funnel(agreement.MQL, 0.34, agreement.SQL, 0.82, agreement.Opportunity, 0.23,
		agreement.Won)
	st.LeadTypes = []agreement.LeadType{{Name: "Outbound", Match: agreement.LeadMatch{Motion: "outbound"},
		Rates: agreement.Pairs[agreement.Rate]{{Key: "mql", Value: agreement.Rate{Value: 0.496}}}}}
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "", ""), lead("L2", "2026-10-07T10:00:00Z", "", "")}
	c.leads[1].Motion, c.leads[1].Stream = "outbound", "Main"
	s := c.check(t, map[string]float64{
		"plan.main.won.month": 250, "plan.main.opportunity.month": 1087, "plan.main.sql.month": 1326,
		"plan.main.mql.month":   3900,
		"plan.main.quota_value": 128.21, "plan.main.type.outbound.mql.month": 2674,
		"plan.main.type.outbound.quota_value": 186.99,
		"value.main.other":                    128.21, "value.main.outbound": 186.99,
		"delivered.main.other.leads": 1, "delivered.main.outbound.leads": 1, "delivered.lead_value": 315.20})

	whole := func(id string) float64 { x, _ := s.Value(id).Number(); return math.Floor(x + 0.5) }
	got := 2000*whole("value.main.other") + 1000*whole("value.main.outbound")
	if got != 443_000 || got/500_000 != 0.886 {
		t.Errorf("2,000 website and 1,000 outbound leads are worth %v, want 443,000", got)
	}
}

func TestThePlanRoundsUpOnceInTheGoalsOwnPeriod(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Goal = 210_000
	c.agreement.Revenue.Streams[0].Funnel = funnel(agreement.MQL, 1.0, agreement.SQL, 0.7, agreement.Won)
	c.check(t, map[string]float64{"plan.main.won.year": 21, "plan.main.sql.year": 30, "plan.main.mql.year": 30,
		"plan.main.mql.month": 3, "plan.main.mql.quarter": 8})

	c.agreement.Revenue.Per = "quarter"
	c.check(t, map[string]float64{"plan.main.won.quarter": 21, "plan.main.won.year": 84, "plan.main.won.month": 7,
		"plan.main.revenue.year": 840_000, "plan.main.revenue.month": 70_000})
	c.agreement.Revenue.Per = "month"
	c.check(t, map[string]float64{"plan.main.won.month": 21, "plan.main.won.year": 252, "plan.main.won.quarter": 63})
}

func TestTotalsAddTheStreamsRoundedFigures(t *testing.T) {
	t.Parallel()
	c := newScene()
	r := &c.agreement.Revenue
	r.Retained, r.MarketingShare.Value = 100_000, 0.8
	r.Streams = []agreement.Stream{
		{Name: "Platform", Share: agreement.Rate{Value: 0.7}, AverageDeal: agreement.Amount{Value: 10_000, Set: true},
			Lag: calendar.Span{Days: 75}, Funnel: funnel(agreement.MQL, 0.5, agreement.Won)},
		{Name: "Care & Co", Share: agreement.Rate{Value: 0.3}, AverageDeal: agreement.Amount{Value: 8000, Set: true},
			Lag: calendar.Span{Days: 44}, Funnel: funnel(agreement.MQL, 0.4, agreement.Won)}}
	c.reps = []Rep{{Name: "Ann", Start: date(2026, 1, 1)}, {Name: "Bob"}, {Name: "Cy", Start: date(2026, 11, 1)}}
	c.check(t, map[string]float64{
		"plan.platform.revenue.year": 504_000, "plan.platform.won.year": 51, "plan.platform.mql.year": 102,
		"plan.platform.won.month": 5, "plan.platform.mql.month": 9,
		"plan.care_co.won.year": 27, "plan.care_co.mql.year": 68, "plan.care_co.won.quarter": 7, "plan.care_co.mql.month": 6,
		"plan.total.won.month": 8, "plan.total.won.quarter": 20, "plan.total.won.year": 78, "plan.total.mql.month": 15,
		"plan.total.mql.sdr":       8,
		"plan.platform.lag_months": 3, "plan.care_co.lag_months": 1})
	c.reps = nil
	c.check(t, map[string]float64{"plan.total.mql.sdr": na})
}

func TestThePlansFigureForThePeriodIsTheGrainsOwn(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		period       string
		won, revenue float64
	}{
		{"2026-10", 9, 1_000_000.0 / 12},
		{"2026-Q4", 25, 250_000},
		{"2026-01-01..2026-12-31", 100, 1_000_000},
		{"2026-01-01..2026-06-30", 54, 500_000},
		{"2026-10-01..2026-10-15", na, na},
	} {
		c := newScene()
		c.period = x.period
		c.check(t, map[string]float64{"target.won": x.won, "target.revenue": x.revenue, "target.proposals": na})
	}
}

func TestDemandComesTheLagBeforeTheRevenue(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Starts = calendar.Month{Time: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 75}
	demand := c.card(t).Table("demand")
	if demand.Rows != 12 {
		t.Fatalf("%d rows, want 12", demand.Rows)
	}
	for i, want := range map[int][2]time.Time{
		0: {time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)},
		4: {time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)},
	} {
		for j, column := range []string{"revenue_month", "demand_month"} {
			if got, _ := demand.Column(column).Value(i).Number(); got != calendar.Serial(want[j]) {
				t.Errorf("row %d: %s is %v, want %v", i, column, got, calendar.Serial(want[j]))
			}
		}
	}
}

func TestWithoutALagTheDemandMonthIsNotKnown(t *testing.T) {
	t.Parallel()
	s := newScene().check(t, map[string]float64{"plan.main.lag_months": na})
	if got := s.Table("demand").Column("demand_month").Value(0); !got.IsMissing() {
		t.Errorf("demand month is %v", got)
	}
}

func TestRatesOlderThanAQuarterAreFlagged(t *testing.T) {
	t.Parallel()
	flagged := func(period string) bool {
		c := newScene()
		c.period = period
		for _, n := range c.card(t).Warnings {
			if strings.Contains(n.Text, "rates") {
				return true
			}
		}
		return false
	}
	if flagged("2026-12") || !flagged("2027-01") {
		t.Error("rates of October are a quarter old at the end of December, older at the end of January")
	}
}

func TestAFunnelWithoutTheHandoffsStageHandsOffItsMQLsElseItsFirst(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, handoff string
		funnel        []agreement.FunnelStep
		quotaValue    float64
	}{
		{"the handoff's own stage", "sql", funnel(agreement.MQL, 0.5, agreement.SQL, 0.5, agreement.Won), 5000},
		{"no SQL: MQL", "sql", funnel(agreement.QL, 0.5, agreement.MQL, 0.5, agreement.Won), 5000},
		{"no SQL, no MQL: the first", "sql", funnel(agreement.QL, 0.5, agreement.Opportunity, 0.5, agreement.Won), 2500},
		{"assigned leads are MQLs", "assigned", funnel(agreement.QL, 0.5, agreement.MQL, 0.5, agreement.Won), 5000},
	} {
		c := newScene()
		c.agreement.Clock.Handoff, c.agreement.Revenue.Streams[0].Funnel = x.handoff, x.funnel
		if got, _ := c.card(t).Value("plan.main.quota_value").Number(); got != x.quotaValue {
			t.Errorf("%s: a lead is worth %v, want %v", x.name, got, x.quotaValue)
		}
	}
}
