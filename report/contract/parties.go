package contract

import (
	"fmt"
	"strings"

	"leadpact/report/contract/typeset"
)

// title adds the head of the first page: what the document is, between whom, and its particulars.
func (c *contract) title() {
	a := c.a
	c.Place = "title"
	until := "open-ended"
	if !a.Head.Until.IsZero() {
		until = c.style.Date(a.Head.Until.Time)
	}
	c.opening(string(agreementDocument), [][2]string{
		{"Agreement", fmt.Sprintf("%s, version %d", a.Head.ID, a.Head.Version)},
		{"In force", c.style.Date(a.Head.Effective.Time) + " to " + until},
		{"Currency and time zone", a.Head.Currency + ", " + a.Head.Zone},
		{"Annexes", c.annexCount()},
		{"Fingerprint", a.Fingerprint()},
	})
	c.Clause(c.clauseText("preamble"))
	c.Clause(c.clauseText("measured"))
}

// annexCount writes how many annexes follow, or "" for none.
func (c *contract) annexCount() string {
	switch n := len(c.team); n {
	case 0:
		return ""
	case 1:
		return "1, for the SDR"
	default:
		return fmt.Sprintf("%d, one for each SDR", n)
	}
}

// opening adds a title with the parties and labelled particulars beneath it.
func (c *contract) opening(title string, particulars [][2]string) {
	c.Add(typeset.Block{Height: 12, Draw: func(y float64) { c.FillRect(c.Left, y-6, 54, 4, typeset.Teal) }})
	c.Heading(title, typeset.Title, 0, 0)
	var roles []string
	for _, p := range c.a.Parties {
		if !p.Witness {
			roles = append(roles, p.Role)
		}
	}
	c.Paragraph(typeset.Subtitle.Run("between " + joinAnd(roles) + " of " + c.a.Head.Company))
	c.Space(6)
	c.LabelledLines(particulars)
}

func (c *contract) parties() {
	c.partyTable()
	for _, d := range c.a.Duties {
		c.Subheading("Duties of " + d.Key)
		c.Bullets(d.Value)
	}
}

func (c *contract) partyTable() {
	t := typeset.NewTable(typeset.TextColumn("Role", 2.2), typeset.TextColumn("Name", 2.4),
		typeset.TextColumn("Title", 2.2), typeset.TextColumn("E-mail", 3.2))
	hasWitness := false
	for _, p := range c.a.Parties {
		role := p.Role
		if p.Witness {
			role += " (witness)"
			hasWitness = true
		}
		t.Rows = append(t.Rows, []string{role, p.Name, p.Title, p.Email})
	}
	c.Table(t)
	if hasWitness {
		c.SmallPrint(c.clauseText("witness"))
	}
}

func (c *contract) summary() {
	c.TermClause("What", c.a.Summary.What)
	c.TermClause("Why", c.a.Summary.Why)
	c.TermClause("How", c.a.Summary.How)
}

func (c *contract) definitions() {
	d := c.a.Defs
	c.TermClause("Qualified lead (QL)", d.QL)
	c.TermClause("Marketing qualified lead (MQL)", d.MQL)
	criteria := [][2]string{{"Authority", d.SQL.Authority}, {"Need", d.SQL.Need}, {"Understanding", d.SQL.Understanding},
		{"Fit", d.SQL.Fit}}
	sql := d.SQL.Text
	if sql == "" && anyText(criteria) {
		sql = "A lead that meets these criteria."
	}
	c.TermClause("Sales qualified lead (SQL)", sql)
	c.LabelledLines(criteria)
	for _, more := range d.More {
		c.TermClause(capitalize(strings.ReplaceAll(more.Key, "_", " ")), more.Value)
	}
}

func (c *contract) idealClient() {
	company, persona := c.a.Ideal.Company, c.a.Ideal.Persona
	c.ideal("The company", [][2]string{{"Profile", company.Profile}, {"Growth", company.Growth},
		{"Challenges", company.Challenges}})
	c.ideal("The person", [][2]string{{"Demographics", persona.Demographics}, {"Role", persona.Role},
		{"Priorities", persona.Priorities}})
}

// ideal adds labelled lines with a subheading, unless all of them are empty.
func (c *contract) ideal(title string, rows [][2]string) {
	if anyText(rows) {
		c.Subheading(title)
		c.LabelledLines(rows)
	}
}

// anyText reports whether any of the labelled lines has a text.
func anyText(rows [][2]string) bool {
	for _, r := range rows {
		if r[1] != "" {
			return true
		}
	}
	return false
}
