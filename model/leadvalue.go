package model

import (
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// otherType is the lead type of a lead that matches none of its stream's.
const otherType = "other"

// chartCell is one cell of the lead value chart: tier × action, or, by quota, stream × lead type.
type chartCell struct {
	row, column string // as printed
	id          string // the two slugs with a dot between
	key         string // as it stands in Leads
	formula     Expr
	definition  string
	reason      string
}

// chartKey names the cell of the chart in which a lead stands; empty where it has no value. By quota a lead without a stream
// belongs to the only one, and to none where there are several. The key is never a number or a pattern, so that a lookup takes
// it as the text it is.
func chartKey(a *agreement.Agreement, tier, action, stream, leadType string) string {
	v := a.LeadValue
	if v.Method == "quota" {
		st, ok := a.StreamOf(stream)
		if !ok {
			return ""
		}
		if leadType == "" {
			leadType = otherType
		}
		return cellKey(st.Name, leadType)
	}
	known := slices.ContainsFunc(v.Tiers, func(t agreement.Tier) bool { return t.ID == tier }) &&
		slices.ContainsFunc(v.Actions, func(x agreement.LeadAction) bool { return x.ID == action })
	if v.Method == "" || !known {
		return ""
	}
	return cellKey(tier, action)
}

func cellKey(row, column string) string { return agreement.Slug(row) + " · " + agreement.Slug(column) }

// leadTypeOf is the first type of the stream whose match holds for a lead, else `other`.
func leadTypeOf(st agreement.Stream, motion, source, tier, action, quality string) string {
	lead := agreement.LeadMatch{Motion: motion, Source: source, Tier: tier, Action: action, Quality: quality}
	for _, lt := range st.LeadTypes {
		if lt.Match.Holds(lead) {
			return lt.Name
		}
	}
	return otherType
}

// leadValue adds the chart: a figure for each cell by the agreed method, rounded half up to the cent once; beside it the
// leads delivered and the value realised.
func (s *Scorecard) leadValue(l *Ledger) {
	l.cohortColumn(s)
	cells := s.chartCells()
	var keys, rows, columns []string
	var value, leads, realised, n []Expr
	for _, c := range cells {
		s.Given(calc.Term{ID: "cell." + c.id, Section: "Lead value chart", Title: c.row + ", " + c.column, Unit: Words, Value: Str(c.key), Note: "key of the cell in Leads"})
		s.cellFigures(l, c)
		keys, rows, columns = append(keys, c.key), append(rows, c.row), append(columns, c.column)
		value, leads = append(value, Ref("value."+c.id)), append(leads, Ref("delivered."+c.id+".leads"))
		realised, n = append(realised, Ref("realised."+c.id)), append(n, Ref("realised."+c.id+".n"))
	}
	t := s.AddTable(calc.NewTable("chart", "Lead value chart", len(cells)))
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
func (s *Scorecard) cellFigures(l *Ledger, c chartCell) {
	title := c.row + ", " + c.column
	here := Where("cell", EQ, Ref("cell."+c.id))
	s.Figure(calc.Quantity{ID: "value." + c.id, Title: title + ": lead value", Unit: Money, Formula: c.formula, Definition: c.definition, Reason: c.reason})
	s.Figure(calc.Quantity{ID: "delivered." + c.id + ".leads", Title: title + ": leads delivered", Unit: Count, Better: Up,
		Formula: l.where(l.handoffStage(), CountOf("leads", append(marketingFlow(), here)...)), Reason: l.lights(l.handoffStage()),
		Definition: "Leads of the cell that Marketing sourced and handed off in the period, gross."})
	cohort := []Cond{here, Where("lag_over", EQ, Number(1))}
	n := "realised." + c.id + ".n"
	s.Figure(calc.Quantity{ID: "realised." + c.id, Title: title + ": realised value", Unit: Money, Better: Up,
		Formula:    Div(l.given("deals", Sum("leads", "won_amount", cohort...)), Ref(n)),
		Reason:     "no lead of the cell was handed off at least one lag before as_of, or no deals are given",
		Definition: "Won amounts of the deals of leads of the cell ÷ those leads, of leads handed off at least their stream's lag before as_of; where no lag is agreed, at once."})
	s.Figure(calc.Quantity{ID: n, Title: title + ": leads behind the realised value", Unit: Count,
		Formula: l.where(l.handoffStage(), CountOf("leads", cohort...)), Reason: l.lights(l.handoffStage()),
		Definition: "Leads of the cell handed off at least their stream's lag before as_of; a lead without stream takes the longest lag."})
}

// cohortColumn adds to the leads which of them are old enough to be judged by what they brought.
func (l *Ledger) cohortColumn(s *Scorecard) {
	s.Table("leads").Facts("lag_over", "Lag over", Count, "1: handed off at least the stream's lag before as_of", func(row int) float64 {
		f := l.rows[row]
		return bit(f.handoff.Known() && !l.asOf.Before(l.clock.Days(f.handoff, f.lag)))
	})
}
