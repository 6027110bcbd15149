package workbook

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// panels are the panels of Summary, three side by side: first and last column.
var panels = [3][2]int{{2, 6}, {8, 11}, {13, 17}}

var summaryWidths = []float64{gutterWidth, 25, 11, 11, 10, 11, 2, 27, 13, 12, 11, 2, 24, 11, 12, 12, 14}

// summaryChartRows is the height of the charts of Summary, in rows.
const summaryChartRows = 12

// summary lays out the one page that every reader starts from: the verdict, figures at a glance, what
// Marketing owes and what Sales owes, money, and what is to be decided. It only cites; every figure has its
// home on another sheet, to which its label leads.
func (b *Book) summary(sh *sheet) {
	sh.widths = append([]float64{}, summaryWidths...)
	sh.onePage = true
	cur := b.beginSheet(sh, "SLA scorecard")
	cur.headline()
	cur.reach()
	cur.tiles()
	cur.equivalence()
	cur.threeAcross((*cursor).summaryGrid, (*cursor).summaryKPIs, (*cursor).summaryMoney)
	repeat := func(chart string) func(*cursor) {
		return func(panel *cursor) { panel.repeatChart(chart, chart+"_summary", summaryChartRows) }
	}
	cur.threeAcross(repeat("chart_goals"), repeat("chart_pace"), repeat("chart_budget"))
	cur.threeAcross((*cursor).summaryPromise, (*cursor).summaryAdherence, (*cursor).decisions)
	cur.restatedSummary()
	cur.restatedBefore()
	cur.summaryNA()
}

// threeAcross draws three blocks side by side.
func (cur *cursor) threeAcross(draw ...func(*cursor)) {
	var all []*cursor
	for i, d := range draw {
		panel := cur.panel(panels[i][0], panels[i][1])
		d(panel)
		all = append(all, panel)
	}
	cur.moveBelow(all...)
}

// headline draws the verdict in one line, as the subject of the letter states it, as a live formula where
// there is one. The formula must give the same text as package format.
func (cur *cursor) headline() {
	b := cur.book
	text := format.Headline(b.card)
	spelled, result := b.headlineFormula()
	if spelled != "" && result != text {
		b.fail("the headline's formula gives %q where the other reports say %q", result, text)
	}
	l := look{ink: white, fill: accent, size: 14, bold: true, side: "left", indent: 1}
	if b.card.Period.Limited() {
		l.fill = amberInk
	}
	cur.sh.put(cur.here(), cell{formula: spelled, value: formula.Str(text), look: l, overflows: true})
	cur.sh.merge(cur.here(), cur.right, l)
	cur.sh.minHeight(cur.row, 30)
	cur.row += 2
	cur.sh.makeThin(cur.row - 1)
}

// reach draws a banner for each limit that the ends of the exports set.
func (cur *cursor) reach() {
	sentences := format.Reach(cur.book.card)
	for _, text := range sentences {
		cur.sh.wrapped(cur.here(), cur.right, text, cautionLook)
		cur.sh.minHeight(cur.row, 20)
		cur.row++
	}
	if len(sentences) > 0 {
		cur.row++
		cur.sh.makeThin(cur.row - 1)
	}
}

// reasonsOnSummary is how many reasons for n/a Summary gives; Checks has all.
const reasonsOnSummary = 6

// summaryNA lists why figures of Summary are n/a.
func (cur *cursor) summaryNA() {
	reasons := format.WhyNA(cur.book.card, cur.sh.missing)
	if len(reasons) == 0 {
		return
	}
	cur.section("Figures above that are n/a, and why", "")
	cur.reasonLines(reasons[:min(reasonsOnSummary, len(reasons))])
	if more := len(reasons) - reasonsOnSummary; more > 0 {
		cur.paragraph("and " + cur.book.formats.style.Count(more) + " more reasons; Checks lists them all")
	}
}

// reasonLines draws a row for each reason why figures are n/a: the figures, and the reason.
func (cur *cursor) reasonLines(reasons []format.NotKnown) {
	for _, n := range reasons {
		text := n.Figures(cur.book.formats.style) + ": " + n.Reason + "."
		cur.sh.wrapped(cur.here(), cur.right, text, factLook)
		cur.row++
	}
}

// headlineFormula returns format.Headline as a formula over the cells that it reads, and what the formula
// gives when the workbook is issued. There is no formula for an empty period, for a what-if run, and
// where no goal has a status. Numbers are rounded to whole ones, so that the text has no separator, which
// would follow the reader's locale.
func (b *Book) headlineFormula() (spelled, result string) {
	if format.Empty(b.card) || b.card.Agreement.WhatIf != nil {
		return "", ""
	}
	title, goals := format.Title(b.card), format.GoalsMet(b.card)
	if goals.Of == 0 {
		return "", ""
	}
	counted := " goals " + goals.Word + goals.Rest()
	spelled = quote(title+": ") +
		`&COUNTIF(` + gridStatuses + `,` + quote(model.Met) + `)+COUNTIF(` + gridStatuses + `,` + quote(model.OnPace) +
		`)&" of "&(` +
		`COUNTIF(` + gridStatuses + `,"*")-COUNTIF(` + gridStatuses + `,"n/a")-COUNTIF(` + gridStatuses + `,"–"))&` +
		quote(counted)
	result = fmt.Sprintf("%s: %d of %d%s", title, goals.Good, goals.Of, counted)
	promised := ", lead value "
	if b.promisedInLeads() {
		promised = ", leads "
	}
	v, _, _ := b.value(model.LeadValueAttainmentID)
	if x, ok := v.Number(); ok {
		spelled += `&IFERROR(` + quote(promised) + `&IF(kpi_lead_value_attainment<1,` +
			`MIN(100-1,ROUND(kpi_lead_value_attainment*100,0)),ROUND(kpi_lead_value_attainment*100,0))&" %","")`
		result += promised + wholePercent(x)
	} else if format.PromiseIsNotKnown(b.card) {
		unknown := promised + format.NA
		return spelled + "&" + quote(unknown), result + unknown
	}
	return spelled, result
}

// wholePercent returns a share in whole percents. A share below 1 never shows as 100.
func wholePercent(x float64) string {
	n := math.Round(x * 100)
	if x < 1 {
		n = min(99, n)
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + " %"
}

// tile is a figure at a glance. Below the figure stand either words and another figure, or a status.
type tile struct {
	what, id           string
	words, wordsFigure string
	status             string
	first, last        int // its columns
}

// tiles draws the most important figures of the period in large type.
func (cur *cursor) tiles() {
	delivered, promised := model.DeliveredLeadValueID, model.PromiseLeadValueID
	if cur.book.promisedInLeads() {
		delivered, promised = model.DeliveredLeadsID, model.PromiseLeadsID
	}
	status := ""
	if q := cur.book.card.Quantity(delivered); q != nil {
		status = q.Status
	}
	for _, t := range []tile{
		{"Delivered by Marketing", delivered, "of ", promised, "", 2, 3},
		{"Of the promise", model.LeadValueAttainmentID, "", "", status, 4, 6},
		{"Lead value for a unit of spend", model.ChannelFigureID(model.AllTogether, "value_per_spend"),
			"year to date ", model.YearValuePerSpendID, "", 8, 9},
		{"Contacted in time", model.AdherenceID(model.ContactRule),
			"within ", model.TermID("promise.contact_within"), "", 10, 11},
		{"Breaches", model.BreachesID, "leads on the list: ", model.LeadsAtRiskID, "", 13, 14},
		{"New business won", model.ActualID(model.RevenueLine), "of ", model.TargetID(model.RevenueLine), "", 15, 17},
	} {
		cur.tile(t)
	}
	cur.row += 4
	cur.sh.makeThin(cur.row - 1)
}

func (cur *cursor) tile(t tile) {
	background := look{fill: bandFill, side: "left", indent: 1}
	what, figure, below := background, background, background
	what.ink, figure.ink, figure.size, figure.bold, below.ink = muted, navy, 18, true, muted
	at := cellAt{cur.row, t.first}
	cur.sh.overflow(at, t.what, what)
	cur.sh.merge(at, t.last, what)
	cur.linkToHome(at, t.id)
	cur.book.cite(cur.sh, at.down(1), t.id, figure)
	cur.sh.merge(at.down(1), t.last, figure)
	cur.sh.merge(at.down(2), t.last, below)
	switch {
	case t.wordsFigure != "" && cur.book.hasID(t.wordsFigure):
		v, unit, _ := cur.book.value(t.wordsFigure)
		below.format = quote(t.words) + cur.book.formats.of(unit, v)
		cur.book.cite(cur.sh, at.down(2), t.wordsFigure, below)
	case t.status != "" && cur.book.hasID(t.status):
		cur.book.cite(cur.sh, at.down(2), t.status, below)
		cur.sh.statusCells = append(cur.sh.statusCells, at.down(2))
	default:
		cur.sh.put(at.down(2), cell{blank: true, look: below})
	}
	cur.sh.minHeight(cur.row+1, 27)
}

// summaryGrid cites the goal grid.
func (cur *cursor) summaryGrid() {
	cur.section("Goal grid", "")
	third, figureID := "Reached", model.AttainmentID
	if !cur.book.card.Period.Closed() {
		third, figureID = "To date", model.GoalToDateID
	}
	cur.headRow("Line", append(overFigures("Goal", "Actual", third), overStatus())...)
	lines := cur.book.gridLines()
	for _, line := range format.FunnelLines {
		if q := cur.book.card.Quantity(model.ActualID(line)); q != nil {
			lines = append(lines, q)
		}
	}
	for _, q := range lines {
		at, line := cur.here(), strings.TrimPrefix(q.ID, model.ActualID(""))
		cur.labelWithNote(q)
		cur.citeOrDash(at.right(1), q.Goal)
		cur.citeOrDash(at.right(2), q.ID)
		cur.sh.makeBold(at.right(2))
		cur.citeOrDash(at.right(3), figureID(line))
		cur.citeStatus(at.right(4), q.Status)
		cur.row++
	}
	cur.skipRow()
}

// summaryKPIs cites the chosen KPIs.
func (cur *cursor) summaryKPIs() {
	cur.section("KPIs", "")
	cur.headRow("KPI", append(overFigures("Value", "Goal"), overStatus())...)
	for _, k := range cur.book.card.Agreement.KPIs {
		q := cur.book.card.Quantity(model.KPIID(k.ID))
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

// summaryMoney cites the budget, the spend and the results of each channel.
func (cur *cursor) summaryMoney() {
	ids := cur.book.idsLike("channel.", 3, ".lead_value")
	if cur.book.card.Table(model.ChannelsTable) == nil || len(ids) == 0 {
		return
	}
	cur.section("Budget against lead value", format.SpendCaveat(cur.book.card))
	cur.headRow("Channel", overFigures("Budget", "Spend", "Lead value", "Value ÷ spend")...)
	const most = 7 // channels; the others stand on Budget vs Value
	for i, id := range ids {
		if i == most && len(ids) > most+1 {
			more := cur.book.formats.style.Count(len(ids)-most) + " more: Budget vs Value"
			cur.sh.text(cur.here(), more, unitLook)
			cur.fillRow(cur.row, 0, labelLook)
			cur.row++
			break
		}
		channel := strings.TrimSuffix(strings.TrimPrefix(id, "channel."), ".lead_value")
		title := channel
		if t := cur.book.card.Term("channel_no." + channel); t != nil {
			title = t.Title
		}
		cur.moneyLine(title, model.BudgetID(channel), model.SpendID(channel), id,
			model.ChannelFigureID(channel, "value_per_spend"))
	}
	cur.moneyLine("All", model.BudgetTotalID, model.SpendTotalID, model.DeliveredLeadValueID,
		model.ChannelFigureID(model.AllTogether, "value_per_spend"))
	for i := range 5 {
		cur.sh.makeBold(cellAt{cur.row - 1, cur.left + i})
	}
	cur.moneyLine("Year to date", "ytd.budget", model.YearSpendID, model.YearLeadValueID, model.YearValuePerSpendID)
	cur.skipRow()
}

// moneyLine draws budget, spend, value and their ratio. Its label leads to the rows behind the ratio.
func (cur *cursor) moneyLine(title, budget, spend, value, ratio string) {
	cur.sh.text(cur.here(), title, labelLook)
	cur.linkToHome(cur.here(), ratio)
	for i, id := range []string{budget, spend, value, ratio} {
		cur.citeOrDash(cur.here().right(i+1), id)
	}
	cur.row++
}

// summaryPromise cites promise, delivery, pace and forecast.
func (cur *cursor) summaryPromise() {
	cur.section("Promise, pace and forecast", "")
	cur.headRow("Figure", append(overFigures("Value", "Goal", "Reached"), overStatus())...)
	delivered, promised := model.DeliveredLeadValueID, model.PromiseLeadValueID
	if cur.book.promisedInLeads() {
		delivered, promised = model.DeliveredLeadsID, model.PromiseLeadsID
	}
	type line struct{ value, goal, reached, status string }
	lines := []line{
		{delivered, promised, model.PromiseAttainmentID, model.PromiseStatusID},
		{model.DeliveredReturnedID, "", "", ""},
		{model.UnvaluedLeadsID, "", "", ""},
		{model.HandRaiserLeadValueID, "", "hand_raisers.share", ""},
		{"pace.mid_delivered", "pace.mid_line", "", "pace.mid_status"},
		{model.PaceGapID, "", "", ""},
	}
	if !cur.book.card.Period.Closed() {
		lines = append(lines, line{model.ForecastDeliveredID, promised, "forecast.attainment", ""},
			line{"forecast.low", "", "", ""}, line{"forecast.high", "", "", ""})
	}
	lines = append(lines, line{model.TrailingDeliveredID, model.TrailingPromisedID, "trailing.attainment", ""})
	for _, x := range lines {
		q := cur.book.card.Quantity(x.value)
		if q == nil {
			continue
		}
		cur.labelWithNote(q)
		at := cur.here()
		cur.citeOrDash(at.right(1), x.value)
		cur.sh.makeBold(at.right(1))
		cur.citeOrDash(at.right(2), x.goal)
		cur.citeOrDash(at.right(3), x.reached)
		cur.citeStatus(at.right(4), x.status)
		cur.row++
	}
	cur.skipRow()
}

// summaryAdherence cites adherence by rule.
func (cur *cursor) summaryAdherence() {
	cur.section("What Sales owes: adherence", "")
	cur.headRow("Rule", overFigures("Kept", "Met", "Late or missed")...)
	for _, r := range cur.book.card.Rules {
		at, id := cur.here(), model.AdherenceID(r.ID)
		cur.labelWithNote(cur.book.card.Quantity(id))
		cur.citeOrDash(at.right(1), id)
		cur.sh.makeBold(at.right(1))
		cur.citeOrDash(at.right(2), model.VerdictID(r.ID, model.Met))
		cur.lateOrMissed(at.right(3), r.ID)
		cur.row++
	}
	for _, text := range format.SalesCaveats(cur.book.card) {
		cur.sh.wrapped(cur.here(), cur.right, text, noteLook)
		cur.row++
	}
	cur.skipRow()
}

// lateOrMissed adds the obligations of a rule that were late and those that were missed.
func (cur *cursor) lateOrMissed(at cellAt, rule string) {
	l := citedLook
	l.format = counts
	late, missed := model.VerdictID(rule, model.Late), model.VerdictID(rule, model.Missed)
	spelled := `IFERROR(` + calc.Name(late) + "+" + calc.Name(missed) + `,"n/a")`
	cur.sh.put(at, cell{formula: spelled, value: cur.book.sumOf(late, missed), look: l})
}

// decisions cites what the meeting is to decide about.
func (cur *cursor) decisions() {
	wait := ""
	if cur.book.card.Period.Limited() {
		wait = format.Decisions(cur.book.card)[0]
	}
	cur.section("To decide", wait)
	cur.headRow("Question", overFigures("Value", "", "", "")...)
	for _, x := range []struct{ id, what string }{
		{model.RatioProposalID, "the ratio, by how the promise was kept"},
		{"promise.periods_over", "periods over on end; three swamp Sales"},
		{"pace.mid_status", "at mid-month, against its band"},
		{model.LeadValueAtRiskID, "on the don't-be-on-it list"},
		{model.NotCalledID, "leads were not called in time"},
		{model.TooFewCallsID, "leads had too few calls"},
		{model.DisqualifiedLeadsID, "leads disqualified: see Feedback"},
		{"feedback.overdue", "pieces of feedback are overdue"},
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
		cur.citeOrDash(cur.here().right(1), model.TermID("agreement.review.next"))
		cur.sh.wrapped(cur.here().right(2), cur.right, text, wordsLook)
		cur.row++
	}
	cur.sh.text(cur.here(), "Warnings about the data", labelLook)
	l := citedLook
	l.format, l.bold = counts, true
	at := cur.here().right(1)
	cur.book.deferred = append(cur.book.deferred, func() {
		n := len(cur.book.card.Warnings) + len(cur.book.truncated)
		cur.sh.put(at, cell{value: formula.Num(float64(n)), look: l})
	})
	cur.sh.wrapped(cur.here().right(2), cur.right, "with file and line on Checks", wordsLook)
	cur.row++
	cur.skipRow()
}
