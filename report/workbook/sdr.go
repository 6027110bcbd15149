package workbook

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/report/format"
)

// sdrProtocol lays out the capacity protocol: the team at a glance, a row for each SDR; each line of the protocol is a group
// of columns: what it is, the band, the flag. A page for each SDR stands on SDR Pages.
func (b *Book) sdrProtocol() {
	t := b.card.Table("sdrs")
	if t == nil || t.Rows == 0 {
		return
	}
	groups, beside := protocol(t)
	columns := 4
	for _, g := range groups {
		columns += len(g.columns)
	}
	narrow := each(make([]int, max(columns-3, 8)), func(int) float64 { return 8.5 })
	sh := b.addSheet("SDR Protocol", "E3A008", append([]float64{gutterWidth, 22, 11, 8, 8}, narrow...)...)
	cur := b.beginSheet(sh, "SDR protocol")
	cur.section("Capacity protocol", "As of the period's end, or now. The bands of counts are ramped in an SDR's first months; short of a band and over it are different flags. A page to print for each SDR: sheet SDR Pages.")
	head := cur.row + 1
	charts := head + max(t.Rows, 1) + 2
	cur.row = charts + chartRows + 1
	cur.section("Beside the bands", "Of the period, each with the number behind it.")
	// The lines of the protocol stand in one band of the sheet, the figures beside them in the next.
	first := []*model.Column{t.Column("sdr"), t.Column("start"), t.Column("months"), t.Column("ramp")}
	for _, g := range groups {
		first = append(first, g.columns...)
	}
	g := b.place(sh, t, placedBand{cellAt{head, cur.left}, first}, placedBand{cellAt{cur.row, cur.left + 1}, beside})
	b.protocol = g
	for i := 4; i < len(first); i++ {
		g.columns[i].title = lineHead(g.columns[i].Name)
	}
	below := cur.row
	cur.row = head - 1
	cur.protocolHeads(groups)
	cur.drawColumns(g, 0, len(first))
	cur.row = charts
	cur.bandCharts(g)
	cur.row = below
	cur.repeatNames(g, "sdr", 0)
	cur.drawColumns(g, len(first), len(g.columns))
	if b.adherence != nil {
		cur.section("Adherence", "Met ÷ (met + late + missed) of what fell due in the period; the counts stand on SDR Pages and Action Agreement.")
		cur.drawBySDR(cur.book.adherence.adherence())
		cur.skipRow()
		cur.breachesBySDR()
	}
}

// protocolLine is a line of the protocol: its columns are the figure, the ends of its band and its flag.
type protocolLine struct {
	title   string
	columns []*model.Column
}

// protocol splits the columns of the table: the lines of the protocol, and the figures beside them.
func protocol(t *model.Table) (lines []protocolLine, beside []*model.Column) {
	for _, c := range t.Columns {
		key, isFlag := strings.CutSuffix(c.Name, "_flag")
		if !isFlag {
			continue
		}
		line := protocolLine{title: t.Column(key).Title}
		for _, end := range []string{"", "_low", "_high", "_flag"} {
			if x := t.Column(key + end); x != nil {
				line.columns = append(line.columns, x)
			}
		}
		lines = append(lines, line)
	}
	taken := map[string]bool{"sdr": true, "start": true, "months": true, "ramp": true}
	for _, l := range lines {
		for _, c := range l.columns {
			taken[c.Name] = true
		}
	}
	for _, c := range t.Columns {
		if !taken[c.Name] && c.Name != "sdr_no" {
			beside = append(beside, c)
		}
	}
	return lines, append(beside, t.Column("sdr_no"))
}

// lineHead is the head of a column below its group's.
func lineHead(name string) string {
	switch {
	case strings.HasSuffix(name, "_low"):
		return "At least"
	case strings.HasSuffix(name, "_high"):
		return "At most"
	case strings.HasSuffix(name, "_flag"):
		return "Flag"
	}
	return "Is"
}

// groups draws the heads of the lines above those of their columns.
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

// againstBands draws, side by side, what each SDR carries and what it brings against the bands.
func (cur *cursor) bandCharts(g *placedTable) {
	top, right := cur.row, 0
	for _, x := range []struct{ key, title string }{{"active_mqls", "Active MQLs against the band"}, {"sqls", "SQLs created against the least agreed"}} {
		is, ok := g.column(x.key)
		if !ok {
			continue
		}
		names, _ := g.column("sdr")
		c := &chart{name: "chart_" + x.key, title: x.title, about: "Bars of " + x.title + " by SDR, lines for the ends of the band", format: "#,##0", width: 560,
			bars: []series{{label: g.headCell(x.key), cats: names, values: is, ink: accent}}}
		for _, end := range []struct{ name, ink string }{{"_low", lineInk}, {"_high", bandInk}} {
			if s, ok := g.column(x.key + end.name); ok {
				c.lines = append(c.lines, series{label: g.headCell(x.key + end.name), cats: names, values: s, ink: end.ink, marks: true})
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

// sdrPages lays out a page for each SDR: what he carries, how he kept each rule, and the figures beside, each with how it
// counts. Every row has his name in its first column, so one filter leaves his page, and each page prints on its own.
func (b *Book) sdrPages() {
	if b.protocol == nil {
		return
	}
	sh := b.addSheet("SDR Pages", "E3A008", gutterWidth, 20, 27, 12, 9, 9, 9, 8, 8, 8, 8, 9, 9, 9, 46)
	b.deferred = append(b.deferred, func() { b.drawSDRPages(sh) }) // no figure has its cell here
}

func (b *Book) drawSDRPages(sh *sheet) {
	cur := b.beginSheet(sh, "SDR pages")
	if format.Banner(b.card.Agreement) == "" {
		sh.overflow(cellAt{headRows, 2}, "A page for each SDR: filter the first column by a name. Breaches and Leads filter by the same name. "+b.clockSentence(), noteLook)
	}
	head := cur.here()
	cur.headRow(pageHeads...)
	centre := headLook
	centre.side = "center"
	sh.text(head.right(pageLine), pageHeads[pageLine], headLook)
	sh.text(head.right(pageFlag), pageHeads[pageFlag], centre)
	sh.text(head.right(pageWords), pageHeads[pageWords], headOverWords)
	sh.frozen = cellAt{head.row, 0}
	for i := range b.protocol.table.Rows {
		if i > 0 {
			sh.pageStarts = append(sh.pageStarts, cur.row)
		}
		cur.sdrPage(i)
	}
	sh.filtered = filteredRange{"sdr_pages", head, cellAt{sh.lastRow, head.col + len(pageHeads) - 1}}
}

var pageHeads = []string{"SDR", "Line", "Figure", "At least", "At most", "Flag", "n", "Met", "Late", "Missed", "Pending", "Excused", "No verdict", "How it counts"}

// Columns of a page, from its first.
const (
	pageLine = iota + 1
	pageFigure
	pageLow
	pageHigh
	pageFlag
	pageN
	pageVerdicts
	pageWords = pageVerdicts + 6
)

// sdrPage draws the rows of one SDR.
func (cur *cursor) sdrPage(i int) {
	t := cur.book.protocol.table
	for _, x := range []struct{ name, how string }{{"start", "start date in the team file; without one, no ramp"}, {"months", "full months since then, on the last day before as of"}, {"ramp", "of the bands of counts"}} {
		cur.pageRow(i, t.Column(x.name).Title, x.how, x.name != "start")
		cur.citeTableCell(pageFigure, cur.book.protocol, x.name, i)
	}
	lines, _ := protocol(t)
	for _, l := range lines {
		cur.pageRow(i, l.title, l.columns[0].Note, true)
		key := l.columns[0].Name
		cur.citeTableCell(pageFigure, cur.book.protocol, key, i)
		cur.citeTableCell(pageLow, cur.book.protocol, key+"_low", i)
		cur.citeTableCell(pageHigh, cur.book.protocol, key+"_high", i)
		cur.citeTableCell(pageFlag, cur.book.protocol, key+"_flag", i)
	}
	cur.pageRules(i)
	for _, x := range pageFigures {
		if t.Column(x.name) == nil {
			continue
		}
		cur.pageRow(i, t.Column(x.name).Title, t.Column(x.name).Note, true)
		cur.citeTableCell(pageFigure, cur.book.protocol, x.name, i)
		cur.citeTableCell(pageN, cur.book.protocol, x.n, i)
	}
	cur.pageBreaches(i)
}

// pageBreaches lists what one SDR kept late or missed, as issued.
func (cur *cursor) pageBreaches(i int) {
	name := cur.book.protocol.table.Column("sdr").Value(i).String()
	zone := cur.book.card.Period.Start.Location()
	stamp := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05") }
	for _, x := range cur.book.card.Breaches {
		if x.SDR != name {
			continue
		}
		done := "not done by as of"
		if x.Done.Known() {
			done = "done " + stamp(x.Done.Time(zone))
		}
		cur.pageRow(i, cur.book.ruleTitle(x.Rule)+", lead "+x.Lead, fmt.Sprintf("due %s, %s; %s line %d", stamp(x.Due), done, x.File, x.Line), true)
		late, verdict := figureLook, statusLook
		late.format = `0.0" h late"`
		row := cur.row - 1
		cur.sh.put(cellAt{row, cur.left + pageFigure}, cell{value: model.Num(x.LateBy), look: late})
		cur.sh.text(cellAt{row, cur.left + pageFlag}, x.Verdict, verdict)
		cur.sh.statusCells = append(cur.sh.statusCells, cellAt{row, cur.left + pageFlag})
	}
}

// pageFigures are the figures beside the bands, each with the column of its n.
var pageFigures = []struct{ name, n string }{{"leads_handed_off", ""}, {"contact_rate", "touched"}, {"contacts_per_sql", "sqls_touched"},
	{"days_mql_to_sql", "days_mql_to_sql_n"}, {"won", ""}, {"on_list", ""}, {"value_at_risk", "on_list"}}

// pageRules draws how one SDR kept each rule.
func (cur *cursor) pageRules(i int) {
	x := cur.book.adherence
	if x == nil {
		return
	}
	name := cur.book.protocol.table.Column("sdr").Value(i).String()
	for _, rule := range x.rules {
		k, ok := x.rows[[2]string{name, rule}]
		if !ok {
			continue
		}
		cur.pageRow(i, rule, x.howCounted(cur.book.card, rule), true)
		cur.citeTableCell(pageFigure, x.grid, "adherence", k)
		for v, verdict := range verdicts {
			cur.citeTableCell(pageVerdicts+v, x.grid, verdict.id, k)
		}
		met := cur.row - 1
		at := cellAt{met, cur.left + pageVerdicts}
		judged := 0.0
		for v := range 3 { // met, late, missed
			n, _ := cur.sh.at(at.right(v)).value.Number()
			judged += n
		}
		cur.sh.put(cellAt{met, cur.left + pageN}, cell{formula: "SUM(" + at.String() + ":" + at.right(2).String() + ")", value: model.Num(judged), look: figureLook})
	}
}

// pageRow draws a row's name, line and words, and moves below it; the first row of a page says the name loudest.
func (cur *cursor) pageRow(i int, line, how string, later bool) {
	name := labelLook
	if later {
		name.ink = muted
	} else {
		name.bold = true
	}
	cur.sh.text(cur.here(), cur.book.protocol.table.Column("sdr").Value(i).String(), name)
	cur.sh.text(cur.here().right(pageLine), line, look{border: hairline, bold: true})
	cur.sh.fill(cur.here().right(pageFigure), cur.here().right(pageWords), labelLook)
	if how != "" {
		words := wordsLook
		words.wrap = true
		cur.sh.text(cur.here().right(pageWords), how, words)
	}
	cur.row++
}

// from cites a cell of another sheet's table into the row just drawn.
func (cur *cursor) citeTableCell(column int, g *placedTable, name string, row int) {
	src, ok := g.column(name)
	if !ok {
		return
	}
	c := g.table.Column(name)
	at := cellAt{cur.row - 1, cur.left + column}
	l := columnLook(c)
	l.format, l.indent, l.ink = cur.book.formats.column(g.table, c), 0, elsewhere
	if computedWords(c) {
		l.ink = calc
		cur.sh.statusCells = append(cur.sh.statusCells, at)
	}
	cur.sh.put(at, cell{formula: g.sheet.quoted() + "!" + src.from.down(row).fixed(), value: c.Value(row), look: l})
}
