package model

import (
	"testing"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestArticle000TheLifetimeValueChart(t *testing.T) {
	t.Parallel()
	c := newScene()
	v := &c.agreement.LeadValue
	v.Tiers = []agreement.Tier{{ID: "A", FiveYearRevenue: 5_000_000}, {ID: "B", FiveYearRevenue: 1_500_000},
		{ID: "C", FiveYearRevenue: 500_000}}
	v.MQLsPerSQL.Value = 1 / 0.7
	c.check(t, map[string]float64{
		"value.a.demo": 500_000, "value.a.guide": 350_000, "value.a.news": 17_500,
		"value.b.demo": 150_000, "value.b.guide": 105_000, "value.b.news": 5250,
		"value.c.demo": 50_000, "value.c.guide": 35_000, "value.c.news": 1750})
}

func TestArticle002TheCloseRateChart(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.LeadValue = agreement.LeadValue{Method: "close_rate", Tiers: []agreement.Tier{{ID: "VP"}, {ID: "Other"}},
		Actions: []agreement.LeadAction{{ID: "demo"}, {ID: "e-book"}},
		CloseRates: agreement.Pairs[agreement.Pairs[agreement.Rate]]{{Key: "VP",
			Value: agreement.Pairs[agreement.Rate]{{Key: "demo", Value: agreement.Rate{Value: 0.03}},
				{Key: "e-book", Value: agreement.Rate{Value: 0.01}}}}},
		AveragePurchase: agreement.Pairs[float64]{{Key: "VP", Value: 100_000}}}
	c.agreement.Promise.LeadValue.Value = 300_000
	s := c.check(t, map[string]float64{"value.vp.demo": 3000, "value.vp.e_book": 1000, "value.other.demo": na,
		"promise.lead_value": 300_000})
	promised, _ := s.Value("promise.lead_value").Number()
	for id, want := range map[string]float64{"value.vp.demo": 100, "value.vp.e_book": 300} {
		if one, _ := s.Value(id).Number(); promised/one != want {
			t.Errorf("%v leads at %s keep the promise, want %v", promised/one, id, want)
		}
	}
}

func TestACellIsRoundedOnceFromTheUnroundedChain(t *testing.T) {
	t.Parallel()
	c := newScene()
	v := &c.agreement.LeadValue
	v.Tiers = []agreement.Tier{{ID: "A", FiveYearRevenue: 10_000}}
	v.SQLsPerDeal.Value, v.MQLsPerSQL.Value = 3, 3
	v.Actions = append(v.Actions, agreement.LeadAction{ID: "visit"})
	for _, id := range []string{"L1", "L2", "L3"} {
		c.leads = append(c.leads, lead(id, "2026-10-06T10:00:00Z", "A", "demo"))
	}
	c.check(t, map[string]float64{"value.a.demo": 666.67, "value.a.guide": 222.22, "value.a.news": 11.11,
		"value.a.visit": 0.56, "delivered.lead_value": 2000.01})
}

func TestPlanForTheRatiosIsThatOfThePlansRoundedCounts(t *testing.T) {
	t.Parallel()
	c := newScene()
	v := &c.agreement.LeadValue
	v.SQLsPerDeal, v.MQLsPerSQL = agreement.Amount{Plan: true}, agreement.Amount{Plan: true}
	// 100 won, 143 SQLs, 477 MQLs
	c.agreement.Revenue.Streams[0].Funnel = funnel(agreement.MQL, 0.3, agreement.SQL, 0.7, agreement.Won)
	c.check(t, map[string]float64{"value.a.demo": 699_300.70, "value.a.guide": 209_643.61})
}

func TestByQuotaALeadWithoutStreamHasAValueOnlyIfThereIsOneStream(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.LeadValue = agreement.LeadValue{Method: "quota"}
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "", ""), lead("L2", "2026-10-06T10:00:00Z", "", "")}
	c.leads[1].Stream = "Main"
	c.check(t, map[string]float64{"plan.main.quota_value": 3496.50, "delivered.lead_value": 6993,
		"delivered.unvalued_leads": 0, "delivered.main.other.leads": 2})

	second := c.agreement.Revenue.Streams[0]
	second.Name = "Second"
	c.agreement.Revenue.Streams[0].Share.Value, second.Share.Value = 0.5, 0.5
	c.agreement.Revenue.Streams = append(c.agreement.Revenue.Streams, second)
	c.check(t, map[string]float64{"delivered.lead_value": 3472.22, "delivered.unvalued_leads": 1})
}

func TestRealisedValueTakesLeadsWhoseLagIsOver(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 30}
	c.leads = []Lead{
		lead("L1", "2026-09-01T10:00:00Z", "A", "demo"),
		lead("L2", "2026-10-02T00:00:00Z", "A", "demo"), // its lag is over at as_of
		lead("L3", "2026-10-02T00:00:01Z", "A", "demo"), // one second short
		lead("L4", "2026-09-01T10:00:00Z", "B", "demo")}
	c.deals = []Deal{
		{ID: "D1", Lead: "L1", Amount: 700, Created: stamp("2026-09-02T10:00:00Z"), Closed: stamp("2026-09-20T10:00:00Z"),
			Won: Yes},
		{ID: "D2", Lead: "L1", Amount: 900, Created: stamp("2026-09-02T10:00:00Z"), Closed: stamp("2026-09-20T10:00:00Z"),
			Won: No},
		{ID: "D3", Lead: "L3", Amount: 500, Created: stamp("2026-10-03T10:00:00Z"), Closed: stamp("2026-10-20T10:00:00Z"),
			Won: Yes}}
	c.check(t, map[string]float64{"realised.a.demo": 350, "realised.a.demo.n": 2, "realised.b.demo": 0,
		"realised.b.demo.n": 1, "realised.a.news": na, "realised.a.news.n": 0})
}

func TestALeadsTypeIsTheFirstThatMatches(t *testing.T) {
	t.Parallel()
	st := agreement.Stream{LeadTypes: []agreement.LeadType{
		{Name: "Hot events", Match: agreement.LeadMatch{Source: "Events", Quality: "high"}},
		{Name: "Events", Match: agreement.LeadMatch{Source: "Events"}},
		{Name: "Outbound", Match: agreement.LeadMatch{Motion: "outbound"}}}}
	for _, x := range []struct{ motion, source, quality, want string }{
		{"inbound", "Events", "high", "Hot events"},
		{"outbound", "Events", "low", "Events"},
		{"outbound", "Web", "high", "Outbound"},
		{"inbound", "Web", "high", "other"},
	} {
		if got := leadTypeOf(st, x.motion, x.source, "A", "demo", x.quality); got != x.want {
			t.Errorf("a %s lead of %s, %s, is %q, want %q", x.motion, x.source, x.quality, got, x.want)
		}
	}
}

func TestALeadWithoutStreamTakesTheLongestLag(t *testing.T) {
	t.Parallel()
	c := newScene()
	second := c.agreement.Revenue.Streams[0]
	second.Name, second.Lag = "Second", calendar.Span{Days: 60}
	c.agreement.Revenue.Streams = append(c.agreement.Revenue.Streams, second)
	c.agreement.Revenue.Streams[0].Lag = calendar.Span{Days: 30}
	c.leads = []Lead{lead("L1", "2026-09-20T10:00:00Z", "A", "demo"), lead("L2", "2026-09-20T10:00:00Z", "B", "demo")}
	c.leads[0].Stream = "Main"
	c.check(t, map[string]float64{"realised.a.demo.n": 1, "realised.b.demo.n": 0})
}
