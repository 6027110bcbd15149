package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// leadValue lays out the lead value that was promised and delivered, the lead value chart of tiers and
// actions (or of streams and lead types) with what each cell delivered and realised, hand raisers,
// cohorts, the pace with its forecast, and the months before.
func (b *Book) leadValue() {
	sh := b.addSheet("Lead Value", accent, gutterWidth, 24, 12, 12, 12, 12, 12, 16, 12, 12, 12, 12)
	cur := b.beginSheet(sh, "Lead value")
	promised := b.unplacedByID(model.DeliveredLeadValueID, model.DeliveredLeadsID,
		model.PromiseLeadValueID, model.PromiseLeadsID, model.PromiseLowID, model.PromiseHighID)
	promised = append(promised, b.unplaced(model.PromiseAttainmentID, "status.delivered.")...)
	promised = append(promised, b.unplacedTwoPart("delivered.", "promise.")...)
	cur.figureBlock("Promised and delivered", promised)
	cur.valueChart()
	cur.handRaisers()
	cur.namedTable("cohorts", "By quarter of handoff: Marketing's leads, what the chart said of them, "+
		"and what they brought before as of. A cohort that is not ripe is still growing.")
	cur.pace()
	cur.months()
	cur.namedTable(model.ChartTable, "The chart as rows that Leads looks up.")
	cur.figureBlock("Further figures", b.unplaced("value.", "realised.", "delivered.", "promise.", "pace.", "forecast.",
		"trailing.", "attainment.", "status."))
}

// fewLeads is the number of leads below which a realised value is weak evidence and drawn in grey.
const fewLeads = 30

// valueChart draws the cells of the lead value chart in two dimensions, as pairs of matrices: the value
// of a lead and the number of leads that keep the promise, leads and value delivered, realised value and
// the leads behind it. Narrow pairs stand side by side.
func (cur *cursor) valueChart() {
	rows, cols := cur.book.chartKeys()
	if len(rows) == 0 {
		return
	}
	corner := "Tier"
	if cur.book.card.Agreement.LeadValue.Method == "quota" {
		corner = "Stream"
	}
	var value, leads, products, realised, n matrixBlock
	draw := func(drawn *matrixBlock, title, sentence, prefix, suffix string) func(*cursor) {
		return func(half *cursor) {
			var lines []matrixRow
			for _, r := range rows {
				ids := each(cols, func(c string) string { return prefix + r + "." + c + suffix })
				lines = append(lines, matrixRow{cur.book.chartLabel(r), ids})
			}
			*drawn = half.matrix(title, sentence, corner, each(cols, cur.book.chartLabel), lines)
		}
	}
	narrow := len(cols) <= 4
	cur.sideBySide(narrow,
		draw(&value, "Lead value chart",
			"What one lead is worth when it is handed off, to the cent. It is expected value, not revenue.", "value.", ""),
		draw(new(matrixBlock), "Leads that alone keep the promise",
			"Lead value promised ÷ value of a lead, rounded up.", "equivalent.", ""))
	cur.sideBySide(narrow,
		draw(&leads, "Leads delivered", "Handed off in the period, gross.", "delivered.", ".leads"),
		func(half *cursor) { products = half.deliveredByCell(value, leads) })
	cur.sideBySide(narrow,
		draw(&realised, "Realised value",
			"Won revenue ÷ leads of the cell, of leads that are at least one lag old.", "realised.", ""),
		draw(&n, "Leads behind the realised value",
			fmt.Sprintf("Under %d it is weak evidence, and the realised value is grey.", fewLeads), "realised.", ".n"))
	cur.equivalence()
	cur.deliveredChart(products)
	few := n.from.right(1).String() + "<" + fmt.Sprint(fewLeads)
	cur.sh.greyed = append(cur.sh.greyed, greyRange{cellRange{realised.from.right(1), realised.to}, few})
}

// chartKeys returns the rows and columns of the lead value chart, which are the middle and last parts of
// the ids of its values, in the order in which they first occur.
func (b *Book) chartKeys() (rows, cols []string) {
	seen := map[string]bool{}
	add := func(list *[]string, kind, x string) {
		if !seen[kind+x] {
			seen[kind+x] = true
			*list = append(*list, x)
		}
	}
	for _, q := range b.card.Quantities {
		if parts := strings.Split(q.ID, "."); len(parts) == 3 && parts[0] == "value" {
			add(&rows, "row ", parts[1])
			add(&cols, "column ", parts[2])
		}
	}
	return rows, cols
}

// chartLabel returns the name that the agreement gives to a row or column of its chart.
func (b *Book) chartLabel(slug string) string {
	a := b.card.Agreement
	for _, t := range a.LeadValue.Tiers {
		if agreement.Slug(t.ID) == slug {
			return strings.TrimSuffix(t.ID+" – "+t.Name, " – ")
		}
	}
	for _, x := range a.LeadValue.Actions {
		if agreement.Slug(x.ID) == slug && x.Name != "" {
			return x.Name
		}
	}
	for _, st := range a.Revenue.Streams {
		if agreement.Slug(st.Name) == slug {
			return st.Name
		}
		for _, lt := range st.LeadTypes {
			if agreement.Slug(lt.Name) == slug {
				return lt.Name
			}
		}
	}
	return strings.ReplaceAll(slug, "_", " ")
}

// deliveredByCell draws what each cell of the chart delivered: its value × its leads.
func (cur *cursor) deliveredByCell(value, leads matrixBlock) matrixBlock {
	cur.section("Lead value delivered, by cell", "Value × leads delivered, gross.")
	var heads []string
	for col := value.from.col + 1; col <= value.to.col; col++ {
		heads = append(heads, cur.sh.at(cellAt{value.from.row - 1, col}).value.String())
	}
	cur.headRow(value.corner, overFigures(heads...)...)
	// The distance from a cell of value to the same cell of this matrix, in rows and columns.
	down, right := cur.row-value.from.row, cur.left-value.from.col
	out := matrixBlock{value.corner, cellRange{cur.here(), value.to.down(down).right(right)}}
	for _, at := range value.cells() {
		here := at.down(down).right(right)
		if at.col == value.from.col {
			cur.sh.text(here, cur.sh.at(at).value.String(), labelLook)
			continue
		}
		n := cellAt{leads.from.row + at.row - value.from.row, at.col}
		v, l := multiplyValues(cur.sh.at(at).value, cur.sh.at(n).value), figureLook
		l.format = cur.book.formats.of(formula.Money, v)
		cur.sh.put(here, cell{formula: fmt.Sprintf(`IFERROR(%s*%s,"n/a")`, at, n), value: v, look: l})
	}
	cur.row = out.to.row + 2
	return out
}

// deliveredChart draws what the cells of the chart delivered as bars: rows are the categories, columns the
// series.
func (cur *cursor) deliveredChart(at matrixBlock) {
	cur.drawChart(&chart{
		name: "chart_cells", title: "Lead value delivered by cell of the chart, in " + cur.book.formats.code,
		about:  "Bars of lead value delivered by row and column of the lead value chart",
		format: cur.book.formats.money(false), width: cur.width(),
		bars: at.columnSeries(navy, accent, orange, purple, redInk, bandInk),
	})
}

// equivalence draws what the promise amounts to: its amount, and in one live sentence the leads that
// would keep it, "is 22 × Books a call (A), or 83 × …".
func (cur *cursor) equivalence() {
	promise, _, _ := cur.book.value(model.PromiseLeadValueID)
	spelled, text := cur.book.equivalents()
	if promise.IsMissing() || spelled == "" {
		return
	}
	l := labelLook
	l.format, l.bold, l.side = cur.book.formats.of(formula.Money, promise), true, "left"
	cur.book.cite(cur.sh, cur.here(), model.PromiseLeadValueID, l)
	sentence := cell{formula: spelled, value: formula.Str(text), look: factLook, overflows: true}
	cur.sh.put(cur.here().right(1), sentence)
	cur.sh.merge(cur.here().right(1), cur.right, factLook)
	cur.row += 2
}

// equivalents returns, as a formula and its text, how many leads of the highest tier would keep the
// promise alone, for each action. Both are empty where one of these numbers is n/a.
func (b *Book) equivalents() (spelled, text string) {
	v := b.card.Agreement.LeadValue
	if len(v.Tiers) == 0 {
		return "", ""
	}
	tier := v.Tiers[0]
	tierID := calc.Name(model.TermID("lead_value.tiers", agreement.Slug(tier.ID), "id"))
	for _, x := range v.Actions {
		q := b.card.Quantity(model.EquivalentID(agreement.Slug(tier.ID) + "." + agreement.Slug(x.ID)))
		if q == nil || q.Value().IsMissing() {
			return "", ""
		}
		term := model.TermID("lead_value.actions", agreement.Slug(x.ID))
		name, action := term+".name", x.Name
		if !b.hasID(name) {
			name, action = term+".id", x.ID
		}
		lead := ", or "
		if text == "" {
			lead = "is "
		} else {
			spelled += "&"
		}
		spelled += quote(lead) + "&" + calc.Name(q.ID) + `&" × "&` + calc.Name(name) + `&" ("&` + tierID + `&")"`
		text += fmt.Sprintf("%s%s × %s (%s)", lead, q.Value(), action, tier.ID)
	}
	return spelled, text
}

// handRaisers draws the leads that ask to talk to Sales next to the other leads.
func (cur *cursor) handRaisers() {
	if len(cur.book.unplaced("hand_raisers.")) == 0 {
		return
	}
	var rows []matrixRow
	figures := []string{"leads", "lead_value", "share", "worth", "year_leads", "sql_rate"}
	for _, group := range []struct{ prefix, title string }{
		{"hand_raisers.", "Hand raisers"}, {"other_leads.", "The others"},
	} {
		ids := each(figures, func(x string) string { return group.prefix + x })
		rows = append(rows, matrixRow{group.title, ids})
	}
	heads := []string{"Delivered", "Lead value", "Share", "A lead", "In 12 months", "Became SQL"}
	cur.matrix("Hand raisers and the others", "Leads whose action asks to talk to Sales close more often. "+
		"The share that became SQLs is of Marketing's leads handed off in the twelve months before as of.",
		"Leads", heads, rows)
}

// pace draws the course of the month: what was delivered beside the straight line and its band, the weeks
// beside the team's capacity, the state at mid-month, and the forecast for its end.
func (cur *cursor) pace() {
	days, weeks := cur.book.card.Table(model.DaysTable), cur.book.card.Table("weeks")
	if days == nil || weeks == nil {
		return
	}
	cur.figureBlock("Pace", cur.book.unplaced("pace."))
	if !cur.book.card.Period.Closed() {
		cur.figureBlock("Forecast of the month's end", cur.book.unplaced("forecast."))
	}
	format, unit := "#,##0", "leads"
	if c := days.Column("delivered"); c != nil && c.Unit == formula.Money {
		format, unit = cur.book.formats.money(false), cur.book.formats.code
	}
	cur.section("Pace by working day, and leads handed off a week beside what the team can take on",
		"Delivered is cumulative; what is handed off on another day counts on the next working day. Weeks count all motions.")
	left, right := cur.halves()
	top := cur.row
	left.row = top + chartRows + 1
	byDay := left.drawRows(days, "day", "n", "delivered", "line", "low", "high", "complete", "ends", "until")
	cur.moveBelow(left)
	byWeek := cur.drawRows(weeks)
	left.row, right.row = top, top
	left.plotColumns(byDay, &chart{
		name: "chart_pace", title: "Pace: delivered and the straight line with its band, in " + unit,
		about:  "Lines of cumulative delivery, of the straight line to the promise and of its band, by working day",
		format: format, width: left.width(),
	}, "day", nil, []string{"delivered", "line", "low", "high"})
	right.plotColumns(byWeek, &chart{
		name: "chart_weeks", title: "Leads handed off a week and the team's capacity",
		about:  "Bars of leads handed off by week, with the team's capacity as a line",
		format: "#,##0", width: right.width(),
	}, "week", []string{"leads"}, []string{"capacity"})
	cur.moveBelow(left, right)
}

// months draws the trailing months beside the month, and the numbers behind the forecast.
func (cur *cursor) months() {
	t := cur.book.card.Table(model.MonthsTable)
	if t == nil {
		return
	}
	cur.figureBlock("The trailing twelve months", cur.book.unplaced("trailing."))
	g := cur.drawBands(t, []band{
		{
			"Month by month",
			"Held against the promise of the terms now in force; the status is that of months under this agreement.",
			existingColumns(t, "month", "leads", "lead_value", "promised", "attainment", "status", "spend",
				"value_per_spend", "revenue"),
		},
		{
			"Behind the forecast",
			"What each month had delivered when as large a share of its working days was over as is now.",
			existingColumns(t, "until", "complete", "covered", "in_force", "booked", "checkpoint", "early", "share"),
		},
	}, "month")
	left, right := cur.halves()
	delivered, format := "lead_value", cur.book.formats.money(false)
	if cur.book.promisedInLeads() {
		delivered, format = "leads", "#,##0"
	}
	left.plotColumns(g, &chart{
		name: "chart_months", title: "Delivered by month and the promise now in force",
		about:  "Bars of what was delivered by month, with the promise as a line",
		format: format, width: left.width(),
	}, "month", []string{delivered}, []string{"promised"})
	right.plotColumns(g, &chart{
		name: "chart_money", title: "Spend and lead value by month, in " + cur.book.formats.code,
		about:  "Bars of lead value and spend by month",
		format: cur.book.formats.money(false), width: right.width(),
	}, "month", []string{"lead_value", "spend"}, nil)
	cur.moveBelow(left, right)
}
