package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// The Evidence sheet is for the review meeting: it shows agreed terms next to what the last four full
// quarters measured, with the number of observations and a 95 % interval. An agreed rate is contradicted
// where it lies outside the interval of the flow that SPEC section 7 measures, and also outside the
// interval of the cohort, which follows the same leads over time. Below definition.weak_under
// observations no conclusion is drawn.

// evidenceOf returns what the measured value of a row shows about the agreed term: "above agreed" or
// "below agreed" if the condition above or below holds, else "agrees"; "too few" where n is below
// definition.weak_under; n/a without an interval or an agreed term.
func evidenceOf(n Expr, above, below Expr) Expr {
	compared := If(above, Word(evidenceAbove), If(below, Word(evidenceBelow), Word(evidenceAgrees)))
	return If(Known(Col("low")),
		If(Compare(LT, n, Ref(weakUnderID)), Word(evidenceTooFew), If(Known(Col("agreed")), compared, NA{})),
		NA{})
}

// agreedRate is a rate that the agreement states: of a stream, or of one lead type of it.
type agreedRate struct {
	funnelRate
	id string // id of the figure that holds the agreed rate
}

// agreedRates returns the agreed rates in the order of the agreement.
func agreedRates(a *agreement.Agreement) []agreedRate {
	var out []agreedRate
	for _, st := range a.Revenue.Streams {
		for i, step := range st.Transitions() {
			out = append(out, agreedRate{funnelRate{stream: st, from: step.Stage, to: st.StageAfter(i)},
				PlanRateID(planID(st), step.Stage)})
		}
		for _, lt := range st.LeadTypes {
			for i, step := range st.Transitions() {
				if _, own := lt.Rates.Get(step.Stage.String()); own {
					out = append(out, agreedRate{funnelRate{st, &lt, step.Stage, st.StageAfter(i)},
						PlanRateID(typeID(st, lt), step.Stage)})
				}
			}
		}
	}
	return out
}

// addRateEvidence adds a row for each agreed rate, with the rate that was measured over the last four
// full quarters in two ways: as flow ÷ flow, and for the cohort of leads that entered the stage in these
// quarters and at least the stream's lag before as_of.
func (l *Ledger) addRateEvidence(s *Scorecard) {
	year, rows := l.measuredYear(), agreedRates(l.agreement)
	streams, types, steps := make([]string, len(rows)), make([]string, len(rows)), make([]string, len(rows))
	cols := map[string][]Expr{}
	put := func(name string, e Expr) { cols[name] = append(cols[name], e) }
	for i, r := range rows {
		streams[i], steps[i] = r.stream.Name, stepTitle(r.from, r.to)
		if r.leadType != nil {
			types[i] = r.leadType.Name
		}
		put("agreed", Ref(r.id))
		if !l.hasStage(r.from) || !l.hasStage(r.to) || !l.exportsReachBack(r.stream, year) {
			for _, name := range []string{"reached", "of", "cohort_reached", "cohort_of"} {
				put(name, NA{})
			}
			continue
		}
		inCohort := append(l.whereReached(r.funnelRate, r.from, year),
			Where(r.from.String(), LT, Ref(l.cohortEnd(s, r.stream))))
		wentOn := append(inCohort[:len(inCohort):len(inCohort)], Where(r.to.String(), GT, Number(0)))
		put("reached", CountOf(LeadsTable, l.whereReached(r.funnelRate, r.to, year)...))
		put("of", CountOf(LeadsTable, l.whereReached(r.funnelRate, r.from, year)...))
		put("cohort_of", CountOf(LeadsTable, inCohort...))
		put("cohort_reached", CountOf(LeadsTable, wentOn...))
	}
	t := s.AddTable(calc.NewTable(RatesTable, "Agreed rates and what was measured", len(rows)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("type", "Lead type", "n/a: all leads of the stream", types)
	t.Texts("step", "Step", "", steps)
	t.Formulas("agreed", "Agreed", Percent, "to the next stage", cols["agreed"])
	t.Formulas("reached", "Went on", Count, "reached the next stage in "+year.words, cols["reached"])
	t.Formulas("of", "Of", Count, "reached the stage in "+year.words, cols["of"])
	t.Formula("measured", "Measured", Percent, "went on ÷ of, sum over sum", Div(Col("reached"), Col("of")))
	low, high := wilsonInterval(Col("reached"), Col("of"))
	t.Formula("low", "At least", Percent, "lower end of Wilson's 95 % interval", low)
	t.Formula("high", "At most", Percent, "upper end of it", high)
	t.Formulas("cohort_reached", "Cohort went on", Count, "of the cohort, reached the next stage before as_of",
		cols["cohort_reached"])
	t.Formulas("cohort_of", "Cohort", Count,
		"reached the stage in those quarters and at least the stream's lag before as_of", cols["cohort_of"])
	low, high = wilsonInterval(Col("cohort_reached"), Col("cohort_of"))
	t.Formula("cohort_low", "Cohort at least", Percent, "lower end of Wilson's 95 % interval of the cohort", low)
	t.Formula("cohort_high", "Cohort at most", Percent, "upper end of it", high)
	t.Formula("evidence", "Evidence", Words, "above or below agreed: both intervals lie on that side of it",
		evidenceOf(Col("of"), bothOutside("low", "cohort_low", GT), bothOutside("high", "cohort_high", LT)))
}

// bothOutside returns the condition that one end of the interval lies beyond the agreed rate, and so does
// the same end of the cohort's interval where it has one.
func bothOutside(end, cohortEnd string, op CompareOp) Expr {
	always, never := Compare(EQ, Number(1), Number(1)), Compare(EQ, Number(1), Number(0))
	return If(Compare(op, Col(end), Col("agreed")),
		If(Known(Col(cohortEnd)), Compare(op, Col(cohortEnd), Col("agreed")), always), never)
}

// cohortEnd returns the id of the term that holds as_of minus a stream's lag, and adds the term on first
// use. Leads that reached a stage before that instant have had the usual time to be won.
func (l *Ledger) cohortEnd(s *Scorecard, st agreement.Stream) string {
	id := "cohort." + agreement.Slug(st.Name) + ".until"
	if s.Term(id) == nil {
		days := st.Lag.WholeDays()
		s.AddTerm(calc.Term{ID: id, Section: periodSection, Title: st.Name + ": cohort up to", Unit: Time,
			Value: Num(calendar.Serial(l.period.AsOf.AddDate(0, 0, -days))), Note: "as of − the stream's lag"})
	}
	return id
}

// addDealEvidence adds a row for each stream's agreed average deal, with the mean of the new business won
// in the last four full quarters.
func (l *Ledger) addDealEvidence(s *Scorecard) {
	year, streams := l.measuredYear(), l.agreement.Revenue.Streams
	names := make([]string, len(streams))
	var agreed, n, sum, lows, highs []Expr
	for i, st := range streams {
		names[i] = st.Name
		agreed = append(agreed, Ref(StreamPlanID(st, "average_deal")))
		if !l.provided["deals"] || !l.exportsReachBack(st, year) {
			n, sum, lows, highs = append(n, NA{}), append(sum, NA{}), append(lows, NA{}), append(highs, NA{})
			continue
		}
		won := l.whereWon(st, year)
		n, sum = append(n, CountOf(DealsTable, won...)), append(sum, Sum(DealsTable, DealAmount, won...))
		low, high := meanInterval(Col("of"), Col("revenue"), Sum(DealsTable, "amount_squared", won...))
		lows, highs = append(lows, low), append(highs, high)
	}
	t := s.AddTable(calc.NewTable(DealSizesTable, "Agreed deal sizes and what was measured", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", names)
	t.Formulas("agreed", "Agreed", Money, "average deal", agreed)
	t.Formulas("of", "Deals won", Count, "new business, in "+year.words, n)
	t.Formulas("revenue", "Revenue", Money, "of these deals", sum)
	t.Formula("measured", "Measured", Money, "revenue ÷ deals won", Div(Col("revenue"), Col("of")))
	t.Formulas("low", "At least", Money, "mean − 1.96 standard errors", lows)
	t.Formulas("high", "At most", Money, "mean + 1.96 standard errors", highs)
	t.Formula("evidence", "Evidence", Words, "above or below agreed: the interval lies on that side of it",
		evidenceOf(Col("of"), Compare(GT, Col("low"), Col("agreed")), Compare(LT, Col("high"), Col("agreed"))))
}

// addImprovements adds a row for each improvement of a rate that the agreement sets. Its status is met;
// missed once its month is over; else not yet. Without improvements there is no table.
func (l *Ledger) addImprovements(s *Scorecard) {
	var streams, steps, owners []string
	var target, measured []Expr
	var by, over []float64
	for _, r := range agreedRates(l.agreement) {
		targetID := TermID(funnelPath(r.stream, r.from), "target")
		if r.leadType != nil || s.Term(targetID) == nil {
			continue
		}
		step := r.stream.StepOf(r.from)
		streams = append(streams, r.stream.Name)
		steps = append(steps, stepTitle(r.from, r.to))
		owners = append(owners, step.Owner)
		target = append(target, Ref(targetID))
		measured = append(measured, Ref(MeasuredRateID(r.stream, r.from)))
		by = append(by, targetMonth(step))
		over = append(over, monthStart(step.Target.By.Time, 1))
	}
	if len(streams) == 0 {
		return
	}
	t := s.AddTable(calc.NewTable(ImprovementsTable, "Improvement targets", len(streams)))
	t.Texts("stream", "Stream", "revenue stream", streams)
	t.Texts("step", "Step", "", steps)
	t.Texts("owner", "Owner", "of the improvement", owners)
	t.Formulas("target", "Target", Percent, "agreed improvement", target)
	t.Numbers("by", "By", Date, "month in which it is to be reached", by)
	t.Numbers("over", "Month over", Date, "first day after it", over)
	t.Formulas("measured", "Measured", Percent, "over the last four full quarters at as_of", measured)
	t.Formula("status", "Status", Words, "met: measured is at least the target; missed: not, and its month is over",
		If(Known(Col("measured")),
			If(Compare(GE, Col("measured"), Col("target")), Word(Met),
				If(Compare(GE, Ref(asOfID), Col("over")), Word(Missed), Word(NotYet))),
			NA{}))
}
