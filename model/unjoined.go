package model

import "fmt"

// Joins counts the activities by whether they name a known lead.
type Joins struct {
	Named   int    // rows that name a lead
	Unknown int    // of these, rows that name no known one
	Example string // one of them, and how leads are named; empty where there is none
}

// fewestJoins is the number of activities below which a share of them says little.
const fewestJoins = 20

// MostUnknown reports whether most activities name no known lead: work on leads may be among them.
func (j Joins) MostUnknown() bool { return j.Named >= fewestJoins && 2*j.Unknown > j.Named }

// RecordJoins adds the activities of a file. example shows a row that names no known lead and how leads are named.
func (l *Ledger) RecordJoins(named, unknown int, example string) {
	l.joins.Named += named
	l.joins.Unknown += unknown
	if l.joins.Example == "" {
		l.joins.Example = example
	}
}

// whyNoneTouched returns why nothing is known of the touches of the period's leads: most activities name no known
// lead, and not one lead that was handed off in the period has a touch. It is empty where one has.
func (l *Ledger) whyNoneTouched() string {
	if !l.joins.MostUnknown() {
		return ""
	}
	handedOff := false
	for _, lead := range l.rows {
		if l.inPeriod(lead.handoff) {
			handedOff = true
			if lead.touchStats.firstTouch.Known() {
				return ""
			}
		}
	}
	if !handedOff {
		return ""
	}
	return fmt.Sprintf("%d of %d activities name no known lead, %s, and no lead of the period has an activity: "+
		"name the column with the lead's id under inputs.activities.columns.lead_id", l.joins.Unknown, l.joins.Named,
		l.joins.Example)
}
