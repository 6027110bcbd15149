package main

import "time"

// stage is a step of a lead's life; won is its last.
type stage int

const (
	created stage = iota
	ql
	mql
	sql
	opportunity
	proposal
	won
	stages
)

// lead is one lead of the CRM, as its export shows it. The zero time is a date that is not there.
type lead struct {
	serial                 int
	at                     [stages]time.Time
	assigned, closed       time.Time
	status                 string // open, won, lost, disqualified or recycled
	owner                  string // an SDR, the queue, or nobody
	first, last, employer  name
	source, campaign       string
	tier, action, quality  string
	motion, reason         string
	criteria               [4]string // authority, need, understanding, fit
	rep                    *rep      // who works it; nil: nobody in particular
	firstCall              time.Time // zero: never called
	bareMQL                bool      // the MQL date comes from a list, without a time of day
	misdated               bool      // its creation is written as a day that does not exist
	misrated               bool      // its quality is no word of the agreement
	expectedClose          time.Time // what a CRM says of an open deal
	revenue, annual, score int64     // deal size in dollars; the employer's annual revenue; the CRM's score
}

// handoff is when Sales' clock starts: the effective MQL date. Zero: not handed off.
func (l *lead) handoff() time.Time { return l.effective(mql) }

// effective is when the lead reached the stage: the earliest date of it and all later ones.
func (l *lead) effective(s stage) time.Time {
	var earliest time.Time
	for _, t := range l.at[s:] {
		if !t.IsZero() && (earliest.IsZero() || t.Before(earliest)) {
			earliest = t
		}
	}
	return earliest
}

// left is when the SDR's work on it ends: it became an SQL or was closed. Zero: it has not.
func (l *lead) left() time.Time {
	if t := l.effective(sql); !t.IsZero() {
		return t
	}
	return l.closed
}

// asOf takes back what had not happened by then.
func (l *lead) asOf(now time.Time) *lead {
	cut := func(t *time.Time) bool {
		future := !t.Before(now)
		if future {
			*t = time.Time{}
		}
		return future
	}
	for s := range l.at {
		cut(&l.at[s])
	}
	if l.expectedClose = l.closed; cut(&l.closed) {
		l.status, l.reason = "open", ""
	}
	if cut(&l.assigned) {
		l.owner = ""
	}
	if l.at[sql].IsZero() {
		l.criteria = [4]string{}
	}
	cut(&l.firstCall)
	return l
}
