package contract

import (
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

func (c *contract) kpis() {
	t := table{columns: []column{{"Figure", 2, false}, {"Goal", 1.2, true}, {"How it is counted", 5.4, false}}, bold: true}
	for _, k := range c.a.KPIs {
		q := c.card.Quantity("kpi." + k.ID)
		if q == nil {
			continue
		}
		goal := "–"
		if k.Goal != nil {
			goal = c.style.Term(formula.Num(*k.Goal), q.Unit)
		}
		t.rows = append(t.rows, []string{q.Title, goal, q.Definition})
	}
	if len(t.rows) > 0 {
		c.say(c.clause("kpis"))
		c.table(t)
	}
}

func (c *contract) budget() {
	b := c.a.Budget
	if len(b.Channels) == 0 {
		return
	}
	c.say(c.clause("budget"))
	t := table{columns: []column{{"Channel", 3, false}, {"A month", 1.4, true}}, bold: true, total: true, share: 0.6}
	sum := 0.0
	for _, ch := range b.Channels {
		t.rows = append(t.rows, []string{ch.Key, c.style.Money(ch.Value)})
		sum += ch.Value
	}
	t.rows = append(t.rows, []string{"Total", c.style.Money(sum)})
	c.table(t)
	c.glue()
	c.say(b.Note)
}

func (c *contract) tolerance() {
	if _, _, ok := c.promised(); !ok {
		return
	}
	c.say(c.clause("tolerance"))
	if c.a.Promise.LeadValue.Set && c.a.Promise.Ratio.To > 0 {
		c.say(c.clause("ratio"))
	}
}

func (c *contract) review() {
	if c.a.Head.Review.Every != "" || !c.a.Head.Review.Next.IsZero() {
		c.say(c.clause("review"))
	}
}

func (c *contract) meeting() {
	if c.a.Meeting.Every == "" {
		return
	}
	c.say(c.clause("meeting"))
	if len(c.a.Meeting.Agenda) > 0 {
		c.term("Agenda", capital(list(c.a.Meeting.Agenda)))
	}
}

// counting says how time runs and what a touch is.
func (c *contract) counting() {
	if c.style.Business() {
		c.say(c.clause("clock_business"))
		c.readings()
	} else {
		c.say(c.clause("clock_calendar"))
	}
	c.holidays()
	c.term("As of", c.clause("as_of"))
	c.term("Touch", c.clause("touch"))
	c.term("Managed", c.clause("managed"))
	c.term("Judged", c.clause("judged"))
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
		c.term("Holidays", c.clauseOf("holidays", capital(list(days))))
	}
}

// readings prints every limit in business hours beside the moment at which it is due.
func (c *contract) readings() {
	loc, err := time.LoadLocation(c.a.Head.Zone)
	if err != nil {
		loc = time.UTC
	}
	terms := c.a.Clock
	terms.Holidays.Days, terms.Holidays.Extra = nil, nil
	clock := terms.In(loc)
	start := firstMonday(c.a.Head.Effective.In(loc), terms.Hours)
	t := table{columns: []column{{"Limit", 2, false}, {"Handed off", 2.4, false}, {"Due", 2.4, false}, {"Calendar time between", 2.2, true}}, bold: true}
	seen := map[calendar.Span]bool{}
	for _, limit := range c.limits() {
		if limit.Minutes == 0 || seen[limit] {
			continue
		}
		seen[limit] = true
		due := clock.After(calendar.At(start), limit.Hours())
		if !due.Known() {
			continue
		}
		end := due.Time(loc)
		t.rows = append(t.rows, []string{c.style.Span(limit), start.Format("Monday 15:04"), end.Format("Monday 15:04"), c.elapsed(end.Sub(start))})
	}
	if len(t.rows) > 0 {
		c.table(t)
	}
}

// elapsed writes calendar time: 2 days 7 hours.
func (c *contract) elapsed(d time.Duration) string {
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

// limits are all limits of the agreement, in the order of their sections.
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

// firstMonday is the opening of the first Monday (else of the first working day) on or after a day.
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
