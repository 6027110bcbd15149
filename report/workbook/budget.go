package workbook

import (
	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// budget lays out the budget, the spend and the results of each channel: in the period, in the year,
// month by month, and the rows of the spend file behind them.
func (b *Book) budget() {
	if len(b.unplaced("budget.", "spend.", "channel.")) == 0 {
		return
	}
	sh := b.addSheet("Budget vs Value", "2F855A", gutterWidth, 24, 11, 12, 12, 12, 11, 11, 12, 11, 11, 11)
	cur := b.beginSheet(sh, "Budget against value")
	cur.channels()
	totals := b.unplacedByID(ratioTotals["value_per_spend"], ratioTotals["cost_per_mql"], ratioTotals["cost_per_sql"],
		model.SpendTotalID, model.BudgetTotalID, "budget.left", model.SpendRowsID)
	cur.figureBlock("Totals", append(totals, b.unplaced("ytd.")...))
	cur.namedTable("ranked", "Where money is to go when delivery is behind at mid-month: "+
		"the channels that bring the most lead value for it.")
	cur.section("From a figure to its rows", "")
	cur.factLines(
		"Lead value ÷ spend of a channel is two figures of its row above. Both can be counted again by hand in this file.",
		"Spend: the rows of the spend file below with In period 1 and the channel's number; each names file and line.",
		"Lead value: on Leads, filter Delivered to 1 and Source to the channel; "+
			"the head of that sheet adds up the value of the rows shown. Each row names file and line.",
	)
	cur.skipRow()
	cur.namedTable(model.ChannelMonthsTable, "The calendar year so far. "+
		"Spend is n/a in a month that the spend file does not name, the budget before the agreement took effect.")
	cur.figureBlock("Further figures", b.unplaced("budget.", "spend.", "channel."))
	cur.namedTable(model.SpendingTable, "The rows of the spend file.")
}

// channels draws the table of channels, of the period and of the year, with totals and charts.
func (cur *cursor) channels() {
	t := cur.book.card.Table(model.ChannelsTable)
	if t == nil {
		return
	}
	period := existingColumns(t, "channel", "no", "budget", "spend", "leads", "mqls", "sqls", "lead_value",
		"value_per_spend", "cost_per_mql", "cost_per_sql")
	year := existingColumns(t, "ytd_budget", "ytd_spend", "ytd_value", "ytd_value_per_spend", "worth", "rank")
	sentence := "A channel is a lead source of the agreed budget or of the spend file; " +
		"other and blank sources are unattributed, without cost."
	if caveat := format.SpendCaveat(cur.book.card); caveat != "" {
		sentence = caveat + " " + sentence
	}
	cur.section(t.Title, sentence)
	below := cur.here().down(t.Rows + 5).right(1)
	g := cur.book.place(cur.sh, t, placedBand{cur.here(), period}, placedBand{below, year})
	cur.drawColumns(g, 0, len(period))
	cur.row--
	cur.totalRow(g, cur.row, 0, len(period))
	cur.row += 2
	cur.section("Year to date",
		"The calendar year's months so far; value ÷ spend over the months that the spend file names.")
	cur.repeatColumn(g, "channel", 0)
	cur.drawColumns(g, len(period), len(g.columns))
	cur.row--
	cur.totalRow(g, cur.row, len(period), len(g.columns))
	cur.row += 2
	left, right := cur.halves()
	left.plotColumns(g, &chart{
		name: "chart_budget", title: "Lead value, budget and spend by channel, in " + cur.book.formats.code,
		about:  "Bars of lead value, budget and spend by channel",
		format: cur.book.formats.money(false), width: left.width(),
	}, "channel", []string{"lead_value", "budget", "spend"}, nil)
	right.repeatChart("chart_money", "chart_money_budget_vs_value", 0)
	cur.moveBelow(left, right)
}

// totalRow draws the last row of a table of channels: the sums of counts and amounts, and for ratios the
// figures of all channels together.
func (cur *cursor) totalRow(g *placedTable, row, from, to int) {
	total := look{border: hairline, bold: true, fill: bandFill}
	cur.sh.fill(cellAt{row, cur.left}, cellAt{row, g.columns[to-1].head.col}, total)
	cur.sh.text(cellAt{row, cur.left}, "Total", total)
	for _, c := range g.columns[from:to] {
		at, l := cellAt{row, c.head.col}, c.look
		l.bold, l.fill = true, bandFill
		if id, ok := ratioTotals[c.Name]; ok {
			cur.book.show(cur.sh, at, id, l)
			continue
		}
		computed := c.Each != nil || c.Expr != nil
		if computed && (c.Unit == formula.Count || c.Unit == formula.Money) && c.Name != "rank" {
			sum := "SUM(" + rangeName(g.table.Name, c.Name) + ")"
			cur.sh.put(at, cell{formula: sum, value: sumColumn(g.table, c.Column), look: l})
		}
	}
}

// ratioTotals holds, for the columns that do not add up, the ids of the figures of all channels together.
var ratioTotals = map[string]string{
	"value_per_spend":     model.ChannelFigureID(model.AllTogether, "value_per_spend"),
	"cost_per_mql":        model.ChannelFigureID(model.AllTogether, "cost_per_mql"),
	"cost_per_sql":        model.ChannelFigureID(model.AllTogether, "cost_per_sql"),
	"ytd_value_per_spend": model.YearValuePerSpendID,
}
