package calendar

import (
	"fmt"
	"time"
)

// Day is a calendar date without a zone, stored as its midnight in UTC; the zero Day means absent.
type Day struct{ time.Time }

// In returns the first instant of the day in a zone.
func (d Day) In(loc *time.Location) time.Time {
	return WallTime(d.Year(), d.Month(), d.Time.Day(), 0, 0, 0, 0, loc)
}

// DayNumbered returns the day with a number, as Clock.DayNumber counts days.
func DayNumbered(no int) Day { return Day{time.Unix(int64(no)*DayMS/1000, 0).UTC()} }

// Month is a calendar month, written 2026-10 and stored as its first midnight in UTC; the zero Month
// means absent.
type Month struct{ time.Time }

// Quarter is a calendar quarter, written 2026-Q3; Q is 1 to 4.
type Quarter struct{ Year, Q int }

// Start returns the first instant of the quarter in a zone.
func (q Quarter) Start(loc *time.Location) time.Time {
	return WallTime(q.Year, time.Month(3*q.Q-2), 1, 0, 0, 0, 0, loc)
}

// String formats the quarter as the agreement writes it.
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.Q) }

// Span is a time limit of the agreement. Minutes run on the agreement's clock; days are calendar days to
// the same wall time. At most one of the two is set; the zero Span means absent.
type Span struct {
	Minutes int
	Days    int
}

// Hours returns the limit in hours, counting 24 for a day.
func (s Span) Hours() float64 { return float64(s.Minutes+s.Days*24*60) * 60 / 3600 }

// WholeDays returns the limit in days of 24 hours, rounded down.
func (s Span) WholeDays() int { return int(s.Hours() / 24) }

// IsZero reports whether the limit is absent.
func (s Span) IsZero() bool { return s == Span{} }

// FullMonths returns the number of full months from one day to another, at least 0. A month is full on
// the same day of the next month, or on that month's last day where it is shorter.
func FullMonths(from, until time.Time) int {
	n := (until.Year()-from.Year())*12 + int(until.Month()) - int(from.Month())
	lastDay := until.AddDate(0, 0, 1).Month() != until.Month()
	if until.Day() < from.Day() && !lastDay {
		n--
	}
	return max(0, n)
}

// QuarterStart returns the first instant of the quarter that t lies in, in t's zone.
func QuarterStart(t time.Time) time.Time {
	return Quarter{Year: t.Year(), Q: (int(t.Month())-1)/3 + 1}.Start(t.Location())
}

// Earlier returns the earlier of two times.
func Earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// Later returns the later of two times.
func Later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// MonthOf returns midnight of the first day of the month that t lies in, in t's zone.
func MonthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}

// Days returns the number of midnights between two times, each taken on the wall clock of its own zone.
func Days(from, until time.Time) int {
	return int(Civil(until).Sub(Civil(from)) / (24 * time.Hour))
}

// Civil returns the calendar day of t in t's zone as midnight in UTC, so that days can be counted and
// compared.
func Civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// ParseInstant parses an instant: RFC 3339, or a wall time (2026-11-01T07:00) or a date, which is its first
// instant, in a zone.
func ParseInstant(text string, loc *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return WallTime(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, loc), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time; write 2026-11-01, 2026-11-01T07:00 or 2026-11-01T07:00:00-04:00", text)
}
