package workbook

// evidence lays out what the review meeting looks at: agreed terms beside what was measured, and whether speed, touches and
// channels pay, each with the count behind it and an interval.
func (b *Book) evidence() {
	if b.card.Table("rates") == nil {
		return
	}
	sh := b.add("Evidence", "E3A008", gutter, 30, 13, 17, 12, 12, 12, 12, 12, 12, 12, 12, 12, 14, 14)
	p := b.begin(sh, "Evidence for the review")
	p.prose("An interval holds the true figure 19 times out of 20, as far as chance goes. It shows what happened, not why, and nothing of what the exports do not hold. Of twenty true terms one looks contradicted by chance.")
	p.evidenceOf("rates", "A rate is above or below what was agreed where the whole interval lies there, and that of the cohort, the same leads followed on, does too.")
	p.evidenceOf("deal_sizes", "Mean of the deals won, with 1.96 standard errors either way; a few large deals widen it.")
	p.evidenceOf("improvements", "Measured over the last four full quarters, so that a change of this month shows in part.")
	p.pays("speed_pays", "SQL rate by the time to the first call. "+b.clock()+" Leads that were called sooner may differ in other ways.", "SQL rate by first call, with its interval")
	p.pays("touches_pay", "Leads still open on day 14, by their touches up to then, and what became of them afterwards: a lead that is sold at once needs no more touches and is not counted.", "Share that went on, by touches up to day 14")
	p.pays("channels_pay", "Leads old enough to have been won. Channels differ in what they cost, too: see Budget vs Value.", "Won rate by channel, with its interval")
}

// prose writes a sentence across the sheet.
func (p *pen) prose(text string) {
	p.sh.prose(p.here(), p.right, text, noteLook)
	p.row++
	p.space()
}

func (p *pen) evidenceOf(table, sentence string) {
	if t := p.b.card.Table(table); t != nil && t.Rows > 0 {
		p.table(table, sentence)
	}
}

// pays draws one comparison of groups, and its shares with the ends of their intervals as a chart.
func (p *pen) pays(table, sentence, title string) {
	g := p.table(table, sentence)
	if g == nil {
		return
	}
	c := &chart{name: "chart_" + table, title: title, about: "Bars of the share by group, with both ends of its 95 % interval as lines", format: "0%", width: 760}
	p.plot(g, c, "group", []string{"share"}, []string{"low", "high"})
	for i := range c.lines {
		c.lines[i].ink, c.lines[i].dashed = bandInk, true
	}
}
