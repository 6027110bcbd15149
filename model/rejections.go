package model

import (
	"cmp"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// rejectionsShown are the campaigns and reasons listed apart; what is beyond them stands together.
const rejectionsShown = 20

// rejection is a campaign and the reason for which Sales disqualified its leads.
type rejection struct{ source, campaign, reason string }

// rejections counts the leads that Sales disqualified in the period, by campaign and reason: what the data say of Marketing's
// assets, beside the feedback file (article 000, step 6). It adds to the leads the row in which each stands.
func (l *Ledger) addRejections(s *Scorecard) {
	of := func(f *leadState) (rejection, bool) {
		in := f.Status == Disqualified && f.closed.Known() && !f.closed.Before(l.start)
		return rejection{f.Channel, l.texts.text(f.campaign), l.texts.text(f.reason)}, in
	}
	n := map[rejection]int{}
	for _, f := range l.rows {
		if r, in := of(f); in {
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
			r, in := of(l.rows[i])
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

func (l *Ledger) addRejectionTable(s *Scorecard, kinds []rejection) {
	no, texts := make([]float64, len(kinds)), [3][]string{}
	for i, r := range kinds {
		no[i] = float64(i + 1)
		for k, x := range []struct{ word, blank string }{{r.campaign, "No campaign"}, {r.source, "No source"},
			{r.reason, "No reason given"}} {
			texts[k] = append(texts[k], cmp.Or(x.word, x.blank))
		}
	}
	here := Where(LeadRejection, EQ, Col("no"))
	t := s.AddTable(calc.NewTable("rejections", "Why Sales disqualified leads, by campaign", len(kinds)))
	t.Texts("campaign", "Campaign", "", texts[0])
	t.Texts("source", "Source", "", texts[1])
	t.Texts("reason", "Reason", "as Sales entered it", texts[2])
	t.Numbers("no", "No.", Count, "as in Leads", no)
	t.Formula("leads", "Leads", Count, "disqualified in the period", CountOf(LeadsTable, here))
	t.Formula("returned", "Returned", Count, "of these, in time to count as returned",
		CountOf(LeadsTable, here, Where(LeadReturned, EQ, Number(1))))
	t.Formula("lead_value", "Lead value", Money, "the chart's value of these leads", Sum(LeadsTable, LeadValue, here))
	t.Formula("share", "Share", Percent, "of all leads disqualified", Div(Col("leads"), Ref(DisqualifiedLeadsID)))
}
