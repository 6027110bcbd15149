package workbook

import (
	"strings"

	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// The panels of Summary, three beside one another: first and last column.
var panels = [3][2]int{{2, 6}, {8, 11}, {13, 17}}

var summaryWidths = []float64{gutter, 25, 11, 11, 10, 11, 2, 27, 13, 12, 11, 2, 24, 11, 12, 12, 14}

// summaryChartRows is how high the charts of Summary are.
const summaryChartRows = 12

// summarise lays out the one page that every reader starts from: the verdict, figures at a glance, what Marketing owes and what
// Sales owes, money, and what is to be decided. It cites; every figure is at home on another sheet, and its label leads there.
func (b *Book) summarise(sh *sheet) {
	sh.widths = append([]float64{}, summaryWidths...)
	sh.onePage = true
	p := b.begin(sh, "SLA scorecard")
	p.headline()
	p.tiles()
	p.equivalence()
	p.trio((*pen).summaryGrid, (*pen).summaryKPIs, (*pen).summaryMoney)
	chart := func(sheet, name string) func(*pen) { return func(q *pen) { q.again(sheet, name) } }
	p.trio(chart("Goal Grid", "chart_goals"), chart("Lead Value", "chart_pace"), chart("Budget vs Value", "chart_budget"))
	p.trio((*pen).summaryPromise, (*pen).summaryAdherence, (*pen).decisions)
	p.restated()
}

// trio draws three blocks beside one another.
func (p *pen) trio(draw ...func(*pen)) {
	var all []*pen
	for i, d := range draw {
		q := p.panel(panels[i][0], panels[i][1])
		d(q)
		all = append(all, q)
	}
	p.below(all...)
}

// summaryGrid cites the goal grid.
func (p *pen) summaryGrid() {
	p.section("Goal grid", "")
	third, families := "Reached", "attainment."
	if !p.b.card.Period.Closed() {
		third, families = "To date", "goal_to_date."
	}
	p.heads("Line", "Goal", "Actual", third, "Status")
	lines := p.b.gridLines()
	for _, line := range []string{"opportunities", "proposals", "won", "revenue"} {
		if q := p.b.card.Quantity("actual." + line); q != nil {
			lines = append(lines, q)
		}
	}
	for _, q := range lines {
		at, line := p.here(), q.ID[len("actual."):]
		p.label(q)
		p.cited(at.right(1), q.Goal)
		p.cited(at.right(2), q.ID)
		p.sh.emphasise(at.right(2))
		p.cited(at.right(3), families+line)
		p.citedStatus(at.right(4), q.Status)
		p.row++
	}
	p.space()
}

// label names a figure, with its definition as a note.
func (p *pen) label(q *calc.Quantity) {
	p.sh.text(p.here(), q.Title, labelLook)
	p.sh.notes = append(p.sh.notes, note{p.here(), definition(q)})
	p.leads(p.here(), q.ID)
}

// leads links a cell to the home of a figure.
func (p *pen) leads(at cellAt, id string) {
	if home := p.b.cells[id]; home != "" {
		p.sh.links = append(p.sh.links, link{at, home})
	}
}

func (p *pen) cited(at cellAt, id string) {
	if id == "" || !p.b.has(id) {
		p.dash(at)
		return
	}
	p.b.cite(p.sh, at, id, summaryLook)
}

// summaryLook is dark though its figures are at home elsewhere: on this sheet all are.
var summaryLook = look{ink: calcInk, rule: hair, side: "right"}

func (p *pen) citedStatus(at cellAt, id string) {
	if id == "" || !p.b.has(id) {
		p.dash(at)
		return
	}
	p.b.cite(p.sh, at, id, statusLook)
	p.sh.status = append(p.sh.status, at)
}

// summaryKPIs cites the chosen KPIs.
func (p *pen) summaryKPIs() {
	p.section("KPIs", "")
	p.heads("KPI", "Value", "Goal", "Status")
	for _, k := range p.b.card.Agreement.KPIs {
		q := p.b.card.Quantity("kpi." + k.ID)
		if q == nil {
			continue
		}
		at := p.here()
		p.label(q)
		p.cited(at.right(1), q.ID)
		p.sh.emphasise(at.right(1))
		p.cited(at.right(2), q.Goal)
		p.citedStatus(at.right(3), q.Status)
		p.row++
	}
	p.space()
}

// summaryPromise cites promise, delivery, pace and forecast.
func (p *pen) summaryPromise() {
	p.section("Promise, pace and forecast", "")
	p.heads("Figure", "Value", "Goal", "Reached", "Status")
	delivered, forecast := "delivered.lead_value", []string{"trailing.delivered"}
	if v, _, ok := p.b.value("promise.leads"); ok && !v.IsMissing() {
		delivered = "delivered.leads"
	}
	if !p.b.card.Period.Closed() {
		forecast = []string{"forecast.delivered", "forecast.low", "forecast.high", "trailing.delivered"}
	}
	beside := map[string][3]string{delivered: {"promise." + delivered[len("delivered."):], "attainment.promise", "status.delivered.lead_value"}, "pace.mid_delivered": {"pace.mid_line", "", "pace.mid_status"},
		"forecast.delivered": {"promise." + delivered[len("delivered."):], "forecast.attainment", ""}, "trailing.delivered": {"trailing.promised", "trailing.attainment", ""},
		"hand_raisers.lead_value": {"", "hand_raisers.share", ""}}
	ids := append([]string{delivered, "delivered.returned", "delivered.unvalued_leads", "hand_raisers.lead_value", "pace.mid_delivered", "pace.gap"}, forecast...)
	for _, id := range p.b.all(ids...) {
		p.label(p.b.card.Quantity(id))
		at := p.here()
		p.cited(at.right(1), id)
		p.sh.emphasise(at.right(1))
		p.cited(at.right(2), beside[id][0])
		p.cited(at.right(3), beside[id][1])
		p.citedStatus(at.right(4), beside[id][2])
		p.row++
	}
	p.space()
}

// summaryMoney cites what each channel cost and brought.
func (p *pen) summaryMoney() {
	t := p.b.card.Table("channels")
	if t == nil || len(p.b.like("channel.", 3, ".lead_value")) == 0 {
		return
	}
	p.section("Budget against lead value", "")
	p.heads("Channel", "Budget", "Spend", "Lead value", "Value ÷ spend")
	const most = 7 // channels; the others stand on Budget vs Value
	ids := p.b.like("channel.", 3, ".lead_value")
	for i, id := range ids {
		if i == most && len(ids) > most+1 {
			p.sh.text(p.here(), p.b.formats.style.Count(len(ids)-most)+" more: Budget vs Value", unitLook)
			p.sh.fill(p.here(), cellAt{p.row, p.right}, labelLook)
			p.row++
			break
		}
		channel := strings.TrimSuffix(strings.TrimPrefix(id, "channel."), ".lead_value")
		p.money(titleOf(p.b.card.Quantity(id)), "budget."+channel, "spend."+channel, id, "channel."+channel+".value_per_spend")
	}
	p.money("All", "budget.total", "spend.total", "delivered.lead_value", "channel.total.value_per_spend")
	for i := range 5 {
		p.sh.emphasise(cellAt{p.row - 1, p.left + i})
	}
	p.money("Year to date", "ytd.budget", "ytd.spend", "ytd.lead_value", "ytd.value_per_spend")
	p.space()
}

// money draws one line of what was to be spent, was spent and came of it; its ratio leads to the rows behind it.
func (p *pen) money(title, budget, spend, value, ratio string) {
	p.sh.text(p.here(), title, labelLook)
	p.leads(p.here(), ratio)
	for i, id := range []string{budget, spend, value, ratio} {
		p.cited(p.here().right(i+1), id)
	}
	p.row++
}

// summaryAdherence cites adherence by rule.
func (p *pen) summaryAdherence() {
	p.section("What Sales owes: adherence", "")
	p.heads("Rule", "Kept", "Met", "Late or missed")
	for _, q := range p.b.card.Quantities {
		if hasPrefix(q.ID, []string{"adherence."}) && strings.Count(q.ID, ".") == 1 {
			at := p.here()
			p.label(q)
			p.cited(at.right(1), q.ID)
			p.sh.emphasise(at.right(1))
			p.cited(at.right(2), q.ID+".met")
			p.lateOrMissed(at.right(3), q.ID)
			p.row++
		}
	}
	p.space()
}

// lateOrMissed adds what was not kept.
func (p *pen) lateOrMissed(at cellAt, rule string) {
	l := summaryLook
	l.format = counts
	p.sh.put(at, cell{formula: `IFERROR(` + calc.Name(rule+".late") + "+" + calc.Name(rule+".missed") + `,"n/a")`, value: p.b.plus(rule+".late", rule+".missed"), look: l})
}

// decisions cites what the meeting is to decide about.
func (p *pen) decisions() {
	p.section("To decide", "")
	p.heads("Question", "Value", "", "", "")
	for _, x := range []struct{ id, what string }{
		{"ratio.proposal", "the ratio, by how the promise was kept"}, {"promise.periods_over", "periods over on end; three swamp Sales"},
		{"pace.mid_status", "at mid-month, against its band"}, {"at_risk.lead_value", "on the don't-be-on-it list"},
		{"dont_be_on_it.not_called", "leads were not called in time"}, {"dont_be_on_it.too_few_calls", "leads had too few calls"},
		{"disqualified.leads", "leads disqualified: see Feedback"}, {"feedback.overdue", "pieces of feedback are overdue"},
	} {
		if q := p.b.card.Quantity(x.id); q != nil {
			p.label(q)
			p.cited(p.here().right(1), x.id)
			p.sh.emphasise(p.here().right(1))
			p.sh.prose(p.here().right(2), p.right, x.what, wordsLook)
			p.row++
		}
	}
	if text := format.Review(p.b.card); text != "" {
		p.sh.text(p.here(), "Next review", labelLook)
		p.cited(p.here().right(1), "term.agreement.review.next")
		p.sh.prose(p.here().right(2), p.right, text, wordsLook)
		p.row++
	}
	p.sh.text(p.here(), "Warnings about the data", labelLook)
	l := summaryLook
	l.format, l.bold = counts, true
	at := p.here().right(1)
	p.b.late = append(p.b.late, func() {
		p.sh.put(at, cell{value: formula.Num(float64(len(p.b.card.Warnings) + len(p.b.cut))), look: l})
	})
	p.sh.prose(p.here().right(2), p.right, "with file and line on Checks", wordsLook)
	p.row++
	p.space()
}

// again repeats a chart of another sheet, as wide as the pen.
func (p *pen) again(sheet, name string) {
	for _, sh := range p.b.sheets {
		for _, c := range sh.charts {
			if sh.name == sheet && c.name == name {
				again := *c
				again.name, again.of, again.width = name+"_"+strings.ReplaceAll(strings.ToLower(p.sh.name), " ", "_"), sh, p.wide()
				if p.sh.onePage {
					again.rows = summaryChartRows
				}
				p.draw(&again)
				return
			}
		}
	}
}
