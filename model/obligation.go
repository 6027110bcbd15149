package model

import (
	"fmt"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// obligation is one of the rules of SPEC section 4. A rule in hours is met by a first call or touch
// within a limit on the agreement's clock, a rule in days by a number of touches or breakups by a due
// moment.
type obligation struct {
	id         string
	title      string
	countsKind func(TouchKind) bool // for a rule in days: the kinds of activity that count; nil for a rule in hours
	slot       int                  // for a rule in days: its index among them, as in FactRules
	step       *agreement.CadenceStep
	limit      Expr // the number of hours, or of touches or breakups
}

// Verdicts in the order of the reports, and their names there.
var (
	verdicts      = []string{Met, Late, Missed, Pending, Excused, VerdictNA}
	verdictTitles = map[string]string{Met: "met", Late: "late", Missed: "missed", Pending: "pending", Excused: "excused",
		VerdictNA: "n/a"}
)

func isTouch(k TouchKind) bool   { return k != Breakup }
func isBreakup(k TouchKind) bool { return k == Breakup }

// obligations returns the rules that the agreement switches on, in the order of SPEC section 4.
func obligations(a *agreement.Agreement) []obligation {
	var out []obligation
	if a.AnyLine(func(l agreement.ActionLine) bool { return !l.CallWithin.IsZero() }) || len(a.HandRaisers()) > 0 {
		out = append(out, obligation{id: CallTimeRule, title: "Call time", limit: Col(LeadCallLimit)})
	}
	if !a.Promise.ContactWithin.IsZero() {
		out = append(out, obligation{id: ContactRule, title: "Contact", limit: Ref(contactWithinTermID)})
	}
	if a.MostTouches() > 0 && a.AnyLine(func(l agreement.ActionLine) bool { return l.Touches != nil }) {
		out = append(out, obligation{id: TouchesRule, title: "Touches", countsKind: isTouch,
			limit: Col(LeadTouchesTarget)})
	}
	if a.MostBreakups() > 0 {
		out = append(out, obligation{id: BreakupRule, title: "Breakup", countsKind: isBreakup,
			limit: Col(LeadBreakupsTarget)})
	}
	if a.Cadence != nil {
		for i := range a.Cadence.Steps {
			step := &a.Cadence.Steps[i]
			out = append(out, obligation{id: fmt.Sprintf("cadence_%dd", step.Within.Days),
				title: fmt.Sprintf("Cadence, %d days", step.Within.Days), countsKind: isTouch, step: step,
				limit: Ref(TermID(cadencePath(step.Within.Days), "touches"))})
		}
	}
	return out
}

// Names of the columns of the leads table that belong to a rule, besides the verdict's, which is named by
// the rule's id.

func (o *obligation) owedColumn() string  { return o.id + "_owed" }
func (o *obligation) byDueColumn() string { return o.id + "_by_due" }
func (o *obligation) soFarColumn() string { return o.id + "_so_far" }
func (o *obligation) paceColumn() string  { return o.id + "_pace" }

// dueColumn returns the name of the rule's due column. Touches and breakup share one, because they are
// due at the same moment.
func (o *obligation) dueColumn() string {
	if o.step != nil {
		return o.id + "_due"
	}
	return "timeframe_due"
}

// undated in an owed column means that the rule is owed but was answered on a bare date, so the hours
// cannot be checked. The verdict is n/a in the period in which the rule falls due, like any other
// verdict, not in the period of the handoff.
const undated = 2

// expectation is what the agreement requires for a segment's leads by one rule.
type expectation struct {
	owed bool
	why  string // why it is not known whether the rule applies; empty where it is known
}

// expects returns what a rule requires for a segment's leads.
func (o *obligation) expects(a *agreement.Agreement, g *segment) expectation {
	switch line := g.actionLine; {
	case o.id == ContactRule:
		return expectation{owed: len(a.Promise.For) == 0 || slices.Contains(a.Promise.For, g.ratedQuality)}
	case o.step != nil && len(a.Cadence.For) > 0 && !slices.Contains(a.Cadence.For, g.ratedQuality):
		return expectation{}
	case o.step != nil, o.id == CallTimeRule && a.HandRaisers()[g.Action]:
		return expectation{owed: true}
	case g.ratedQuality == "":
		return expectation{why: "the lead is unrated, and the agreement owes unrated leads nothing"}
	case line == nil,
		o.id == CallTimeRule && line.CallWithin.IsZero(),
		o.id == TouchesRule && (line.Touches == nil || line.Timeframe.IsZero()),
		o.id == BreakupRule && (line.Breakups == nil || line.Timeframe.IsZero()):
		return expectation{}
	}
	return expectation{owed: true}
}

// owed returns whether a lead is owed the i-th rule, as its owed column holds it: 1 for yes, 0 for no or
// not handed off, undated, or NaN if it is not known. For undated and NaN it also returns the reason.
func (l *Ledger) owed(i int, lead *leadState) (float64, string) {
	if !lead.handoff.Known() {
		return 0, ""
	}
	o, expected := &l.rules[i], lead.expectations[i]
	const why = "a date without time of day cannot prove hours"
	switch {
	case expected.why != "":
		return NaN, expected.why
	case !expected.owed:
		return 0, ""
	case l.whyTouchesUnknown(lead) != "":
		return NaN, l.whyTouchesUnknown(lead)
	case l.whyDueUnknown(lead, o) != "":
		return NaN, l.whyDueUnknown(lead, o)
	case lead.handoff.Before(l.firstTouchRow) && !l.isMet(lead, o):
		return NaN, "activities begin on the day of its handoff, but after it"
	case o.countsKind != nil:
	case lead.handoff.DayOnly():
		return NaN, why
	case o.firstResponse(lead).DayOnly():
		return undated, why
	}
	return 1, ""
}

// firstResponse returns when a lead got the call or touch that satisfies a rule in hours.
func (o *obligation) firstResponse(lead *leadState) calendar.Moment {
	if o.id == CallTimeRule {
		return lead.touchStats.firstCall
	}
	return lead.touchStats.firstTouch
}

// days returns the limit of a rule in days for a lead. It is 0 for a rule in hours, or if no line of the
// action agreement sets a limit for the lead.
func (o *obligation) days(lead *leadState) int {
	switch {
	case o.countsKind == nil:
		return 0
	case o.step != nil:
		return o.step.Within.Days
	case lead.actionLine == nil:
		return 0
	}
	return lead.actionLine.Timeframe.Days
}

// due returns when a rule in days falls due for a lead. It is unknown for a rule in hours, or if no line
// of the action agreement sets a limit for the lead.
func (l *Ledger) due(lead *leadState, o *obligation) (m calendar.Moment) {
	if days := o.days(lead); days > 0 && lead.handoff.Known() {
		m = l.clock.AddDays(lead.handoff, days)
	}
	return m
}

// dueMoment returns when a rule falls due for a lead; unknown if the agreement sets no limit for the lead.
func (l *Ledger) dueMoment(lead *leadState, o *obligation) calendar.Moment {
	if o.countsKind != nil {
		return l.due(lead, o)
	}
	within := l.agreement.Promise.ContactWithin
	if o.id == CallTimeRule {
		within = l.agreement.CallWithin(lead.Action, lead.actionLine)
	}
	if within.IsZero() || !lead.handoff.Known() {
		return calendar.Moment{}
	}
	return l.clock.After(lead.handoff, within.Hours())
}

// doneOwing returns when Sales owed nothing more for the lead: when it reached SQL (opportunity where
// handoff is SQL), or was closed after a touch. It is unknown if neither has happened.
func (lead *leadState) doneOwing() calendar.Moment {
	if lead.touchStats.beforeClosing {
		return calendar.Earliest(lead.passedHandoff, lead.closed)
	}
	return lead.passedHandoff
}

// verdict returns the formula of the rule's column of the leads table; judgedEarly tells whether the
// activities end before as_of. It gives the first verdict that
// holds of n/a, pending, met, excused, late and missed, or else NotDue or NotOwed.
func (o *obligation) verdict(judgedEarly bool) Expr {
	owed := Col(o.owedColumn())
	var otherwise Expr = Word(NotOwed)
	if o.countsKind == nil {
		otherwise = If(Compare(EQ, owed, Number(undated)), If(o.dueOutsidePeriod(), Word(NotDue), NA{}), otherwise)
	}
	unknown := If(inFlow(LeadHandoff), NA{}, Word(NotDue))
	return If(Known(owed), If(Compare(EQ, owed, Number(1)), o.verdictIfOwed(judgedEarly), otherwise), unknown)
}

// dueOutsidePeriod returns the condition that the rule falls due in another period.
func (o *obligation) dueOutsidePeriod() Expr {
	if o.countsKind == nil {
		return Or{Compare(LT, o.limit, Col(LeadHoursToStart)), Compare(GE, o.limit, Col(LeadHoursToEnd))}
	}
	due := Col(o.dueColumn())
	return Or{Compare(LT, due, Ref(periodStartID)), Compare(GE, due, Ref(periodEndID))}
}

// verdictIfOwed returns the verdict on a lead that is owed the rule; see verdict.
func (o *obligation) verdictIfOwed(judgedEarly bool) Expr {
	if o.countsKind == nil {
		done := Col(LeadFirstTouch)
		if o.id == CallTimeRule {
			done = Col(LeadFirstCall)
		}
		excused := Reached(Col(LeadHoursToLeaving), o.limit)
		verdict := verdictWhenDue(Reached(done, o.limit), excused, Known(done))
		return o.verdictByTime(judgedEarly, excused, verdict)
	}
	excused := Reached(Col(LeadDoneOwing), Col(o.dueColumn()))
	return o.verdictByTime(judgedEarly, excused, verdictWhenDue(Compare(GE, Col(o.byDueColumn()), o.limit), excused,
		Compare(GE, Col(o.soFarColumn()), o.limit)))
}

// verdictByTime returns the verdict by when the rule falls due: outside the period it is not due, and at or
// after as_of it is pending. Where the activities end before as_of, it is pending, too, if it falls due after
// their end, unless it is excused. Otherwise it is the given verdict.
func (o *obligation) verdictByTime(judgedEarly bool, excused, whenDue Expr) Expr {
	if judgedEarly {
		whenDue = If(o.dueFrom(judgedUntilID), If(excused, Word(Excused), Word(Pending)), whenDue)
	}
	return If(o.dueOutsidePeriod(), Word(NotDue), If(o.dueFrom(asOfID), Word(Pending), whenDue))
}

// dueFrom returns the condition that the rule falls due at or after as_of, or after the moment up to which
// obligations are judged.
func (o *obligation) dueFrom(id string) Expr {
	if o.countsKind != nil {
		return Compare(GE, Col(o.dueColumn()), Ref(id))
	}
	hours := map[string]string{asOfID: LeadHoursToAsOf, judgedUntilID: leadHoursToJudged}
	return Compare(GE, o.limit, Col(hours[id]))
}

// verdictWhenDue returns the verdict on an obligation that has fallen due.
func verdictWhenDue(met, excused, late Expr) Expr {
	return If(met, Word(Met), If(excused, Word(Excused), If(late, Word(Late), Word(Missed))))
}

// pendingPace returns whether the touches of a pending obligation are on pace or behind the share of its
// days that has passed.
func (o *obligation) pendingPace() Expr {
	share := Div(Sub(Ref(asOfID), Col(LeadHandoff)), Sub(Col(o.dueColumn()), Col(LeadHandoff)))
	pace := If(Compare(GE, Col(o.soFarColumn()), Mul(o.limit, share)), Word(OnPace), Word(Behind))
	return If(Compare(EQ, Col(o.id), Word(Pending)), pace, Word(NotPending))
}

// inFlow returns the condition that a date of the row lies in the period before as_of.
func inFlow(col string) Expr {
	return And{Compare(GE, Col(col), Ref(periodStartID)), Compare(LT, Col(col), Ref(asOfID))}
}

// flow returns the condition of inFlow as conditions of an aggregate over a table.
func flow(col string) []Cond {
	return []Cond{Where(col, GE, Ref(periodStartID)), Where(col, LT, Ref(asOfID))}
}
