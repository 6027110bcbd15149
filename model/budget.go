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

// channelList holds the channels of the budget sheet: those of the budget in its order, then those of the
// spend file by name; without either, every lead source by name. Names that give the same id are one
// channel. Leads without a source, or with a source that is no channel, are unattributed and have the
// number 0.
type channelList struct {
	names []string
	no    map[string]int // by id, from 1
}

// channel is one channel of the list, or, with number 0, the leads that no channel explains.
type channel struct {
	id, title string
	no        int
}

// channels returns the channels as of as_of. Spend of a month that had not begun by then adds no channel.
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

// add appends a channel unless its id is there already.
func (c *channelList) add(name string) {
	id := channelID(name)
	if _, known := c.no[id]; !known {
		c.names = append(c.names, name)
		c.no[id] = len(c.names)
	}
}

// number returns the number of a lead source's channel, from 1; 0 if it has none.
func (c *channelList) number(source string) int {
	if source == "" {
		return 0
	}
	return c.no[channelID(source)]
}

// channelTitle returns a channel's name as printed; a spend file may leave the name blank.
func channelTitle(name string) string {
	if name == "" {
		return "No channel"
	}
	return name
}

// spendRows returns the rows of the spend file whose month had begun by as_of.
func (l *Ledger) spendRows() []Spend {
	var out []Spend
	for _, x := range l.spend {
		if (calendar.Day{Time: x.Month.Time}).In(l.clock.Location).Before(l.period.AsOf) {
			out = append(out, x)
		}
	}
	return out
}

const whyNoSpend = "no spend is given (add inputs.spend), or the period is no whole number of months"

// all returns the channels, and last the entry for unattributed leads.
func (c *channelList) all() []channel {
	var out []channel
	for i, name := range c.names {
		out = append(out, channel{channelID(name), channelTitle(name), i + 1})
	}
	return append(out, channel{unattributed, "Unattributed", 0})
}

// addBudget adds the agreed and the actual spend by channel, and what the channel's leads were worth
// (SPEC section 7).
func (l *Ledger) addBudget(s *Scorecard) {
	channels := l.channels()
	l.addSpendTable(s, channels)
	for _, c := range channels.all() {
		l.addChannel(s, c)
	}
	l.addBudgetTotals(s)
	l.addChannelMonths(s, channels.all())
	l.addYearToDate(l.addChannelTable(s, channels.all()))
	l.addChannelRanking(s, len(channels.names))
	l.addSpendTotals(s)
}

// addSpendTable adds the rows of the spend file; a row counts in the month that it names. The table is
// called spending, not spend: the workbook would name its column "line" spend_line, which is also the
// name of the figure spend.line of a channel called Line.
func (l *Ledger) addSpendTable(s *Scorecard, channels *channelList) {
	rows := l.spendRows()
	t := s.AddTable(calc.NewTable(SpendingTable, "Spend", len(rows)))
	numbers := func(name, title string, u Unit, note string, f func(Spend) float64) {
		t.NumbersFunc(name, title, u, note, func(row int) float64 { return f(rows[row]) })
	}
	numbers("month", "Month", Date, "its first day",
		func(x Spend) float64 { return calendar.Serial(calendar.Civil(x.Month.Time)) })
	t.TextsFunc("channel", "Channel", "as the file has it", func(row int) string { return rows[row].Channel })
	numbers("channel_no", "Channel no.", Count, "row on Budget vs Value",
		func(x Spend) float64 { return float64(channels.no[channelID(x.Channel)]) })
	numbers("actual", "Actual", Money, "spent", func(x Spend) float64 { return x.Actual })
	t.TextsFunc("file", "File", "input file", func(row int) string { return rows[row].File })
	numbers("line", "Line", Count, "physical line in the file", func(x Spend) float64 { return float64(x.Line) })
	t.Formula("in_period", "In period", Count, "1: the month lies in the period",
		If(And{Compare(GE, Col("month"), Ref(periodStartID)), Compare(LT, Col("month"), Ref(periodEndID))}, Number(1),
			Number(0)))
}

// ifSpendKnown returns e, a figure based on the period's spend, or n/a without a spend file and for a
// period that is not a whole number of months.
func (l *Ledger) ifSpendKnown(e Expr) Expr {
	return If(Known(Ref(periodMonthsID)), l.ifProvided("spend", e), NA{})
}

// addChannel adds the figures of one channel. Unattributed leads have no cost, so their figures per spend
// are n/a.
func (l *Ledger) addChannel(s *Scorecard, c channel) {
	s.AddTerm(calc.Term{ID: channelNoID(c.id), Section: channelsSection, Title: c.title, Unit: Count,
		Value: Num(float64(c.no)), Note: "number of the channel in Leads and Spend"})
	ofChannel := Where(LeadChannelNo, EQ, Ref(channelNoID(c.id)))
	cost, whyNoCost := Expr(NA{}), "what no channel explains has no cost"
	if c.no > 0 {
		cost, whyNoCost = Ref(SpendID(c.id)), "its spend is n/a, or it has nothing to divide by"
		spend := Sum(SpendingTable, "actual", Where("channel_no", EQ, Ref(channelNoID(c.id))),
			Where("in_period", EQ, Number(1)))
		s.AddQuantity(calc.Quantity{ID: SpendID(c.id), Title: c.title + ": spend", Unit: Money,
			Formula: l.ifSpendKnown(spend),
			Sources: []string{spendMonthsSource},
			Definition: "Actual spend of the channel in the months of the period, from the spend file; " +
				"without a row it is 0.",
			Reason: whyNoSpend})
	}
	if term := TermID(budgetPath(c.title)); s.Term(term) != nil {
		s.AddQuantity(calc.Quantity{ID: BudgetID(c.id), Title: c.title + ": budget", Unit: Money,
			Formula:    Mul(Ref(term), Ref(periodMonthsID)),
			Definition: "Agreed a month × months of the period.",
			Reason:     "the period is no whole number of months"})
	}
	add := func(name, what string, u Unit, better Direction, e Expr, def, reason string, sources ...string) {
		s.AddQuantity(calc.Quantity{ID: ChannelFigureID(c.id, name), Title: c.title + ": " + what, Unit: u, Better: better,
			Formula:    e,
			Sources:    sources,
			Definition: def,
			Reason:     reason})
	}
	inPeriod := func(st agreement.Stage) Expr { return CountOf(LeadsTable, append(flow(st.String()), ofChannel)...) }
	add("leads", "leads", Count, Up, l.ifProvided("leads", inPeriod(agreement.Created)),
		"Leads of the source created in the period.", l.whyNoLine(agreement.Created))
	add("mqls", "MQLs", Count, Up, l.ifStage(agreement.MQL, inPeriod(agreement.MQL)),
		"Leads of the source whose MQL date, own or implied, falls in the period.", l.whyNoStage(agreement.MQL),
		olderLeadsSource)
	add("sqls", "SQLs", Count, Up, l.ifStage(agreement.SQL, inPeriod(agreement.SQL)),
		"Leads of the source whose SQL date, own or implied, falls in the period.", l.whyNoStage(agreement.SQL),
		olderLeadsSource)
	add("lead_value", "lead value", Money, Up, l.ifStage(l.handoffStage(),
		ifHalfHaveAValue(s.valueBetween(Ref(periodStartID), Ref(asOfID), ofChannel))),
		"Lead value delivered of the source, by the promise's basis.", l.whyNoLeadValue(), olderLeadsSource)
	figure := func(name string) Expr { return Ref(ChannelFigureID(c.id, name)) }
	add("value_per_spend", "lead value per unit of spend", Ratios, Up, Div(figure("lead_value"), cost),
		"Lead value ÷ spend.", whyNoCost, sameDaysSource)
	add("cost_per_mql", "cost per MQL", Money, Down, Div(cost, figure("mqls")), "Spend ÷ MQLs.", whyNoCost,
		sameDaysSource)
	add("cost_per_sql", "cost per SQL", Money, Down, Div(cost, figure("sqls")), "Spend ÷ SQLs.", whyNoCost,
		sameDaysSource)
}

// addBudgetTotals adds the budget and the spend of all channels together. The spend is summed from the
// file's rows, so it is exact to the cent.
func (l *Ledger) addBudgetTotals(s *Scorecard) {
	var budgets []Expr
	for _, b := range s.Agreement.Budget.Channels {
		budgets = append(budgets, Ref(BudgetID(channelID(b.Key))))
	}
	s.AddQuantity(calc.Quantity{ID: BudgetTotalID, Title: "Budget", Unit: Money,
		Formula:    sumOf(budgets),
		Definition: "The channels' budgets together.",
		Reason:     "the agreement sets no budget, or the period is no whole number of months"})
	inPeriod := Where("in_period", EQ, Number(1))
	s.AddQuantity(calc.Quantity{ID: SpendTotalID, Title: "Spend", Unit: Money,
		Formula:    l.ifSpendKnown(Sum(SpendingTable, "actual", inPeriod)),
		Sources:    []string{spendMonthsSource},
		Definition: "Every row of the spend file in the months of the period.",
		Reason:     whyNoSpend})
	s.AddQuantity(calc.Quantity{ID: SpendRowsID, Title: "Rows of spend", Unit: Count,
		Formula:    l.ifSpendKnown(CountOf(SpendingTable, inPeriod)),
		Definition: "Rows of the spend file in the months of the period.",
		Reason:     whyNoSpend})
}

// addChannelTable adds a row for each channel with its figures, the unattributed last.
func (l *Ledger) addChannelTable(s *Scorecard, channels []channel) *calc.Table {
	column := func(id func(channel string) string) []Expr {
		out := make([]Expr, len(channels))
		for i, c := range channels {
			out[i] = NA{}
			if s.Quantity(id(c.id)) != nil {
				out[i] = Ref(id(c.id))
			}
		}
		return out
	}
	t := s.AddTable(calc.NewTable(ChannelsTable, "Channels", len(channels)))
	t.NumbersFunc("no", "No.", Count, "as in Leads and Spend", func(row int) float64 { return float64(channels[row].no) })
	t.TextsFunc("channel", "Channel", "lead source", func(row int) string { return channels[row].title })
	t.Formulas("budget", "Budget", Money, "agreed", column(BudgetID))
	t.Formulas("spend", "Spend", Money, "actual, from the spend file", column(SpendID))
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
		t.Formulas(c.name, c.title, c.unit, c.note,
			column(func(channel string) string { return ChannelFigureID(channel, c.name) }))
	}
	return t
}

// addChannelMonths adds a row for each month of the year to date and each channel, the unattributed last,
// with the budget, the spend and the lead value. The year is the calendar year in which the period ends,
// or that of as_of if as_of is earlier.
func (l *Ledger) addChannelMonths(s *Scorecard, channels []channel) {
	var month, until, no, booked []float64
	var titles []string
	var budget []Expr
	end := calendar.Earlier(l.period.End, l.period.AsOf).Add(-time.Nanosecond)
	for m := time.January; m <= end.Month(); m++ {
		from := time.Date(end.Year(), m, 1, 0, 0, 0, 0, end.Location())
		for _, c := range channels {
			agreed := Expr(NA{})
			if c.no > 0 && l.inEffect(from) {
				agreed = s.termOr(TermID(budgetPath(c.title)))
			}
			titles = append(titles, c.title)
			month = append(month, calendar.Serial(from))
			until = append(until, calendar.Serial(calendar.Earlier(from.AddDate(0, 1, 0), l.period.AsOf)))
			no = append(no, float64(c.no))
			booked = append(booked, oneOrZero(c.no > 0 && l.hasSpend(from)))
			budget = append(budget, agreed)
		}
	}
	t := s.AddTable(calc.NewTable(ChannelMonthsTable, "Month by month and channel", len(month)))
	t.Texts("channel", "Channel", "lead source", titles)
	t.Numbers("month", "Month", Date, "its first day", month)
	t.Numbers("until", "Counts until", Time, "its end, or as_of", until)
	t.Numbers("no", "No.", Count, "channel, as in Leads and Spend", no)
	t.Numbers("booked", "Booked", Count, "1: the spend file has a row of the month", booked)
	t.Formulas("budget", "Budget", Money, "agreed a month; n/a before the agreement took effect", budget)
	t.Formula("spend", "Spend", Money, "of the spend file; n/a of a month that it does not name",
		If(Compare(EQ, Col("booked"), Number(1)),
			Sum(SpendingTable, "actual", Where("channel_no", EQ, Col("no")), Where("month", EQ, Col("month"))), NA{}))
	ofChannel := Where(LeadChannelNo, EQ, Col("no"))
	spend := l.spendOfSameDays()
	inMonth := func(st agreement.Stage) Expr {
		return CountOf(LeadsTable, ofChannel, Where(st.String(), GE, Col("month")), Where(st.String(), LT, Col("until")))
	}
	t.Formula("leads", "Leads", Count, "created in the month", l.ifProvided("leads", inMonth(agreement.Created)))
	t.Formula("mqls", "MQLs", Count, "created in the month", l.ifStage(agreement.MQL, inMonth(agreement.MQL)))
	t.Formula("sqls", "SQLs", Count, "created in the month", l.ifStage(agreement.SQL, inMonth(agreement.SQL)))
	t.Formula("lead_value", "Lead value", Money, "delivered, by the promise's basis",
		l.ifStage(l.handoffStage(), s.valueBetween(Col("month"), Col("until"), ofChannel)))
	t.Formula("value_per_spend", "Value ÷ spend", Ratios, "lead value ÷ spend", Div(Col("lead_value"), spend))
	t.Formula("cost_per_mql", "Cost per MQL", Money, "spend ÷ MQLs", Div(spend, Col("mqls")))
	t.Formula("cost_per_sql", "Cost per SQL", Money, "spend ÷ SQLs", Div(spend, Col("sqls")))
}

// spendOfSameDays returns the spend of a row of months for ratios: n/a of a month that is counted in part because
// the exports end in it. Spend is given by the month.
func (l *Ledger) spendOfSameDays() Expr {
	if l.whySpendIsOfMoreDays() == "" {
		return Col("spend")
	}
	return If(Compare(LT, Col("until"), Ref(asOfID)), Col("spend"), NA{})
}

// monthsOfSameDays returns the condition that spendOfSameDays is known, as conditions of an aggregate over the
// months.
func (l *Ledger) monthsOfSameDays() []Cond {
	if l.whySpendIsOfMoreDays() == "" {
		return nil
	}
	return []Cond{Where("until", LT, Ref(asOfID))}
}

// addYearToDate adds to the table of channels the sums over the months of the year to date, and the
// channels' rank by lead value per unit of spend. The ratio and the rank use only months that the spend
// file has.
func (l *Ledger) addYearToDate(t *calc.Table) {
	own := Where("no", EQ, Col("no"))
	compared := append(l.monthsOfSameDays(), own, Where("spend", GE, Number(0)))
	t.Formula("ytd_budget", "Budget, year", Money, "of the year's months since the agreement took effect",
		Sum(ChannelMonthsTable, "budget", own))
	t.Formula("ytd_spend", "Spend, year", Money, "of the year's months so far",
		If(Compare(EQ, Col("no"), Number(0)), NA{}, l.ifProvided("spend", Sum(ChannelMonthsTable, "spend", own))))
	t.Formula("ytd_value", "Value, year", Money, "lead value of the year's months so far",
		l.ifStage(l.handoffStage(), l.ifLeadValue(Sum(ChannelMonthsTable, "lead_value", own))))
	t.Formula("ytd_value_per_spend", "Value ÷ spend, year", Ratios, "over the months that the spend file names",
		Div(Sum(ChannelMonthsTable, "lead_value", compared...), Sum(ChannelMonthsTable, "spend", compared...)))
	t.Formula("worth", "Order", Ratios, "value ÷ spend of the year, to four decimals: what the rank goes by",
		Round(Col("ytd_value_per_spend"), 4))
	better := CountOf(ChannelsTable, Where("worth", GT, Col("worth")))
	equalBefore := CountOf(ChannelsTable, Where("worth", EQ, Col("worth")), Where("no", LT, Col("no")))
	t.Formula("rank", "Rank", Count, "by value ÷ spend of the year; n/a without spend",
		If(Known(Col("worth")), Add(better, equalBefore, Number(1)), NA{}))
}

// ifLeadValue returns e where the agreement has a lead value chart, else n/a.
func (l *Ledger) ifLeadValue(e Expr) Expr {
	if l.agreement.LeadValue.Method == "" {
		return NA{}
	}
	return e
}

// addChannelRanking adds the channels in the order of their rank. It shows where to move money if
// delivery is behind at mid-month.
func (l *Ledger) addChannelRanking(s *Scorecard, n int) {
	t := s.AddTable(calc.NewTable("ranked", "Channels by lead value for a unit of money", n))
	get := func(col string) Expr { return Lookup(ChannelsTable, "rank", col, Col("rank")) }
	t.NumbersFunc("rank", "Rank", Count, "by lead value ÷ spend, year to date",
		func(row int) float64 { return float64(row + 1) })
	t.Formula("channel", "Channel", Words, "lead source", get("channel"))
	t.Formula("value_per_spend", "Value ÷ spend, year", Ratios,
		"lead value ÷ spend, over the year's months that the spend file names", get("ytd_value_per_spend"))
	t.Formula("period", "Value ÷ spend", Ratios, "of the period", get("value_per_spend"))
	t.Formula("left", "Budget left", Money, "budget − spend of the period", Sub(get("budget"), get("spend")))
}

// addSpendTotals adds the totals of all channels, for the period and for the year to date.
func (l *Ledger) addSpendTotals(s *Scorecard) {
	add := func(id, title string, u Unit, better Direction, e Expr, def, reason string, sources ...string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: better,
			Formula:    e,
			Sources:    sources,
			Definition: def,
			Reason:     reason})
	}
	noSpend := "no spend is given for the period, or there is nothing to divide by"
	add(ChannelFigureID(AllTogether, "value_per_spend"), "Lead value for a unit of spend", Ratios, Up,
		Div(Ref(DeliveredLeadValueID),
			Ref(SpendTotalID)), "Lead value delivered ÷ spend, the unattributed included.", noSpend, sameDaysSource)
	add(ChannelFigureID(AllTogether, "cost_per_mql"), "Cost per MQL", Money, Down,
		Div(Ref(SpendTotalID), Ref(ActualID(MQLsCreatedLine))), "Spend ÷ MQLs created, the unattributed included.", noSpend,
		sameDaysSource)
	add(ChannelFigureID(AllTogether, "cost_per_sql"), "Cost per SQL", Money, Down,
		Div(Ref(SpendTotalID), Ref(ActualID("sqls_created"))), "Spend ÷ SQLs created, the unattributed included.", noSpend,
		sameDaysSource)
	add("budget.left", "Budget left", Money, Neither, Sub(Ref(BudgetTotalID), Ref(SpendTotalID)),
		"Budget − spend, in the period.", "the agreement sets no budget, or no spend is given")
	noYearSpend := "no spend is given"
	add(YearSpendID, "Spend, year to date", Money, Neither, l.ifProvided("spend", Sum(ChannelMonthsTable, "spend")),
		"Every row of the spend file in the calendar year's months so far.", noYearSpend)
	add("ytd.budget", "Budget, year to date", Money, Neither,
		If(Compare(GT, Agg{Fn: CountNumbers, Table: ChannelMonthsTable, Col: "budget"}, Number(0)),
			Sum(ChannelMonthsTable, "budget"), NA{}),
		"Agreed for the calendar year's months since the agreement took effect.",
		"the agreement sets no budget, or took effect later")
	add(YearLeadValueID, "Lead value, year to date", Money, Up,
		l.ifStage(l.handoffStage(), l.ifLeadValue(Sum(ChannelMonthsTable, "lead_value"))),
		"Delivered in the calendar year's months so far, by the promise's basis.", l.whyNoLeadValue())
	ratio, def := Div(Ref(YearLeadValueID), Ref(YearSpendID)), "Lead value delivered ÷ spend, the unattributed included."
	if whole := l.monthsOfSameDays(); whole != nil {
		ratio = Div(Sum(ChannelMonthsTable, "lead_value", whole...), Sum(ChannelMonthsTable, "spend", whole...))
		def += " Of the months before the one in which the exports end."
	}
	add(YearValuePerSpendID, "Lead value for a unit of spend, year to date", Ratios, Up, ratio, def, noYearSpend)
}
