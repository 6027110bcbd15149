package calendar

import "time"

// Moment is an instant of a CRM, to the millisecond. The zero Moment means that it has not happened, or is not known. A bare
// date is kept as the first instant of that day in its zone and remembers that it has no time of day: it is compared as a
// day, and cannot prove hours (SPEC section 2).
type Moment struct{ packed int64 } // milliseconds × 4 + kind: a lead has dozens

type momentKind int64

const (
	never momentKind = iota
	instant
	BareDate
)

func Packed(ms int64, k momentKind) Moment { return Moment{ms<<2 | int64(k)} }

func (m Moment) kind() momentKind { return momentKind(m.packed & 3) }

// ms is the Unix time in milliseconds.
func (m Moment) Milli() int64 { return m.packed >> 2 }

// At is the moment of t.
func At(t time.Time) Moment { return AtMilli(t.UnixMilli()) }

// AtMilli is the moment of a Unix time in milliseconds.
func AtMilli(ms int64) Moment { return Packed(ms, instant) }

// On is the day that begins at t, which is midnight in the agreement's zone.
func On(t time.Time) Moment { return Packed(t.UnixMilli(), BareDate) }

// Known says whether it has a date at all.
func (m Moment) Known() bool { return m.kind() != never }

// DayOnly says that the source gave no time of day.
func (m Moment) DayOnly() bool { return m.kind() == BareDate }

// Time gives the instant in the zone; only for a known Moment.
func (m Moment) Time(loc *time.Location) time.Time { return time.UnixMilli(m.Milli()).In(loc) }

// RFC3339 writes the moment in a zone; a bare date as YYYY-MM-DD, an unknown moment as the empty text.
func (m Moment) RFC3339(loc *time.Location) string {
	switch {
	case !m.Known():
		return ""
	case m.DayOnly():
		return m.Time(loc).Format(time.DateOnly)
	}
	return m.Time(loc).Format(time.RFC3339Nano)
}

// Before compares instants; an unknown Moment is never before, and nothing is before it.
func (m Moment) Before(o Moment) bool { return m.Known() && o.Known() && m.Milli() < o.Milli() }

// earliest gives the earlier of the known ones; of a day and its first instant the instant.
func Earliest(m, o Moment) Moment {
	if !m.Known() || o.Before(m) || o.Milli() == m.Milli() && o.kind() == instant {
		return o
	}
	return m
}

// latest gives the later of the known ones; of a day and its first instant the day.
func Latest(m, o Moment) Moment {
	if !m.Known() || m.Before(o) || o.Milli() == m.Milli() && o.kind() == BareDate {
		return o
	}
	return m
}

// Serial is the date number of a spreadsheet: days since 1899-12-30 on the zone's wall clock. It has nine decimals (86
// microseconds), so that 15 digits hold it exactly and comparisons in a criterion's text are exact too; it is rounded up, for
// a spreadsheet that cuts seconds off would show a moment just under 08:19 as 08:18.
func Serial(t time.Time) float64 {
	_, offset := t.Zone()
	return SerialOf(t.UnixMilli() + int64(offset)*1000)
}

// serial is Serial of what the clocks show.
func SerialOf(shown int64) float64 {
	shown += EpochSerial * DayMS
	day, rest := shown/DayMS, shown%DayMS
	return float64(day) + float64((rest*1e9+DayMS-1)/DayMS)/1e9
}

// epochSerial is the date number of 1970-01-01.
const EpochSerial = 25569
