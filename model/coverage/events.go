package coverage

import (
	"slices"
	"time"

	"leadpact/model/calendar"
)

// Events counts the events of a table by day. Its methods must not be called from several goroutines at
// once; each goroutine counts in a Fork, and Merge adds the forks up.
type Events struct {
	clock *calendar.Clock
	until int64       // in Unix milliseconds; later events are not counted
	first int         // number of the first of days
	days  []dayEvents // of consecutive days
}

// dayEvents counts the events of one day.
type dayEvents struct {
	all, rows tally // rows: those by which a row begins, a lead's or deal's creation, an activity
}

// tally is a number of events, and the first and the last of them.
type tally struct {
	n           int
	first, last calendar.Moment
}

func (t *tally) add(n int, first, last calendar.Moment) {
	t.n, t.first, t.last = t.n+n, calendar.Earliest(t.first, first), calendar.Latest(t.last, last)
}

// NewEvents returns an empty count. Events after now are not counted, because they are only expected; the
// zero time sets no limit.
func NewEvents(clock *calendar.Clock, now time.Time) *Events {
	e := &Events{clock: clock, until: 1<<63 - 1}
	if !now.IsZero() {
		e.until = now.UnixMilli()
	}
	return e
}

// Fork returns an empty count with the same zone and limit.
func (e *Events) Fork() *Events { return &Events{clock: e.clock, until: e.until} }

// Add counts an event. An unknown moment is none.
func (e *Events) Add(m calendar.Moment) {
	if d := e.day(m); d != nil {
		d.all.add(1, m, m)
	}
}

// AddRow counts the event by which a row begins.
func (e *Events) AddRow(m calendar.Moment) {
	if d := e.day(m); d != nil {
		d.all.add(1, m, m)
		d.rows.add(1, m, m)
	}
}

// day returns the counts of the day of a moment; nil if the moment is unknown or not counted.
func (e *Events) day(m calendar.Moment) *dayEvents {
	if !m.Known() || m.Milli() > e.until {
		return nil
	}
	no := int(e.clock.DayNumber(m))
	if i := no - e.first; i >= 0 && i < len(e.days) {
		return &e.days[i]
	}
	if no < 0 {
		return nil
	}
	e.extend(no, no+1)
	return &e.days[no-e.first]
}

// extend makes room for the days from one number up to another, which is excluded.
func (e *Events) extend(from, until int) {
	if len(e.days) > 0 {
		from, until = min(from, e.first), max(until, e.first+len(e.days))
	}
	if n := until - from; from == e.first && n <= cap(e.days) {
		e.days = e.days[:n]
		return
	}
	days := make([]dayEvents, until-from, 2*(until-from)+64)
	if len(e.days) > 0 {
		copy(days[e.first-from:], e.days)
	}
	e.first, e.days = from, days
}

// at returns the counts of a day by its number.
func (e *Events) at(no int) *dayEvents { return &e.days[no-e.first] }

// Merge adds the events of another count.
func (e *Events) Merge(o *Events) {
	if len(o.days) == 0 {
		return
	}
	e.extend(o.first, o.first+len(o.days))
	for i, d := range o.days {
		own := e.at(o.first + i)
		own.all.add(d.all.n, d.all.first, d.all.last)
		own.rows.add(d.rows.n, d.rows.first, d.rows.last)
	}
}

// LastRow returns the last event by which a row began; unknown if there is none.
func (e *Events) LastRow() calendar.Moment {
	for _, d := range slices.Backward(e.days) {
		if d.rows.n > 0 {
			return d.rows.last
		}
	}
	return calendar.Moment{}
}

// Last returns the last event; unknown if there is none.
func (e *Events) Last() calendar.Moment {
	for _, d := range slices.Backward(e.days) {
		if d.all.n > 0 {
			return d.all.last
		}
	}
	return calendar.Moment{}
}
