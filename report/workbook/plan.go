package workbook

import (
	"fmt"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// stageHeads are the funnel's stages as ids and as heads.
var stageHeads = []struct{ id, title, actual string }{
	{"ql", "QL", "actual.qualified_leads"}, {"mql", "MQL", "actual.mqls_created"}, {"sql", "SQL", "actual.sqls_created"},
	{"opportunity", "Opportunity", "actual.opportunities"}, {"proposal", "Proposal", "actual.proposals"}, {"won", "Won", "actual.won"},
}

// plan lays out the plan: the totals with planned beside actual, what each stream brings, rates side by side, every funnel, the
// ramp-up month by month, and the quarters behind what is taken from history.
func (b *Book) plan() {
	sh := b.add("Plan", navy, gutter, 26, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11)
	p := b.begin(sh, "Plan")
	p.totals()
	p.streams()
	p.rates()
	p.funnels()
	p.ramp()
	p.table("demand", "A month's revenue takes the leads of the month that lies the stream's lag before it.")
	p.table("history", "Quarters behind rates that the agreement takes from history.")
	p.lines("Further figures of the plan", b.unplaced("plan.", "measured."))
}

// streams draws what each stream is to bring and what one lead of it is worth.
func (p *pen) streams() {
	var rows []gridRow
	for _, st := range p.b.card.Agreement.Revenue.Streams {
		slug := agreement.Slug(st.Name)
		id := "plan." + slug + "."
		rows = append(rows, gridRow{st.Name, []string{id + "revenue.year", id + "revenue.quarter", id + "revenue.month", id + "average_deal", "measured." + slug + ".average_deal", id + "lead_value", id + "quota_value", id + "lag_months"}})
		for _, lt := range st.LeadTypes {
			rows = append(rows, gridRow{st.Name + ", " + lt.Name, []string{"", "", "", "", "", "", id + "type." + agreement.Slug(lt.Name) + ".quota_value", ""}})
		}
	}
	if len(rows) > 0 {
		p.grid("Revenue and worth of a lead", "(Revenue goal − retained revenue) × Marketing's share × the stream's share. Lead value: average deal × rates from handoff to won. Quota value: revenue ÷ leads at handoff.",
			"Stream", []string{"A year", "A quarter", "A month", "Average deal", "Measured", "Lead value", "Quota value", "Lag (months)"}, rows)
	}
}

// rates set what was planned, what happened, what was agreed and what was measured side by side, and the improvements under way.
func (p *pen) rates() {
	t := p.b.card.Table("funnel")
	if t == nil || t.Rows == 0 {
		return
	}
	p.bands(t, []band{
		{"Planned, actual, agreed and measured", "A row for each stage of each stream; rates lead to the next stage. Planned and actual are of the period, measured of the last four full quarters.",
			columnsOf(t, "stream", "stage", "planned", "actual", "planned_rate", "actual_rate", "agreed", "measured", "gap", "since", "age")},
		{"Improvements agreed", "Due by now lies on the straight line from the agreed rate to the target.", columnsOf(t, "target", "by", "path", "progress", "owner")},
	}, "stream", "stage")
}

// funnels draw the counts of every stream and lead type, two beside one another.
func (p *pen) funnels() {
	var all []stageBlock
	for _, st := range p.b.card.Agreement.Revenue.Streams {
		id := "plan." + agreement.Slug(st.Name) + "."
		all = append(all, stageBlock{"Stream: " + st.Name, id})
		for _, lt := range st.LeadTypes {
			all = append(all, stageBlock{st.Name + ", " + lt.Name, id + "type." + agreement.Slug(lt.Name) + "."})
		}
	}
	for i := 0; i < len(all); i += 2 {
		left, right := p.halves()
		left.stages(all[i])
		if i+1 < len(all) {
			right.stages(all[i+1])
		}
		p.below(left, right)
	}
}

// stageBlock is a funnel: its title and what its ids begin with.
type stageBlock struct{ title, plan string }

// stages draws one funnel: leads by stage and grain, and the rate to the next stage.
func (p *pen) stages(x stageBlock) {
	var rows []gridRow
	for _, st := range stageHeads {
		if id := x.plan + st.id; p.b.has(id + ".year") {
			rows = append(rows, gridRow{st.title, []string{id + ".year", id + ".quarter", id + ".month", x.plan + "rate." + st.id}})
		}
	}
	if len(rows) > 0 {
		p.grid(x.title, "", "Stage", []string{"A year", "A quarter", "A month", "Agreed rate"}, rows)
	}
}

// ramp draws the plan month by month with its chart.
func (p *pen) ramp() {
	t := p.b.card.Table("ramp")
	if t == nil {
		return
	}
	columns := append([]*calc.Column{}, t.Columns...)
	money := columnsOf(t, "goal", "seeded", "goal_so_far", "seeded_so_far")
	g := p.bands(t, []band{
		{"Ramp-up, month by month", "SDRs in their ramp count by its share, of what the plan needs a month.", columns[:len(columns)-len(money)]},
		{"Ramp-up of revenue", "A stream's lag passes before leads of the plan bring revenue; until then earlier leads must.", money},
	}, "month")
	p.plot(g, &chart{name: "chart_ramp", title: "Ramp-up: revenue goal and what leads of the plan bring, cumulative, in " + p.b.formats.code, about: "Lines of the cumulative revenue goal and of what leads of the plan bring, by month",
		format: p.b.formats.money(false), width: p.wide()}, "month", nil, []string{"seeded_so_far", "goal_so_far"})
}

// totals draws the streams' rounded figures together and planned beside actual of the period, with their chart on the right.
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
	left, right := p.halves()
	left.grid("Leads that the revenue goal takes", "All streams. Rounded up at each step, once, in the goal's own period; totals add the streams' rounded figures.",
		"Stage", []string{"A year", "A quarter", "A month", "An SDR"}, rows)
	first, last := left.funnel()
	right.section("Planned and actual", "")
	right.draw(&chart{name: "chart_funnel", title: "Funnel: leads planned and actual", about: "Bars of planned and actual leads by stage", format: "#,##0", width: right.wide(),
		bars: []series{left.gridSeries(first, last, 3, goalInk), left.gridSeries(first, last, 4, actualInk)}})
	p.below(left, right)
	p.lines("The promise that follows from the plan", p.b.unplaced("plan.promise"))
}

// funnel sets planned beside actual for the period and gives its first and last row.
func (p *pen) funnel() (first, last int) {
	p.section("Funnel of the period", "")
	p.heads("Stage", "Planned", "Actual", "Reached")
	first = p.row
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
	last = p.row - 1
	p.space()
	return first, last
}

// planned is a total of the plan in the period: of the period's own grain, else the month's × months.
func (b *Book) planned(id string) (string, formula.Value, bool) {
	grain, months := "month", b.card.Period.Months
	switch months {
	case 3:
		grain = "quarter"
	case 12:
		grain = "year"
	}
	q := b.card.Quantity(id + grain)
	if q == nil {
		return "", formula.Missing, false
	}
	name := calc.Name(q.ID)
	switch {
	case months == 0:
		return "", formula.Missing, true
	case grain == "month" && months > 1:
		x, ok := q.Value().Number()
		if !ok {
			return `IFERROR(` + name + `*period_months,"n/a")`, formula.Missing, true
		}
		return `IFERROR(` + name + `*period_months,"n/a")`, formula.Num(x * float64(months)), true
	}
	return name, q.Value(), true
}

// quotient is a ÷ b as a cell with IFERROR has it.
func quotient(a, b formula.Value) formula.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 || y == 0 {
		return formula.Missing
	}
	return formula.Num(x / y)
}

// titleOf is the part of a figure's title before its colon.
func titleOf(q *calc.Quantity) string {
	t, _, _ := strings.Cut(q.Title, ": ")
	return t
}
