package format

import (
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
)

// Promise is what Marketing promised for a period and what it delivered, as texts ready to print. Texts are
// "n/a" where they cannot be known.
type Promise struct {
	Unit       formula.Unit // Count where a number of leads was promised, Money where lead value was
	What       string       // the word for it: leads, or lead value
	Promised   string
	Delivered  string
	Attainment string
	Low, High  string  // the tolerance
	Status     string  // under, within, over; empty where it cannot be judged
	ToDate     string  // in a running period: what is due by now
	Share      float64 // attainment as a fraction cut to 0 to 1, for a bar
	Reason     string  // why Delivered is n/a or, where it is known, why Promised is
}

// PromiseOf returns the promise of the scorecard's period.
func PromiseOf(s *model.Scorecard) Promise {
	style := For(s.Agreement)
	promised, delivered := promiseIDs(s)
	unit := formula.Money
	if promisedLeads(s) {
		unit = formula.Count
	}
	write := func(id string) string { return style.Value(value(s, id), unit) }
	p := Promise{Unit: unit, What: promiseWord(s), Promised: write(promised), Delivered: write(delivered), Attainment: NA,
		Low: write(model.PromiseLowID), High: write(model.PromiseHighID), Status: s.StatusOf(s.Quantity(delivered))}
	if x, ok := attainment(s).Number(); ok {
		p.Attainment, p.Share = style.Percent(x), min(max(x, 0), 1)
	}
	if !s.Period.Closed() {
		p.ToDate = write(model.LineToDateID)
	}
	if p.Promised == NA {
		p.Status = ""
	}
	for _, id := range []string{delivered, promised} {
		if q := s.Quantity(id); q != nil && q.Value().IsMissing() {
			p.Reason = Plain(q.Reason)
			break
		}
	}
	return p
}

// promiseIDs returns the ids of what Marketing promised and delivered, in the unit of the promise.
func promiseIDs(s *model.Scorecard) (promised, delivered string) {
	if promisedLeads(s) {
		return model.PromiseLeadsID, model.DeliveredLeadsID
	}
	return model.PromiseLeadValueID, model.DeliveredLeadValueID
}

// promisedLeads reports whether a number of leads was promised, and not lead value.
func promisedLeads(s *model.Scorecard) bool {
	_, ok := value(s, model.PromiseLeadsID).Number()
	return ok
}

func promiseWord(s *model.Scorecard) string {
	if promisedLeads(s) {
		return "leads"
	}
	return "lead value"
}

// attainment returns delivered ÷ promised, in the unit of the promise.
func attainment(s *model.Scorecard) formula.Value {
	if s.Quantity(model.PromiseAttainmentID) != nil {
		return s.Value(model.PromiseAttainmentID)
	}
	return value(s, model.LeadValueAttainmentID)
}

// Sentence returns the promise in one sentence. It compares nothing that is n/a.
func (p Promise) Sentence() string {
	what := " in lead value"
	if p.Unit == formula.Count {
		what = " leads"
	}
	because := ""
	if p.Reason != "" {
		because = " (" + p.Reason + ")"
	}
	switch {
	case p.Delivered == NA:
		return "Marketing's " + p.What + ": n/a" + because + "."
	case p.Promised == NA:
		return "Marketing delivered " + p.Delivered + what + "; what it promised: n/a" + because + "."
	}
	var b strings.Builder
	b.WriteString("Marketing delivered " + p.Delivered + " of " + p.Promised + what + " (" + p.Attainment + ")")
	switch {
	case p.ToDate != "" && p.ToDate != NA:
		b.WriteString("; the straight line to date is " + p.ToDate)
		if p.Status != "" {
			b.WriteString(", which is " + toDateWords[p.Status])
		}
	case p.Status != "":
		b.WriteString(", " + p.Status + " the agreed " + p.Low + " to " + p.High)
	}
	b.WriteString(".")
	return b.String()
}

// toDateWords describes each status of the promise against the straight line to date.
var toDateWords = map[string]string{
	model.Under: "not reached", model.Within: "kept within tolerance", model.Over: "exceeded",
}
