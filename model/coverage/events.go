package coverage

import (
	"time"

	"leadpact/model/calendar"
)

// Events counts the events of a table by day. Its methods must not be called from several goroutines at
// once; each goroutine counts in a Fork, and Merge adds the forks up.
type Events struct {
	clock *calendar.Clock
	until int64 // in Unix milliseconds; later events are not counted
	days  []dayEvents
}

// dayEvents counts the events of one day.
type dayEvents struct {
	all, rows tally // rows: those by which a row begins, a lead's or deal's creation, an activity
}

// tally is a number of events and the last of them.
type tally struct {
	n    int
	last calendar.Moment
}

func (t *tally) add(n int, last calendar.Moment) { t.n, t.last = t.n+n, calendar.Latest(t.last, last) }

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
		d.all.add(1, m)
	}
}

// AddRow counts the event by which a row begins.
func (e *Events) AddRow(m calendar.Moment) {
	if d := e.day(m); d != nil {
		d.all.add(1, m)
		d.rows.add(1, m)
	}
}

// day returns the counts of the day of a moment; nil if the moment is unknown or not counted.
func (e *Events) day(m calendar.Moment) *dayEvents {
	if !m.Known() || m.Milli() > e.until {
		return nil
	}
	no := int(e.clock.DayNumber(m))
	if no < 0 {
		return nil
	}
	if no >= len(e.days) {
		e.days = append(e.days, make([]dayEvents, no+1-len(e.days))...)
	}
	return &e.days[no]
}

// Merge adds the events of another count.
func (e *Events) Merge(o *Events) {
	if len(o.days) > len(e.days) {
		e.days = append(e.days, make([]dayEvents, len(o.days)-len(e.days))...)
	}
	for no, d := range o.days {
		e.days[no].all.add(d.all.n, d.all.last)
		e.days[no].rows.add(d.rows.n, d.rows.last)
	}
}

// LastRow returns the last event by which a row began; unknown if there is none.
func (e *Events) LastRow() calendar.Moment {
	for no := len(e.days) - 1; no >= 0; no-- {
		if e.days[no].rows.n > 0 {
			return e.days[no].rows.last
		}
	}
	return calendar.Moment{}
}

// Last returns the last event; unknown if there is none.
func (e *Events) Last() calendar.Moment {
	for no := len(e.days) - 1; no >= 0; no-- {
		if e.days[no].all.n > 0 {
			return e.days[no].all.last
		}
	}
	return calendar.Moment{}
}
