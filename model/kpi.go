package model

import (
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// kpi is one entry of the table of KPIs (SPEC section 6). Adding a KPI is adding an entry here, and its id to kpi_ids.go.
type kpi struct {
	id, title  string
	better     Direction
	formula    Expr
	definition string
	reason     string
	related    []relatedFigure
}

// beside is a figure that stands beside a KPI: its mean, its n, another basis.
type relatedFigure struct {
	id, title  string
	unit       Unit
	formula    Expr
	definition string
}

// kpiColumns adds the helper columns over which medians are taken: a lead's own figure where it belongs to the period.
func addKPIColumns(t *calc.Table) {
	in := func(name, title string, u Unit, date, col string) {
		t.Formula("k_"+col, title, u, name+" in the period", If(inFlow(date), Col(col), NA{}))
	}
	in("SQL", "MQL to SQL, SQLs", Days, "sql", "days_mql_to_sql")
	in("won", "MQL to won, wins", Days, "won", "days_mql_to_won")
	in("handed off", "System delay, handed off", Hours, "handoff", "system_delay")
	in("handed off", "First call, handed off", Hours, "handoff", "first_call")
	in("handed off", "First call, calendar, handed off", Hours, "handoff", "first_call_calendar")
	in("handed off", "Human delay, handed off", Hours, "handoff", "human_delay")
	in("SQL", "Touches to SQL, SQLs", Touches, "sql", "touches_to_sql")
}

// kpis adds every KPI; the chosen ones carry goal and status.
func (l *Ledger) addKPIs(s *Scorecard) {
	s.AddTerm(calc.Term{ID: touchGapFactID, Section: "Period and input", Title: "Median gap between touches", Unit: Days,
		Value: l.medianTouchGap(),
		Note:  "touches themselves are not in the workbook"})
	for _, k := range l.kpiTable() {
		unit, _ := agreement.KnownKPI(k.id)
		q := calc.Quantity{ID: KPIID(k.id), Title: k.title, Unit: unit, Better: k.better,
			Formula:    k.formula,
			Definition: k.definition,
			Reason:     k.reason}
		if i := slices.IndexFunc(l.agreement.KPIs,
			func(t agreement.KPITerm) bool { return t.ID == k.id }); i >= 0 && l.agreement.KPIs[i].Goal != nil {
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

// kpiGoal gives a chosen KPI its goal and status: met or missed, in a running period too.
func (l *Ledger) addKPIGoal(s *Scorecard, q *calc.Quantity, k kpi) {
	q.Goal = "term.kpis." + k.id + ".goal"
	if k.id == "sql_value" {
		term := q.Goal
		q.Goal = TargetID("kpi.sql_value")
		s.AddQuantity(calc.Quantity{ID: q.Goal, Title: "SQL value: goal", Unit: Money,
			Formula: Mul(Ref(term), Ref(periodMonthsID)), Internal: true})
	}
	op := map[Direction]CompareOp{Up: GE, Down: LE}
	if k.better == Neither {
		return
	}
	q.Status = "status.kpi." + k.id
	s.AddQuantity(calc.Quantity{ID: q.Status, Title: "Status", Unit: Words, Internal: true,
		Formula: If(Compare(op[k.better], Ref(q.ID), Ref(q.Goal)), Word(Met), Word(Missed))})
}

func (l *Ledger) kpiTable() []kpi {
	hours := " on the agreement's clock, in " + l.hoursTitle()
	noTouch := ""
	if !l.hasActivities {
		noTouch = l.whyNoActivities()
	}
	touched := func(e Expr) Expr {
		if !l.hasActivities {
			return NA{}
		}
		return e
	}
	sourced := func(e Expr) Expr { // without leads only marketing_sourced tells whose a deal is
		if l.agreement.ListsSources() {
			return e
		}
		return l.ifProvided("leads", e)
	}
	lead := func(fn AggFn, col string) Expr { return Agg{Fn: fn, Table: LeadsTable, Col: col} }
	deal := func(e Expr) Expr { return l.ifProvided("deals", e) }
	closedWon := append(flow("closed"), Where("won", EQ, Number(1)))
	won := CountOf(DealsTable, closedWon...)
	table := []kpi{
		{id: "lead_velocity", title: "Lead velocity", better: Up, reason: l.whyNoLine(agreement.QL),
			formula: Sub(Div(Ref(ActualID("qualified_leads")), l.ifStage(agreement.QL,
				CountOf(LeadsTable, Where(LeadQL, GE, Ref(previousStartID)), Where(LeadQL, LT, Ref(previousUntilID))))), Number(1)),
			definition: "Qualified leads created ÷ qualified leads created in the previous period − 1; a running period is compared up to the same number of days."},
		{id: "contact_rate", title: "Contact rate", better: Up, reason: noTouch,
			formula:    touched(Div(Sum(LeadsTable, LeadContacted), Sum(LeadsTable, LeadTouched))),
			definition: "Of leads with a touch in the period, the share with a connected call, or a touch of any kind with a conversation, in it."},
		{id: "conversation_rate", title: "Conversation rate", better: Up, reason: noTouch,
			formula:    touched(Div(Sum(LeadsTable, LeadConversed), Sum(LeadsTable, LeadContacted))),
			definition: "Of leads contacted in the period, the share with a conversation in it."},
		{id: "contacts_per_sql", title: "Contacts per SQL", better: Down,
			reason:     firstReason(noTouch, l.whyNoStage(agreement.SQL)),
			formula:    touched(lead(MeanOf, "k_touches_to_sql")),
			definition: "Mean touches from handoff to the SQL instant, zeros included, over SQLs created in the period and handed off before."},
		{id: "sql_value", title: "SQL value", better: Up,
			reason:     firstReason(l.whyNoStage(agreement.SQL), l.whyNoTable("deals")),
			formula:    deal(l.ifStage(agreement.SQL, Sum(LeadsTable, "deal_amount", flow(LeadSQL)...))),
			definition: "Amounts of all deals existing at as_of, lost ones too, of leads whose SQL falls in the period.",
			related: []relatedFigure{{"sql_value.without_deal", "SQLs without a deal", Count,
				deal(l.ifStage(agreement.SQL, CountOf(LeadsTable, append(flow(LeadSQL), Where("deals", EQ, Number(0)))...))),
				"SQLs of the period whose lead has no deal; they add nothing to the SQL value."}}},
		l.durationKPI("days_mql_to_sql", "Days MQL to SQL", "SQLs", agreement.SQL),
		l.durationKPI("days_mql_to_won", "Days MQL to won", "wins", agreement.Won),
		l.conversionKPI("mql_to_sql", "MQL to SQL", "sqls_created", agreement.SQL),
		l.conversionKPI("mql_to_proposal", "MQL to proposal", "proposals", agreement.Proposal),
		l.conversionKPI("mql_to_won", "MQL to won", "won", agreement.Won),
		{id: "first_call_hours", title: "Hours to first call", better: Down, reason: noTouch,
			formula:    touched(lead(MedianOf, "k_first_call")),
			definition: "Median hours from handoff to the first call" + hours + ", over leads handed off in the period and called.",
			related: []relatedFigure{
				{"first_call_hours.p90", "Hours to first call, 90th percentile", Hours,
					touched(Agg{Fn: PercentileOf, Table: LeadsTable, Col: "k_first_call", P: Ref(slowestShareID)}),
					"Inclusive 90th percentile of the same hours."},
				{"first_call_hours.n", "Leads called", Count, touched(lead(CountNumbers, "k_first_call")),
					"Leads handed off in the period and called before as_of."},
				{"first_call_hours.not_called", "Leads not called", Count,
					touched(CountOf(LeadsTable, append(flow(LeadHandoff), Where(LeadCalls, EQ, Number(0)))...)),
					"Leads handed off in the period and not called before as_of."},
				{"first_call_hours.calendar", "Elapsed hours to first call", Hours,
					touched(lead(MedianOf, "k_first_call_calendar")), "The same median in elapsed hours."},
				{"system_delay_hours", "System delay", Hours, lead(MedianOf, "k_system_delay"),
					"Median hours from created to assigned" + hours + ", over leads handed off in the period."},
				{"human_delay_hours", "Human delay", Hours, touched(lead(MedianOf, "k_human_delay")),
					"Median hours from assigned to the first call" + hours + ", over leads handed off in the period and called."},
			}},
	}
	for _, a := range []struct{ id, rule, title string }{{"contact_adherence", "contact", "Contact adherence"},
		{"call_time_adherence", "call_time", "Call time adherence"}, {"touch_adherence", "touches", "Touch adherence"}} {
		table = append(table, l.adherenceKPI(a.id, a.rule, a.title))
	}
	return append(table,
		kpi{id: "touch_gap_days", title: "Days between touches",
			reason:     firstReason(noTouch, l.whyNoGaps()),
			formula:    Ref(touchGapFactID),
			definition: "Median days between consecutive touches of a lead made in the period."},
		kpi{id: "average_deal", title: "Average deal", better: Up,
			reason:     l.whyNoDeals(),
			formula:    deal(Div(Sum(DealsTable, "amount", closedWon...), won)),
			definition: "Won amount ÷ deals won, over deals closed in the period."},
		kpi{id: "win_rate", title: "Win rate", better: Up,
			reason:     l.whyNoDeals(),
			formula:    deal(Div(won, CountOf(DealsTable, append(flow("closed"), Where("won", GE, Number(0)))...))),
			definition: "Deals won ÷ (won + lost), over deals closed in the period."},
		kpi{id: "days_to_close", title: "Days to close", better: Down,
			reason:     l.whyNoDeals(),
			formula:    deal(Agg{Fn: MedianOf, Table: DealsTable, Col: "k_days_to_close"}),
			definition: "Median days from created to closed of deals won in the period."},
		kpi{id: "lead_to_customer", title: "Lead to customer", better: Up,
			reason:     l.whyNoLine(agreement.Won),
			formula:    Div(Ref(ActualID("won")), Ref(ActualID("leads_sourced"))),
			definition: "Won ÷ leads sourced, in the period."},
		kpi{id: "marketing_revenue_share", title: "Marketing's share of revenue", better: Up, reason: l.whyNoDeals(),
			formula: deal(sourced(Div(Sum(DealsTable, "amount", append(closedWon, Where("marketing", EQ, Number(1)))...),
				Sum(DealsTable, "amount", closedWon...)))),
			definition: "Won amount of deals whose lead Marketing sourced ÷ won amount, over deals closed in the period."},
		kpi{id: "revenue_attainment", title: "Revenue attainment", better: Up,
			reason:     l.whyNoTable("deals"),
			formula:    Div(Ref(ActualID("revenue")), Ref(newBusinessTargetID)),
			definition: "New business won ÷ (revenue goal − retained revenue) of the period, all streams."},
		kpi{id: "lead_value_attainment", title: "Lead value attainment", better: Up,
			reason:     l.whyNoLine(agreement.MQL),
			formula:    Ref(PromiseAttainmentID),
			definition: "Delivered ÷ promised, by the promise's basis."},
	)
}

// durationKPI is a median of elapsed days between a lead's own dates, with mean and n beside it.
func (l *Ledger) durationKPI(id, title, over string, st agreement.Stage) kpi {
	agg := func(fn AggFn) Expr { return l.ifStage(st, Agg{Fn: fn, Table: LeadsTable, Col: "k_" + id}) }
	return kpi{id: id, title: title, better: Down,
		formula:    agg(MedianOf),
		reason:     firstReason(l.whyNoStage(agreement.MQL), l.whyNoStage(st), "no lead has both dates"),
		definition: "Median elapsed days between a lead's own dates, over " + over + " of the period; elapsed seconds ÷ 86,400.",
		related: []relatedFigure{
			{id + ".mean", title + ", mean", Days, agg(MeanOf), "Mean of the same days."},
			{id + ".n", title + ", n", Count, agg(CountNumbers), "Leads with both dates, in order."},
		}}
}

// conversionKPI is the share of MQLs that reached a stage, by the agreement's basis, with all three beside it.
func (l *Ledger) conversionKPI(id, title, line string, st agreement.Stage) kpi {
	basis := "managed"
	for _, t := range l.agreement.KPIs {
		if t.ID == id && t.Basis != "" {
			basis = t.Basis
		}
	}
	cohort := CountOf(LeadsTable, append(flow(LeadMQL), Where(st.String(), GT, Number(0)))...)
	did := map[agreement.Stage]string{agreement.SQL: "SQLs created", agreement.Proposal: "Proposals made",
		agreement.Won: "Leads won"}[st] + " in the period"
	words := map[string]string{
		"managed": did + " ÷ MQLs managed in it.",
		"created": did + " ÷ MQLs created in it.",
		"cohort":  "Of the MQLs created in the period, the share that reached " + agreement.StageTitles[st] + " before as_of.",
	}
	return kpi{id: id, title: title, better: Up,
		formula:    Ref("kpi." + id + "." + basis),
		reason:     firstReason(l.whyNoStage(agreement.MQL), l.whyNoStage(st)),
		definition: words[basis] + " Basis: " + basis + ".",
		related: []relatedFigure{
			{id + ".managed", title + ", managed", Percent, Div(Ref(ActualID(line)), Ref(ActualID("mqls_managed"))),
				words["managed"]},
			{id + ".created", title + ", created", Percent, Div(Ref(ActualID(line)), Ref(ActualID("mqls_created"))),
				words["created"]},
			{id + ".cohort", title + ", cohort", Percent, Div(l.ifStage(st, cohort), Ref(ActualID("mqls_created"))),
				words["cohort"]},
		}}
}

func (l *Ledger) adherenceKPI(id, rule, title string) kpi {
	k := kpi{id: id, title: title, better: Up,
		formula:    NA{},
		definition: "Met ÷ (met + late + missed) of the rule.",
		reason:     "the agreement switches this rule off"}
	if i := slices.IndexFunc(l.rules, func(o obligation) bool { return o.id == rule }); i >= 0 {
		k.formula, k.definition, k.reason = Ref("adherence."+rule), l.rules[i].definition(l), l.whyNoActivities()
	}
	return k
}

// cohortsShown are the quarters of handoff whose leads are followed.
const cohortsShown = 8

// cohortTable follows the leads that Marketing handed off, quarter by quarter: what they were worth by the chart and what they
// brought by as_of. A cohort is ripe once the longest lag is over for its last lead; before that it is still growing.
func (l *Ledger) addCohortTable(s *Scorecard) {
	var names []string
	var from, til, ripe []float64
	lag, begin := l.agreement.LongestLag(), l.firstCreated()
	last := calendar.QuarterStart(l.period.AsOf.Add(-time.Nanosecond))
	for i := cohortsShown - 1; i >= 0; i-- {
		a := last.AddDate(0, -3*i, 0)
		b := a.AddDate(0, 3, 0)
		if !begin.Known() || !begin.Before(calendar.At(b)) {
			continue
		}
		names = append(names, calendar.Quarter{Year: a.Year(), Q: (int(a.Month())-1)/3 + 1}.String())
		from, til = append(from, calendar.Serial(a)), append(til, calendar.Serial(calendar.Earlier(b, l.period.AsOf)))
		ripe = append(ripe, oneOrZero(!b.AddDate(0, 0, lag.WholeDays()).After(l.period.AsOf)))
	}
	t := s.AddTable(calc.NewTable("cohorts", "Cohorts: what leads were worth and what they brought", len(names)))
	t.Texts("quarter", "Handed off in", "calendar quarter", names)
	t.Numbers("from", "From", Date, "", from)
	t.Numbers("until", "Until", Time, "its end, or as_of", til)
	t.Numbers("ripe", "Ripe", Count, "1: at least one lag is over for its last lead", ripe)
	flow := whereHandedOff(Col("from"), Col("until"))
	with := func(c Cond) []Cond { return append(flow[:len(flow):len(flow)], c) }
	handoff := l.handoffStage()
	t.Formula("leads", "Leads", Count, "that Marketing handed off, gross",
		l.ifStage(handoff, CountOf(LeadsTable, flow...)))
	t.Formula("expected", "Chart value", Money, "of these leads, gross: expected value",
		l.ifStage(handoff, Sum(LeadsTable, LeadValue, flow...)))
	t.Formula("sqls", "SQLs", Count, "of these leads, before as_of",
		l.ifStage(agreement.SQL, CountOf(LeadsTable, with(Where(LeadSQL, GE, Number(0)))...)))
	t.Formula("sql_rate", "To SQL", Percent, "SQLs ÷ leads", Div(Col("sqls"), Col("leads")))
	t.Formula("won", "Won", Count, "of these leads, before as_of",
		l.ifStage(agreement.Won, CountOf(LeadsTable, with(Where("won", GE, Number(0)))...)))
	t.Formula("won_rate", "To won", Percent, "won ÷ leads", Div(Col("won"), Col("leads")))
	t.Formula("revenue", "Won amount", Money, "of these leads' deals, before as_of",
		l.ifProvided("deals", Sum(LeadsTable, "won_amount", flow...)))
	t.Formula("per_lead", "A lead brought", Money, "won amount ÷ leads", Div(Col("revenue"), Col("leads")))
	t.Formula("realised", "Brought ÷ chart", Percent, "won amount ÷ chart value", Div(Col("revenue"), Col("expected")))
}
