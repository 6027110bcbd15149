package workbook

import (
	"fmt"

	"leadpact/model"
	"leadpact/report/format"
)

// The long tables have sheets of their own.
const sheetRows = 1048576

// long lays out a sheet that is one filtered table, streamed. The columns named come first and are printed; the others are
// for the screen. Without names all are printed. Where a table would not fit below the sheet's head, it stands
// alone: a sheet has room for 1,048,575 rows and their head.
func (b *Book) longSheet(name, tab, sentence string, t *model.Table, printed ...string) *sheet {
	sh := b.addSheet(name, tab, gutterWidth)
	at := cellAt{1, 2}
	switch {
	case t.Rows > sheetRows-1:
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
			b.shownTotals(sh, g)
		}
		sh.autofitTable(g)
	})
	return sh
}

// shown counts the rows of a long table that its filter shows, and adds up their lead value: what a controller compares with a
// figure.
func (b *Book) shownTotals(sh *sheet, g *placedTable) {
	first := g.columns[0].Name
	l := flagLook
	l.format = `"Rows shown: "#,##0`
	sh.put(cellAt{3, 4}, cell{formula: "SUBTOTAL(103," + rangeName(g.table.Name, first) + ")", value: model.Num(float64(g.rows())), look: l})
	sh.merge(cellAt{3, 4}, 6, l)
	money := g.table.Column("value")
	word := "Lead value shown: "
	if money == nil {
		money, word = g.table.Column("amount"), "Amount shown: "
	}
	if money == nil {
		return
	}
	v := sumColumn(g.table, money)
	l.format = quote(word) + b.formats.of(model.Money, v)
	sh.put(cellAt{3, 7}, cell{formula: "SUBTOTAL(109," + rangeName(g.table.Name, money.Name) + ")", value: v, look: l})
	sh.merge(cellAt{3, 7}, 10, l)
}

func (b *Book) leads() {
	if t := b.card.Table("leads"); t != nil && len(t.Columns) > 0 {
		b.longSheet("Leads", "7A8CA3", "A row for each lead that exists before as of. A filter shows the leads behind a count; dates and hours are facts, verdicts are formulas.", t,
			"lead_id", "sdr", "tier", "action", "quality", "motion", "channel", "delivered", "value", "created", "handoff", "sql", "won", "first_call", "call_time", "contact", "touches", "breaches", "file", "line")
	}
}

func (b *Book) deals() {
	if t := b.card.Table("deals"); t != nil && len(t.Columns) > 0 {
		b.longSheet("Deals", "7A8CA3", "A row for each deal that exists before as of: what the figures of money add up.", t)
	}
}

// breaches lists every obligation of the period that was kept late or not at all.
func (b *Book) breaches() {
	rows := b.card.Breaches
	t := model.NewTable("breaches", "Breaches", len(rows))
	zone := b.card.Period.Start.Location()
	texts := func(name, title, note string, f func(model.Breach) string) { t.Texts(name, title, note, each(rows, f)) }
	nums := func(name, title string, u model.Unit, note string, f func(model.Breach) float64) {
		t.Nums(name, title, u, note, each(rows, f))
	}
	texts("sdr", "SDR", "owner at export", func(x model.Breach) string { return x.SDR })
	texts("lead", "Lead", "id in the CRM", func(x model.Breach) string { return x.Lead })
	texts("rule", "Rule", "", func(x model.Breach) string { return b.ruleTitle(x.Rule) })
	texts("verdict", "Verdict", "late: done after it was due; missed: not done by as of", func(x model.Breach) string { return x.Verdict })
	nums("start", "Clock start", model.Time, "handoff", func(x model.Breach) float64 { return model.Serial(x.Start.In(zone)) })
	nums("due", "Due", model.Time, "", func(x model.Breach) float64 { return model.Serial(x.Due.In(zone)) })
	nums("done", "Done", model.Time, "n/a: not done by as of", func(x model.Breach) float64 { return serial(x.Done, zone) })
	nums("late_by", "Late by", model.Hours, "in "+b.clockHours()+"; of a missed one, up to as of", func(x model.Breach) float64 { return x.LateBy })
	nums("value", "Lead value", model.Money, "the chart's value of the lead", func(x model.Breach) float64 { return number(x.Value) })
	texts("file", "File", "input file of the lead", func(x model.Breach) string { return x.File })
	nums("line", "Line", model.Count, "physical line in the file", func(x model.Breach) float64 { return float64(x.Line) })
	sh := b.longSheet("Breaches", "B42318", "", t)
	sh.factVerdicts = true
	b.breachCounts(sh, len(rows))
	if b.breachesAt.sheet == nil || len(rows) == 0 {
		return
	}
	c := b.breachesAt.chart("chart_breaches", 620)
	c.at = cellAt{sh.frozen.row + 1, sh.printUntil.col + 2}
	sh.charts = chartWithNumbers(b.breachesAt.sheet, c)
	sh.printedToo = cellRange{c.at, c.at.down(chartRows + 1).right(10)}
}

// breachesNow says above the list how many there are, as issued and by the terms as they stand in the file.
func (b *Book) breachCounts(sh *sheet, issued int) {
	if sh.frozen.row <= headRows || format.Banner(b.card.Agreement) != "" || !b.hasID("breaches.count") {
		return
	}
	now, _, _ := b.value("breaches.count")
	const listed, live = "As issued: ", "; by the terms of this file now: "
	rest := ". A term changed here moves the second, the verdicts on Leads (filter its column Breaches) and the chart. Late by counts " + b.clockHours() + "."
	sh.put(cellAt{headRows, 2}, cell{overflows: true, look: noteLook, value: model.Str(fmt.Sprint(listed, issued, live, now, rest)),
		formula: quote(listed) + `&COUNTIF(breaches_verdict,"late")+COUNTIF(breaches_verdict,"missed")&` + quote(live) + "&breaches_count&" + quote(rest)})
}
