package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// chartCell is one cell of the lead value chart: tier × action, or, by quota, stream × lead type.
type chartCell struct {
	row, column string // as printed
	id          string // the two slugs with a dot between
	key         string // as it stands in Leads
	formula     Expr
	definition  string
	reason      string
}

// leadValue adds the chart: a figure for each cell by the agreed method, rounded half up to the cent once; beside it the
// leads delivered and the value realised.
func (l *Ledger) addLeadValueChart(s *Scorecard) {
	l.addLagColumn(s)
	cells := s.chartCells()
	var keys, rows, columns []string
	var value, leads, realised, n []Expr
	for _, c := range cells {
		s.AddTerm(calc.Term{ID: cellKeyID(c.id), Section: "Lead value chart", Title: c.row + ", " + c.column, Unit: Words,
			Value: Str(c.key),
			Note:  "key of the cell in Leads"})
		l.addCell(s, c)
		keys, rows, columns = append(keys, c.key), append(rows, c.row), append(columns, c.column)
		value, leads = append(value, Ref(ValueID(c.id))), append(leads, Ref("delivered."+c.id+".leads"))
		realised, n = append(realised, Ref(RealisedID(c.id))), append(n, Ref("realised."+c.id+".n"))
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

// cellFigures adds a cell's value, the leads delivered in it and the value realised.
func (l *Ledger) addCell(s *Scorecard, c chartCell) {
	title := c.row + ", " + c.column
	here := Where("cell", EQ, Ref(cellKeyID(c.id)))
	s.AddQuantity(calc.Quantity{ID: ValueID(c.id), Title: title + ": lead value", Unit: Money,
		Formula:    c.formula,
		Definition: c.definition,
		Reason:     c.reason})
	s.AddQuantity(calc.Quantity{ID: DeliveredCellID(c.id), Title: title + ": leads delivered", Unit: Count, Better: Up,
		Formula: l.ifStage(l.handoffStage(), CountOf(LeadsTable,
			append(whereDelivered(), here)...)), Reason: l.whyNoStage(l.handoffStage()),
		Definition: "Leads of the cell that Marketing sourced and handed off in the period, gross."})
	cohort := []Cond{here, Where(LeadLagOver, EQ, Number(1))}
	n := RealisedCountID(c.id)
	s.AddQuantity(calc.Quantity{ID: RealisedID(c.id), Title: title + ": realised value", Unit: Money, Better: Up,
		Formula:    Div(l.ifProvided("deals", Sum(LeadsTable, "won_amount", cohort...)), Ref(n)),
		Reason:     "no lead of the cell was handed off at least one lag before as_of, or no deals are given",
		Definition: "Won amounts of the deals of leads of the cell ÷ those leads, of leads handed off at least their stream's lag before as_of; where no lag is agreed, at once."})
	s.AddQuantity(calc.Quantity{ID: n, Title: title + ": leads behind the realised value", Unit: Count,
		Formula: l.ifStage(l.handoffStage(), CountOf(LeadsTable, cohort...)), Reason: l.whyNoStage(l.handoffStage()),
		Definition: "Leads of the cell handed off at least their stream's lag before as_of; a lead without stream takes the longest lag."})
}

// cohortColumn adds to the leads which of them are old enough to be judged by what they brought.
func (l *Ledger) addLagColumn(s *Scorecard) {
	s.Table(LeadsTable).NumbersFunc("lag_over", "Lag over", Count,
		"1: handed off at least the stream's lag before as_of", func(row int) float64 {
			f := l.rows[row]
			return oneOrZero(f.handoff.Known() && !l.asOf.Before(l.clock.Days(f.handoff, f.lag)))
		})
}

// chartCells are the cells of the chart in the order of the agreement, with their formulas.
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
				c.reason = "SQLs per deal, MQLs per SQL and the divisor must be above 0; by plan, the plan must have these stages"
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

// lifetimeValue is the value of a tier's i-th action from the top (article 000): annual revenue ÷ SQLs per deal, then ÷ MQLs
// per SQL, then ÷ the divisor for each lower one. Only the result is rounded.
func (s *Scorecard) lifetimeValue(tier agreement.Tier, i int) (Expr, string) {
	annual := Div(Ref("term.lead_value.tiers."+agreement.Slug(tier.ID)+".five_year_revenue"), Ref(ltvYearsID))
	e, def := Div(annual, s.stageRatio("sqls_per_deal", agreement.SQL,
		agreement.Won)), "Five-year revenue ÷ 5 ÷ SQLs per deal"
	if i > 0 {
		e, def = Div(e, s.stageRatio("mqls_per_sql", agreement.MQL, agreement.SQL)), def+" ÷ MQLs per SQL"
	}
	for range max(0, i-1) {
		e, def = Div(e, Ref("term.lead_value.low_action_divisor")), def+" ÷ the divisor"
	}
	return Round(e, 2), def + ", rounded to the cent."
}

// perDeal is an agreed ratio of two stages, or, where it is `plan`, the plan totals' rounded counts in the goal's own period.
func (s *Scorecard) stageRatio(term string, many, few agreement.Stage) Expr {
	amount := s.Agreement.LeadValue.SQLsPerDeal
	if many == agreement.MQL {
		amount = s.Agreement.LeadValue.MQLsPerSQL
	}
	if !amount.Plan {
		return s.termOr("term.lead_value." + term)
	}
	if len(s.plansWithStage(many)) == 0 || len(s.plansWithStage(few)) == 0 {
		return NA{}
	}
	per := s.Agreement.Revenue.GoalPeriod()
	return Div(Ref("plan.total."+many.String()+"."+per), Ref("plan.total."+few.String()+"."+per))
}

// closeRateValue is the cell's close rate × average purchase (article 002).
func (s *Scorecard) closeRateValue(tier agreement.Tier, action agreement.LeadAction) Expr {
	rate := s.termOr("term.lead_value.close_rates." + agreement.Slug(tier.ID) + "." + agreement.Slug(action.ID))
	purchase := s.termOr("term.lead_value.average_purchase." + agreement.Slug(tier.ID))
	return Round(Mul(rate, purchase), 2)
}

// quotaCells are the worth of a lead of each stream and lead type (article 004).
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

func quotaCell(st agreement.Stream, column, plan string) chartCell {
	return chartCell{row: st.Name, column: column, id: agreement.Slug(st.Name) + "." + agreement.Slug(column),
		key: cellKey(st.Name, column), formula: Ref(plan + ".quota_value"),
		definition: "The stream's quota ÷ the leads of this type that it takes at handoff, rounded to the cent.",
		reason:     whyNoQuotaValue}
}
