package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
)

// stageHeads are the funnel's stages as ids and as heads.
var stageHeads = []struct{ id, title, actual string }{
	{"ql", "QL", "actual.qualified_leads"}, {"mql", "MQL", "actual.mqls_created"}, {"sql", "SQL", "actual.sqls_created"},
	{"opportunity", "Opportunity", "actual.opportunities"}, {"proposal", "Proposal", "actual.proposals"}, {"won", "Won", "actual.won"},
}

// plan lays out the plan: per stream and lead type by stage and grain, the totals, and planned beside actual.
func (b *Book) plan() {
	sh := b.add("Plan", navy, gutter, 34, 14, 14, 14, 14, 14, 14, 14, 14, 14)
	p := b.begin(sh, "Plan")
	p.totals()
	p.streams()
	for _, st := range b.card.Agreement.Revenue.Streams {
		id := model.Slug(st.Name)
		p.stages("Stream: "+st.Name, "plan."+id+".", "measured."+id+".")
		for _, lt := range st.LeadTypes {
			p.stages("Lead type: "+st.Name+", "+lt.Name, "plan."+id+".type."+model.Slug(lt.Name)+".", "")
		}
	}
	p.table("funnel", "Planned, actual, agreed and measured, a row for each stage of each stream; rates lead to the next stage.")
	p.table("demand", "A month's revenue takes the leads of the month that lies the stream's lag before it.")
	p.table("history", "Quarters behind rates that the agreement takes from history.")
	p.lines("Further figures of the plan", b.unplaced("plan.", "measured."))
}

// streams draws what each stream is to bring and what one lead of it is worth.
func (p *pen) streams() {
	var rows []gridRow
	for _, st := range p.b.card.Agreement.Revenue.Streams {
		id := "plan." + model.Slug(st.Name) + "."
		rows = append(rows, gridRow{st.Name, []string{id + "revenue.year", id + "revenue.quarter", id + "revenue.month", id + "average_deal", id + "lead_value", id + "quota_value", id + "lag_months"}})
		for _, lt := range st.LeadTypes {
			rows = append(rows, gridRow{st.Name + ", " + lt.Name, []string{"", "", "", "", "", id + "type." + model.Slug(lt.Name) + ".quota_value", ""}})
		}
	}
	if len(rows) > 0 {
		p.grid("Revenue and worth of a lead", "(Revenue goal − retained revenue) × Marketing's share × the stream's share. Lead value: average deal × rates from handoff to won. Quota value: revenue ÷ leads at handoff.",
			"Stream", []string{"A year", "A quarter", "A month", "Average deal", "Lead value", "Quota value", "Lag (months)"}, rows)
	}
}

// stages draws one funnel: leads by stage and grain, and the rate to the next stage.
func (p *pen) stages(title, plan, measured string) {
	heads := []string{"A year", "A quarter", "A month", "Agreed rate"}
	if measured != "" {
		heads = append(heads, "Measured rate")
	}
	var rows []gridRow
	for _, st := range stageHeads {
		if !p.b.has(plan + st.id + ".year") {
			continue
		}
		ids := []string{plan + st.id + ".year", plan + st.id + ".quarter", plan + st.id + ".month", plan + "rate." + st.id}
		if measured != "" {
			ids = append(ids, measured+"rate."+st.id)
		}
		rows = append(rows, gridRow{st.title, ids})
	}
	if len(rows) > 0 {
		p.grid(title, "", "Stage", heads, rows)
	}
}

// totals draws the streams' rounded figures together, and planned beside actual of the period with its chart.
func (p *pen) totals() {
	var rows []gridRow
	for _, st := range stageHeads {
		id := "plan.total." + st.id + "."
		if p.b.has(id + "year") {
			rows = append(rows, gridRow{st.title, []string{id + "year", id + "quarter", id + "month", id + "sdr"}})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.grid("Leads that the revenue goal takes, all streams", "Rounded up at each step, once, in the goal's own period; totals add the streams' rounded figures.",
		"Stage", []string{"A year", "A quarter", "A month", "A month per SDR"}, rows)
	p.lines("The promise that follows from the plan", p.b.unplaced("plan.promise"))
	p.funnel()
}

// funnel sets planned beside actual for the period.
func (p *pen) funnel() {
	p.section("Funnel of the period", "")
	p.heads("Stage", "Planned", "Actual", "Actual ÷ planned")
	first := p.row
	for _, st := range stageHeads {
		formula, planned, ok := p.b.planned("plan.total." + st.id + ".")
		if !ok {
			continue
		}
		at := p.here()
		p.sh.text(at, st.title, labelLook)
		l := figureLook
		l.format = "#,##0"
		p.sh.put(at.right(1), cell{formula: formula, value: planned, look: l})
		p.b.cite(p.sh, at.right(2), st.actual, figureLook)
		l.format = "0.0%"
		p.sh.put(at.right(3), cell{formula: fmt.Sprintf(`IFERROR(%s/%s,"n/a")`, at.right(2), at.right(1)), value: quotient(p.sh.at(at.right(2)).value, planned), look: l})
		p.row++
	}
	last := p.row - 1
	p.space()
	p.draw(&chart{name: "chart_funnel", title: "Funnel: planned and actual", about: "Bars of planned and actual leads by stage", format: "#,##0", width: 760,
		bars: []series{p.gridSeries(first, last, 3, goalInk), p.gridSeries(first, last, 4, actualInk)}})
}

// planned is a total of the plan in the period: of the period's own grain, else the month's × months.
func (b *Book) planned(id string) (string, model.Value, bool) {
	grain, months := "month", b.card.Period.Months
	switch months {
	case 3:
		grain = "quarter"
	case 12:
		grain = "year"
	}
	q := b.card.Quantity(id + grain)
	if q == nil {
		return "", model.Missing, false
	}
	name := model.Name(q.ID)
	switch {
	case months == 0:
		return "", model.Missing, true
	case grain == "month" && months > 1:
		x, ok := q.Value().Number()
		if !ok {
			return `IFERROR(` + name + `*period_months,"n/a")`, model.Missing, true
		}
		return `IFERROR(` + name + `*period_months,"n/a")`, model.Num(x * float64(months)), true
	}
	return name, q.Value(), true
}

// quotient is a ÷ b as a cell with IFERROR has it.
func quotient(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 || y == 0 {
		return model.Missing
	}
	return model.Num(x / y)
}

// titleOf is the part of a figure's title before its colon.
func titleOf(q *model.Quantity) string {
	t, _, _ := strings.Cut(q.Title, ": ")
	return t
}
