package contract

import (
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/contract/typeset"
)

func (c *contract) kpis() {
	t := typeset.NewTable(typeset.TextColumn("Figure", 2), typeset.FigureColumn("Goal", 1.2),
		typeset.TextColumn("How it is counted", 5.4))
	for _, k := range c.a.KPIs {
		q := c.card.Quantity(model.KPIID(k.ID))
		if q == nil {
			continue
		}
		goal := "–"
		if k.Goal != nil {
			goal = c.style.Term(formula.Num(*k.Goal), q.Unit)
		}
		t.Rows = append(t.Rows, []string{q.Title, goal, q.Definition})
	}
	if len(t.Rows) > 0 {
		c.Clause(c.clauseText("kpis"))
		c.Table(t)
	}
}

func (c *contract) budget() {
	b := c.a.Budget
	if len(b.Channels) == 0 {
		return
	}
	c.Clause(c.clauseText("budget"))
	t := typeset.NewTable(typeset.TextColumn("Channel", 3), typeset.FigureColumn("A month", 1.4))
	t.Total, t.Share = true, 0.6
	total := 0.0
	for _, channel := range b.Channels {
		t.Rows = append(t.Rows, []string{channel.Key, c.style.Money(channel.Value)})
		total += channel.Value
	}
	t.Rows = append(t.Rows, []string{"Total", c.style.Money(total)})
	c.Table(t)
	c.KeepWithNext()
	c.Clause(b.Note)
}

func (c *contract) review() {
	if c.a.Head.Review.Every != "" || !c.a.Head.Review.Next.IsZero() {
		c.Clause(c.clauseText("review"))
	}
}

func (c *contract) meeting() {
	if c.a.Meeting.Every == "" {
		return
	}
	c.Clause(c.clauseText("meeting"))
	if len(c.a.Meeting.Agenda) > 0 {
		c.TermClause("Agenda", capitalize(joinAnd(c.a.Meeting.Agenda)))
	}
}

// counting defines how time runs and what a touch is.
func (c *contract) counting() {
	if c.style.Business() {
		c.Clause(c.clauseText("clock_business"))
		c.dueTimes()
	} else {
		c.Clause(c.clauseText("clock_calendar"))
	}
	c.holidays()
	c.TermClause("As of", c.clauseText("as_of"))
	c.TermClause("Touch", c.clauseText("touch"))
	c.TermClause("Managed", c.clauseText("managed"))
	c.TermClause("Judged", c.clauseText("judged"))
}

func (c *contract) holidays() {
	h := c.a.Clock.Holidays
	var days []string
	if h.Country != "" {
		days = append(days, "the public holidays of "+h.Country)
	}
	for _, day := range h.Extra {
		days = append(days, c.style.Date(day.Time))
	}
	if days != nil {
		c.TermClause("Holidays", c.clauseTextOf("holidays", capitalize(joinAnd(days))))
	}
}

// dueTimes adds a table of every limit in business hours and the time at which it is due, for a lead that
// is handed off when business opens on a Monday, with no holiday near.
func (c *contract) dueTimes() {
	loc, err := time.LoadLocation(c.a.Head.Zone)
	if err != nil {
		loc = time.UTC
	}
	terms := c.a.Clock
	terms.Holidays.Days, terms.Holidays.Extra = nil, nil
	clock := terms.In(loc)
	start := firstMonday(c.a.Head.Effective.In(loc), terms.Hours)
	t := typeset.NewTable(typeset.TextColumn("Limit", 2), typeset.TextColumn("Handed off", 2.4),
		typeset.TextColumn("Due", 2.4), typeset.FigureColumn("Calendar time between", 2.2))
	listed := map[calendar.Span]bool{}
	for _, limit := range c.limits() {
		if limit.Minutes == 0 || listed[limit] {
			continue
		}
		listed[limit] = true
		due := clock.After(calendar.At(start), limit.Hours())
		if !due.Known() {
			continue
		}
		end := due.Time(loc)
		t.Rows = append(t.Rows, []string{c.style.Span(limit), start.Format("Monday 15:04"), end.Format("Monday 15:04"),
			c.calendarTime(end.Sub(start))})
	}
	if len(t.Rows) > 0 {
		c.Table(t)
	}
}

// calendarTime writes a duration in days of 24 hours, hours and minutes: 2 days 7 hours.
func (c *contract) calendarTime(d time.Duration) string {
	calendarStyle := c.style.Calendar()
	days, rest := int(d/(24*time.Hour)), d%(24*time.Hour)
	text := ""
	if days > 0 {
		text = calendarStyle.Span(calendar.Span{Days: days})
	}
	if m := int(rest / time.Minute); m > 0 {
		if text != "" {
			text += " "
		}
		text += calendarStyle.Span(calendar.Span{Minutes: m})
	}
	return text
}

// limits returns all limits of the agreement, in the order of the contract's sections.
func (c *contract) limits() []calendar.Span {
	out := []calendar.Span{c.a.Promise.ContactWithin}
	add := func(lines agreement.ActionLines) {
		for _, l := range []*agreement.ActionLine{lines.High, lines.Moderate, lines.Low} {
			if l != nil {
				out = append(out, l.CallWithin)
			}
		}
	}
	add(c.a.Actions.ActionLines)
	for _, m := range c.a.Actions.Motions {
		add(m.Value)
	}
	for _, action := range c.a.LeadValue.Actions {
		out = append(out, action.CallWithin)
	}
	if c.a.DontBeOnIt != nil {
		out = append(out, c.a.DontBeOnIt.CallWithin)
	}
	return out
}

// firstMonday returns when business opens on the first Monday on or after a day, or on the first day of the
// business week if that has no Monday.
func firstMonday(day time.Time, hours []calendar.OpenHours) time.Time {
	first := hours[0]
	for _, h := range hours {
		if h.Weekday == time.Monday {
			first = h
			break
		}
	}
	for day.Weekday() != first.Weekday {
		day = day.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, first.From, 0, 0, day.Location())
}
