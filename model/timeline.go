package model

import (
	"cmp"
	"slices"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// watched are the activities of the leads whose timeline is asked for, by lead; those of all others go into cells and are
// forgotten.
type watched map[string][]Touch

// Watch asks for the timelines of leads. It is called before the first touch.
func (l *Ledger) Watch(leads ...string) {
	l.watched = watched{}
	for _, id := range leads {
		l.watched[id] = nil
	}
}

func (w watched) see(f *life, t *Touch) {
	if seen, ok := w[f.ID]; ok {
		w[f.ID] = append(seen, *t)
	}
}

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
	f := l.named(lead)
	if _, ok := l.watched[lead]; !ok || f == nil {
		return Timeline{}, false
	}
	t := Timeline{Lead: l.lead(f), Row: slices.Index(l.rows, f), SDR: l.ownerOf(f), Handoff: f.handoff, Left: f.left(), Closed: f.closed, Stale: l.stale(f)}
	for _, d := range f.allDeals() {
		t.Deals = append(t.Deals, *d)
	}
	for st := agreement.Created; st <= agreement.Won; st++ {
		t.Stages = append(t.Stages, l.stageDate(f, st))
	}
	t.Touches = l.activities(f)
	if t.Row >= 0 {
		for i := range l.terms {
			t.Owed = append(t.Owed, l.judgement(s, i, f, t.Row))
		}
	}
	return t, true
}

// named finds a lead by its id, once the index is gone; nil where there is none.
func (l *Ledger) named(id string) *life {
	for f := range l.lives.all() {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// lead is what was read of a lead, but its name and e-mail.
func (l *Ledger) lead(f *life) Lead {
	return Lead{Source: l.source(f), ID: f.ID, Stages: f.stages(), Closed: f.closed, Status: f.Status, Assigned: f.assigned, Owner: l.labels.text(f.owner), Channel: f.Channel,
		Campaign: l.labels.text(f.campaign), Tier: f.Tier, Action: f.Action, Quality: f.Quality, Motion: f.Motion, Stream: f.Stream, Reason: l.labels.text(f.reason), Marketing: f.Marketing}
}

// Owes says whether a rule of the agreement has this id.
func (t Timeline) Owes(rule string) bool {
	return slices.ContainsFunc(t.Owed, func(j Judgement) bool { return j.Rule == rule })
}

func (l *Ledger) stageDate(f *life, st agreement.Stage) StageDate {
	d := StageDate{Stage: st, Own: f.own(st), Effective: l.effective(f, st)}
	if st > agreement.Created {
		d.Absent = l.lights(st)
	}
	if d.Effective.Known() && d.Effective != d.Own {
		for later := st + 1; later <= agreement.Won; later++ {
			if f.own(later) == d.Effective {
				d.Implied = later
				break
			}
		}
	}
	return d
}

// activities numbers what counts.
func (l *Ledger) activities(f *life) []TimelineTouch {
	seen := slices.Clone(l.watched[f.ID])
	slices.SortStableFunc(seen, func(a, b Touch) int {
		return cmp.Or(cmp.Compare(a.At.Milli(), b.At.Milli()), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	out := make([]TimelineTouch, len(seen))
	touches, breakups := 0, 0
	for i, t := range seen {
		out[i] = TimelineTouch{Touch: t, Why: l.passedOver(f, &t)}
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
