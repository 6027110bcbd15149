package format

import (
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// Line is one figure with its goal, as texts ready to print. Actual is "n/a" where it cannot be known; the
// other texts are empty where the figure has no such thing.
type Line struct {
	ID, Title  string
	Actual     string
	Goal       string
	ToDate     string // the goal to date, in a running period
	Attainment string
	Status     string  // met, missed, on pace …
	Definition string  // how it is counted
	Reason     string  // why it is n/a
	Share      float64 // attainment as a fraction cut to 0 to 1, for a bar
}

// The lines of the goal grid, and those that follow it down the funnel.
var (
	GridLines = []string{
		model.LeadsSourcedLine, model.QualifiedLeadsLine, model.MQLsCreatedLine, model.MQLsManagedLine,
		model.SQLsCreatedLine,
	}
	FunnelLines = []string{model.OpportunitiesLine, model.ProposalsLine, model.WonLine, model.RevenueLine}
)

// Grid returns the goal grid of the company: five lines where all of them are counted.
func Grid(s *model.Scorecard) []Line { return lines(s, GridLines) }

// Funnel returns the lines that follow the grid, with the plan's figures as goals: opportunities,
// proposals, won, revenue.
func Funnel(s *model.Scorecard) []Line { return lines(s, FunnelLines) }

// Motions returns the lines of the grid that have a goal of their own for one motion.
func Motions(s *model.Scorecard) []Line {
	var out []Line
	for _, g := range s.Agreement.Goals.Motions {
		for _, line := range GridLines {
			id := line + "." + agreement.Slug(g.Key)
			if value(s, model.GoalID(id)).IsMissing() {
				continue
			}
			for _, l := range lines(s, []string{id}) {
				l.Title += ", " + g.Key
				out = append(out, l)
			}
		}
	}
	return out
}

// lines returns the figures "actual.ID" that the scorecard has.
func lines(s *model.Scorecard, ids []string) []Line {
	style := For(s.Agreement)
	var out []Line
	for _, id := range ids {
		q := s.Quantity(model.ActualID(id))
		if q == nil {
			continue
		}
		l := line(s, style, q)
		if x, ok := value(s, model.AttainmentID(id)).Number(); ok {
			l.Attainment, l.Share = style.Percent(x), min(max(x, 0), 1)
		}
		if d := s.Quantity(model.GoalToDateID(id)); d != nil && !s.Period.Closed() {
			l.ToDate = style.Value(d.Value(), d.Unit)
		}
		out = append(out, l)
	}
	return out
}

// KPIs returns the chosen KPIs, in the agreement's order.
func KPIs(s *model.Scorecard) []Line {
	style := For(s.Agreement)
	var out []Line
	for _, k := range s.Agreement.KPIs {
		if q := s.Quantity(model.KPIID(k.ID)); q != nil {
			out = append(out, line(s, style, q))
		}
	}
	return out
}

func line(s *model.Scorecard, style Style, q *calc.Quantity) Line {
	l := Line{ID: q.ID, Title: q.Title, Actual: style.Value(q.Value(), q.Unit), Status: s.StatusOf(q),
		Definition: q.Described()}
	if goal := Goal(s, q); !goal.IsMissing() {
		l.Goal = style.Term(goal, q.Unit)
	}
	if q.Value().IsMissing() {
		l.Reason = q.Reason
	}
	return l
}

// Goal returns the value of a figure's goal; Missing where it has none.
func Goal(s *model.Scorecard, q *calc.Quantity) formula.Value { return value(s, q.Goal) }

// value returns the value of a term or figure; Missing where this agreement has no such thing.
func value(s *model.Scorecard, id string) formula.Value {
	if s.Term(id) == nil && s.Quantity(id) == nil {
		return formula.Missing
	}
	return s.Value(id)
}
