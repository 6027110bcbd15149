package workbook

import "leadpact/model"

// budget lays out what each channel was to cost, what it cost and what it brought.
func (b *Book) budget() {
	if len(b.unplaced("budget.", "spend.", "channel.")) == 0 {
		return
	}
	sh := b.add("Budget vs Value", "2F855A", gutter, 34, 13, 13, 13, 13, 13, 13, 13, 13, 13)
	p := b.begin(sh, "Budget against value")
	sentence := "A channel is a lead source of the agreed budget or of the spend file; other and blank sources are unattributed, without cost."
	if g := p.table("channels", sentence); g != nil {
		p.totalRow(g)
		format := b.formats.money(false)
		p.plot(g, &chart{name: "chart_budget", title: "Budget, spend and lead value by channel", about: "Bars of budget, spend and lead value by channel", format: format, width: 760},
			"channel", []string{"lead_value", "budget", "spend"}, nil)
	}
	p.lines("Totals", b.unplaced("budget.total", "spend.total", "spend.rows"))
	p.lines("Further figures", b.unplaced("budget.", "spend.", "channel."))
	p.table("spending", "The rows of the spend file.")
}

// totalRow closes the table of channels with sums of what can be added.
func (p *pen) totalRow(g *grid) {
	row := p.row - 1
	total := look{rule: hair, bold: true, fill: bandFill}
	p.sh.fill(cellAt{row, p.left}, cellAt{row, p.left + len(g.columns) - 1}, total)
	p.sh.text(cellAt{row, p.left}, "Total", total)
	for _, c := range g.columns {
		if c.Each == nil || c.Unit != model.Count && c.Unit != model.Money || costs[c.Name] {
			continue
		}
		l := c.look
		l.bold, l.fill = true, bandFill
		p.sh.put(cellAt{row, c.head.col}, cell{formula: "SUM(" + rangeName(g.table.Name, c.Name) + ")", value: sum(g.table, c.Column), look: l})
	}
	p.row++
}

// costs are columns of amounts that do not add up.
var costs = map[string]bool{"cost_per_mql": true, "cost_per_sql": true}

// sum adds a column's numbers.
func sum(t *model.Table, c *model.Column) model.Value {
	x := 0.0
	for i := range t.Rows {
		if n, ok := c.Value(i).Number(); ok {
			x += n
		}
	}
	return model.Num(x)
}
