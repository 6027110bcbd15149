package terminal

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/format"
	"leadpact/report/reporttest"
)

func figure(t testing.TB, s *model.Scorecard, id string) string {
	t.Helper()
	var out bytes.Buffer
	if err := Figure(&out, s, s.Explain(id), false); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestAFigureBeginsWithItsValueGoalAndStatus(t *testing.T) {
	lines := strings.Split(figure(t, reporttest.Card(), "kpi.contact_rate"), "\n")
	if !strings.HasPrefix(lines[0], "Contact rate: 54.2%  ") || !strings.HasSuffix(lines[0], "  kpi.contact_rate") || cells(lines[0]) != wideColumns {
		t.Errorf("%q", lines[0])
	}
	if lines[1] != "October 2026, closed; goal 60%: missed" {
		t.Errorf("%q", lines[1])
	}
}

func TestAFigureThatIsNotKnownSaysWhy(t *testing.T) {
	out := figure(t, reporttest.Card(), "actual.proposals")
	if !strings.HasPrefix(out, "Proposals: n/a  ") || !strings.Contains(out, "\nn/a because no column gives it; map one under inputs.\n") {
		t.Error(out)
	}
}

func TestATermSaysWhereItStands(t *testing.T) {
	out := figure(t, reporttest.Card(), "term.kpis.contact_rate.goal")
	if !strings.HasPrefix(out, "Contact rate, goal: 60%") || !strings.Contains(out, "\nagreement.yaml: kpis.contact_rate.goal\n") {
		t.Error(out)
	}
}

// life is a timeline whose texts are whatever the data says.
func life(text string) model.Timeline {
	at := func(d, h, min, sec int) calendar.Moment {
		return calendar.At(time.Date(2026, 10, d, h, min, sec, 0, reporttest.Zone))
	}
	return model.Timeline{Row: -1, SDR: text, Handoff: at(6, 10, 0, 0),
		Lead:    model.Lead{ID: text, Source: model.Source{File: text, Line: 43}, Reason: text},
		Stages:  []model.StageDate{{Stage: agreement.QL, Effective: at(6, 10, 0, 0), Implied: agreement.MQL}, {Stage: agreement.MQL, Own: at(6, 10, 0, 0), Effective: at(6, 10, 0, 0)}},
		Touches: []model.TimelineTouch{{Touch: model.Touch{At: at(7, 10, 0, 1), Owner: text, Source: model.Source{File: text, Line: 7}}, N: 1}},
		Owed: []model.Judgement{{Rule: "contact", Verdict: "late", Counts: "touch", Hours: 24, Due: at(7, 10, 0, 0), Done: at(7, 10, 0, 1), LateBy: 1. / 3600},
			{Rule: "touches", Verdict: "n/a", Why: text}}}
}

func lifeOf(t testing.TB, text, rule string) string {
	t.Helper()
	s := reporttest.Card()
	var out bytes.Buffer
	if err := Lead(&out, s, life(text), s.Agreement.Clock.In(reporttest.Zone), rule); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestALateContactShowsItsArithmeticToTheSecond(t *testing.T) {
	out := lifeOf(t, "leads.csv", "contact")
	for _, want := range []string{
		"  Contact within 24 hours: late by 1 s ",
		"\n    handoff 2026-10-06 10:00:00 + 24 hours = due 2026-10-07 10:00:00\n",
		"\n    first touch 2026-10-07 10:00:01, 24 h 1 s after handoff\n",
		"\n    done 2026-10-07 10:00:01 − due 2026-10-07 10:00:00 = 1 s (0.0003 h)\n",
		"\n2026-10-07 10:00:01  call           touch 1  leads.csv:7  leads.csv\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if strings.Contains(out, "implied") {
		t.Error("one obligation is asked for, and the stages are printed")
	}
	if out := lifeOf(t, "leads.csv", ""); !strings.Contains(out, "implied by MQL\n") {
		t.Error(out)
	}
}

func TestNoLineOfALifeIsWiderThanThePageWhateverTheData(t *testing.T) {
	name := rapid.StringOfN(rapid.Rune(), 0, 120, -1)
	rapid.Check(t, func(r *rapid.T) {
		for _, line := range strings.Split(lifeOf(t, name.Draw(r, "text"), ""), "\n") {
			if cells(line) > wideColumns || format.Plain(line) != line {
				r.Fatalf("%d columns: %q", cells(line), line)
			}
		}
	})
}

func TestInstantsOfAPageAreWrittenAlike(t *testing.T) {
	at := func(month time.Month, sec, ns int) time.Time {
		return time.Date(2026, month, 5, 9, 0, sec, ns, reporttest.Zone)
	}
	for _, x := range []struct {
		name     string
		instants []time.Time
		want     string
	}{
		{"whole minutes", []time.Time{at(10, 0, 0), at(9, 0, 0)}, "2006-01-02 15:04"},
		{"a second", []time.Time{at(10, 0, 0), at(9, 1, 0)}, "2006-01-02 15:04:05"},
		{"a millisecond", []time.Time{at(10, 0, 1e6), at(9, 1, 0)}, "2006-01-02 15:04:05.000"},
		{"the end of a day", []time.Time{time.Date(2026, 10, 5, 23, 59, 59, 999e6, reporttest.Zone)}, "2006-01-02 15:04"},
		{"the clocks were changed", []time.Time{at(10, 0, 0), at(12, 0, 0)}, "2006-01-02 15:04 MST"},
	} {
		if got := layoutOf(x.instants); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

func TestTheLastInstantOfADayIsItsEnd(t *testing.T) {
	end := time.Date(2026, 10, 5, 23, 59, 59, 999e6, reporttest.Zone)
	if got := stamp(end, "2006-01-02 15:04"); got != "2026-10-05 end of day" {
		t.Error(got)
	}
	if got := stamp(end.Add(-time.Millisecond), "2006-01-02 15:04:05.000"); got != "2026-10-05 23:59:59.998" {
		t.Error(got)
	}
}

func TestDurationsAreExact(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "0 s", time.Second: "1 s", 1500 * time.Millisecond: "1.5 s", 90 * time.Minute: "1 h 30 min",
		195*time.Hour + 34*time.Minute: "195 h 34 min", -time.Minute: "-1 min"} {
		if got := duration(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
