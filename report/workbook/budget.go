package workbook

import (
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// budget lays out what each channel was to cost, what it cost and what it brought: in the period, in the year, month by month,
// and the rows of the spend file behind it.
func (b *Book) budget() {
	if len(b.unplaced("budget.", "spend.", "channel.")) == 0 {
		return
	}
	sh := b.add("Budget vs Value", "2F855A", gutter, 24, 11, 12, 12, 12, 11, 11, 12, 11, 11, 11)
	p := b.begin(sh, "Budget against value")
	p.channels()
	p.lines("Totals", append(b.pick("channel.total.value_per_spend", "channel.total.cost_per_mql", "channel.total.cost_per_sql", "spend.total", "budget.total", "budget.left", "spend.rows"), b.unplaced("ytd.")...))
	p.table("ranked", "Where money is to go when delivery is behind at mid-month: the channels that bring the most lead value for it.")
	p.section("From a figure to its rows", "")
	for _, text := range []string{
		"Lead value ÷ spend of a channel is two figures of its row above. Both can be counted again by hand in this file.",
		"Spend: the rows of the spend file below with In period 1 and the channel's number; each names file and line.",
		"Lead value: on Leads, filter Delivered to 1 and Source to the channel; the head of that sheet adds up the value of the rows shown. Each row names file and line.",
	} {
		p.sh.prose(p.here(), p.right, text, factLook)
		p.row++
	}
	p.space()
	if t := b.card.Table("channel_months"); t != nil {
		p.table("channel_months", "The calendar year so far. Spend is n/a in a month that the spend file does not name, the budget before the agreement took effect.")
	}
	p.lines("Further figures", b.unplaced("budget.", "spend.", "channel."))
	p.table("spending", "The rows of the spend file.")
}

// channels draws the table of channels with its totals, and its charts.
func (p *pen) channels() {
	t := p.b.card.Table("channels")
	if t == nil {
		return
	}
	columns := append(columnsOf(t, "channel", "no", "budget", "spend", "leads", "mqls", "sqls", "lead_value"), columnsOf(t, "value_per_spend", "cost_per_mql", "cost_per_sql")...)
	p.section(t.Title, "A channel is a lead source of the agreed budget or of the spend file; other and blank sources are unattributed, without cost.")
	g := p.b.place(p.sh, t, bandOf{p.here(), columns}, bandOf{p.here().down(t.Rows + 5).right(1), columnsOf(t, "ytd_budget", "ytd_spend", "ytd_value", "ytd_value_per_spend", "worth", "rank")})
	p.body(g, 0, len(columns))
	p.row--
	p.totalRow(g, p.row, 0, len(columns))
	p.row += 2
	p.section("Year to date", "The calendar year's months so far; value ÷ spend over the months that the spend file names.")
	p.names(g, "channel", 0)
	p.body(g, len(columns), len(g.columns))
	p.row--
	p.totalRow(g, p.row, len(columns), len(g.columns))
	p.row += 2
	left, right := p.halves()
	left.plot(g, &chart{name: "chart_budget", title: "Lead value, budget and spend by channel, in " + p.b.formats.code, about: "Bars of lead value, budget and spend by channel", format: p.b.formats.money(false), width: left.wide()},
		"channel", []string{"lead_value", "budget", "spend"}, nil)
	right.again("Lead Value", "chart_money")
	p.below(left, right)
}

// totalRow closes columns of a table with sums of what can be added, and with the figures of all channels for the ratios.
func (p *pen) totalRow(g *grid, row, from, til int) {
	total := look{rule: hair, bold: true, fill: bandFill}
	p.sh.fill(cellAt{row, p.left}, cellAt{row, g.columns[til-1].head.col}, total)
	p.sh.text(cellAt{row, p.left}, "Total", total)
	for _, c := range g.columns[from:til] {
		at, l := cellAt{row, c.head.col}, c.look
		l.bold, l.fill = true, bandFill
		if id, whole := totals[c.Name]; whole {
			p.b.show(p.sh, at, id, l)
			continue
		}
		if (c.Each != nil || c.Expr != nil) && (c.Unit == formula.Count || c.Unit == formula.Money) && c.Name != "rank" {
			p.sh.put(at, cell{formula: "SUM(" + rangeName(g.table.Name, c.Name) + ")", value: sum(g.table, c.Column), look: l})
		}
	}
}

// totals are the figures of all channels under columns that do not add up.
var totals = map[string]string{"value_per_spend": "channel.total.value_per_spend", "cost_per_mql": "channel.total.cost_per_mql", "cost_per_sql": "channel.total.cost_per_sql",
	"ytd_value_per_spend": "ytd.value_per_spend"}

// sum adds a column's numbers.
func sum(t *calc.Table, c *calc.Column) formula.Value {
	x := 0.0
	for i := range t.Rows {
		if n, ok := c.Value(i).Number(); ok {
			x += n
		}
	}
	return formula.Num(x)
}
