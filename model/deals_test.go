package model

import (
	"math"
	"strings"
	"testing"
)

// sceneOfDeals returns a scene with deals that were created in October, each with the closing date 2026-10-20.
func sceneOfDeals(deals ...Deal) *scene {
	c := newScene()
	for _, d := range deals {
		d.Created, d.Closed = stamp("2026-10-05T10:00:00Z"), stamp("2026-10-20T10:00:00Z")
		c.deals = append(c.deals, d)
	}
	return c
}

// dealCard returns the scorecard of the scene where the columns of deals are given, and no leads unless withLeads.
func (c *scene) dealCard(t *testing.T, withLeads bool, columns ...string) *Scorecard {
	t.Helper()
	l := newLedger(t, c)
	for what := range l.provided {
		if strings.HasPrefix(what, "deals.") || !withLeads && strings.HasPrefix(what, "leads") {
			delete(l.provided, what)
		}
	}
	for _, column := range append(columns, "closed_at", "created_at", "amount") {
		l.Provide("deals", column)
	}
	return l.Scorecard()
}

// texts returns the texts of the warnings, and the reason of a figure.
func texts(s *Scorecard, id string) string {
	out := s.Quantity(id).Reason
	for _, n := range s.Warnings {
		out += "\n" + n.Text
	}
	return out
}

func TestWinRateIsNotKnownWhereNothingTellsWhichDealsAreLost(t *testing.T) {
	t.Parallel()
	c := sceneOfDeals(Deal{ID: "1", Stage: "Firmado", Won: Yes, Amount: 10}, Deal{ID: "2", Stage: "Negociación", Amount: 10},
		Deal{ID: "3", Stage: "Descartado", Amount: 10}, Deal{ID: "4", Stage: "Descartado", Amount: 10})
	s := c.dealCard(t, true, "won")
	if x, known := s.Value("kpi.win_rate").Number(); known {
		t.Errorf("the win rate is %v", x)
	}
	if x, _ := s.Value("actual.revenue").Number(); x != 10 {
		t.Errorf("the revenue is %v", x)
	}
	for _, want := range []string{
		"no column or stage tells which deals are lost", `lost_stages under inputs.deals, of "Descartado" (2), "Negociación" (1)`,
		"count as open though their closing date has passed: 3, in",
	} {
		if got := texts(s, "kpi.win_rate"); !strings.Contains(got, want) {
			t.Errorf("nothing says %q: %s", want, got)
		}
	}
	s = c.dealCard(t, true, "won", "lost")
	if x, _ := s.Value("kpi.win_rate").Number(); x != 1 {
		t.Errorf("where they are told and none is lost, the win rate is %v", x)
	}
	s = c.dealCard(t, true, "lost")
	if got := texts(s, "actual.revenue"); !strings.Contains(got, "list the stages as won_stages under inputs.deals, of \"Descartado\"") {
		t.Errorf("without won deals: %s", got)
	}
}

func TestWonDealWithoutAmountIsInNoAverageAndIsTold(t *testing.T) {
	t.Parallel()
	s := sceneOfDeals(Deal{ID: "1", Won: Yes, Amount: 30}, Deal{ID: "2", Won: Yes, Amount: 0}, Deal{ID: "3", Won: Yes, Amount: math.NaN()},
		Deal{ID: "4", Won: No, Amount: math.NaN()}).dealCard(t, true, "won", "lost")
	for id, want := range map[string]float64{"kpi.average_deal": 15, "kpi.win_rate": 0.75, "actual.revenue": 30} {
		if got, _ := s.Value(id).Number(); got != want {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	if got := texts(s, "kpi.average_deal"); !strings.Contains(got, "won in the period without an amount, which count as won and are in no sum or average of amounts: 1") {
		t.Errorf("it is not told: %s", got)
	}
}

func TestReasonsOfFiguresOverDealsNameWhatIsMissing(t *testing.T) {
	t.Parallel()
	lost, blank, won := Deal{ID: "1", Won: No, Amount: 10}, Deal{ID: "2", Won: Yes, Amount: math.NaN()}, Deal{ID: "3", Won: Yes, Amount: 10}
	for _, x := range []struct {
		name, id, want string
		deals          []Deal
		leads          bool
	}{
		{"open deals", "kpi.win_rate", "no deal was closed in the period", []Deal{{ID: "9", Amount: 10}}, true},
		{"lost deals", "kpi.average_deal", "no deal was won in the period", []Deal{lost}, true},
		{"won deals without an amount", "kpi.average_deal", "no deal that was won in the period has an amount", []Deal{lost, blank}, true},
		{"no leads", "kpi.marketing_revenue_share", "no leads are given, by which deals would be Marketing's", []Deal{won}, false},
		{"an amount of 0", "kpi.marketing_revenue_share", "the deals won in the period have an amount of 0", []Deal{{ID: "9", Won: Yes}}, true},
	} {
		s := sceneOfDeals(x.deals...).dealCard(t, x.leads, "won", "lost", "lead_id")
		if got := s.Quantity(x.id).Reason; !s.Value(x.id).IsMissing() || !strings.Contains(got, x.want) {
			t.Errorf("%s: %v %s, want %s", x.name, s.Value(x.id), got, x.want)
		}
	}
}

func TestTableOfWhichEveryRowIsSetAsideSaysSo(t *testing.T) {
	t.Parallel()
	l := newLedger(t, newScene())
	l.RecordInputs([]InputFile{{Table: "deals", File: "d.csv", Rows: 2, SetAside: 2}},
		[]SetAside{{Source: Source{File: "d.csv", Line: 2}, Column: "currency", Value: "EUR", Reason: "another currency"}}, nil)
	s := l.Scorecard()
	for _, id := range []string{"actual.revenue", "kpi.win_rate", "kpi.revenue_attainment"} {
		if got, want := s.Quantity(id).Reason, `every row of deals is set aside, 2 together, as d.csv:2: currency "EUR": another currency`; got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}
