package model

import (
	"cmp"
	"slices"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// The don't-be-on-it list (SPEC section 4, article 002) holds leads still managed and open that were not
// called in time, or not called often enough. It shows the state at as_of and is not a score.

// Ids of the rules of the list, as its entries have them.
const (
	NotCalledRule   = "not_called"
	TooFewCallsRule = "too_few_calls"
)

// overdueColumns adds the facts and flags of the list. It adds nothing if the agreement has no list or
// there are no activities.
func (l *Ledger) overdueColumns(c *leadColumns) {
	if !l.hasOverdueList() {
		return
	}
	terms, passed := l.agreement.DontBeOnIt, Col(LeadHoursToAsOf)
	if l.judgedEarly() {
		passed = Col(leadHoursToJudged)
	}
	c.handoffNumbers(leadListedFor, "List applies", Count,
		"1: open, managed, not yet beyond handoff's stage, and of a quality that the list is for",
		func(lead *leadState) float64 { return oneOrZero(l.listApplies(lead)) })
	c.sparseHandoff("list_due", "List: calls due", Time, "handoff and the days agreed", func(lead *leadState) float64 {
		if !lead.handoff.Known() {
			return NaN
		}
		return l.serial(l.clock.AddDays(lead.handoff, terms.After.Days))
	}).Phrase = "List: calls due"
	flag := func(conds ...Expr) Expr {
		return If(Compare(EQ, Col(leadListedFor), Number(1)), If(And(conds), Number(1), Number(0)), Number(0))
	}
	c.table.Formula("list_not_called", "Not called", Count,
		"1: never called, though the hours agreed have passed since handoff",
		flag(Compare(EQ, Col(LeadCalls), Number(0)), Compare(LT, Ref(listCallWithinTermID), passed)))
	c.table.Formula("list_too_few", "Too few calls", Count,
		"1: fewer calls than agreed, though the days agreed have passed since handoff",
		flag(Compare(LT, Col("list_due"), Ref(judgedUntilID)), Compare(LT, Col(LeadCalls), Ref(listCallsTermID))))
	c.table.Formula(LeadOnList, "On the list", Count, "1: under either rule",
		Greatest{Col("list_not_called"), Col("list_too_few")})
}

// listApplies reports whether the list's rules apply to a lead: it is open, managed, not beyond the
// handoff's stage, and of a quality that the list covers.
func (l *Ledger) listApplies(lead *leadState) bool {
	qualities := l.agreement.DontBeOnIt.For
	return lead.handoff.Known() && l.touchesKnown(lead) && !lead.handoff.Before(l.firstTouchRow) && !lead.passedHandoff.Known() && l.managedNow(lead) &&
		(len(qualities) == 0 || slices.Contains(qualities, lead.ratedQuality))
}

// addOverdueFigures adds the number of leads on the list and the lead value at risk.
func (l *Ledger) addOverdueFigures(s *Scorecard) {
	flagged := func(col string) Expr {
		if !l.hasOverdueList() {
			return NA{}
		}
		return CountOf(LeadsTable, Where(col, EQ, Number(1)))
	}
	var value Expr = NA{}
	if l.hasOverdueList() {
		value = Sum(LeadsTable, LeadValue, Where(LeadOnList, EQ, Number(1)))
	}
	why := l.whyNoActivities()
	if l.agreement.DontBeOnIt == nil {
		why = "the agreement has no dont_be_on_it"
	}
	figure := func(id, title string, u Unit, e Expr, def string) {
		s.AddQuantity(calc.Quantity{ID: id, Title: title, Unit: u, Better: Down, Formula: e, Definition: def, Reason: why})
	}
	figure(NotCalledID, "Not called in time", Count, flagged("list_not_called"),
		"Leads still managed and open at as_of that were never called though the agreed hours have passed since handoff, in "+
			l.hoursTitle()+".")
	figure(TooFewCallsID, "Called too few times", Count, flagged("list_too_few"),
		"Leads still managed and open at as_of with fewer calls than agreed though the agreed days have passed since "+
			"handoff.")
	figure(LeadsAtRiskID, "Leads on the list", Count, flagged(LeadOnList), "Leads on the don't-be-on-it list, each once.")
	figure(LeadValueAtRiskID, "Lead value at risk", Money, value,
		"Chart value of the leads on the don't-be-on-it list, each once.")
}

// fillOverdue lists the leads on the list, by SDR, then by how long they have been on it. A lead to which
// both rules apply has two entries.
func (l *Ledger) fillOverdue(s *Scorecard, sdrs []string) {
	if !l.hasOverdueList() {
		return
	}
	t := s.MustTable(LeadsTable)
	within, _ := s.Value(listCallWithinTermID).Number()
	t.RowsEqual(LeadOnList, Num(1)).Each(func(row int) {
		lead := l.rows[row]
		entry := OverdueLead{SDR: l.ownerOf(lead), Lead: lead.ID, Value: t.Column(LeadValue).Value(row)}
		if x, _ := t.Column("list_not_called").Value(row).Number(); x == 1 {
			entry.Rule, entry.Since = NotCalledRule, l.clock.After(lead.handoff, within).Time(l.clock.Location)
			s.Overdue = append(s.Overdue, entry)
		}
		if x, _ := t.Column("list_too_few").Value(row).Number(); x == 1 {
			due := l.clock.AddDays(lead.handoff, l.agreement.DontBeOnIt.After.Days)
			entry.Rule, entry.Since = TooFewCallsRule, due.Time(l.clock.Location)
			s.Overdue = append(s.Overdue, entry)
		}
	})
	rank := ranks(sdrs)
	slices.SortStableFunc(s.Overdue, func(a, b OverdueLead) int {
		return cmp.Or(cmp.Compare(rank[a.SDR], rank[b.SDR]), a.Since.Compare(b.Since))
	})
}
