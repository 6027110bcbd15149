package model

import (
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// kpi is one entry of the table of KPIs (SPEC section 6). A new KPI is a new entry in kpiTable, and a line
// with its id and unit in model/agreement/kpis.go, from which the agreement's checks know it;
// TestTheAgreementKnowsEveryKPI compares the two.
type kpi struct {
	id, title  string
	better     Direction
	formula    Expr
	definition string
	reason     string   // why it is n/a, also of the related figures; empty: the formula alone gives the reason
	sources    []string // conditions on the inputs, see sources.go
	noStatus   string   // why it has no status though it has a value; empty: it has one
	related    []relatedFigure
}

// relatedFigure is a figure that is printed with a KPI: a mean, the number of observations, or the same
// share by another basis.
type relatedFigure struct {
	id, title  string
	unit       Unit
	formula    Expr
	definition string
}

// addKPIColumns adds the columns of the leads table over which medians and means are computed. Each is
// named "k_" followed by the name of another column, whose value it holds for leads whose date lies in
// the period; for other leads it is n/a.
func addKPIColumns(t *calc.Table) {
	in := func(name, title string, u Unit, date, col string) {
		t.Formula("k_"+col, title, u, name+" in the period", If(inFlow(date), Col(col), NA{}))
	}
	in("SQL", "MQL to SQL, SQLs", Days, LeadSQL, LeadDaysToSQL)
	in("won", "MQL to won, wins", Days, LeadWon, LeadDaysToWon)
	in("handed off", "System delay, handed off", Hours, LeadHandoff, LeadSystemDelay)
	in("handed off", "First call, handed off", Hours, LeadHandoff, LeadFirstCall)
	in("handed off", "First call, calendar, handed off", Hours, LeadHandoff, LeadFirstCallElapsed)
	in("handed off", "Human delay, handed off", Hours, LeadHandoff, LeadHumanDelay)
	in("SQL", "Touches to SQL, SQLs", Touches, LeadSQL, LeadTouchesToSQL)
}

// addKPIs adds every KPI. Those for which the agreement sets a goal also get that goal and a status.
func (l *Ledger) addKPIs(s *Scorecard) {
	s.AddTerm(calc.Term{ID: touchGapFactID, Section: periodSection, Title: "Median gap between touches",
		Phrase: "median gap between touches", Unit: Days, Value: l.medianTouchGap(),
		Note: "touches themselves are not in the workbook"})
	for _, k := range l.kpiTable() {
		unit, _ := agreement.KnownKPI(k.id)
		q := calc.Quantity{ID: KPIID(k.id), Title: k.title, Unit: unit, Better: k.better,
			Formula:    k.formula,
			Sources:    k.sources,
			Definition: k.definition,
			Reason:     k.reason}
		chosen := slices.IndexFunc(l.agreement.KPIs, func(t agreement.KPITerm) bool { return t.ID == k.id })
		if chosen >= 0 && l.agreement.KPIs[chosen].Goal != nil {
			l.addKPIGoal(s, &q, k)
		}
		s.AddQuantity(q)
		for _, b := range k.related {
			s.AddQuantity(calc.Quantity{ID: KPIID(b.id), Title: b.title, Unit: b.unit,
				Formula:    b.formula,
				Definition: b.definition,
				Reason:     k.reason})
		}
	}
}

// addKPIGoal sets the goal of a chosen KPI and adds its status, met or missed. A KPI has no status in a
// running period, where the files show only a part of what it measures, and without a better direction. The
// goal of the SQL value is per month; the others hold for a period of any length.
func (l *Ledger) addKPIGoal(s *Scorecard, q *calc.Quantity, k kpi) {
	q.Goal = TermID(kpiGoalPath(k.id))
	if k.id == "sql_value" {
		monthly := Ref(q.Goal)
		q.Goal = TargetID(KPIID(k.id))
		s.AddQuantity(calc.Quantity{ID: q.Goal, Title: "SQL value: goal", Unit: Money, Internal: true,
			Formula: Mul(monthly, Ref(periodMonthsID))})
	}
	if k.noStatus != "" {
		q.AddNote("It has no status: " + k.noStatus + ".")
	}
	if k.better == Neither || k.noStatus != "" || !l.period.Closed() {
		return
	}
	reaches := map[Direction]CompareOp{Up: GE, Down: LE}[k.better]
	q.Status = StatusID(KPIID(k.id))
	s.AddQuantity(calc.Quantity{ID: q.Status, Title: "Status", Unit: Words, Internal: true,
		Formula: If(Compare(reaches, Ref(q.ID), Ref(q.Goal)), Word(Met), Word(Missed))})
}

// ifActivities returns e where the inputs include activities, else n/a.
func (l *Ledger) ifActivities(e Expr) Expr {
	if !l.hasActivities {
		return NA{}
	}
	return e
}

// whyNoTouches returns why touches are not known; empty where the inputs include activities.
func (l *Ledger) whyNoTouches() string {
	if l.hasActivities {
		return ""
	}
	return l.whyNoActivities()
}

// ofAllLeads returns an aggregate over a whole column of the leads table.
func ofAllLeads(fn AggFn, col string) Expr { return Agg{Fn: fn, Table: LeadsTable, Col: col} }

// whereClosedWon returns the conditions that a deal was closed won in the period, existing business
// included.
func whereClosedWon() []Cond { return append(flow(DealClosed), Where(DealWon, EQ, Number(1))) }

// kpiTable returns the KPIs in the order of SPEC section 6.
func (l *Ledger) kpiTable() []kpi {
	noTouch := l.whyNoTouches()
	deal := func(e Expr) Expr { return l.ifProvided("deals", e) }
	qlsBefore := CountOf(LeadsTable,
		Where(LeadQL, GE, Ref(previousStartID)), Where(LeadQL, LT, Ref(previousUntilID)))
	sqlsWithoutDeal := CountOf(LeadsTable, append(flow(LeadSQL), Where(LeadDeals, EQ, Number(0)))...)
	won := CountOf(DealsTable, whereClosedWon()...)
	wonWithAmount := Sub(won, CountOf(DealsTable, append(whereClosedWon(), Where(DealAmount, EQ, NA{}))...))
	wonOrLost := CountOf(DealsTable, append(flow(DealClosed), Where(DealWon, GE, Number(0)))...)
	wonAmount := Sum(DealsTable, DealAmount, whereClosedWon()...)
	return []kpi{
		{id: "lead_velocity", title: "Lead velocity", better: Up, reason: l.whyNoLine(agreement.QL),
			sources: []string{previousLeadsSource},
			formula: Sub(Div(Ref(ActualID(QualifiedLeadsLine)), l.ifStage(agreement.QL, qlsBefore)), Number(1)),
			definition: "Qualified leads created ÷ qualified leads created in the previous period − 1; " +
				"a running period is compared up to the same number of days."},
		{id: "contact_rate", title: "Contact rate", better: Up, reason: noTouch, sources: []string{olderLeadsSource},
			noStatus: l.whyOlderLeads("touched", func(lead *leadState) bool { return lead.touchStats.touched }),
			formula:  l.ifActivities(Div(Sum(LeadsTable, LeadContacted), Sum(LeadsTable, LeadTouched))),
			definition: "Of leads with a touch in the period, the share with a connected call, " +
				"or a touch of any kind with a conversation, in it."},
		{id: "conversation_rate", title: "Conversation rate", better: Up, reason: noTouch, sources: []string{olderLeadsSource},
			formula:    l.ifActivities(Div(Sum(LeadsTable, LeadConversed), Sum(LeadsTable, LeadContacted))),
			definition: "Of leads contacted in the period, the share with a conversation in it."},
		{id: "contacts_per_sql", title: "Contacts per SQL", better: Down,
			reason:   firstReason(noTouch, l.whyNoStage(agreement.SQL)),
			noStatus: firstReason(l.whyNoOlderLeads(), l.whyOlderFlow(agreement.SQL), l.whySomeSQLsUntouched()),
			formula:  l.ifActivities(ofAllLeads(MeanOf, "k_touches_to_sql")),
			definition: "Mean touches from handoff to the SQL instant, zeros included, " +
				"over SQLs created in the period and handed off before."},
		{id: "sql_value", title: "SQL value", better: Up,
			reason:     firstReason(l.whyNoStage(agreement.SQL), l.whyNoTable("deals")),
			sources:    []string{olderLeadsSource},
			formula:    deal(l.ifStage(agreement.SQL, Sum(LeadsTable, LeadDealAmount, flow(LeadSQL)...))),
			definition: "Amounts of all deals existing at as_of, lost ones too, of leads whose SQL falls in the period.",
			related: []relatedFigure{{"sql_value.without_deal", "SQLs without a deal", Count,
				deal(l.ifStage(agreement.SQL, sqlsWithoutDeal)),
				"SQLs of the period whose lead has no deal; they add nothing to the SQL value."}}},
		l.durationKPI("days_mql_to_sql", "Days MQL to SQL", "SQLs", agreement.SQL),
		l.durationKPI("days_mql_to_won", "Days MQL to won", "wins", agreement.Won),
		l.conversionKPI("mql_to_sql", "MQL to SQL", SQLsCreatedLine, agreement.SQL),
		l.conversionKPI("mql_to_proposal", "MQL to proposal", ProposalsLine, agreement.Proposal),
		l.conversionKPI("mql_to_won", "MQL to won", WonLine, agreement.Won),
		l.firstCallKPI(),
		l.adherenceKPI("contact_adherence", ContactRule, "Contact adherence"),
		l.adherenceKPI("call_time_adherence", CallTimeRule, "Call time adherence"),
		l.adherenceKPI("touch_adherence", TouchesRule, "Touch adherence"),
		{id: "touch_gap_days", title: "Days between touches", better: Neither,
			reason:     firstReason(noTouch, l.whyNoGaps()),
			sources:    []string{handoffSource, periodTouchSource},
			formula:    Ref(touchGapFactID),
			definition: "Median days between consecutive touches of a lead made in the period."},
		{id: "average_deal", title: "Average deal", better: Up, reason: l.whyNoWonAmount(),
			formula:    deal(Div(wonAmount, wonWithAmount)),
			definition: "Won amount ÷ deals won with an amount, over deals closed in the period."},
		{id: "win_rate", title: "Win rate", better: Up, reason: l.whyNoDeals(), sources: []string{"deals.lost"},
			formula:    deal(Div(won, wonOrLost)),
			definition: "Deals won ÷ (won + lost), over deals closed in the period."},
		{id: "days_to_close", title: "Days to close", better: Down,
			reason:     l.whyNoWonDeals("a date of creation", func(d *Deal) bool { return d.Created.Known() }),
			formula:    deal(Agg{Fn: MedianOf, Table: DealsTable, Col: "k_days_to_close"}),
			definition: "Median days from created to closed of deals won in the period."},
		{id: "lead_to_customer", title: "Lead to customer", better: Up, reason: l.whyNoLine(agreement.Won),
			formula:    Div(Ref(ActualID(WonLine)), Ref(ActualID(LeadsSourcedLine))),
			definition: "Won ÷ leads sourced, in the period."},
		{id: "marketing_revenue_share", title: "Marketing's share of revenue", better: Up, reason: l.whyNoMarketingShare(),
			formula:    deal(l.marketingShare(wonAmount)),
			definition: "Won amount of deals whose lead Marketing sourced ÷ won amount, over deals closed in the period."},
		{id: "revenue_attainment", title: "Revenue attainment", better: Up, reason: l.whyNoTable("deals"),
			formula:    Div(Ref(ActualID(RevenueLine)), Ref(newBusinessTargetID)),
			definition: "New business won ÷ (revenue goal − retained revenue) of the period, all streams."},
		{id: "lead_value_attainment", title: "Lead value attainment", better: Up, reason: l.whyNoLine(agreement.MQL),
			formula:    Ref(PromiseAttainmentID),
			definition: "Delivered ÷ promised, by the promise's basis."},
	}
}

// marketingShare returns the share of the won amount that came from Marketing's leads. Without leads only
// marketing_sourced can assign a deal to Marketing: where the agreement does not list it, the share is n/a.
func (l *Ledger) marketingShare(wonAmount Expr) Expr {
	ofMarketing := append(whereClosedWon(), Where("marketing", EQ, Number(1)))
	share := Div(Sum(DealsTable, DealAmount, ofMarketing...), wonAmount)
	if l.agreement.ListsSources() {
		return share
	}
	return l.ifProvided("leads", share)
}

// firstCallKPI returns the median time from handoff to the first call, in hours of the agreement's clock,
// and how it divides into the time before and after the lead was assigned.
func (l *Ledger) firstCallKPI() kpi {
	hours := " on the agreement's clock, in " + l.hoursTitle()
	notCalled := CountOf(LeadsTable, append(flow(LeadHandoff), Where(LeadCalls, EQ, Number(0)))...)
	slowest := Agg{Fn: PercentileOf, Table: LeadsTable, Col: "k_first_call", P: Ref(slowestShareID)}
	return kpi{id: "first_call_hours", title: "Hours to first call", better: Down, reason: l.whyNoTouches(),
		noStatus: firstReason(l.whyNotSince(l.period.Start), l.whyOlderHandoffs()),
		formula:  l.ifActivities(ofAllLeads(MedianOf, "k_first_call")),
		definition: "Median hours from handoff to the first call" + hours +
			", over leads handed off in the period and called.",
		related: []relatedFigure{
			{"first_call_hours.p90", "Hours to first call, 90th percentile", Hours, l.ifActivities(slowest),
				"Inclusive 90th percentile of the same hours."},
			{"first_call_hours.n", "Leads called", Count, l.ifActivities(ofAllLeads(CountNumbers, "k_first_call")),
				"Leads handed off in the period and called before as_of."},
			{"first_call_hours.not_called", "Leads not called", Count, l.ifActivities(notCalled),
				"Leads handed off in the period and not called before as_of."},
			{"first_call_hours.calendar", "Elapsed hours to first call", Hours,
				l.ifActivities(ofAllLeads(MedianOf, "k_first_call_calendar")),
				"The same median in elapsed hours."},
			{"system_delay_hours", "System delay", Hours, ofAllLeads(MedianOf, "k_system_delay"),
				"Median hours from created to assigned" + hours + ", over leads handed off in the period."},
			{"human_delay_hours", "Human delay", Hours, l.ifActivities(ofAllLeads(MedianOf, "k_human_delay")),
				"Median hours from assigned to the first call" + hours + ", over leads handed off in the period and called."},
		}}
}

// durationKPI returns the median of the elapsed days from a lead's own MQL date to its own date of a
// stage, with their mean and number. It reads the column that addKPIColumns adds as "k_" and id.
func (l *Ledger) durationKPI(id, title, over string, st agreement.Stage) kpi {
	agg := func(fn AggFn) Expr { return l.ifStage(st, ofAllLeads(fn, "k_"+id)) }
	return kpi{id: id, title: title, better: Down,
		noStatus: firstReason(l.whyNoOlderLeads(), l.whyOlderFlow(st)),
		formula:  agg(MedianOf),
		reason:   firstReason(l.whyNoStage(agreement.MQL), l.whyNoStage(st), "no lead has both dates"),
		definition: "Median elapsed days between a lead's own dates, over " + over +
			" of the period; elapsed seconds ÷ 86,400.",
		related: []relatedFigure{
			{id + ".mean", title + ", mean", Days, agg(MeanOf), "Mean of the same days."},
			{id + ".n", title + ", n", Count, agg(CountNumbers), "Leads with both dates, in order."},
		}}
}

// conversionKPI returns the share of MQLs that reached a stage, by the basis that the agreement chooses,
// and the share by each basis: managed (the default), created or cohort. line is the line of the goal
// grid that counts the stage.
func (l *Ledger) conversionKPI(id, title, line string, st agreement.Stage) kpi {
	basis := "managed"
	for _, t := range l.agreement.KPIs {
		if t.ID == id && t.Basis != "" {
			basis = t.Basis
		}
	}
	managed := Ref(ActualID(MQLsManagedLine))
	var reached, created Expr = Ref(ActualID(line)), Ref(ActualID(MQLsCreatedLine))
	if l.whyNoOlderLeads() != "" { // both counts are n/a, but their ratio is that of the leads in the files
		reached, created = l.lineCount(gridLine{stage: st}, nil), l.lineCount(gridLine{stage: agreement.MQL}, nil)
	}
	cohort := CountOf(LeadsTable, append(flow(LeadMQL), Where(st.String(), GT, Number(0)))...)
	counted := map[agreement.Stage]string{agreement.SQL: "SQLs created", agreement.Proposal: "Proposals made",
		agreement.Won: "Leads won"}[st] + " in the period"
	definitions := map[string]string{
		"managed": counted + " ÷ MQLs managed in it.",
		"created": counted + " ÷ MQLs created in it.",
		"cohort": "Of the MQLs created in the period, the share that reached " + st.Title() +
			" before as_of.",
	}
	noStatus := firstReason(l.whyNoOlderLeads(), l.whyOlderFlow(agreement.MQL), l.whyOlderFlow(st))
	if basis == "managed" {
		noStatus = firstReason(noStatus, l.whyOlderStock())
	}
	return kpi{id: id, title: title, better: Up, noStatus: noStatus,
		formula:    Ref(KPIID(id + "." + basis)),
		reason:     firstReason(l.whyNoStage(agreement.MQL), l.whyNoStage(st)),
		definition: definitions[basis] + " Basis: " + basis + ".",
		related: []relatedFigure{
			{id + ".managed", title + ", managed", Percent, Div(reached, managed), definitions["managed"]},
			{id + ".created", title + ", created", Percent, Div(reached, created), definitions["created"]},
			{id + ".cohort", title + ", cohort", Percent, Div(l.ifStage(st, cohort), created), definitions["cohort"]},
		}}
}

// adherenceKPI returns the adherence to a rule of SPEC section 4; n/a where the agreement does not have
// the rule.
func (l *Ledger) adherenceKPI(id, rule, title string) kpi {
	k := kpi{id: id, title: title, better: Up,
		formula:    NA{},
		definition: "Met ÷ (met + late + missed) of the rule.",
		reason:     "the agreement switches this rule off"}
	if i := slices.IndexFunc(l.rules, func(o obligation) bool { return o.id == rule }); i >= 0 {
		k.formula, k.definition, k.reason = Ref(AdherenceID(rule)), l.rules[i].definition(l), l.whyNoActivities()
		k.noStatus = firstReason(l.whyRuleIncomplete(&l.rules[i]), l.whyOlderHandoffs())
	}
	return k
}

// cohortsShown is the number of quarters of handoff that the cohort table shows.
const cohortsShown = 8

// addCohortTable adds the cohort table of the leads that Marketing handed off: a row for each calendar
// quarter of handoff, with their value by the chart and the revenue that they brought by as_of. The
// column ripe is 1 once the longest lag has passed since the quarter's end; until then the revenue may
// still grow. Quarters before the exports begin are left out.
func (l *Ledger) addCohortTable(s *Scorecard) {
	var names []string
	var from, until, ripe []float64
	lag, exportsBegin := l.agreement.LongestLag(), l.firstCreated()
	last := calendar.QuarterStart(l.period.AsOf.Add(-time.Nanosecond))
	for i := cohortsShown - 1; i >= 0; i-- {
		start := last.AddDate(0, -3*i, 0)
		end := start.AddDate(0, 3, 0)
		if !exportsBegin.Known() || !exportsBegin.Before(calendar.At(end)) {
			continue
		}
		names = append(names, calendar.Quarter{Year: start.Year(), Q: (int(start.Month())-1)/3 + 1}.String())
		from = append(from, calendar.Serial(start))
		until = append(until, calendar.Serial(calendar.Earlier(end, l.period.AsOf)))
		ripe = append(ripe, oneOrZero(!end.AddDate(0, 0, lag.WholeDays()).After(l.period.AsOf)))
	}
	t := s.AddTable(calc.NewTable("cohorts", "Cohorts: what leads were worth and what they brought", len(names)))
	t.Texts("quarter", "Handed off in", "calendar quarter", names)
	t.Numbers("from", "From", Date, "", from)
	t.Numbers("until", "Until", Time, "its end, or as_of", until)
	t.Numbers("ripe", "Ripe", Count, "1: at least one lag is over for its last lead", ripe)
	cohort := whereHandedOff(Col("from"), Col("until"))
	with := func(c Cond) []Cond { return append(cohort[:len(cohort):len(cohort)], c) }
	handoff := l.handoffStage()
	t.Formula("leads", "Leads", Count, "that Marketing handed off, gross",
		l.ifStage(handoff, CountOf(LeadsTable, cohort...)))
	t.Formula("expected", "Chart value", Money, "of these leads, gross: expected value",
		l.ifStage(handoff, Sum(LeadsTable, LeadValue, cohort...)))
	t.Formula("sqls", "SQLs", Count, "of these leads, before as_of",
		l.ifStage(agreement.SQL, CountOf(LeadsTable, with(Where(LeadSQL, GE, Number(0)))...)))
	t.Formula("sql_rate", "To SQL", Percent, "SQLs ÷ leads", Div(Col("sqls"), Col("leads")))
	t.Formula("won", "Won", Count, "of these leads, before as_of",
		l.ifStage(agreement.Won, CountOf(LeadsTable, with(Where(LeadWon, GE, Number(0)))...)))
	t.Formula("won_rate", "To won", Percent, "won ÷ leads", Div(Col("won"), Col("leads")))
	t.Formula("revenue", "Won amount", Money, "of these leads' deals, before as_of",
		l.ifProvided("deals", Sum(LeadsTable, LeadWonAmount, cohort...)))
	t.Formula("per_lead", "A lead brought", Money, "won amount ÷ leads", Div(Col("revenue"), Col("leads")))
	t.Formula("realised", "Brought ÷ chart", Percent, "won amount ÷ chart value", Div(Col("revenue"), Col("expected")))
}
