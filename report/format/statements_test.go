package format

import (
	"testing"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

func TestHeadline(t *testing.T) {
	t.Parallel()
	running := runningOctober()
	for _, c := range []struct {
		name string
		card *model.Scorecard
		want string
	}{
		{"of a closed month", reporttest.Card(), "SLA October 2026: 3 of 5 goals met, lead value 82 %"},
		{"of a running month", reporttest.WithStatus(running, "actual.leads_sourced", "on pace"),
			"SLA October 2026 to date: 3 of 5 goals on pace, lead value 82 %"},
		{"of an empty scorecard", model.NewScorecard(reporttest.Agreement(), reporttest.October()),
			"SLA October 2026: no goal can be judged"},
		{"of a month in which nothing happened", emptyMonth(),
			"SLA October 2026: empty, no lead was created, handed off or managed"},
	} {
		if got := Headline(c.card); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for x, want := range map[float64]string{.996: "99 %", 1: "100 %", 1.004: "100 %", .8215: "82 %", 0: "0 %"} {
		if got := wholePercent(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
}

// runningOctober returns the sample scorecard with ten days of the month to come.
func runningOctober() *model.Scorecard {
	p := reporttest.October()
	p.AsOf = p.End.AddDate(0, 0, -10)
	p.Asked = p.AsOf
	return reporttest.CardOf(reporttest.Agreement(), p)
}

// emptyMonth returns a scorecard whose goal grid is all zero.
func emptyMonth() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for _, id := range GridLines {
		s.AddQuantity(calc.Quantity{ID: "actual." + id, Formula: formula.Number(0)})
	}
	s.AddQuantity(calc.Quantity{ID: "delivered.leads", Formula: formula.NA{}})
	s.Compute()
	return s
}

func TestGridLinesHaveGoalAttainmentAndStatus(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	l := Grid(s)[4]
	if l.Title != "SQLs created" || l.Actual != "27" || l.Goal != "32" || l.Attainment != "84.4%" ||
		l.Status != "missed" || l.ToDate != "" {
		t.Errorf("%+v", l)
	}
	proposals := Funnel(s)[1]
	if proposals.Actual != "n/a" || proposals.Goal != "" || proposals.Reason == "" {
		t.Errorf("%+v", proposals)
	}
}

func TestThePromiseInASentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		card *model.Scorecard
		want string
	}{
		{"closed", reporttest.Card(),
			"Marketing delivered $69,012.35 of $84,000 in lead value (82.2%), under the agreed $75,600 to $92,400."},
		{"running", runningOctober(), "Marketing delivered $69,012.35 of $84,000 in lead value (82.2%);" +
			" the straight line to date is $84,000, which is not reached."},
		{"unknown", emptyMonth(), "Marketing's lead value: n/a."},
	} {
		if got := PromiseOf(c.card).Sentence(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAtMostThreeDecisionsTheMostImportantFirst(t *testing.T) {
	t.Parallel()
	got := Decisions(reporttest.Card())
	want := []string{"Delivery is under the promise ($69,012.35 of $84,000): agree what Marketing changes.",
		"SQLs created stands at 27 of 32 (84.4%): agree what closes the gap.",
		"3 obligations were kept late or not at all, most of them by Amara Okafor (2): agree on load and routing."}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%q", got)
	}
	if got := Decisions(emptyMonth()); len(got) != 0 {
		t.Errorf("of an empty month: %q", got)
	}
}
