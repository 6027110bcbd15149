package workbook

import (
	"fmt"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// funnelStages are the stages of the funnel, each with the line of the figures that count it.
var funnelStages = []struct {
	agreement.Stage
	line string
}{
	{agreement.QL, model.QualifiedLeadsLine}, {agreement.MQL, model.MQLsCreatedLine},
	{agreement.SQL, model.SQLsCreatedLine}, {agreement.Opportunity, model.OpportunitiesLine},
	{agreement.Proposal, model.ProposalsLine}, {agreement.Won, model.WonLine},
}

// plan lays out the plan: totals with planned beside actual, the totals of each stream, rates side by
// side, every funnel, the ramp-up month by month, and the quarters behind the values from history.
func (b *Book) plan() {
	sh := b.addSheet("Plan", navy, gutterWidth, 26, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11)
	cur := b.beginSheet(sh, "Plan")
	cur.totals()
	cur.streamTotals()
	cur.rates()
	cur.streamFunnels()
	cur.ramp()
	cur.namedTable("demand", "A month's revenue takes the leads of the month that lies the stream's lag before it.")
	cur.namedTable(model.HistoryTable, "Quarters behind rates that the agreement takes from history.")
	cur.figureBlock("Further figures of the plan", b.unplaced("plan.", "measured."))
}

// totals draws the sums of the streams' rounded figures, and the planned beside the actual figures of the
// period with a chart on the right.
func (cur *cursor) totals() {
	var rows []matrixRow
	for _, st := range funnelStages {
		ids := each([]string{"year", "quarter", "month", "sdr"}, func(per string) string {
			return model.PlanTotalID(st.Stage, per)
		})
		if cur.book.hasID(ids[0]) {
			rows = append(rows, matrixRow{st.Title(), ids})
		}
	}
	if len(rows) == 0 {
		return
	}
	left, right := cur.halves()
	left.matrix("Leads that the revenue goal takes",
		"All streams. Rounded up at each step, once, in the goal's own period; "+
			"totals add the streams' rounded figures.",
		"Stage", []string{"A year", "A quarter", "A month", "An SDR"}, rows)
	first, last := left.periodFunnel()
	right.section("Planned and actual", "")
	right.drawChart(&chart{
		name: "chart_funnel", title: "Funnel: leads planned and actual", about: "Bars of planned and actual leads by stage",
		format: "#,##0", width: right.width(),
		bars: []series{left.rowSeries(first, last, 3, goalInk), left.rowSeries(first, last, 4, actualInk)},
	})
	cur.moveBelow(left, right)
	cur.figureBlock("The promise that follows from the plan", cur.book.unplaced(model.PlanPromiseID))
}

// periodFunnel draws the planned beside the actual figures of the period and returns its first and last
// row.
func (cur *cursor) periodFunnel() (first, last int) {
	cur.section("Funnel of the period", "")
	cur.headRow("Stage", overFigures("Planned", "Actual", "Reached")...)
	first = cur.row
	for _, st := range funnelStages {
		spelled, planned, ok := cur.book.planned(st.Stage)
		if !ok {
			continue
		}
		at := cur.here()
		cur.sh.text(at, st.Title(), labelLook)
		l := figureLook
		l.format = "#,##0"
		cur.sh.put(at.right(1), cell{formula: spelled, value: planned, look: l})
		cur.book.cite(cur.sh, at.right(2), model.ActualID(st.line), figureLook)
		l.format = "0.0%"
		cur.sh.put(at.right(3), cell{
			formula: fmt.Sprintf(`IFERROR(%s/%s,"n/a")`, at.right(2), at.right(1)),
			value:   divideValues(cur.sh.at(at.right(2)).value, planned),
			look:    l,
		})
		cur.row++
	}
	last = cur.row - 1
	cur.skipRow()
	return first, last
}

// planned returns a total of the plan for the period, as a formula with its value: the figure of a year, a
// quarter or a month where the period is one, else that of a month times the months. ok is false where the
// plan does not have it.
func (b *Book) planned(stage agreement.Stage) (spelled string, v formula.Value, ok bool) {
	grain, months := "month", b.card.Period.Months
	switch months {
	case 3:
		grain = "quarter"
	case 12:
		grain = "year"
	}
	q := b.card.Quantity(model.PlanTotalID(stage, grain))
	if q == nil {
		return "", formula.Missing, false
	}
	name := calc.Name(q.ID)
	switch {
	case months == 0:
		return "", formula.Missing, true
	case grain == "month" && months > 1:
		product := multiplyValues(q.Value(), formula.Num(float64(months)))
		return `IFERROR(` + name + `*period_months,"n/a")`, product, true
	}
	return name, q.Value(), true
}

// streamTotals draws the planned total of each stream and the value of one of its leads.
func (cur *cursor) streamTotals() {
	var rows []matrixRow
	for _, st := range cur.book.card.Agreement.Revenue.Streams {
		slug := agreement.Slug(st.Name)
		id := "plan." + slug + "."
		rows = append(rows, matrixRow{st.Name, []string{
			id + "revenue.year", id + "revenue.quarter", id + "revenue.month", id + "average_deal",
			"measured." + slug + ".average_deal", id + "lead_value", id + "quota_value", id + "lag_months",
		}})
		for _, lt := range st.LeadTypes {
			quota := id + "type." + agreement.Slug(lt.Name) + ".quota_value"
			rows = append(rows, matrixRow{st.Name + ", " + lt.Name, []string{"", "", "", "", "", "", quota, ""}})
		}
	}
	if len(rows) == 0 {
		return
	}
	heads := []string{"A year", "A quarter", "A month", "Average deal", "Measured", "Lead value", "Quota value",
		"Lag (months)"}
	cur.matrix("Revenue and worth of a lead",
		"(Revenue goal − retained revenue) × Marketing's share × the stream's share. "+
			"Lead value: average deal × rates from handoff to won. Quota value: revenue ÷ leads at handoff.",
		"Stream", heads, rows)
}

// rates draws the rates as planned, as they happened, as agreed and as measured side by side, and the
// agreed improvements.
func (cur *cursor) rates() {
	t := cur.book.card.Table("funnel")
	if t == nil || t.Rows == 0 {
		return
	}
	cur.drawBands(t, []band{
		{
			"Planned, actual, agreed and measured",
			"A row for each stage of each stream; rates lead to the next stage. " +
				"Planned and actual are of the period, measured of the last four full quarters.",
			existingColumns(t, "stream", "stage", "planned", "actual", "planned_rate", "actual_rate", "agreed", "measured",
				"gap", "since", "age"),
		},
		{
			"Improvements agreed", "Due by now lies on the straight line from the agreed rate to the target.",
			existingColumns(t, "target", "by", "path", "progress", "owner"),
		},
	}, "stream", "stage")
}

// stageBlock is a funnel: its title and the prefix of its figures' ids.
type stageBlock struct{ title, prefix string }

// streamFunnels draws the funnel of every stream and lead type, two side by side.
func (cur *cursor) streamFunnels() {
	var all []stageBlock
	for _, st := range cur.book.card.Agreement.Revenue.Streams {
		id := "plan." + agreement.Slug(st.Name) + "."
		all = append(all, stageBlock{"Stream: " + st.Name, id})
		for _, lt := range st.LeadTypes {
			all = append(all, stageBlock{st.Name + ", " + lt.Name, id + "type." + agreement.Slug(lt.Name) + "."})
		}
	}
	for i := 0; i < len(all); i += 2 {
		left, right := cur.halves()
		left.stages(all[i])
		if i+1 < len(all) {
			right.stages(all[i+1])
		}
		cur.moveBelow(left, right)
	}
}

// stages draws one funnel: leads by stage for a year, a quarter and a month, and the rate to the next
// stage.
func (cur *cursor) stages(x stageBlock) {
	var rows []matrixRow
	for _, st := range funnelStages {
		if id := x.prefix + st.String(); cur.book.hasID(id + ".year") {
			ids := []string{id + ".year", id + ".quarter", id + ".month", x.prefix + "rate." + st.String()}
			rows = append(rows, matrixRow{st.Title(), ids})
		}
	}
	if len(rows) > 0 {
		cur.matrix(x.title, "", "Stage", []string{"A year", "A quarter", "A month", "Agreed rate"}, rows)
	}
}

// ramp draws the plan month by month with its chart.
func (cur *cursor) ramp() {
	t := cur.book.card.Table("ramp")
	if t == nil {
		return
	}
	columns := append([]*calc.Column{}, t.Columns...)
	money := existingColumns(t, "goal", "seeded", "goal_so_far", "seeded_so_far")
	g := cur.drawBands(t, []band{
		{
			"Ramp-up, month by month", "SDRs in their ramp count by its share, of what the plan needs a month.",
			columns[:len(columns)-len(money)],
		},
		{
			"Ramp-up of revenue",
			"A stream's lag passes before leads of the plan bring revenue; until then earlier leads must.", money,
		},
	}, "month")
	cur.plotColumns(g, &chart{
		name:   "chart_ramp",
		title:  "Ramp-up: revenue goal and what leads of the plan bring, cumulative, in " + cur.book.formats.code,
		about:  "Lines of the cumulative revenue goal and of what leads of the plan bring, by month",
		format: cur.book.formats.money(false), width: cur.width(),
	}, "month", nil, []string{"seeded_so_far", "goal_so_far"})
}
