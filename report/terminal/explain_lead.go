package terminal

import (
	"io"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Lead writes one lead's life: its dates and what implied them, every activity with what became of it, and each obligation with
// the arithmetic of its verdict; with a rule, that obligation alone. At most 100 columns.
func Lead(w io.Writer, s *model.Scorecard, t model.Timeline, clock *calendar.Clock, rule string) error {
	x := &lead{explained: explain(s, true), t: t, clock: clock, loc: s.Period.Start.Location()}
	x.layout = layoutOf(x.instants())
	x.leadHead()
	if rule == "" {
		x.facts()
		x.stages()
		x.deals()
	}
	x.handoff()
	x.activities()
	if x.t.Handoff.Known() {
		x.owed(rule)
	}
	_, err := w.Write(x.Bytes())
	return err
}

// lead is the page of one lead.
type lead struct {
	*explained
	t      model.Timeline
	clock  *calendar.Clock
	loc    *time.Location
	layout string // of instants, alike on the whole page
}

// instants are all that the page prints.
func (x *lead) instants() []time.Time {
	all := []calendar.Moment{x.asOf(), x.t.Handoff, x.t.Closed, x.t.Left, x.t.Stale, x.t.Lead.Assigned}
	for _, d := range x.t.Stages {
		all = append(all, d.Own)
	}
	for _, d := range x.t.Deals {
		all = append(all, d.Created, d.Closed)
	}
	for _, a := range x.t.Touches {
		all = append(all, a.At)
	}
	for _, j := range x.t.Owed {
		all = append(all, j.Due)
	}
	var out []time.Time
	for _, m := range all {
		if m.Known() && !m.DayOnly() {
			out = append(out, m.Time(x.loc))
		}
	}
	return out
}

func (x *lead) asOf() calendar.Moment { return calendar.At(x.card.Period.AsOf) }

// at writes a moment of the agreement's zone; a bare date is a day, and what has not happened is n/a.
func (x *lead) at(m calendar.Moment) string {
	switch {
	case !m.Known():
		return format.NA
	case m.DayOnly():
		return m.Time(x.loc).Format(time.DateOnly)
	}
	return stamp(m.Time(x.loc), x.layout)
}

func (x *lead) leadHead() {
	x.pair(0, "Lead "+x.t.Lead.ID+", "+x.t.SDR, place(x.t.Lead.File, x.t.Lead.Line))
	x.text(x.when() + "; times in " + x.card.Agreement.Head.Zone)
	if x.t.Row < 0 {
		x.text("Nothing of this lead happened before as of.")
	}
}

// facts writes who the lead is and what it is worth.
func (x *lead) facts() {
	if x.t.Row < 0 {
		return
	}
	table := x.card.Table("leads")
	get := func(column string) string {
		c := table.Column(column)
		return x.style.Value(c.Value(x.t.Row), c.Unit)
	}
	quality := get("quality")
	if raw := x.t.Lead.Quality; raw == "" {
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

// stages writes the lead's own dates beside those that count. A stage that no column gives cannot be counted, and says why.
func (x *lead) stages() {
	rows := [][]string{{"Stage", "own date", "counts from", ""}}
	var absent []string
	for _, d := range x.t.Stages {
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
		rows = append(rows, []string{d.Stage.Title(), x.at(d.Own), x.at(d.Effective), why})
	}
	x.WriteByte('\n')
	x.table(rows, "    ")
	for _, text := range absent {
		x.note(0, text)
	}
}

func (x *lead) deals() {
	if len(x.t.Deals) == 0 {
		return
	}
	rows := [][]string{{"Deal", "created", "closed", "", "amount", "file:line"}}
	for _, d := range x.t.Deals {
		state := map[model.Ternary]string{model.Yes: "won", model.No: "lost", model.Unknown: "open"}[d.Won]
		rows = append(rows, []string{d.ID, x.at(d.Created), x.at(d.Closed), state, x.style.Value(formula.Num(d.Amount), formula.Money), place(d.File, d.Line)})
	}
	x.WriteByte('\n')
	x.table(rows, "    > ")
}

// handoff writes when Sales' clock started and stopped.
func (x *lead) handoff() {
	x.WriteByte('\n')
	if !x.t.Handoff.Known() {
		x.text("Not handed off by " + x.at(x.asOf()) + ": Sales owes nothing yet.")
		return
	}
	by := x.card.Agreement.Clock.Handoff
	switch by {
	case "assigned":
		by = "the later of its MQL date and assigned, " + x.at(x.t.Lead.Assigned)
	case "":
		by = "its MQL date"
	default:
		by = "its " + strings.ToUpper(by) + " date"
	}
	rows := [][]string{{"Handoff", x.at(x.t.Handoff), "Sales' clock starts: " + by}}
	if x.t.Closed.Known() {
		rows = append(rows, []string{"Closed", x.at(x.t.Closed), strings.TrimSuffix(x.t.Lead.Status.String()+": "+x.t.Lead.Reason, ": ")})
	}
	switch {
	case x.t.Left.Known():
		rows = append(rows, []string{"Left", x.at(x.t.Left), x.leaving() + ": nothing more is owed"})
	case x.t.Stale.Known() && !x.t.Closed.Known():
		text := "no longer managed, if it is not worked"
		if !x.asOf().Before(x.t.Stale) {
			text = "no longer managed"
		}
		rows = append(rows, []string{"Stale", x.at(x.t.Stale), text})
	}
	x.table(rows, "   ")
	for _, e := range x.card.Overdue {
		if e.Lead == x.t.Lead.ID {
			x.text("On the don't-be-on-it list: " + format.RuleName(x.card.Agreement, e.Rule) + ", since " + x.at(calendar.At(e.Since)))
		}
	}
}

// leaving says how the lead left.
func (x *lead) leaving() string {
	for _, d := range x.t.Stages {
		if d.Stage > agreement.MQL && d.Own == x.t.Left {
			return d.Stage.Title()
		}
	}
	return "closed after a touch"
}

// activities writes every activity, numbered where it counts.
func (x *lead) activities() {
	if len(x.t.Touches) == 0 {
		x.WriteByte('\n')
		x.text("No activity of this lead was read.")
		return
	}
	rows := [][]string{{"Activity", "kind", "outcome", "counts", "file:line", "by"}}
	for _, a := range x.t.Touches {
		counts := "no: " + a.Why
		if a.N > 0 {
			counts = map[bool]string{true: "breakup ", false: "touch "}[a.Kind == model.Breakup] + x.style.Count(a.N)
		}
		rows = append(rows, []string{x.at(a.At), a.Kind.String(), a.Outcome.String(), counts, place(a.File, a.Line), cut(format.Plain(a.Owner), 24)})
	}
	x.WriteByte('\n')
	x.fit(rows, "      ")
}
