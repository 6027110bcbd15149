package contract

import (
	"math"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
	"leadpact/report/contract/typeset"
)

var stageTitles = map[agreement.Stage]string{
	agreement.Created:     "Leads created",
	agreement.QL:          "Qualified leads (QL)",
	agreement.MQL:         "Marketing qualified leads (MQL)",
	agreement.SQL:         "Sales qualified leads (SQL)",
	agreement.Opportunity: "Opportunities",
	agreement.Proposal:    "Proposals",
	agreement.Won:         "Deals won",
}

// shortStageTitles fit the narrow columns of the history.
var shortStageTitles = map[agreement.Stage]string{
	agreement.QL: "QL", agreement.MQL: "MQL", agreement.SQL: "SQL",
	agreement.Opportunity: "Opport.", agreement.Proposal: "Proposals",
	agreement.Won: "Won",
}

// goals adds the goal grid: one column for all leads and one for each motion with goals of its own.
func (c *contract) goals() {
	goals := c.a.Goals
	t := typeset.NewTable(typeset.TextColumn("Goal", 3), typeset.FigureColumn("A month", 1.2))
	t.Share = min(1, 0.6+0.2*float64(len(goals.Motions)))
	for _, m := range goals.Motions {
		t.Columns = append(t.Columns, typeset.FigureColumn("of these "+m.Key, 1.2))
	}
	for _, line := range []struct {
		title string
		of    func(agreement.GridGoals) *float64
	}{
		{"Leads sourced", func(g agreement.GridGoals) *float64 { return g.LeadsSourced }},
		{"Qualified leads created", func(g agreement.GridGoals) *float64 { return g.QualifiedLeads }},
		{"MQLs created", func(g agreement.GridGoals) *float64 { return g.MQLsCreated }},
		{"MQLs managed", func(g agreement.GridGoals) *float64 { return g.MQLsManaged }},
		{"SQLs created", func(g agreement.GridGoals) *float64 { return g.SQLsCreated }},
	} {
		row, filled := []string{line.title, c.optional(line.of(goals.GridGoals))}, line.of(goals.GridGoals) != nil
		for _, m := range goals.Motions {
			row = append(row, c.optional(line.of(m.Value)))
			filled = filled || line.of(m.Value) != nil
		}
		if filled {
			t.Rows = append(t.Rows, row)
		}
	}
	if len(t.Rows) > 0 {
		c.Table(t)
		c.KeepWithNext()
		c.SmallPrint(c.clauseText("goals"))
	}
}

func (c *contract) plan() {
	if c.a.Revenue.Goal == 0 {
		return
	}
	c.Clause(c.clauseText("plan"))
	for _, stream := range c.a.Revenue.Streams {
		c.stream(stream)
	}
	if len(c.a.Revenue.Streams) > 1 {
		c.Subheading("All streams")
		c.Table(c.stageTable("total", c.allStages(), nil))
	}
	c.history()
}

// stream adds one stream's funnel, with the leads that the plan needs at each stage.
func (c *contract) stream(s agreement.Stream) {
	id := agreement.Slug(s.Name)
	title := "Stream " + s.Name
	if len(c.a.Revenue.Streams) > 1 {
		title += ", " + c.style.Rate(s.Share.Value) + " of the goal"
	}
	c.Subheading(title)
	rates := map[agreement.Stage]string{}
	for _, step := range s.Funnel {
		rates[step.Stage] = c.agreedRate(step.ToNext, model.StreamPlanID(s, "rate."+step.Stage.String()))
	}
	rates[agreement.Won] = ""
	c.Table(c.stageTable(id, stagesOf(s), rates))
	text := c.averageDeal(s)
	if !s.Lag.IsZero() {
		text += "; from MQL to won " + c.style.Span(s.Lag) + ", so that leads are wanted that much before the revenue"
	}
	c.Clause(text + ".")
	c.improvements(s)
	c.leadTypes(s)
}

// averageDeal writes the agreed average deal or, if it is taken from history, the figure of the plan.
func (c *contract) averageDeal(s agreement.Stream) string {
	id := model.StreamPlanID(s, "average_deal")
	switch {
	case !s.AverageDeal.History:
		return "Average deal " + c.style.Money(s.AverageDeal.Value)
	case c.value(id).IsMissing():
		return "Average deal from history"
	}
	return "Average deal " + c.style.Value(c.value(id), formula.Money) + " (history)"
}

// agreedRate writes an agreed rate or, if it is taken from history, the figure of the given id, marked as
// such.
func (c *contract) agreedRate(r agreement.Rate, id string) string {
	if !r.History {
		return c.style.Rate(r.Value)
	}
	x, ok := c.value(id).Number()
	if !ok {
		return "history"
	}
	return c.style.Rate(math.Round(x*1e4)/1e4) + " (history)"
}

// stageTable returns the table of a plan: the leads needed at each stage in a year, a quarter and a month.
// The id is that of the plan, such as a stream's; with nil rates there is no column for them.
func (c *contract) stageTable(id string, stages []agreement.Stage, rates map[agreement.Stage]string) typeset.Table {
	t := typeset.NewTable(typeset.TextColumn("Stage", 3.2))
	if rates != nil {
		t.Columns = append(t.Columns, typeset.FigureColumn("Rate to the next", 1.9))
	}
	t.Columns = append(t.Columns, typeset.FigureColumn("A year", 1.2), typeset.FigureColumn("A quarter", 1.2),
		typeset.FigureColumn("A month", 1.2))
	for _, stage := range stages {
		row := []string{stageTitles[stage]}
		if rates != nil {
			row = append(row, rates[stage])
		}
		for _, grain := range []string{"year", "quarter", "month"} {
			row = append(row, c.count("plan."+id+"."+stage.String()+"."+grain))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// allStages returns the stages that at least one stream's funnel has, in their order.
func (c *contract) allStages() []agreement.Stage {
	var out []agreement.Stage
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		hasStage := func(s agreement.Stream) bool { return slices.Contains(stagesOf(s), stage) }
		if slices.ContainsFunc(c.a.Revenue.Streams, hasStage) {
			out = append(out, stage)
		}
	}
	return out
}

func stagesOf(s agreement.Stream) []agreement.Stage {
	var out []agreement.Stage
	for _, step := range s.Funnel {
		out = append(out, step.Stage)
	}
	return out
}

// improvements lists the rates of a stream's funnel that have a target.
func (c *contract) improvements(s agreement.Stream) {
	var items []string
	for _, step := range s.Funnel {
		if step.Target == nil {
			continue
		}
		item := "Improvement: the rate out of " + stageTitles[step.Stage] + " rises to " + c.style.Rate(step.Target.Rate) +
			" by the end of " + step.Target.By.Format("January 2006")
		if step.Owner != "" {
			item += "; owner " + step.Owner
		}
		items = append(items, item+".")
	}
	if items != nil {
		c.KeepWithNext()
		c.Bullets(items)
	}
}

// leadTypes adds the lead types that have rates of their own, each with the plan if all leads were of that
// type.
func (c *contract) leadTypes(s agreement.Stream) {
	for _, leadType := range s.LeadTypes {
		m := leadType.Match
		var conditions, rates []string
		for _, x := range [][2]string{
			{"motion", m.Motion}, {"source", m.Source}, {"tier", m.Tier}, {"action", m.Action}, {"quality", m.Quality},
		} {
			if x[1] != "" {
				conditions = append(conditions, x[0]+" "+x[1])
			}
		}
		for _, r := range leadType.Rates {
			text := "history"
			if !r.Value.History {
				text = c.style.Rate(r.Value.Value)
			}
			rates = append(rates, strings.ToUpper(r.Key)+" to the next stage "+text)
		}
		c.Clause(c.clauseTextOf("lead_type", struct{ Name, Match, Rates string }{
			leadType.Name, joinAnd(conditions), joinAnd(rates)}))
		c.Table(c.stageTable(agreement.Slug(s.Name)+".type."+agreement.Slug(leadType.Name), stagesOf(s), nil))
	}
}

// history adds the table of the quarters before the agreement. Stages without any count have no column.
func (c *contract) history() {
	quarters := c.a.History
	if len(quarters) == 0 {
		if c.usesHistory() {
			c.Clause(c.clauseText("history_pending"))
		}
		return
	}
	var stages []agreement.Stage
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		counted := func(q agreement.HistoryQuarter) bool { return !math.IsNaN(q.Counts[stage]) }
		if slices.ContainsFunc(quarters, counted) {
			stages = append(stages, stage)
		}
	}
	byStream := slices.ContainsFunc(quarters, func(q agreement.HistoryQuarter) bool { return q.Stream != "" })
	t := typeset.NewTable(typeset.TextColumn("Quarter", 1.2))
	if byStream {
		t.Columns = append(t.Columns, typeset.TextColumn("Stream", 1.4))
	}
	for _, stage := range stages {
		t.Columns = append(t.Columns, typeset.FigureColumn(shortStageTitles[stage], 1))
	}
	t.Columns = append(t.Columns, typeset.FigureColumn("Revenue", 1.4))
	for _, q := range quarters {
		row := []string{q.Quarter.String()}
		if byStream {
			row = append(row, q.Stream)
		}
		for _, stage := range stages {
			row = append(row, c.style.Value(formula.Num(q.Counts[stage]), formula.Count))
		}
		t.Rows = append(t.Rows, append(row, c.style.Value(formula.Num(q.Revenue), formula.Money)))
	}
	c.Subheading("Quarters before the agreement")
	c.Table(t)
	if c.usesHistory() {
		c.KeepWithNext()
		c.SmallPrint(c.clauseText("history"))
	}
}

// usesHistory reports whether a rate or an average deal is taken from history.
func (c *contract) usesHistory() bool {
	for _, s := range c.a.Revenue.Streams {
		if s.AverageDeal.History {
			return true
		}
		for _, step := range s.Funnel {
			if step.ToNext.History {
				return true
			}
		}
	}
	return false
}
