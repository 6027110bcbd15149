package workbook

import (
	"fmt"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// leadValue lays out what was promised and delivered, the chart tier × action (by quota stream × lead type) with what each cell
// delivered and realised, hand raisers apart, cohorts, the pace with its forecast, and the months before.
func (b *Book) leadValue() {
	sh := b.add("Lead Value", accent, gutter, 24, 12, 12, 12, 12, 12, 16, 12, 12, 12, 12)
	p := b.begin(sh, "Lead value")
	p.lines("Promised and delivered", append(b.pick("delivered.lead_value", "delivered.leads", "promise.lead_value", "promise.leads", "promise.low", "promise.high"),
		append(b.unplaced("attainment.promise", "status.delivered."), p.flat("delivered.", "promise.")...)...))
	p.valueChart()
	p.handRaisers()
	p.table("cohorts", "By quarter of handoff: Marketing's leads, what the chart said of them, and what they brought before as of. A cohort that is not ripe is still growing.")
	p.pace()
	p.months()
	p.table("chart", "The chart as rows that Leads looks up.")
	p.lines("Further figures", b.unplaced("value.", "realised.", "delivered.", "promise.", "pace.", "forecast.", "trailing.", "attainment.", "status."))
}

// handRaisers sets the leads that ask to talk to Sales beside the others.
func (p *pen) handRaisers() {
	if len(p.b.unplaced("hand_raisers.")) == 0 {
		return
	}
	var rows []gridRow
	for _, who := range []struct{ id, title string }{{"hand_raisers.", "Hand raisers"}, {"other_leads.", "The others"}} {
		rows = append(rows, gridRow{who.title, each([]string{"leads", "lead_value", "share", "worth", "year_leads", "sql_rate"}, func(x string) string { return who.id + x })})
	}
	p.grid("Hand raisers and the others", "Leads whose action asks to talk to Sales close more often. The share that became SQLs is of Marketing's leads handed off in the twelve months before as of.",
		"Leads", []string{"Delivered", "Lead value", "Share", "A lead", "In 12 months", "Became SQL"}, rows)
}

// months draws the trailing months beside the month, and what stands behind the forecast.
func (p *pen) months() {
	t := p.b.card.Table("months")
	if t == nil {
		return
	}
	p.lines("The trailing twelve months", p.b.unplaced("trailing."))
	g := p.bands(t, []band{
		{"Month by month", "Held against the promise of the terms now in force; the status is that of months under this agreement.",
			columnsOf(t, "month", "leads", "lead_value", "promised", "attainment", "status", "spend", "value_per_spend", "revenue")},
		{"Behind the forecast", "What each month had delivered when as large a share of its working days was over as is now.",
			columnsOf(t, "until", "complete", "covered", "in_force", "booked", "checkpoint", "early", "share")},
	}, "month")
	left, right := p.halves()
	what := "lead_value"
	format := p.b.formats.money(false)
	if v, _, ok := p.b.value("promise.leads"); ok && !v.IsMissing() {
		what, format = "leads", "#,##0"
	}
	left.plot(g, &chart{name: "chart_months", title: "Delivered by month and the promise now in force", about: "Bars of what was delivered by month, with the promise as a line", format: format, width: left.wide()}, "month", []string{what}, []string{"promised"})
	right.plot(g, &chart{name: "chart_money", title: "Spend and lead value by month, in " + p.b.formats.code, about: "Bars of lead value and spend by month", format: p.b.formats.money(false), width: right.wide()}, "month", []string{"lead_value", "spend"}, nil)
	p.below(left, right)
}

// pick are figures by id, those that the scorecard has and that have no cell yet.
func (b *Book) pick(ids ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, id := range ids {
		if q := b.card.Quantity(id); q != nil && b.cells[id] == "" {
			out = append(out, q)
		}
	}
	return out
}

// flat are the unplaced figures of families whose ids have two parts.
func (p *pen) flat(families ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range p.b.unplaced(families...) {
		if strings.Count(q.ID, ".") == 1 {
			out = append(out, q)
		}
	}
	return out
}

// valueChart draws the chart's cells in two dimensions: value and what keeps the promise, leads and value delivered, realised
// value and its n; two grids beside one another where they are narrow enough.
func (p *pen) valueChart() {
	rows, cols := p.cellsOf("value.")
	if len(rows) == 0 {
		return
	}
	corner := "Tier"
	if p.b.card.Agreement.LeadValue.Method == "quota" {
		corner = "Stream"
	}
	var value, leads, products, realised, n block
	draw := func(at *block, title, sentence, before, after string) func(*pen) {
		return func(q *pen) {
			var lines []gridRow
			for _, r := range rows {
				lines = append(lines, gridRow{p.b.label(r), each(cols, func(c string) string { return before + r + "." + c + after })})
			}
			*at = q.grid(title, sentence, corner, p.b.labels(cols), lines)
		}
	}
	narrow := len(cols) <= 4
	p.abreast(narrow, draw(&value, "Lead value chart", "What one lead is worth when it is handed off, to the cent. It is expected value, not revenue.", "value.", ""),
		draw(new(block), "Leads that alone keep the promise", "Lead value promised ÷ value of a lead, rounded up.", "equivalent.", ""))
	p.abreast(narrow, draw(&leads, "Leads delivered", "Handed off in the period, gross.", "delivered.", ".leads"),
		func(q *pen) { products = q.products(value, leads) })
	p.abreast(narrow, draw(&realised, "Realised value", "Won revenue ÷ leads of the cell, of leads that are at least one lag old.", "realised.", ""),
		draw(&n, "Leads behind the realised value", fmt.Sprintf("Under %d it is weak evidence, and the realised value is grey.", fewLeads), "realised.", ".n"))
	p.equivalence()
	p.drawCells(products)
	p.sh.weak = append(p.sh.weak, weak{span{realised.from.right(1), realised.til}, n.from.right(1).String() + "<" + fmt.Sprint(fewLeads)})
}

// fewLeads are too few for a realised value to be evidence: it is grey.
const fewLeads = 30

// products draws what each cell of the chart delivered: its value × its leads.
func (p *pen) products(value, leads block) block {
	p.section("Lead value delivered, by cell", "Value × leads delivered, gross.")
	heads := []string{value.corner}
	for _, at := range (span{value.from.right(1), cellAt{value.from.row, value.til.col}}).cells() {
		heads = append(heads, p.sh.at(cellAt{value.from.row - 1, at.col}).value.String())
	}
	p.heads(heads...)
	aside := p.left - value.from.col
	out := block{value.corner, p.here(), cellAt{p.row + value.til.row - value.from.row, value.til.col + aside}}
	for _, at := range (span{value.from, value.til}).cells() {
		here := cellAt{p.row + at.row - value.from.row, at.col + aside}
		if at.col == value.from.col {
			p.sh.text(here, p.sh.at(at).value.String(), labelLook)
			continue
		}
		n := cellAt{leads.from.row + at.row - value.from.row, at.col}
		v, l := times(p.sh.at(at).value, p.sh.at(n).value), figureLook
		l.format = p.b.formats.of(formula.Money, v)
		p.sh.put(here, cell{formula: fmt.Sprintf(`IFERROR(%s*%s,"n/a")`, at, n), value: v, look: l})
	}
	p.row = out.til.row + 2
	return out
}

// times is a × b as a cell with IFERROR has it.
func times(a, b formula.Value) formula.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return formula.Missing
	}
	return formula.Num(x * y)
}

// drawCells draws a grid as bars: its rows are the categories, its columns the series.
func (p *pen) drawCells(at block) {
	c := &chart{name: "chart_cells", title: "Lead value delivered by cell of the chart, in " + p.b.formats.code, about: "Bars of lead value delivered by row and column of the lead value chart", format: p.b.formats.money(false), width: p.wide()}
	inks := []string{navy, accent, "E3A008", "9061F9", "B42318", bandInk}
	for col := at.from.col + 1; col <= at.til.col; col++ {
		c.bars = append(c.bars, series{label: cellAt{at.from.row - 1, col}, cats: span{at.from, cellAt{at.til.row, at.from.col}},
			values: span{cellAt{at.from.row, col}, cellAt{at.til.row, col}}, ink: inks[(col-at.from.col-1)%len(inks)]})
	}
	p.draw(c)
}

// cellsOf are the middle and last parts of the ids of a family with two dimensions, in the order in which they first come.
func (p *pen) cellsOf(family string) (rows, cols []string) {
	seen := map[string]bool{}
	add := func(list *[]string, key, x string) {
		if !seen[key+x] {
			seen[key+x] = true
			*list = append(*list, x)
		}
	}
	for _, q := range p.b.card.Quantities {
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

// pace draws how the month ran: delivered beside the straight line and its band, the weeks beside the team's capacity, where
// it stood at mid-month, and where it will end.
func (p *pen) pace() {
	days, weeks := p.b.card.Table("days"), p.b.card.Table("weeks")
	if days == nil || weeks == nil {
		return
	}
	p.lines("Pace", p.b.unplaced("pace."))
	if !p.b.card.Period.Closed() {
		p.lines("Forecast of the month's end", p.b.unplaced("forecast."))
	}
	format, unit := "#,##0", "leads"
	if c := days.Column("delivered"); c != nil && c.Unit == formula.Money {
		format, unit = p.b.formats.money(false), p.b.formats.code
	}
	p.section("Pace by working day, and leads handed off a week beside what the team can take on", "Delivered is cumulative; what is handed off on another day counts on the next working day. Weeks count all motions.")
	left, right := p.halves()
	top := p.row
	left.row, right.row = top+chartRows+1, top+chartRows+1
	g := left.rowsOf(days, "day", "n", "delivered", "line", "low", "high", "complete", "ends", "until")
	p.below(left)
	right.row = p.row
	h := p.rowsOf(weeks)
	left.row, right.row = top, top
	left.plot(g, &chart{name: "chart_pace", title: "Pace: delivered and the straight line with its band, in " + unit, about: "Lines of cumulative delivery, of the straight line to the promise and of its band, by working day", format: format, width: left.wide()},
		"day", nil, []string{"delivered", "line", "low", "high"})
	right.plot(h, &chart{name: "chart_weeks", title: "Leads handed off a week and the team's capacity", about: "Bars of leads handed off by week, with the team's capacity as a line", format: "#,##0", width: right.wide()},
		"week", []string{"leads"}, []string{"capacity"})
	p.below(left, right)
}

// rowsOf draws the rows of a table below no heading; columns named come first.
func (p *pen) rowsOf(t *calc.Table, first ...string) *grid {
	columns, _ := foremost(t, first)
	g := p.b.place(p.sh, t, bandOf{p.here(), columns})
	p.body(g, 0, len(g.columns))
	return g
}

// equivalence says what the promise comes to: the amount, and in one live sentence "is 22 × Books a call (A), or 83 × …".
func (p *pen) equivalence() {
	promise, _, _ := p.b.value("promise.lead_value")
	spelled, text := p.b.equivalents()
	if promise.IsMissing() || spelled == "" {
		return
	}
	l := labelLook
	l.format, l.bold, l.side = p.b.formats.of(formula.Money, promise), true, "left"
	p.b.cite(p.sh, p.here(), "promise.lead_value", l)
	p.sh.put(p.here().right(1), cell{formula: spelled, value: formula.Str(text), look: factLook, spills: true})
	p.sh.merge(p.here().right(1), p.right, factLook)
	p.row += 2
}

// equivalents are the leads of the highest tier that alone keep the promise, for each action; nothing where one is n/a.
func (b *Book) equivalents() (spelled, text string) {
	v := b.card.Agreement.LeadValue
	if len(v.Tiers) == 0 {
		return "", ""
	}
	tier := v.Tiers[0]
	for _, x := range v.Actions {
		q := b.card.Quantity("equivalent." + agreement.Slug(tier.ID) + "." + agreement.Slug(x.ID))
		name, what := "term.lead_value.actions."+agreement.Slug(x.ID)+".name", x.Name
		if !b.has(name) {
			name, what = strings.TrimSuffix(name, "name")+"id", x.ID
		}
		if q == nil || q.Value().IsMissing() {
			return "", ""
		}
		lead := ", or "
		if text == "" {
			lead = "is "
		}
		if spelled != "" {
			spelled += "&"
		}
		spelled += quote(lead) + "&" + calc.Name(q.ID) + `&" × "&` + calc.Name(name) + `&" ("&` + calc.Name("term.lead_value.tiers."+agreement.Slug(tier.ID)+".id") + `&")"`
		text += fmt.Sprintf("%s%s × %s (%s)", lead, q.Value(), what, tier.ID)
	}
	return spelled, text
}

// plot draws columns of a table over the categories of another.
func (p *pen) plot(g *grid, c *chart, cats string, bars, lines []string) {
	one := func(name, ink string, dashed bool) series {
		values, _ := g.column(name)
		values = p.sh.known(values)
		over, _ := g.column(cats)
		return series{label: g.headCell(name), cats: over, values: values, ink: ink, dashed: dashed}
	}
	for i, name := range bars {
		c.bars = append(c.bars, one(name, []string{actualInk, goalInk, navy}[i%3], false))
	}
	for i, name := range lines {
		ink := []string{accent, navy, bandInk, bandInk}[i%4]
		if len(bars) > 0 {
			ink = navy
		}
		c.lines = append(c.lines, one(name, ink, i > 1))
	}
	p.draw(c)
}
