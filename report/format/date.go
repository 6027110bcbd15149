package format

import (
	"fmt"
	"math"
	"time"

	"leadpact/model/calendar"
)

// Date writes a day in words, in the locale's order: October 2, 2026 in the United States, else 2 October 2026. The zero time
// is "n/a".
func (s Style) Date(t time.Time) string {
	if t.IsZero() {
		return NA
	}
	if region, _ := s.tag.Region(); region.String() == "US" {
		return t.Format("January 2, 2006")
	}
	return t.Format("2 January 2006")
}

// ISO writes a day for a table: 2026-10-02.
func ISO(t time.Time) string {
	if t.IsZero() {
		return NA
	}
	return t.Format(time.DateOnly)
}

// Month writes a month: October 2026.
func Month(t time.Time) string { return t.Format("January 2006") }

// Period names a period: October 2026, Q4 2026, or 1 to 15 October 2026.
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

// Span writes a limit: 5 minutes, 24 hours (or 24 business hours), 90 days. An absent one is "n/a".
func (s Style) Span(x calendar.Span) string {
	switch {
	case x.Days != 0:
		return s.Count(x.Days) + " " + plural("day", x.Days == 1)
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

// Business says that hours and minutes are business hours.
func (s Style) Business() bool { return s.business }

// Calendar is the style with calendar hours.
func (s Style) Calendar() Style {
	s.business = false
	return s
}

func (s Style) hourWord(one bool) string {
	if s.business {
		return "business " + plural("hour", one)
	}
	return plural("hour", one)
}

// Wall reads a spreadsheet's date number as wall time of a zone.
func Wall(x float64, loc *time.Location) time.Time {
	day := math.Floor(x)
	ms := math.Round((x - day) * 86400_000)
	return time.Date(1899, 12, 30+int(day), 0, 0, 0, int(ms)*int(time.Millisecond), loc)
}
