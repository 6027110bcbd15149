package scalar

import (
	"encoding/binary"
	"math"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/model/calendar"
)

// DateOrder is the order of day, month and year in the numeric dates of a column.
type DateOrder uint8

const (
	UnknownOrder DateOrder = iota
	dayFirst
	monthFirst
	yearFirst // only for years of two digits: a year of four digits in the first place is unambiguous
)

// DateOrders maps the words of the key date_order in the agreement to orders.
var DateOrders = map[string]DateOrder{"dmy": dayFirst, "mdy": monthFirst, "ymd": yearFirst}

// String returns the word of the key date_order, or "" for UnknownOrder.
func (o DateOrder) String() string { return [...]string{"", "dmy", "mdy", "ymd"}[o] }

// yearMonthDay returns year, month and day of a date with a year of two digits from its three numbers as
// written.
func (o DateOrder) yearMonthDay(first, second, third int) (year, month, day int) {
	switch o {
	case dayFirst:
		return fullYear(third), second, first
	case monthFirst:
		return fullYear(third), first, second
	}
	return fullYear(first), second, third
}

// DateReader converts cells to moments. It caches months and offsets, so each goroutine needs its own
// copy.
type DateReader struct {
	Table    string         // name of the input, for messages
	WallZone *time.Location // zone of times without an offset
	DayZone  *time.Location // zone of the agreement, for dates without a time
	latest   time.Time      // later dates are refused
	latestMS int64          // the same in Unix milliseconds
	months   [64]cachedMonth
	// The span of WallZone, in Unix seconds, in which the last wall-clock time fell, and its offset in
	// seconds.
	spanFrom, spanUntil, spanOffset int64
	// The last offset written as -04:00: its six bytes and its value in seconds.
	lastOffsetText uint64
	lastOffset     int64
	lastZone       namedZone // the zone that was named last
}

const secondsOfDay = 86400

// NewDateReader returns a reader for times on the wall clock of a zone and for dates that are days in the
// period's zone. It refuses dates more than ten years after the period.
func NewDateReader(wallZone *time.Location, p calendar.Period) *DateReader {
	latest := p.End.AddDate(10, 0, 0)
	return &DateReader{WallZone: wallZone, DayZone: p.Start.Location(), latest: latest, latestMS: latest.UnixMilli()}
}

// ReadFast is the fast path for the most frequent form. It reads the date at the beginning of a text if
// it is written as 2026-10-31T09:05:00-04:00, or with a space instead of the T, without seconds, or
// without an offset, and if it is unambiguously one moment. It returns that moment, which equals the
// result of Read, and the number of bytes. If that number is 0, Read must be used.
func (c *DateReader) ReadFast(s []byte) (m calendar.Moment, n int) {
	if len(s) < len("2026-10-31T09:05") || s[10] != 'T' && s[10] != ' ' || s[13] != ':' {
		return m, 0
	}
	in := c.month(s)
	day, ok1 := twoDigits(s[8:])
	clock := binary.LittleEndian.Uint64(s[8:])>>24 | '0'<<56 | '0'<<48 | ':'<<40
	if n = 16; len(s) >= 19 && s[16] == ':' {
		clock, n = binary.LittleEndian.Uint64(s[11:]), 19
	}
	seconds, ok2 := parseClock(clock)
	if !ok1 || !ok2 || day < 1 || day > in.days {
		return m, 0
	}
	wall := (in.before+int64(day))*86400 + seconds
	offset, more, ok := c.readOffset(s[n:], wall)
	ms := (wall - offset) * 1000
	if !ok || ms < 0 || ms > c.latestMS {
		return m, 0
	}
	return calendar.AtMilli(ms), n + more
}

// cachedMonth is a month as written at the beginning of a date.
type cachedMonth struct {
	text   uint64 // the eight bytes 2026-10-
	before int64  // days from 1970-01-01 to the last day of the previous month
	days   int    // number of days; 0: not a month
}

// month returns the month with which a text of at least eight bytes begins, from a direct-mapped cache.
func (c *DateReader) month(s []byte) *cachedMonth {
	text := binary.LittleEndian.Uint64(s)
	m := &c.months[text*0x9e3779b97f4a7c15>>58]
	if m.text != text {
		*m = cachedMonth{text: text}
		century, ok1 := twoDigits(s)
		year, ok2 := twoDigits(s[2:])
		month, ok3 := twoDigits(s[5:])
		year += 100 * century
		digits := ok1 && ok2 && ok3 && s[4] == '-' && s[7] == '-'
		if digits && year >= 1970 && month >= 1 && month <= 12 {
			m.before, m.days = unixDay(year, month, 0), daysIn(year, month)
		}
	}
	return m
}

// readOffset reads Z or an offset such as -04:00 at the beginning of a text; without one, it returns the
// offset of WallZone at the wall-clock time. offset is in seconds, n is the number of bytes read.
func (c *DateReader) readOffset(s []byte, wall int64) (offset int64, n int, ok bool) {
	switch {
	case len(s) >= 8 && c.lastOffsetText != 0 && binary.LittleEndian.Uint64(s)<<16 == c.lastOffsetText:
		return c.lastOffset, 6, true
	case len(s) >= 1 && s[0] == 'Z':
		return 0, 1, true
	case len(s) >= 6 && s[3] == ':' && (s[0] == '+' || s[0] == '-'):
		h, ok1 := twoDigits(s[1:])
		m, ok2 := twoDigits(s[4:])
		offset = int64(h*3600 + m*60)
		if s[0] == '-' {
			offset = -offset
		}
		ok = ok1 && ok2 && h <= 15 && m < 60
		if ok && len(s) >= 8 {
			c.lastOffsetText, c.lastOffset = binary.LittleEndian.Uint64(s)<<16, offset
		}
		return offset, 6, ok
	}
	offset, twice, ok := c.wallOffset(wall)
	return offset, 0, ok && !twice
}

// parseClock returns the seconds since midnight of a time of day such as 09:05:00, given as its eight
// bytes. It checks the six digits and two colons at once (SWAR).
func parseClock(text uint64) (int64, bool) {
	const zero = '0' | '0'<<8 | ':'<<16 | '0'<<24 | '0'<<32 | ':'<<40 | '0'<<48 | '0'<<56
	x := text ^ zero
	at := func(i int) int64 { return int64(x>>(8*i)&0xff)*10 + int64(x>>(8*i+8)&0xff) }
	hour, minute, second := at(0), at(3), at(6)
	digits := (x+(0x80-10)*csvtext.EachByte|x)&csvtext.HighBits == 0 && x&(0xff<<16|0xff<<40) == 0
	return hour*3600 + minute*60 + second, digits && hour <= 23 && minute <= 59 && second <= 59
}

// twoDigits returns the number formed by two digits at the beginning of s; false if there are none.
func twoDigits(s []byte) (int, bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// unixDay returns the number of days from 1970-01-01, by the usual formula for years that begin in March.
func unixDay(year, month, day int) int64 {
	if month <= 2 {
		year, month = year-1, month+12
	}
	return int64(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469)
}

// Read returns the moment of a cell under the column's order of day and month, or a fault with the reason
// why there is none, which follows the value in a message. numbers is set if the whole column holds date
// numbers; otherwise a number is not a date. twice reports that the wall clock showed this time twice, as
// at the end of daylight saving time; the earlier moment is then returned. Times are truncated to
// milliseconds.
func (c *DateReader) Read(s string, o DateOrder, numbers bool) (m calendar.Moment, twice bool, fault string) {
	st, fault := parseDate(s, numbers)
	if fault != "" {
		return m, false, fault
	}
	return c.moment(st, o)
}

// parseDate reads a date, or returns the fault for which there is none. A number is a date only if numbers is set.
func parseDate(s string, numbers bool) (st Timestamp, fault string) {
	const remedy = "; write 2026-10-31 or 2026-10-31T09:30:00Z"
	st, ok := ParseTimestamp(s)
	switch {
	case !ok:
		return st, whyNoDate(s) + remedy
	case !numbers && (st.form == serialNumber || st.form == unixTime):
		return st, "is a number among dates of another form" + remedy
	case st.form == serialNumber:
		return st.fromSerial(), ""
	}
	return st, ""
}

// moment does the same as Read for a date that is parsed.
func (c *DateReader) moment(st Timestamp, o DateOrder) (m calendar.Moment, twice bool, fault string) {
	switch st.form {
	case numeric:
		if o == dayFirst {
			st.month, st.day = st.day, st.month
		} else if o != monthFirst && st.month != st.day {
			return m, false, "is no day of the calendar in this column's order of day and month"
		}
	case shortYear:
		if o == UnknownOrder {
			return m, false, "is a date with a year of two digits, in which no order is proven"
		}
		st.year, st.month, st.day = o.yearMonthDay(st.month, st.day, st.year)
	}
	day := time.Date(st.year, time.Month(st.month), st.day, 0, 0, 0, 0, time.UTC)
	if st.month < 1 || st.month > 12 || day.Day() != st.day || int(day.Month()) != st.month {
		return m, false, "is no day of the calendar"
	}
	if !st.HasTime {
		m = calendar.On(calendar.WallTime(st.year, time.Month(st.month), st.day, 0, 0, 0, 0, c.DayZone))
	} else {
		wall := day.Unix() + int64(st.hour*3600+st.min*60+st.sec)
		offset, ok := int64(st.offset), true
		switch {
		case st.zoneName != "":
			if offset, twice, fault = c.namedOffset(st.zoneName, wall); fault != "" {
				return m, false, fault
			}
		case !st.HasZone:
			if offset, twice, ok = c.wallOffset(wall); !ok {
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

// wallOffset returns the offset of WallZone, in seconds, at a wall-clock time, given as the Unix time
// that it would be in UTC. twice reports that there are two such moments; the offset is then that of the
// earlier one. ok is false if there is none, because the clock skipped that time.
func (c *DateReader) wallOffset(wall int64) (offset int64, twice, ok bool) {
	if wall-c.spanOffset > c.spanFrom+secondsOfDay && wall-c.spanOffset < c.spanUntil-secondsOfDay {
		return c.spanOffset, false, true
	}
	found, n := wallOffsets(c.WallZone, wall)
	if n == 0 {
		return 0, false, false
	}
	start, end := time.Unix(wall-found[0], 0).In(c.WallZone).ZoneBounds()
	c.spanOffset, c.spanFrom, c.spanUntil = found[0], math.MinInt64/2, math.MaxInt64/2
	if !start.IsZero() {
		c.spanFrom = start.Unix()
	}
	if !end.IsZero() {
		c.spanUntil = end.Unix()
	}
	return found[0], n > 1, true
}

// wallOffsets returns the n offsets of a zone at a wall-clock time, the earlier moment first: none if the clock
// skipped that time, two if it showed it twice.
func wallOffsets(zone *time.Location, wall int64) (found [2]int64, n int) {
	for _, probe := range [3]int64{wall - secondsOfDay, wall, wall + secondsOfDay} {
		_, o := time.Unix(probe, 0).In(zone).Zone()
		_, at := time.Unix(wall-int64(o), 0).In(zone).Zone()
		if at == o && n < 2 && (n == 0 || found[n-1] != int64(o)) {
			found[n] = int64(o)
			n++
		}
	}
	return found, n
}
