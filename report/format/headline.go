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
// adds "to date" and counts the goals on pace; where the exports end early it says up to when it is counted.
// What is n/a is said to be so. For a period in which nothing happened it states that the period is empty.
func Headline(s *model.Scorecard) string {
	if Empty(s) {
		return Title(s) + ": empty, no lead was created, handed off or managed"
	}
	var parts []string
	if g := GoalsMet(s); g.Of > 0 {
		parts = append(parts, fmt.Sprintf("%d of %d goals %s", g.Good, g.Of, g.Word)+g.Rest())
	} else {
		parts = append(parts, "no goal can be judged")
	}
	if x, ok := attainment(s).Number(); ok {
		parts = append(parts, promiseWord(s)+" "+wholePercent(x))
	} else if PromiseIsNotKnown(s) {
		parts = append(parts, promiseWord(s)+" "+NA)
	}
	return Title(s) + ": " + strings.Join(parts, ", ")
}

// Title returns what a report is about: "SLA October 2026", of a running period "SLA October 2026 to date",
// and where the exports end before what was asked for "SLA October 2026, incomplete, counted to October 14".
func Title(s *model.Scorecard) string {
	style := For(s.Agreement)
	title := "SLA " + style.Period(s.Period)
	if s.Agreement.WhatIf != nil {
		title = "What if: " + title
	}
	switch {
	case s.Period.Limited():
		return title + ", incomplete, counted to " + style.lastDay(s, s.Period.AsOf)
	case !s.Period.Closed():
		return title + " to date"
	}
	return title
}

// Goals counts lines of the goal grid: those with a status (Of), those of them that are met or, in a running
// period, on pace (Good), and those with a goal that the exports do not let judge (NotJudged): they are n/a or,
// in a closed period, without a status. Word is the status that was counted: Met or OnPace.
type Goals struct {
	Good, Of, NotJudged int
	Word                string
}

// Rest returns ", 2 not judged" for two lines that cannot be judged; empty for none.
func (g Goals) Rest() string {
	if g.NotJudged == 0 {
		return ""
	}
	return fmt.Sprintf(", %d not judged", g.NotJudged)
}

// GoalsMet counts the lines of the company's goal grid.
func GoalsMet(s *model.Scorecard) Goals {
	g := Goals{Word: model.Met}
	if !s.Period.Closed() {
		g.Word = model.OnPace
	}
	for _, l := range Grid(s) {
		switch l.Status {
		case "":
			if l.Goal != "" && (l.Actual == NA || s.Period.Closed()) {
				g.NotJudged++
			}
			continue
		case model.Met, model.OnPace:
			g.Good++
		}
		g.Of++
	}
	return g
}

// PromiseIsNotKnown reports whether Marketing made a promise and what it delivered is n/a.
func PromiseIsNotKnown(s *model.Scorecard) bool {
	promised, delivered := promiseIDs(s)
	return s.Quantity(delivered) != nil && value(s, delivered).IsMissing() && !value(s, promised).IsMissing()
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
