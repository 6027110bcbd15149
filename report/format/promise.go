package format

import (
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// Promise is what Marketing promised beside what it delivered, in words. Texts are n/a where they cannot be known.
type Promise struct {
	What       string // lead value, or leads
	Promised   string
	Delivered  string
	Attainment string
	Low, High  string // the tolerance
	Status     string // under, within, over; empty: cannot be judged
	ToDate     string // of a running period: what was due by now
	Gap        string // of a running period: delivered less that
	Share      float64
}

// Promised reads the promise of the period.
func Promised(s *model.Scorecard) Promise {
	style := For(s.Agreement)
	unit, promised, delivered := formula.Money, "promise.lead_value", "delivered.lead_value"
	if promisedLeads(s) {
		unit, promised, delivered = formula.Count, "promise.leads", "delivered.leads"
	}
	write := func(id string) string { return style.Value(value(s, id), unit) }
	p := Promise{What: promiseWord(s), Promised: write(promised), Delivered: write(delivered), Attainment: NA,
		Low: write("promise.low"), High: write("promise.high"), Status: Status(s, s.Quantity(delivered))}
	if x, ok := attainment(s).Number(); ok {
		p.Attainment, p.Share = style.Percent(x), min(max(x, 0), 1)
	}
	if !s.Period.Closed() {
		p.ToDate, p.Gap = write("pace.line_to_date"), write("pace.gap")
	}
	return p
}

// attainment is delivered ÷ promised, in the unit of the promise.
func attainment(s *model.Scorecard) formula.Value {
	if s.Quantity("attainment.promise") != nil {
		return s.Value("attainment.promise")
	}
	return value(s, "kpi.lead_value_attainment")
}

// Sentence says the promise in one sentence.
func (p Promise) Sentence() string {
	var b strings.Builder
	b.WriteString("Marketing delivered " + p.Delivered + " of " + p.Promised)
	if p.What == "leads" {
		b.WriteString(" leads")
	} else {
		b.WriteString(" in lead value")
	}
	b.WriteString(" (" + p.Attainment + ")")
	switch {
	case p.ToDate != "" && p.ToDate != NA:
		b.WriteString("; the straight line to date is " + p.ToDate)
		if p.Status != "" {
			b.WriteString(", which is " + statusOfLine[p.Status])
		}
	case p.Status != "":
		b.WriteString(", " + p.Status + " the agreed " + p.Low + " to " + p.High)
	}
	b.WriteString(".")
	return b.String()
}

// statusOfLine says a status against the line to date.
var statusOfLine = map[string]string{"under": "not reached", "within": "kept within tolerance", "over": "exceeded"}

// Rule is the adherence to one rule, in words.
type Rule struct {
	ID, Title                               string
	Share                                   string // met ÷ (met + late + missed)
	Met, Late, Missed, Pending, Excused, NA string
	Status, Goal, Reason                    string
	Definition                              string
}

// Judged says the counts behind the share: "114 met, 8 late, 3 missed".
func (r Rule) Judged() string { return r.Met + " met, " + r.Late + " late, " + r.Missed + " missed" }

// Aside says the obligations outside the share; empty where there are none.
func (r Rule) Aside() string {
	var parts []string
	for _, p := range [][2]string{{r.Pending, "pending"}, {r.Excused, "excused"}, {r.NA, "n/a"}} {
		if p[0] != "0" && p[0] != NA {
			parts = append(parts, p[0]+" "+p[1])
		}
	}
	return strings.Join(parts, ", ")
}

// Rules are the rules of the agreement with their adherence, the SLA statement's contact first.
func Rules(s *model.Scorecard) []Rule {
	style := For(s.Agreement)
	var out []Rule
	for _, q := range s.Quantities {
		rule, ok := strings.CutPrefix(q.ID, "adherence.")
		if !ok || strings.Contains(rule, ".") {
			continue
		}
		count := func(verdict string) string { return style.Value(value(s, q.ID+"."+verdict), formula.Count) }
		r := Rule{ID: rule, Title: RuleName(s.Agreement, rule), Share: style.Value(q.Value(), q.Unit), Met: count("met"),
			Late: count("late"), Missed: count("missed"), Pending: count("pending"), Excused: count("excused"),
			NA: count("na"), Status: Status(s, q), Definition: q.Definition}
		if q.Value().IsMissing() {
			r.Reason = q.Reason
		}
		if rule == "contact" {
			out = append([]Rule{r}, out...)
			continue
		}
		out = append(out, r)
	}
	return out
}

// RuleName says what a rule asks, by its id (SPEC section 4).
func RuleName(a *agreement.Agreement, rule string) string {
	style := For(a)
	switch rule {
	case "contact":
		if !a.Promise.ContactWithin.IsZero() {
			return "Contact within " + style.Span(a.Promise.ContactWithin)
		}
		return "Contact"
	case "call_time":
		return "First call on time"
	case "touches":
		return "Touches in the timeframe"
	case "breakup":
		return "Breakup in the timeframe"
	case "not_called":
		return "Not called in time"
	case "too_few_calls":
		return "Too few calls"
	}
	if a.Cadence != nil {
		for _, step := range a.Cadence.Steps {
			if rule == "cadence_"+style.Count(step.Within.Days)+"d" {
				return style.Number(step.Touches) + " touches within " + style.Span(step.Within)
			}
		}
	}
	return strings.ReplaceAll(rule, "_", " ")
}
