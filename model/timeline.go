package model

import (
	"cmp"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Timeline is one lead as seen in the period: its dates, every activity, and what Sales owed. An unknown
// Moment means that the event has not happened before as_of.
type Timeline struct {
	Lead      Lead
	Row       int // in the leads table, from 0; -1: the lead has no date before as_of
	SDR       string
	Stages    []StageDate
	Handoff   calendar.Moment
	DoneOwing calendar.Moment // when Sales owed nothing more
	Closed    calendar.Moment // set only for a closing that counts
	Stale     calendar.Moment // when the lead stops being managed because nobody works on it; may lie after as_of
	Deals     []Deal
	Touches   []TimelineTouch // by time, then by file and line
	Owed      []Judgement     // by rule, in the order of SPEC section 4
}

// StageDate is when a lead reached a stage. Effective is the earliest of Own and the own dates of all
// later stages; Implied is the stage to which that date belongs, and Created if it is the stage's own.
// Absent is the reason why the stage cannot be counted at all, or empty.
type StageDate struct {
	Stage          agreement.Stage
	Own, Effective calendar.Moment
	Implied        agreement.Stage
	Absent         string
}

// TimelineTouch is an activity: the N-th touch, or the N-th breakup, of its lead.
type TimelineTouch struct {
	Touch
	N   int    // from 1; 0: it does not count
	Why string // why it does not count
}

// Timeline returns the timeline of a lead; false if the lead is not watched or was not read.
func (l *Ledger) Timeline(s *Scorecard, id string) (Timeline, bool) {
	lead := l.findLead(id)
	if _, ok := l.watched[id]; !ok || lead == nil {
		return Timeline{}, false
	}
	t := Timeline{Lead: l.leadOf(lead), Row: slices.Index(l.rows, lead), SDR: l.ownerOf(lead), Handoff: lead.handoff,
		DoneOwing: lead.doneOwing(), Closed: lead.closed, Stale: l.stale(lead)}
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

// findLead finds a lead by its id without the index, which Scorecard has released; nil if there is none.
func (l *Ledger) findLead(id string) *leadState {
	for lead := range l.leads.all() {
		if lead.ID == id {
			return lead
		}
	}
	return nil
}

// leadOf returns a lead as it was read, without its name and e-mail.
func (l *Ledger) leadOf(lead *leadState) Lead {
	return Lead{
		Source:    l.source(lead),
		ID:        lead.ID,
		Stages:    lead.ownDates(),
		Closed:    lead.closed,
		Status:    lead.Status,
		Assigned:  lead.assigned,
		Owner:     l.texts.text(lead.owner),
		Channel:   lead.Channel,
		Campaign:  l.texts.text(lead.campaign),
		Tier:      lead.Tier,
		Action:    lead.Action,
		Quality:   lead.Quality,
		Motion:    lead.Motion,
		Stream:    lead.Stream,
		Reason:    l.texts.text(lead.reason),
		Marketing: lead.Marketing,
	}
}

// HasRule reports whether the agreement has a rule with this id.
func (t Timeline) HasRule(rule string) bool {
	return slices.ContainsFunc(t.Owed, func(j Judgement) bool { return j.Rule == rule })
}

// stageDate returns a lead's date of a stage, and the stage that implies it.
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

// activities returns the activities of a watched lead, and numbers those that count.
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

var outcomeNames = [...]string{
	NoOutcome:    "",
	NoAnswer:     "no answer",
	Connected:    "connected",
	Conversation: "conversation",
}

// String returns the outcome in words; empty for NoOutcome.
func (o Outcome) String() string { return outcomeNames[o] }

// Judgement is an obligation of a lead: what was owed from handoff, what was done, and the verdict in the
// leads table.
type Judgement struct {
	Rule, Title string
	Verdict     string          // a verdict word, or "n/a"
	Why         string          // why it is n/a
	Counts      string          // what satisfies it: "call", "touch" (within hours), "touches", "breakups" (within days)
	Days        int             // the limit of a rule in days; 0: its limit is Hours
	Hours       float64         // the limit of a rule in hours, on the agreement's clock
	Wanted      float64         // for a rule in days: the number of touches or breakups asked for
	Due         calendar.Moment // unknown if nothing is owed
	Done        calendar.Moment // when it was satisfied; unknown if it was not
	ByDue       int             // for a rule in days: number of touches or breakups up to the due moment
	SoFar       int             // for a rule in days: number of them before as_of
	LateBy      float64         // for late and missed: hours of the agreement's clock
	Pace        string          // for a pending rule in days: OnPace or Behind
}

// Clock returns the agreement's clock.
func (l *Ledger) Clock() *calendar.Clock { return l.clock }

// judgement reads the i-th rule's verdict from a lead's row of the leads table and adds the moments on
// which it is based.
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
	case o.id == CallTimeRule:
		j.Counts, j.Hours = "call", limit
	case o.countsKind == nil:
		j.Hours = limit
	default:
		j.Counts, j.Wanted = "touches", limit
		if o.id == BreakupRule {
			j.Counts = "breakups"
		}
		j.ByDue, j.SoFar = int(lead.touchStats.countedByDue(o)), int(lead.touchStats.counted(o))
		j.Pace, _ = t.Column(o.paceColumn()).Value(row).Text()
	}
	b := l.breach(s, i, row, limit, j.Verdict)
	j.Due = calendar.At(b.Due)
	if o.countsKind == nil || limit >= 1 && float64(j.SoFar) >= limit {
		j.Done = o.satisfiedAt(lead, limit)
	}
	if j.Verdict == Late || j.Verdict == Missed {
		j.LateBy = b.LateBy
	}
	return j
}

// Due is a pending obligation in hours that has not been satisfied.
type Due struct {
	SDR, Rule, Lead string
	Due             time.Time
	Value           Value
}

// DueBy lists the pending first calls and first contacts that fall due before a time, the most urgent
// first. Those already made are left out, as are leads to which nothing more is owed.
func (l *Ledger) DueBy(s *Scorecard, before time.Time) []Due {
	t := s.MustTable(LeadsTable)
	var out []Due
	for row, lead := range l.rows {
		for i, o := range l.rules {
			if v, _ := t.Column(o.id).Value(row).Text(); o.countsKind != nil || v != Pending {
				continue
			}
			j := l.judgement(s, i, lead, row)
			if due := j.Due.Time(l.clock.Location); !j.Done.Known() && !lead.doneOwing().Known() && due.Before(before) {
				value := t.Column(LeadValue).Value(row)
				out = append(out, Due{SDR: l.ownerOf(lead), Rule: o.id, Lead: lead.ID, Due: due, Value: value})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Due) int { return a.Due.Compare(b.Due) })
	return out
}
