package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// fullScene returns a scene whose agreement sets every kind of term.
func fullScene() *scene {
	c := newScene()
	a := &c.agreement
	a.Clock.Hours = []calendar.OpenHours{{Weekday: time.Monday, From: 9 * 60, Until: 17*60 + 30}}
	a.Clock.Holidays.Extra = []calendar.Day{date(2026, 11, 27)}
	st := &a.Revenue.Streams[0]
	st.Name, st.Lag = "Platform & Co", calendar.Span{Days: 30}
	st.Funnel[0].Target = &agreement.Improvement{Rate: 0.6, By: calendar.Month{Time: time.Date(2027, 3, 1, 0, 0, 0, 0,
		time.UTC)}}
	st.LeadTypes = []agreement.LeadType{{Name: "Outbound", Match: agreement.LeadMatch{Motion: "outbound"},
		Rates: agreement.Pairs[agreement.Rate]{{Key: "mql", Value: agreement.Rate{Value: 0.373}}}}}
	a.History = pastQuarters()
	n := 40.0
	a.Goals.Motions = agreement.Pairs[agreement.GridGoals]{{Key: "outbound", Value: agreement.GridGoals{LeadsSourced: &n}}}
	a.Actions.Motions = agreement.Pairs[agreement.ActionLines]{{Key: "outbound",
		Value: agreement.ActionLines{High: &agreement.ActionLine{CallWithin: calendar.Span{Minutes: 90}}}}}
	a.Capacity.NewLeadsPerWeek = &n
	a.Budget.Channels = agreement.Pairs[float64]{{Key: "Paid Search", Value: 9000}}
	c.spend = []Spend{spend(10, "LINE", 5)}
	goal := 0.08
	a.KPIs = []agreement.KPITerm{{ID: "mql_to_sql", Goal: &goal, Basis: "managed"}, {ID: "contacts_per_sql"}}
	a.Promise.For = []string{"high", "moderate"}
	a.Inputs = map[string]*agreement.Input{"leads": {CRM: "plain",
		Values: agreement.Pairs[agreement.Pairs[[]string]]{{Key: "quality",
			Value: agreement.Pairs[[]string]{{Key: "high", Value: []string{"Hot", "70-100"}}}}}}}
	return c
}

func TestEveryTermIsANamedCellWithItsUnit(t *testing.T) {
	t.Parallel()
	s := fullScene().card(t)
	for _, x := range []struct {
		id    string
		value Value
		unit  Unit
		input bool
	}{
		{"term.revenue.goal", Num(1e6), Money, true},
		{"term.revenue.streams.platform_co.funnel.mql.to_next", Num(0.5), Percent, true},
		{"term.revenue.streams.platform_co.funnel.mql.target", Num(0.6), Percent, true},
		{"term.revenue.streams.platform_co.lag", Num(30), Days, false},
		{"term.revenue.streams.platform_co.lead_types.outbound.rates.mql", Num(0.373), Percent, true},
		{"term.revenue.streams.platform_co.name", Str("Platform & Co"), Words, false},
		{"term.history.2026_q1.won", Num(9), Count, false},
		{"term.goals.sqls_created", Num(1), Count, true},
		{"term.goals.outbound.leads_sourced", Num(40), Count, true},
		{"term.lead_value.tiers.a.five_year_revenue", Num(5e6), Money, true},
		{"term.lead_value.tiers.a.id", Str("A"), Words, false},
		{"term.lead_value.actions.demo.call_within", Num(5.0 * 60 / 3600), Hours, true},
		{"term.promise.contact_within", Num(24), Hours, true},
		{"term.promise.accept_within", Num(14), Days, false},
		{"term.promise.ratio", Num(1), Ratios, true},
		{"term.promise.tolerance", Num(0.1), Percent, true},
		{"term.promise.for", Str("high, moderate"), Words, false},
		{"term.action_agreement.high.call_within", Num(4), Hours, true},
		{"term.action_agreement.outbound.high.call_within", Num(1.5), Hours, true},
		{"term.action_agreement.low.touches", Num(3), Touches, true},
		{"term.action_agreement.low.timeframe", Num(30), Days, false},
		{"term.cadence.steps.14d.touches", Num(3), Touches, true},
		{"term.cadence.steps.14d.within", Num(14), Days, false},
		{"term.dont_be_on_it.calls", Num(5), Touches, true},
		{"term.dont_be_on_it.after", Num(14), Days, false},
		{"term.capacity.universe_low", Num(200), Count, true},
		{"term.capacity.active_mqls_high", Num(200), Count, true},
		{"term.capacity.mql_conversion", Num(0.08), Percent, true},
		{"term.capacity.ramp.2", Num(0.5), Percent, true},
		{"term.kpis.mql_to_sql.goal", Num(0.08), Percent, true},
		{"term.budget.channels.paid_search", Num(9000), Money, true},
		{"term.agreement.zone", Str("UTC"), Words, false},
		{"term.clock.handoff", Str("mql"), Words, false},
		{"term.clock.hours", Str("Mon 09:00-17:30"), Words, false},
		{"term.clock.holidays.extra", Str("2026-11-27"), Words, false},
		{"term.inputs.leads.values.quality", Str("high: Hot, 70-100"), Words, false},
	} {
		term := s.Term(x.id)
		if term == nil {
			t.Errorf("%s: absent", x.id)
			continue
		}
		if !Equal(term.Value, x.value) || term.Unit != x.unit || term.Input != x.input {
			t.Errorf("%s is %v, unit %d, input %t; want %v, unit %d, input %t", x.id, term.Value, term.Unit, term.Input,
				x.value, x.unit, x.input)
		}
		if term.Section.ID == "" || term.Section.Title == "" || term.Title == "" {
			t.Errorf("%s has no section or title", x.id)
		}
	}
	for _, absent := range []string{"term.kpis.contacts_per_sql.goal", "term.agreement.until",
		"term.action_agreement.outbound.low.touches"} {
		if s.Term(absent) != nil {
			t.Errorf("%s: the agreement has no such term", absent)
		}
	}
}

func TestTheWordHistoryOrPlanStandsInPlaceOfItsNumber(t *testing.T) {
	t.Parallel()
	c := withHistory()
	c.agreement.LeadValue.SQLsPerDeal = agreement.Amount{Set: true, Plan: true}
	s := c.card(t)
	if !s.Term("term.history.2026_q1.won").Input {
		t.Error("a plan that takes its rates from history follows a change of it")
	}
	for id, want := range map[string]string{"term.revenue.streams.main.average_deal": "history",
		"term.revenue.streams.main.funnel.sql.to_next": "history", "term.lead_value.sqls_per_deal": "plan"} {
		if got, _ := s.Value(id).Text(); got != want || s.Term(id).Input {
			t.Errorf("%s is %v, want the word %s", id, s.Value(id), want)
		}
	}
}

func TestNoTwoNamesOfTheWorkbookAreOne(t *testing.T) {
	t.Parallel()
	s := fullScene().card(t)
	seen := map[string]string{}
	check := func(id string) {
		name := strings.ToLower(calc.Name(id))
		if other := seen[name]; other != "" {
			t.Errorf("%s and %s are both named %s", other, id, name)
		}
		seen[name] = id
	}
	for _, x := range s.Terms {
		check(x.ID)
	}
	for _, q := range s.Quantities {
		check(q.ID)
	}
	for _, table := range s.Tables {
		for _, c := range table.Columns {
			check(table.Name + "." + c.Name)
		}
	}
}

func TestFormulasHoldNoNumberThatATermShouldHold(t *testing.T) {
	t.Parallel()
	s := fullScene().card(t)
	plain := map[Number]bool{0: true, 1: true, 12: true, 24: true, 100: true}
	check := func(where string, e Expr) {
		if e == nil {
			return
		}
		Walk(e, func(e Expr) {
			if n, ok := e.(Number); ok && !plain[n] {
				t.Errorf("%s holds %v", where, n)
			}
		})
	}
	for _, q := range s.Quantities {
		check(q.ID, q.Formula)
	}
	for _, table := range s.Tables {
		for _, c := range table.Columns {
			for i := range table.Rows {
				check(table.Name+"."+c.Name, c.FormulaAt(i))
			}
		}
	}
}

func TestEveryFigureOfThePlanAndThePromiseSaysWhatItIsAndWhyItIsNotKnown(t *testing.T) {
	t.Parallel()
	families := []string{"plan", "measured", "value", "realised", "promise", "delivered", "budget", "spend", "channel",
		"pace"}
	for name, c := range map[string]*scene{"full": fullScene(), "bare": {agreement: agreement.Agreement{},
		period: "2026-10-01..2026-10-15"}} {
		s := c.card(t)
		for _, q := range s.Quantities {
			if family, _, _ := strings.Cut(q.ID, "."); q.Internal || !slices.Contains(families, family) {
				continue
			}
			if q.Title == "" || q.Definition == "" {
				t.Errorf("%s: %s has no title or definition", name, q.ID)
			}
			if q.Value().IsMissing() && q.Reason == "" {
				t.Errorf("%s: %s is n/a without a reason", name, q.ID)
			}
		}
	}
}

func TestTheHistoryIsAnInputWhereTheAverageDealAloneTakesIt(t *testing.T) {
	t.Parallel()
	c := withHistory()
	c.agreement.Revenue.Streams[0].Funnel[1].ToNext = agreement.Rate{Value: 0.7}
	if !c.card(t).Term("term.history.2026_q1.revenue").Input {
		t.Error("the average deal follows the history's revenue")
	}
}
