package model

import (
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// channelMonths adds a row for each month of the year to date and each channel, the unattributed last: what it was to cost,
// what it cost and what it brought. Months are those of the calendar year in which the period ends.
func (s *Scorecard) channelMonths(l *Ledger, channels *channelList) {
	var month, until, no, booked []float64
	var names []string
	var budget []Expr
	end := earlier(l.period.End, l.period.AsOf).Add(-time.Nanosecond)
	for m := time.January; m <= end.Month(); m++ {
		from := time.Date(end.Year(), m, 1, 0, 0, 0, 0, end.Location())
		for i, name := range append(slices.Clone(channels.names), "") {
			title, k := channelTitle(name), float64(i+1)
			if i == len(channels.names) {
				title, k = "Unattributed", 0
			}
			month, until, no = append(month, calendar.Serial(from)), append(until, calendar.Serial(earlier(from.AddDate(0, 1, 0), l.period.AsOf))), append(no, k)
			booked, names = append(booked, bit(k > 0 && l.booked(from))), append(names, title)
			agreed := Expr(NA{})
			if k > 0 && l.inForce(from) {
				agreed = s.termOr("term.budget.channels." + agreement.Slug(title))
			}
			budget = append(budget, agreed)
		}
	}
	t := s.AddTable(calc.NewTable("channel_months", "Month by month and channel", len(month)))
	t.Texts("channel", "Channel", "lead source", names)
	t.Nums("month", "Month", Date, "its first day", month)
	t.Nums("until", "Counts until", Time, "its end, or as_of", until)
	t.Nums("no", "No.", Count, "channel, as in Leads and Spend", no)
	t.Nums("booked", "Booked", Count, "1: the spend file has a row of the month", booked)
	t.Formulas("budget", "Budget", Money, "agreed a month; n/a before the agreement took effect", budget)
	t.Formula("spend", "Spend", Money, "of the spend file; n/a of a month that it does not name", If(Compare(EQ, Col("booked"), Number(1)),
		Sum("spending", "actual", Where("channel_no", EQ, Col("no")), Where("month", EQ, Col("month"))), NA{}))
	here := Where("channel_no", EQ, Col("no"))
	in := func(st agreement.Stage) Expr {
		return CountOf("leads", here, Where(st.String(), GE, Col("month")), Where(st.String(), LT, Col("until")))
	}
	t.Formula("leads", "Leads", Count, "created in the month", l.given("leads", in(agreement.Created)))
	t.Formula("mqls", "MQLs", Count, "created in the month", l.where(agreement.MQL, in(agreement.MQL)))
	t.Formula("sqls", "SQLs", Count, "created in the month", l.where(agreement.SQL, in(agreement.SQL)))
	t.Formula("lead_value", "Lead value", Money, "delivered, by the promise's basis", l.where(l.handoffStage(), s.valueBetween(Col("month"), Col("until"), here)))
	t.Formula("value_per_spend", "Value ÷ spend", Ratios, "lead value ÷ spend", Div(Col("lead_value"), Col("spend")))
	t.Formula("cost_per_mql", "Cost per MQL", Money, "spend ÷ MQLs", Div(Col("spend"), Col("mqls")))
	t.Formula("cost_per_sql", "Cost per SQL", Money, "spend ÷ SQLs", Div(Col("spend"), Col("sqls")))
}

// yearToDate adds to the channels what their months of the year came to, those that the spend file names, and their order by
// lead value for a unit of money.
func (s *Scorecard) yearToDate(l *Ledger, t *calc.Table) {
	own := Where("no", EQ, Col("no"))
	bookedOnly := Where("spend", GE, Number(0))
	t.Formula("ytd_budget", "Budget, year", Money, "of the year's months since the agreement took effect", Sum("channel_months", "budget", own))
	t.Formula("ytd_spend", "Spend, year", Money, "of the year's months so far", If(Compare(EQ, Col("no"), Number(0)), NA{}, l.given("spend", Sum("channel_months", "spend", own))))
	t.Formula("ytd_value", "Value, year", Money, "lead value of the year's months so far", l.where(l.handoffStage(), s.ifChart(Sum("channel_months", "lead_value", own))))
	t.Formula("ytd_value_per_spend", "Value ÷ spend, year", Ratios, "over the months that the spend file names",
		Div(Sum("channel_months", "lead_value", own, bookedOnly), Sum("channel_months", "spend", own, bookedOnly)))
	t.Formula("worth", "Order", Ratios, "value ÷ spend of the year, to four decimals: what the rank goes by", Round(Col("ytd_value_per_spend"), 4))
	ahead := CountOf("channels", Where("worth", GT, Col("worth")))
	equal := CountOf("channels", Where("worth", EQ, Col("worth")), Where("no", LT, Col("no")))
	t.Formula("rank", "Rank", Count, "by value ÷ spend of the year; n/a without spend", If(Known(Col("worth")), Add(ahead, equal, Number(1)), NA{}))
}

// ifChart is e where the agreement has a lead value chart.
func (s *Scorecard) ifChart(e Expr) Expr {
	if s.Agreement.LeadValue.Method == "" {
		return NA{}
	}
	return e
}

// rankTable lists the channels by what they bring for a unit of money: where money is to go when delivery falls behind at
// mid-month.
func (s *Scorecard) rankTable(n int) {
	rank := make([]float64, n)
	for i := range rank {
		rank[i] = float64(i + 1)
	}
	t := s.AddTable(calc.NewTable("ranked", "Channels by lead value for a unit of money", n))
	get := func(col string) Expr { return LookupExpr{Table: "channels", By: "rank", Give: col, Key: Col("rank")} }
	t.Nums("rank", "Rank", Count, "by lead value ÷ spend, year to date", rank)
	t.Formula("channel", "Channel", Words, "lead source", get("channel"))
	t.Formula("value_per_spend", "Value ÷ spend, year", Ratios, "lead value ÷ spend, over the year's months that the spend file names", get("ytd_value_per_spend"))
	t.Formula("period", "Value ÷ spend", Ratios, "of the period", get("value_per_spend"))
	t.Formula("left", "Budget left", Money, "budget − spend of the period", Sub(get("budget"), get("spend")))
}

// moneyTotals adds what all channels came to in the period and the year.
func (s *Scorecard) moneyTotals(l *Ledger) {
	figure := func(id, title string, u Unit, better Direction, e Expr, def, reason string) {
		s.Figure(calc.Quantity{ID: id, Title: title, Unit: u, Better: better, Formula: e, Definition: def, Reason: reason})
	}
	all := "no spend is given for the period, or there is nothing to divide by"
	figure("channel.total.value_per_spend", "Lead value for a unit of spend", Ratios, Up, Div(Ref("delivered.lead_value"), Ref("spend.total")), "Lead value delivered ÷ spend, the unattributed included.", all)
	figure("channel.total.cost_per_mql", "Cost per MQL", Money, Down, Div(Ref("spend.total"), Ref("actual.mqls_created")), "Spend ÷ MQLs created, the unattributed included.", all)
	figure("channel.total.cost_per_sql", "Cost per SQL", Money, Down, Div(Ref("spend.total"), Ref("actual.sqls_created")), "Spend ÷ SQLs created, the unattributed included.", all)
	figure("budget.left", "Budget left", Money, Neither, Sub(Ref("budget.total"), Ref("spend.total")), "Budget − spend, in the period.", "the agreement sets no budget, or no spend is given")
	none := "no spend is given"
	figure("ytd.spend", "Spend, year to date", Money, Neither, l.given("spend", Sum("channel_months", "spend")), "Every row of the spend file in the calendar year's months so far.", none)
	figure("ytd.budget", "Budget, year to date", Money, Neither, If(Compare(GT, Agg{Fn: CountNumbers, Table: "channel_months", Col: "budget"}, Number(0)), Sum("channel_months", "budget"), NA{}),
		"Agreed for the calendar year's months since the agreement took effect.", "the agreement sets no budget, or took effect later")
	figure("ytd.lead_value", "Lead value, year to date", Money, Up, l.where(l.handoffStage(), s.ifChart(Sum("channel_months", "lead_value"))), "Delivered in the calendar year's months so far, by the promise's basis.", l.noValue())
	figure("ytd.value_per_spend", "Lead value for a unit of spend, year to date", Ratios, Up, Div(Ref("ytd.lead_value"), Ref("ytd.spend")), "Lead value delivered ÷ spend, the unattributed included.", none)
}
