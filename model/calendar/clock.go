package calendar

import (
	"sort"
	"time"
)

// Clock runs hours and minutes as the agreement says: calendar hours (elapsed, across changes of the clock too), or business
// hours with holidays. Days are calendar days, to the same wall time.
type Clock struct {
	Location *time.Location
	zone     *offsets
	open     []opening // nil: calendar hours
	week     [7]bool   // working weekdays
	holidays map[time.Time]bool
}

// opening is one span of business hours and the open milliseconds before it.
type opening struct{ from, til, before int64 }

// NewClock returns a clock that runs in the business hours of hours, or around the clock where hours is nil. Holidays are no
// working days.
func NewClock(hours []OpenHours, holidays []Day, loc *time.Location) *Clock {
	c := &Clock{Location: loc, zone: newOffsets(loc), holidays: map[time.Time]bool{}}
	for _, d := range holidays {
		c.holidays[Civil(d.Time)] = true
	}
	if hours == nil {
		c.week = [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
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
			o := opening{c.wall(d, h.From), c.wall(d, h.Until), sum}
			c.open = append(c.open, o)
			sum += o.til - o.from
		}
	}
	return c
}

func (c *Clock) wall(d time.Time, minutes int) int64 {
	return c.zone.instant(d.UnixMilli() + int64(minutes)*60_000)
}

// Business says that hours are business hours: every text then says so.
func (c *Clock) Business() bool { return c.open != nil }

// at is the reading of the clock in milliseconds.
func (c *Clock) at(ms int64) int64 {
	if c.open == nil {
		return ms
	}
	i := sort.Search(len(c.open), func(i int) bool { return c.open[i].from > ms }) - 1
	if i < 0 {
		return 0
	}
	return c.open[i].before + min(ms, c.open[i].til) - c.open[i].from
}

// Between is how many hours the clock ran from one moment to another; negative where til is earlier.
func (c *Clock) Between(from, til Moment) float64 {
	return float64(c.at(til.Milli())-c.at(from.Milli())) / 3600_000
}

// After is the moment at which a limit that starts at from is due. Business hours that are used up at closing time are due
// when the next hours open.
func (c *Clock) After(from Moment, limit float64) Moment {
	ms := int64(limit*3600_000 + 0.5)
	if c.open == nil {
		return AtMilli(from.Milli() + ms)
	}
	want := c.at(from.Milli()) + ms
	i := sort.Search(len(c.open), func(i int) bool { return c.open[i].before+c.open[i].til-c.open[i].from > want })
	if i == len(c.open) {
		return Moment{}
	}
	return AtMilli(c.open[i].from + max(0, want-c.open[i].before))
}

// Days adds calendar days, to the same wall time; from a bare date, to the last instant of the due day.
func (c *Clock) Days(from Moment, n int) Moment {
	if from.DayOnly() {
		return AtMilli(c.zone.instant((c.DayNumber(from)+int64(n)+1)*DayMS) - 1)
	}
	return AtMilli(c.zone.instant(c.WallMilli(from) + int64(n)*DayMS))
}

// Within says that a moment is not after the one that Days gives.
func (c *Clock) Within(from Moment, n int, m Moment) bool {
	const unsure = 3 * DayMS // more than a change of the clocks and what is left of a bare date
	if left := from.Milli() + int64(n)*DayMS - m.Milli(); left > unsure || left < -unsure {
		return left > 0
	}
	return !c.Days(from, n).Before(m)
}

// shown is what the clocks show at a moment, as the Unix time in milliseconds that it would be in UTC; day is its day, counted
// from 1970-01-01.
func (c *Clock) WallMilli(m Moment) int64 { return m.Milli() + c.zone.at(m.Milli()) }

func (c *Clock) DayNumber(m Moment) int64 { return c.WallMilli(m) / DayMS }

// Working says whether a day is a working day.
func (c *Clock) Working(day time.Time) bool {
	return c.week[day.Weekday()] && !c.holidays[Civil(day)]
}

// Run is a span of open hours.
type Run struct{ From, Until Moment }

// Runs are the open hours between two moments, each cut to them: what a business clock adds up. Nil for calendar hours.
func (c *Clock) Runs(from, til Moment) []Run {
	var out []Run
	for _, o := range c.open {
		if lo, hi := max(o.from, from.Milli()), min(o.til, til.Milli()); lo < hi {
			out = append(out, Run{AtMilli(lo), AtMilli(hi)})
		}
	}
	return out
}

// OpenHours are one weekday's business hours, in minutes from midnight.
type OpenHours struct {
	Weekday     time.Weekday
	From, Until int
}
