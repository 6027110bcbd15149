package terminal

import (
	"fmt"
	"strings"
	"time"
)

// layoutOf returns the layout in which all instants of one page are written: with seconds or milliseconds
// where any of them has them, and with the zone's abbreviation where daylight saving changes between them.
func layoutOf(instants []time.Time) string {
	layouts := []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05.000"}
	finest, offsets := 0, map[int]bool{}
	for _, t := range instants {
		_, offset := t.Zone()
		offsets[offset] = true
		switch {
		case isEndOfDay(t):
		case t.Nanosecond() != 0:
			finest = 2
		case t.Second() != 0:
			finest = max(finest, 1)
		}
	}
	if len(offsets) > 1 {
		return layouts[finest] + " MST"
	}
	return layouts[finest]
}

// instant writes a time in a layout from layoutOf. The last millisecond of a day is written as its end: a
// limit in days that began on a bare date runs to the end of the due day.
func instant(t time.Time, layout string) string {
	if isEndOfDay(t) {
		return t.Format(time.DateOnly) + " end of day"
	}
	return t.Format(layout)
}

func isEndOfDay(t time.Time) bool { return t.Format("15:04:05.000") == "23:59:59.999" }

// timeOfDay writes a time of day with seconds and milliseconds only if it has any.
func timeOfDay(t time.Time) string {
	return strings.TrimSuffix(strings.TrimSuffix(t.Format("15:04:05.000"), ".000"), ":00")
}

// duration writes hours, minutes and seconds exactly, and leaves out those that are zero.
func duration(d time.Duration) string {
	if d < 0 {
		return "-" + duration(-d)
	}
	var parts []string
	for _, u := range []struct {
		unit time.Duration
		word string
	}{{time.Hour, "h"}, {time.Minute, "min"}} {
		if n := d / u.unit; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.word))
			d -= n * u.unit
		}
	}
	if d > 0 || len(parts) == 0 {
		seconds := strings.TrimRight(fmt.Sprintf("%.3f", d.Seconds()), "0")
		parts = append(parts, strings.TrimSuffix(seconds, ".")+" s")
	}
	return strings.Join(parts, " ")
}

// age writes a duration as a person would say it, rounded down: 12 d, 3 d 4 h, 5 h, 20 min.
func age(d time.Duration) string {
	switch days, hours := int(d.Hours())/24, int(d.Hours())%24; {
	case days > 0 && days < 7 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	case hours > 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d min", int(d.Minutes()))
}
