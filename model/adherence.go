package model

import (
	"cmp"
	"fmt"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// obligationColumns adds what each rule asks of each lead, what was done, and its verdict.
func (l *Ledger) obligationColumns(s *Scorecard, t *calc.Table, handed, rare addNumbers, texts addTexts) {
	l.lineTables(s)
	has := map[string]bool{}
	for i, o := range l.rules {
		has[o.id] = true
		handed(o.id+"_owed", o.title+" owed", Count, o.owedNote(), func(lead *leadState) float64 { x, _ := l.owed(i, lead); return x })
		if o.countsKind == nil {
			continue
		}
		if due := o.dueColumn(); t.Column(due) == nil {
			handed(due, o.title+" due", Time, "handoff and the days agreed, to the same wall time", func(lead *leadState) float64 { return l.serial(l.due(lead, &o)) })
		}
		what := "touches"
		if o.id == "breakup" {
			what = "breakups"
		}
		rare(o.id+"_by_due", o.title+" by due", Touches, what+" up to and including the due moment", func(lead *leadState) float64 { return float64(lead.touchStats.countedByDue(&o)) })
		rare(o.id+"_so_far", o.title+" so far", Touches, what+" before as_of", func(lead *leadState) float64 { return float64(lead.touchStats.counted(&o)) })
	}
	line := func(give string) Expr { return Lookup(linesTable, "action_line", give, Col(LeadActionLine)) }
	if has["call_time"] {
		own := Lookup(actionsTable, "action", "call_within", Col(LeadAction))
		t.Formula(LeadCallLimit, "Call within", Hours, "the hand raiser's own call time, else its line's", If(Known(own), own, line("call_within")))
	}
	if has["touches"] {
		t.Formula(LeadTouchesTarget, "Touches agreed", Touches, "of its line", line("touches"))
	}
	if has["breakup"] {
		t.Formula(LeadBreakupsTarget, "Breakups agreed", Touches, "of its line", line("breakups"))
	}
	for _, o := range l.rules {
		t.Formula(o.id, o.title, Words, "verdict: the first that holds of n/a, pending, met, excused, late, missed", o.verdict())
	}
	broken := make([]Expr, len(l.rules))
	for i, o := range l.rules {
		broken[i] = If(Or{Compare(EQ, Col(o.id), Word(Late)), Compare(EQ, Col(o.id), Word(Missed))}, Number(1), Number(0))
	}
	t.Formula("breaches", "Breaches", Count, "its obligations that were kept late or missed", addAll(broken))
	for _, o := range l.rules {
		if o.countsKind != nil {
			t.Formula(o.id+"_pace", o.title+", pending", Words, "of a pending obligation: on pace or behind, pro rata of its days", o.pendingPace())
		}
	}
	texts("na_reason", "Why n/a", "why a verdict cannot be given", func(lead *leadState) string { return l.naReason(lead) })
}

func (o obligation) owedNote() string {
	if o.countsKind == nil {
		return "1: owed, 0: not owed, 2: owed, but kept on a date without time of day, n/a: cannot be proved"
	}
	return "1: owed, 0: not owed, n/a: cannot be proved"
}

func (l *Ledger) naReason(lead *leadState) string {
	for i := range l.rules {
		if _, why := l.owed(i, lead); why != "" {
			return why
		}
	}
	return ""
}

// lineTables adds the lines of the action agreement and the hand raisers' call times, which rows look up.
func (l *Ledger) lineTables(s *Scorecard) {
	keys, lines := l.agreement.Lines()
	t := s.AddTable(calc.NewTable(linesTable, "Lines of the action agreement", len(keys)))
	t.Texts("action_line", "Line", "quality; a motion's own line before it", keys)
	term := func(name string, there func(*agreement.ActionLine) bool) []Expr {
		each := make([]Expr, len(keys))
		for i, k := range keys {
			each[i] = NA{}
			if there(lines[i]) {
				each[i] = Ref("term.action_agreement." + k + "." + name)
			}
		}
		return each
	}
	t.Formulas("call_within", "Call within", Hours, "", term("call_within", func(x *agreement.ActionLine) bool { return !x.CallWithin.IsZero() }))
	t.Formulas("touches", "Touches", Touches, "", term("touches", func(x *agreement.ActionLine) bool { return x.Touches != nil }))
	t.Formulas("breakups", "Breakups", Touches, "", term("breakups", func(x *agreement.ActionLine) bool { return x.Breakups != nil }))

	actions := l.agreement.LeadValue.Actions
	raisers := l.agreement.HandRaisers()
	ids, within := make([]string, len(actions)), make([]Expr, len(actions))
	for i, x := range actions {
		ids[i], within[i] = x.ID, NA{}
		if raisers[x.ID] {
			within[i] = Ref("term.lead_value.actions." + agreement.Slug(x.ID) + ".call_within")
		}
	}
	t = s.AddTable(calc.NewTable(actionsTable, "Actions with a call time of their own", len(ids)))
	t.Texts("action", "Action", "", ids)
	t.Formulas("call_within", "Call within", Hours, "", within)
}

// obligationFigures adds adherence: met ÷ (met + late + missed), for the company and per SDR.
func (l *Ledger) obligationFigures(s *Scorecard, sdrs []string) {
	for _, o := range l.rules {
		id := "adherence." + o.id
		s.AddQuantity(calc.Quantity{ID: id, Title: o.title + " kept", Unit: Percent, Better: Up, Formula: adherence(Ref(id+".met"), Ref(id+".late"), Ref(id+".missed")),
			Definition: o.definition(l), Reason: l.whyNoActivities()})
		for _, v := range verdicts {
			s.AddQuantity(calc.Quantity{ID: id + "." + v, Title: o.title + ": " + verdictTitles[v], Unit: Count,
				Formula:    CountOf(LeadsTable, Where(o.id, EQ, verdictWord(v))),
				Definition: fmt.Sprintf("Leads whose obligation “%s” falls due in the period with the verdict %s (n/a: handed off in it).", o.title, verdictTitles[v])})
		}
	}
	for _, o := range l.rules {
		if o.countsKind != nil {
			s.AddQuantity(calc.Quantity{ID: "pending." + o.id + ".behind", Title: o.title + ": pending and behind", Unit: Count, Better: Down, Internal: true,
				Formula:    CountOf(LeadsTable, Where(o.id+"_pace", EQ, Word(Behind))),
				Definition: "Pending obligations with fewer touches so far than the same share of their days has passed."})
		}
	}
	var breaches []Expr
	for _, o := range l.rules {
		breaches = append(breaches, Ref("adherence."+o.id+".late"), Ref("adherence."+o.id+".missed"))
	}
	s.AddQuantity(calc.Quantity{ID: OffMotionLeadsID, Title: "Off-motion leads", Unit: Count, Better: Down, Formula: CountOf(LeadsTable, append(flow(LeadHandoff), Where(LeadOffMotion, EQ, Number(1)))...),
		Definition: "Leads handed off in the period whose motion is not the one that their SDR works, by the team file; Leads lists them."})
	s.AddQuantity(calc.Quantity{ID: BreachesID, Title: "Breaches", Unit: Count, Better: Down, Formula: addAll(breaches),
		Definition: "Obligations due in the period that were kept late or missed, over all rules."})
	l.sdrObligations(s, sdrs)
}

// addAll is the sum of all; of none, 0.
func addAll(xs []Expr) Expr {
	if len(xs) == 0 {
		return Number(0)
	}
	return Add(xs[0], xs[1:]...)
}

func adherence(met, late, missed Expr) Expr { return Div(met, Add(met, late, missed)) }

func verdictWord(v string) Expr {
	if v == "na" {
		return NA{}
	}
	return Word(v)
}

// sdrObligations adds the table of rules by SDR.
func (l *Ledger) sdrObligations(s *Scorecard, sdrs []string) {
	n := len(sdrs) * len(l.rules)
	names, rules, no := make([]string, 0, n), make([]string, 0, n), make([]float64, 0, n)
	counts := map[string][]Expr{}
	for i, sdr := range sdrs {
		for _, o := range l.rules {
			names, rules, no = append(names, sdr), append(rules, o.title), append(no, float64(i+1))
			for _, v := range verdicts {
				counts[v] = append(counts[v], CountOf(LeadsTable, Where(LeadSDRNo, EQ, Col(LeadSDRNo)), Where(o.id, EQ, verdictWord(v))))
			}
		}
	}
	t := s.AddTable(calc.NewTable(ObligationsTable, "Obligations by SDR", n))
	t.Numbers("sdr_no", "No.", Count, "", no)
	t.Texts("sdr", "SDR", "", names)
	t.Texts("rule", "Rule", "", rules)
	for _, v := range verdicts {
		t.Formulas(v, verdictTitles[v], Count, "", counts[v])
	}
	t.Formula("adherence", "Adherence", Percent, "met ÷ (met + late + missed)", adherence(Col("met"), Col("late"), Col("missed")))
}

// definition says in words what the rule's adherence is, with its clock.
func (o obligation) definition(l *Ledger) string {
	of := "Met ÷ (met + late + missed), over leads due in the period: "
	switch {
	case o.id == "call_time":
		return of + "the first call within the hours of the lead's quality, or of its action if it is a hand raiser, from handoff, in " + l.hoursTitle() + "."
	case o.id == "contact":
		return of + "the first touch within the promised hours from handoff, in " + l.hoursTitle() + "."
	case o.id == "touches":
		return of + "the touches of the lead's quality within its timeframe in days from handoff."
	case o.id == "breakup":
		return of + "the agreed breakups within the timeframe of the lead's quality in days from handoff."
	}
	return of + fmt.Sprintf("the touches of this step of the cadence within %d days from handoff.", o.step.Within.Days)
}

// fillBreaches lists every obligation kept late or not at all, by SDR, then due, lead and rule.
func (l *Ledger) fillBreaches(s *Scorecard, sdrs []string) {
	t := s.MustTable(LeadsTable)
	verdict := make([]map[string]calc.Bitmap, len(l.rules))
	limit := make([]func(row int) Value, len(l.rules))
	broken := calc.NewBitmap(t.Rows)
	for i, o := range l.rules {
		verdict[i], limit[i] = map[string]calc.Bitmap{}, s.Each(t, o.limit)
		for _, v := range []string{"late", "missed"} {
			verdict[i][v] = t.RowsEqual(o.id, Str(v))
			verdict[i][v].Each(broken.Add)
		}
	}
	broken.Each(func(row int) {
		for i := range l.rules {
			for v, set := range verdict[i] {
				if set.Has(row) {
					most, _ := limit[i](row).Number()
					s.Breaches = append(s.Breaches, l.breach(s, i, row, most, v))
				}
			}
		}
	})
	rank := ranks(sdrs)
	slices.SortStableFunc(s.Breaches, func(a, b Breach) int {
		return cmp.Or(cmp.Compare(rank[a.SDR], rank[b.SDR]), a.Due.Compare(b.Due))
	})
}

// breach tells of the i-th obligation of a row what is late about it; limit is its hours, or the number wanted.
func (l *Ledger) breach(s *Scorecard, i, row int, limit float64, verdict string) Breach {
	o, lead := &l.rules[i], l.rows[row]
	b := Breach{SDR: l.ownerOf(lead), Lead: lead.ID, Rule: o.id, Verdict: verdict, Source: l.source(lead),
		Start: lead.handoff.Time(l.clock.Location), Value: s.MustTable(LeadsTable).Column(LeadValue).Value(row)}
	due := l.due(lead, o)
	if o.countsKind == nil {
		due = l.clock.After(lead.handoff, limit)
	}
	b.Due = due.Time(l.clock.Location)
	until := l.asOf
	if verdict == "late" {
		b.Done = o.satisfiedAt(lead, limit)
		until = b.Done
	}
	if b.LateBy = NaN; until.Known() {
		b.LateBy = l.clock.Between(due, until)
	}
	return b
}

// doneAt is when the rule was at last satisfied; not known where facts stand in place of activities.
func (o *obligation) satisfiedAt(lead *leadState, limit float64) calendar.Moment {
	var list []calendar.Moment
	if k := lead.touchStats.log; k != nil {
		if list = k.earliest; o.id == "breakup" {
			list = k.breakups
		}
	}
	switch o.id {
	case "call_time":
		return lead.touchStats.firstCall
	case "contact":
		return lead.touchStats.firstTouch
	}
	if len(list) < int(limit) {
		return calendar.Moment{}
	}
	return list[int(limit)-1]
}
