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
func (l *Ledger) Timeline(s *Scorecard, id string) (Timeline, bool) {
	lead := l.findLead(id)
	if _, ok := l.watched[id]; !ok || lead == nil {
		return Timeline{}, false
	}
	t := Timeline{Lead: l.leadOf(lead), Row: slices.Index(l.rows, lead), SDR: l.ownerOf(lead), Handoff: lead.handoff, Left: lead.doneOwing(), Closed: lead.closed, Stale: l.stale(lead)}
	for _, d := range lead.allDeals() {
		t.Deals = append(t.Deals, *d)
	}
	for st := agreement.Created; st <= agreement.Won; st++ {
		t.Stages = append(t.Stages, l.stageDate(lead, st))
	}
	t.Touches = l.activities(lead)
	if t.Row >= 0 {
		for i := range l.rules {
			t.Owed = append(t.Owed, l.judgement(s, i, lead, t.Row))
		}
	}
	return t, true
}

// named finds a lead by its id, once the index is gone; nil where there is none.
func (l *Ledger) findLead(id string) *leadState {
	for lead := range l.leads.all() {
		if lead.ID == id {
			return lead
		}
	}
	return nil
}

// lead is what was read of a lead, but its name and e-mail.
func (l *Ledger) leadOf(lead *leadState) Lead {
	return Lead{Source: l.source(lead), ID: lead.ID, Stages: lead.ownDates(), Closed: lead.closed, Status: lead.Status, Assigned: lead.assigned, Owner: l.texts.text(lead.owner), Channel: lead.Channel,
		Campaign: l.texts.text(lead.campaign), Tier: lead.Tier, Action: lead.Action, Quality: lead.Quality, Motion: lead.Motion, Stream: lead.Stream, Reason: l.texts.text(lead.reason), Marketing: lead.Marketing}
}

// Owes says whether a rule of the agreement has this id.
func (t Timeline) Owes(rule string) bool {
	return slices.ContainsFunc(t.Owed, func(j Judgement) bool { return j.Rule == rule })
}

func (l *Ledger) stageDate(lead *leadState, st agreement.Stage) StageDate {
	d := StageDate{Stage: st, Own: lead.ownDate(st), Effective: l.effective(lead, st)}
	if st > agreement.Created {
		d.Absent = l.whyNoStage(st)
	}
	if d.Effective.Known() && d.Effective != d.Own {
		for later := st + 1; later <= agreement.Won; later++ {
			if lead.ownDate(later) == d.Effective {
				d.Implied = later
				break
			}
		}
	}
	return d
}

// activities numbers what counts.
func (l *Ledger) activities(lead *leadState) []TimelineTouch {
	seen := slices.Clone(l.watched[lead.ID])
	slices.SortStableFunc(seen, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(a.At.Milli(), b.At.Milli()), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	out := make([]TimelineTouch, len(seen))
	touches, breakups := 0, 0
	for i, t := range seen {
		out[i] = TimelineTouch{Touch: t, Why: l.whyNotCounted(lead, &t)}
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
func (l *Ledger) judgement(s *Scorecard, i int, lead *leadState, row int) Judgement {
	o, t := &l.rules[i], s.MustTable(LeadsTable)
	j := Judgement{Rule: o.id, Title: o.title, Counts: "touch", Days: o.days(lead)}
	j.Verdict, _ = t.Column(o.id).Value(row).Text()
	owed, why := l.owed(i, lead)
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
		j.ByDue, j.SoFar = int(lead.touchStats.countedByDue(o)), int(lead.touchStats.counted(o))
		j.Pace, _ = t.Column(o.id + "_pace").Value(row).Text()
	}
	b := l.breach(s, i, row, limit, j.Verdict)
	j.Due = calendar.At(b.Due)
	if o.countsKind == nil || limit >= 1 && float64(j.SoFar) >= limit {
		j.Done = o.satisfiedAt(lead, limit)
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
	t := s.MustTable(LeadsTable)
	var out []Due
	for row, lead := range l.rows {
		for i, o := range l.rules {
			if v, _ := t.Column(o.id).Value(row).Text(); o.countsKind != nil || v != "pending" {
				continue
			}
			j := l.judgement(s, i, lead, row)
			if due := j.Due.Time(l.clock.Location); !j.Done.Known() && !lead.doneOwing().Known() && due.Before(til) {
				out = append(out, Due{SDR: l.ownerOf(lead), Rule: o.id, Lead: lead.ID, Due: due, Value: t.Column(LeadValue).Value(row)})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Due.Compare(b.Due) })
	return out
}
