package workbook

import (
	"slices"
	"strings"

	"leadpact/model"
)

// rule is a rule of the action agreement in words.
func (b *Book) ruleTitle(id string) string {
	if q := b.card.Quantity("adherence." + id); q != nil {
		return strings.TrimSuffix(q.Title, " kept")
	}
	return strings.ReplaceAll(id, "_", " ")
}

// verdicts are the verdicts on an obligation as ids and as heads.
var verdicts = []struct{ id, title string }{{"met", "Met"}, {"late", "Late"}, {"missed", "Missed"}, {"pending", "Pending"}, {"excused", "Excused"}, {"na", "No verdict"}}

// bySDR draws each SDR's adherence by rule, out of the table behind it, and its chart.
func (cur *cursor) adherenceBySDR() {
	t := cur.book.card.Table("obligations")
	if t == nil || t.Rows == 0 || cur.book.placedTables["obligations"] {
		return
	}
	x := newAdherenceMatrix(t)
	cur.section("Adherence by SDR", "Of what fell due in the period, for leads by their owner at export.")
	top := cur.row
	below := top + len(x.sdrs) + 2
	cur.row = below + chartRows + 1
	g := cur.drawTable(t, "The counts behind it.")
	x.grid, cur.book.adherence = g, x
	end := cur.row
	cur.row = top
	cur.drawBySDR(x.adherence())
	c := &chart{name: "chart_adherence", title: "Adherence by SDR", about: "Bars of adherence by SDR for the first rules", format: "0%", width: 760}
	for k := range min(len(x.rules), 3) {
		c.bars = append(c.bars, cur.columnSeries(top+1, top+len(x.sdrs), cur.left+1+k, []string{navy, accent, "E3A008"}[k]))
	}
	cur.row = below
	cur.drawChart(c)
	cur.row = end
}

// crossTable is the table of obligations turned to SDR × rule.
type adherenceMatrix struct {
	sdrs, rules []string
	rows        map[[2]string]int
	grid        *placedTable
}

func newAdherenceMatrix(t *model.Table) *adherenceMatrix {
	x := &adherenceMatrix{rows: map[[2]string]int{}}
	for i := range t.Rows {
		sdr, rule := t.Column("sdr").Value(i).String(), t.Column("rule").Value(i).String()
		if !slices.Contains(x.sdrs, sdr) {
			x.sdrs = append(x.sdrs, sdr)
		}
		if !slices.Contains(x.rules, rule) {
			x.rules = append(x.rules, rule)
		}
		x.rows[[2]string{sdr, rule}] = i
	}
	return x
}

// crossCell gives the cell of a row of the table for its place in SDR × rule, as a sheet cites it.
type matrixCell func(row int, on *sheet) cell

// adherence cites the share that was kept.
func (x *adherenceMatrix) adherence() matrixCell {
	return func(row int, on *sheet) cell {
		return cell{formula: x.cite("adherence", row, on), value: x.value("adherence", row), look: look{border: hairline, side: "right", format: "0.0%"}}
	}
}

// breaches adds what was late and what was missed.
func (x *adherenceMatrix) breaches() matrixCell {
	return func(row int, on *sheet) cell {
		late, _ := x.value("late", row).Number()
		missed, _ := x.value("missed", row).Number()
		return cell{formula: x.cite("late", row, on) + "+" + x.cite("missed", row, on), value: model.Num(late + missed), look: look{border: hairline, side: "right", format: counts}}
	}
}

func (x *adherenceMatrix) value(column string, row int) model.Value {
	return x.grid.table.Column(column).Value(row)
}

func (x *adherenceMatrix) cite(column string, row int, on *sheet) string {
	at, _ := x.grid.column(column)
	cited := at.from.down(row).String()
	if x.grid.sheet != on {
		cited = x.grid.sheet.quoted() + "!" + cited
	}
	return cited
}

// crossing draws SDR × rule as formulas over the table's cells, and gives the rectangle of its figures.
func (cur *cursor) drawBySDR(of matrixCell) matrixBlock {
	x := cur.book.adherence
	cur.headRow(append([]string{"SDR"}, x.rules...)...)
	at := matrixBlock{"SDR", cur.here(), cellAt{cur.row + len(x.sdrs) - 1, cur.left + len(x.rules)}}
	for _, sdr := range x.sdrs {
		cur.sh.text(cur.here(), sdr, labelLook)
		for c, rule := range x.rules {
			to := cur.here().right(1 + c)
			i, ok := x.rows[[2]string{sdr, rule}]
			if !ok {
				cur.dash(to)
				continue
			}
			y := of(i, cur.sh)
			if cur.sh != x.grid.sheet {
				y.look.ink = elsewhere
			}
			cur.sh.put(to, y)
		}
		cur.row++
	}
	return at
}

// broken draws the breaches SDR × rule, and their chart.
func (cur *cursor) breachesBySDR() {
	cur.section("Breaches", "Obligations that fell due in the period and were kept late or missed, by SDR and rule.")
	at := cur.drawBySDR(cur.book.adherence.breaches())
	cur.book.breachesAt = breachBlock{cur.sh, at}
	cur.skipRow()
	cur.drawChart(cur.book.breachesAt.chart("chart_broken", 760))
}

// brokenAt is where the breaches stand SDR × rule.
type breachBlock struct {
	sheet *sheet
	at    matrixBlock
}

// chart is a bar for each SDR, a part for each rule.
func (x breachBlock) chart(name string, width uint) *chart {
	c := &chart{name: name, title: "Breaches by SDR and rule", about: "Bars of late and missed obligations by SDR, a part for each rule", format: counts, width: width, stack: true, source: x.sheet}
	inks := []string{navy, accent, "E3A008", "B42318", "7A8CA3", "9061F9", "1B7F3B"}
	for k := x.at.from.col + 1; k <= x.at.to.col; k++ {
		c.bars = append(c.bars, series{label: cellAt{x.at.from.row - 1, k}, cats: cellRange{x.at.from, cellAt{x.at.to.row, x.at.from.col}},
			values: cellRange{cellAt{x.at.from.row, k}, cellAt{x.at.to.row, k}}, ink: inks[(k-x.at.from.col-1)%len(inks)]})
	}
	return c
}

// how is a rule's definition without what is said of all rules.
func (x *adherenceMatrix) howCounted(s *model.Scorecard, rule string) string {
	for _, q := range s.Quantities {
		if strings.HasPrefix(q.ID, "adherence.") && q.Title == rule+" kept" {
			_, own, _ := strings.Cut(q.Definition, ": ")
			return strings.TrimSuffix(own, ".")
		}
	}
	return ""
}
