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

// obligationColumns adds to the leads what each rule asks of them, what was done, and the verdict.
func (l *Ledger) obligationColumns(s *Scorecard, c *leadColumns) {
	l.lineTables(s)
	l.obligationFacts(c)
	l.limitColumns(c.table)
	for _, o := range l.rules {
		c.table.Formula(o.id, o.title, Words,
			"verdict: the first that holds of n/a, pending, met, excused, late, missed", o.verdict(l.judgedEarly()))
	}
	broken := make([]Expr, len(l.rules))
	for i, o := range l.rules {
		broken[i] = If(Or{Compare(EQ, Col(o.id), Word(Late)), Compare(EQ, Col(o.id), Word(Missed))}, Number(1), Number(0))
	}
	c.table.Formula("breaches", "Breaches", Count, "its obligations that were kept late or missed", addAll(broken))
	for _, o := range l.rules {
		if o.countsKind != nil {
			c.table.Formula(o.paceColumn(), o.title+", pending", Words,
				"of a pending obligation: on pace or behind, pro rata of its days", o.pendingPace())
		}
	}
	if l.judgedEarly() {
		afterEnd := make([]Expr, len(l.rules))
		for i, o := range l.rules {
			afterEnd[i] = If(Compare(EQ, Col(o.id), Word(Pending)), If(o.dueFrom(asOfID), Number(0), Number(1)), Number(0))
		}
		c.table.Formula(leadAfterEnd, "Due after the activities end", Count,
			"its obligations that fall due before as of, but after the end of the activities", addAll(afterEnd))
	}
	c.texts("na_reason", "Why n/a", "why a verdict cannot be given", l.naReason)
}

// obligationFacts adds for each rule whether a lead is owed it and, for a rule in days, when it falls due
// and how many touches or breakups were made by then.
func (l *Ledger) obligationFacts(c *leadColumns) {
	for i, o := range l.rules {
		c.handoffNumbers(o.owedColumn(), o.title+" owed", Count, o.owedNote(), func(lead *leadState) float64 {
			owed, _ := l.owed(i, lead)
			return owed
		}).ShownAs = o.id
		if o.countsKind == nil {
			continue
		}
		if due := o.dueColumn(); c.table.Column(due) == nil {
			c.handoffNumbers(due, o.title+" due", Time, "handoff and the days agreed, to the same wall time",
				func(lead *leadState) float64 { return l.serial(l.due(lead, &o)) }).Phrase = o.title + " due"
		}
		what := "touches"
		if o.id == BreakupRule {
			what = "breakups"
		}
		c.sparseHandoff(o.byDueColumn(), o.title+" by due", Touches, what+" up to and including the due moment",
			func(lead *leadState) float64 { return float64(lead.touchStats.countedByDue(&o)) })
		c.sparseHandoff(o.soFarColumn(), o.title+" so far", Touches, what+" before as_of",
			func(lead *leadState) float64 { return float64(lead.touchStats.counted(&o)) }).Kind = ActivityFact
	}
}

// limitColumns adds what the lead's line of the action agreement asks for.
func (l *Ledger) limitColumns(t *calc.Table) {
	ofLine := func(give string) Expr { return Lookup(linesTable, "action_line", give, Col(LeadActionLine)) }
	for _, o := range l.rules {
		switch o.id {
		case CallTimeRule:
			own := Lookup(actionsTable, "action", "call_within", Col(LeadAction))
			t.Formula(LeadCallLimit, "Call within", Hours, "the hand raiser's own call time, else its line's",
				If(Known(own), own, ofLine("call_within")))
		case TouchesRule:
			t.Formula(LeadTouchesTarget, "Touches agreed", Touches, "of its line", ofLine("touches"))
		case BreakupRule:
			t.Formula(LeadBreakupsTarget, "Breakups agreed", Touches, "of its line", ofLine("breakups"))
		}
	}
}

func (o *obligation) owedNote() string {
	if o.countsKind == nil {
		return "1: owed, 0: not owed, 2: owed, but kept on a date without time of day, n/a: cannot be proved"
	}
	return "1: owed, 0: not owed, n/a: cannot be proved"
}

// naReason returns why a verdict on the lead is n/a: the reason of the first rule that has one; empty if
// none has.
func (l *Ledger) naReason(lead *leadState) string {
	for i := range l.rules {
		if _, why := l.owed(i, lead); why != "" {
			return why
		}
	}
	return ""
}

// lineTables adds two tables in which rows look limits up: the lines of the action agreement, and the
// hand raisers' call times.
func (l *Ledger) lineTables(s *Scorecard) {
	keys, lines := l.agreement.Lines()
	t := s.AddTable(calc.NewTable(linesTable, "Lines of the action agreement", len(keys)))
	t.Texts("action_line", "Line", "quality; a motion's own line before it", keys)
	terms := func(name string, has func(*agreement.ActionLine) bool) []Expr {
		each := make([]Expr, len(keys))
		for i, k := range keys {
			each[i] = NA{}
			if has(lines[i]) {
				each[i] = Ref(TermID(linePath(k), name))
			}
		}
		return each
	}
	t.Formulas("call_within", "Call within", Hours, "",
		terms("call_within", func(x *agreement.ActionLine) bool { return !x.CallWithin.IsZero() }))
	t.Formulas("touches", "Touches", Touches, "",
		terms("touches", func(x *agreement.ActionLine) bool { return x.Touches != nil }))
	t.Formulas("breakups", "Breakups", Touches, "",
		terms("breakups", func(x *agreement.ActionLine) bool { return x.Breakups != nil }))

	actions := l.agreement.LeadValue.Actions
	raisers := l.agreement.HandRaisers()
	ids, within := make([]string, len(actions)), make([]Expr, len(actions))
	for i, x := range actions {
		ids[i], within[i] = x.ID, NA{}
		if raisers[x.ID] {
			within[i] = Ref(TermID(actionPath(x.ID), "call_within"))
		}
	}
	t = s.AddTable(calc.NewTable(actionsTable, "Actions with a call time of their own", len(ids)))
	t.Texts("action", "Action", "", ids)
	t.Formulas("call_within", "Call within", Hours, "", within)
}

// addObligationFigures adds for each rule the adherence, met ÷ (met + late + missed), and the number of
// each verdict, for the company and per SDR.
func (l *Ledger) addObligationFigures(s *Scorecard, sdrs []string) {
	for _, o := range l.rules {
		s.Rules = append(s.Rules, Rule{o.id, o.title, o.asks(l)})
		met, late, missed := Ref(VerdictID(o.id, Met)), Ref(VerdictID(o.id, Late)), Ref(VerdictID(o.id, Missed))
		rate, why := adherence(met, late, missed), l.whyNoActivities()
		if unknown := l.whyNoRate(&o); unknown != "" {
			rate, why = NA{}, unknown
		}
		s.AddQuantity(calc.Quantity{ID: AdherenceID(o.id), Title: o.title + " kept", Unit: Percent, Better: Up,
			Formula: rate, Definition: o.definition(l), Reason: why})
		for _, v := range verdicts {
			s.AddQuantity(calc.Quantity{ID: VerdictID(o.id, v), Title: o.title + ": " + verdictTitles[v], Unit: Count,
				Formula: CountOf(LeadsTable, Where(o.id, EQ, verdictWord(v))),
				Definition: fmt.Sprintf("Leads whose obligation “%s” falls due in the period with the verdict %s "+
					"(n/a: handed off in it).", o.title, verdictTitles[v])})
		}
	}
	var breaches []Expr
	for _, o := range l.rules {
		if o.countsKind != nil {
			s.AddQuantity(calc.Quantity{ID: pendingBehindID(o.id), Title: o.title + ": pending and behind", Unit: Count,
				Better: Down, Internal: true, Formula: CountOf(LeadsTable, Where(o.paceColumn(), EQ, Word(Behind))),
				Definition: "Pending obligations with fewer touches so far than the same share of their days has passed."})
		}
		breaches = append(breaches, Ref(VerdictID(o.id, Late)), Ref(VerdictID(o.id, Missed)))
	}
	s.AddQuantity(calc.Quantity{ID: OffMotionLeadsID, Title: "Off-motion leads", Unit: Count, Better: Down,
		Formula: CountOf(LeadsTable, append(flow(LeadHandoff), Where(LeadOffMotion, EQ, Number(1)))...),
		Definition: "Leads handed off in the period whose motion is not the one that their SDR works, by the team file; " +
			"Leads lists them."})
	if l.judgedEarly() {
		s.AddQuantity(calc.Quantity{ID: AfterEndID, Title: "Due after the activities end", Unit: Count, Better: Down,
			Formula: Sum(LeadsTable, leadAfterEnd),
			Definition: "Obligations that fall due before as_of, but after the end of the activities; " +
				"they are pending until newer exports are read."})
	}
	s.AddQuantity(calc.Quantity{ID: BreachesID, Title: "Breaches", Unit: Count, Better: Down, Formula: addAll(breaches),
		Definition: "Obligations due in the period that were kept late or missed, over all rules."})
	l.sdrObligations(s, sdrs)
}

// whyNoRate returns why adherence to a rule is not known though some obligations are judged; empty where it is.
func (l *Ledger) whyNoRate(o *obligation) string {
	return firstReason(l.whyNoneRated(o), l.whyRuleMissesLeads(o))
}

// addAll returns the sum of all expressions; the number 0 if there are none.
func addAll(xs []Expr) Expr {
	if len(xs) == 0 {
		return Number(0)
	}
	return Add(xs[0], xs[1:]...)
}

// adherence returns the share of obligations that were met of those that were judged.
func adherence(met, late, missed Expr) Expr { return Div(met, Add(met, late, missed)) }

// verdictWord returns the value that a verdict column holds for a verdict: a missing value for n/a, else
// the word.
func verdictWord(v string) Expr {
	if v == VerdictNA {
		return NA{}
	}
	return Word(v)
}

// sdrObligations adds the table with a row for each rule of each SDR, see Scorecard.ObligationRow.
func (l *Ledger) sdrObligations(s *Scorecard, sdrs []string) {
	n := len(sdrs) * len(l.rules)
	names, rules, no := make([]string, 0, n), make([]string, 0, n), make([]float64, 0, n)
	counts, rates := map[string][]Expr{}, make([]Expr, 0, n)
	for i, sdr := range sdrs {
		for _, o := range l.rules {
			names, rules, no = append(names, sdr), append(rules, o.title), append(no, float64(i+1))
			rate := adherence(Col(Met), Col(Late), Col(Missed))
			if l.whyNoRate(&o) != "" {
				rate = NA{}
			}
			rates = append(rates, rate)
			for _, v := range verdicts {
				var count Expr = CountOf(LeadsTable, Where(LeadSDRNo, EQ, Col(LeadSDRNo)), Where(o.id, EQ, verdictWord(v)))
				if l.whyNoOwner() != "" && i < len(sdrs)-1 {
					count = NA{}
				}
				counts[v] = append(counts[v], count)
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
	t.Formulas("adherence", "Adherence", Percent, "met ÷ (met + late + missed)", rates)
}

// definition returns the definition, in words, of a rule's adherence.
func (o *obligation) definition(l *Ledger) string {
	return "Met ÷ (met + late + missed), over leads due in the period: " + o.asks(l) + "."
}

// asks returns what a lead is owed by the rule, with the clock by which it is measured.
func (o *obligation) asks(l *Ledger) string {
	switch o.id {
	case CallTimeRule:
		return "the first call within the hours of the lead's quality, or of its action if it is a hand raiser, " +
			"from handoff, in " + l.hoursTitle()
	case ContactRule:
		return "the first touch within the promised hours from handoff, in " + l.hoursTitle()
	case TouchesRule:
		return "the touches of the lead's quality within its timeframe in days from handoff"
	case BreakupRule:
		return "the agreed breakups within the timeframe of the lead's quality in days from handoff"
	}
	return fmt.Sprintf("the touches of this step of the cadence within %d days from handoff", o.step.Within.Days)
}

// fillBreaches lists the obligations that were late or missed, by SDR, then due moment, lead and rule.
func (l *Ledger) fillBreaches(s *Scorecard, sdrs []string) {
	t := s.MustTable(LeadsTable)
	verdict := make([]map[string]calc.Bitmap, len(l.rules))
	limit := make([]func(row int) Value, len(l.rules))
	broken := calc.NewBitmap(t.Rows)
	for i, o := range l.rules {
		verdict[i], limit[i] = map[string]calc.Bitmap{}, s.RowEvaluator(t, o.limit)
		for _, v := range []string{Late, Missed} {
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

// breach describes the i-th obligation of a row with its moments. limit is the rule's hours, or the
// number of touches or breakups that it asks for.
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
	if verdict == Late {
		b.Done = o.satisfiedAt(lead, limit)
		until = b.Done
	}
	if b.LateBy = NaN; until.Known() {
		b.LateBy = l.clock.Between(due, until)
	}
	return b
}

// satisfiedAt returns the moment at which the rule was satisfied. It is unknown if the rule was not
// satisfied, and for a rule in days where warehouse facts replace activities, since facts do not contain
// the time of the n-th touch.
func (o *obligation) satisfiedAt(lead *leadState, limit float64) calendar.Moment {
	switch o.id {
	case CallTimeRule, ContactRule:
		return o.firstResponse(lead)
	}
	var done []calendar.Moment
	if log := lead.touchStats.log; log != nil {
		if done = log.earliest; o.id == BreakupRule {
			done = log.breakups
		}
	}
	if len(done) < int(limit) {
		return calendar.Moment{}
	}
	return done[int(limit)-1]
}
