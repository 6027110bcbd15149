package calendar

import (
	"fmt"
	"time"
)

// Day is a calendar date of the agreement, in its zone; the zero Day is absent.
type Day struct{ time.Time }

// In gives the start of the day in the zone.
func (d Day) In(loc *time.Location) time.Time {
	return WallTime(d.Year(), d.Month(), d.Time.Day(), 0, 0, 0, 0, loc)
}

// Month is a calendar month, written 2026-10; the zero Month is absent.
type Month struct{ time.Time }

// Quarter is a calendar quarter, written 2026-Q3.
type Quarter struct{ Year, Q int }

// Start is the first day of the quarter.
func (q Quarter) Start(loc *time.Location) time.Time {
	return WallTime(q.Year, time.Month(3*q.Q-2), 1, 0, 0, 0, 0, loc)
}

// String writes the quarter as the agreement does.
func (q Quarter) String() string { return fmt.Sprintf("%04d-Q%d", q.Year, q.Q) }

// Span is a time limit: minutes and hours run on the agreement's clock, days to the same wall time. Exactly one of the two
// is set; the zero Span is absent.
type Span struct {
	Minutes int
	Days    int
}

// Hours gives the limit in hours of the agreement's clock; of a limit in days, 24 for each.
func (s Span) Hours() float64 { return float64(s.Minutes+s.Days*24*60) * 60 / 3600 }

// wholeDays are the days that are over once it is.
func (s Span) WholeDays() int { return int(s.Hours() / 24) }

// IsZero says that the key is absent.
func (s Span) IsZero() bool { return s == Span{} }

// fullMonths counts the full months from one day to another: a month is full on the same day of the next one, or on that
// month's last day where it is shorter.
func FullMonths(from, til time.Time) int {
	n := (til.Year()-from.Year())*12 + int(til.Month()) - int(from.Month())
	last := til.AddDate(0, 0, 1).Month() != til.Month()
	if til.Day() < from.Day() && !last {
		n--
	}
	return max(0, n)
}

// quarterStart is the first instant of the quarter that t lies in.
func QuarterStart(t time.Time) time.Time {
	return Quarter{Year: t.Year(), Q: (int(t.Month())-1)/3 + 1}.Start(t.Location())
}

func Earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// monthOf is the first instant of the month that t lies in.
func MonthOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, t.Location())
}
