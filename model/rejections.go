package model

import (
	"cmp"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// rejectionsShown is the number of campaigns and reasons that are listed individually; the rest are
// combined in one row.
const rejectionsShown = 20

// rejection is a lead source and campaign with a reason for which Sales disqualified its leads.
type rejection struct{ source, campaign, reason string }

// addRejections counts the leads that Sales disqualified in the period, by campaign and reason: data on
// Marketing's assets, next to the words of the feedback file (article 000, step 6). It also adds to the
// leads the number of their row in that table, 0 for a lead that was not disqualified in the period.
func (l *Ledger) addRejections(s *Scorecard) {
	rejectionOf := func(f *leadState) (rejection, bool) {
		inPeriod := f.Status == Disqualified && f.closed.Known() && !f.closed.Before(l.start)
		return rejection{f.Channel, l.texts.text(f.campaign), l.texts.text(f.reason)}, inPeriod
	}
	n := map[rejection]int{}
	for _, f := range l.rows {
		if r, in := rejectionOf(f); in {
			n[r]++
		}
	}
	var kinds []rejection
	for r := range n {
		kinds = append(kinds, r)
	}
	slices.SortFunc(kinds, func(a, b rejection) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a.campaign, b.campaign), cmp.Compare(a.reason, b.reason),
			cmp.Compare(a.source, b.source))
	})
	row := map[rejection]float64{}
	for i, r := range kinds {
		row[r] = float64(min(i, rejectionsShown) + 1)
	}
	if len(kinds) > rejectionsShown {
		kinds = append(kinds[:rejectionsShown:rejectionsShown], rejection{"All others", "All others", "All others"})
	}
	s.Table(LeadsTable).NumbersFunc("rejection", "Rejection", Count,
		"row on Feedback; 0: not disqualified in the period", func(i int) float64 {
			r, in := rejectionOf(l.rows[i])
			if !in {
				return 0
			}
			return row[r]
		})
	l.addRejectionTable(s, kinds)
	all := []Cond{Where(LeadRejection, GE, Number(1))}
	s.AddQuantity(calc.Quantity{ID: DisqualifiedLeadsID, Title: "Leads disqualified", Unit: Count, Better: Down,
		Formula:    l.ifProvided("leads", CountOf(LeadsTable, all...)),
		Definition: "Leads that Sales disqualified in the period.",
		Reason:     l.whyNoLine(agreement.Created)})
	s.AddQuantity(calc.Quantity{ID: "disqualified.lead_value", Title: "Lead value disqualified", Unit: Money, Better: Down,
		Formula:    l.ifProvided("leads", Sum(LeadsTable, LeadValue, all...)),
		Definition: "The chart's value of these leads.",
		Reason:     l.whyNoLine(agreement.Created)})
}

// addRejectionTable adds a row for each campaign and reason.
func (l *Ledger) addRejectionTable(s *Scorecard, kinds []rejection) {
	t := s.AddTable(calc.NewTable("rejections", "Why Sales disqualified leads, by campaign", len(kinds)))
	t.TextsFunc("campaign", "Campaign", "",
		func(row int) string { return cmp.Or(kinds[row].campaign, "No campaign") })
	t.TextsFunc("source", "Source", "",
		func(row int) string { return cmp.Or(kinds[row].source, "No source") })
	t.TextsFunc("reason", "Reason", "as Sales entered it",
		func(row int) string { return cmp.Or(kinds[row].reason, "No reason given") })
	t.NumbersFunc("no", "No.", Count, "as in Leads", func(row int) float64 { return float64(row + 1) })
	ofRow := Where(LeadRejection, EQ, Col("no"))
	t.Formula("leads", "Leads", Count, "disqualified in the period", CountOf(LeadsTable, ofRow))
	t.Formula("returned", "Returned", Count, "of these, in time to count as returned",
		CountOf(LeadsTable, ofRow, Where(LeadReturned, EQ, Number(1))))
	t.Formula("lead_value", "Lead value", Money, "the chart's value of these leads", Sum(LeadsTable, LeadValue, ofRow))
	t.Formula("share", "Share", Percent, "of all leads disqualified", Div(Col("leads"), Ref(DisqualifiedLeadsID)))
}
