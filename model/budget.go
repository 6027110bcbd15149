package model

import (
	"maps"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// channelList are the channels of the budget sheet: those of the budget in its order, then those of the spend file by name;
// where there is neither, every lead source by name. Names that make one id are one channel. Other and blank sources are
// unattributed, number 0.
type channelList struct {
	names []string
	no    map[string]int // by id
}

// channels lists the channels as of as_of: spend of a month that had not begun names none.
func (l *Ledger) channels() *channelList {
	c := &channelList{no: map[string]int{}}
	for _, b := range l.agreement.Budget.Channels {
		c.add(b.Key)
	}
	names := map[string]bool{}
	for _, x := range l.spendRows() {
		names[x.Channel] = true
	}
	if len(c.names)+len(names) == 0 {
		for _, f := range l.rows {
			names[f.Channel] = f.Channel != ""
		}
	}
	for _, n := range slices.Sorted(maps.Keys(names)) {
		if names[n] {
			c.add(n)
		}
	}
	return c
}

func (c *channelList) add(name string) {
	id := channelID(name)
	if _, known := c.no[id]; !known {
		c.names = append(c.names, name)
		c.no[id] = len(c.names)
	}
}

// number gives a channel's row, from 1; 0 for a source that is none of them.
func (c *channelList) number(source string) int {
	if source == "" {
		return 0
	}
	return c.no[channelID(source)]
}

// channelTitle is a channel's name as printed; a spend file may leave it blank.
func channelTitle(name string) string {
	if name == "" {
		return "No channel"
	}
	return name
}

// spendRows are the rows of the spend table whose month had begun by as_of.
func (l *Ledger) spendRows() []Spend {
	var out []Spend
	for _, x := range l.spend {
		if (calendar.Day{Time: x.Month.Time}).In(l.clock.Location).Before(l.period.AsOf) {
			out = append(out, x)
		}
	}
	return out
}

const noSpend = "no spend is given (add inputs.spend), or the period is no whole number of months"

// budget adds the agreed and the actual spend by channel and what it brought (SPEC section 7).
func (s *Scorecard) budget(l *Ledger) {
	channels := l.channels()
	s.spendTable(l, channels)
	for i, name := range channels.names {
		s.channel(l, channelID(name), channelTitle(name), i+1)
	}
	s.channel(l, "unattributed", "Unattributed", 0)
	s.budgetTotals(l)
	s.channelMonths(l, channels)
	s.yearToDate(l, s.channelTable(channels))
	s.rankTable(len(channels.names))
	s.moneyTotals(l)
}

// spendTable adds the rows of the spend file; a row counts in the month that it names. Its columns begin with row, for in the
// workbook spend_line would be the spend of a channel named Line.
func (s *Scorecard) spendTable(l *Ledger, channels *channelList) {
	rows := l.spendRows()
	t := s.AddTable(calc.NewTable("spending", "Spend", len(rows)))
	month, actual, no, line := make([]float64, len(rows)), make([]float64, len(rows)), make([]float64, len(rows)), make([]float64, len(rows))
	names, files := make([]string, len(rows)), make([]string, len(rows))
	for i, x := range rows {
		month[i], actual[i], no[i] = calendar.Serial(calendar.Civil(x.Month.Time)), x.Actual, float64(channels.no[channelID(x.Channel)])
		names[i], files[i], line[i] = x.Channel, x.File, float64(x.Line)
	}
	t.Numbers("month", "Month", Date, "its first day", month)
	t.Texts("channel", "Channel", "as the file has it", names)
	t.Numbers("channel_no", "Channel no.", Count, "row on Budget vs Value", no)
	t.Numbers("actual", "Actual", Money, "spent", actual)
	t.Texts("file", "File", "input file", files)
	t.Numbers("line", "Line", Count, "physical line in the file", line)
	t.Formula("in_period", "In period", Count, "1: the month lies in the period",
		If(And{Compare(GE, Col("month"), Ref("period.start")), Compare(LT, Col("month"), Ref("period.end"))}, Number(1), Number(0)))
}

// spent is e over the spend of the period; n/a without a spend file, or where the period is no whole number of months.
func (l *Ledger) spent(e Expr) Expr {
	return If(Known(Ref("period.months")), l.ifProvided("spend", e), NA{})
}

// channel adds the figures of one channel, by its number; 0 is what no channel explains, and has no cost.
func (s *Scorecard) channel(l *Ledger, id, title string, no int) {
	s.AddTerm(calc.Term{ID: "channel_no." + id, Section: "Channels", Title: title, Unit: Count, Value: Num(float64(no)), Note: "number of the channel in Leads and Spend"})
	number := Ref("channel_no." + id)
	here := Where("channel_no", EQ, number)
	cost, noCost := Expr(NA{}), "what no channel explains has no cost"
	if no > 0 {
		cost, noCost = Ref("spend."+id), "its spend is n/a, or it has nothing to divide by"
		s.AddQuantity(calc.Quantity{ID: "spend." + id, Title: title + ": spend", Unit: Money, Formula: l.spent(Sum("spending", "actual", Where("channel_no", EQ, number), Where("in_period", EQ, Number(1)))),
			Definition: "Actual spend of the channel in the months of the period, from the spend file; without a row it is 0.", Reason: noSpend})
	}
	if term := "term.budget.channels." + agreement.Slug(title); s.Term(term) != nil {
		s.AddQuantity(calc.Quantity{ID: "budget." + id, Title: title + ": budget", Unit: Money, Formula: Mul(Ref(term), Ref("period.months")),
			Definition: "Agreed a month × months of the period.", Reason: "the period is no whole number of months"})
	}
	figure := func(name, what string, u Unit, better Direction, e Expr, def, reason string) {
		s.AddQuantity(calc.Quantity{ID: "channel." + id + "." + name, Title: title + ": " + what, Unit: u, Better: better, Formula: e, Definition: def, Reason: reason})
	}
	in := func(st agreement.Stage) Expr { return CountOf("leads", append(flow(st.String()), here)...) }
	figure("leads", "leads", Count, Up, l.ifProvided("leads", in(agreement.Created)), "Leads of the source created in the period.", l.whyNoLine(agreement.Created))
	figure("mqls", "MQLs", Count, Up, l.ifStage(agreement.MQL, in(agreement.MQL)), "Leads of the source whose MQL date, own or implied, falls in the period.", l.whyNoStage(agreement.MQL))
	figure("sqls", "SQLs", Count, Up, l.ifStage(agreement.SQL, in(agreement.SQL)), "Leads of the source whose SQL date, own or implied, falls in the period.", l.whyNoStage(agreement.SQL))
	figure("lead_value", "lead value", Money, Up, l.ifStage(l.handoffStage(), s.valueBetween(Ref("period.start"), Ref("period.until"), here)),
		"Lead value delivered of the source, by the promise's basis.", l.whyNoLeadValue())
	of := func(name string) Expr { return Ref("channel." + id + "." + name) }
	figure("value_per_spend", "lead value per unit of spend", Ratios, Up, Div(of("lead_value"), cost), "Lead value ÷ spend.", noCost)
	figure("cost_per_mql", "cost per MQL", Money, Down, Div(cost, of("mqls")), "Spend ÷ MQLs.", noCost)
	figure("cost_per_sql", "cost per SQL", Money, Down, Div(cost, of("sqls")), "Spend ÷ SQLs.", noCost)
}

// budgetTotals adds the totals; that of the spend is the file's, to the cent.
func (s *Scorecard) budgetTotals(l *Ledger) {
	budget := Expr(NA{})
	for i, b := range s.Agreement.Budget.Channels {
		if one := Ref("budget." + channelID(b.Key)); i == 0 {
			budget = one
		} else {
			budget = Add(budget, one)
		}
	}
	s.AddQuantity(calc.Quantity{ID: "budget.total", Title: "Budget", Unit: Money, Formula: budget, Definition: "The channels' budgets together.", Reason: "the agreement sets no budget, or the period is no whole number of months"})
	in := Where("in_period", EQ, Number(1))
	s.AddQuantity(calc.Quantity{ID: "spend.total", Title: "Spend", Unit: Money, Formula: l.spent(Sum("spending", "actual", in)), Definition: "Every row of the spend file in the months of the period.", Reason: noSpend})
	s.AddQuantity(calc.Quantity{ID: "spend.rows", Title: "Rows of spend", Unit: Count, Formula: l.spent(CountOf("spending", in)), Definition: "Rows of the spend file in the months of the period.", Reason: noSpend})
}

// channelTable adds a row for each channel, the unattributed last.
func (s *Scorecard) channelTable(channels *channelList) *calc.Table {
	names := append(slices.Clone(channels.names), "")
	ids := make([]string, len(names))
	no := make([]float64, len(names))
	for i, name := range channels.names {
		ids[i], no[i], names[i] = channelID(name), float64(i+1), channelTitle(name)
	}
	last := len(names) - 1
	names[last], ids[last] = "Unattributed", "unattributed"
	each := func(prefix, suffix string) []Expr {
		out := make([]Expr, len(ids))
		for i, id := range ids {
			out[i] = NA{}
			if s.Quantity(prefix+id+suffix) != nil {
				out[i] = Ref(prefix + id + suffix)
			}
		}
		return out
	}
	t := s.AddTable(calc.NewTable("channels", "Channels", len(names)))
	t.Numbers("no", "No.", Count, "as in Leads and Spend", no)
	t.Texts("channel", "Channel", "lead source", names)
	t.Formulas("budget", "Budget", Money, "agreed", each("budget.", ""))
	t.Formulas("spend", "Spend", Money, "actual, from the spend file", each("spend.", ""))
	for _, c := range []struct {
		name, title string
		unit        Unit
		note        string
	}{
		{"leads", "Leads", Count, "created in the period"},
		{"mqls", "MQLs", Count, "created in the period"},
		{"sqls", "SQLs", Count, "created in the period"},
		{"lead_value", "Lead value", Money, "delivered, by the promise's basis"},
		{"value_per_spend", "Value ÷ spend", Ratios, "lead value ÷ spend"},
		{"cost_per_mql", "Cost per MQL", Money, "spend ÷ MQLs"},
		{"cost_per_sql", "Cost per SQL", Money, "spend ÷ SQLs"},
	} {
		t.Formulas(c.name, c.title, c.unit, c.note, each("channel.", "."+c.name))
	}
	return t
}

// channelMonths adds a row for each month of the year to date and each channel, the unattributed last: what it was to cost,
// what it cost and what it brought. Months are those of the calendar year in which the period ends.
func (s *Scorecard) channelMonths(l *Ledger, channels *channelList) {
	var month, until, no, booked []float64
	var names []string
	var budget []Expr
	end := calendar.Earlier(l.period.End, l.period.AsOf).Add(-time.Nanosecond)
	for m := time.January; m <= end.Month(); m++ {
		from := time.Date(end.Year(), m, 1, 0, 0, 0, 0, end.Location())
		for i, name := range append(slices.Clone(channels.names), "") {
			title, k := channelTitle(name), float64(i+1)
			if i == len(channels.names) {
				title, k = "Unattributed", 0
			}
			month, until, no = append(month, calendar.Serial(from)), append(until, calendar.Serial(calendar.Earlier(from.AddDate(0, 1, 0), l.period.AsOf))), append(no, k)
			booked, names = append(booked, oneOrZero(k > 0 && l.booked(from))), append(names, title)
			agreed := Expr(NA{})
			if k > 0 && l.inForce(from) {
				agreed = s.termOr("term.budget.channels." + agreement.Slug(title))
			}
			budget = append(budget, agreed)
		}
	}
	t := s.AddTable(calc.NewTable("channel_months", "Month by month and channel", len(month)))
	t.Texts("channel", "Channel", "lead source", names)
	t.Numbers("month", "Month", Date, "its first day", month)
	t.Numbers("until", "Counts until", Time, "its end, or as_of", until)
	t.Numbers("no", "No.", Count, "channel, as in Leads and Spend", no)
	t.Numbers("booked", "Booked", Count, "1: the spend file has a row of the month", booked)
	t.Formulas("budget", "Budget", Money, "agreed a month; n/a before the agreement took effect", budget)
	t.Formula("spend", "Spend", Money, "of the spend file; n/a of a month that it does not name", If(Compare(EQ, Col("booked"), Number(1)),
		Sum("spending", "actual", Where("channel_no", EQ, Col("no")), Where("month", EQ, Col("month"))), NA{}))
	here := Where("channel_no", EQ, Col("no"))
	in := func(st agreement.Stage) Expr {
		return CountOf("leads", here, Where(st.String(), GE, Col("month")), Where(st.String(), LT, Col("until")))
	}
	t.Formula("leads", "Leads", Count, "created in the month", l.ifProvided("leads", in(agreement.Created)))
	t.Formula("mqls", "MQLs", Count, "created in the month", l.ifStage(agreement.MQL, in(agreement.MQL)))
	t.Formula("sqls", "SQLs", Count, "created in the month", l.ifStage(agreement.SQL, in(agreement.SQL)))
	t.Formula("lead_value", "Lead value", Money, "delivered, by the promise's basis", l.ifStage(l.handoffStage(), s.valueBetween(Col("month"), Col("until"), here)))
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
	t.Formula("ytd_spend", "Spend, year", Money, "of the year's months so far", If(Compare(EQ, Col("no"), Number(0)), NA{}, l.ifProvided("spend", Sum("channel_months", "spend", own))))
	t.Formula("ytd_value", "Value, year", Money, "lead value of the year's months so far", l.ifStage(l.handoffStage(), s.ifChart(Sum("channel_months", "lead_value", own))))
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
	t.Numbers("rank", "Rank", Count, "by lead value ÷ spend, year to date", rank)
	t.Formula("channel", "Channel", Words, "lead source", get("channel"))
	t.Formula("value_per_spend", "Value ÷ spend, year", Ratios, "lead value ÷ spend, over the year's months that the spend file names", get("ytd_value_per_spend"))
	t.Formula("period", "Value ÷ spend", Ratios, "of the period", get("value_per_spend"))
	t.Formula("left", "Budget left", Money, "budget − spend of the period", Sub(get("budget"), get("spend")))
}

// moneyTotals adds what all channels came to in the period and the year.
func (s *Scorecard) moneyTotals(l *Ledger) {
	figure := func(id, title string, u Unit, better Direction, e Expr, def, reason string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: better, Formula: e, Definition: def, Reason: reason})
	}
	all := "no spend is given for the period, or there is nothing to divide by"
	figure("channel.total.value_per_spend", "Lead value for a unit of spend", Ratios, Up, Div(Ref("delivered.lead_value"), Ref("spend.total")), "Lead value delivered ÷ spend, the unattributed included.", all)
	figure("channel.total.cost_per_mql", "Cost per MQL", Money, Down, Div(Ref("spend.total"), Ref("actual.mqls_created")), "Spend ÷ MQLs created, the unattributed included.", all)
	figure("channel.total.cost_per_sql", "Cost per SQL", Money, Down, Div(Ref("spend.total"), Ref("actual.sqls_created")), "Spend ÷ SQLs created, the unattributed included.", all)
	figure("budget.left", "Budget left", Money, Neither, Sub(Ref("budget.total"), Ref("spend.total")), "Budget − spend, in the period.", "the agreement sets no budget, or no spend is given")
	none := "no spend is given"
	figure("ytd.spend", "Spend, year to date", Money, Neither, l.ifProvided("spend", Sum("channel_months", "spend")), "Every row of the spend file in the calendar year's months so far.", none)
	figure("ytd.budget", "Budget, year to date", Money, Neither, If(Compare(GT, Agg{Fn: CountNumbers, Table: "channel_months", Col: "budget"}, Number(0)), Sum("channel_months", "budget"), NA{}),
		"Agreed for the calendar year's months since the agreement took effect.", "the agreement sets no budget, or took effect later")
	figure("ytd.lead_value", "Lead value, year to date", Money, Up, l.ifStage(l.handoffStage(), s.ifChart(Sum("channel_months", "lead_value"))), "Delivered in the calendar year's months so far, by the promise's basis.", l.whyNoLeadValue())
	figure("ytd.value_per_spend", "Lead value for a unit of spend, year to date", Ratios, Up, Div(Ref("ytd.lead_value"), Ref("ytd.spend")), "Lead value delivered ÷ spend, the unattributed included.", none)
}
