package format

import (
	"fmt"
	"sort"
	"strconv"
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
)

// Rule is the adherence to one rule that Sales follows, as texts ready to print.
type Rule struct {
	ID, Title         string
	Share             string // met ÷ (met + late + missed)
	Met, Late, Missed string // obligations by verdict
	Aside             string // the obligations outside the share: "1 excused"; empty where there are none
	Status            string
	Reason            string // why the share is n/a
	Definition        string // how it is counted
}

// Judged returns the counts behind the share: "114 met, 8 late, 3 missed".
func (r Rule) Judged() string { return r.Met + " met, " + r.Late + " late, " + r.Missed + " missed" }

// Rules returns the rules of the agreement with their adherence, the contact that the SLA statement
// promises first.
func Rules(s *model.Scorecard) []Rule {
	style := For(s.Agreement)
	var out []Rule
	for _, rule := range s.Rules {
		q := s.Quantity(model.AdherenceID(rule.ID))
		count := func(verdict string) string {
			return style.Value(value(s, model.VerdictID(rule.ID, verdict)), formula.Count)
		}
		r := Rule{ID: rule.ID, Title: RuleName(s.Agreement, rule.ID), Share: style.Value(q.Value(), q.Unit),
			Met: count(model.Met), Late: count(model.Late), Missed: count(model.Missed), Aside: outsideShare(s, rule.ID),
			Status: s.StatusOf(q), Definition: q.Described()}
		if q.Value().IsMissing() {
			r.Reason = q.Reason
		}
		if rule.ID == model.ContactRule {
			out = append([]Rule{r}, out...)
			continue
		}
		out = append(out, r)
	}
	return out
}

// outsideShare lists the counts of obligations that the share of a rule leaves out.
func outsideShare(s *model.Scorecard, rule string) string {
	style := For(s.Agreement)
	var parts []string
	for _, verdict := range [][2]string{
		{model.Pending, "pending"}, {model.Excused, "excused"}, {model.VerdictNA, "n/a"},
	} {
		if n, ok := value(s, model.VerdictID(rule, verdict[0])).Number(); ok && n != 0 {
			parts = append(parts, style.Value(formula.Num(n), formula.Count)+" "+verdict[1])
		}
	}
	return strings.Join(parts, ", ")
}

// RuleName returns what a rule asks, in words, by its id (SPEC section 4).
func RuleName(a *agreement.Agreement, rule string) string {
	style := For(a)
	switch rule {
	case model.ContactRule:
		if !a.Promise.ContactWithin.IsZero() {
			return "Contact within " + style.Span(a.Promise.ContactWithin)
		}
		return "Contact"
	case model.CallTimeRule:
		return "First call on time"
	case model.TouchesRule:
		return "Touches in the timeframe"
	case model.BreakupRule:
		return "Breakup in the timeframe"
	case model.NotCalledRule:
		return "Not called in time"
	case model.TooFewCallsRule:
		return "Too few calls"
	}
	if a.Cadence != nil {
		for _, step := range a.Cadence.Steps {
			if rule == "cadence_"+strconv.Itoa(step.Within.Days)+"d" {
				return style.Number(step.Touches) + " touches within " + style.Span(step.Within)
			}
		}
	}
	return strings.ReplaceAll(rule, "_", " ")
}

// BreachKinds are the kinds of breach that are counted apart: the ids of the rules begin with Prefix. The
// last kind holds all steps of the cadence. Head is a short title for the head of a column.
var BreachKinds = []struct{ Prefix, Title, Head string }{
	{model.ContactRule, "contact", "contact"}, {model.CallTimeRule, "call time", "call"},
	{model.TouchesRule, "touches", "touches"}, {model.BreakupRule, "breakup", "breakup"},
	{"cadence", "cadence", "cadence"},
}

// BreachCount is the number of breaches of one SDR: in all, those that were met late and those that were missed,
// and by the kinds of BreachKinds.
type BreachCount struct {
	SDR             string
	N, Late, Missed int
	ByKind          []int
}

// Add adds the counts of another SDR.
func (c *BreachCount) Add(o BreachCount) {
	c.N, c.Late, c.Missed = c.N+o.N, c.Late+o.Late, c.Missed+o.Missed
	for i, n := range o.ByKind {
		c.ByKind[i] += n
	}
}

// BreachCaveat returns the sentence that stands beside lists of breaches where the exports end early, or most
// activities name no known lead; empty elsewhere.
func BreachCaveat(s *model.Scorecard) string {
	switch {
	case s.Joins.MostUnknown():
		return "Most activities name no known lead: judge nobody by these numbers before it is known whose activities they are."
	case !s.Period.Limited():
		return ""
	}
	return "Known to " + For(s.Agreement).lastDay(s, s.Period.AsOf) + " only: what was missed by then may have been " +
		"done since. Judge nobody by these numbers before the exports are complete."
}

// kindOf returns the index of a rule's kind in BreachKinds.
func kindOf(rule string) int {
	for i, kind := range BreachKinds {
		if strings.HasPrefix(rule, kind.Prefix) {
			return i
		}
	}
	return len(BreachKinds) - 1
}

// BreachesBySDR counts the listed breaches of each SDR, the SDR with the most first.
func BreachesBySDR(s *model.Scorecard) []BreachCount {
	var out []BreachCount
	index := map[string]int{}
	for _, b := range s.Breaches {
		i, ok := index[b.SDR]
		if !ok {
			i = len(out)
			index[b.SDR] = i
			out = append(out, BreachCount{SDR: b.SDR, ByKind: make([]int, len(BreachKinds))})
		}
		out[i].N++
		if b.Verdict == model.Late {
			out[i].Late++
		} else {
			out[i].Missed++
		}
		out[i].ByKind[kindOf(b.Rule)]++
	}
	sort.SliceStable(out, func(i, j int) bool {
		if out[i].N != out[j].N {
			return out[i].N > out[j].N
		}
		return out[i].SDR < out[j].SDR
	})
	return out
}

// Kinds returns the counts in words: "1 late, 3 missed: 3 contact, 1 breakup".
func (c BreachCount) Kinds(style Style) string {
	var parts []string
	for i, n := range c.ByKind {
		if n > 0 {
			parts = append(parts, style.Count(n)+" "+BreachKinds[i].Title)
		}
	}
	return fmt.Sprintf("%s late, %s missed: %s", style.Count(c.Late), style.Count(c.Missed), strings.Join(parts, ", "))
}
