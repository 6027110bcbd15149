package workbook

import (
	"slices"
	"strings"

	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// verdicts are the verdicts on an obligation, with the heads of their columns.
var verdicts = []struct{ id, title string }{
	{"met", "Met"}, {"late", "Late"}, {"missed", "Missed"}, {"pending", "Pending"}, {"excused", "Excused"},
	{"na", "No verdict"},
}

// ruleTitle returns the title of a rule of the action agreement: that of its column on Leads.
func (b *Book) ruleTitle(id string) string {
	if t := b.card.Table("leads"); t != nil {
		if c := t.Column(id); c != nil {
			return c.Title
		}
	}
	return strings.ReplaceAll(id, "_", " ")
}

// adherenceMatrix is the table of obligations, which has a row for each SDR and rule, turned into a
// matrix of SDRs and rules.
type adherenceMatrix struct {
	sdrs  []string
	rules []rule
	rows  map[[2]string]int // rows of the table by SDR and rule id
	table *placedTable
}

// rule is a rule of the action agreement.
type rule struct{ id, title string }

func (b *Book) newAdherenceMatrix(t *calc.Table) *adherenceMatrix {
	// The table names a rule by its title alone.
	byTitle := map[string]rule{}
	for _, id := range b.ruleIDs() {
		title := b.ruleTitle(id)
		byTitle[title] = rule{id, title}
	}
	x := &adherenceMatrix{rows: map[[2]string]int{}}
	for i := range t.Rows {
		sdr, title := t.Column("sdr").Value(i).String(), t.Column("rule").Value(i).String()
		r, ok := byTitle[title]
		if !ok {
			b.fail("the table of obligations has a rule “%s” that has no figure", title)
		}
		if !slices.Contains(x.sdrs, sdr) {
			x.sdrs = append(x.sdrs, sdr)
		}
		if !slices.Contains(x.rules, r) {
			x.rules = append(x.rules, r)
		}
		x.rows[[2]string{sdr, r.id}] = i
	}
	return x
}

// ruleIDs returns the rules of the action agreement that have a figure.
func (b *Book) ruleIDs() []string {
	const prefix = "adherence."
	return each(format.RuleFigures(b.card), func(id string) string { return id[len(prefix):] })
}

// matrixCell returns the cell that a sheet shows for a row of the table.
type matrixCell func(row int, on *sheet) cell

// adherence returns cells that cite the share of obligations that were met.
func (x *adherenceMatrix) adherence() matrixCell {
	return func(row int, on *sheet) cell {
		share := look{border: hairline, side: "right", format: "0.0%"}
		return cell{formula: x.cite("adherence", row, on), value: x.value("adherence", row), look: share}
	}
}

// breaches returns cells that add the obligations that were late and those that were missed.
func (x *adherenceMatrix) breaches() matrixCell {
	return func(row int, on *sheet) cell {
		return cell{
			formula: `IFERROR(` + x.cite("late", row, on) + "+" + x.cite("missed", row, on) + `,"n/a")`,
			value:   addValues(x.value("late", row), x.value("missed", row)),
			look:    look{border: hairline, side: "right", format: counts},
		}
	}
}

func (x *adherenceMatrix) value(column string, row int) formula.Value {
	return x.table.table.Column(column).Value(row)
}

// cite returns the address of a cell of the table, as a formula on a sheet cites it.
func (x *adherenceMatrix) cite(column string, row int, on *sheet) string {
	cells, _ := x.table.column(column)
	at := cells.from.down(row).String()
	if x.table.sheet != on {
		return x.table.sheet.quoted() + "!" + at
	}
	return at
}

// howCounted returns the definition of a rule without the part that all rules share, which ends in a colon.
func (b *Book) howCounted(r rule) string {
	q := b.card.Quantity("adherence." + r.id)
	if q == nil {
		return ""
	}
	_, own, _ := strings.Cut(q.Definition, ": ")
	return strings.TrimSuffix(own, ".")
}

// adherenceBySDR draws the matrix of each SDR's adherence by rule with its chart, and the table behind it.
func (cur *cursor) adherenceBySDR() {
	t := cur.book.card.Table("obligations")
	if t == nil || t.Rows == 0 || cur.book.placedTables["obligations"] {
		return
	}
	x := cur.book.newAdherenceMatrix(t)
	cur.section("Adherence by SDR", "Of what fell due in the period, for leads by their owner at export.")
	top := cur.row
	below := top + len(x.sdrs) + 2
	cur.row = below + chartRows + 1
	x.table = cur.drawTable(t, "The counts behind it.")
	cur.book.adherence = x
	end := cur.row
	cur.row = top
	cur.drawBySDR(x.adherence())
	c := &chart{
		name: "chart_adherence", title: "Adherence by SDR", about: "Bars of adherence by SDR for the first rules",
		format: "0%", width: 760,
	}
	for k := range min(len(x.rules), 3) {
		ink := []string{navy, accent, orange}[k]
		c.bars = append(c.bars, cur.rowSeries(top+1, top+len(x.sdrs), cur.left+1+k, ink))
	}
	cur.row = below
	cur.drawChart(c)
	cur.row = end
}

// drawBySDR draws a matrix of SDRs and rules as formulas over the table's cells.
func (cur *cursor) drawBySDR(of matrixCell) matrixBlock {
	x := cur.book.adherence
	cur.headRow("SDR", overFigures(each(x.rules, func(r rule) string { return r.title })...)...)
	last := cur.here().down(len(x.sdrs) - 1).right(len(x.rules))
	filled := matrixBlock{"SDR", cellRange{cur.here(), last}}
	for _, sdr := range x.sdrs {
		cur.sh.text(cur.here(), sdr, labelLook)
		for c, r := range x.rules {
			at := cur.here().right(1 + c)
			row, ok := x.rows[[2]string{sdr, r.id}]
			if !ok {
				cur.dash(at)
				continue
			}
			y := of(row, cur.sh)
			if cur.sh != x.table.sheet {
				y.look.ink = elsewhere
			}
			cur.sh.put(at, y)
		}
		cur.row++
	}
	return filled
}

// breachBlock is where the breaches by SDR and rule stand.
type breachBlock struct {
	sheet *sheet
	at    matrixBlock
}

// breachesBySDR draws the breaches by SDR and rule, and their chart.
func (cur *cursor) breachesBySDR() {
	cur.section("Breaches", "Obligations that fell due in the period and were kept late or missed, by SDR and rule.")
	at := cur.drawBySDR(cur.book.adherence.breaches())
	cur.book.breachesAt = breachBlock{cur.sh, at}
	cur.skipRow()
	cur.drawChart(cur.book.breachesAt.chart("chart_broken", 760))
}

// chart returns a chart with a stacked bar for each SDR, which has a segment for each rule.
func (x breachBlock) chart(name string, width uint) *chart {
	return &chart{
		name: name, title: "Breaches by SDR and rule",
		about:  "Bars of late and missed obligations by SDR, a part for each rule",
		format: counts, width: width, stack: true, source: x.sheet,
		bars: x.at.columnSeries(navy, accent, orange, redInk, slate, purple, greenInk),
	}
}
