package contract

import (
	"fmt"
	"strings"
)

// title is the head of the first page: what the document is, between whom, and its particulars.
func (c *contract) title() {
	a := c.a
	c.place = "title"
	until := "open-ended"
	if !a.Head.Until.IsZero() {
		until = c.style.Date(a.Head.Until.Time)
	}
	c.opening(string(wholeAgreement), [][2]string{
		{"Agreement", fmt.Sprintf("%s, version %d", a.Head.ID, a.Head.Version)},
		{"In force", c.style.Date(a.Head.Effective.Time) + " to " + until},
		{"Currency and time zone", a.Head.Currency + ", " + a.Head.Zone},
		{"Annexes", c.annexed()},
		{"Fingerprint", a.Fingerprint()},
	})
	c.say(c.clause("preamble"))
	c.say(c.clause("measured"))
}

// annexed says how many annexes follow.
func (c *contract) annexed() string {
	switch n := len(c.team); n {
	case 0:
		return ""
	case 1:
		return "1, for the SDR"
	default:
		return fmt.Sprintf("%d, one for each SDR", n)
	}
}

// opening is the title with the parties beneath, and particulars.
func (c *contract) opening(text string, particulars [][2]string) {
	c.atoms = append(c.atoms, atom{height: 12, draw: func(y float64) {
		c.fill(accent)
		c.pdf.Rect(c.left, y-6, 54, 4, "F")
	}})
	c.head(text, title, 0, 0)
	var roles []string
	for _, p := range c.a.Parties {
		if !p.Witness {
			roles = append(roles, p.Role)
		}
	}
	c.para(run{"between " + list(roles) + " of " + c.a.Head.Company, subtitle})
	c.space(6)
	c.facts(particulars)
}

// facts adds labelled lines without a head.
func (c *contract) facts(rows [][2]string) {
	c.glue()
	first := len(c.atoms)
	widths := []float64{c.inner() * 0.24, c.inner() * 0.76}
	t := table{columns: []column{{}, {}}}
	for _, r := range rows {
		if strings.TrimSpace(r[1]) == "" {
			continue
		}
		look := func(i int) face { return []face{cellBold, cell}[i] }
		c.atoms = append(c.atoms, c.rowsOf(t, r[:], widths, look)...)
	}
	if len(c.atoms) > first {
		c.atoms[first].gap = 4
		c.keepFrom(first)
		c.space(5)
	}
}

func (c *contract) parties() {
	c.partyTable()
	for _, d := range c.a.Duties {
		c.sub("Duties of " + d.Key)
		c.bullets(d.Value)
	}
}

func (c *contract) partyTable() {
	t := table{columns: []column{{"Role", 2.2, false}, {"Name", 2.4, false}, {"Title", 2.2, false}, {"E-mail", 3.2, false}}, bold: true}
	witness := false
	for _, p := range c.a.Parties {
		role := p.Role
		if p.Witness {
			role += " (witness)"
			witness = true
		}
		t.rows = append(t.rows, []string{role, p.Name, p.Title, p.Email})
	}
	c.table(t)
	if witness {
		c.note(c.clause("witness"))
	}
}

func (c *contract) summary() {
	c.term("What", c.a.Summary.What)
	c.term("Why", c.a.Summary.Why)
	c.term("How", c.a.Summary.How)
}

func (c *contract) definitions() {
	d := c.a.Defs
	c.term("Qualified lead (QL)", d.QL)
	c.term("Marketing qualified lead (MQL)", d.MQL)
	sql := d.SQL.Text
	criteria := [][2]string{{"Authority", d.SQL.Authority}, {"Need", d.SQL.Need}, {"Understanding", d.SQL.Understanding}, {"Fit", d.SQL.Fit}}
	if sql == "" && strings.Join([]string{d.SQL.Authority, d.SQL.Need, d.SQL.Understanding, d.SQL.Fit}, "") != "" {
		sql = "A lead that meets these criteria."
	}
	c.term("Sales qualified lead (SQL)", sql)
	c.facts(criteria)
	for _, more := range d.More {
		c.term(capital(strings.ReplaceAll(more.Key, "_", " ")), more.Value)
	}
}

func (c *contract) idealClient() {
	company, persona := c.a.Ideal.Company, c.a.Ideal.Persona
	c.ideal("The company", [][2]string{{"Profile", company.Profile}, {"Growth", company.Growth}, {"Challenges", company.Challenges}})
	c.ideal("The person", [][2]string{{"Demographics", persona.Demographics}, {"Role", persona.Role}, {"Priorities", persona.Priorities}})
}

func (c *contract) ideal(title string, rows [][2]string) {
	for _, r := range rows {
		if r[1] != "" {
			c.sub(title)
			c.facts(rows)
			return
		}
	}
}
