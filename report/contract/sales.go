package contract

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

func (c *contract) handoff() {
	c.say(c.clause("handoff"))
	c.term("Routing", c.a.Handoff.Routing)
	if len(c.a.Handoff.Information) > 0 {
		c.sub("Handed over with the lead")
		c.bullets(c.a.Handoff.Information)
	}
}

// owed is the table of what a lead of each quality is owed: in general, and of the motions that have lines of their own.
func (c *contract) owed(general bool, motions agreement.Pairs[agreement.ActionLines]) table {
	t := table{columns: []column{{"Quality", 2.2, false}, {"First call within", 2, true}, {"Calls and e-mails", 1.7, true}, {"Breakups", 1.2, true}, {"Timeframe", 1.4, true}}, bold: true}
	add := func(prefix string, lines agreement.ActionLines) {
		for _, l := range []struct {
			quality string
			line    *agreement.ActionLine
		}{{"High", lines.High}, {"Moderate", lines.Moderate}, {"Low", lines.Low}} {
			if l.line != nil {
				t.rows = append(t.rows, []string{prefix + l.quality, c.span(l.line.CallWithin), c.goal(l.line.Touches), c.goal(l.line.Breakups), c.span(l.line.Timeframe)})
			}
		}
	}
	if general {
		add("", c.a.Actions.ActionLines)
	}
	for _, m := range motions {
		add(capital(m.Key)+", ", m.Value)
	}
	return t
}

// actions is the action agreement.
func (c *contract) actions() {
	t := c.owed(true, c.a.Actions.Motions)
	if len(t.rows) == 0 {
		return
	}
	c.say(c.clause("actions"))
	c.table(t)
	c.say(c.clause("unrated"))
	for _, action := range c.a.LeadValue.Actions {
		if action.HandRaiser && !action.CallWithin.IsZero() {
			c.say("A hand raiser (" + or(action.Name, action.ID) + ") is called within " + c.style.Span(action.CallWithin) + ", whatever its quality.")
		}
	}
}

// span writes a limit; a rule that is switched off has none.
func (c *contract) span(s calendar.Span) string {
	if s.IsZero() {
		return "–"
	}
	return c.style.Span(s)
}

func (c *contract) cadence() {
	if c.a.Cadence == nil || len(c.a.Cadence.Steps) == 0 {
		return
	}
	c.say(c.clause("cadence"))
	t := table{columns: []column{{"Within", 2, false}, {"At least", 1.5, true}}, bold: true, share: 0.45}
	for _, step := range c.a.Cadence.Steps {
		t.rows = append(t.rows, []string{c.style.Span(step.Within), c.style.Term(formula.Num(step.Touches), formula.Touches)})
	}
	c.table(t)
}

func (c *contract) dontBeOnIt() {
	if c.a.DontBeOnIt != nil {
		c.say(c.clause("dont_be_on_it"))
	}
}

func (c *contract) capacity() {
	rows := c.bands()
	if len(rows) == 0 {
		return
	}
	c.table(table{columns: bandColumns("Per SDR"), rows: rows, bold: true})
	if len(c.a.Capacity.Ramp) > 0 {
		c.glue()
		c.say(c.clause("ramp"))
	}
}

func bandColumns(title string) []column {
	return []column{{title, 2, false}, {"Agreed", 1.4, true}, {"What it counts", 3.6, false}}
}

// bands are the lines of the capacity protocol.
func (c *contract) bands() [][]string {
	p := c.a.Capacity
	var rows [][]string
	add := func(title, agreed, counts string) { rows = append(rows, []string{title, agreed, counts}) }
	if p.Universe != nil {
		add("Universe", c.band(p.Universe), "Qualified leads and beyond that the SDR owns, managed")
	}
	if p.ActiveMQLs != nil {
		add("Active MQLs", c.band(p.ActiveMQLs), "Of these, MQLs with a touch in the last 30 days")
	}
	if p.MQLConversion != nil {
		add("MQL conversion", "at least "+c.style.Rate(p.MQLConversion.Value), "SQLs created in the month ÷ MQLs managed in it")
	}
	if p.SQLs != nil {
		add("SQLs a month", "at least "+c.style.Number(*p.SQLs), "SQLs created in the month")
	}
	if p.NewLeadsPerWeek != nil {
		add("New leads a week", "up to "+c.style.Number(*p.NewLeadsPerWeek), "What an SDR can take on")
	}
	return rows
}

func (c *contract) band(b *agreement.Band) string {
	if b.High == nil {
		return "at least " + c.style.Number(b.Low)
	}
	return c.style.Number(b.Low) + " to " + c.style.Number(*b.High)
}
