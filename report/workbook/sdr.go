package workbook

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// sdrProtocol lays out the capacity protocol: the team at a glance, a row for each SDR. Each line of the
// protocol is a group of columns: the figure, its band, the flag. A page for each SDR stands on SDR Pages.
func (b *Book) sdrProtocol() {
	t := b.card.Table(model.SDRsTable)
	if t == nil || t.Rows == 0 {
		return
	}
	lines, others := protocol(t)
	// The lines of the protocol stand in one band of the sheet, the other figures in the next.
	first := []*calc.Column{t.Column("sdr"), t.Column("start"), t.Column("months"), t.Column("ramp")}
	for _, l := range lines {
		first = append(first, l.columns...)
	}
	widths := []float64{gutterWidth, 22, 11, 8, 8}
	for range max(len(first)-3, 8) {
		widths = append(widths, 8.5)
	}
	sh := b.addSheet("SDR Protocol", orange, widths...)
	cur := b.beginSheet(sh, "SDR protocol")
	cur.section("Capacity protocol", "As of the period's end, or now. "+
		"The bands of counts are ramped in an SDR's first months; "+
		"short of a band and over it are different flags. A page to print for each SDR: sheet SDR Pages.")
	head := cur.row + 1
	charts := head + max(t.Rows, 1) + 2
	cur.row = charts + chartRows + 1
	cur.section("Beside the bands", "Of the period, each with the number behind it.")
	g := b.place(sh, t, placedBand{cellAt{head, cur.left}, first}, placedBand{cellAt{cur.row, cur.left + 1}, others})
	b.protocol = g
	for i := 4; i < len(first); i++ {
		g.columns[i].title = bandHead(g.columns[i].Name)
	}
	below := cur.row
	cur.row = head - 1
	cur.protocolHeads(lines)
	cur.drawColumns(g, 0, len(first))
	cur.row = charts
	cur.bandCharts(g)
	cur.row = below
	cur.repeatColumn(g, "sdr", 0)
	cur.drawColumns(g, len(first), len(g.columns))
	if b.obligations != nil {
		cur.section("Adherence", "Met ÷ (met + late + missed) of what fell due in the period; "+
			"the counts stand on SDR Pages and Action Agreement.")
		cur.drawBySDR(b.adherenceCell)
		cur.skipRow()
		cur.breachesBySDR()
	}
	if why := format.UnknownOfSDRs(b.card, b.card.SDRs); len(why) > 0 {
		cur.section("Figures that are n/a, and why", "")
		cur.factLines(why...)
		cur.skipRow()
	}
}

// protocolLine is a line of the protocol: its columns are the figure, the ends of its band and its flag.
type protocolLine struct {
	title   string
	columns []*calc.Column
}

// protocol splits the columns of the table of SDRs into the lines of the protocol and the other figures. A
// line is a figure for which there is a flag.
func protocol(t *calc.Table) (lines []protocolLine, others []*calc.Column) {
	for _, c := range t.Columns {
		key, isFlag := strings.CutSuffix(c.Name, "_flag")
		if !isFlag {
			continue
		}
		line := protocolLine{t.Column(key).Title, existingColumns(t, key, key+"_low", key+"_high", key+"_flag")}
		lines = append(lines, line)
	}
	taken := map[string]bool{"sdr": true, "start": true, "months": true, "ramp": true, "sdr_no": true}
	for _, l := range lines {
		for _, c := range l.columns {
			taken[c.Name] = true
		}
	}
	for _, c := range t.Columns {
		if !taken[c.Name] {
			others = append(others, c)
		}
	}
	return lines, append(others, t.Column("sdr_no"))
}

// bandHead returns the head of a column below the head of its line.
func bandHead(column string) string {
	switch {
	case strings.HasSuffix(column, "_low"):
		return "At least"
	case strings.HasSuffix(column, "_high"):
		return "At most"
	case strings.HasSuffix(column, "_flag"):
		return "Flag"
	}
	return "Is"
}

// protocolHeads draws the heads of the lines above those of their columns.
func (cur *cursor) protocolHeads(lines []protocolLine) {
	over := look{ink: navy, fill: bandFill, bold: true, side: "center", border: hairline}
	at := cellAt{cur.row, cur.left + 4}
	for _, l := range lines {
		cur.sh.overflow(at, l.title, over)
		cur.sh.merge(at, at.col+len(l.columns)-1, over)
		at = at.right(len(l.columns))
	}
	cur.row++
}

// bandCharts draws, side by side, the active MQLs and the new SQLs of each SDR against the agreed bands.
func (cur *cursor) bandCharts(g *placedTable) {
	top, right := cur.row, 0
	for _, x := range []struct{ key, title string }{
		{"active_mqls", "Active MQLs against the band"}, {"sqls", "SQLs created against the least agreed"},
	} {
		figures, ok := g.column(x.key)
		if !ok {
			continue
		}
		names, _ := g.column("sdr")
		c := &chart{
			name: "chart_" + x.key, title: x.title, about: "Bars of " + x.title + " by SDR, lines for the ends of the band",
			format: "#,##0", width: 560,
			bars: []series{{label: g.headCell(x.key), cats: names, values: figures, ink: accent}},
		}
		for _, end := range []struct{ suffix, ink string }{{"_low", lineInk}, {"_high", bandInk}} {
			if values, ok := g.column(x.key + end.suffix); ok {
				label := g.headCell(x.key + end.suffix)
				c.lines = append(c.lines, series{label: label, cats: names, values: values, ink: end.ink, marks: true})
			}
		}
		cur.row = top
		cur.drawChart(c)
		c.at.col += right
		for right = 1; cur.sh.pixels(cur.left, cur.left+right-1) < int(c.width)+15; {
			right++
		}
	}
}

// sdrPages lays out a page for each SDR: the figures of the capacity protocol, the adherence to each
// rule, and further figures, each with its definition. Every row has the SDR's name in its first column,
// so a filter by the name leaves one page; and each page is printed on its own.
func (b *Book) sdrPages() {
	if b.protocol == nil {
		return
	}
	sh := b.addSheet("SDR Pages", orange, gutterWidth, 20, 27, 12, 9, 9, 9, 8, 8, 8, 8, 9, 9, 9, 46)
	b.deferred = append(b.deferred, func() { b.drawSDRPages(sh) }) // no figure has its cell there
}

// Columns of a page, from its first.
const (
	pageLine = iota + 1
	pageFigure
	pageLow
	pageHigh
	pageFlag
	pageN
	pageVerdicts
	pageWords = pageVerdicts + 6 // behind the verdicts
)

// pageHeads returns the heads of a page behind that of the SDR.
func pageHeads() []head {
	centre := headLook
	centre.side = "center"
	heads := append([]head{{"Line", headLook}}, overFigures("Figure", "At least", "At most")...)
	heads = append(append(heads, head{"Flag", centre}), overFigures("n")...)
	for _, v := range verdicts {
		heads = append(heads, overFigures(v.title)...)
	}
	return append(heads, overWords("How it counts"))
}

func (b *Book) drawSDRPages(sh *sheet) {
	cur := b.beginSheet(sh, "SDR pages")
	if format.Banner(b.card.Agreement) == "" {
		sh.overflow(cellAt{headRows, 2}, "A page for each SDR: filter the first column by a name. "+
			"Breaches and Leads filter by the same name. "+b.clockSentence(), noteLook)
	}
	first := cur.here()
	cur.headRow("SDR", pageHeads()...)
	sh.frozen = cellAt{first.row, 0}
	for i := range b.protocol.table.Rows {
		if i > 0 {
			sh.pageStarts = append(sh.pageStarts, cur.row)
		}
		cur.sdrPage(i)
	}
	sh.filtered = filteredRange{"sdr_pages", cellRange{first, cellAt{sh.lastRow, first.col + pageWords}}}
}

// sdrPage draws the rows of the i-th SDR.
func (cur *cursor) sdrPage(i int) {
	protocolTable := cur.book.protocol
	t := protocolTable.table
	for k, x := range []struct{ name, how string }{
		{"start", "start date in the team file; without one, no ramp"},
		{"months", "full months since then, on the last day before as of"},
		{"ramp", "of the bands of counts"},
	} {
		cur.pageRow(i, t.Column(x.name).Title, x.how, k == 0)
		cur.citeTableCell(pageFigure, protocolTable, x.name, i)
	}
	lines, _ := protocol(t)
	for _, l := range lines {
		key := l.columns[0].Name
		cur.pageRow(i, l.title, cur.columnWords(l.columns[0], i), false)
		cur.citeTableCell(pageFigure, protocolTable, key, i)
		cur.citeTableCell(pageLow, protocolTable, key+"_low", i)
		cur.citeTableCell(pageHigh, protocolTable, key+"_high", i)
		cur.citeTableCell(pageFlag, protocolTable, key+"_flag", i)
	}
	cur.pageRules(i)
	for _, x := range pageFigures {
		c := t.Column(x.name)
		if c == nil {
			continue
		}
		cur.pageRow(i, c.Title, cur.columnWords(c, i), false)
		cur.citeTableCell(pageFigure, protocolTable, x.name, i)
		cur.citeTableCell(pageN, protocolTable, x.n, i)
	}
	cur.pageBreaches(i)
}

// pageFigures are the figures of a page that have no band, each with the column of the number of
// observations behind it; empty where there is no such column.
var pageFigures = []struct{ name, n string }{
	{"leads_handed_off", ""}, {"contact_rate", "touched"}, {"contacts_per_sql", "sqls_touched"},
	{"days_mql_to_sql", "days_mql_to_sql_n"}, {"won", ""}, {"on_list", ""}, {"value_at_risk", "on_list"},
}

// columnWords returns the note of a column of the table of SDRs, with the reason where it is n/a for the i-th
// SDR.
func (cur *cursor) columnWords(c *calc.Column, i int) string {
	if !c.Value(i).IsMissing() {
		return c.Note
	}
	return strings.TrimPrefix(c.Note+"; n/a: "+format.WhySDR(cur.book.card, c.Name), "; ")
}

// sdrName returns the name of the i-th SDR.
func (cur *cursor) sdrName(i int) string {
	return cur.book.protocol.table.Column("sdr").Value(i).String()
}

// pageRules draws the adherence of one SDR to each rule.
func (cur *cursor) pageRules(i int) {
	obligations := cur.book.obligations
	if obligations == nil {
		return
	}
	for k, r := range cur.book.card.Rules {
		row := cur.book.card.ObligationRow(i, k)
		how := r.Asks
		if cur.book.obligation("adherence", row).IsMissing() {
			how += "; n/a: " + format.WhySDR(cur.book.card, model.AdherenceID(r.ID))
		}
		cur.pageRow(i, r.Title, how, false)
		cur.citeTableCell(pageFigure, obligations, "adherence", row)
		for v, verdict := range verdicts {
			cur.citeTableCell(pageVerdicts+v, obligations, verdict.id, row)
		}
		met := cellAt{cur.row - 1, cur.left + pageVerdicts}
		due := cellRange{met, met.right(2)} // met, late, missed
		n := 0.0
		for _, at := range due.cells() {
			count, _ := cur.sh.at(at).value.Number()
			n += count
		}
		cur.sh.put(cellAt{met.row, cur.left + pageN},
			cell{formula: "SUM(" + due.String() + ")", value: formula.Num(n), look: figureLook})
	}
}

// pageBreaches lists the obligations that one SDR met late or missed, as issued.
func (cur *cursor) pageBreaches(i int) {
	zone := cur.book.card.Period.Start.Location()
	stamp := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05") }
	for _, x := range cur.book.card.Breaches {
		if x.SDR != cur.sdrName(i) {
			continue
		}
		done := "not done by as of"
		if x.Done.Known() {
			done = "done " + stamp(x.Done.Time(zone))
		}
		how := fmt.Sprintf("due %s, %s; %s line %d", stamp(x.Due), done, x.File, x.Line)
		cur.pageRow(i, cur.book.ruleTitle(x.Rule)+", lead "+x.Lead, how, false)
		late := figureLook
		late.format = `0.0" h late"`
		row := cur.row - 1
		cur.sh.put(cellAt{row, cur.left + pageFigure}, cell{value: formula.Num(x.LateBy), look: late})
		flag := cellAt{row, cur.left + pageFlag}
		cur.sh.text(flag, x.Verdict, statusLook)
		cur.sh.statusCells = append(cur.sh.statusCells, flag)
	}
}

// pageRow draws the name, line and words of a row, and moves below it. The name is bold in the first row
// of a page and grey in the others.
func (cur *cursor) pageRow(i int, line, how string, first bool) {
	name := labelLook
	if first {
		name.bold = true
	} else {
		name.ink = muted
	}
	cur.sh.text(cur.here(), cur.sdrName(i), name)
	cur.sh.text(cur.here().right(pageLine), line, look{border: hairline, bold: true})
	cur.sh.fill(cur.here().right(pageFigure), cur.here().right(pageWords), labelLook)
	if how != "" {
		words := wordsLook
		words.wrap = true
		cur.sh.text(cur.here().right(pageWords), how, words)
	}
	cur.row++
}

// citeTableCell cites a cell of another sheet's table in a column of the row that was drawn last. A column
// that the table does not have is left blank.
func (cur *cursor) citeTableCell(pageColumn int, g *placedTable, name string, row int) {
	cells, ok := g.column(name)
	if !ok {
		return
	}
	c := g.table.Column(name)
	at := cellAt{cur.row - 1, cur.left + pageColumn}
	l := columnLook(c)
	l.format, l.indent, l.ink = cur.book.formats.column(g.table, c), 0, elsewhere
	if holdsComputedWords(c) {
		l.ink = styleCalculated
		cur.sh.statusCells = append(cur.sh.statusCells, at)
	}
	formula := g.sheet.quoted() + "!" + cells.from.down(row).fixed()
	cur.sh.put(at, cell{formula: formula, value: c.Value(row), look: l})
}
