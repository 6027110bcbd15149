package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// chartCell is one cell of the lead value chart: a tier and an action or, where the method is quota, a
// stream and a lead type.
type chartCell struct {
	row, column string // titles, as printed
	id          string // slugs of row and column with a dot between, as ValueID and other builders take it
	key         string // name of the cell in the column cell of the leads
	formula     Expr   // value of one lead in the cell
	definition  string
	reason      string
}

// addLeadValueChart adds the chart: each cell's value by the agreed method, rounded half up to the cent
// once, with the leads delivered and the revenue realised (SPEC section 7).
func (l *Ledger) addLeadValueChart(s *Scorecard) {
	l.addLagColumn(s)
	cells := s.chartCells()
	var keys, rows, columns []string
	var value, leads, realised, n []Expr
	for _, c := range cells {
		s.AddTerm(calc.Term{ID: cellKeyID(c.id), Section: chartSection, Title: c.row + ", " + c.column,
			Unit: Words, Value: Str(c.key), Note: "key of the cell in Leads"})
		l.addCell(s, c)
		keys, rows, columns = append(keys, c.key), append(rows, c.row), append(columns, c.column)
		value, leads = append(value, Ref(ValueID(c.id))), append(leads, Ref(DeliveredCellID(c.id)))
		realised, n = append(realised, Ref(RealisedID(c.id))), append(n, Ref(RealisedCountID(c.id)))
	}
	t := s.AddTable(calc.NewTable(ChartTable, "Lead value chart", len(cells)))
	t.Texts("cell", "Cell", "key of the row in Leads", keys)
	if s.Agreement.LeadValue.Method == "quota" {
		t.Texts("stream", "Stream", "", rows)
		t.Texts("type", "Lead type", "", columns)
	} else {
		t.Texts("tier", "Tier", "", rows)
		t.Texts("action", "Action", "", columns)
	}
	t.Formulas("value", "Lead value", Money, "of one lead", value)
	t.Formulas("leads", "Leads delivered", Count, "handed off in the period, gross", leads)
	t.Formulas("realised", "Realised value", Money, "won revenue ÷ leads whose lag is over", realised)
	t.Formulas("realised_n", "Leads behind it", Count, "under 30 it is weak evidence", n)
}

// addCell adds the figures of a cell: its value, the leads delivered in it, and the average revenue of
// its older leads.
func (l *Ledger) addCell(s *Scorecard, c chartCell) {
	title := c.row + ", " + c.column
	handoff := l.handoffStage()
	inCell := Where(LeadCell, EQ, Ref(cellKeyID(c.id)))
	s.AddQuantity(calc.Quantity{ID: ValueID(c.id), Title: title + ": lead value", Unit: Money,
		Formula:    c.formula,
		Definition: c.definition,
		Reason:     c.reason})
	s.AddQuantity(calc.Quantity{ID: DeliveredCellID(c.id), Title: title + ": leads delivered", Unit: Count, Better: Up,
		Formula:    l.ifStage(handoff, CountOf(LeadsTable, append(whereDelivered(), inCell)...)),
		Definition: "Leads of the cell that Marketing sourced and handed off in the period, gross.",
		Reason:     l.whyNoStage(handoff)})
	cohort := []Cond{inCell, Where(LeadLagOver, EQ, Number(1))}
	n := RealisedCountID(c.id)
	s.AddQuantity(calc.Quantity{ID: RealisedID(c.id), Title: title + ": realised value", Unit: Money, Better: Up,
		Formula: Div(l.ifProvided("deals", Sum(LeadsTable, LeadWonAmount, cohort...)), Ref(n)),
		Definition: "Won amounts of the deals of leads of the cell ÷ those leads, of leads handed off at least " +
			"their stream's lag before as_of; where no lag is agreed, at once.",
		Reason: "no lead of the cell was handed off at least one lag before as_of, or no deals are given"})
	s.AddQuantity(calc.Quantity{ID: n, Title: title + ": leads behind the realised value", Unit: Count,
		Formula: l.ifStage(handoff, CountOf(LeadsTable, cohort...)),
		Definition: "Leads of the cell handed off at least their stream's lag before as_of; " +
			"a lead without stream takes the longest lag.",
		Reason: l.whyNoStage(handoff)})
}

// addLagColumn adds to the leads whether a lead is old enough to be judged by its revenue: 1 where its
// stream's lag has passed since its handoff, else 0.
func (l *Ledger) addLagColumn(s *Scorecard) {
	s.Table(LeadsTable).NumbersFunc("lag_over", "Lag over", Count,
		"1: handed off at least the stream's lag before as_of", func(row int) float64 {
			f := l.rows[row]
			return oneOrZero(f.handoff.Known() && !l.asOf.Before(l.clock.AddDays(f.handoff, f.lag)))
		})
}

// chartCells returns the cells of the chart in the order of the agreement; nil where the agreement has no
// chart.
func (s *Scorecard) chartCells() []chartCell {
	v := s.Agreement.LeadValue
	if v.Method == "quota" {
		return s.quotaCells()
	}
	var out []chartCell
	if v.Method == "" {
		return out
	}
	for _, tier := range v.Tiers {
		for i, action := range v.Actions {
			c := chartCell{row: tier.DisplayName(), column: action.DisplayName(),
				id: agreement.Slug(tier.ID) + "." + agreement.Slug(action.ID), key: cellKey(tier.ID, action.ID)}
			if v.Method == "ltv" {
				c.formula, c.definition = s.lifetimeValue(tier, i)
				c.reason = "SQLs per deal, MQLs per SQL and the divisor must be above 0; " +
					"by plan, the plan must have these stages"
			} else {
				c.formula = s.closeRateValue(tier, action)
				c.definition = "The cell's close rate × the tier's average purchase, rounded to the cent."
				c.reason = "the agreement gives this cell no close rate, or its tier no average purchase"
			}
			out = append(out, c)
		}
	}
	return out
}

// lifetimeValue returns the value of a lead of a tier with its i-th action from the top, from 0, and the
// definition (article 000). It is the annual revenue ÷ SQLs per deal; for every action but the first,
// also ÷ MQLs per SQL; for each action below the second, ÷ the divisor once more. Only the result is
// rounded.
func (s *Scorecard) lifetimeValue(tier agreement.Tier, i int) (e Expr, definition string) {
	v := s.Agreement.LeadValue
	annual := Div(Ref(TermID(tierPath(tier.ID), "five_year_revenue")), Ref(ltvYearsID))
	e = Div(annual, s.stageRatio("sqls_per_deal", v.SQLsPerDeal, agreement.SQL, agreement.Won))
	definition = "Five-year revenue ÷ 5 ÷ SQLs per deal"
	if i > 0 {
		e = Div(e, s.stageRatio("mqls_per_sql", v.MQLsPerSQL, agreement.MQL, agreement.SQL))
		definition += " ÷ MQLs per SQL"
	}
	for range max(0, i-1) {
		e = Div(e, Ref(TermID("lead_value.low_action_divisor")))
		definition += " ÷ the divisor"
	}
	return Round(e, 2), definition + ", rounded to the cent."
}

// stageRatio returns an agreed ratio of two stages: the term, or, where the agreement has `plan`, the
// ratio of the plan totals' rounded counts for the time span in which the revenue goal is given.
func (s *Scorecard) stageRatio(term string, agreed agreement.Amount, many, few agreement.Stage) Expr {
	if !agreed.Plan {
		return s.termOr(TermID("lead_value", term))
	}
	if len(s.streamsWithStage(many)) == 0 || len(s.streamsWithStage(few)) == 0 {
		return NA{}
	}
	per := s.Agreement.Revenue.GoalPeriod()
	return Div(Ref(PlanTotalID(many, per)), Ref(PlanTotalID(few, per)))
}

// closeRateValue returns the cell's close rate × its tier's average purchase (article 002), rounded to the
// cent.
func (s *Scorecard) closeRateValue(tier agreement.Tier, action agreement.LeadAction) Expr {
	rate := s.termOr(TermID(closeRatePath(tier.ID, action.ID)))
	return Round(Mul(rate, s.termOr(TermID(averagePurchasePath(tier.ID)))), 2)
}

// quotaCells returns a cell for each lead type of each stream, and one for each stream's other leads
// (article 004).
func (s *Scorecard) quotaCells() []chartCell {
	var out []chartCell
	for _, st := range s.Agreement.Revenue.Streams {
		for _, lt := range st.LeadTypes {
			out = append(out, quotaCell(st, lt.Name, typeID(st, lt)))
		}
		out = append(out, quotaCell(st, otherType, planID(st)))
	}
	return out
}

// quotaCell returns the cell of a lead type, whose value is the quota value of the plan whose ids begin
// with plan.
func quotaCell(st agreement.Stream, leadType, plan string) chartCell {
	return chartCell{row: st.Name, column: leadType, id: agreement.Slug(st.Name) + "." + agreement.Slug(leadType),
		key:        cellKey(st.Name, leadType),
		formula:    Ref(quotaValueID(plan)),
		definition: "The stream's quota ÷ the leads of this type that it takes at handoff, rounded to the cent.",
		reason:     whyNoQuotaValue}
}
