package contract

import (
	"math"

	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// history prints the table of last year's quarters, with the stages that it fills.
func (c *contract) history() {
	rows := c.a.History
	if len(rows) == 0 {
		if c.measuredTerms() {
			c.say(c.clause("history_pending"))
		}
		return
	}
	t := table{columns: []column{{"Quarter", 1.2, false}}, bold: true}
	streams, stages := false, []agreement.Stage{}
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		for _, q := range rows {
			if !math.IsNaN(q.Counts[stage]) {
				stages = append(stages, stage)
				break
			}
		}
	}
	for _, q := range rows {
		streams = streams || q.Stream != ""
	}
	if streams {
		t.columns = append(t.columns, column{"Stream", 1.4, false})
	}
	for _, stage := range stages {
		t.columns = append(t.columns, column{shortStage[stage], 1, true})
	}
	t.columns = append(t.columns, column{"Revenue", 1.4, true})
	for _, q := range rows {
		row := []string{q.Quarter.String()}
		if streams {
			row = append(row, q.Stream)
		}
		for _, stage := range stages {
			row = append(row, c.style.Value(formula.Num(q.Counts[stage]), formula.Count))
		}
		t.rows = append(t.rows, append(row, c.style.Value(formula.Num(q.Revenue), formula.Money)))
	}
	c.sub("Quarters before the agreement")
	c.table(t)
	if c.measuredTerms() {
		c.glue()
		c.note(c.clause("history"))
	}
}

// measuredTerms says that a rate or an average deal is taken from history.
func (c *contract) measuredTerms() bool {
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

var shortStage = map[agreement.Stage]string{agreement.QL: "QL", agreement.MQL: "MQL", agreement.SQL: "SQL", agreement.Opportunity: "Opport.", agreement.Proposal: "Proposals", agreement.Won: "Won"}
