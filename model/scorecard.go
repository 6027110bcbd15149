package model

import (
	"math"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Scorecard is everything that one period says: the terms of the agreement, the facts, the tables and every figure with its
// formula and value. Every report reads one Scorecard and computes nothing.
type Scorecard struct {
	*calc.Sheet
	Agreement *agreement.Agreement
	Period    calendar.Period
	Inputs    []InputFile
	SetAside  []SetAside
	Warnings  []Note // what a reader must know about the data
	Breaches  []Breach
	Overdue   []OverdueLead
	Pace      []PacePoint
	SDRs      []SDRScore
	Restated  *Restatement // against the issue before this one; nil: nothing, or there was none
}

// Breach is an obligation that was kept late or not at all (SPEC section 4).
type Breach struct {
	SDR, Lead, Rule, Verdict string
	Start, Due               time.Time
	Done                     calendar.Moment
	LateBy                   float64 // hours of the agreement's clock; of a missed one, up to as_of; NaN: done at no known time
	Value                    Value   // the lead's
	Source
}

// ListEntry is one line of the don't-be-on-it list.
type OverdueLead struct {
	SDR, Rule, Lead string
	Since           time.Time
	Value           Value
}

// PacePoint is one working day of the pace.
type PacePoint struct {
	Day                        time.Time
	N                          int
	Delivered, Line, Low, High Value
}

// SDRScore is one SDR's block; its figures are rows of the tables sdrs and obligations.
type SDRScore struct {
	SDR         string
	Ramp        Value
	Obligations map[string]map[string]Value // rule, verdict
	Capacity    map[string]CapacityScore
	KPIs        map[string]Sample
}

// CapacityScore is one line of the capacity protocol.
type CapacityScore struct {
	Value, Low, High Value
	Flag             string // ok, short, over; empty where the value is missing
}

// Sample is a figure with the number of observations behind it.
type Sample struct {
	Value Value
	N     Value
}

// NewScorecard is an empty card of one agreement and period, to be filled with Given, Figure and AddTable and computed once.
func NewScorecard(a *agreement.Agreement, p calendar.Period) *Scorecard {
	return &Scorecard{Sheet: calc.NewSheet(), Agreement: a, Period: p}
}

// nan is the missing number of a fact column.
var NaN = math.NaN()

// termOr is a term where the agreement has it, else n/a.
func (s *Scorecard) termOr(id string) Expr {
	if s.Term(id) == nil {
		return NA{}
	}
	return Ref(id)
}
