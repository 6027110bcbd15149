package model

import (
	"cmp"
	"slices"

	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// The don't-be-on-it list (SPEC section 4, article 002): leads still managed and open that were not called in time, or not
// called often enough. A list as of as_of, not a score.

// listColumns adds the facts and flags of the list; nothing where the agreement has none or activities are not given.
func (l *Ledger) overdueColumns(t *calc.Table, handed, rare addNumbers) {
	if !l.hasOverdueList() {
		return
	}
	terms := l.agreement.DontBeOnIt
	handed("listed_for", "List applies", Count, "1: open, managed, not yet beyond handoff's stage, and of a quality that the list is for", func(lead *leadState) float64 { return oneOrZero(l.onListNow(lead)) })
	rare("list_due", "List: calls due", Time, "handoff and the days agreed", func(lead *leadState) float64 {
		if !lead.handoff.Known() {
			return NaN
		}
		return l.serial(l.clock.Days(lead.handoff, terms.After.Days))
	})
	on := func(conds ...Expr) Expr {
		return If(Compare(EQ, Col("listed_for"), Number(1)), If(And(conds), Number(1), Number(0)), Number(0))
	}
	t.Formula("list_not_called", "Not called", Count, "1: never called, though the hours agreed have passed since handoff",
		on(Compare(EQ, Col(LeadCalls), Number(0)), Compare(LT, Ref(listCallWithinTermID), Col(LeadHoursToAsOf))))
	t.Formula("list_too_few", "Too few calls", Count, "1: fewer calls than agreed, though the days agreed have passed since handoff",
		on(Compare(LT, Col("list_due"), Ref(asOfID)), Compare(LT, Col(LeadCalls), Ref(listCallsTermID))))
	t.Formula(LeadOnList, "On the list", Count, "1: under either rule", Greatest{Col("list_not_called"), Col("list_too_few")})
}

// listed says that the list looks at this lead at all.
func (l *Ledger) onListNow(lead *leadState) bool {
	quals := l.agreement.DontBeOnIt.For
	return lead.handoff.Known() && !lead.passedHandoff.Known() && l.managedNow(lead) && (len(quals) == 0 || slices.Contains(quals, lead.ratedQuality))
}

// listFigures adds the counts of the list and the lead value at risk.
func (l *Ledger) overdueFigures(s *Scorecard) {
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
	s.AddQuantity(calc.Quantity{ID: NotCalledID, Title: "Not called in time", Unit: Count, Better: Down, Formula: flagged("list_not_called"), Reason: why,
		Definition: "Leads still managed and open at as_of that were never called though the agreed hours have passed since handoff, in " + l.hoursTitle() + "."})
	s.AddQuantity(calc.Quantity{ID: TooFewCallsID, Title: "Called too few times", Unit: Count, Better: Down, Formula: flagged("list_too_few"), Reason: why,
		Definition: "Leads still managed and open at as_of with fewer calls than agreed though the agreed days have passed since handoff."})
	s.AddQuantity(calc.Quantity{ID: LeadsAtRiskID, Title: "Leads on the list", Unit: Count, Better: Down, Formula: flagged("on_list"), Reason: why,
		Definition: "Leads on the don't-be-on-it list, each once."})
	s.AddQuantity(calc.Quantity{ID: LeadValueAtRiskID, Title: "Lead value at risk", Unit: Money, Better: Down, Formula: value, Reason: why,
		Definition: "Chart value of the leads on the don't-be-on-it list, each once."})
}

// fillList lists the leads of the list, by SDR, rule and how long they have stood on it.
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
			entry.Rule, entry.Since = "not_called", l.clock.After(lead.handoff, within).Time(l.clock.Location)
			s.Overdue = append(s.Overdue, entry)
		}
		if x, _ := t.Column("list_too_few").Value(row).Number(); x == 1 {
			entry.Rule, entry.Since = "too_few_calls", l.clock.Days(lead.handoff, l.agreement.DontBeOnIt.After.Days).Time(l.clock.Location)
			s.Overdue = append(s.Overdue, entry)
		}
	})
	rank := ranks(sdrs)
	slices.SortStableFunc(s.Overdue, func(a, b OverdueLead) int {
		return cmp.Or(cmp.Compare(rank[a.SDR], rank[b.SDR]), a.Since.Compare(b.Since))
	})
}
