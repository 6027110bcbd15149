package model

import (
	"math"
	"strings"
	"testing"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// pastQuarters returns a history of six quarters: the four before October 2026, the one before them and
// the one after.
func pastQuarters() []agreement.HistoryQuarter {
	var out []agreement.HistoryQuarter
	for _, x := range []struct {
		q                 calendar.Quarter
		sql, won, revenue float64
	}{
		{calendar.Quarter{Year: 2025, Q: 3}, 1000, 1000, 1}, {calendar.Quarter{Year: 2025, Q: 4}, 10, 1,
			10_000}, {calendar.Quarter{Year: 2026, Q: 1}, 10, 9, 90_000},
		{calendar.Quarter{Year: 2026, Q: 2}, 20, 5, 40_000}, {calendar.Quarter{Year: 2026, Q: 3}, 60, 5,
			60_000}, {calendar.Quarter{Year: 2026, Q: 4}, 1, 1, 1},
	} {
		h := agreement.HistoryQuarter{Quarter: x.q, Revenue: x.revenue}
		for i := range h.Counts {
			h.Counts[i] = math.NaN()
		}
		h.Counts[agreement.SQL], h.Counts[agreement.Won] = x.sql, x.won
		out = append(out, h)
	}
	return out
}

// withHistory returns a scene without rows whose average deal and rate from SQL to won are history.
func withHistory() *scene {
	c := newScene()
	st := &c.agreement.Revenue.Streams[0]
	st.AverageDeal, st.Funnel = agreement.Amount{History: true}, funnel(agreement.MQL, 0.5, agreement.SQL, "history",
		agreement.Won)
	c.agreement.History = pastQuarters()
	return c
}

func TestHistoryIsASumOverASumOfTheFourQuartersBeforeTheAgreement(t *testing.T) {
	t.Parallel()
	c := withHistory()
	c.period = "2027-01"
	c.leads = []Lead{lead("L1", "2026-12-06T10:00:00Z", "A", "guide")}
	c.check(t, map[string]float64{"plan.main.rate.sql": 0.2, "plan.main.average_deal": 10_000, "plan.main.won.year": 100,
		"plan.main.sql.year": 500, "plan.main.mql.year": 1000,
		"measured.main.rate.sql": na})
}

// exports returns a scene of November 2026 whose exports begin before the four quarters of the history.
func exports() *scene {
	c := withHistory()
	c.period = "2026-11"
	first := lead("L0", "2025-08-15T10:00:00Z", "A", "guide")
	first.Stages[agreement.MQL] = calendar.Moment{}
	c.leads = []Lead{first}
	for _, x := range [][3]string{{"L1", "2026-01-01T10:00:00Z", "2026-01-20T10:00:00Z"},
		{"L2", "2026-02-01T10:00:00Z", "2026-02-20T10:00:00Z"},
		{"L5", "2026-05-01T10:00:00Z", "2026-05-20T10:00:00Z"}, {"L7", "2026-07-01T10:00:00Z", "2026-07-20T10:00:00Z"}} {
		l := lead(x[0], x[1], "A", "guide")
		l.Stages[agreement.SQL] = stamp(x[2])
		c.leads = append(c.leads, l)
	}
	c.deals = []Deal{
		{ID: "D1", Lead: "L1", Amount: 20_000, Created: stamp("2026-01-25T10:00:00Z"),
			Closed: stamp("2026-03-10T10:00:00Z"), Won: Yes},
		{ID: "D2", Lead: "L2", Amount: 90_000, Created: stamp("2026-02-25T10:00:00Z"),
			Closed: stamp("2026-11-10T10:00:00Z"), Won: Yes}}
	return c
}

func TestExportsThatBeginBeforeTheFourQuartersGiveTheHistory(t *testing.T) {
	t.Parallel()
	c := exports()
	c.check(t, map[string]float64{"plan.main.rate.sql": 0.25, "plan.main.average_deal": 20_000, "plan.main.won.year": 50,
		"plan.main.sql.year": 200, "plan.main.mql.year": 400,
		"measured.main.rate.sql": 0.25, "measured.main.rate.mql": 1, "measured.main.average_deal": 20_000})
}

func TestMeasuredRatesMoveWithTimeAndAgreedOnesDoNot(t *testing.T) {
	t.Parallel()
	c := exports()
	c.period = "2027-02" // the four quarters of 2026
	c.check(t, map[string]float64{"plan.main.rate.sql": 0.25, "measured.main.rate.sql": 0.5,
		"measured.main.average_deal": 55_000})
}

func TestTheSourceOfHistoryIsDecidedForEachStream(t *testing.T) {
	t.Parallel()
	c := exports()
	second := c.agreement.Revenue.Streams[0]
	second.Name = "Young"
	c.agreement.Revenue.Streams = append(c.agreement.Revenue.Streams, second)
	for i := range c.leads {
		c.leads[i].Stream = "Main"
	}
	c.leads[4].Stream = "Young" // its first lead is of 2026
	for i := range c.deals {
		c.deals[i].Stream = "Main"
	}
	c.check(t, map[string]float64{"plan.main.rate.sql": 1.0 / 3, "plan.young.rate.sql": 0.2,
		"plan.young.average_deal": 10_000})

	own := pastQuarters()
	for i := range own {
		own[i].Stream, own[i].Counts[agreement.Won] = "Young", 1
	}
	c.agreement.History = append(c.agreement.History, own...)
	c.check(t, map[string]float64{"plan.young.rate.sql": 0.04})
}

func TestAHistoryTableThatLacksAQuarterGivesNothing(t *testing.T) {
	t.Parallel()
	c := withHistory()
	c.agreement.History = append(c.agreement.History[:2:2], c.agreement.History[3:]...)
	s := c.check(t, map[string]float64{"plan.main.rate.sql": na, "plan.main.average_deal": na, "plan.main.won.year": na,
		"plan.main.rate.mql": 0.5})
	if reason := s.Quantity("plan.main.rate.sql").Reason; !strings.Contains(reason, "2026-Q1") {
		t.Errorf("the reason %q does not name the missing quarter", reason)
	}
}

func TestALeadTypesHistoryCountsItsOwnLeads(t *testing.T) {
	t.Parallel()
	c := exports()
	st := &c.agreement.Revenue.Streams[0]
	st.LeadTypes = []agreement.LeadType{{Name: "Web", Match: agreement.LeadMatch{Action: "demo"},
		Rates: agreement.Pairs[agreement.Rate]{{Key: "sql", Value: agreement.Rate{History: true}}}}}
	c.leads[1].Action = "demo"
	for i := range c.leads {
		c.leads[i].Stream = "Main"
	}
	c.check(t, map[string]float64{"plan.main.type.web.rate.sql": 1, "plan.main.type.web.sql.year": 50,
		"plan.main.type.web.mql.year": 100, "plan.main.sql.year": 200})
}

func TestQuartersThatAreNotOverGiveNoHistory(t *testing.T) {
	t.Parallel()
	c := exports()
	c.period = "2026-06" // two of the four quarters have begun after it
	c.check(t, map[string]float64{"plan.main.rate.sql": 0.2, "plan.main.average_deal": 10_000})
}
