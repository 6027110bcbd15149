package model

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

func TestDeliveredIsTheChartsValueOfMarketingsLeads(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.leads = []Lead{
		lead("L1", "2026-10-06T10:00:00Z", "A", "demo"), lead("L2", "2026-10-06T10:00:00Z", "B", "demo"), lead("L3",
			"2026-10-06T10:00:00Z", "A", "guide"),
		lead("L4", "2026-10-06T10:00:00Z", "", "guide"), // no value
		lead("L5", "2026-10-06T10:00:00Z", "A", "demo"), // not Marketing's
		lead("L6", "2026-09-30T23:59:59Z", "A", "demo"), // last month's
		lead("L7", "2026-11-01T00:00:00Z", "A", "demo")} // has not happened yet
	c.leads[4].Motion = "outbound"
	s := c.check(t, map[string]float64{"value.a.demo": 500_000, "value.b.news": 3750, "promise.lead_value": 1_000_000,
		"promise.low": 900_000, "promise.high": 1_100_000,
		"promise.leads": na, "delivered.lead_value": 900_000, "delivered.leads": 4, "delivered.unvalued_leads": 1,
		"delivered.a.demo.leads": 1, "attainment.promise": 0.9})
	word(t, s, "status.delivered.lead_value", "within")
	if s.Quantity("delivered.lead_value").Status == "" || s.Quantity("delivered.leads").Status != "" {
		t.Error("the status of a promise in money stands with the lead value")
	}
}

func TestNetTakesOffWhatSalesReturnedInTime(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Promise.Basis = "net"
	c.leads = []Lead{
		lead("L1", "2026-10-02T10:00:00Z", "A", "demo"), lead("L2", "2026-10-02T10:00:00Z", "B", "demo"),
		lead("L3", "2026-10-02T10:00:00Z", "A", "guide"), lead("L4", "2026-10-02T10:00:00Z", "A", "news")}
	c.leads[1].Status, c.leads[1].Closed = Disqualified, stamp("2026-10-12T10:00:00Z")
	c.leads[2].Status, c.leads[2].Closed = Disqualified, stamp("2026-10-17T10:00:00Z")
	s := c.check(t, map[string]float64{"delivered.gross": 912_500, "delivered.returned": 150_000,
		"delivered.net": 762_500, "delivered.lead_value": 762_500})
	word(t, s, "status.delivered.lead_value", "under")
	days := s.Table("days")
	if last, _ := days.Column("delivered").Value(days.Rows - 1).Number(); last != 762_500 {
		t.Errorf("the pace ends at %v, want the net 762,500", last)
	}
}

func TestAPromiseInLeadsIsJudgedInLeads(t *testing.T) {
	t.Parallel()
	c := newScene()
	n := func(x float64) *float64 { return &x }
	c.agreement.Promise.LeadValue = agreement.Amount{}
	c.agreement.Promise.LeadsPerSeller, c.agreement.Promise.Sellers = n(100), n(10)
	c.agreement.Promise.Ratio = agreement.Ratio{Value: 2, To: 1} // multiplies money only
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", "demo")}
	s := c.check(t, map[string]float64{"promise.leads": 1000, "promise.lead_value": na, "promise.low": 900,
		"promise.high": 1100, "pace.line_to_date": 1000, "pace.gap": -999,
		"attainment.promise": 0.001, "delivered.lead_value": 500_000})
	word(t, s, "status.delivered.lead_value", "under")
	if s.Quantity("delivered.leads").Goal != "promise.leads" || s.Quantity("pace.gap").Unit != Count {
		t.Error("a promise in leads is compared with leads")
	}
}

func TestARunningPeriodIsJudgedAgainstTheLineToDate(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.asOf = "2026-10-15T00:00:00Z" // 10 of 22 working days
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", "demo")}
	s := c.check(t, map[string]float64{"pace.working_days": 22, "pace.working_days_elapsed": 10,
		"pace.line_to_date": 1_000_000.0 * 10 / 22, "pace.gap": 500_000 - 1_000_000.0*10/22,
		"promise.periods_over": na})
	word(t, s, "status.delivered.lead_value", "within")
	if v := s.Value("ratio.proposal"); !v.IsMissing() {
		t.Errorf("a running period proposes %v", v)
	}
}

func TestThreePeriodsOverInARowAreCounted(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.Promise.LeadValue.Value = 400_000
	c.agreement.Head.Effective = date(2026, 7, 1)
	for _, x := range []struct {
		handedOff string
		want      float64
	}{{"2026-10-06T10:00:00Z", 1}, {"2026-09-06T10:00:00Z", 2}, {"2026-08-06T10:00:00Z", 3}, {"2026-07-06T10:00:00Z", 3}} {
		c.leads = append(c.leads, lead(x.handedOff, x.handedOff, "A", "demo"))
		c.check(t, map[string]float64{"promise.periods_over": x.want})
	}
	c.agreement.Head.Effective = date(2026, 9, 1) // August was under no promise
	c.check(t, map[string]float64{"promise.periods_over": 2})
}

func TestTheRatioIsProposedUpDownOrHeld(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, reviewed string
		promised       float64
		want           string
	}{
		{"within", "", 500_000, "up"},
		{"over", "", 100_000, "up"},
		{"under", "", 900_000, "hold"},
		{"under, and nobody's fault", "no_fault", 900_000, "down"},
	} {
		c := newScene()
		c.agreement.Promise.LeadValue.Value, c.agreement.Promise.Reviewed = x.promised, x.reviewed
		c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", "demo")}
		if got, _ := c.card(t).Value("ratio.proposal").Text(); got != x.want {
			t.Errorf("%s: %q is proposed, want %q", x.name, got, x.want)
		}
	}
}

func TestAQuarterPromisesThreeMonthsAndHalfAMonthNothing(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.period = "2026-Q4"
	c.check(t, map[string]float64{"promise.lead_value": 3_000_000})
	c.period = "2026-10-01..2026-10-15"
	s := c.check(t, map[string]float64{"promise.lead_value": na, "pace.line_to_date": na, "delivered.lead_value": 0})
	word(t, s, "status.delivered.lead_value", "")
}

func TestWithoutAChartLeadsAreDeliveredAndTheirValueIsNotKnown(t *testing.T) {
	t.Parallel()
	c := newScene()
	c.agreement.LeadValue = agreement.LeadValue{}
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", "demo")}
	s := c.check(t, map[string]float64{"delivered.leads": 1, "delivered.unvalued_leads": 1, "delivered.lead_value": na,
		"delivered.gross": na, "delivered.net": na,
		"channel.web.lead_value": na, "pace.gap": na})
	word(t, s, "status.delivered.lead_value", "")
}

func TestDeliveredIsTheSumOfItsPartsHoweverItIsCut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := drawCompany(t).score(t, rapid.SampledFrom([]string{"2026-06", "2026-07", "2026-Q3"}).Draw(t, "period"))
		figure := func(id string) float64 {
			x, _ := s.Value(id).Number()
			return x
		}
		column := func(table, name string) []float64 {
			var out []float64
			for i := range s.Table(table).Rows {
				x, _ := s.Table(table).Column(name).Value(i).Number()
				out = append(out, x)
			}
			return out
		}
		delivered := figure("delivered.lead_value")
		points := column("days", "delivered")
		for name, x := range map[string]float64{"the last point of the pace": points[len(points)-1],
			"the channels": calc.Total(column("channels", "lead_value"))} {
			if !EqualNumbers(x, delivered) {
				t.Errorf("%s: %v, delivered %v", name, x, delivered)
			}
		}
		if cells := calc.Total(column("chart",
			"leads")); cells+figure("delivered.unvalued_leads") != figure("delivered.leads") {
			t.Errorf("%v leads in cells and %v without value, of %v", cells, figure("delivered.unvalued_leads"),
				figure("delivered.leads"))
		}
		if !slices.IsSorted(points) {
			t.Errorf("the pace falls: %v", points)
		}
	})
}

func TestEachActionOfHandRaisersIsCountedOnce(t *testing.T) {
	t.Parallel()
	c := newScene()
	actions := c.agreement.LeadValue.Actions
	actions[0].HandRaiser, actions[1].HandRaiser = true, true
	c.leads = []Lead{lead("L1", "2026-10-06T10:00:00Z", "A", actions[0].ID), lead("L2", "2026-10-06T10:00:00Z", "A", actions[1].ID)}
	c.leads[0].Stages[agreement.SQL] = stamp("2026-10-07T10:00:00Z")
	c.check(t, map[string]float64{"hand_raisers.leads": 2, "hand_raisers.year_leads": 2, "hand_raisers.sql_rate": 0.5,
		"other_leads.sql_rate": na})
}
