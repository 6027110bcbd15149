package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// The panels of Summary, three beside one another: first and last column.
var panels = [3][2]int{{2, 6}, {8, 11}, {13, 17}}

var summaryWidths = []float64{gutterWidth, 25, 11, 11, 10, 11, 2, 27, 13, 12, 11, 2, 24, 11, 12, 12, 14}

// summaryChartRows is how high the charts of Summary are.
const summaryChartRows = 12

// summarise lays out the one page that every reader starts from: the verdict, figures at a glance, what Marketing owes and what
// Sales owes, money, and what is to be decided. It cites; every figure is at home on another sheet, and its label leads there.
func (b *Book) summary(sh *sheet) {
	sh.widths = append([]float64{}, summaryWidths...)
	sh.onePage = true
	cur := b.beginSheet(sh, "SLA scorecard")
	cur.headline()
	cur.tiles()
	cur.equivalence()
	cur.threeAcross((*cursor).summaryGrid, (*cursor).summaryKPIs, (*cursor).summaryMoney)
	chart := func(sheet, name string) func(*cursor) { return func(q *cursor) { q.repeatChart(sheet, name) } }
	cur.threeAcross(chart("Goal Grid", "chart_goals"), chart("Lead Value", "chart_pace"), chart("Budget vs Value", "chart_budget"))
	cur.threeAcross((*cursor).summaryPromise, (*cursor).summaryAdherence, (*cursor).decisions)
	cur.restatedSummary()
}

// trio draws three blocks beside one another.
func (cur *cursor) threeAcross(draw ...func(*cursor)) {
	var all []*cursor
	for i, d := range draw {
		q := cur.panel(panels[i][0], panels[i][1])
		d(q)
		all = append(all, q)
	}
	cur.moveBelow(all...)
}

// summaryGrid cites the goal grid.
func (cur *cursor) summaryGrid() {
	cur.section("Goal grid", "")
	third, families := "Reached", "attainment."
	if !cur.book.card.Period.Closed() {
		third, families = "To date", "goal_to_date."
	}
	cur.headRow("Line", "Goal", "Actual", third, "Status")
	lines := cur.book.gridLines()
	for _, line := range []string{"opportunities", "proposals", "won", "revenue"} {
		if q := cur.book.card.Quantity("actual." + line); q != nil {
			lines = append(lines, q)
		}
	}
	for _, q := range lines {
		at, line := cur.here(), q.ID[len("actual."):]
		cur.labelWithNote(q)
		cur.citeOrDash(at.right(1), q.Goal)
		cur.citeOrDash(at.right(2), q.ID)
		cur.sh.makeBold(at.right(2))
		cur.citeOrDash(at.right(3), families+line)
		cur.citeStatus(at.right(4), q.Status)
		cur.row++
	}
	cur.skipRow()
}

// summaryKPIs cites the chosen KPIs.
func (cur *cursor) summaryKPIs() {
	cur.section("KPIs", "")
	cur.headRow("KPI", "Value", "Goal", "Status")
	for _, k := range cur.book.card.Agreement.KPIs {
		q := cur.book.card.Quantity("kpi." + k.ID)
		if q == nil {
			continue
		}
		at := cur.here()
		cur.labelWithNote(q)
		cur.citeOrDash(at.right(1), q.ID)
		cur.sh.makeBold(at.right(1))
		cur.citeOrDash(at.right(2), q.Goal)
		cur.citeStatus(at.right(3), q.Status)
		cur.row++
	}
	cur.skipRow()
}

// summaryPromise cites promise, delivery, pace and forecast.
func (cur *cursor) summaryPromise() {
	cur.section("Promise, pace and forecast", "")
	cur.headRow("Figure", "Value", "Goal", "Reached", "Status")
	delivered, forecast := "delivered.lead_value", []string{"trailing.delivered"}
	if v, _, ok := cur.book.value("promise.leads"); ok && !v.IsMissing() {
		delivered = "delivered.leads"
	}
	if !cur.book.card.Period.Closed() {
		forecast = []string{"forecast.delivered", "forecast.low", "forecast.high", "trailing.delivered"}
	}
	beside := map[string][3]string{delivered: {"promise." + delivered[len("delivered."):], "attainment.promise", "status.delivered.lead_value"}, "pace.mid_delivered": {"pace.mid_line", "", "pace.mid_status"},
		"forecast.delivered": {"promise." + delivered[len("delivered."):], "forecast.attainment", ""}, "trailing.delivered": {"trailing.promised", "trailing.attainment", ""},
		"hand_raisers.lead_value": {"", "hand_raisers.share", ""}}
	ids := append([]string{delivered, "delivered.returned", "delivered.unvalued_leads", "hand_raisers.lead_value", "pace.mid_delivered", "pace.gap"}, forecast...)
	for _, id := range cur.book.existingIDs(ids...) {
		cur.labelWithNote(cur.book.card.Quantity(id))
		at := cur.here()
		cur.citeOrDash(at.right(1), id)
		cur.sh.makeBold(at.right(1))
		cur.citeOrDash(at.right(2), beside[id][0])
		cur.citeOrDash(at.right(3), beside[id][1])
		cur.citeStatus(at.right(4), beside[id][2])
		cur.row++
	}
	cur.skipRow()
}

// summaryMoney cites what each channel cost and brought.
func (cur *cursor) summaryMoney() {
	t := cur.book.card.Table("channels")
	if t == nil || len(cur.book.idsLike("channel.", 3, ".lead_value")) == 0 {
		return
	}
	cur.section("Budget against lead value", "")
	cur.headRow("Channel", "Budget", "Spend", "Lead value", "Value ÷ spend")
	const most = 7 // channels; the others stand on Budget vs Value
	ids := cur.book.idsLike("channel.", 3, ".lead_value")
	for i, id := range ids {
		if i == most && len(ids) > most+1 {
			cur.sh.text(cur.here(), cur.book.formats.style.Count(len(ids)-most)+" more: Budget vs Value", unitLook)
			cur.sh.fill(cur.here(), cellAt{cur.row, cur.right}, labelLook)
			cur.row++
			break
		}
		channel := strings.TrimSuffix(strings.TrimPrefix(id, "channel."), ".lead_value")
		cur.moneyLine(titleOf(cur.book.card.Quantity(id)), "budget."+channel, "spend."+channel, id, "channel."+channel+".value_per_spend")
	}
	cur.moneyLine("All", "budget.total", "spend.total", "delivered.lead_value", "channel.total.value_per_spend")
	for i := range 5 {
		cur.sh.makeBold(cellAt{cur.row - 1, cur.left + i})
	}
	cur.moneyLine("Year to date", "ytd.budget", "ytd.spend", "ytd.lead_value", "ytd.value_per_spend")
	cur.skipRow()
}

// money draws one line of what was to be spent, was spent and came of it; its ratio leads to the rows behind it.
func (cur *cursor) moneyLine(title, budget, spend, value, ratio string) {
	cur.sh.text(cur.here(), title, labelLook)
	cur.linkToHome(cur.here(), ratio)
	for i, id := range []string{budget, spend, value, ratio} {
		cur.citeOrDash(cur.here().right(i+1), id)
	}
	cur.row++
}

// summaryAdherence cites adherence by rule.
func (cur *cursor) summaryAdherence() {
	cur.section("What Sales owes: adherence", "")
	cur.headRow("Rule", "Kept", "Met", "Late or missed")
	for _, q := range cur.book.card.Quantities {
		if hasPrefix(q.ID, []string{"adherence."}) && strings.Count(q.ID, ".") == 1 {
			at := cur.here()
			cur.labelWithNote(q)
			cur.citeOrDash(at.right(1), q.ID)
			cur.sh.makeBold(at.right(1))
			cur.citeOrDash(at.right(2), q.ID+".met")
			cur.lateOrMissed(at.right(3), q.ID)
			cur.row++
		}
	}
	cur.skipRow()
}

// lateOrMissed adds what was not kept.
func (cur *cursor) lateOrMissed(at cellAt, rule string) {
	l := summaryLook
	l.format = counts
	cur.sh.put(at, cell{formula: `IFERROR(` + model.Name(rule+".late") + "+" + model.Name(rule+".missed") + `,"n/a")`, value: cur.book.sumOf(rule+".late", rule+".missed"), look: l})
}

// decisions cites what the meeting is to decide about.
func (cur *cursor) decisions() {
	cur.section("To decide", "")
	cur.headRow("Question", "Value", "", "", "")
	for _, x := range []struct{ id, what string }{
		{"ratio.proposal", "the ratio, by how the promise was kept"}, {"promise.periods_over", "periods over on end; three swamp Sales"},
		{"pace.mid_status", "at mid-month, against its band"}, {"at_risk.lead_value", "on the don't-be-on-it list"},
		{"dont_be_on_it.not_called", "leads were not called in time"}, {"dont_be_on_it.too_few_calls", "leads had too few calls"},
		{"disqualified.leads", "leads disqualified: see Feedback"}, {"feedback.overdue", "pieces of feedback are overdue"},
	} {
		if q := cur.book.card.Quantity(x.id); q != nil {
			cur.labelWithNote(q)
			cur.citeOrDash(cur.here().right(1), x.id)
			cur.sh.makeBold(cur.here().right(1))
			cur.sh.wrapped(cur.here().right(2), cur.right, x.what, wordsLook)
			cur.row++
		}
	}
	if text := format.Review(cur.book.card); text != "" {
		cur.sh.text(cur.here(), "Next review", labelLook)
		cur.citeOrDash(cur.here().right(1), "term.agreement.review.next")
		cur.sh.wrapped(cur.here().right(2), cur.right, text, wordsLook)
		cur.row++
	}
	cur.sh.text(cur.here(), "Warnings about the data", labelLook)
	l := summaryLook
	l.format, l.bold = counts, true
	at := cur.here().right(1)
	cur.book.deferred = append(cur.book.deferred, func() {
		cur.sh.put(at, cell{value: model.Num(float64(len(cur.book.card.Warnings) + len(cur.book.truncated))), look: l})
	})
	cur.sh.wrapped(cur.here().right(2), cur.right, "with file and line on Checks", wordsLook)
	cur.row++
	cur.skipRow()
}

// headline is the verdict in one line, as the letter's subject has it, live.
func (cur *cursor) headline() {
	b := cur.book
	text := format.Headline(b.card)
	l := look{ink: white, fill: accent, size: 14, bold: true, side: "left", indent: 1}
	c := cell{value: model.Str(text), look: l, overflows: true}
	if f, v := b.headlineFormula(); v == text {
		c.formula = f
	}
	cur.sh.put(cur.here(), c)
	cur.sh.merge(cur.here(), cur.right, l)
	cur.sh.minHeight(cur.row, 30)
	cur.row += 2
	cur.sh.makeThin(cur.row - 1)
}

// headlineFormula spells package format's headline over the cells that it reads, and gives what the formula gives. Numbers
// are rounded to whole ones, so that no separator of the reader's machine comes into the text.
func (b *Book) headlineFormula() (string, string) {
	if format.Empty(b.card) || b.definedAt["grid_statuses"] == "" {
		return "", ""
	}
	name, word := "SLA "+b.formats.style.Period(b.card.Period), "met"
	if !b.card.Period.Closed() {
		name, word = name+" to date", "on pace"
	}
	good, of := 0, 0
	for _, q := range b.gridLines() {
		if s := format.Status(b.card, q); s != "" {
			of++
			if s == "met" || s == "on pace" {
				good++
			}
		}
	}
	known := `COUNTIF(grid_statuses,"*")-COUNTIF(grid_statuses,"n/a")-COUNTIF(grid_statuses,"–")`
	f := fmt.Sprintf(`%s&COUNTIF(grid_statuses,"met")+COUNTIF(grid_statuses,"on pace")&" of "&(%s)&%s`, quote(name+": "), known, quote(" goals "+word))
	text := fmt.Sprintf("%s: %d of %d goals %s", name, good, of, word)
	v, _, ok := b.value("kpi.lead_value_attainment")
	if x, number := v.Number(); ok && number {
		what := "lead value"
		if leads, _, _ := b.value("promise.leads"); !leads.IsMissing() {
			what = "leads"
		}
		f += fmt.Sprintf(`&IFERROR(%s&IF(kpi_lead_value_attainment<1,MIN(100-1,ROUND(kpi_lead_value_attainment*100,0)),ROUND(kpi_lead_value_attainment*100,0))&" %%","")`, quote(", "+what+" "))
		text += ", " + what + " " + whole(x)
	}
	return f, text
}

// whole is a share in whole percents; what falls short of a hundred never shows as one.
func whole(x float64) string {
	n := math.Round(x * 100)
	if x < 1 {
		n = min(99, n)
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + " %"
}

// tile is a figure at a glance: what it is, the figure, and a word on it.
type tile struct {
	what, id               string
	wordBelow, figureBelow string // below the figure: a word and another figure, or
	statusBelow            string // a status
	from, to               int
}

// tiles draws the figures that say how the month went.
func (cur *cursor) tiles() {
	delivered, promised := "delivered.lead_value", "promise.lead_value"
	if v, _, ok := cur.book.value("promise.leads"); ok && !v.IsMissing() {
		delivered, promised = "delivered.leads", "promise.leads"
	}
	status := ""
	if q := cur.book.card.Quantity(delivered); q != nil {
		status = q.Status
	}
	for _, t := range []tile{
		{"Delivered by Marketing", delivered, "of ", promised, "", 2, 3},
		{"Of the promise", "kpi.lead_value_attainment", "", "", status, 4, 6},
		{"Lead value for a unit of spend", "channel.total.value_per_spend", "year to date ", "ytd.value_per_spend", "", 8, 9},
		{"Contacted in time", "adherence.contact", "within ", "term.promise.contact_within", "", 10, 11},
		{"Breaches", "breaches.count", "leads on the list: ", "at_risk.leads", "", 13, 14},
		{"New business won", "actual.revenue", "of ", "target.revenue", "", 15, 17},
	} {
		cur.tile(t)
	}
	cur.row += 4
	cur.sh.makeThin(cur.row - 1)
}

func (cur *cursor) tile(t tile) {
	ground := look{fill: bandFill, side: "left", indent: 1}
	what, figure, below := ground, ground, ground
	what.ink, figure.ink, figure.size, figure.bold, below.ink = muted, navy, 18, true, muted
	at := cellAt{cur.row, t.from}
	cur.sh.overflow(at, t.what, what)
	cur.sh.merge(at, t.to, what)
	cur.linkToHome(at, t.id)
	cur.book.cite(cur.sh, at.down(1), t.id, figure)
	cur.sh.merge(at.down(1), t.to, figure)
	cur.sh.merge(at.down(2), t.to, below)
	switch {
	case t.figureBelow != "" && cur.book.hasID(t.figureBelow):
		v, unit, _ := cur.book.value(t.figureBelow)
		below.format = quote(t.wordBelow) + cur.book.formats.of(unit, v)
		cur.book.cite(cur.sh, at.down(2), t.figureBelow, below)
	case t.statusBelow != "" && cur.book.hasID(t.statusBelow):
		cur.book.cite(cur.sh, at.down(2), t.statusBelow, below)
		cur.sh.statusCells = append(cur.sh.statusCells, at.down(2))
	default:
		cur.sh.put(at.down(2), cell{blank: true, look: below})
	}
	cur.sh.minHeight(cur.row+1, 27)
}
