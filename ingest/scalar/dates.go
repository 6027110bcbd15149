package scalar

import (
	"encoding/binary"
	"math"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/model/calendar"
)

// order is which of day and month comes first in a column's numeric dates.
type DateOrder uint8

const (
	UnknownOrder DateOrder = iota
	dayFirst
	monthFirst
	yearLed // of years of two digits; where they have four, it shows
)

var DateOrders = map[string]DateOrder{"dmy": dayFirst, "mdy": monthFirst, "ymd": yearLed}

func (o DateOrder) String() string { return [...]string{"", "dmy", "mdy", "ymd"}[o] }

// arrange puts the parts of a short date, as written, into year, month and day.
func (o DateOrder) arrange(first, second, third int) (year, month, day int) {
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
type DateReader struct {
	WallZone, DayZone *time.Location
	latest            time.Time
	latestMS          int64
	months            [64]monthOfDates
	// the span of from's clock in which the last wall time fell, and its offset in seconds
	spanFrom, spanTil, spanOffset int64
	// the last offset written as -04:00, its six bytes and its seconds
	written       uint64
	writtenOffset int64
}

func NewDateReader(from *time.Location, p calendar.Period) *DateReader {
	latest := p.End.AddDate(10, 0, 0)
	return &DateReader{WallZone: from, DayZone: p.Start.Location(), latest: latest, latestMS: latest.UnixMilli()}
}

// quick reads a date as 2026-10-31T09:05:00-04:00, with a space for the T, without seconds, or without an offset, that a text
// begins with, and gives its length, if it is a moment without any doubt; everything else is for read.
func (c *DateReader) ReadFast(s []byte) (m calendar.Moment, n int) {
	if len(s) < len("2026-10-31T09:05") || s[10] != 'T' && s[10] != ' ' || s[13] != ':' {
		return m, 0
	}
	in := c.month(s)
	day, ok1 := pair(s[8:])
	clock := binary.LittleEndian.Uint64(s[8:])>>24 | '0'<<56 | '0'<<48 | ':'<<40
	if n = 16; len(s) >= 19 && s[16] == ':' {
		clock, n = binary.LittleEndian.Uint64(s[11:]), 19
	}
	seconds, ok2 := secondsOf(clock)
	if !ok1 || !ok2 || day < 1 || day > in.days {
		return m, 0
	}
	wall := (in.before+int64(day))*86400 + seconds
	offset, more, ok := c.quickOffset(s[n:], wall)
	ms := (wall - offset) * 1000
	if !ok || ms < 0 || ms > c.latestMS {
		return m, 0
	}
	return calendar.AtMilli(ms), n + more
}

// monthOfDates is a month as dates begin with it.
type monthOfDates struct {
	text   uint64 // 2026-10-
	before int64  // days from 1970-01-01 til the day before
	days   int    // 0: it is none
}

// month is the month that a text of eight bytes or more begins with.
func (c *DateReader) month(s []byte) *monthOfDates {
	text := binary.LittleEndian.Uint64(s)
	m := &c.months[text*0x9e3779b97f4a7c15>>58]
	if m.text != text {
		*m = monthOfDates{text: text}
		century, ok1 := pair(s)
		year, ok2 := pair(s[2:])
		month, ok3 := pair(s[5:])
		if year += 100 * century; ok1 && ok2 && ok3 && s[4] == '-' && s[7] == '-' && year >= 1970 && month >= 1 && month <= 12 {
			m.before, m.days = unixDay(year, month, 0), daysIn(year, month)
		}
	}
	return m
}

// quickOffset reads Z or -04:00, which a text begins with, or else the clock's.
func (c *DateReader) quickOffset(s []byte, wall int64) (offset int64, n int, ok bool) {
	switch {
	case len(s) >= 8 && c.written != 0 && binary.LittleEndian.Uint64(s)<<16 == c.written:
		return c.writtenOffset, 6, true
	case len(s) >= 1 && s[0] == 'Z':
		return 0, 1, true
	case len(s) >= 6 && s[3] == ':' && (s[0] == '+' || s[0] == '-'):
		h, ok1 := pair(s[1:])
		m, ok2 := pair(s[4:])
		offset = int64(h*3600 + m*60)
		if s[0] == '-' {
			offset = -offset
		}
		ok = ok1 && ok2 && h <= 15 && m < 60
		if ok && len(s) >= 8 {
			c.written, c.writtenOffset = binary.LittleEndian.Uint64(s)<<16, offset
		}
		return offset, 6, ok
	}
	offset, twice, ok := c.offset(wall)
	return offset, 0, ok && !twice
}

// secondsOf are those of a day's time that is written as 09:05:00, given as its eight bytes.
func secondsOf(text uint64) (int64, bool) {
	const zero = '0' | '0'<<8 | ':'<<16 | '0'<<24 | '0'<<32 | ':'<<40 | '0'<<48 | '0'<<56
	x := text ^ zero
	at := func(i int) int64 { return int64(x>>(8*i)&0xff)*10 + int64(x>>(8*i+8)&0xff) }
	hour, minute, second := at(0), at(3), at(6)
	digits := (x+(0x80-10)*csvtext.EachByte|x)&csvtext.HighBits == 0 && x&(0xff<<16|0xff<<40) == 0
	return hour*3600 + minute*60 + second, digits && hour <= 23 && minute <= 59 && second <= 59
}

// pair reads the number of two digits that s begins with.
func pair(s []byte) (int, bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// unixDay counts days from 1970-01-01, by a year that begins in March.
func unixDay(year, month, day int) int64 {
	if month <= 2 {
		year, month = year-1, month+12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469)
}

// read gives the moment of a cell under the column's order, or why there is none; numbers says that the column holds date
// numbers throughout. twice says that the clock showed this time
// twice; the first is taken.
func (c *DateReader) Read(s string, o DateOrder, numbers bool) (m calendar.Moment, twice bool, fault string) {
	st, ok := ParseTimestamp(s)
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
		if o == UnknownOrder {
			return m, false, "is a date with a year of two digits, in which no order is proven"
		}
		st.year, st.a, st.b = o.arrange(st.a, st.b, st.year)
	}
	day := time.Date(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, time.UTC)
	if st.a < 1 || st.a > 12 || day.Day() != st.b || int(day.Month()) != st.a {
		return m, false, "is no day of the calendar"
	}
	if !st.HasTime {
		m = calendar.On(calendar.WallTime(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, c.DayZone))
	} else {
		wall := day.Unix() + int64(st.hour*3600+st.min*60+st.sec)
		offset := int64(st.offset)
		if !st.HasZone {
			if offset, twice, ok = c.offset(wall); !ok {
				return m, false, "is an hour that the clock skipped"
			}
		}
		m = calendar.At(time.UnixMilli((wall-offset)*1000 + int64(st.milli)))
	}
	if t := m.Time(time.UTC); st.year < 1970 || t.After(c.latest) {
		return calendar.Moment{}, false, "is before 1970 or more than ten years ahead"
	}
	return m, twice, ""
}

// offset finds the zone's offset at a wall time, given as the Unix time it would be in UTC.
func (c *DateReader) offset(wall int64) (offset int64, twice, ok bool) {
	const day = 86400
	if wall-c.spanOffset > c.spanFrom+day && wall-c.spanOffset < c.spanTil-day {
		return c.spanOffset, false, true
	}
	var found []int64
	for _, probe := range [3]int64{wall - day, wall, wall + day} {
		t := time.Unix(probe, 0).In(c.WallZone)
		_, o := t.Zone()
		_, at := time.Unix(wall-int64(o), 0).In(c.WallZone).Zone()
		if at == o && (len(found) == 0 || found[len(found)-1] != int64(o)) {
			found = append(found, int64(o))
		}
	}
	if len(found) == 0 {
		return 0, false, false
	}
	start, end := time.Unix(wall-found[0], 0).In(c.WallZone).ZoneBounds()
	c.spanOffset, c.spanFrom, c.spanTil = found[0], math.MinInt64/2, math.MaxInt64/2
	if !start.IsZero() {
		c.spanFrom = start.Unix()
	}
	if !end.IsZero() {
		c.spanTil = end.Unix()
	}
	return found[0], len(found) > 1, true
}
