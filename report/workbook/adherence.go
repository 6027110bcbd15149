package workbook

import (
	"slices"

	"leadpact/model"
	"leadpact/model/formula"
)

// verdicts are the verdicts on an obligation, with the heads of their columns.
var verdicts = []struct{ id, title string }{
	{model.Met, "Met"}, {model.Late, "Late"}, {model.Missed, "Missed"}, {model.Pending, "Pending"},
	{model.Excused, "Excused"}, {model.VerdictNA, "No verdict"},
}

// ruleTitle returns the title of a rule of the action agreement.
func (b *Book) ruleTitle(id string) string {
	i := slices.IndexFunc(b.card.Rules, func(r model.Rule) bool { return r.ID == id })
	return b.card.Rules[i].Title
}

// adherenceCell returns a cell that cites the share of obligations that were met; row is a row of the table
// of obligations.
func (b *Book) adherenceCell(row int, on *sheet) cell {
	share := look{border: hairline, side: "right", format: "0.0%"}
	return cell{formula: b.citeObligation("adherence", row, on), value: b.obligation("adherence", row), look: share}
}

// breachesCell returns a cell that adds the obligations that were late and those that were missed.
func (b *Book) breachesCell(row int, on *sheet) cell {
	return cell{
		formula: `IFERROR(` + b.citeObligation(model.Late, row, on) + "+" + b.citeObligation(model.Missed, row, on) + `,"n/a")`,
		value:   addValues(b.obligation(model.Late, row), b.obligation(model.Missed, row)),
		look:    look{border: hairline, side: "right", format: counts},
	}
}

func (b *Book) obligation(column string, row int) formula.Value {
	return b.obligations.table.Column(column).Value(row)
}

// citeObligation returns the address of a cell of the table of obligations, as a formula on a sheet cites
// it.
func (b *Book) citeObligation(column string, row int, on *sheet) string {
	cells, _ := b.obligations.column(column)
	at := cells.from.down(row).String()
	if b.obligations.sheet != on {
		return b.obligations.sheet.quoted() + "!" + at
	}
	return at
}

// adherenceBySDR draws the matrix of each SDR's adherence by rule with its chart, and the table behind it.
func (cur *cursor) adherenceBySDR() {
	card := cur.book.card
	t := card.Table(model.ObligationsTable)
	if t == nil || t.Rows == 0 || cur.book.placedTables[t.Name] {
		return
	}
	cur.section("Adherence by SDR", "Of what fell due in the period, for leads by their owner at export.")
	top := cur.row
	below := top + len(card.SDRs) + 2
	cur.row = below + chartRows + 1
	cur.book.obligations = cur.drawTable(t, "The counts behind it.")
	end := cur.row
	cur.row = top
	cur.drawBySDR(cur.book.adherenceCell)
	c := &chart{
		name: "chart_adherence", title: "Adherence by SDR", about: "Bars of adherence by SDR for the first rules",
		format: "0%", width: 760,
	}
	for k := range min(len(card.Rules), 3) {
		ink := []string{navy, accent, orange}[k]
		c.bars = append(c.bars, cur.rowSeries(top+1, top+len(card.SDRs), cur.left+1+k, ink))
	}
	cur.row = below
	cur.drawChart(c)
	cur.row = end
}

// drawBySDR draws a matrix of SDRs and rules. The function of returns the cell for a row of the table of
// obligations, as a formula over that table on the given sheet.
func (cur *cursor) drawBySDR(of func(row int, on *sheet) cell) matrixBlock {
	card := cur.book.card
	cur.headRow("SDR", overFigures(each(card.Rules, func(r model.Rule) string { return r.Title })...)...)
	last := cur.here().down(len(card.SDRs) - 1).right(len(card.Rules))
	filled := matrixBlock{"SDR", cellRange{cur.here(), last}}
	for i, sdr := range card.SDRs {
		cur.sh.text(cur.here(), sdr.SDR, labelLook)
		for c := range card.Rules {
			y := of(card.ObligationRow(i, c), cur.sh)
			if cur.sh != cur.book.obligations.sheet {
				y.look.ink = elsewhere
			}
			cur.sh.put(cur.here().right(1+c), y)
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
	at := cur.drawBySDR(cur.book.breachesCell)
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
