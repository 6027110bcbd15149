package model

import (
	"math"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	"leadpact/model/drift"
	. "leadpact/model/formula"
)

// Scorecard holds everything about one period: the terms of the agreement, the facts, the tables, and every
// figure with its formula and value. Every report reads one Scorecard and computes nothing.
type Scorecard struct {
	*calc.Sheet
	Agreement *agreement.Agreement
	Period    calendar.Period
	Inputs    []InputFile
	Coverage  []coverage.Table // what leads, deals and activities cover
	LimitedBy []coverage.Table // those that do not cover the as_of that was asked for, the earliest first
	SetAside  []SetAside
	Shape     drift.Shape    // how the inputs look, for the issues after this one
	Joins     Joins          // of the activities
	Drift     []drift.Change // what changed in the inputs since the issue before
	Warnings  []Note         // what a reader must know about the data
	Rules     []Rule         // the rules that the agreement switches on, in the order of SPEC section 4
	Breaches  []Breach
	Overdue   []OverdueLead
	Pace      []PacePoint
	SDRs      []SDRScore
	Restated  *Restatement // differences from the issue before this one; nil: none, or no earlier issue

	RestatedBefore *PriorRestatement // nil: the period before was not issued once more
}

// Rule is a rule of the action agreement (SPEC section 4).
type Rule struct {
	ID, Title string
	Asks      string // what a lead is owed by it, as a part of a sentence: "the first touch within …"
}

// ObligationRow returns the row, in the table of obligations, of an SDR and a rule. The SDR is given by
// its row in the table of SDRs, the rule by its index in Rules.
func (s *Scorecard) ObligationRow(sdr, rule int) int { return sdr*len(s.Rules) + rule }

// Breach is an obligation of a lead that was late or missed (SPEC section 4).
type Breach struct {
	SDR, Lead, Rule, Verdict string // Rule is the rule's id; Verdict is Late or Missed
	Start, Due               time.Time
	Done                     calendar.Moment // for a late obligation; unknown where warehouse facts replace activities
	LateBy                   float64         // hours of the agreement's clock; if missed, up to as_of; NaN: unknown
	Value                    Value           // value of the lead
	Source
}

// OverdueLead is an entry of the don't-be-on-it list.
type OverdueLead struct {
	SDR, Rule, Lead string // Rule is NotCalledRule or TooFewCallsRule
	Since           time.Time
	Value           Value // value of the lead
}

// PacePoint is the state of delivery at the end of one working day.
type PacePoint struct {
	Day                        time.Time // its midnight
	N                          int       // number of the working day in the period, from 1
	Delivered, Line, Low, High Value     // all cumulative
}

// SDRScore holds the figures of one SDR, taken from its rows in the tables sdrs and obligations.
type SDRScore struct {
	SDR         string
	Ramp        Value
	Obligations map[string]map[string]Value // number of leads by rule and verdict
	Capacity    map[string]CapacityScore    // by line: universe, active_mqls …
	KPIs        map[string]Sample
}

// CapacityScore is one line of the capacity protocol.
type CapacityScore struct {
	Value, Low, High Value
	Flag             string // InBand, ShortOf or Over; empty where the value is missing
}

// Sample is a figure with the number of observations behind it.
type Sample struct {
	Value Value
	N     Value
}

// NewScorecard returns an empty scorecard of one agreement and period, to be filled with AddTerm,
// AddQuantity and AddTable and computed once.
func NewScorecard(a *agreement.Agreement, p calendar.Period) *Scorecard {
	return &Scorecard{Sheet: calc.NewSheet(), Agreement: a, Period: p}
}

// StatusOf returns the status of a figure: met, on pace, …; empty where it has none, or is n/a. q may be nil.
func (s *Scorecard) StatusOf(q *calc.Quantity) string {
	if q == nil || q.Value().IsMissing() || s.Quantity(q.Status) == nil {
		return ""
	}
	word, _ := s.Quantity(q.Status).Value().Text()
	return word
}

// NaN marks a missing number in a column of facts.
var NaN = math.NaN()

// termOr returns a reference to a term, or n/a if the agreement lacks it.
func (s *Scorecard) termOr(id string) Expr {
	if s.Term(id) == nil {
		return NA{}
	}
	return Ref(id)
}
