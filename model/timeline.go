package model

import (
	"cmp"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Timeline is one lead's life as the period sees it: its dates, every activity, and what Sales owed. A Moment that is not
// known has not happened before as_of.
type Timeline struct {
	Lead    Lead
	Row     int // of the leads table; -1: nothing of the lead happened before as_of
	SDR     string
	Stages  []StageDate
	Handoff calendar.Moment
	Left    calendar.Moment // nothing more was owed from then on
	Closed  calendar.Moment // a closing that counts
	Stale   calendar.Moment // when it stops being managed for want of work; may lie ahead
	Deals   []Deal
	Touches []TimelineTouch // by time, then by file and line
	Owed    []Judgement     // by rule, in the order of SPEC section 4
}

// StageDate is when a lead reached a stage. Effective is the earliest of Own and those of all later stages; Implied names the
// later stage that gave it, and is Created where none did. Absent says why the stage cannot be counted at all.
type StageDate struct {
	Stage          agreement.Stage
	Own, Effective calendar.Moment
	Implied        agreement.Stage
	Absent         string
}

// TimelineTouch is an activity: the N-th touch or breakup of its lead, or none, and why.
type TimelineTouch struct {
	Touch
	N   int // from 1, touches and breakups apart; 0: it does not count
	Why string
}

// Timeline gives the life of a lead that is watched; false where it is not, or no such lead was read.
func (l *Ledger) Timeline(s *Scorecard, lead string) (Timeline, bool) {
	f := l.findLead(lead)
	if _, ok := l.watched[lead]; !ok || f == nil {
		return Timeline{}, false
	}
	t := Timeline{Lead: l.leadOf(f), Row: slices.Index(l.rows, f), SDR: l.ownerOf(f), Handoff: f.handoff, Left: f.doneOwing(), Closed: f.closed, Stale: l.stale(f)}
	for _, d := range f.allDeals() {
		t.Deals = append(t.Deals, *d)
	}
	for st := agreement.Created; st <= agreement.Won; st++ {
		t.Stages = append(t.Stages, l.stageDate(f, st))
	}
	t.Touches = l.activities(f)
	if t.Row >= 0 {
		for i := range l.rules {
			t.Owed = append(t.Owed, l.judgement(s, i, f, t.Row))
		}
	}
	return t, true
}

// named finds a lead by its id, once the index is gone; nil where there is none.
func (l *Ledger) findLead(id string) *leadState {
	for f := range l.leads.all() {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// lead is what was read of a lead, but its name and e-mail.
func (l *Ledger) leadOf(f *leadState) Lead {
	return Lead{Source: l.source(f), ID: f.ID, Stages: f.ownDates(), Closed: f.closed, Status: f.Status, Assigned: f.assigned, Owner: l.texts.text(f.owner), Channel: f.Channel,
		Campaign: l.texts.text(f.campaign), Tier: f.Tier, Action: f.Action, Quality: f.Quality, Motion: f.Motion, Stream: f.Stream, Reason: l.texts.text(f.reason), Marketing: f.Marketing}
}

// Owes says whether a rule of the agreement has this id.
func (t Timeline) Owes(rule string) bool {
	return slices.ContainsFunc(t.Owed, func(j Judgement) bool { return j.Rule == rule })
}

func (l *Ledger) stageDate(f *leadState, st agreement.Stage) StageDate {
	d := StageDate{Stage: st, Own: f.ownDate(st), Effective: l.effective(f, st)}
	if st > agreement.Created {
		d.Absent = l.whyNoStage(st)
	}
	if d.Effective.Known() && d.Effective != d.Own {
		for later := st + 1; later <= agreement.Won; later++ {
			if f.ownDate(later) == d.Effective {
				d.Implied = later
				break
			}
		}
	}
	return d
}

// activities numbers what counts.
func (l *Ledger) activities(f *leadState) []TimelineTouch {
	seen := slices.Clone(l.watched[f.ID])
	slices.SortStableFunc(seen, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(a.At.Milli(), b.At.Milli()), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	out := make([]TimelineTouch, len(seen))
	touches, breakups := 0, 0
	for i, t := range seen {
		out[i] = TimelineTouch{Touch: t, Why: l.whyNotCounted(f, &t)}
		switch {
		case out[i].Why != "":
		case isTouch(t.Kind):
			touches++
			out[i].N = touches
		default:
			breakups++
			out[i].N = breakups
		}
	}
	return out
}

var kindNames = [...]string{Call: "call", Email: "e-mail", Meeting: "meeting", Breakup: "breakup"}

func (k TouchKind) String() string { return kindNames[k] }

var outcomeNames = [...]string{NoOutcome: "", NoAnswer: "no answer", Connected: "connected", Conversation: "conversation"}

// String is the outcome in words; empty where none is known.
func (o Outcome) String() string { return outcomeNames[o] }

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
func (l *Ledger) judgement(s *Scorecard, i int, f *leadState, row int) Judgement {
	o, t := &l.rules[i], s.MustTable("leads")
	j := Judgement{Rule: o.id, Title: o.title, Counts: "touch", Days: o.days(f)}
	j.Verdict, _ = t.Column(o.id).Value(row).Text()
	owed, why := l.owed(i, f)
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
	case o.countsKind == nil:
		j.Hours = limit
	default:
		j.Counts, j.Wanted = "touches", limit
		if o.id == "breakup" {
			j.Counts = "breakups"
		}
		j.ByDue, j.SoFar = int(f.touchStats.countedByDue(o)), int(f.touchStats.counted(o))
		j.Pace, _ = t.Column(o.id + "_pace").Value(row).Text()
	}
	b := l.breach(s, i, row, limit, j.Verdict)
	j.Due = calendar.At(b.Due)
	if o.countsKind == nil || limit >= 1 && float64(j.SoFar) >= limit {
		j.Done = o.satisfiedAt(f, limit)
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
		for i, o := range l.rules {
			if v, _ := t.Column(o.id).Value(row).Text(); o.countsKind != nil || v != "pending" {
				continue
			}
			j := l.judgement(s, i, f, row)
			if due := j.Due.Time(l.clock.Location); !j.Done.Known() && !f.doneOwing().Known() && due.Before(til) {
				out = append(out, Due{SDR: l.ownerOf(f), Rule: o.id, Lead: f.ID, Due: due, Value: t.Column("value").Value(row)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Due.Compare(b.Due) })
	return out
}
