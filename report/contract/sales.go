package contract

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/contract/typeset"
)

func (c *contract) handoff() {
	c.Clause(c.clauseText("handoff"))
	c.TermClause("Routing", c.a.Handoff.Routing)
	if len(c.a.Handoff.Information) > 0 {
		c.Subheading("Handed over with the lead")
		c.Bullets(c.a.Handoff.Information)
	}
}

// actions adds the action agreement.
func (c *contract) actions() {
	t := c.actionTable("Quality", true, c.a.Actions.Motions)
	if len(t.Rows) == 0 {
		return
	}
	c.Clause(c.clauseText("actions"))
	c.Table(t)
	c.Clause(c.clauseText("unrated"))
	for _, action := range c.a.LeadValue.Actions {
		if action.HandRaiser && !action.CallWithin.IsZero() {
			c.Clause("A hand raiser (" + firstNonEmpty(action.Name, action.ID) + ") is called within " +
				c.style.Span(action.CallWithin) + ", whatever its quality.")
		}
	}
}

// actionTable returns the table of what Sales owes a lead of each quality: the general lines if wanted,
// then those of motions.
func (c *contract) actionTable(
	title string, general bool, motions agreement.Pairs[agreement.ActionLines],
) typeset.Table {
	t := typeset.NewTable(typeset.TextColumn(title, 2.2), typeset.FigureColumn("First call within", 2),
		typeset.FigureColumn("Calls and e-mails", 1.7), typeset.FigureColumn("Breakups", 1.2),
		typeset.FigureColumn("Timeframe", 1.4))
	add := func(prefix string, lines agreement.ActionLines) {
		for _, l := range []struct {
			quality string
			line    *agreement.ActionLine
		}{{"High", lines.High}, {"Moderate", lines.Moderate}, {"Low", lines.Low}} {
			if l.line != nil {
				t.Rows = append(t.Rows, []string{prefix + l.quality, c.optionalSpan(l.line.CallWithin),
					c.optional(l.line.Touches), c.optional(l.line.Breakups), c.optionalSpan(l.line.Timeframe)})
			}
		}
	}
	if general {
		add("", c.a.Actions.ActionLines)
	}
	for _, m := range motions {
		add(capitalize(m.Key)+", ", m.Value)
	}
	return t
}

// optionalSpan formats a limit; zero means that the rule is switched off.
func (c *contract) optionalSpan(s calendar.Span) string {
	if s.IsZero() {
		return "–"
	}
	return c.style.Span(s)
}

func (c *contract) cadence() {
	if c.a.Cadence == nil || len(c.a.Cadence.Steps) == 0 {
		return
	}
	c.Clause(c.clauseText("cadence"))
	t := typeset.NewTable(typeset.TextColumn("Within", 2), typeset.FigureColumn("At least", 1.5))
	t.Share = 0.45
	for _, step := range c.a.Cadence.Steps {
		t.Rows = append(t.Rows, []string{c.style.Span(step.Within), c.style.Term(formula.Num(step.Touches), formula.Touches)})
	}
	c.Table(t)
}

func (c *contract) dontBeOnIt() {
	if c.a.DontBeOnIt != nil {
		c.Clause(c.clauseText("dont_be_on_it"))
	}
}

func (c *contract) capacity() {
	t := c.capacityTable("Per SDR")
	if len(t.Rows) == 0 {
		return
	}
	c.Table(t)
	if len(c.a.Capacity.Ramp) > 0 {
		c.KeepWithNext()
		c.Clause(c.clauseText("ramp"))
	}
}

// capacityTable returns the bands of the capacity protocol, which hold for one SDR.
func (c *contract) capacityTable(title string) typeset.Table {
	p := c.a.Capacity
	t := typeset.NewTable(typeset.TextColumn(title, 2), typeset.FigureColumn("Agreed", 1.4),
		typeset.TextColumn("What it counts", 3.6))
	add := func(title, agreed, counts string) { t.Rows = append(t.Rows, []string{title, agreed, counts}) }
	if p.Universe != nil {
		add("Universe", c.band(p.Universe), "Qualified leads and beyond that the SDR owns, managed")
	}
	if p.ActiveMQLs != nil {
		add("Active MQLs", c.band(p.ActiveMQLs), "Of these, MQLs with a touch in the last 30 days")
	}
	if p.MQLConversion != nil {
		add("MQL conversion", "at least "+c.style.Rate(p.MQLConversion.Value),
			"SQLs created in the month ÷ MQLs managed in it")
	}
	if p.SQLs != nil {
		add("SQLs a month", "at least "+c.style.Number(*p.SQLs), "SQLs created in the month")
	}
	if p.NewLeadsPerWeek != nil {
		add("New leads a week", "up to "+c.style.Number(*p.NewLeadsPerWeek), "What an SDR can take on")
	}
	return t
}

// band writes a range, which may have no upper end.
func (c *contract) band(b *agreement.Band) string {
	if b.High == nil {
		return "at least " + c.style.Number(b.Low)
	}
	return c.style.Number(b.Low) + " to " + c.style.Number(*b.High)
}
