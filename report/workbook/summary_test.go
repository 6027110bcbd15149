package workbook

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

// running is October, not yet over.
func running() calendar.Period {
	p := reporttest.October()
	p.AsOf = time.Date(2026, 10, 16, 0, 0, 0, 0, reporttest.Zone)
	p.Asked = p.AsOf
	return p
}

// formulas replaces formulas of figures, by id.
type formulas map[string]formula.Expr

// cardWith returns the test card of a period with other formulas for some figures, and with further
// figures.
func cardWith(a *agreement.Agreement, p calendar.Period, change formulas) *model.Scorecard {
	card := reporttest.CardOf(a, p)
	s := model.NewScorecard(a, p)
	for _, t := range card.Terms {
		if s.Term(t.ID) == nil {
			s.AddTerm(*t)
		}
	}
	for _, q := range card.Quantities {
		changed := calc.Quantity{
			ID: q.ID, Title: q.Title, Unit: q.Unit, Formula: q.Formula, Goal: q.Goal, Status: q.Status,
			Definition: q.Definition, Internal: q.Internal,
		}
		if e, ok := change[q.ID]; ok {
			changed.Formula = e
		}
		s.AddQuantity(changed)
	}
	for id, e := range change {
		if s.Quantity(id) == nil {
			s.AddQuantity(calc.Quantity{ID: id, Title: id, Formula: e})
		}
	}
	s.Compute()
	return s
}

// attainment changes the share of the promise that was delivered.
func attainment(e formula.Expr) formulas { return formulas{"kpi.lead_value_attainment": e} }

// statuses changes the statuses of the goal grid, line by line; an empty one is n/a.
func statuses(words ...string) formulas {
	out := formulas{}
	for i, line := range format.GridLines {
		id := "actual." + line + ".status"
		if word := words[i%len(words)]; word != "" {
			out[id] = formula.Word(word)
		} else {
			out[id] = formula.NA{}
		}
	}
	return out
}

func Test_the_live_headline_says_what_the_other_reports_say(t *testing.T) {
	t.Parallel()
	closed, agreement := reporttest.October(), reporttest.Agreement()
	whatIf := reporttest.Agreement()
	whatIf.WhatIf = []string{"promise.ratio"}
	for _, x := range []struct {
		name string
		card *model.Scorecard
		says string // a part of the headline
		live bool   // there is a formula
	}{
		{"a closed month", cardWith(agreement, closed, nil), "3 of 5 goals met, lead value 82 %", true},
		{"a running month", cardWith(agreement, running(), statuses("on pace", "behind")),
			"to date: 3 of 5 goals on pace", true},
		{"all goals met", cardWith(agreement, closed, statuses("met")), "5 of 5", true},
		{"no goal met", cardWith(agreement, closed, statuses("missed")), "0 of 5", true},
		{"some goals without a status", cardWith(agreement, closed, statuses("met", "")), "3 of 3", true},
		{"no goal has a status", cardWith(agreement, closed, statuses("")), "no goal can be judged", false},
		{"promise just missed", cardWith(agreement, closed, attainment(formula.Number(.9999))), "lead value 99 %", true},
		{"promise kept", cardWith(agreement, closed, attainment(formula.Number(1))), "lead value 100 %", true},
		{"promise passed", cardWith(agreement, closed, attainment(formula.Number(1.337))), "lead value 134 %", true},
		{"half a percent", cardWith(agreement, closed, attainment(formula.Number(.825))), "lead value 83 %", true},
		{"nothing promised", cardWith(agreement, closed, attainment(formula.NA{})), "3 of 5 goals met", true},
		{"promised in leads", cardWith(agreement, closed, formulas{"promise.leads": formula.Number(120)}),
			"leads 82 %", true},
		{"two goals that cannot be judged", reporttest.WithNA(cardWith(agreement, closed, nil), "no column gives it",
			"actual.sqls_created", "actual.mqls_created"), "3 of 3 goals met, 2 not judged, lead value 82 %", true},
		{"delivery that is n/a", reporttest.WithNA(cardWith(agreement, closed, nil), "no column gives it",
			"delivered.lead_value", "kpi.lead_value_attainment"), "3 of 5 goals met, lead value n/a", true},
		{"a month that its files limit", reporttest.Limited(agreement), "2026, incomplete, counted to October 14: 3 of 5", true},
		{"a what-if run", cardWith(whatIf, closed, nil), "What if: ", false},
		{"an empty month", emptyCard(), "no goal can be judged", false},
		{"a month without leads", cardWith(agreement, closed, formulas{
			"actual.leads_sourced": formula.Number(0), "actual.qualified_leads": formula.Number(0),
			"actual.mqls_created": formula.Number(0), "actual.mqls_managed": formula.Number(0),
			"actual.sqls_created": formula.Number(0), "actual.won": formula.Number(0), "delivered.leads": formula.Number(0),
		}), "empty", false},
		{"the sample", sample(60, nil), "goals met", true},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			b, err := New(x.card)
			if err != nil {
				t.Fatal(err)
			}
			shown := b.sheetNamed("Summary").at(cellAt{headRows + 1, 2})
			if want := format.Headline(x.card); shown.value.String() != want {
				t.Errorf("Summary shows %q, the other reports say %q", shown.value, want)
			}
			if !strings.Contains(shown.value.String(), x.says) {
				t.Errorf("the headline is %q, want %q in it", shown.value, x.says)
			}
			if live := shown.formula != ""; live != x.live {
				t.Errorf("there is a formula: %v; %q", live, shown.value)
			}
		})
	}
}

func Test_what_the_exports_do_not_show_is_said(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	reporttest.WithNA(s, "no column gives leads.tier", "delivered.lead_value")
	s.AddQuantity(calc.Quantity{ID: "adherence.after_end", Title: "After the end", Formula: formula.Number(12)})
	s.Compute()
	b, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	b.runDeferred()
	shown := map[string][]string{}
	b.eachCell(func(sh *sheet, _ cellAt, c cell) { shown[sh.name] = append(shown[sh.name], c.value.String()) })
	const reach = "Missing: activities after October 14, until October 31. All is counted to October 14: " +
		"activities.csv.gz ends there. Export it again, then run again."
	const afterEnd = "12 commitments fall due after activities.csv.gz ends (October 14, 23:13) and are judged when " +
		"newer exports are there."
	for name, want := range map[string][]string{
		"Summary": {reach, afterEnd, "Figures above that are n/a, and why",
			"Delivered lead value: no column gives leads.tier.",
			"Decide nothing yet: all figures stop at October 14. Export again, run again, and then decide.",
			"Checks: INCOMPLETE"},
		"Checks": {reach, afterEnd, "What the exports cover", "activities: exports/activities.csv.gz", "2026-10-17 00:00",
			"Delivered lead value: no column gives leads.tier."},
	} {
		for _, text := range want {
			if !slices.Contains(shown[name], text) {
				t.Errorf("%s does not say %q", name, text)
			}
		}
	}
}

func Test_a_headline_that_differs_from_the_other_reports_is_an_error(t *testing.T) {
	t.Parallel()
	// Package format takes the attainment of the promise where the scorecard has it; in a sound one the KPI
	// is the same.
	s := cardWith(reporttest.Agreement(), reporttest.October(), formulas{"attainment.promise": formula.Number(.5)})
	_, err := New(s)
	for _, text := range []string{"lead value 82 %", "lead value 50 %"} {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("the error does not name %q: %v", text, err)
		}
	}
}

func Test_a_share_below_one_never_shows_as_100_percent(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{
		0: "0 %", .005: "1 %", .994: "99 %", .999: "99 %", 1: "100 %", 1.004: "100 %",
	} {
		if got := wholePercent(x); got != want {
			t.Errorf("%v shows as %s, want %s", x, got, want)
		}
	}
	if got := wholePercent(math.Nextafter(1, 0)); got != "99 %" {
		t.Errorf("the largest share below 1 shows as %s", got)
	}
}
