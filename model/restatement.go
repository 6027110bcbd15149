package model

import (
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Restatement lists how an issue differs from the one before it, in the order of the scorecard (SPEC
// sections 10 and 13).
type Restatement struct {
	Figures []RestatedFigure
	SDRs    []RestatedSDR
	Leads   []RestatedLead
	Terms   []RestatedTerm
	Files   []string // inputs whose bytes differ, that are new or that are gone
	Unread  string   // why leads and terms could not be compared; empty where they were
}

// PriorRestatement is the restatement of the period before: it was issued once more, and the letter about this
// period tells of it (SPEC section 10).
type PriorRestatement struct {
	Period calendar.Period
	Restatement
}

// RestatedFigure is a figure whose value or status has changed. Its causes are among these words, each listed once:
// late row, deleted, merged, backdated, redated, late activities, fewer activities, edited, changed
// terms, changed file, another version.
type RestatedFigure struct {
	ID, Title string
	Unit      Unit
	Was, Now  Value
	StatusWas string // met, missed, …; empty: none
	StatusNow string
	Causes    []string
	Leads     []string // ids of the leads that the figure counts differently; "deal D7" for a deal without a lead
	Terms     []string // ids of the changed terms that the figure reads
}

// RestatedSDR is a figure of one SDR whose value has changed: contact.met, capacity.sqls, contact_rate.
type RestatedSDR struct {
	SDR, Figure, Title string
	Unit               Unit
	Was, Now           Value
}

// RestatedLead is a lead whose facts have changed, with each cause and the change: "backdated", "SQL
// 2026-10-30, was n/a".
type RestatedLead struct {
	Lead   string
	Causes []Cause
}

// Cause is one reason why something counts differently.
type Cause struct {
	Word, What string
	Columns    []string // columns of the leads table that it affects; nil: all
}

// RestatedTerm is a term of the agreement whose value has changed.
type RestatedTerm struct {
	ID, Title string
	Unit      Unit
	Was, Now  Value
	Input     bool
}
