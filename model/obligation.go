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
	verdicts      = []string{"met", "late", "missed", "pending", "excused", "na"}
	verdictTitles = map[string]string{"met": "met", "late": "late", "missed": "missed", "pending": "pending", "excused": "excused", "na": "n/a"}
)

// Words of the verdict columns beside the verdicts themselves.
const (
	notDue  = "not due"  // falls due in another period
	notOwed = "not owed" // the agreement asks nothing of this lead
)

func isTouch(k TouchKind) bool   { return k != Breakup }
func isBreakup(k TouchKind) bool { return k == Breakup }

// obligations are the rules that the agreement switches on, in the order of SPEC section 4.
func obligations(a *agreement.Agreement) []obligation {
	var out []obligation
	if a.AnyLine(func(l agreement.ActionLine) bool { return !l.CallWithin.IsZero() }) || len(a.HandRaisers()) > 0 {
		out = append(out, obligation{id: "call_time", title: "Call time", limit: Col("call_limit")})
	}
	if !a.Promise.ContactWithin.IsZero() {
		out = append(out, obligation{id: "contact", title: "Contact", limit: Ref("term.promise.contact_within")})
	}
	if a.MostTouches() > 0 && a.AnyLine(func(l agreement.ActionLine) bool { return l.Touches != nil }) {
		out = append(out, obligation{id: "touches", title: "Touches", countsKind: isTouch, limit: Col("touches_target")})
	}
	if a.MostBreakups() > 0 {
		out = append(out, obligation{id: "breakup", title: "Breakup", countsKind: isBreakup, limit: Col("breakups_target")})
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
func (l *Ledger) owed(i int, f *leadState) (float64, string) {
	if !f.handoff.Known() {
		return 0, ""
	}
	o, asked := &l.rules[i], f.expectations[i]
	const why = "a date without time of day cannot prove hours"
	switch {
	case asked.why != "":
		return NaN, asked.why
	case !asked.owed:
		return 0, ""
	case !l.hasActivities:
		return NaN, "no activities are given: add inputs.activities"
	case o.countsKind != nil:
	case f.handoff.DayOnly():
		return NaN, why
	case o.firstResponse(f).DayOnly():
		return undated, why
	}
	return 1, ""
}

// first is the touch or call that keeps a rule in hours.
func (o *obligation) firstResponse(f *leadState) calendar.Moment {
	if o.id == "call_time" {
		return f.touchStats.firstCall
	}
	return f.touchStats.firstTouch
}

// days is the limit of a rule in days for one lead; 0 for a rule in hours, or where the lead is not owed it.
func (o *obligation) days(f *leadState) int {
	switch {
	case o.countsKind == nil:
		return 0
	case o.step != nil:
		return o.step.Within.Days
	case f.actionLine == nil:
		return 0
	}
	return f.actionLine.Timeframe.Days
}

// due is when a rule in days falls due for a lead; not known where it does not owe it.
func (l *Ledger) due(f *leadState, o *obligation) (m calendar.Moment) {
	if days := o.days(f); days > 0 && f.handoff.Known() {
		m = l.clock.Days(f.handoff, days)
	}
	return m
}

// left is when the lead stopped owing: it reached SQL (opportunity where handoff is SQL), or was closed after a touch.
func (f *leadState) doneOwing() calendar.Moment {
	if f.touchStats.beforeClosing {
		return calendar.Earliest(f.passedHandoff, f.closed)
	}
	return f.passedHandoff
}

// verdict is the rule's column of the leads table: the first that holds of n/a, pending, met, excused, late, missed.
func (o obligation) verdict() Expr {
	owed := Col(o.id + "_owed")
	var not Expr = Word(notOwed)
	if o.countsKind == nil {
		not = If(Compare(EQ, owed, Number(undated)), If(o.dueOutsidePeriod(), Word(notDue), NA{}), not)
	}
	na := If(inFlow("handoff"), NA{}, Word(notDue))
	return If(Known(owed), If(Compare(EQ, owed, Number(1)), o.verdictIfOwed(), not), na)
}

// elsewhere says that the rule falls due in another period.
func (o obligation) dueOutsidePeriod() Expr {
	if o.countsKind == nil {
		return Or{Compare(LT, o.limit, Col("to_start")), Compare(GE, o.limit, Col("to_end"))}
	}
	due := Col(o.dueColumn())
	return Or{Compare(LT, due, Ref("period.start")), Compare(GE, due, Ref("period.end"))}
}

func (o obligation) verdictIfOwed() Expr {
	if o.countsKind == nil {
		done := Col("first_touch")
		if o.id == "call_time" {
			done = Col("first_call")
		}
		return firstVerdict(o.dueOutsidePeriod(),
			Compare(GE, o.limit, Col("to_until")),
			Reached(done, o.limit),
			Reached(Col("to_left"), o.limit),
			Known(done))
	}
	due := Col(o.dueColumn())
	return firstVerdict(o.dueOutsidePeriod(),
		Compare(GE, due, Ref("period.until")),
		Compare(GE, Col(o.id+"_by_due"), o.limit),
		Reached(Col("left"), due),
		Compare(GE, Col(o.id+"_so_far"), o.limit))
}

// pendingPace says of a pending obligation whether its touches keep up with its days.
func (o obligation) pendingPace() Expr {
	share := Div(Sub(Ref("period.until"), Col("handoff")), Sub(Col(o.dueColumn()), Col("handoff")))
	pace := If(Compare(GE, Col(o.id+"_so_far"), Mul(o.limit, share)), Word("on pace"), Word("behind"))
	return If(Compare(EQ, Col(o.id), Word("pending")), pace, Word("not pending"))
}

// dueColumn is shared by touches and breakup, which fall due at the same moment.
func (o obligation) dueColumn() string {
	if o.step != nil {
		return o.id + "_due"
	}
	return "timeframe_due"
}

func firstVerdict(elsewhere, pending, met, excused, late Expr) Expr {
	return If(elsewhere, Word(notDue),
		If(pending, Word("pending"),
			If(met, Word("met"),
				If(excused, Word("excused"),
					If(late, Word("late"), Word("missed"))))))
}

// inFlow says that a known date of the row lies in the period before as_of.
func inFlow(col string) Expr {
	return And{Compare(GE, Col(col), Ref("period.start")), Compare(LT, Col(col), Ref("period.until"))}
}

// flow are the same conditions for an aggregate over a table.
func flow(col string) []Cond {
	return []Cond{Where(col, GE, Ref("period.start")), Where(col, LT, Ref("period.until"))}
}
