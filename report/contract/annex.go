package contract

import (
	"fmt"
	"strings"

	"leadpact/model"
)

// annexes adds one for each SDR of the team: the terms as they apply to that person, and a line to sign.
func (c *contract) annexes() {
	for i, rep := range c.team {
		c.place = fmt.Sprintf("team[%d]", i)
		c.annex(i, rep)
	}
}

func (c *contract) annex(i int, rep model.Rep) {
	c.atoms = append(c.atoms, atom{turn: true, draw: func(float64) {}})
	c.head(fmt.Sprintf("Annex %d.  %s", i+1, rep.Name), heading, 0, 0)
	c.say(c.clause("annex"))
	start := ""
	if !rep.Start.IsZero() {
		start = c.style.Date(rep.Start.Time)
	}
	c.facts([][2]string{{"SDR", rep.Name}, {"E-mail", rep.Email}, {"Start", start}, {"Motion", rep.Motion}})
	if rows := append(c.ownBands(), c.planShare()...); len(rows) > 0 {
		c.table(table{columns: []column{{"Each month", 3.2, false}, {"Agreed", 1.2, true}, {"How it follows", 2.4, false}}, rows: rows, bold: true})
		c.term("Ramp", c.rampOf(rep))
	}
	c.say(c.clause("annex_leads"))
	c.blocks([]signer{{model.Party{Role: "SDR", Name: rep.Name}, fmt.Sprintf("annex_%d", i+1), fmt.Sprintf("annex %d", i+1)}})
}

// rampOf says until when which share of the bands of counts is taken; empty where the ramp is over before the agreement
// takes effect.
func (c *contract) rampOf(rep model.Rep) string {
	if rep.Start.IsZero() {
		return ""
	}
	var steps []string
	for i, r := range c.a.Capacity.Ramp {
		if until := rep.Start.AddDate(0, i+1, 0); until.After(c.a.Head.Effective.Time) {
			steps = append(steps, c.style.Rate(r.Value)+" before "+c.style.Date(until))
		}
	}
	if steps == nil {
		return ""
	}
	return "Of the bands of counts, " + strings.Join(steps, ", ") + "; from then on in full."
}

// ownBands are the bands, which are one SDR's.
func (c *contract) ownBands() [][]string {
	rows := c.bands()
	for i := range rows {
		rows[i] = append(rows[i], "agreed for every SDR")
	}
	return rows
}

// planShare is the SDR's part of the plan: the month's figures divided by the team.
func (c *contract) planShare() [][]string {
	var rows [][]string
	write := func(id string) string { return c.style.Value(c.card.Value(id), model.Count) }
	for _, stage := range c.allStages() {
		id := "plan.total." + stage.String()
		if !c.value(id + ".sdr").IsMissing() {
			sum := fmt.Sprintf("%s a month ÷ %s SDRs, rounded up", write(id+".month"), write("team.sdrs"))
			rows = append(rows, []string{"Share of the plan: " + stageTitles[stage], write(id + ".sdr"), strings.Replace(sum, "÷ 1 SDRs", "÷ 1 SDR", 1)})
		}
	}
	return rows
}
