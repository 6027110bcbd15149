package model_test

import (
	"fmt"
	"math"
	"slices"
	"sort"
)

// The oracle is a second, independent implementation of SPEC sections 2 to 6 and 14, simple and slow: it
// goes lead by lead and rule by rule, with every touch in memory, on a calendar of its own. It shares with
// package model the ids of the figures and nothing else.

// moment is an instant, or a bare day as its midnight. The zero moment has not happened.
type moment struct {
	at        int64
	known     bool
	bareOfDay bool
}

func instantAt(at int64) moment { return moment{at: at, known: true} }

const (
	created = iota
	ql
	mql
	sql
	opportunity
	proposal
	won
)

var stageWords = []string{"created", "ql", "mql", "sql", "opportunity", "proposal", "won"}

type lead struct {
	id, owner, quality, action, tier, motion, status string
	own                                              [won + 1]moment
	closed, assigned                                 moment
	touches                                          []touch
	deals                                            []deal

	stage                [won + 1]moment // effective
	handoff, over, shut  moment          // over: when it passed the handoff's stage; shut: a closing that counts
	rated, line          string
	counted, breakups    []touch // touches and breakups that count, in order
	calls                []touch
	exists               bool
	firstCall, firstDone moment
}

type touch struct {
	at                 moment
	kind, outcome      string
	inbound, automated bool
}

type deal struct {
	id                     string
	amount                 float64
	created, closed, offer moment
	won                    string // yes, no, or empty: open
}

type line struct {
	call              int64 // 0: not agreed
	touches, breakups int   // -1: not agreed
	days              int
}

type step struct{ touches, days int }

// world is a company and its agreement.
type world struct {
	clock
	handoff, managed, unrated string
	lines                     map[string]line
	raisers                   map[string]int64
	contact                   int64
	contactFor                []string
	cadence                   []step
	cadenceFor, listFor       []string
	listCall                  int64
	listCalls, listDays       int
	universe, active          [2]float64
	sqls, conversion          float64
	ramp                      []float64
	starts                    map[string]int64 // team → day number; absent: always there
	team                      []string
	provided                  map[int]bool
	leads                     []*lead

	start, end, asOf, previous, previousUntil int64
	months                                    int
}

// happened returns the moment if it lies before as_of.
func (w *world) happened(m moment) moment {
	if m.known && m.at < w.asOf {
		return m
	}
	return moment{}
}

func first(list ...moment) moment {
	var out moment
	for _, m := range list {
		if m.known && (!out.known || m.at < out.at) {
			out = m
		}
	}
	return out
}

// before reports whether a lies before b; if one of them is a bare date, as days.
func (w *world) before(a, b moment) bool {
	if !a.known || !b.known {
		return false
	}
	if a.bareOfDay != b.bareOfDay {
		return w.today(a.at) < w.today(b.at)
	}
	return a.at < b.at
}

// by reports whether a moment lies at or before an instant.
func (w *world) by(a moment, due int64) bool {
	if a.bareOfDay {
		return a.known && w.today(a.at) <= w.today(due)
	}
	return a.known && a.at <= due
}

func (w *world) inPeriod(m moment) bool { return m.known && w.start <= m.at && m.at < w.asOf }

// live works out a lead's dates and the touches that count (sections 1 and 3).
func (w *world) live(x *lead) {
	own := &x.own
	if x.status == "won" {
		own[won] = first(own[won], x.closed)
	}
	for _, d := range x.deals {
		own[opportunity] = first(own[opportunity], d.created)
		own[proposal] = first(own[proposal], d.offer)
		if d.won == "yes" {
			own[won] = first(own[won], d.closed)
		}
	}
	for st := range own {
		own[st] = w.happened(own[st])
		x.exists = x.exists || own[st].known
	}
	x.stage[created] = own[created]
	later := moment{}
	for st := won; st >= ql; st-- { // of dates on the same day the earlier stage's stands
		if own[st].known && !w.before(later, own[st]) {
			later = own[st]
		}
		if w.provided[st] {
			x.stage[st] = later
		}
	}
	x.handoff = x.stage[map[string]int{"ql": ql, "mql": mql, "sql": sql, "assigned": mql}[w.handoff]]
	if w.handoff == "assigned" {
		a := w.happened(x.assigned)
		switch {
		case !a.known || !x.handoff.known:
			x.handoff = moment{}
		case w.before(x.handoff, a) || !w.before(a, x.handoff) && a.bareOfDay:
			x.handoff = a
		}
	}
	since := x.handoff
	if !since.known {
		since = x.stage[ql]
	}
	x.shut = w.happened(x.closed)
	if x.status == "open" || x.status == "" || since.known && w.before(x.shut, since) {
		x.shut = moment{}
	}
	x.over = first(own[sql:]...)
	if w.handoff == "sql" {
		x.over = first(own[opportunity:]...)
	}
	x.rated = x.quality
	if x.rated == "" {
		x.rated = w.unrated
	}
	if x.rated == "none" {
		x.rated = ""
	}
	if _, ok := w.lines[x.motion+"."+x.rated]; ok {
		x.line = x.motion + "." + x.rated
	} else if _, ok := w.lines[x.rated]; ok {
		x.line = x.rated
	}
	sort.SliceStable(x.touches, func(i, j int) bool {
		a, b := x.touches[i].at, x.touches[j].at
		return a.at < b.at || a.at == b.at && !a.bareOfDay && b.bareOfDay
	})
	for _, t := range x.touches {
		if t.inbound || t.automated || !w.happened(t.at).known || !x.handoff.known || w.before(t.at, x.handoff) {
			continue
		}
		switch t.kind {
		case "breakup":
			x.breakups = append(x.breakups, t)
			continue
		case "call":
			x.calls = append(x.calls, t)
		}
		x.counted = append(x.counted, t)
	}
	if len(x.calls) > 0 {
		x.firstCall = x.calls[0].at
	}
	if len(x.counted) > 0 {
		x.firstDone = x.counted[0].at
	}
}

// managedUntil returns when a lead stops being managed because it is closed, beyond a stage, or stale;
// unknown if it never does.
func (w *world) managedUntil(x *lead, beyond int) moment {
	end := first(append([]moment{x.shut}, x.own[beyond:]...)...)
	l, ok := w.lines[x.line]
	since := x.handoff
	if !since.known {
		since = x.stage[ql]
	}
	if w.managed == "open" || !ok || l.days == 0 || !since.known {
		return end
	}
	stale := w.endOfDays(since, l.days)
	if n := len(x.counted); n > 0 {
		stale = max(stale, w.endOfDays(x.counted[n-1].at, 30))
	}
	return first(end, instantAt(stale))
}

// endOfDays returns the moment some days later at the same wall time; of a bare date the end of that day.
func (w *world) endOfDays(m moment, n int) int64 {
	if m.bareOfDay {
		return w.midnight(w.today(m.at)+int64(n)+1) - 1
	}
	return w.plusDays(m.at, n)
}

// managedNow reports whether a lead is managed at as_of.
func (w *world) managedNow(x *lead) bool {
	end := w.managedUntil(x, won)
	return !end.known || end.at > w.asOf
}

// rule is an obligation of a lead.
type rule struct {
	id       string
	hours    int64 // of a rule in hours
	days     int
	wanted   int
	done     []touch // what meets it
	owed     bool
	unproven bool // n/a, in the period of the handoff
	undated  bool // n/a in the period in which it falls due: met on a date without time of day
}

func (w *world) rules(x *lead) []rule {
	if !x.handoff.known {
		return nil
	}
	l, lined := w.lines[x.line]
	none := x.rated == ""
	within := func(quals []string) bool { return len(quals) == 0 || slices.Contains(quals, x.rated) }
	hours := func(id string, limit int64, done []touch, owed bool) rule {
		return rule{id: id, hours: limit, wanted: 1, done: done, owed: owed, unproven: owed && x.handoff.bareOfDay, undated: len(done) > 0 && done[0].at.bareOfDay}
	}
	var out []rule
	raiser, raised := w.raisers[x.action]
	call := hours("call_time", l.call, x.calls, lined && l.call > 0)
	if raised {
		call = hours("call_time", raiser, x.calls, true)
	} else if none {
		call.unproven = true
	}
	out = append(out, call, hours("contact", w.contact, x.counted, within(w.contactFor)))
	frame := func(id string, wanted int, done []touch) rule {
		return rule{id: id, days: l.days, wanted: wanted, done: done, owed: lined && wanted >= 0 && l.days > 0, unproven: none}
	}
	out = append(out, frame("touches", l.touches, x.counted), frame("breakup", l.breakups, x.breakups))
	for _, s := range w.cadence {
		out = append(out, rule{id: fmt.Sprintf("cadence_%dd", s.days), days: s.days, wanted: s.touches, done: x.counted, owed: within(w.cadenceFor)})
	}
	return out
}

// judgement is a verdict that counts in the period.
type judgement struct {
	verdict   string
	due, done int64
	late      float64
}

func (w *world) judge(x *lead, r rule) judgement {
	if r.unproven {
		if w.inPeriod(x.handoff) {
			return judgement{verdict: "na"}
		}
		return judgement{}
	}
	if !r.owed {
		return judgement{}
	}
	j := judgement{}
	if r.days > 0 {
		j.due = w.endOfDays(x.handoff, r.days)
	} else {
		j.due = w.due(x.handoff.at, r.hours)
	}
	byDue := 0
	for _, t := range r.done {
		if w.by(t.at, j.due) {
			byDue++
		}
	}
	closedAfterTouch := false
	for _, t := range x.counted {
		closedAfterTouch = closedAfterTouch || x.shut.known && !w.before(x.shut, t.at)
	}
	switch {
	case j.due < w.start || j.due >= w.end:
		return judgement{}
	case r.undated:
		return judgement{verdict: "na"}
	case j.due >= w.asOf:
		j.verdict = "pending"
	case byDue >= r.wanted:
		j.verdict = "met"
	case w.by(x.over, j.due) || closedAfterTouch && w.by(x.shut, j.due):
		j.verdict = "excused"
	case len(r.done) >= r.wanted:
		j.verdict, j.done = "late", r.done[r.wanted-1].at.at
		j.late = float64(w.run(j.due, j.done)) / float64(hour)
	default:
		j.verdict = "missed"
		j.late = float64(w.run(j.due, w.asOf)) / float64(hour)
	}
	return j
}

// percentileOf returns the inclusive percentile, by linear interpolation.
func percentileOf(xs []float64, p float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	s := slices.Clone(xs)
	slices.Sort(s)
	at := p * float64(len(s)-1)
	i := int(at)
	if i+1 >= len(s) {
		return s[len(s)-1]
	}
	return s[i] + (at-float64(i))*(s[i+1]-s[i])
}

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs)) // NaN if there are none
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
