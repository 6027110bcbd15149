package calendar

import (
	"sort"
	"time"
)

// Clock measures time as the agreement defines it, in the agreement's zone. Hours and minutes are
// calendar hours (elapsed time, also across changes between summer and winter time) or business hours,
// which leave out closed hours and holidays. Days are calendar days, to the same wall time.
type Clock struct {
	Location *time.Location
	zone     *offsets
	open     []openSpan         // business hours in order; nil: calendar hours
	week     [7]bool            // working weekdays, by time.Weekday
	holidays map[time.Time]bool // by UTC midnight, as Civil returns it
}

// openSpan is one span of business hours in Unix milliseconds; elapsed is the number of open milliseconds
// in all spans before it.
type openSpan struct{ from, until, elapsed int64 }

// NewClock returns a clock for a zone. It runs in the given business hours, or all the time where hours
// is nil. Holidays are closed and are not working days. Without hours the working days are Monday to
// Friday.
func NewClock(hours []OpenHours, holidays []Day, loc *time.Location) *Clock {
	c := &Clock{Location: loc, zone: newOffsets(loc), holidays: map[time.Time]bool{}}
	for _, d := range holidays {
		c.holidays[Civil(d.Time)] = true
	}
	if hours == nil {
		for d := time.Monday; d <= time.Friday; d++ {
			c.week[d] = true
		}
		return c
	}
	for _, h := range hours {
		c.week[h.Weekday] = true
	}
	const firstYear, lastYear = 1970, 2100
	sum := int64(0)
	for d := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < lastYear; d = d.AddDate(0, 0, 1) {
		if c.holidays[d] {
			continue
		}
		for _, h := range hours {
			if h.Weekday != d.Weekday() {
				continue
			}
			o := openSpan{c.instant(d, h.From), c.instant(d, h.Until), sum}
			c.open = append(c.open, o)
			sum += o.until - o.from
		}
	}
	return c
}

// instant returns the Unix milliseconds of a wall time: minutes after midnight of d, a day in UTC.
func (c *Clock) instant(d time.Time, minutes int) int64 {
	return c.zone.instant(d.UnixMilli() + int64(minutes)*60_000)
}

// Business reports whether the clock runs in business hours, so that texts can state it.
func (c *Clock) Business() bool { return c.open != nil }

// elapsed returns the milliseconds that the clock has run until an instant in Unix milliseconds, from a
// fixed start.
func (c *Clock) elapsed(ms int64) int64 {
	if c.open == nil {
		return ms
	}
	i := sort.Search(len(c.open), func(i int) bool { return c.open[i].from > ms }) - 1
	if i < 0 {
		return 0
	}
	return c.open[i].elapsed + min(ms, c.open[i].until) - c.open[i].from
}

// Between returns how many hours the clock ran from one Moment to another; negative if until is earlier.
// Both Moments must be known.
func (c *Clock) Between(from, until Moment) float64 {
	return float64(c.elapsed(until.Milli())-c.elapsed(from.Milli())) / 3600_000
}

// After returns when a limit in hours that starts at from is due. Business hours that are used up at
// closing time are due when the next open hours begin. The result is unknown (the zero Moment) if it lies
// beyond 2099, the clock's last year.
func (c *Clock) After(from Moment, limit float64) Moment {
	ms := int64(limit*3600_000 + 0.5)
	if c.open == nil {
		return AtMilli(from.Milli() + ms)
	}
	want := c.elapsed(from.Milli()) + ms
	i := sort.Search(len(c.open), func(i int) bool { return c.open[i].elapsed+c.open[i].until-c.open[i].from > want })
	if i == len(c.open) {
		return Moment{}
	}
	return AtMilli(c.open[i].from + max(0, want-c.open[i].elapsed))
}

// AddDays returns the Moment n calendar days after from, at the same wall time; after a bare date, the
// last millisecond of the due day.
func (c *Clock) AddDays(from Moment, n int) Moment {
	if from.DayOnly() {
		return AtMilli(c.zone.instant((c.DayNumber(from)+int64(n)+1)*DayMS) - 1)
	}
	return AtMilli(c.zone.instant(c.WallMilli(from) + int64(n)*DayMS))
}

// Within reports whether m is not after the Moment that AddDays returns, mostly without computing that
// Moment.
func (c *Clock) Within(from Moment, n int, m Moment) bool {
	const unsure = 3 * DayMS // more than a change of the clocks plus the rest of a bare date's day
	if left := from.Milli() + int64(n)*DayMS - m.Milli(); left > unsure || left < -unsure {
		return left > 0
	}
	return !c.AddDays(from, n).Before(m)
}

// WallMilli returns the wall time of a Moment in the agreement's zone, as the Unix milliseconds that it
// would have in UTC.
func (c *Clock) WallMilli(m Moment) int64 { return m.Milli() + c.zone.at(m.Milli()) }

// DayNumber returns the day of a Moment in the agreement's zone, counted from 1970-01-01.
func (c *Clock) DayNumber(m Moment) int64 { return c.WallMilli(m) / DayMS }

// Working reports whether a day is a working day: a working weekday and no holiday.
func (c *Clock) Working(day time.Time) bool {
	return c.week[day.Weekday()] && !c.holidays[Civil(day)]
}

// OpenSpan is a span of open hours.
type OpenSpan struct{ From, Until Moment }

// OpenSpans returns the spans of business hours between two Moments, cut off at them; nil for calendar
// hours.
func (c *Clock) OpenSpans(from, until Moment) []OpenSpan {
	var out []OpenSpan
	for _, o := range c.open {
		if lo, hi := max(o.from, from.Milli()), min(o.until, until.Milli()); lo < hi {
			out = append(out, OpenSpan{AtMilli(lo), AtMilli(hi)})
		}
	}
	return out
}

// OpenHours holds business hours of one weekday, in minutes after midnight on the wall clock.
type OpenHours struct {
	Weekday     time.Weekday
	From, Until int
}
