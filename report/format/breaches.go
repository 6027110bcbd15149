package format

import (
	"sort"
	"strings"

	"leadpact/model"
)

// Tally is how many breaches one SDR has, in all and by the kinds of BreachKinds.
type Tally struct {
	SDR    string
	N      int
	ByKind []int
}

// BreachKinds are the kinds of breach that Breaches counts apart; cadence is all steps of the cadence.
var BreachKinds = []string{"contact", "call time", "touches", "breakup", "cadence"}

// kindOf is the place of a rule among the kinds.
func kindOf(rule string) int {
	for i, kind := range BreachKinds {
		if strings.HasPrefix(rule, strings.ReplaceAll(kind, " ", "_")) {
			return i
		}
	}
	return len(BreachKinds) - 1
}

// Breaches counts the listed breaches by SDR, the most first.
func Breaches(s *model.Scorecard) []Tally {
	var out []Tally
	at := map[string]int{}
	for _, b := range s.Breaches {
		i, ok := at[b.SDR]
		if !ok {
			i = len(out)
			at[b.SDR] = i
			out = append(out, Tally{SDR: b.SDR, ByKind: make([]int, len(BreachKinds))})
		}
		out[i].N++
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

// Kinds says the counts in words: "3 contact, 1 breakup".
func (t Tally) Kinds(style Style) string {
	var parts []string
	for i, n := range t.ByKind {
		if n > 0 {
			parts = append(parts, style.Count(n)+" "+BreachKinds[i])
		}
	}
	return strings.Join(parts, ", ")
}
