package terminal

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// owed writes each obligation: what was due when, what was done, and the verdict that follows. What another period judges, and
// what is not owed at all, is only named, unless it was asked for.
func (x *lead) owed(rule string) {
	x.title("What Sales owed")
	var elsewhere, none []string
	for _, j := range x.t.Owed {
		name := format.RuleName(x.card.Agreement, j.Rule)
		switch {
		case rule == j.Rule || rule == "" && j.Verdict != "not owed" && j.Verdict != "not due":
			x.judgement(name, j)
		case rule != "":
		case j.Due.Known():
			elsewhere = append(elsewhere, name+", due "+x.at(j.Due))
		case j.Why != "":
			elsewhere = append(elsewhere, name+", n/a: "+j.Why)
		default:
			none = append(none, name)
		}
	}
	if len(elsewhere) > 0 {
		x.note(2, "Judged in another period:")
		for _, text := range elsewhere {
			x.note(4, text)
		}
	}
	if len(none) > 0 {
		x.note(2, "Not owed in it: "+strings.Join(none, "; "))
	}
}

func (x *lead) judgement(name string, j model.Judgement) {
	verdict := j.Verdict
	switch j.Verdict {
	case "late":
		verdict += " by " + x.span(j.LateBy)
	case "missed":
		verdict += ", " + x.span(j.LateBy) + " ago"
	}
	x.pair(2, name+": "+verdict, j.Rule)
	if j.Why != "" {
		x.note(4, j.Why)
	}
	if !j.Due.Known() {
		return
	}
	x.note(4, "handoff "+x.at(x.t.Handoff)+" + "+x.limit(j)+" = due "+x.at(j.Due))
	if j.Days == 0 {
		x.first(j)
	} else {
		x.number(j)
	}
	x.because(j)
}

// limit is how long Sales had.
func (x *lead) limit(j model.Judgement) string {
	if j.Days > 0 {
		return x.counted(j.Days, "day", "days")
	}
	return x.style.Span(calendar.Span{Minutes: int(math.Round(j.Hours * 60))})
}

// first writes when the first call or touch was made, on the agreement's clock and, where that has business hours, elapsed.
func (x *lead) first(j model.Judgement) {
	if !j.Done.Known() {
		x.note(4, "no "+j.Counts+" before as of "+x.at(x.asOf()))
		x.runs(x.asOf())
		return
	}
	text := "first " + j.Counts + " " + x.at(j.Done)
	if !j.Done.DayOnly() && !x.t.Handoff.DayOnly() {
		text += ", " + x.span(x.clock.Between(x.t.Handoff, j.Done)) + " after handoff"
		if x.clock.Business() {
			elapsed := j.Done.Time(x.loc).Sub(x.t.Handoff.Time(x.loc))
			text += " (" + duration(elapsed) + " elapsed)"
		}
	}
	x.note(4, text)
	x.runs(j.Done)
}

// mostRuns is how many spans of open hours are written out.
const mostRuns = 6

// runs writes the open hours that a business clock added up.
func (x *lead) runs(til calendar.Moment) {
	spans := x.clock.Runs(x.t.Handoff, til)
	if len(spans) == 0 || len(spans) > mostRuns {
		return
	}
	var parts []string
	for _, r := range spans {
		from, til := r.From.Time(x.loc), r.Until.Time(x.loc)
		parts = append(parts, fmt.Sprintf("%s %s to %s is %s", from.Format("Mon 2 Jan"), clockTime(from), clockTime(til), duration(til.Sub(from))))
	}
	x.note(4, "open hours: "+strings.Join(parts, "; "))
}

func clockTime(t time.Time) string {
	return strings.TrimSuffix(strings.TrimSuffix(t.Format("15:04:05.000"), ".000"), ":00")
}

// number writes how many touches or breakups were made by due, and when the last one wanted came.
func (x *lead) number(j model.Judgement) {
	text := x.style.Number(j.Wanted) + " owed"
	if j.Verdict != "pending" {
		text += ", " + x.style.Count(j.ByDue) + " by due"
	}
	if j.Verdict == "pending" || j.SoFar != j.ByDue {
		text += ", " + x.style.Count(j.SoFar) + " before as of"
	}
	if j.Done.Known() {
		text += fmt.Sprintf("; %s %s on %s", one(j.Counts), x.style.Number(j.Wanted), x.at(j.Done))
	}
	x.note(4, text)
}

// one is a single one of what a rule counts.
func one(counts string) string {
	return map[string]string{"touches": "touch", "breakups": "breakup"}[counts]
}

// because says why the verdict is what it is, where the lines above do not.
func (x *lead) because(j model.Judgement) {
	until := x.at(x.asOf())
	switch j.Verdict {
	case "late":
		x.note(4, "done "+x.at(j.Done)+" − due "+x.at(j.Due)+" = "+x.lateBy(j, j.Done))
	case "missed":
		x.note(4, "as of "+until+" − due "+x.at(j.Due)+" = "+x.lateBy(j, x.asOf()))
	case "pending":
		text := "falls due at or after as of " + until
		if j.Pace != "" && j.Pace != "not pending" {
			text += "; " + j.Pace + ", pro rata of its days"
		}
		x.note(4, text)
	case "excused":
		x.note(4, "left on "+x.at(x.t.Left)+" ("+x.leaving()+"), by due: nothing more was owed")
	case "not due":
		x.note(4, "falls due outside "+x.style.Period(x.card.Period)+": the period in which it falls due judges it")
	}
}

// lateBy is what scorecard.json calls late_by_hours, in hours and minutes too; with business hours, elapsed as well.
func (x *lead) lateBy(j model.Judgement, til calendar.Moment) string {
	text := x.span(j.LateBy) + " (" + x.exactly(formula.Num(j.LateBy), formula.Hours) + " h)"
	if x.clock.Business() {
		text += ", " + duration(til.Time(x.loc).Sub(j.Due.Time(x.loc))) + " elapsed"
	}
	return text
}

// span writes hours of the agreement's clock exactly, to the millisecond.
func (x *lead) span(hours float64) string {
	text := duration(time.Duration(math.Round(hours*3600_000)) * time.Millisecond)
	if x.clock.Business() {
		text += " of business hours"
	}
	return text
}

// duration writes days, hours, minutes and seconds, those that are there.
func duration(d time.Duration) string {
	if d < 0 {
		return "-" + duration(-d)
	}
	var parts []string
	for _, u := range []struct {
		unit time.Duration
		word string
	}{{time.Hour, "h"}, {time.Minute, "min"}} {
		if n := d / u.unit; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.word))
			d -= n * u.unit
		}
	}
	if d > 0 || len(parts) == 0 {
		parts = append(parts, strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", d.Seconds()), "0"), ".")+" s")
	}
	return strings.Join(parts, " ")
}
