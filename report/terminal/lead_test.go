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

// timelineOf returns the timeline of a lead in which every text from the data is the same.
func timelineOf(text string) model.Timeline {
	at := func(d, h, min, sec int) calendar.Moment {
		return calendar.At(time.Date(2026, 10, d, h, min, sec, 0, reporttest.Zone))
	}
	source := func(line int) model.Source { return model.Source{File: text, Line: line} }
	handoff, due := at(6, 10, 0, 0), at(7, 10, 0, 0)
	called := at(7, 10, 0, 1)
	return model.Timeline{
		Row: -1, SDR: text, Handoff: handoff,
		Lead: model.Lead{ID: text, Source: source(43), Reason: text},
		Stages: []model.StageDate{
			{Stage: agreement.QL, Effective: handoff, Implied: agreement.MQL},
			{Stage: agreement.MQL, Own: handoff, Effective: handoff},
		},
		Touches: []model.TimelineTouch{{Touch: model.Touch{At: called, Owner: text, Source: source(7)}, N: 1}},
		Owed: []model.Judgement{
			{Rule: "contact", Verdict: "late", Counts: "touch", Hours: 24, Due: due, Done: called, LateBy: 1. / 3600},
			{Rule: "touches", Verdict: "n/a", Why: text},
		},
	}
}

func leadPageOf(t testing.TB, text, rule string) string {
	t.Helper()
	s := reporttest.Card()
	var out bytes.Buffer
	if err := Lead(&out, s, timelineOf(text), s.Agreement.Clock.In(reporttest.Zone), rule); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestALateContactShowsItsArithmeticToTheSecond(t *testing.T) {
	t.Parallel()
	out := leadPageOf(t, "leads.csv", "contact")
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
	if out := leadPageOf(t, "leads.csv", ""); !strings.Contains(out, "implied by MQL\n") {
		t.Error(out)
	}
}

func TestNoLineOfALifeIsWiderThanThePageWhateverTheData(t *testing.T) {
	t.Parallel()
	name := rapid.StringOfN(rapid.Rune(), 0, 120, -1)
	rapid.Check(t, func(r *rapid.T) {
		for _, line := range strings.Split(leadPageOf(t, name.Draw(r, "text"), ""), "\n") {
			if displayWidth(line) > wide || format.Plain(line) != line {
				r.Fatalf("%d columns: %q", displayWidth(line), line)
			}
		}
	})
}
