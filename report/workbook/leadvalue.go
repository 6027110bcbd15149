package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
)

// leadValue lays out the chart tier × action (by quota stream × lead type), what was promised and delivered, and the pace.
func (b *Book) leadValue() {
	sh := b.add("Lead Value", accent, gutter, 36, 15, 15, 15, 15, 15, 15, 15, 15)
	p := b.begin(sh, "Lead value")
	p.promise()
	p.valueChart()
	p.pace()
	if g := p.table("weeks", "Leads handed off, all motions, beside what the team can take on."); g != nil {
		p.plot(g, &chart{name: "chart_weeks", title: "Leads handed off a week and the team's capacity", about: "Bars of leads handed off by week, with the team's capacity as a line", format: "#,##0", width: 760},
			"week", []string{"leads"}, []string{"capacity"})
	}
	p.table("chart", "The chart as rows that Leads looks up.")
	p.lines("Further figures", b.unplaced("value.", "realised.", "delivered.", "promise.", "pace.", "attainment.", "status."))
}

// promise draws what was promised and delivered.
func (p *pen) promise() {
	p.lines("Promised and delivered", append(p.b.pick("delivered.lead_value", "delivered.leads", "promise.lead_value", "promise.leads", "promise.low", "promise.high"),
		append(p.b.unplaced("attainment.promise", "status.delivered."), p.flat("delivered.", "promise.")...)...))
}

// pick are figures by id, those that the scorecard has and that have no cell yet.
func (b *Book) pick(ids ...string) []*model.Quantity {
	var out []*model.Quantity
	for _, id := range ids {
		if q := b.card.Quantity(id); q != nil && b.cells[id] == "" {
			out = append(out, q)
		}
	}
	return out
}

// flat are the unplaced figures of families whose ids have two parts.
func (p *pen) flat(families ...string) []*model.Quantity {
	var out []*model.Quantity
	for _, q := range p.b.unplaced(families...) {
		if strings.Count(q.ID, ".") == 1 {
			out = append(out, q)
		}
	}
	return out
}

// valueChart draws the chart's cells in two dimensions: value, leads delivered, realised value and its n.
func (p *pen) valueChart() {
	rows, cols := p.cellsOf("value.")
	if len(rows) == 0 {
		return
	}
	var blocks []block
	for _, x := range []struct{ title, sentence, before, after string }{
		{"Lead value chart", "What one lead is worth when it is handed off, rounded to the cent once. It is expected value, not revenue.", "value.", ""},
		{"Leads delivered", "Handed off in the period, gross.", "delivered.", ".leads"},
		{"Realised value", "Won revenue ÷ leads of the cell, of leads that are at least one lag old.", "realised.", ""},
		{"Leads behind the realised value", "Under 30 it is weak evidence, and the realised value is grey.", "realised.", ".n"},
	} {
		var lines []gridRow
		for _, r := range rows {
			ids := make([]string, len(cols))
			for i, c := range cols {
				ids[i] = x.before + r + "." + c + x.after
			}
			lines = append(lines, gridRow{p.b.label(r), ids})
		}
		corner := "Tier"
		if p.b.card.Agreement.LeadValue.Method == "quota" {
			corner = "Stream"
		}
		at := p.grid(x.title, x.sentence, corner, p.b.labels(cols), lines)
		blocks = append(blocks, at)
	}
	realised, n := blocks[2], blocks[3]
	p.drawCells(p.products(blocks[0], blocks[1]))
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
	out := block{value.corner, p.here(), cellAt{p.row + value.til.row - value.from.row, value.til.col}}
	for _, at := range (span{value.from, value.til}).cells() {
		here := cellAt{p.row + at.row - value.from.row, at.col}
		if at.col == value.from.col {
			p.sh.text(here, p.sh.at(at).value.String(), labelLook)
			continue
		}
		n := cellAt{leads.from.row + at.row - value.from.row, at.col}
		v, l := times(p.sh.at(at).value, p.sh.at(n).value), figureLook
		l.format = p.b.formats.of(model.Money, v)
		p.sh.put(here, cell{formula: fmt.Sprintf(`IFERROR(%s*%s,"n/a")`, at, n), value: v, look: l})
	}
	p.row = out.til.row + 2
	return out
}

// times is a × b as a cell with IFERROR has it.
func times(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return model.Missing
	}
	return model.Num(x * y)
}

// drawCells draws a grid as bars: its rows are the categories, its columns the series.
func (p *pen) drawCells(at block) {
	c := &chart{name: "chart_cells", title: "Lead value delivered, by cell of the chart", about: "Bars of lead value delivered by row and column of the lead value chart", format: p.b.formats.money(false), width: 760}
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

// pace draws the working days with their chart: delivered beside the straight line and its band.
func (p *pen) pace() {
	p.lines("Pace", p.b.unplaced("pace."))
	g := p.table("days", "Cumulative, by working day; what is handed off on another day counts on the next working day.")
	if g == nil {
		return
	}
	format := "#,##0"
	if c := p.b.card.Table("days").Column("delivered"); c != nil && c.Unit == model.Money {
		format = p.b.formats.money(false)
	}
	p.plot(g, &chart{name: "chart_pace", title: "Pace: delivered and the straight line with its band", about: "Lines of cumulative delivery, of the straight line to the promise and of its band, by working day", format: format, width: 760},
		"day", nil, []string{"delivered", "line", "low", "high"})
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
