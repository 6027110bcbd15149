package contract

import (
	"leadpact/model/agreement"
	"leadpact/model/formula"
)

var stageTitles = map[agreement.Stage]string{agreement.Created: "Leads created", agreement.QL: "Qualified leads (QL)", agreement.MQL: "Marketing qualified leads (MQL)",
	agreement.SQL: "Sales qualified leads (SQL)", agreement.Opportunity: "Opportunities", agreement.Proposal: "Proposals", agreement.Won: "Deals won"}

// value is a figure that follows from the terms; Missing where this agreement has none.
func (c *contract) value(id string) formula.Value {
	if q := c.card.Quantity(id); q != nil {
		return q.Value()
	}
	return formula.Missing
}

// count writes such a figure as a number.
func (c *contract) count(id string) string { return c.style.Value(c.value(id), formula.Count) }

func (c *contract) goals() {
	goals := c.a.Goals
	t := table{columns: []column{{"Goal", 3, false}, {"A month", 1.2, true}}, bold: true, share: min(1, 0.6+0.2*float64(len(goals.Motions)))}
	for _, m := range goals.Motions {
		t.columns = append(t.columns, column{"of these " + m.Key, 1.2, true})
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
		row, filled := []string{line.title, c.goal(line.of(goals.GridGoals))}, line.of(goals.GridGoals) != nil
		for _, m := range goals.Motions {
			row = append(row, c.goal(line.of(m.Value)))
			filled = filled || line.of(m.Value) != nil
		}
		if filled {
			t.rows = append(t.rows, row)
		}
	}
	if len(t.rows) > 0 {
		c.table(t)
		c.glue()
		c.note(c.clause("goals"))
	}
}

func (c *contract) goal(x *float64) string {
	if x == nil {
		return "–"
	}
	return c.style.Number(*x)
}
