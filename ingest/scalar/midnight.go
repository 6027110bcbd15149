package scalar

import (
	"time"

	"leadpact/model/calendar"
)

// CRMs and spreadsheets write a day as a time, too: as the midnight at which it begins, 2026-10-31 00:00:00, or as
// that midnight in UTC, 2026-10-31T04:00:00Z for a day in New York. A column of which every time is midnight is
// therefore a column of days (SPEC section 11): its times show no hour, and in a zone west of Greenwich the
// midnight in UTC belongs to the day before.

// timesOfDay observes whether the times of a column are all midnight.
type timesOfDay struct {
	wallZone, dayZone *time.Location // as in DateReader; nil: midnights of another zone are not looked for
	least             int            // the number of midnights that prove a column of days
	times             int            // values with a time of day
	notAsWritten      bool           // whether some time is not midnight as it is written
	notInZone         bool           // whether some time is not midnight in dayZone
}

// NewInference returns an inference for a column that the reader reads. leastMidnights is the number of midnights that
// prove a column of days.
func (c *DateReader) NewInference(leastMidnights int) *DateInference {
	return &DateInference{clock: timesOfDay{wallZone: c.WallZone, dayZone: c.DayZone, least: leastMidnights}}
}

// observe adds a value that is a date.
func (p *timesOfDay) observe(st Timestamp) {
	if st.form == serialNumber {
		st = st.fromSerial()
	}
	if !st.HasTime || p.showHours() {
		return
	}
	p.times++
	p.notAsWritten = p.notAsWritten || !st.isMidnight()
	p.notInZone = p.notInZone || !p.isMidnightInZone(st)
}

// isMidnightInZone reports whether a time is midnight in dayZone. 24:00 is not: it tells the end of a day from its
// beginning.
func (p *timesOfDay) isMidnightInZone(st Timestamp) bool {
	if p.dayZone == nil || st.hour == 24 || st.zoneName != "" || st.form != unambiguous && st.form != unixTime {
		return false
	}
	zone := p.wallZone
	if st.HasZone {
		zone = time.FixedZone("", st.offset)
	}
	t := time.Date(st.year, time.Month(st.month), st.day, st.hour, st.min, st.sec, 0, zone).In(p.dayZone)
	return st.milli == 0 && isMidnight(t)
}

func isMidnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }

// isMidnight reports whether the time is midnight as it is written.
func (st Timestamp) isMidnight() bool {
	return st.hour == 0 && st.min == 0 && st.sec == 0 && st.milli == 0
}

// merge adds the observations of a later part of the column.
func (p *timesOfDay) merge(o timesOfDay) {
	p.times += o.times
	p.notAsWritten = p.notAsWritten || o.notAsWritten
	p.notInZone = p.notInZone || o.notInZone
}

// showHours reports whether some time proves that the column's times are hours of a day.
func (p *timesOfDay) showHours() bool { return p.notAsWritten && p.notInZone }

// expectedTimes is what the head of a large file shows about the times of a column. It holds for the whole column
// as long as no later value contradicts it.
type expectedTimes uint8

const (
	wholeColumn   expectedTimes = iota // nothing is expected: the whole column is observed
	anyTimes                           // the times are hours
	onlyMidnights                      // the times are days
	noTimes                            // the head has too few times to tell
)

// Watch returns an inference for the rest of a column of which p has observed the head. A value that contradicts
// the head sets its NeedsColumn.
func (p *DateInference) Watch() *DateInference {
	w := &DateInference{expected: p.expected}
	switch {
	case w.expected != wholeColumn: // p watches, too
	case p.clock.showHours():
		w.expected = anyTimes
	case p.Days():
		w.expected = onlyMidnights
	default:
		w.expected = noTimes
	}
	return w
}

// ExpectsTimes reports whether a time is usual in the column: it has one reading whatever else the column holds.
func (p *DateInference) ExpectsTimes() bool { return p.expected == anyTimes }

// IsUsual reports whether a value has only one reading: its year comes first, and its time agrees with the head
// of the column.
func (p *DateInference) IsUsual(s []byte) bool {
	switch {
	case !BeginsWithYear(s):
		return false
	case p.expected == anyTimes || len(s) == len(time.DateOnly):
		return true
	case p.expected != onlyMidnights:
		return false
	}
	st, ok := ParseTimestamp(string(s))
	return ok && st.isMidnight()
}

// Days reports whether the column holds days: its times are all midnight, and there are enough.
func (p *DateInference) Days() bool {
	return p.clock.times >= max(1, p.clock.least) && !p.clock.showHours()
}

// ReadDay does the same as Read for a cell of a column of days: a time at midnight, as it is written or in
// DayZone, is that day.
func (c *DateReader) ReadDay(s string, o DateOrder, numbers bool) (m calendar.Moment, fault string) {
	st, fault := parseDate(s, numbers)
	if fault != "" {
		return m, fault
	}
	if st.isMidnight() {
		st.HasTime, st.HasZone = false, false
	}
	m, _, fault = c.moment(st, o)
	if t := m.Time(c.DayZone); m.Known() && isMidnight(t) {
		m = calendar.On(t)
	}
	return m, fault
}
