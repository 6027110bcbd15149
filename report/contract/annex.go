package contract

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
	"leadpact/report/contract/typeset"
	"leadpact/report/format"
)

// annexes adds an annex for each SDR of the team: the terms as they apply to that person, and a signature
// block.
func (c *contract) annexes() {
	for i, rep := range c.team {
		c.Place = fmt.Sprintf("team[%d]", i)
		c.annex(i, rep)
	}
}

func (c *contract) annex(i int, rep model.Rep) {
	c.Add(typeset.Block{PageBreakBefore: true, Draw: func(y float64) {
		if i == 0 {
			c.PDF.Bookmark("Annexes", 0, y)
		}
	}})
	c.Heading(fmt.Sprintf("Annex %d.  %s", i+1, rep.Name), typeset.Heading, 0, 1)
	c.Clause(c.clauseText("annex"))
	person := rep.Name
	if !rep.Start.IsZero() {
		person += ", SDR since " + c.style.Date(rep.Start.Time)
	}
	if rep.Motion != "" {
		person += "; motion " + rep.Motion
	}
	if rep.Email != "" {
		person += "; " + rep.Email
	}
	c.Clause(person)
	if t := c.capacityTable("Target of every SDR"); len(t.Rows) > 0 {
		c.Table(t)
	}
	c.rampTable(rep)
	c.planShare()
	c.leadObligations(rep)
	c.Clause(c.clauseText("annex_signing"))
	c.KeepWithNext()
	c.signatureBlocks([]signer{{
		Party: agreement.Party{Role: "SDR", Name: rep.Name},
		key:   fmt.Sprintf("annex_%d", i+1), label: fmt.Sprintf("annex %d", i+1),
	}})
}

// rampTable adds the count targets of the months in which the SDR owes only a share of them, and of the
// first month in full. The share of a month is that of its last day.
func (c *contract) rampTable(rep model.Rep) {
	targets := c.countTargets()
	if rep.Start.IsZero() || len(targets) == 0 {
		return
	}
	t := typeset.NewTable(typeset.TextColumn("Ramp: targets of", 1.6), typeset.FigureColumn("Share", 0.8))
	for _, x := range targets {
		t.Columns = append(t.Columns, typeset.FigureColumn(x.title, 1.2))
	}
	addRow := func(title string, share float64) {
		cells := []string{title, c.style.Rate(share)}
		for _, x := range targets {
			cells = append(cells, c.band(scaled(x.band, share)))
		}
		t.Rows = append(t.Rows, cells)
	}
	month := startOfMonth(c.a.Head.Effective.Time)
	if started := startOfMonth(rep.Start.Time); started.After(month) {
		month = started
	}
	for ; ; month = month.AddDate(0, 1, 0) {
		n, inRamp := c.a.Capacity.RampMonth(rep.Start.Time, month.AddDate(0, 1, -1))
		if !inRamp {
			break
		}
		addRow(format.Month(month), c.a.Capacity.Ramp[n].Value)
	}
	if len(t.Rows) > 0 {
		addRow("from "+format.Month(month), 1)
		c.Table(t)
	}
}

func startOfMonth(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// countTarget is a target of the capacity protocol that is a count, not a rate: only these are ramped.
type countTarget struct {
	title string
	band  agreement.Band
}

func (c *contract) countTargets() []countTarget {
	p := c.a.Capacity
	var out []countTarget
	if p.Universe != nil {
		out = append(out, countTarget{"Universe", *p.Universe})
	}
	if p.ActiveMQLs != nil {
		out = append(out, countTarget{"Active MQLs", *p.ActiveMQLs})
	}
	if p.SQLs != nil {
		out = append(out, countTarget{"SQLs a month", agreement.Band{Low: *p.SQLs}})
	}
	return out
}

func scaled(b agreement.Band, share float64) *agreement.Band {
	out := agreement.Band{Low: b.Low * share}
	if b.High != nil {
		high := *b.High * share
		out.High = &high
	}
	return &out
}

// planShare adds the SDR's part of the plan: the month's figures divided by the team.
func (c *contract) planShare() {
	count := func(id string) string { return c.style.Value(c.card.Value(id), formula.Count) }
	t := typeset.NewTable(typeset.TextColumn("Share of the plan"+c.sectionReference(sectionPlan), 3.4),
		typeset.FigureColumn("A month", 1), typeset.TextColumn("How it follows", 2.6))
	for _, stage := range c.allStages() {
		perSDR, month := model.PlanTotalID(stage, "sdr"), model.PlanTotalID(stage, "month")
		if c.value(perSDR).IsMissing() {
			continue
		}
		title := stageTitles[stage]
		if stage == c.a.HandoffStage() {
			title = "Leads expected: " + title
		}
		sdrs := count(model.TeamSDRsID) + " SDRs"
		if n, _ := c.card.Value(model.TeamSDRsID).Number(); n == 1 {
			sdrs = "1 SDR"
		}
		quotient := fmt.Sprintf("%s a month ÷ %s, rounded up", count(month), sdrs)
		t.Rows = append(t.Rows, []string{title, count(perSDR), quotient})
	}
	if len(t.Rows) > 0 {
		c.Table(t)
	}
}

// leadObligations adds what the SDR owes each lead. For an SDR of one motion these are the lines of that
// motion, if it has lines of its own.
func (c *contract) leadObligations(rep model.Rep) {
	motions := c.a.Actions.Motions
	own, hasOwn := motions.Get(rep.Motion)
	if hasOwn {
		motions = agreement.Pairs[agreement.ActionLines]{{Key: rep.Motion, Value: own}}
	} else if rep.Motion != "" {
		motions = nil
	}
	if t := c.actionTable("Each lead of quality", !hasOwn, motions); len(t.Rows) > 0 {
		c.Table(t)
	}
	text := c.clauseText("annex_leads")
	if c.a.Cadence != nil && len(c.a.Cadence.Steps) > 0 {
		var steps []string
		for _, step := range c.a.Cadence.Steps {
			steps = append(steps, c.style.Term(formula.Num(step.Touches), formula.Touches)+" within "+c.style.Span(step.Within))
		}
		text += " " + c.clauseTextOf("annex_cadence", struct {
			For   []string
			Steps string
		}{c.a.Cadence.For, joinAnd(steps)})
	}
	c.Clause(strings.TrimSpace(text))
}
