package contract

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// annexes adds one for each SDR of the team: the terms as they apply to that person, and a line to sign.
func (c *contract) annexes() {
	for i, rep := range c.team {
		c.place = fmt.Sprintf("team[%d]", i)
		c.annex(i, rep)
	}
}

func (c *contract) annex(i int, rep model.Rep) {
	c.atoms = append(c.atoms, atom{turn: true, draw: func(y float64) {
		if i == 0 {
			c.pdf.Bookmark("Annexes", 0, y)
		}
	}})
	c.head(fmt.Sprintf("Annex %d.  %s", i+1, rep.Name), heading, 0, 1)
	c.say(c.clause("annex"))
	about := []string{rep.Name}
	if !rep.Start.IsZero() {
		about[0] += ", SDR since " + c.style.Date(rep.Start.Time)
	}
	if rep.Motion != "" {
		about = append(about, "motion "+rep.Motion)
	}
	if rep.Email != "" {
		about = append(about, rep.Email)
	}
	c.say(strings.Join(about, "; "))
	c.targets()
	c.ramps(rep)
	c.share()
	c.owedBy(rep)
	c.say(c.clause("annex_signing"))
	c.glue()
	c.blocks([]signer{{agreement.Party{Role: "SDR", Name: rep.Name}, fmt.Sprintf("annex_%d", i+1), fmt.Sprintf("annex %d", i+1)}})
}

// targets are the bands, which are one SDR's.
func (c *contract) targets() {
	rows := c.bands()
	if len(rows) == 0 {
		return
	}
	c.table(table{columns: bandColumns("Target of every SDR"), rows: rows, bold: true})
}

// in refers to a section by its number.
func (c *contract) in(title string) string {
	if n := c.numbers[title]; n > 0 {
		return fmt.Sprintf(", section %d", n)
	}
	return ""
}

// ramps prints the bands of counts in the months in which the SDR is still held to a share of them. The share of a month is
// that of its last day.
func (c *contract) ramps(rep model.Rep) {
	t := table{columns: []column{{"Ramp: targets of", 1.6, false}, {"Share", 0.8, true}}, bold: true}
	bands := c.counts()
	for _, b := range bands {
		t.columns = append(t.columns, column{b.title, 1.2, true})
	}
	if rep.Start.IsZero() || len(bands) == 0 {
		return
	}
	row := func(title string, share float64) {
		cells := []string{title, c.style.Rate(share)}
		for _, b := range bands {
			cells = append(cells, c.band(b.times(share)))
		}
		t.rows = append(t.rows, cells)
	}
	month := firstOf(c.a.Head.Effective.Time)
	if first := firstOf(rep.Start.Time); first.After(month) {
		month = first
	}
	for ; ; month = month.AddDate(0, 1, 0) {
		n, ramped := c.a.Capacity.RampMonth(rep.Start.Time, month.AddDate(0, 1, -1))
		if !ramped {
			break
		}
		row(format.Month(month), c.a.Capacity.Ramp[n].Value)
	}
	if len(t.rows) > 0 {
		row("from "+format.Month(month), 1)
		c.table(t)
	}
}

func firstOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// countBand is a band of a count, which is ramped.
type countBand struct {
	title string
	agreement.Band
}

func (b countBand) times(share float64) *agreement.Band {
	out := agreement.Band{Low: b.Low * share}
	if b.High != nil {
		high := *b.High * share
		out.High = &high
	}
	return &out
}

func (c *contract) counts() []countBand {
	p := c.a.Capacity
	var out []countBand
	if p.Universe != nil {
		out = append(out, countBand{"Universe", *p.Universe})
	}
	if p.ActiveMQLs != nil {
		out = append(out, countBand{"Active MQLs", *p.ActiveMQLs})
	}
	if p.SQLs != nil {
		out = append(out, countBand{"SQLs a month", agreement.Band{Low: *p.SQLs}})
	}
	return out
}

// share is the SDR's part of the plan: the month's figures divided by the team.
func (c *contract) share() {
	write := func(id string) string { return c.style.Value(c.card.Value(id), formula.Count) }
	t := table{columns: []column{{"Share of the plan" + c.in("Plan"), 3.4, false}, {"A month", 1, true}, {"How it follows", 2.6, false}}, bold: true}
	for _, stage := range c.allStages() {
		id := "plan.total." + stage.String()
		if c.value(id + ".sdr").IsMissing() {
			continue
		}
		sum := fmt.Sprintf("%s a month ÷ %s SDRs, rounded up", write(id+".month"), write("team.sdrs"))
		title := stageTitles[stage]
		if stage == c.a.HandoffStage() {
			title = "Leads expected: " + title
		}
		t.rows = append(t.rows, []string{title, write(id + ".sdr"), strings.Replace(sum, "÷ 1 SDRs", "÷ 1 SDR", 1)})
	}
	if len(t.rows) > 0 {
		c.table(t)
	}
}

// owedBy is what the SDR owes each lead: of one motion, that motion's lines.
func (c *contract) owedBy(rep model.Rep) {
	motions := c.a.Actions.Motions
	own, has := motions.Get(rep.Motion)
	if has {
		motions = agreement.Pairs[agreement.ActionLines]{{Key: rep.Motion, Value: own}}
	} else if rep.Motion != "" {
		motions = nil
	}
	t := c.owed(!has, motions)
	if len(t.rows) > 0 {
		t.columns[0].title = "Each lead of quality"
		c.table(t)
	}
	text := c.clause("annex_leads")
	if c.a.Cadence != nil && len(c.a.Cadence.Steps) > 0 {
		var steps []string
		for _, step := range c.a.Cadence.Steps {
			steps = append(steps, c.style.Term(formula.Num(step.Touches), formula.Touches)+" within "+c.style.Span(step.Within))
		}
		text += " " + c.clauseOf("annex_cadence", struct {
			For   []string
			Steps string
		}{c.a.Cadence.For, list(steps)})
	}
	c.say(strings.TrimSpace(text))
}
