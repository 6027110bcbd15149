package format

import (
	"testing"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/reporttest"
)

func TestRulesBeginWithTheStatementAndGiveTheirCounts(t *testing.T) {
	t.Parallel()
	rules := Rules(reporttest.Card())
	if r := rules[0]; r.Title != "Contact within 24 hours" || r.Judged() != "101 met, 9 late, 8 missed" ||
		r.Aside != "1 excused" || r.Share != "85.6%" {
		t.Errorf("%+v", r)
	}
	if r := rules[3]; r.Title != "3 touches within 14 days" || r.Share != "n/a" || r.Reason == "" || r.Aside != "118 n/a" {
		t.Errorf("%+v", r)
	}
}

func TestBreachesAreCountedByTheIDsOfTheirRules(t *testing.T) {
	t.Parallel()
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for _, rule := range []string{"cadence_14d", "contact", "call_time", "touches", "breakup", "cadence_28d"} {
		s.Breaches = append(s.Breaches, model.Breach{SDR: "Amara", Rule: rule, Verdict: model.Missed})
	}
	s.Breaches[0].Verdict = model.Late
	s.Breaches = append(s.Breaches, model.Breach{SDR: "Zoë", Rule: "contact"}, model.Breach{SDR: "Bo", Rule: "contact"})
	counts := BreachesBySDR(s)
	if len(counts) != 3 || counts[0].SDR != "Amara" || counts[1].SDR != "Bo" || counts[2].SDR != "Zoë" {
		t.Fatalf("the most first, then by name: %+v", counts)
	}
	want := "1 late, 5 missed: 1 contact, 1 call time, 1 touches, 1 breakup, 2 cadence"
	if got := counts[0].Kinds(For(s.Agreement)); got != want || counts[0].N != 6 {
		t.Errorf("%d: %s, want %s", counts[0].N, got, want)
	}
}

func TestAStepOfTheCadenceIsFoundByItsIDInEveryLocale(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Cadence.Steps = append(a.Cadence.Steps, agreement.CadenceStep{Touches: 9, Within: calendar.Span{Days: 1000}})
	if got, want := RuleName(a, "cadence_1000d"), "9 touches within 1,000 days"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
