package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
)

// leadValue lays out what was promised and delivered, the chart tier × action (by quota stream × lead type) with what each cell
// delivered and realised, hand raisers apart, cohorts, the pace with its forecast, and the months before.
func (b *Book) leadValue() {
	sh := b.addSheet("Lead Value", accent, gutterWidth, 24, 12, 12, 12, 12, 12, 16, 12, 12, 12, 12)
	cur := b.beginSheet(sh, "Lead value")
	cur.figureBlock("Promised and delivered", append(b.unplacedByID("delivered.lead_value", "delivered.leads", "promise.lead_value", "promise.leads", "promise.low", "promise.high"),
		append(b.unplaced("attainment.promise", "status.delivered."), cur.unplacedShort("delivered.", "promise.")...)...))
	cur.valueChart()
	cur.handRaisers()
	cur.namedTable("cohorts", "By quarter of handoff: Marketing's leads, what the chart said of them, and what they brought before as of. A cohort that is not ripe is still growing.")
	cur.pace()
	cur.months()
	cur.namedTable("chart", "The chart as rows that Leads looks up.")
	cur.figureBlock("Further figures", b.unplaced("value.", "realised.", "delivered.", "promise.", "pace.", "forecast.", "trailing.", "attainment.", "status."))
}

// handRaisers sets the leads that ask to talk to Sales beside the others.
func (cur *cursor) handRaisers() {
	if len(cur.book.unplaced("hand_raisers.")) == 0 {
		return
	}
	var rows []matrixRow
	for _, who := range []struct{ id, title string }{{"hand_raisers.", "Hand raisers"}, {"other_leads.", "The others"}} {
		rows = append(rows, matrixRow{who.title, each([]string{"leads", "lead_value", "share", "worth", "year_leads", "sql_rate"}, func(x string) string { return who.id + x })})
	}
	cur.matrix("Hand raisers and the others", "Leads whose action asks to talk to Sales close more often. The share that became SQLs is of Marketing's leads handed off in the twelve months before as of.",
		"Leads", []string{"Delivered", "Lead value", "Share", "A lead", "In 12 months", "Became SQL"}, rows)
}

// months draws the trailing months beside the month, and what stands behind the forecast.
func (cur *cursor) months() {
	t := cur.book.card.Table("months")
	if t == nil {
		return
	}
	cur.figureBlock("The trailing twelve months", cur.book.unplaced("trailing."))
	g := cur.drawBands(t, []band{
		{"Month by month", "Held against the promise of the terms now in force; the status is that of months under this agreement.",
			existingColumns(t, "month", "leads", "lead_value", "promised", "attainment", "status", "spend", "value_per_spend", "revenue")},
		{"Behind the forecast", "What each month had delivered when as large a share of its working days was over as is now.",
			existingColumns(t, "until", "complete", "covered", "in_force", "booked", "checkpoint", "early", "share")},
	}, "month")
	left, right := cur.halves()
	what := "lead_value"
	format := cur.book.formats.money(false)
	if v, _, ok := cur.book.value("promise.leads"); ok && !v.IsMissing() {
		what, format = "leads", "#,##0"
	}
	left.plotColumns(g, &chart{name: "chart_months", title: "Delivered by month and the promise now in force", about: "Bars of what was delivered by month, with the promise as a line", format: format, width: left.width()}, "month", []string{what}, []string{"promised"})
	right.plotColumns(g, &chart{name: "chart_money", title: "Spend and lead value by month, in " + cur.book.formats.code, about: "Bars of lead value and spend by month", format: cur.book.formats.money(false), width: right.width()}, "month", []string{"lead_value", "spend"}, nil)
	cur.moveBelow(left, right)
}

// valueChart draws the chart's cells in two dimensions: value and what keeps the promise, leads and value delivered, realised
// value and its n; two grids beside one another where they are narrow enough.
func (cur *cursor) valueChart() {
	rows, cols := cur.chartKeys("value.")
	if len(rows) == 0 {
		return
	}
	corner := "Tier"
	if cur.book.card.Agreement.LeadValue.Method == "quota" {
		corner = "Stream"
	}
	var value, leads, products, realised, n matrixBlock
	draw := func(at *matrixBlock, title, sentence, before, after string) func(*cursor) {
		return func(q *cursor) {
			var lines []matrixRow
			for _, r := range rows {
				lines = append(lines, matrixRow{cur.book.label(r), each(cols, func(c string) string { return before + r + "." + c + after })})
			}
			*at = q.matrix(title, sentence, corner, cur.book.labels(cols), lines)
		}
	}
	narrow := len(cols) <= 4
	cur.sideBySide(narrow, draw(&value, "Lead value chart", "What one lead is worth when it is handed off, to the cent. It is expected value, not revenue.", "value.", ""),
		draw(new(matrixBlock), "Leads that alone keep the promise", "Lead value promised ÷ value of a lead, rounded up.", "equivalent.", ""))
	cur.sideBySide(narrow, draw(&leads, "Leads delivered", "Handed off in the period, gross.", "delivered.", ".leads"),
		func(q *cursor) { products = q.deliveredByCell(value, leads) })
	cur.sideBySide(narrow, draw(&realised, "Realised value", "Won revenue ÷ leads of the cell, of leads that are at least one lag old.", "realised.", ""),
		draw(&n, "Leads behind the realised value", fmt.Sprintf("Under %d it is weak evidence, and the realised value is grey.", fewLeads), "realised.", ".n"))
	cur.equivalence()
	cur.deliveredChart(products)
	cur.sh.greyed = append(cur.sh.greyed, greyRange{cellRange{realised.from.right(1), realised.to}, n.from.right(1).String() + "<" + fmt.Sprint(fewLeads)})
}

// fewLeads are too few for a realised value to be evidence: it is grey.
const fewLeads = 30

// products draws what each cell of the chart delivered: its value × its leads.
func (cur *cursor) deliveredByCell(value, leads matrixBlock) matrixBlock {
	cur.section("Lead value delivered, by cell", "Value × leads delivered, gross.")
	heads := []string{value.corner}
	for _, at := range (cellRange{value.from.right(1), cellAt{value.from.row, value.to.col}}).cells() {
		heads = append(heads, cur.sh.at(cellAt{value.from.row - 1, at.col}).value.String())
	}
	cur.headRow(heads...)
	aside := cur.left - value.from.col
	out := matrixBlock{value.corner, cur.here(), cellAt{cur.row + value.to.row - value.from.row, value.to.col + aside}}
	for _, at := range (cellRange{value.from, value.to}).cells() {
		here := cellAt{cur.row + at.row - value.from.row, at.col + aside}
		if at.col == value.from.col {
			cur.sh.text(here, cur.sh.at(at).value.String(), labelLook)
			continue
		}
		n := cellAt{leads.from.row + at.row - value.from.row, at.col}
		v, l := multiplyValues(cur.sh.at(at).value, cur.sh.at(n).value), figureLook
		l.format = cur.book.formats.of(model.Money, v)
		cur.sh.put(here, cell{formula: fmt.Sprintf(`IFERROR(%s*%s,"n/a")`, at, n), value: v, look: l})
	}
	cur.row = out.to.row + 2
	return out
}

// drawCells draws a grid as bars: its rows are the categories, its columns the series.
func (cur *cursor) deliveredChart(at matrixBlock) {
	c := &chart{name: "chart_cells", title: "Lead value delivered by cell of the chart, in " + cur.book.formats.code, about: "Bars of lead value delivered by row and column of the lead value chart", format: cur.book.formats.money(false), width: cur.width()}
	inks := []string{navy, accent, "E3A008", "9061F9", "B42318", bandInk}
	for col := at.from.col + 1; col <= at.to.col; col++ {
		c.bars = append(c.bars, series{label: cellAt{at.from.row - 1, col}, cats: cellRange{at.from, cellAt{at.to.row, at.from.col}},
			values: cellRange{cellAt{at.from.row, col}, cellAt{at.to.row, col}}, ink: inks[(col-at.from.col-1)%len(inks)]})
	}
	cur.drawChart(c)
}

// cellsOf are the middle and last parts of the ids of a family with two dimensions, in the order in which they first come.
func (cur *cursor) chartKeys(family string) (rows, cols []string) {
	seen := map[string]bool{}
	add := func(list *[]string, key, x string) {
		if !seen[key+x] {
			seen[key+x] = true
			*list = append(*list, x)
		}
	}
	for _, q := range cur.book.card.Quantities {
		if parts := strings.Split(q.ID, "."); strings.HasPrefix(q.ID, family) && len(parts) == 3 {
			add(&rows, "row ", parts[1])
			add(&cols, "col ", parts[2])
		}
	}
	return rows, cols
}

func (b *Book) labels(slugs []string) []string { return each(slugs, b.label) }

// label is the name that the agreement gives to a slug of its chart.
func (b *Book) label(slug string) string {
	a := b.card.Agreement
	for _, t := range a.LeadValue.Tiers {
		if model.Slug(t.ID) == slug {
			return strings.TrimSuffix(t.ID+" – "+t.Name, " – ")
		}
	}
	for _, x := range a.LeadValue.Actions {
		if model.Slug(x.ID) == slug && x.Name != "" {
			return x.Name
		}
	}
	for _, st := range a.Revenue.Streams {
		if model.Slug(st.Name) == slug {
			return st.Name
		}
		for _, lt := range st.LeadTypes {
			if model.Slug(lt.Name) == slug {
				return lt.Name
			}
		}
	}
	return strings.ReplaceAll(slug, "_", " ")
}

// pace draws how the month ran: delivered beside the straight line and its band, the weeks beside the team's capacity, where
// it stood at mid-month, and where it will end.
func (cur *cursor) pace() {
	days, weeks := cur.book.card.Table("days"), cur.book.card.Table("weeks")
	if days == nil || weeks == nil {
		return
	}
	cur.figureBlock("Pace", cur.book.unplaced("pace."))
	if !cur.book.card.Period.Closed() {
		cur.figureBlock("Forecast of the month's end", cur.book.unplaced("forecast."))
	}
	format, unit := "#,##0", "leads"
	if c := days.Column("delivered"); c != nil && c.Unit == model.Money {
		format, unit = cur.book.formats.money(false), cur.book.formats.code
	}
	cur.section("Pace by working day, and leads handed off a week beside what the team can take on", "Delivered is cumulative; what is handed off on another day counts on the next working day. Weeks count all motions.")
	left, right := cur.halves()
	top := cur.row
	left.row, right.row = top+chartRows+1, top+chartRows+1
	g := left.drawRowsOnly(days, "day", "n", "delivered", "line", "low", "high", "complete", "ends", "until")
	cur.moveBelow(left)
	right.row = cur.row
	h := cur.drawRowsOnly(weeks)
	left.row, right.row = top, top
	left.plotColumns(g, &chart{name: "chart_pace", title: "Pace: delivered and the straight line with its band, in " + unit, about: "Lines of cumulative delivery, of the straight line to the promise and of its band, by working day", format: format, width: left.width()},
		"day", nil, []string{"delivered", "line", "low", "high"})
	right.plotColumns(h, &chart{name: "chart_weeks", title: "Leads handed off a week and the team's capacity", about: "Bars of leads handed off by week, with the team's capacity as a line", format: "#,##0", width: right.width()},
		"week", []string{"leads"}, []string{"capacity"})
	cur.moveBelow(left, right)
}

// equivalence says what the promise comes to: the amount, and in one live sentence "is 22 × Books a call (A), or 83 × …".
func (cur *cursor) equivalence() {
	promise, _, _ := cur.book.value("promise.lead_value")
	formula, text := cur.book.equivalents()
	if promise.IsMissing() || formula == "" {
		return
	}
	l := labelLook
	l.format, l.bold, l.side = cur.book.formats.of(model.Money, promise), true, "left"
	cur.book.cite(cur.sh, cur.here(), "promise.lead_value", l)
	cur.sh.put(cur.here().right(1), cell{formula: formula, value: model.Str(text), look: factLook, overflows: true})
	cur.sh.merge(cur.here().right(1), cur.right, factLook)
	cur.row += 2
}

// equivalents are the leads of the highest tier that alone keep the promise, for each action; nothing where one is n/a.
func (b *Book) equivalents() (formula, text string) {
	v := b.card.Agreement.LeadValue
	if len(v.Tiers) == 0 {
		return "", ""
	}
	tier := v.Tiers[0]
	for _, x := range v.Actions {
		q := b.card.Quantity("equivalent." + model.Slug(tier.ID) + "." + model.Slug(x.ID))
		name, what := "term.lead_value.actions."+model.Slug(x.ID)+".name", x.Name
		if !b.hasID(name) {
			name, what = strings.TrimSuffix(name, "name")+"id", x.ID
		}
		if q == nil || q.Value().IsMissing() {
			return "", ""
		}
		lead := ", or "
		if text == "" {
			lead = "is "
		}
		if formula != "" {
			formula += "&"
		}
		formula += quote(lead) + "&" + model.Name(q.ID) + `&" × "&` + model.Name(name) + `&" ("&` + model.Name("term.lead_value.tiers."+model.Slug(tier.ID)+".id") + `&")"`
		text += fmt.Sprintf("%s%s × %s (%s)", lead, q.Value(), what, tier.ID)
	}
	return formula, text
}
