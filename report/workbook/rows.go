package workbook

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// table draws a small table into a sheet and gives its grid; nil where the scorecard does not have it, or it stands somewhere
// already.
func (p *pen) table(name, sentence string) *grid {
	t := p.b.card.Table(name)
	if t == nil || len(t.Columns) == 0 || p.b.tables[name] {
		return nil
	}
	return p.draws(t, sentence)
}

func (p *pen) draws(t *calc.Table, sentence string) *grid {
	p.section(t.Title, sentence)
	g := p.b.place(p.sh, t, bandOf{p.here(), inOrder(t)})
	p.body(g, 0, len(g.columns))
	return g
}

// band is a title and the columns of a table that stand under it.
type band struct {
	title, sentence string
	columns         []*calc.Column
}

// bands draws a wide table as bands below one another; each begins with the columns that name its rows.
func (p *pen) bands(t *calc.Table, bands []band, names ...string) *grid {
	var places []bandOf
	row := p.row
	for i, x := range bands {
		left := p.left
		if i > 0 {
			left += len(names)
		}
		row += 2
		if x.sentence != "" {
			row++
		}
		places = append(places, bandOf{cellAt{row - 1, left}, x.columns})
		row += max(t.Rows, 1) + 1
	}
	g := p.b.place(p.sh, t, places...)
	first := 0
	for i, x := range bands {
		p.section(x.title, x.sentence)
		for k, name := range names {
			if i > 0 {
				p.names(g, name, k)
			}
		}
		p.body(g, first, first+len(x.columns))
		first += len(x.columns)
	}
	return g
}

// names repeats a column that names the rows, to the left of a further band.
func (p *pen) names(g *grid, name string, at int) {
	from, _ := g.column(name)
	k := slices.IndexFunc(g.columns, func(c gridColumn) bool { return c.Name == name })
	l := headLook
	if g.columns[k].Unit != formula.Words {
		l = headRight
	}
	p.sh.text(p.here().right(at), g.columns[k].title, l)
	for i := range g.rows() {
		x := g.at(i, k)
		x.formula = from.from.down(i).String()
		p.sh.put(p.here().right(at).down(1+i), x)
	}
}

// columnsOf are columns of a table by name, those that it has.
func columnsOf(t *calc.Table, names ...string) []*calc.Column {
	var out []*calc.Column
	for _, n := range names {
		if c := t.Column(n); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// body draws the head and the rows of columns of a table that stand side by side, and moves the pen below them.
func (p *pen) body(g *grid, from, til int) {
	for k := from; k < til; k++ {
		p.sh.headOf(&g.columns[k])
		for i := range g.rows() {
			p.cell(g, i, k)
		}
	}
	p.row += g.rows() + 1
	p.space()
}

// headOf draws the head of a column, with what the column holds as a note.
func (sh *sheet) headOf(c *gridColumn) {
	l := headRight
	switch {
	case judged(c.Column):
		l.side = "center"
	case c.Unit == formula.Words && c.look.indent == 0:
		l = headLook
	case c.Unit == formula.Words:
		l = headWords
	}
	sh.text(c.head, c.title, l)
	if c.Note != "" {
		sh.notes = append(sh.notes, note{c.head, c.Note})
	}
}

// cell draws a cell of a table. One that only repeats a figure without a cell of its own becomes that figure's.
func (p *pen) cell(g *grid, row, col int) {
	c := &g.columns[col]
	at, x := c.head.down(1+row), g.at(row, col)
	if c.Each != nil && row < g.table.Rows {
		if id, ok := c.Each[row].(formula.Ref); ok {
			p.b.show(p.sh, at, string(id), x.look)
			return
		}
	}
	if judged(c.Column) {
		p.sh.status = append(p.sh.status, at)
	}
	p.sh.put(at, x)
}

// The long tables have sheets of their own.
const sheetRows = 1048576

// long lays out a sheet that is one filtered table, streamed. The columns named come first and are printed; the others are
// for the screen. Without names all are printed. Where a table would not fit below the sheet's head, it stands
// alone: a sheet has room for 1,048,575 rows and their head.
func (b *Book) long(name, tab, sentence string, t *calc.Table, printed ...string) *sheet {
	sh := b.add(name, tab, gutter)
	at := cellAt{1, 2}
	switch {
	case t.Rows > sheetRows-1:
		b.fail("%d %s are more than a sheet takes, which is 1,048,575: split the period, or the exports", t.Rows, t.Name)
		return sh
	case t.Rows <= sheetRows-headRows-1:
		p := b.begin(sh, name)
		if format.Banner(b.card.Agreement) == "" && sentence != "" {
			sh.spill(cellAt{headRows, 2}, sentence, noteLook)
		}
		at = p.here()
	}
	columns, n := foremost(t, printed)
	g := b.lay(sh, t, bandOf{at, columns})
	sh.printed = g.columns[n-1].head.down(g.rows())
	if at.row > headRows {
		sh.banded(at.col + n - 1)
	}
	for i := range g.columns {
		sh.headOf(&g.columns[i])
	}
	sh.table = g
	sh.frozen = at
	b.late = append(b.late, func() {
		b.format(g)
		if at.row > headRows {
			b.shown(sh, g)
		}
		sh.fitTable(g)
	})
	return sh
}

// shown counts the rows of a long table that its filter shows, and adds up their lead value: what a controller compares with a
// figure.
func (b *Book) shown(sh *sheet, g *grid) {
	first := g.columns[0].Name
	l := flagLook
	l.format = `"Rows shown: "#,##0`
	sh.put(cellAt{3, 4}, cell{formula: "SUBTOTAL(103," + rangeName(g.table.Name, first) + ")", value: formula.Num(float64(g.rows())), look: l})
	sh.merge(cellAt{3, 4}, 6, l)
	money := g.table.Column("value")
	word := "Lead value shown: "
	if money == nil {
		money, word = g.table.Column("amount"), "Amount shown: "
	}
	if money == nil {
		return
	}
	v := sum(g.table, money)
	l.format = quote(word) + b.formats.of(formula.Money, v)
	sh.put(cellAt{3, 7}, cell{formula: "SUBTOTAL(109," + rangeName(g.table.Name, money.Name) + ")", value: v, look: l})
	sh.merge(cellAt{3, 7}, 10, l)
}

// foremost puts the columns named to the front, those that there are, and says how many they are.
func foremost(t *calc.Table, names []string) ([]*calc.Column, int) {
	if len(names) == 0 {
		return inOrder(t), len(t.Columns)
	}
	out := columnsOf(t, names...)
	var rest []*calc.Column
	for _, c := range t.Columns {
		if !slices.Contains(out, c) {
			rest = append(rest, c)
		}
	}
	if len(out) == 0 {
		return rest, len(rest)
	}
	return append(out, rest...), len(out)
}

func (b *Book) leads() {
	if t := b.card.Table("leads"); t != nil && len(t.Columns) > 0 {
		b.long("Leads", "7A8CA3", "A row for each lead that exists before as of. A filter shows the leads behind a count; dates and hours are facts, verdicts are formulas.", t,
			"lead_id", "sdr", "tier", "action", "quality", "motion", "channel", "delivered", "value", "created", "handoff", "sql", "won", "first_call", "call_time", "contact", "touches", "breaches", "file", "line")
	}
}

func (b *Book) deals() {
	if t := b.card.Table("deals"); t != nil && len(t.Columns) > 0 {
		b.long("Deals", "7A8CA3", "A row for each deal that exists before as of: what the figures of money add up.", t)
	}
}

// rule is a rule of the action agreement in words.
func (b *Book) rule(id string) string {
	if q := b.card.Quantity("adherence." + id); q != nil {
		return strings.TrimSuffix(q.Title, " kept")
	}
	return strings.ReplaceAll(id, "_", " ")
}

// breaches lists every obligation of the period that was kept late or not at all.
func (b *Book) breaches() {
	rows := b.card.Breaches
	t := calc.NewTable("breaches", "Breaches", len(rows))
	zone := b.card.Period.Start.Location()
	texts := func(name, title, note string, f func(model.Breach) string) { t.Texts(name, title, note, each(rows, f)) }
	nums := func(name, title string, u formula.Unit, note string, f func(model.Breach) float64) {
		t.Numbers(name, title, u, note, each(rows, f))
	}
	texts("sdr", "SDR", "owner at export", func(x model.Breach) string { return x.SDR })
	texts("lead", "Lead", "id in the CRM", func(x model.Breach) string { return x.Lead })
	texts("rule", "Rule", "", func(x model.Breach) string { return b.rule(x.Rule) })
	texts("verdict", "Verdict", "late: done after it was due; missed: not done by as of", func(x model.Breach) string { return x.Verdict })
	nums("start", "Clock start", formula.Time, "handoff", func(x model.Breach) float64 { return calendar.Serial(x.Start.In(zone)) })
	nums("due", "Due", formula.Time, "", func(x model.Breach) float64 { return calendar.Serial(x.Due.In(zone)) })
	nums("done", "Done", formula.Time, "n/a: not done by as of", func(x model.Breach) float64 { return serial(x.Done, zone) })
	nums("late_by", "Late by", formula.Hours, "in "+b.hours()+"; of a missed one, up to as of", func(x model.Breach) float64 { return x.LateBy })
	nums("value", "Lead value", formula.Money, "the chart's value of the lead", func(x model.Breach) float64 { return number(x.Value) })
	texts("file", "File", "input file of the lead", func(x model.Breach) string { return x.File })
	nums("line", "Line", formula.Count, "physical line in the file", func(x model.Breach) float64 { return float64(x.Line) })
	sh := b.long("Breaches", "B42318", "", t)
	sh.worded = true
	b.breachesNow(sh, len(rows))
	if b.broken.sheet == nil || len(rows) == 0 {
		return
	}
	c := b.broken.chart("chart_breaches", 620)
	c.at = cellAt{sh.frozen.row + 1, sh.printed.col + 2}
	sh.charts = plottedCharts(b.broken.sheet, c)
	sh.beside = span{c.at, c.at.down(chartRows + 1).right(10)}
}

// breachesNow says above the list how many there are, as issued and by the terms as they stand in the file.
func (b *Book) breachesNow(sh *sheet, issued int) {
	if sh.frozen.row <= headRows || format.Banner(b.card.Agreement) != "" || !b.has("breaches.count") {
		return
	}
	now, _, _ := b.value("breaches.count")
	const listed, live = "As issued: ", "; by the terms of this file now: "
	rest := ". A term changed here moves the second, the verdicts on Leads (filter its column Breaches) and the chart. Late by counts " + b.hours() + "."
	sh.put(cellAt{headRows, 2}, cell{spills: true, look: noteLook, value: formula.Str(fmt.Sprint(listed, issued, live, now, rest)),
		formula: quote(listed) + `&COUNTIF(breaches_verdict,"late")+COUNTIF(breaches_verdict,"missed")&` + quote(live) + "&breaches_count&" + quote(rest)})
}
