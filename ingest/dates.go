package ingest

import (
	"math"
	"time"

	"leadpact/model"
)

// order is which of day and month comes first in a column's numeric dates.
type order uint8

const (
	unproven order = iota
	dayFirst
	monthFirst
	yearLed // of years of two digits; where they have four, it shows
)

var orderKeys = map[string]order{"dmy": dayFirst, "mdy": monthFirst, "ymd": yearLed}

func (o order) String() string { return [...]string{"", "dmy", "mdy", "ymd"}[o] }

// arrange puts the parts of a short date, as written, into year, month and day.
func (o order) arrange(first, second, third int) (year, month, day int) {
	switch o {
	case dayFirst:
		return fullYear(third), second, first
	case monthFirst:
		return fullYear(third), first, second
	}
	return fullYear(first), second, third
}

// calendar turns stamps into moments. A stamp without offset is on the wall of from; a bare date is a day of the agreement's
// zone, home.
type calendar struct {
	from, home *time.Location
	latest     time.Time
	// the span of from's clock in which the last wall time fell, and its offset in seconds
	spanFrom, spanTil, spanOffset int64
}

func newCalendar(from *time.Location, p model.Period) *calendar {
	return &calendar{from: from, home: p.Start.Location(), latest: p.End.AddDate(10, 0, 0)}
}

// read gives the moment of a cell under the column's order, or why there is none; numbers says that the column holds date
// numbers throughout. twice says that the clock showed this time
// twice; the first is taken.
func (c *calendar) read(s string, o order, numbers bool) (m model.Moment, twice bool, fault string) {
	st, ok := parseStamp(s)
	if !ok || (st.form == serial || st.form == unix) && !numbers {
		return m, false, "is not a date; write 2026-10-31 or 2026-10-31T09:30:00Z"
	}
	switch st.form {
	case serial:
		st = st.fromSerial()
	case numeric:
		if o == dayFirst {
			st.a, st.b = st.b, st.a
		} else if o != monthFirst && st.a != st.b {
			return m, false, "is no day of the calendar in this column's order of day and month"
		}
	case twoDigits:
		if o == unproven {
			return m, false, "is a date with a year of two digits, in which no order is proven"
		}
		st.year, st.a, st.b = o.arrange(st.a, st.b, st.year)
	}
	day := time.Date(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, time.UTC)
	if st.a < 1 || st.a > 12 || day.Day() != st.b || int(day.Month()) != st.a {
		return m, false, "is no day of the calendar"
	}
	if !st.timed {
		m = model.On(model.WallTime(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, c.home))
	} else {
		wall := day.Unix() + int64(st.hour*3600+st.min*60+st.sec)
		offset := int64(st.offset)
		if !st.zoned {
			if offset, twice, ok = c.offset(wall); !ok {
				return m, false, "is an hour that the clock skipped"
			}
		}
		m = model.At(time.UnixMilli((wall-offset)*1000 + int64(st.milli)))
	}
	if t := m.Time(time.UTC); st.year < 1970 || t.After(c.latest) {
		return model.Moment{}, false, "is before 1970 or more than ten years ahead"
	}
	return m, twice, ""
}

// offset finds the zone's offset at a wall time, given as the Unix time it would be in UTC.
func (c *calendar) offset(wall int64) (offset int64, twice, ok bool) {
	const day = 86400
	if wall-c.spanOffset > c.spanFrom+day && wall-c.spanOffset < c.spanTil-day {
		return c.spanOffset, false, true
	}
	var found []int64
	for _, probe := range [3]int64{wall - day, wall, wall + day} {
		t := time.Unix(probe, 0).In(c.from)
		_, o := t.Zone()
		_, at := time.Unix(wall-int64(o), 0).In(c.from).Zone()
		if at == o && (len(found) == 0 || found[len(found)-1] != int64(o)) {
			found = append(found, int64(o))
		}
	}
	if len(found) == 0 {
		return 0, false, false
	}
	start, end := time.Unix(wall-found[0], 0).In(c.from).ZoneBounds()
	c.spanOffset, c.spanFrom, c.spanTil = found[0], math.MinInt64/2, math.MaxInt64/2
	if !start.IsZero() {
		c.spanFrom = start.Unix()
	}
	if !end.IsZero() {
		c.spanTil = end.Unix()
	}
	return found[0], len(found) > 1, true
}
