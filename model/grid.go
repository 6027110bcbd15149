package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// addGoalGrid adds goal, actual, goal to date, attainment and status of every line of the goal grid (SPEC
// section 3), for the company and for each motion that has goals of its own; then the funnel lines below
// the grid, revenue, and what the goals imply.
func (l *Ledger) addGoalGrid(s *Scorecard) {
	for _, g := range gridLines {
		l.addGridLine(s, g, "", nil)
	}
	s.AddQuantity(calc.Quantity{ID: ActualID("mqls_open"), Title: "MQLs open at as_of", Unit: Count,
		Formula:    l.ifStage(agreement.MQL, CountOf(LeadsTable, Where(LeadOpenMQL, EQ, Number(1)))),
		Definition: "Leads still managed as MQLs at as_of: neither beyond MQL, closed nor stale.",
		Reason:     l.whyNoLine(agreement.MQL)})
	for _, m := range l.agreement.Goals.Motions {
		motion := agreement.Slug(m.Key)
		s.AddTerm(calc.Term{ID: "motion." + motion, Section: periodSection, Title: "Motion",
			Unit: Words, Value: Str(m.Key), Note: "key of the lines of this motion"})
		for _, g := range gridLines {
			l.addGridLine(s, g, motion, []Cond{Where(LeadMotion, EQ, Ref("motion."+motion))})
		}
	}
	for _, g := range funnelLines {
		s.AddQuantity(calc.Quantity{ID: ActualID(g.id), Title: g.title, Unit: Count, Better: Up,
			Goal: TargetID(g.id), Status: StatusID(g.id),
			Formula:    l.lineCount(g, nil),
			Sources:    []string{olderLeadsSource},
			Definition: "Flow: " + g.counts + ". The goal is the plan's.",
			Reason:     l.whyNoLine(g.stage)})
		l.addLineStatus(s, g.id, false, goalToDate(Ref(TargetID(g.id))), l.whyLineUnsure(g))
	}
	l.addRevenue(s)
	l.addImpliedRatios(s)
}

// addGridLine adds the figures of one line. For a motion with goals of its own, motion is its slug and
// where the conditions that select its leads; for the company motion is empty.
func (l *Ledger) addGridLine(s *Scorecard, g gridLine, motion string, where []Cond) {
	line := g.id
	if motion != "" {
		line += "." + motion
	}
	goal := s.termOr(TermID(goalPath(motion, g.id)))
	toDate := goalToDate(Ref(GoalID(line)))
	kind := "Flow: "
	if g.stock {
		goal, toDate, kind = If(Known(Ref(periodMonthsID)), goal, NA{}), Ref(GoalID(line)), "Stock: "
	} else {
		goal = Mul(goal, Ref(periodMonthsID))
	}
	s.AddQuantity(calc.Quantity{ID: GoalID(line), Title: g.title + ": goal", Unit: Count,
		Formula:    goal,
		Definition: "Agreed a month; of a flow, times the months of the period.",
		Reason:     "no goal is agreed for this line and period"})
	sources := []string{olderLeadsSource}
	if g.stage == agreement.Created {
		sources = []string{sourcedSource}
	}
	if motion != "" {
		sources = append(sources, motionSource)
	}
	s.AddQuantity(calc.Quantity{ID: ActualID(line), Title: g.title, Unit: Count, Better: Up,
		Goal: GoalID(line), Status: StatusID(line),
		Formula:    l.lineCount(g, where),
		Sources:    sources,
		Definition: kind + g.counts + ".",
		Reason:     l.whyNoLine(g.stage)})
	s.AddQuantity(calc.Quantity{ID: GoalToDateID(line), Title: g.title + ": goal to date", Unit: Count,
		Formula:    toDate,
		Definition: "Goal × complete working days ÷ working days; stocks are not paced."})
	s.AddQuantity(calc.Quantity{ID: AttainmentID(line), Title: g.title + ": attainment", Unit: Percent, Better: Up,
		Formula:    Div(Ref(ActualID(line)), Ref(GoalID(line))),
		Definition: "Actual ÷ goal.",
		Reason:     l.whyNoLine(g.stage)})
	l.addLineStatus(s, line, g.stock, Ref(GoalToDateID(line)), l.whyLineUnsure(g))
}

// goalToDate returns the part of a flow's goal that is due at as_of: goal × complete working days ÷
// working days.
func goalToDate(goal Expr) Expr {
	return Div(Mul(goal, Ref(WorkingDaysElapsedID)), Ref(WorkingDaysID))
}

// addLineStatus adds a line's status. A closed period is met or missed; a running one is on pace, at risk
// or behind, measured against the goal to date. A stock of a running period is met once it reached its goal,
// and has no status before.
// why tells why a count below its goal may have reached it.
func (l *Ledger) addLineStatus(s *Scorecard, line string, stock bool, toDate Expr, why string) {
	actual := Ref(ActualID(line))
	e := l.metIfSure(actual, toDate, why)
	switch {
	case l.period.Closed():
	case stock: // it only grows while the period runs
		e = If(Compare(GE, actual, toDate), Word(Met), NA{})
	default:
		e = If(Compare(GE, actual, toDate), Word(OnPace),
			If(Compare(GE, actual, Mul(Ref(atRiskShareID), toDate)), Word(AtRisk), Word(Behind)))
	}
	s.AddQuantity(calc.Quantity{ID: StatusID(line), Title: "Status", Unit: Words, Formula: e, Internal: true})
}

// lineCount returns the count of a line: for a flow the leads that reached the stage in the period, for a
// stock the leads managed in it. It is n/a where no column gives the stage.
func (l *Ledger) lineCount(g gridLine, where []Cond) Expr {
	conds := append(flow(g.stage.String()), where...)
	if g.stock {
		conds = append([]Cond{Where(LeadManaged, EQ, Number(1))}, where...)
	}
	if g.stage == agreement.Created {
		return l.ifProvided("leads", CountOf(LeadsTable, conds...))
	}
	return l.ifStage(g.stage, CountOf(LeadsTable, conds...))
}

// addRevenue adds the new business won in the period, and its goal, by which the KPI revenue_attainment
// divides it.
func (l *Ledger) addRevenue(s *Scorecard) {
	won := append(whereClosedWon(), Where(DealNewBusiness, EQ, Number(1)))
	s.AddQuantity(calc.Quantity{ID: ActualID(RevenueLine), Title: "Revenue", Unit: Money, Better: Up,
		Goal: TargetID(RevenueLine), Status: StatusID(RevenueLine),
		Formula: l.ifProvided("deals", Sum(DealsTable, DealAmount, won...)),
		Definition: "New business won: amounts of deals closed won in the period, existing business left out. " +
			"The goal is the streams'.",
		Reason: l.whyNoDeals()})
	l.addLineStatus(s, RevenueLine, false, goalToDate(Ref(TargetID(RevenueLine))), l.whyDealsUnsure())
	goal := Sub(Ref(revenueGoalTermID), Ref(revenueRetainedTermID))
	s.AddQuantity(calc.Quantity{ID: newBusinessTargetID, Title: "Revenue goal less retained", Unit: Money, Internal: true,
		Formula:    Mul(convertGrain(goal, l.agreement.Revenue.GoalPeriod(), "month"), Ref(periodMonthsID)),
		Definition: "(Revenue goal − retained revenue) of the period, all streams."})
}

// addImpliedRatios adds what the agreed goals imply: the conversion rate that they assume (32 SQLs ÷ 125
// MQLs created), and the number of SDRs that the capacity bands require for them. A figure is n/a where
// the agreement lacks one of its two terms.
func (l *Ledger) addImpliedRatios(s *Scorecard) {
	ratio := func(id, title string, u Unit, a, b, def string) {
		e := Expr(NA{})
		if s.Term(a) != nil && s.Term(b) != nil {
			e = Div(Ref(a), Ref(b))
		}
		s.AddQuantity(calc.Quantity{ID: ImpliedID(id), Title: title, Unit: u,
			Formula:    e,
			Definition: def,
			Reason:     "the agreement does not set both terms"})
	}
	goal := func(line string) string { return TermID(goalPath("", line)) }
	managed, sqls := goal(MQLsManagedLine), goal(SQLsCreatedLine)
	ratio("sql_per_mql_created", "SQLs per MQL created", Percent, sqls, goal(MQLsCreatedLine),
		"Goal of SQLs created ÷ goal of MQLs created.")
	ratio("sql_per_mql_managed", "SQLs per MQL managed", Percent, sqls, managed,
		"Goal of SQLs created ÷ goal of MQLs managed.")
	ratio("sdrs_for_mqls.low", "SDRs needed for the MQLs, at least", Ratios, managed, TermID("capacity.active_mqls_high"),
		"Goal of MQLs managed ÷ the most active MQLs an SDR takes.")
	ratio("sdrs_for_mqls.high", "SDRs needed for the MQLs, at most", Ratios, managed, TermID("capacity.active_mqls_low"),
		"Goal of MQLs managed ÷ the fewest active MQLs an SDR takes.")
	ratio("sdrs_for_sqls", "SDRs needed for the SQLs", Ratios, sqls, capacitySQLsTermID,
		"Goal of SQLs created ÷ SQLs agreed per SDR.")
}
