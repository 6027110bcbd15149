package format

import (
	"fmt"

	"leadpact/model"
)

// mostDecisions is how many decisions the parties are asked for in one meeting.
const mostDecisions = 3

// Decisions returns what the parties have to decide when they meet over the period: at most three
// sentences, the most important first (SPEC section 10). They follow from statuses and counts of the
// scorecard, never from a figure that is n/a. Where the exports end early the only one is to wait for newer
// exports (SPEC section 2a).
func Decisions(s *model.Scorecard) []string {
	if s.Period.Limited() {
		return []string{"Decide nothing yet: all figures stop at " + For(s.Agreement).lastDay(s, s.Period.AsOf) +
			". Export again, run again, and then decide."}
	}
	byImportance := []func(*model.Scorecard) string{
		promiseDecision, goalDecision, breachDecision, atRiskDecision, kpiDecision,
	}
	var out []string
	for _, decision := range byImportance {
		if text := decision(s); text != "" && len(out) < mostDecisions {
			out = append(out, text)
		}
	}
	return out
}

func promiseDecision(s *model.Scorecard) string {
	p := PromiseOf(s)
	agreed := s.Agreement.Promise.Ratio
	style := For(s.Agreement)
	ratio := style.Number(agreed.Value) + ":" + style.Number(agreed.To)
	proposal, _ := value(s, model.RatioProposalID).Text()
	switch {
	case p.Attainment == NA:
		return ""
	case p.Status == model.Under && proposal == model.LowerRatio:
		return "Delivery was under the promise through nobody's fault: agree a ratio below " + ratio + "."
	case p.Status == model.Under:
		return "Delivery is under the promise (" + p.Delivered + " of " + p.Promised + "): agree what Marketing changes."
	case p.Status == model.Over:
		return "Delivery is over the promise (" + p.Delivered + " of " + p.Promised +
			"): check that Sales can work it before the ratio rises from " + ratio + "."
	case proposal == model.RaiseRatio:
		return "The promise was kept: decide whether the ratio rises from " + ratio + "."
	}
	return ""
}

// goalDecision returns the decision about the goal of the grid that is furthest from being met. It is
// empty where no goal is missed or behind.
func goalDecision(s *model.Scorecard) string {
	worst, found := Line{}, false
	for _, l := range Grid(s) {
		if l.Status != model.Missed && l.Status != model.Behind || l.Attainment == "" {
			continue
		}
		if !found || l.Share < worst.Share {
			worst, found = l, true
		}
	}
	if !found {
		return ""
	}
	return fmt.Sprintf("%s stands at %s of %s (%s): agree what closes the gap.",
		worst.Title, worst.Actual, worst.Goal, worst.Attainment)
}

func breachDecision(s *model.Scorecard) string {
	counts := BreachesBySDR(s)
	switch {
	case len(counts) == 0:
		return ""
	case s.Joins.MostUnknown():
		return "Most activities name no known lead: find the column that holds the lead's id before late and missed work is " +
			"discussed."
	}
	style := For(s.Agreement)
	if len(s.Breaches) == 1 {
		return "One obligation was kept late or not at all, by " + counts[0].SDR + ": agree how it is made good."
	}
	return fmt.Sprintf("%s obligations were kept late or not at all, most of them by %s (%s): agree on load and routing.",
		style.Count(len(s.Breaches)), counts[0].SDR, style.Count(counts[0].N))
}

// atRiskDecision returns the decision about the leads on the don't-be-on-it list. It is empty where there
// are none.
func atRiskDecision(s *model.Scorecard) string {
	n, ok := value(s, model.LeadsAtRiskID).Number()
	if !ok || n == 0 {
		return ""
	}
	style := For(s.Agreement)
	worth := ""
	if x, ok := value(s, model.LeadValueAtRiskID).Number(); ok && x > 0 {
		worth = " worth " + style.Money(x)
	}
	who := "leads" + worth + " stand"
	if n == 1 {
		who = "lead" + worth + " stands"
	}
	return style.Number(n) + " " + who + " on the don't-be-on-it list: call now or hand on."
}

func kpiDecision(s *model.Scorecard) string {
	for _, k := range KPIs(s) {
		if k.Status == model.Missed {
			return k.Title + " is " + k.Actual + " against " + k.Goal + ": agree who looks into it."
		}
	}
	return ""
}
