package model

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// watchedLead computes the timeline of one lead with its touches as of the end of June 2026.
func watchedLead(t *testing.T, a *agreement.Agreement, x Lead, touches ...Touch) (Timeline, *Scorecard) {
	t.Helper()
	p, err := calendar.ParsePeriod("2026-06", time.UTC, dayOne.AddDate(5, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	l := NewLedger(a, p)
	l.Watch(x.ID)
	for _, col := range []string{"lead_id", "created_at", "ql_at", "mql_at", "sql_at", "closed_at", "status"} {
		l.Provide("leads", col)
	}
	l.Provide("activities", "at")
	ProvideAttributes(l)
	l.AddLead(x)
	l.AddLead(Lead{ID: "other"})
	l.ResolveLeads()
	for _, touch := range touches {
		touch.Lead = x.ID
		l.AddTouch(touch)
		touch.Lead = "other"
		l.AddTouch(touch)
	}
	s := l.Scorecard()
	line, ok := l.Timeline(s, x.ID)
	if !ok {
		t.Fatal("the lead that is watched has no timeline")
	}
	if _, ok := l.Timeline(s, "other"); ok {
		t.Error("a lead that is not watched has a timeline")
	}
	return line, s
}

func at(text string) calendar.Moment {
	m, err := time.Parse("2006-01-02 15:04:05", text)
	if err != nil {
		panic(err)
	}
	return calendar.At(m)
}

func moderateLead() Lead {
	x := Lead{ID: "L1", Source: Source{"leads.csv", 2}, Quality: "moderate", Owner: "Ann"}
	x.Stages[agreement.Created], x.Stages[agreement.MQL] = at("2026-06-01 09:00:00"), at("2026-06-02 10:00:00")
	return x
}

func TestATimelineSaysWhyAnActivityDoesNotCount(t *testing.T) {
	t.Parallel()
	touch := func(when string, kind TouchKind) Touch { return Touch{Kind: kind, At: at(when)} }
	inbound, automated := touch("2026-06-03 09:00:00", Call), touch("2026-06-04 09:00:00", Email)
	inbound.Inbound, automated.Automated = true, true
	line, _ := watchedLead(t, testAgreement(), moderateLead(),
		touch("2026-07-01 00:00:00", Call), touch("2026-06-06 09:00:00", Breakup), touch("2026-06-05 09:00:00", Email),
		automated, inbound, touch("2026-06-02 10:00:00", Call), touch("2026-06-02 09:59:59", Call))
	type seen struct {
		N   int
		Why string
	}
	var got []seen
	for _, a := range line.Touches {
		got = append(got, seen{a.N, a.Why})
	}
	want := []seen{{0, "before handoff"}, {1, ""}, {0, "inbound"}, {0, "automated"}, {2, ""}, {1, ""}, {0, "not before as of"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestATimelineNamesTheStageThatImpliesAnother(t *testing.T) {
	t.Parallel()
	x := moderateLead()
	x.Stages[agreement.MQL], x.Stages[agreement.SQL] = calendar.Moment{}, at("2026-06-10 09:00:00")
	line, _ := watchedLead(t, testAgreement(), x)
	implied := map[agreement.Stage]agreement.Stage{}
	for _, d := range line.Stages {
		if d.Implied != agreement.Created {
			implied[d.Stage] = d.Implied
		}
	}
	if diff := cmp.Diff(map[agreement.Stage]agreement.Stage{agreement.QL: agreement.SQL, agreement.MQL: agreement.SQL}, implied); diff != "" {
		t.Error(diff)
	}
	if line.Handoff != at("2026-06-10 09:00:00") {
		t.Errorf("handed off at %v", line.Handoff)
	}
}

func TestAJudgementHasTheMomentsOfItsVerdict(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name    string
		touches []string
		contact Judgement
	}{
		{"a touch at the due moment is in time", []string{"2026-06-03 10:00:00"}, Judgement{Verdict: "met", Done: at("2026-06-03 10:00:00")}},
		{"a second later is late by a second", []string{"2026-06-03 10:00:01"}, Judgement{Verdict: "late", Done: at("2026-06-03 10:00:01"), LateBy: 1. / 3600}},
		{"without a touch it is missed up to as of", nil, Judgement{Verdict: "missed", LateBy: 27*24 + 14}},
	} {
		t.Run(x.name, func(t *testing.T) {
			var touches []Touch
			for _, when := range x.touches {
				touches = append(touches, Touch{Kind: Call, At: at(when)})
			}
			line, _ := watchedLead(t, testAgreement(), moderateLead(), touches...)
			want := x.contact
			want.Rule, want.Title, want.Counts, want.Hours, want.Due = "contact", "Contact", "touch", 24, at("2026-06-03 10:00:00")
			for _, j := range line.Owed {
				if j.Rule == "contact" && j != want {
					t.Errorf("%+v, want %+v", j, want)
				}
			}
			if !line.HasRule("contact") || line.HasRule("coffee") {
				t.Error("contact is a rule and coffee is none")
			}
		})
	}
}

func TestOpenHoursAddUpToWhatTheBusinessClockRan(t *testing.T) {
	t.Parallel()
	c := calendar.NewClock([]calendar.OpenHours{{Weekday: time.Monday, From: 540, Until: 1050}, {Weekday: time.Friday, From: 540, Until: 1050}}, nil, time.UTC)
	from, until := at("2026-10-09 16:00:00"), at("2026-10-12 11:00:00") // Friday to Monday
	hours := 0.0
	for _, r := range c.OpenSpans(from, until) {
		hours += r.Until.Time(time.UTC).Sub(r.From.Time(time.UTC)).Hours()
	}
	if want := c.Between(from, until); hours != want || want != 3.5 {
		t.Errorf("runs of %v h, the clock ran %v h", hours, want)
	}
	if calendar.NewClock(nil, nil, time.UTC).OpenSpans(from, until) != nil {
		t.Error("a calendar clock has no open hours")
	}
}

func TestWhatIsDueIsPendingAndNotYetDone(t *testing.T) {
	t.Parallel()
	p, err := calendar.ParsePeriod("2026-06", time.UTC, time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	l := NewLedger(testAgreement(), p)
	for _, col := range []string{"lead_id", "created_at", "mql_at", "sql_at"} {
		l.Provide("leads", col)
	}
	l.Provide("activities", "at")
	ProvideAttributes(l)
	for id, handoff := range map[string]string{"today": "2026-06-09 12:00:00", "done": "2026-06-09 13:00:00", "tomorrow": "2026-06-10 08:00:00", "past": "2026-06-08 08:00:00"} {
		x := Lead{ID: id, Quality: "moderate"}
		x.Stages[agreement.MQL] = at(handoff)
		l.AddLead(x)
	}
	l.ResolveLeads()
	l.AddTouch(Touch{Lead: "done", Kind: Call, At: at("2026-06-09 14:00:00")})
	var got []string
	for _, d := range l.DueBy(l.Scorecard(), time.Date(2026, 6, 11, 0, 0, 0, 0, time.UTC)) {
		got = append(got, d.Lead+" "+d.Rule+" "+d.Due.Format("15:04"))
	}
	if diff := cmp.Diff([]string{"today call_time 12:00", "today contact 12:00"}, got); diff != "" {
		t.Error(diff)
	}
}
