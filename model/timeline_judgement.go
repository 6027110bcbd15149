package model

import (
	"slices"
	"time"

	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Judgement is one obligation of one lead: what was owed from handoff, what was done, and the verdict of the leads table.
type Judgement struct {
	Rule, Title string
	Verdict     string // met, late, missed, pending, excused, n/a, not due, not owed
	Why         string // of n/a
	Counts      string // what keeps it: "call", "touch" (the first one, within hours), "touches", "breakups" (a number, within days)
	Days        int    // the limit of a rule in days; 0: its limit is Hours
	Hours       float64
	Wanted      float64         // touches or breakups, of a rule in days
	Due         calendar.Moment // not known where nothing is owed
	Done        calendar.Moment // when it was at last satisfied
	ByDue       int             // touches or breakups by due, and before as_of
	SoFar       int
	LateBy      float64 // hours of the agreement's clock, of late and missed
	Pace        string  // of a pending one in days: on pace or behind
}

// Clock is the agreement's.
func (l *Ledger) Clock() *calendar.Clock { return l.clock }

// judgement reads a verdict back from the leads table, with the moments that decide it.
func (l *Ledger) judgement(s *Scorecard, i int, f *life, row int) Judgement {
	o, t := &l.terms[i], s.MustTable("leads")
	j := Judgement{Rule: o.id, Title: o.title, Counts: "touch", Days: o.days(f)}
	j.Verdict, _ = t.Column(o.id).Value(row).Text()
	owed, why := l.owes(i, f)
	if j.Verdict == "" {
		j.Verdict = "n/a"
	}
	if owed != 1 {
		j.Why = why
		return j
	}
	limit, _ := s.EvalRow(t, row, o.limit).Number()
	switch {
	case o.id == "call_time":
		j.Counts, j.Hours = "call", limit
	case o.counts == nil:
		j.Hours = limit
	default:
		j.Counts, j.Wanted = "touches", limit
		if o.id == "breakup" {
			j.Counts = "breakups"
		}
		j.ByDue, j.SoFar = int(f.cells.inTime(o)), int(f.cells.soFar(o))
		j.Pace, _ = t.Column(o.id + "_pace").Value(row).Text()
	}
	b := l.breach(s, i, row, limit, j.Verdict)
	j.Due = calendar.At(b.Due)
	if o.counts == nil || limit >= 1 && float64(j.SoFar) >= limit {
		j.Done = o.doneAt(f, limit)
	}
	if j.Verdict == "late" || j.Verdict == "missed" {
		j.LateBy = b.LateBy
	}
	return j
}

// Due is an obligation that nobody has met yet.
type Due struct {
	SDR, Rule, Lead string
	Due             time.Time
	Value           Value
}

// DueBy lists the pending first calls and first contacts that fall due before til, the next one first; those already made are
// left out.
func (l *Ledger) DueBy(s *Scorecard, til time.Time) []Due {
	t := s.MustTable("leads")
	var out []Due
	for row, f := range l.rows {
		for i, o := range l.terms {
			if v, _ := t.Column(o.id).Value(row).Text(); o.counts != nil || v != "pending" {
				continue
			}
			j := l.judgement(s, i, f, row)
			if due := j.Due.Time(l.clock.Location); !j.Done.Known() && !f.left().Known() && due.Before(til) {
				out = append(out, Due{SDR: l.ownerOf(f), Rule: o.id, Lead: f.ID, Due: due, Value: t.Column("value").Value(row)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Due.Compare(b.Due) })
	return out
}
