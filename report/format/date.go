package format

import (
	"fmt"
	"math"
	"time"

	"leadpact/model/calendar"
)

// Date writes a day in words, in the order of the locale: October 2, 2026 in the United States, else 2
// October 2026. The zero time is "n/a".
func (s Style) Date(t time.Time) string {
	if t.IsZero() {
		return NA
	}
	if s.monthFirst() {
		return t.Format("January 2, 2006")
	}
	return t.Format("2 January 2006")
}

// monthFirst reports whether the locale writes the month before the day.
func (s Style) monthFirst() bool {
	region, _ := s.tag.Region()
	return region.String() == "US"
}

// ISO writes a day for a table: 2026-10-02. The zero time is "n/a".
func ISO(t time.Time) string {
	if t.IsZero() {
		return NA
	}
	return t.Format(time.DateOnly)
}

// Month writes a month: October 2026.
func Month(t time.Time) string { return t.Format("January 2006") }

// Period writes the name of a period: October 2026, Q4 2026, or 1 October 2026 to 15 October 2026.
func (s Style) Period(p calendar.Period) string {
	last := p.End.AddDate(0, 0, -1)
	switch {
	case p.Months == 1:
		return Month(p.Start)
	case p.Months == 3 && int(p.Start.Month())%3 == 1:
		return fmt.Sprintf("Q%d %d", (int(p.Start.Month())+2)/3, p.Start.Year())
	}
	return s.Date(p.Start) + " to " + s.Date(last)
}

// Span writes a limit: 5 minutes, 24 hours (or 24 business hours), 90 days. The zero span is "n/a".
func (s Style) Span(x calendar.Span) string {
	switch {
	case x.Days != 0:
		return s.days(x.Days)
	case x.Minutes == 0:
		return NA
	case x.Minutes%60 != 0 && x.Minutes < 120:
		unit := plural("minute", x.Minutes == 1)
		if s.business {
			unit = "business " + unit
		}
		return s.Count(x.Minutes) + " " + unit
	}
	hours := float64(x.Minutes) / 60
	return s.upTo(hours, 2) + " " + s.hourWord(hours == 1)
}

func (s Style) days(n int) string { return s.Count(n) + " " + plural("day", n == 1) }

func (s Style) hourWord(one bool) string {
	if s.business {
		return "business " + plural("hour", one)
	}
	return plural("hour", one)
}

// Business reports whether hours and minutes are business hours.
func (s Style) Business() bool { return s.business }

// Calendar returns the same style with calendar hours.
func (s Style) Calendar() Style {
	s.business = false
	return s
}

// FromSerial returns the time of a spreadsheet's date number (days since 1899-12-30) as wall time in a
// zone.
func FromSerial(x float64, loc *time.Location) time.Time {
	day := math.Floor(x)
	ms := math.Round((x - day) * 86400_000)
	return time.Date(1899, 12, 30+int(day), 0, 0, 0, int(ms)*int(time.Millisecond), loc)
}
