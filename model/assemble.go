package model

import (
	"fmt"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Scorecard computes the period's scorecard. It releases the indexes that only reading needs: afterwards
// LeadByID, LeadByEmail and LeadByContact find nothing.
func (l *Ledger) Scorecard() *Scorecard {
	l.newIndexes()
	s := NewScorecard(l.agreement, l.period)
	s.Inputs, s.SetAside = l.inputs, l.setAside
	s.Coverage, s.LimitedBy, s.Shape = l.coverage, l.LimitedBy(), l.Shape()
	for _, warning := range l.agreement.Unsigned() {
		s.Warnings = append(s.Warnings, Note{Text: warning})
	}
	s.Warnings = slices.Concat(s.Warnings, l.notes, l.dateWarnings())
	l.addAgreementTerms(s)
	l.addPeriodFacts(s)
	sdrs := l.sdrNames()
	l.addLeadsTable(s, sdrs)
	l.addDealsTable(s)
	l.addFeedbackTable(s)
	l.addPlan(s)
	l.addLeadValueChart(s)
	l.addPromise(s)
	l.addRejections(s)
	l.addPace(s)
	l.addBudget(s)
	l.addMonthTable(s)
	l.addCohortTable(s)
	l.addGoalGrid(s)
	l.addObligationFigures(s, sdrs)
	l.addOverdueFigures(s)
	l.addSpeedFigures(s)
	l.addKPIs(s)
	l.addCapacityTable(s, sdrs)
	l.addEvidence(s)
	l.applySources(s)
	s.Compute()
	l.fillPace(s)
	l.fillBreaches(s, sdrs)
	l.fillOverdue(s, sdrs)
	l.fillSDRs(s)
	return s
}

// addPeriodFacts adds as terms the facts of the period and of the inputs that formulas read. A phrase is
// what formulas in words call a term.
func (l *Ledger) addPeriodFacts(s *Scorecard) {
	p, q := l.period, l.period.Previous()
	given := func(id, title string, u Unit, v Value, note string) *calc.Term {
		return s.AddTerm(calc.Term{ID: id, Section: periodSection, Title: title, Unit: u, Value: v, Note: note})
	}
	given(periodStartID, "Period begins", Time, Num(calendar.Serial(p.Start)),
		"in the agreement's zone").Phrase = "period start"
	given(periodEndID, "Period ends", Time, Num(calendar.Serial(p.End)),
		"first instant after it").Phrase = "period end"
	given(asOfID, "As of", Time, Num(calendar.Serial(p.AsOf)),
		"what happened at or after it has not happened yet").Phrase = "as of"
	given(judgedUntilID, "Judged until", Time, Num(calendar.Serial(l.judgedUntil())),
		"as of, or when the activities end; what falls due later is pending")
	given(unseenLeadsID, "Leads that may be missing", Count, Num(float64(l.unseenLeads())),
		"created at the end of the period, after the leads' files end")
	months := Num(float64(p.Months))
	if p.Months == 0 {
		months = Missing
	}
	given(periodMonthsID, "Months", Count, months,
		"goals are agreed a month; n/a for a range that is no whole number of months").Phrase = "months of the period"
	given(previousStartID, "Previous period begins", Time, Num(calendar.Serial(q.Start)),
		"").Phrase = "previous period's start"
	given(previousUntilID, "Previous period compared up to", Time, Num(calendar.Serial(q.AsOf)),
		"of a running period, the same number of days").Phrase = "previous period's as of"
	for st := agreement.QL; st <= agreement.Won; st++ {
		title := fmt.Sprintf("%s dates are provided", st.Title())
		given(ProvidedID(st.String()), title, Count, Num(oneOrZero(l.hasStage(st))), l.whyNoStage(st)).YesNo = true
	}
	for _, t := range []string{"leads", "activities", "deals", "spend"} {
		given(ProvidedID(t), "Rows of "+t+" are provided", Count, Num(oneOrZero(l.provided[t])), "").YesNo = true
	}
}

// addEvidence adds the tables of the Evidence sheet.
func (l *Ledger) addEvidence(s *Scorecard) {
	l.addRateEvidence(s)
	l.addDealEvidence(s)
	l.addImprovements(s)
	l.addSpeedLift(s)
	l.addTouchesLift(s)
	l.addChannelsLift(s)
}
