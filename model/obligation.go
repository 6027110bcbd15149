package model

import (
	"fmt"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// obligation is one of the rules of SPEC section 4. A rule in hours is kept by a first call or touch within a limit on the
// agreement's clock; a rule in days by a number of touches or breakups by a due moment.
type obligation struct {
	id         string
	title      string
	countsKind func(TouchKind) bool // of a rule in days: what it counts; nil for a rule in hours
	slot       int                  // of a rule in days: its place among them, as in FactRules
	step       *agreement.CadenceStep
	limit      Expr // hours, or the number wanted
}

var (
	verdicts      = []string{Met, Late, Missed, Pending, Excused, VerdictNA}
	verdictTitles = map[string]string{Met: "met", Late: "late", Missed: "missed", Pending: "pending", Excused: "excused", VerdictNA: "n/a"}
)

func isTouch(k TouchKind) bool   { return k != Breakup }
func isBreakup(k TouchKind) bool { return k == Breakup }

// obligations are the rules that the agreement switches on, in the order of SPEC section 4.
func obligations(a *agreement.Agreement) []obligation {
	var out []obligation
	if a.AnyLine(func(l agreement.ActionLine) bool { return !l.CallWithin.IsZero() }) || len(a.HandRaisers()) > 0 {
		out = append(out, obligation{id: "call_time", title: "Call time", limit: Col(LeadCallLimit)})
	}
	if !a.Promise.ContactWithin.IsZero() {
		out = append(out, obligation{id: "contact", title: "Contact", limit: Ref(contactWithinTermID)})
	}
	if a.MostTouches() > 0 && a.AnyLine(func(l agreement.ActionLine) bool { return l.Touches != nil }) {
		out = append(out, obligation{id: "touches", title: "Touches", countsKind: isTouch, limit: Col(LeadTouchesTarget)})
	}
	if a.MostBreakups() > 0 {
		out = append(out, obligation{id: "breakup", title: "Breakup", countsKind: isBreakup, limit: Col(LeadBreakupsTarget)})
	}
	if a.Cadence != nil {
		for i := range a.Cadence.Steps {
			step := &a.Cadence.Steps[i]
			name := fmt.Sprintf("%dd", step.Within.Days)
			out = append(out, obligation{id: "cadence_" + name, title: fmt.Sprintf("Cadence, %d days", step.Within.Days),
				countsKind: isTouch, step: step, limit: Ref("term.cadence.steps." + name + ".touches")})
		}
	}
	return out
}

// undated says in an owed column that the rule is owed, but was kept on a bare date, which cannot prove hours. Like any
// obligation it belongs to the period in which it falls due: at its handoff nobody knew.
const undated = 2

// asked is what the agreement asks of a segment's leads by a rule.
type expectation struct {
	owed bool
	why  string // it is not known whether they owe it
}

// asks says whether the agreement asks a rule of a segment.
func (o *obligation) expects(a *agreement.Agreement, g *segment) expectation {
	switch line := g.actionLine; {
	case o.id == "contact":
		return expectation{owed: len(a.Promise.For) == 0 || slices.Contains(a.Promise.For, g.ratedQuality)}
	case o.step != nil && len(a.Cadence.For) > 0 && !slices.Contains(a.Cadence.For, g.ratedQuality):
		return expectation{}
	case o.step != nil, o.id == "call_time" && a.HandRaisers()[g.Action]:
		return expectation{owed: true}
	case g.ratedQuality == "":
		return expectation{why: "the lead is unrated, and the agreement owes unrated leads nothing"}
	case line == nil,
		o.id == "call_time" && line.CallWithin.IsZero(),
		o.id == "touches" && (line.Touches == nil || line.Timeframe.IsZero()),
		o.id == "breakup" && (line.Breakups == nil || line.Timeframe.IsZero()):
		return expectation{}
	}
	return expectation{owed: true}
}

// owes says whether a handed-off lead is owed the i-th rule: 1 yes, 0 no, undated, or n/a where that cannot be proved; of the
// last two with the reason.
func (l *Ledger) owed(i int, lead *leadState) (float64, string) {
	if !lead.handoff.Known() {
		return 0, ""
	}
	o, asked := &l.rules[i], lead.expectations[i]
	const why = "a date without time of day cannot prove hours"
	switch {
	case asked.why != "":
		return NaN, asked.why
	case !asked.owed:
		return 0, ""
	case !l.hasActivities:
		return NaN, "no activities are given: add inputs.activities"
	case o.countsKind != nil:
	case lead.handoff.DayOnly():
		return NaN, why
	case o.firstResponse(lead).DayOnly():
		return undated, why
	}
	return 1, ""
}

// first is the touch or call that keeps a rule in hours.
func (o *obligation) firstResponse(lead *leadState) calendar.Moment {
	if o.id == "call_time" {
		return lead.touchStats.firstCall
	}
	return lead.touchStats.firstTouch
}

// days is the limit of a rule in days for one lead; 0 for a rule in hours, or where the lead is not owed it.
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

// due is when a rule in days falls due for a lead; not known where it does not owe it.
func (l *Ledger) due(lead *leadState, o *obligation) (m calendar.Moment) {
	if days := o.days(lead); days > 0 && lead.handoff.Known() {
		m = l.clock.Days(lead.handoff, days)
	}
	return m
}

// left is when the lead stopped owing: it reached SQL (opportunity where handoff is SQL), or was closed after a touch.
func (lead *leadState) doneOwing() calendar.Moment {
	if lead.touchStats.beforeClosing {
		return calendar.Earliest(lead.passedHandoff, lead.closed)
	}
	return lead.passedHandoff
}

// verdict is the rule's column of the leads table: the first that holds of n/a, pending, met, excused, late, missed.
func (o obligation) verdict() Expr {
	owed := Col(o.id + "_owed")
	var not Expr = Word(NotOwed)
	if o.countsKind == nil {
		not = If(Compare(EQ, owed, Number(undated)), If(o.dueOutsidePeriod(), Word(NotDue), NA{}), not)
	}
	na := If(inFlow(LeadHandoff), NA{}, Word(NotDue))
	return If(Known(owed), If(Compare(EQ, owed, Number(1)), o.verdictIfOwed(), not), na)
}

// elsewhere says that the rule falls due in another period.
func (o obligation) dueOutsidePeriod() Expr {
	if o.countsKind == nil {
		return Or{Compare(LT, o.limit, Col(LeadHoursToStart)), Compare(GE, o.limit, Col(LeadHoursToEnd))}
	}
	due := Col(o.dueColumn())
	return Or{Compare(LT, due, Ref(periodStartID)), Compare(GE, due, Ref(periodEndID))}
}

func (o obligation) verdictIfOwed() Expr {
	if o.countsKind == nil {
		done := Col(LeadFirstTouch)
		if o.id == "call_time" {
			done = Col(LeadFirstCall)
		}
		return firstVerdict(o.dueOutsidePeriod(),
			Compare(GE, o.limit, Col(LeadHoursToAsOf)),
			Reached(done, o.limit),
			Reached(Col(LeadHoursToLeaving), o.limit),
			Known(done))
	}
	due := Col(o.dueColumn())
	return firstVerdict(o.dueOutsidePeriod(),
		Compare(GE, due, Ref(asOfID)),
		Compare(GE, Col(o.id+"_by_due"), o.limit),
		Reached(Col("left"), due),
		Compare(GE, Col(o.id+"_so_far"), o.limit))
}

// pendingPace says of a pending obligation whether its touches keep up with its days.
func (o obligation) pendingPace() Expr {
	share := Div(Sub(Ref(asOfID), Col(LeadHandoff)), Sub(Col(o.dueColumn()), Col(LeadHandoff)))
	pace := If(Compare(GE, Col(o.id+"_so_far"), Mul(o.limit, share)), Word(OnPace), Word(Behind))
	return If(Compare(EQ, Col(o.id), Word(Pending)), pace, Word(NotPending))
}

// dueColumn is shared by touches and breakup, which fall due at the same moment.
func (o obligation) dueColumn() string {
	if o.step != nil {
		return o.id + "_due"
	}
	return "timeframe_due"
}

func firstVerdict(elsewhere, pending, met, excused, late Expr) Expr {
	return If(elsewhere, Word(NotDue),
		If(pending, Word(Pending),
			If(met, Word(Met),
				If(excused, Word(Excused),
					If(late, Word(Late), Word(Missed))))))
}

// inFlow says that a known date of the row lies in the period before as_of.
func inFlow(col string) Expr {
	return And{Compare(GE, Col(col), Ref(periodStartID)), Compare(LT, Col(col), Ref(asOfID))}
}

// flow are the same conditions for an aggregate over a table.
func flow(col string) []Cond {
	return []Cond{Where(col, GE, Ref(periodStartID)), Where(col, LT, Ref(asOfID))}
}
