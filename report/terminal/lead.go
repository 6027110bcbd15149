package terminal

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Lead writes the life of one lead: its dates and what implied them, every activity and whether it counted,
// and each obligation with the arithmetic of its verdict. With a rule it writes that obligation alone. At
// most 100 columns.
func Lead(w io.Writer, s *model.Scorecard, t model.Timeline, clock *calendar.Clock, rule string) error {
	x := &leadPage{explanation: explain(s, true), timeline: t, clock: clock, loc: s.Period.Start.Location()}
	x.layout = layoutOf(x.instants())
	x.leadHead()
	if rule == "" {
		x.facts()
		x.stages()
		x.deals()
	}
	x.handoff()
	x.activities()
	if t.Handoff.Known() {
		x.obligations(rule)
	}
	_, err := w.Write(x.Bytes())
	return err
}

// leadPage is the page of one lead. Its instants are in the agreement's zone and have one layout.
type leadPage struct {
	*explanation
	timeline model.Timeline
	clock    *calendar.Clock
	loc      *time.Location
	layout   string
}

// instants returns all instants that the page prints.
func (x *leadPage) instants() []time.Time {
	t := x.timeline
	moments := []calendar.Moment{x.asOf(), t.Handoff, t.Closed, t.DoneOwing, t.Stale, t.Lead.Assigned}
	for _, d := range t.Stages {
		moments = append(moments, d.Own)
	}
	for _, d := range t.Deals {
		moments = append(moments, d.Created, d.Closed)
	}
	for _, a := range t.Touches {
		moments = append(moments, a.At)
	}
	for _, j := range t.Owed {
		moments = append(moments, j.Due)
	}
	var out []time.Time
	for _, m := range moments {
		if m.Known() && !m.DayOnly() {
			out = append(out, m.Time(x.loc))
		}
	}
	return out
}

func (x *leadPage) asOf() calendar.Moment { return calendar.At(x.card.Period.AsOf) }

// moment writes a moment: an instant, a bare date as a day, and "n/a" for what has not happened.
func (x *leadPage) moment(m calendar.Moment) string {
	switch {
	case !m.Known():
		return format.NA
	case m.DayOnly():
		return m.Time(x.loc).Format(time.DateOnly)
	}
	return instant(m.Time(x.loc), x.layout)
}

func (x *leadPage) leadHead() {
	l := x.timeline.Lead
	x.pair(0, "Lead "+l.ID+", "+x.timeline.SDR, fileLine(l.File, l.Line))
	x.text(x.period() + "; times in " + x.card.Agreement.Head.Zone)
	if x.timeline.Row < 0 {
		x.text("Nothing of this lead happened before as of.")
	}
}

// facts writes how the lead is classified and what it is worth.
func (x *leadPage) facts() {
	if x.timeline.Row < 0 {
		return
	}
	table := x.card.Table(model.LeadsTable)
	get := func(column string) string {
		c := table.Column(column)
		return x.style.Value(c.Value(x.timeline.Row), c.Unit)
	}
	quality := get("quality")
	if x.timeline.Lead.Quality == "" {
		quality += ", the lead is unrated"
	}
	rows := [][]string{
		{"", "Quality", quality, "Owed by line", get("action_line")},
		{"", "Tier", get("tier"), "Action", get("action")},
		{"", "Cell", get("cell"), "Value", get("value")},
		{"", "Source", get("channel"), "Motion", get("motion")},
		{"", "Stream", get("stream"), "Lead type", get("type")},
	}
	x.WriteByte('\n')
	x.table(rows, "     ")
}

// stages writes the lead's own date of each stage and the date from which it counts. Below them it writes
// why a stage that no column gives cannot be counted.
func (x *leadPage) stages() {
	rows := [][]string{{"Stage", "own date", "counts from", ""}}
	var absent []string
	for _, d := range x.timeline.Stages {
		why := ""
		if d.Implied != agreement.Created {
			why = "implied by " + d.Implied.Title()
		}
		if d.Absent != "" {
			absent = append(absent, d.Stage.Title()+": "+d.Absent)
			if !d.Own.Known() {
				continue
			}
		}
		rows = append(rows, []string{d.Stage.Title(), x.moment(d.Own), x.moment(d.Effective), why})
	}
	x.WriteByte('\n')
	x.table(rows, "    ")
	for _, text := range absent {
		x.note(0, text)
	}
}

func (x *leadPage) deals() {
	if len(x.timeline.Deals) == 0 {
		return
	}
	rows := [][]string{{"Deal", "created", "closed", "", "amount", "file:line"}}
	for _, d := range x.timeline.Deals {
		state := map[model.Ternary]string{model.Yes: "won", model.No: "lost", model.Unknown: "open"}[d.Won]
		rows = append(rows, []string{d.ID, x.moment(d.Created), x.moment(d.Closed), state,
			x.style.Value(formula.Num(d.Amount), formula.Money), fileLine(d.File, d.Line)})
	}
	x.WriteByte('\n')
	x.table(rows, "    > ")
}

// handoff writes when the clock of Sales started and stopped, and the lines of the don't-be-on-it list
// about the lead.
func (x *leadPage) handoff() {
	t := x.timeline
	x.WriteByte('\n')
	if !t.Handoff.Known() {
		x.text("Not handed off by " + x.moment(x.asOf()) + ": Sales owes nothing yet.")
		return
	}
	start := x.card.Agreement.Clock.Handoff
	switch start {
	case "assigned":
		start = "the later of its MQL date and assigned, " + x.moment(t.Lead.Assigned)
	case "":
		start = "its MQL date"
	default:
		start = "its " + strings.ToUpper(start) + " date"
	}
	rows := [][]string{{"Handoff", x.moment(t.Handoff), "Sales' clock starts: " + start}}
	if t.Closed.Known() {
		status := strings.TrimSuffix(t.Lead.Status.String()+": "+t.Lead.Reason, ": ")
		rows = append(rows, []string{"Closed", x.moment(t.Closed), status})
	}
	switch {
	case t.DoneOwing.Known():
		rows = append(rows, []string{"Left", x.moment(t.DoneOwing), x.howLeft() + ": nothing more is owed"})
	case t.Stale.Known() && !t.Closed.Known():
		text := "no longer managed, if it is not worked"
		if !x.asOf().Before(t.Stale) {
			text = "no longer managed"
		}
		rows = append(rows, []string{"Stale", x.moment(t.Stale), text})
	}
	x.table(rows, "   ")
	for _, e := range x.card.Overdue {
		if e.Lead == t.Lead.ID {
			x.text("On the don't-be-on-it list: " + format.RuleName(x.card.Agreement, e.Rule) +
				", since " + x.moment(calendar.At(e.Since)))
		}
	}
}

// howLeft writes how the lead left the care of Sales Development: by a later stage, or closed.
func (x *leadPage) howLeft() string {
	for _, d := range x.timeline.Stages {
		if d.Stage > agreement.MQL && d.Own == x.timeline.DoneOwing {
			return d.Stage.Title()
		}
	}
	return "closed after a touch"
}

// activities writes every activity; those that count are numbered.
func (x *leadPage) activities() {
	if len(x.timeline.Touches) == 0 {
		x.WriteByte('\n')
		x.text("No activity of this lead was read.")
		return
	}
	rows := [][]string{{"Activity", "kind", "outcome", "counts", "file:line", "by"}}
	for _, a := range x.timeline.Touches {
		counts := "no: " + a.Why
		if a.N > 0 {
			counts = map[bool]string{true: "breakup ", false: "touch "}[a.Kind == model.Breakup] + x.style.Count(a.N)
		}
		rows = append(rows, []string{x.moment(a.At), a.Kind.String(), a.Outcome.String(), counts, fileLine(a.File, a.Line),
			sdrName(a.Owner)})
	}
	x.WriteByte('\n')
	x.tableOfLeading(rows, "      ")
}

// obligations writes each obligation: what was due when, what was done, and the verdict that follows.
// Obligations that another period judges, and those that do not exist, are only named, unless one of them
// was asked for by its rule.
func (x *leadPage) obligations(rule string) {
	x.title("What Sales owed")
	var elsewhere, none []string
	for _, j := range x.timeline.Owed {
		name := format.RuleName(x.card.Agreement, j.Rule)
		switch {
		case rule == j.Rule || rule == "" && j.Verdict != model.NotOwed && j.Verdict != model.NotDue:
			x.obligation(name, j)
		case rule != "":
		case j.Due.Known():
			elsewhere = append(elsewhere, name+", due "+x.moment(j.Due))
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

func (x *leadPage) obligation(name string, j model.Judgement) {
	verdict := j.Verdict
	switch j.Verdict {
	case model.Late:
		verdict += " by " + x.hours(j.LateBy)
	case model.Missed:
		verdict += ", " + x.hours(j.LateBy) + " ago"
	}
	x.pair(2, name+": "+verdict, j.Rule)
	if j.Why != "" {
		x.note(4, j.Why)
	}
	if !j.Due.Known() {
		return
	}
	x.note(4, "handoff "+x.moment(x.timeline.Handoff)+" + "+x.limit(j)+" = due "+x.moment(j.Due))
	if j.Days == 0 {
		x.firstDone(j)
	} else {
		x.numberDone(j)
	}
	x.arithmetic(j)
}

// limit writes how long Sales had.
func (x *leadPage) limit(j model.Judgement) string {
	if j.Days > 0 {
		return x.counted(j.Days, "day", "days")
	}
	return x.style.Span(calendar.Span{Minutes: int(math.Round(j.Hours * 60))})
}

// firstDone writes when the first call or touch was made and how long after the handoff: on the agreement's
// clock and, if that has business hours, elapsed, too.
func (x *leadPage) firstDone(j model.Judgement) {
	if !j.Done.Known() {
		x.note(4, "no "+j.Counts+" before as of "+x.moment(x.asOf()))
		x.openHours(x.asOf())
		return
	}
	handoff := x.timeline.Handoff
	text := "first " + j.Counts + " " + x.moment(j.Done)
	if !j.Done.DayOnly() && !handoff.DayOnly() {
		text += ", " + x.hours(x.clock.Between(handoff, j.Done)) + " after handoff"
		if x.clock.Business() {
			text += " (" + duration(j.Done.Time(x.loc).Sub(handoff.Time(x.loc))) + " elapsed)"
		}
	}
	x.note(4, text)
	x.openHours(j.Done)
}

// mostOpenSpans is the largest number of spans of open hours that are written out.
const mostOpenSpans = 6

// openHours writes the spans of open hours from handoff to a moment, which a business clock adds up. It
// writes nothing where there are more than mostOpenSpans.
func (x *leadPage) openHours(end calendar.Moment) {
	spans := x.clock.OpenSpans(x.timeline.Handoff, end)
	if len(spans) == 0 || len(spans) > mostOpenSpans {
		return
	}
	var parts []string
	for _, s := range spans {
		from, until := s.From.Time(x.loc), s.Until.Time(x.loc)
		parts = append(parts, fmt.Sprintf("%s %s to %s is %s", from.Format("Mon 2 Jan"), timeOfDay(from), timeOfDay(until),
			duration(until.Sub(from))))
	}
	x.note(4, "open hours: "+strings.Join(parts, "; "))
}

// numberDone writes how many touches or breakups were made by the due time, and when the last of those owed
// was made.
func (x *leadPage) numberDone(j model.Judgement) {
	text := x.style.Number(j.Wanted) + " owed"
	if j.Verdict != model.Pending {
		text += ", " + x.style.Count(j.ByDue) + " by due"
	}
	if j.Verdict == model.Pending || j.SoFar != j.ByDue {
		text += ", " + x.style.Count(j.SoFar) + " before as of"
	}
	if j.Done.Known() {
		what := "touch"
		if j.Rule == model.BreakupRule {
			what = "breakup"
		}
		text += fmt.Sprintf("; %s %s on %s", what, x.style.Number(j.Wanted), x.moment(j.Done))
	}
	x.note(4, text)
}

// arithmetic writes why the verdict is what it is, where that does not follow from the lines above it.
func (x *leadPage) arithmetic(j model.Judgement) {
	asOf := x.moment(x.asOf())
	switch j.Verdict {
	case model.Late:
		x.note(4, "done "+x.moment(j.Done)+" − due "+x.moment(j.Due)+" = "+x.lateBy(j, j.Done))
	case model.Missed:
		x.note(4, "as of "+asOf+" − due "+x.moment(j.Due)+" = "+x.lateBy(j, x.asOf()))
	case model.Pending:
		text := "falls due at or after as of " + asOf
		if j.Pace != "" && j.Pace != model.NotPending {
			text += "; " + j.Pace + ", pro rata of its days"
		}
		x.note(4, text)
	case model.Excused:
		x.note(4, "left on "+x.moment(x.timeline.DoneOwing)+" ("+x.howLeft()+"), by due: nothing more was owed")
	case model.NotDue:
		x.note(4, "falls due outside "+x.style.Period(x.card.Period)+": the period in which it falls due judges it")
	}
}

// lateBy writes the hours that scorecard.json calls late_by_hours, also in hours and minutes and, if the
// clock has business hours, elapsed.
func (x *leadPage) lateBy(j model.Judgement, end calendar.Moment) string {
	text := x.hours(j.LateBy) + " (" + x.exact(formula.Num(j.LateBy), formula.Hours) + " h)"
	if x.clock.Business() {
		text += ", " + duration(end.Time(x.loc).Sub(j.Due.Time(x.loc))) + " elapsed"
	}
	return text
}

// hours writes hours of the agreement's clock exactly, to the millisecond.
func (x *leadPage) hours(hours float64) string {
	text := duration(time.Duration(math.Round(hours*3600_000)) * time.Millisecond)
	if x.clock.Business() {
		text += " of business hours"
	}
	return text
}
