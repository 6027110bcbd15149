package workbook

import (
	"strings"

	"leadpact/model/calc"
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
	sh := b.add("SDR Protocol", "E3A008", append([]float64{gutter, 22, 11, 8, 8}, narrow...)...)
	p := b.begin(sh, "SDR protocol")
	p.section("Capacity protocol", "As of the period's end, or now. The bands of counts are ramped in an SDR's first months; short of a band and over it are different flags. A page to print for each SDR: sheet SDR Pages.")
	head := p.row + 1
	charts := head + max(t.Rows, 1) + 2
	p.row = charts + chartRows + 1
	p.section("Beside the bands", "Of the period, each with the number behind it.")
	// The lines of the protocol stand in one band of the sheet, the figures beside them in the next.
	first := []*calc.Column{t.Column("sdr"), t.Column("start"), t.Column("months"), t.Column("ramp")}
	for _, g := range groups {
		first = append(first, g.columns...)
	}
	g := b.place(sh, t, bandOf{cellAt{head, p.left}, first}, bandOf{cellAt{p.row, p.left + 1}, beside})
	b.sdrs = g
	for i := 4; i < len(first); i++ {
		g.columns[i].title = lineHead(g.columns[i].Name)
	}
	below := p.row
	p.row = head - 1
	p.groups(groups)
	p.body(g, 0, len(first))
	p.row = charts
	p.againstBands(g)
	p.row = below
	p.names(g, "sdr", 0)
	p.body(g, len(first), len(g.columns))
	if b.kept != nil {
		p.section("Adherence", "Met ÷ (met + late + missed) of what fell due in the period; the counts stand on SDR Pages and Action Agreement.")
		p.crossing(p.b.kept.adherence())
		p.space()
		p.broken()
	}
}

// protocolLine is a line of the protocol: its columns are the figure, the ends of its band and its flag.
type protocolLine struct {
	title   string
	columns []*calc.Column
}

// protocol splits the columns of the table: the lines of the protocol, and the figures beside them.
func protocol(t *calc.Table) (lines []protocolLine, beside []*calc.Column) {
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
func (p *pen) groups(lines []protocolLine) {
	over := look{ink: navy, fill: bandFill, bold: true, side: "center", rule: hair}
	at := cellAt{p.row, p.left + 4}
	for _, l := range lines {
		p.sh.spill(at, l.title, over)
		p.sh.merge(at, at.col+len(l.columns)-1, over)
		at = at.right(len(l.columns))
	}
	p.row++
}

// againstBands draws, side by side, what each SDR carries and what it brings against the bands.
func (p *pen) againstBands(g *grid) {
	top, right := p.row, 0
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
		p.row = top
		p.draw(c)
		c.at.col += right
		for right = 1; p.sh.pixels(p.left, p.left+right-1) < int(c.width)+15; {
			right++
		}
	}
}
