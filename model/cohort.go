package model

import (
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// cohortsShown are the quarters of handoff whose leads are followed.
const cohortsShown = 8

// cohortTable follows the leads that Marketing handed off, quarter by quarter: what they were worth by the chart and what they
// brought by as_of. A cohort is ripe once the longest lag is over for its last lead; before that it is still growing.
func (s *Scorecard) cohortTable(l *Ledger) {
	var names []string
	var from, til, ripe []float64
	lag, begin := l.agreement.LongestLag(), l.firstCreated()
	last := quarterStart(l.period.AsOf.Add(-time.Nanosecond))
	for i := cohortsShown - 1; i >= 0; i-- {
		a := last.AddDate(0, -3*i, 0)
		b := a.AddDate(0, 3, 0)
		if !begin.Known() || !begin.Before(calendar.At(b)) {
			continue
		}
		names = append(names, calendar.Quarter{Year: a.Year(), Q: (int(a.Month())-1)/3 + 1}.String())
		from, til = append(from, calendar.Serial(a)), append(til, calendar.Serial(earlier(b, l.period.AsOf)))
		ripe = append(ripe, bit(!b.AddDate(0, 0, lag.WholeDays()).After(l.period.AsOf)))
	}
	t := s.AddTable(calc.NewTable("cohorts", "Cohorts: what leads were worth and what they brought", len(names)))
	t.Texts("quarter", "Handed off in", "calendar quarter", names)
	t.Nums("from", "From", Date, "", from)
	t.Nums("until", "Until", Time, "its end, or as_of", til)
	t.Nums("ripe", "Ripe", Count, "1: at least one lag is over for its last lead", ripe)
	flow := handedOff(Col("from"), Col("until"))
	with := func(c Cond) []Cond { return append(flow[:len(flow):len(flow)], c) }
	handoff := l.handoffStage()
	t.Formula("leads", "Leads", Count, "that Marketing handed off, gross", l.where(handoff, CountOf("leads", flow...)))
	t.Formula("expected", "Chart value", Money, "of these leads, gross: expected value", l.where(handoff, Sum("leads", "value", flow...)))
	t.Formula("sqls", "SQLs", Count, "of these leads, before as_of", l.where(agreement.SQL, CountOf("leads", with(Where("sql", GE, Number(0)))...)))
	t.Formula("sql_rate", "To SQL", Percent, "SQLs ÷ leads", Div(Col("sqls"), Col("leads")))
	t.Formula("won", "Won", Count, "of these leads, before as_of", l.where(agreement.Won, CountOf("leads", with(Where("won", GE, Number(0)))...)))
	t.Formula("won_rate", "To won", Percent, "won ÷ leads", Div(Col("won"), Col("leads")))
	t.Formula("revenue", "Won amount", Money, "of these leads' deals, before as_of", l.given("deals", Sum("leads", "won_amount", flow...)))
	t.Formula("per_lead", "A lead brought", Money, "won amount ÷ leads", Div(Col("revenue"), Col("leads")))
	t.Formula("realised", "Brought ÷ chart", Percent, "won amount ÷ chart value", Div(Col("revenue"), Col("expected")))
}
