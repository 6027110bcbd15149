package workbook

import (
	"fmt"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// sheetRows is how many rows a worksheet has.
const sheetRows = 1048576

// longSheet lays out a sheet that is one table with a filter, streamed. The named columns come first and
// are printed; the others are for the screen. Without names all are printed. A table that would not fit
// below the sheet's head stands alone: a sheet has room for 1,048,575 rows and their head.
func (b *Book) longSheet(name, tab, sentence string, t *calc.Table, printed ...string) *sheet {
	sh := b.addSheet(name, tab, gutterWidth)
	at := cellAt{1, 2}
	switch {
	case t.Rows > sheetRows-1:
		b.placedTables[t.Name] = true // so that Checks does not draw it
		b.fail("%d %s are more than a sheet takes, which is 1,048,575: split the period, or the exports", t.Rows, t.Name)
		return sh
	case t.Rows <= sheetRows-headRows-1:
		cur := b.beginSheet(sh, name)
		if format.Banner(b.card.Agreement) == "" && sentence != "" {
			sh.overflow(cellAt{headRows, 2}, sentence, noteLook)
		}
		at = cur.here()
	}
	columns, n := putFirst(t, printed)
	g := b.layOut(sh, t, placedBand{at, columns})
	sh.printUntil = g.columns[n-1].head.down(g.rows())
	if at.row > headRows {
		sh.fillHead(at.col + n - 1)
	}
	for i := range g.columns {
		sh.columnHead(&g.columns[i])
	}
	sh.table = g
	sh.frozen = at
	b.deferred = append(b.deferred, func() {
		b.formatColumns(g)
		if at.row > headRows {
			b.filterTotals(sh, g)
		}
		sh.autofitTable(g)
	})
	return sh
}

// filterTotals draws, in the head of a long sheet, how many rows the filter shows and the sum of their
// lead value or amount, which a controller compares with a figure.
func (b *Book) filterTotals(sh *sheet, g *placedTable) {
	l := flagLook
	l.format = `"Rows shown: "#,##0`
	rows := "SUBTOTAL(103," + rangeName(g.table.Name, g.columns[0].Name) + ")"
	sh.put(cellAt{3, 4}, cell{formula: rows, value: formula.Num(float64(g.rows())), look: l})
	sh.merge(cellAt{3, 4}, 6, l)
	money, label := g.table.Column("value"), "Lead value shown: "
	if money == nil {
		money, label = g.table.Column("amount"), "Amount shown: "
	}
	if money == nil {
		return
	}
	v := sumColumn(g.table, money)
	l.format = quote(label) + b.formats.of(formula.Money, v)
	sum := "SUBTOTAL(109," + rangeName(g.table.Name, money.Name) + ")"
	sh.put(cellAt{3, 7}, cell{formula: sum, value: v, look: l})
	sh.merge(cellAt{3, 7}, 10, l)
}

// leads lays out the leads.
func (b *Book) leads() {
	t := b.card.Table(model.LeadsTable)
	if t == nil || len(t.Columns) == 0 {
		return
	}
	b.longSheet("Leads", slate, "A row for each lead that exists before as of. "+
		"A filter shows the leads behind a count; dates and hours are facts, verdicts are formulas.", t,
		"lead_id", "sdr", "tier", "action", "quality", "motion", "channel", "delivered", "value", "created", "handoff", "sql",
		"won", "first_call", "call_time", "contact", "touches", "breaches", "file", "line")
}

// deals lays out the deals.
func (b *Book) deals() {
	t := b.card.Table(model.DealsTable)
	if t == nil || len(t.Columns) == 0 {
		return
	}
	b.longSheet("Deals", slate,
		"A row for each deal that exists before as of: what the figures of money add up.", t)
}

// breaches lists every obligation of the period that was kept late or not at all.
func (b *Book) breaches() {
	rows := b.card.Breaches
	t := calc.NewTable("breaches", "Breaches", len(rows))
	zone := b.card.Period.Start.Location()
	text := func(name, title, note string, f func(model.Breach) string) { t.Texts(name, title, note, each(rows, f)) }
	num := func(name, title string, u formula.Unit, note string, f func(model.Breach) float64) {
		t.Numbers(name, title, u, note, each(rows, f))
	}
	text("sdr", "SDR", "owner at export", func(x model.Breach) string { return x.SDR })
	text("lead", "Lead", "id in the CRM", func(x model.Breach) string { return x.Lead })
	text("rule", "Rule", "", func(x model.Breach) string { return b.ruleTitle(x.Rule) })
	text("verdict", "Verdict", "late: done after it was due; missed: not done by as of",
		func(x model.Breach) string { return x.Verdict })
	num("start", "Clock start", formula.Time, "handoff",
		func(x model.Breach) float64 { return calendar.Serial(x.Start.In(zone)) })
	num("due", "Due", formula.Time, "", func(x model.Breach) float64 { return calendar.Serial(x.Due.In(zone)) })
	num("done", "Done", formula.Time, "n/a: not done by as of",
		func(x model.Breach) float64 { return serial(x.Done, zone) })
	num("late_by", "Late by", formula.Hours, "in "+b.clockHours()+"; of a missed one, up to as of",
		func(x model.Breach) float64 { return x.LateBy })
	num("value", "Lead value", formula.Money, "the chart's value of the lead",
		func(x model.Breach) float64 { return number(x.Value) })
	text("file", "File", "input file of the lead", func(x model.Breach) string { return x.File })
	num("line", "Line", formula.Count, "physical line in the file",
		func(x model.Breach) float64 { return float64(x.Line) })
	sh := b.longSheet("Breaches", redInk, "", t)
	sh.factVerdicts = true
	b.breachCounts(sh, len(rows))
	if b.breachesAt.sheet == nil || len(rows) == 0 {
		return
	}
	c := b.breachesAt.chart("chart_breaches", 620)
	c.at = cellAt{sh.frozen.row + 1, sh.printUntil.col + 2}
	if c.bars = withNumbers(c.source, c.bars); len(c.bars) > 0 {
		sh.charts = append(sh.charts, c)
	}
	sh.printedToo = cellRange{c.at, c.at.down(chartRows + 1).right(10)}
}

// breachCounts writes above the list how many breaches there are, as issued and by the terms that the
// workbook holds now.
func (b *Book) breachCounts(sh *sheet, issued int) {
	if sh.frozen.row <= headRows || format.Banner(b.card.Agreement) != "" || !b.hasID(model.BreachesID) {
		return
	}
	now, _, _ := b.value(model.BreachesID)
	listed, live := "As issued: ", "; by the terms of this file now: "
	if caveat := format.BreachCaveat(b.card); caveat != "" {
		listed = caveat + " " + listed
	}
	rest := ". A term changed here moves the second, the verdicts on Leads (filter its column Breaches) and the chart." +
		" Late by counts " + b.clockHours() + "."
	spelled := quote(listed) + `&COUNTIF(breaches_verdict,` + quote(model.Late) + `)+COUNTIF(breaches_verdict,` +
		quote(model.Missed) + `)&` + quote(live) + "&breaches_count&" + quote(rest)
	text := formula.Str(fmt.Sprint(listed, issued, live, now, rest))
	sh.put(cellAt{headRows, 2}, cell{formula: spelled, value: text, look: noteLook, overflows: true})
}
