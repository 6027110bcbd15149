package workbook

import "leadpact/model"

// evidence lays out what the review meeting looks at: agreed terms beside what was measured, and whether
// speed, touches and channels make a difference, each with the number of observations and an interval.
func (b *Book) evidence() {
	if b.card.Table(model.RatesTable) == nil {
		return
	}
	sh := b.addSheet("Evidence", orange, gutterWidth, 30, 13, 17, 12, 12, 12, 12, 12, 12, 12, 12, 12, 14, 14)
	cur := b.beginSheet(sh, "Evidence for the review")
	cur.paragraph("An interval holds the true figure 19 times out of 20, as far as chance goes. It shows what happened, " +
		"not why, and nothing of what the exports do not hold. Of twenty true terms one looks contradicted by chance.")
	cur.evidenceTable(model.RatesTable, "A rate is above or below what was agreed where the whole interval lies there, "+
		"and that of the cohort, the same leads followed on, does too.")
	cur.evidenceTable(model.DealSizesTable, "Mean of the deals won, with 1.96 standard errors either way; "+
		"a few large deals widen it.")
	cur.evidenceTable(model.ImprovementsTable,
		"Measured over the last four full quarters, so that a change of this month shows in part.")
	cur.compareGroups("speed_pays", "SQL rate by the time to the first call. "+b.clockSentence()+
		" Leads that were called sooner may differ in other ways.",
		"SQL rate by first call, with its interval")
	cur.compareGroups("touches_pay",
		"Leads still open on day 14, by their touches up to then, and what became of them afterwards: "+
			"a lead that is sold at once needs no more touches and is not counted.",
		"Share that went on, by touches up to day 14")
	cur.compareGroups("channels_pay", "Leads old enough to have been won. "+
		"Channels differ in what they cost, too: see Budget vs Value.",
		"Won rate by channel, with its interval")
}

// evidenceTable draws a table unless it has no rows.
func (cur *cursor) evidenceTable(table, sentence string) {
	if t := cur.book.card.Table(table); t != nil && t.Rows > 0 {
		cur.namedTable(table, sentence)
	}
}

// compareGroups draws a comparison of groups, and a chart of their shares with both ends of the intervals.
func (cur *cursor) compareGroups(table, sentence, title string) {
	g := cur.namedTable(table, sentence)
	if g == nil {
		return
	}
	c := &chart{
		name: "chart_" + table, title: title, format: "0%", width: 760,
		about: "Bars of the share by group, with both ends of its 95 % interval as lines",
	}
	cur.plotColumns(g, c, "group", []string{"share"}, []string{"low", "high"})
	for i := range c.lines {
		c.lines[i].ink, c.lines[i].dashed = bandInk, true
	}
}
