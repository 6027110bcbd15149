package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"leadpact/model"
)

// Headline returns the verdict in one line, which is the subject of the letter and the first line of every
// report: "SLA October 2026: 3 of 5 goals met, lead value 82 %" (SPEC section 10). For a running period it
// adds "to date" and counts the goals on pace; for a period in which nothing happened it states that the
// period is empty.
func Headline(s *model.Scorecard) string {
	style := For(s.Agreement)
	name := "SLA " + style.Period(s.Period)
	if s.Agreement.WhatIf != nil {
		name = "What if: " + name
	}
	if !s.Period.Closed() {
		name += " to date"
	}
	if Empty(s) {
		return name + ": empty, no lead was created, handed off or managed"
	}
	var parts []string
	if good, of, word := GoalsMet(s); of > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d goals %s", good, of, word))
	} else {
		parts = append(parts, "no goal can be judged")
	}
	if x, ok := attainment(s).Number(); ok {
		parts = append(parts, promiseWord(s)+" "+wholePercent(x))
	}
	return name + ": " + strings.Join(parts, ", ")
}

// GoalsMet counts the lines of the goal grid that have a status (of), and those of them that are met or,
// in a running period, on pace (good). word is the status that was counted: Met or OnPace.
func GoalsMet(s *model.Scorecard) (good, of int, word string) {
	word = model.Met
	if !s.Period.Closed() {
		word = model.OnPace
	}
	for _, line := range GridLines {
		switch Status(s, s.Quantity(model.ActualID(line))) {
		case "":
			continue
		case model.Met, model.OnPace:
			good++
		}
		of++
	}
	return good, of, word
}

// Empty reports whether nothing happened in the period: leads are known, and every figure of the goal grid
// that can be known is zero, as are the leads delivered and the deals won.
func Empty(s *model.Scorecard) bool {
	if value(s, model.ActualID(model.LeadsSourcedLine)).IsMissing() {
		return false
	}
	counted := []string{model.ActualID(model.WonLine), model.DeliveredLeadsID}
	for _, line := range GridLines {
		counted = append(counted, model.ActualID(line))
	}
	for _, id := range counted {
		if x, ok := value(s, id).Number(); ok && x != 0 {
			return false
		}
	}
	return true
}

// wholePercent writes a fraction as a whole percentage. A fraction below 1 is never rounded up to 100 %.
func wholePercent(x float64) string {
	p := math.Round(x * 100)
	if x < 1 && p >= 100 {
		p = 99
	}
	return strconv.FormatFloat(p, 'f', 0, 64) + " %"
}
