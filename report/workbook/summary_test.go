package workbook

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

// running is October, not yet over.
func running() model.Period {
	p := reporttest.October()
	p.AsOf = time.Date(2026, 10, 16, 0, 0, 0, 0, reporttest.Zone)
	return p
}

// cardWith returns a scorecard of the test card's period or another one, changed before it is computed.
func cardWith(p model.Period, change func(*model.Scorecard)) *model.Scorecard {
	s := reporttest.CardOf(reporttest.Agreement(), p)
	change(s)
	s.Compute()
	return s
}

// attainment changes the share of the promise that was delivered.
func attainment(x float64) func(*model.Scorecard) {
	return func(s *model.Scorecard) { s.Quantity("kpi.lead_value_attainment").Formula = model.Number(x) }
}

// statuses changes the statuses of the goal grid, line by line.
func statuses(words ...string) func(*model.Scorecard) {
	return func(s *model.Scorecard) {
		for i, line := range goalGridLines {
			var e model.Expr = model.NA{}
			if word := words[i%len(words)]; word != "" {
				e = model.Word(word)
			}
			s.Quantity(s.Quantity("actual." + line).Status).Formula = e
		}
	}
}

func Test_the_live_headline_says_what_the_other_reports_say(t *testing.T) {
	t.Parallel()
	unchanged := func(*model.Scorecard) {}
	closed := reporttest.October()
	for _, x := range []struct {
		name string
		card *model.Scorecard
		live bool // there is a formula
	}{
		{"a closed month", cardWith(closed, unchanged), true},
		{"a running month", cardWith(running(), statuses("on pace", "behind")), true},
		{"all goals met", cardWith(closed, statuses("met")), true},
		{"no goal met", cardWith(closed, statuses("missed")), true},
		{"some goals without a status", cardWith(closed, statuses("met", "")), true},
		{"no goal has a status", cardWith(closed, statuses("")), false},
		{"promise just missed", cardWith(closed, attainment(.9999)), true},
		{"promise kept", cardWith(closed, attainment(1)), true},
		{"promise passed", cardWith(closed, attainment(1.337)), true},
		{"half a percent", cardWith(closed, attainment(.825)), true},
		{"nothing promised", cardWith(closed, func(s *model.Scorecard) {
			s.Quantity("kpi.lead_value_attainment").Formula = model.NA{}
		}), true},
		{"promised in leads", cardWith(closed, func(s *model.Scorecard) {
			s.Quantity("promise.leads").Formula = model.Number(120)
		}), true},
		{"a what-if run", func() *model.Scorecard {
			a := reporttest.Agreement()
			a.WhatIf = []string{"promise.ratio"}
			return reporttest.CardOf(a, closed)
		}(), false},
		{"an empty month", emptyCard(), false},
		{"the sample", sample(60, nil), true},
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
			if live := shown.formula != ""; live != x.live {
				t.Errorf("there is a formula: %v; %q", live, shown.value)
			}
		})
	}
}

func Test_a_headline_that_differs_from_the_other_reports_is_an_error(t *testing.T) {
	t.Parallel()
	// Package format takes the attainment of the promise where the scorecard has it; in a sound one the KPI is the same.
	s := cardWith(reporttest.October(), func(s *model.Scorecard) {
		s.Figure(model.Quantity{ID: "attainment.promise", Title: "Attainment", Unit: model.Percent, Formula: model.Number(.5)})
	})
	_, err := New(s)
	if err == nil || !strings.Contains(err.Error(), "lead value 82 %") || !strings.Contains(err.Error(), "lead value 50 %") {
		t.Errorf("the error names not both texts: %v", err)
	}
}

func Test_a_share_below_one_never_shows_as_100_percent(t *testing.T) {
	t.Parallel()
	for x, want := range map[float64]string{0: "0 %", .005: "1 %", .994: "99 %", .999: "99 %", 1: "100 %", 1.004: "100 %"} {
		if got := wholePercent(x); got != want {
			t.Errorf("%v shows as %s, want %s", x, got, want)
		}
	}
	if got := wholePercent(math.Nextafter(1, 0)); got != "99 %" {
		t.Errorf("the largest share below 1 shows as %s", got)
	}
}
