package format

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/coverage"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, reporttest.Zone)
}

func TestAMonthWhoseActivitiesEndEarlyIsCountedToTheirEnd(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	want := []string{"Missing: activities after October 14, until October 31. All is counted to October 14: " +
		"activities.csv.gz ends there. Export it again, then run again."}
	if got := Reach(s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	const headline = "SLA October 2026, incomplete, counted to October 14: 3 of 5 goals on pace, lead value 82 %"
	if got := Headline(s); got != headline {
		t.Errorf("headline: %s", got)
	}
	const decision = "Decide nothing yet: all figures stop at October 14. Export again, run again, and then decide."
	if got := Decisions(s); len(got) != 1 || got[0] != decision {
		t.Errorf("decisions: %q", got)
	}
}

func TestTheReachIsSaidInSentences(t *testing.T) {
	t.Parallel()
	activities := coverage.Table{Name: "activities", File: "exports/activities.csv", Ends: at(10, 14, 15)}
	leads := coverage.Table{Name: "leads", File: `C:\crm\contacts.csv`, Ends: at(10, 20, 9)}
	deals := coverage.Table{Name: "deals", File: "deals.csv", Ends: at(10, 15, 0), Covers: at(10, 17, 0)}
	const dealsSentence = "Deals are counted to 14 October: deals.csv ends there, so won, revenue and other figures " +
		"of deals have no status. Export it again, then run again."
	for _, c := range []struct {
		name    string
		asOf    time.Time
		limited []coverage.Table
		covered []coverage.Table
		want    []string
		isList  bool
	}{
		{name: "the exports cover the period", asOf: at(11, 1, 0)},
		{"two tables end early", at(10, 14, 15), []coverage.Table{activities, leads}, nil,
			[]string{"Missing: activities after 14 October and leads after 20 October, until 31 October. " +
				"All is counted to 14 October: activities.csv ends there and contacts.csv ends on 20 October. " +
				"Export them again, then run again."}, false},
		{"of a bare date the day before is the last", at(10, 14, 0),
			[]coverage.Table{{Name: "activities", File: "a.csv", Ends: at(10, 14, 0)}}, nil,
			[]string{"Missing: activities after 13 October, until 31 October. All is counted to 13 October: a.csv ends there. " +
				"Export it again, then run again."}, false},
		{"deals alone end early", at(11, 1, 0), []coverage.Table{deals}, nil, []string{dealsSentence}, false},
		{"deals end after as_of, but do not cover what was asked for", at(10, 14, 15),
			[]coverage.Table{activities, deals}, nil,
			[]string{"Missing: activities and deals after 14 October, until 31 October. " +
				"All is counted to 14 October: activities.csv and deals.csv end there. " +
				"Export them again, then run again."}, false},
		{"activities ended in another year", at(11, 1, 0), nil,
			[]coverage.Table{{Name: "activities", File: "a.csv", Ends: time.Date(2025, 12, 31, 9, 0, 0, 0, time.UTC)}},
			[]string{"a.csv ends on 31 December 2025, before the period, so figures of activities are n/a. " +
				"Export it again, then run again."}, false},
		{"a list of now takes files as they are", at(10, 21, 0), []coverage.Table{activities}, nil,
			[]string{"Missing: activities after 14 October, until 20 October. activities.csv ends on 14 October. " +
				"Export it again, then run again."}, true},
	} {
		a := reporttest.Agreement()
		a.Head.Locale = "en-GB"
		p := reporttest.October()
		p.AsOf, p.Asked = c.asOf, p.End
		if c.isList {
			p.Asked = c.asOf // a list of now does not limit the period
		}
		s := model.NewScorecard(a, p)
		s.LimitedBy, s.Coverage = c.limited, c.covered
		if got := Reach(s); !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

func TestAHoleInThePeriodIsNamedAndOthersAreLeftToChecks(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Coverage = []coverage.Table{{Name: "activities", File: "a.csv", Ends: at(11, 1, 0), Holes: []coverage.Hole{
		{From: at(7, 6, 0), Until: at(7, 25, 0), WorkingDays: 14},
		{From: at(9, 21, 0), Until: at(10, 10, 0), WorkingDays: 14}}}}
	want := []string{"There are no activities from September 21 to October 9, 14 working days: " +
		"what fell due then is n/a. Check the export."}
	if got := Reach(s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	got := Coverages(s)[0].Holes
	if !strings.HasPrefix(got, "no activities from July 6 to July 24, 14 working days; no ") {
		t.Errorf("%q", got)
	}
}

func TestWhatATableCoversIsSaidInWords(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	s.Coverage = append(s.Coverage, coverage.Table{Name: "deals", File: "d.csv", Ends: at(11, 2, 0), Covers: at(11, 2, 0),
		Proof: "exported", Silence: coverage.NoSilence, Complete: true})
	want := []Coverage{
		{"leads", "exports/contacts.csv", "2025-08-01", "2026-11-02 16:16", "its last rows", "0",
			"2026-11-04 00:00", "", "not stated"},
		{"activities", "exports/activities.csv.gz", "2026-02-02", "2026-10-14 23:13", "its last rows", "1",
			"2026-10-17 00:00", "", "not stated"},
		{"deals", "d.csv", "the beginning", "2026-11-02 00:00", "exported: in agreement.yaml", "not known: too few rows",
			"2026-11-02 00:00", "", "yes"},
	}
	if got := Coverages(s); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	ends := "The exports end: leads on November 2, activities on October 14 and deals on November 1; " +
		"the workbook's Checks says more"
	if got := Ends(s); got != ends {
		t.Errorf("%q", got)
	}
}

func TestTheProofOfAnEndIsSaidInWords(t *testing.T) {
	t.Parallel()
	for by, want := range map[string]string{
		"": "its last rows", "exported": "exported: in agreement.yaml", "--exported": "--exported of the run",
		"the name of a\n.csv": `the name of a\x0a.csv`,
	} {
		if got := proof(by); got != want {
			t.Errorf("%q: %q, want %q", by, got, want)
		}
	}
}

func TestCommitmentsAfterTheEndAreCounted(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{
		0: "",
		1: "1 commitment falls due after activities.csv.gz ends (October 14, 23:13) and is judged when newer " +
			"exports are there.",
		12: "12 commitments fall due after activities.csv.gz ends (October 14, 23:13) and are judged when newer " +
			"exports are there.",
	} {
		s := reporttest.Limited(reporttest.Agreement())
		s.AddQuantity(calc.Quantity{ID: "adherence.after_end", Title: "After the end", Formula: formula.Number(n)})
		s.Compute()
		if got := AfterEnd(s); got != want {
			t.Errorf("%v: %q", n, got)
		}
		for _, r := range Rules(s) {
			if r.ID == "after_end" {
				t.Error("the count stands among the rules")
			}
		}
	}
	if got := AfterEnd(reporttest.Card()); got != "" {
		t.Errorf("without such a figure: %q", got)
	}
}

func TestActivitiesThatNameNoLeadAreSaidBesideTheFiguresOfSales(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	s.Joins = model.Joins{Named: 2000, Unknown: 1000, Example: `for example lead_id "7"; leads have ids like "1"`}
	if got := SalesCaveats(s); len(got) > 0 || BreachCaveat(s) != "" {
		t.Errorf("of half of them: %q", got)
	}
	s.Joins.Unknown = 1200
	want := `1,200 of 2,000 activities (60 %) name no lead of the exports, for example lead_id "7"; leads have ids like "1". ` +
		"If some of them are work on leads, too much counts as late or missed: check which column holds the lead's id before " +
		"you judge anybody."
	if got := SalesCaveats(s); len(got) != 1 || got[0] != want {
		t.Errorf("%q", got)
	}
	if got := Decisions(s)[2]; !strings.HasPrefix(got, "Most activities name no known lead: find the column") {
		t.Errorf("decision: %s", got)
	}
	if !strings.HasPrefix(BreachCaveat(s), "Most activities name no known lead") {
		t.Errorf("breaches: %q", BreachCaveat(s))
	}
}

func TestTheNameOfAFileIsSafeToPrint(t *testing.T) {
	t.Parallel()
	s := reporttest.Limited(reporttest.Agreement())
	s.LimitedBy[0].File = "exports/a\x1b[31m\u202e.csv"
	if got := Reach(s)[0]; !strings.Contains(got, `a\x1b[31m\u202e.csv`) {
		t.Errorf("%q", got)
	}
}
