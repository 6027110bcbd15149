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
	events int // all of them
	rows   int // those by which a row begins: a lead's or deal's creation, an activity
	last   calendar.Moment
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
		d.events++
		d.last = calendar.Latest(d.last, m)
	}
}

// AddRow counts the event by which a row begins.
func (e *Events) AddRow(m calendar.Moment) {
	if d := e.day(m); d != nil {
		d.events++
		d.rows++
		d.last = calendar.Latest(d.last, m)
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
		e.days[no].events += d.events
		e.days[no].rows += d.rows
		e.days[no].last = calendar.Latest(e.days[no].last, d.last)
	}
}

// Last returns the last event; unknown if there is none.
func (e *Events) Last() calendar.Moment {
	for no := len(e.days) - 1; no >= 0; no-- {
		if e.days[no].events > 0 {
			return e.days[no].last
		}
	}
	return calendar.Moment{}
}
