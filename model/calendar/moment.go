package calendar

import (
	"math"
	"time"
)

// Moment is an instant of a CRM record, to the millisecond. The zero Moment is unknown: the event has not
// happened, or its time is not recorded. A bare date (a date without a time of day) is stored as the
// first instant of its day in the agreement's zone and marked as such, since hours cannot be computed from it
// (SPEC section 2). Before and the like compare that instant; rules that compare days ask DayOnly.
//
// A lead has dozens of Moments, so one takes only eight bytes: Unix milliseconds × 4, plus the kind.
type Moment struct{ packed int64 }

type momentKind int64

const (
	never momentKind = iota
	instant
	BareDate
)

// Packed builds a Moment from a Unix time in milliseconds and a kind.
func Packed(ms int64, k momentKind) Moment { return Moment{ms<<2 | int64(k)} }

func (m Moment) kind() momentKind { return momentKind(m.packed & 3) }

// Milli returns the Unix time in milliseconds: for a bare date that of its day's first instant, for the
// zero Moment 0.
func (m Moment) Milli() int64 { return m.packed >> 2 }

// At returns the Moment of t.
func At(t time.Time) Moment { return AtMilli(t.UnixMilli()) }

// AtMilli returns the Moment of a Unix time in milliseconds.
func AtMilli(ms int64) Moment { return Packed(ms, instant) }

// On returns a bare date. t must be the first instant of the day in the agreement's zone.
func On(t time.Time) Moment { return Packed(t.UnixMilli(), BareDate) }

// Known reports whether m is known, that is, not the zero Moment.
func (m Moment) Known() bool { return m.kind() != never }

// DayOnly reports whether m is a bare date.
func (m Moment) DayOnly() bool { return m.kind() == BareDate }

// Time returns the instant as a time in the zone loc. m must be known.
func (m Moment) Time(loc *time.Location) time.Time { return time.UnixMilli(m.Milli()).In(loc) }

// RFC3339 formats the Moment in the zone loc: a bare date as YYYY-MM-DD, an unknown Moment as the empty
// text.
func (m Moment) RFC3339(loc *time.Location) string {
	switch {
	case !m.Known():
		return ""
	case m.DayOnly():
		return m.Time(loc).Format(time.DateOnly)
	}
	return m.Time(loc).Format(time.RFC3339Nano)
}

// Before reports whether m is an earlier instant than o; false where either is not known.
func (m Moment) Before(o Moment) bool { return m.Known() && o.Known() && m.Milli() < o.Milli() }

// Earliest returns the earlier of two Moments, or the one that is known. If one is a bare date and the
// other its day's first instant, it returns the instant.
func Earliest(m, o Moment) Moment {
	if !m.Known() || o.Before(m) || o.Milli() == m.Milli() && o.kind() == instant {
		return o
	}
	return m
}

// Latest returns the later of two Moments, or the one that is known. If one is a bare date and the other
// its day's first instant, it returns the bare date.
func Latest(m, o Moment) Moment {
	if !m.Known() || m.Before(o) || o.Milli() == m.Milli() && o.kind() == BareDate {
		return o
	}
	return m
}

// Serial returns the date number of a spreadsheet: days since 1899-12-30 on the wall clock of t's zone.
// It is rounded up to nine decimals (86 microseconds). With nine decimals, 15 significant digits hold the
// number exactly, so comparisons in COUNTIFS, which converts a criterion to text, are exact, too. If it were
// rounded down, 08:19 would appear as 08:18 in a spreadsheet that truncates seconds.
func Serial(t time.Time) float64 {
	_, offset := t.Zone()
	return SerialOfWall(t.UnixMilli() + int64(offset)*1000)
}

// SerialOfWall returns the date number of a wall time, given as the Unix milliseconds that it would have
// in UTC (Clock.WallMilli).
func SerialOfWall(wall int64) float64 {
	wall += epochSerial * DayMS
	day, rest := wall/DayMS, wall%DayMS
	return float64(day) + float64((rest*1e9+DayMS-1)/DayMS)/1e9
}

// FromSerial returns the wall time of a date number, to the millisecond, as a time in UTC.
func FromSerial(serial float64) time.Time {
	return time.UnixMilli(int64(math.Round((serial - epochSerial) * DayMS))).UTC()
}

// epochSerial is the date number of 1970-01-01.
const epochSerial = 25569
