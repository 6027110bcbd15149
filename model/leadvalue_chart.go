package model

import (
	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

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
			c := chartCell{row: tier.Titled(), column: action.Titled(), id: agreement.Slug(tier.ID) + "." + agreement.Slug(action.ID), key: cellKey(tier.ID, action.ID)}
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
	annual := Div(Ref("term.lead_value.tiers."+agreement.Slug(tier.ID)+".five_year_revenue"), Ref("definition.ltv_years"))
	e, def := Div(annual, s.perDeal("sqls_per_deal", agreement.SQL, agreement.Won)), "Five-year revenue ÷ 5 ÷ SQLs per deal"
	if i > 0 {
		e, def = Div(e, s.perDeal("mqls_per_sql", agreement.MQL, agreement.SQL)), def+" ÷ MQLs per SQL"
	}
	for range max(0, i-1) {
		e, def = Div(e, Ref("term.lead_value.low_action_divisor")), def+" ÷ the divisor"
	}
	return Round(e, 2), def + ", rounded to the cent."
}

// perDeal is an agreed ratio of two stages, or, where it is `plan`, the plan totals' rounded counts in the goal's own period.
func (s *Scorecard) perDeal(term string, many, few agreement.Stage) Expr {
	amount := s.Agreement.LeadValue.SQLsPerDeal
	if many == agreement.MQL {
		amount = s.Agreement.LeadValue.MQLsPerSQL
	}
	if !amount.Plan {
		return s.termOr("term.lead_value." + term)
	}
	if len(s.withStage(many)) == 0 || len(s.withStage(few)) == 0 {
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
	return chartCell{row: st.Name, column: column, id: agreement.Slug(st.Name) + "." + agreement.Slug(column), key: cellKey(st.Name, column), formula: Ref(plan + ".quota_value"),
		definition: "The stream's quota ÷ the leads of this type that it takes at handoff, rounded to the cent.",
		reason:     noQuotaValue}
}
