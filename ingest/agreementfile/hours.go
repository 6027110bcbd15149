package agreementfile

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/model/calendar"
)

var (
	weekdayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	hoursForm    = regexp.MustCompile(`^(\d?\d):(\d\d) ?[-–] ?(\d?\d):(\d\d)$`)
)

// bindHours reads business hours: days or ranges of days, each with one span or a list of spans, such as
// {mon-thu: "09:00-17:30", fri: ["09:00-12:00", "13:00-16:00"]}. In the model they are sorted by weekday,
// Sunday first, and by time of day.
func (l *loader) bindHours(p keyPath, v reflect.Value, n *yamlNode) {
	if !l.requireKind(yamlMap, p, n) {
		return
	}
	var hours []calendar.OpenHours
	for _, e := range n.entries {
		days, ok := readWeekdays(e.key)
		if !ok {
			l.refuseAt(e.line, e.column, "key %s in %s is no weekday; write mon, tue or a range such as mon-fri",
				shortQuote(e.key), p)
			continue
		}
		spans := e.value.items
		if e.value.kind == yamlScalar {
			spans = []*yamlNode{e.value}
		} else if !l.requireKind(yamlList, p.entry(e.key), e.value) {
			continue
		}
		for _, span := range spans {
			from, until, ok := readHours(span.text)
			if !ok {
				l.refuseAt(span.line, span.column, "%s %s is no span of hours; write it as \"09:00-17:30\"",
					p.entry(e.key), shortQuote(span.text))
				continue
			}
			for _, day := range days {
				if overlaps(hours, day, from, until) {
					l.refuseAt(span.line, span.column, "%s %s overlaps other hours of %s; give each hour once",
						p.entry(e.key), shortQuote(span.text), day)
					break
				}
				hours = append(hours, calendar.OpenHours{Weekday: day, From: from, Until: until})
			}
		}
	}
	if len(n.entries) == 0 {
		l.refuseAt(n.line, n.column, "%s has no days; write {mon-fri: \"09:00-17:30\"} "+
			"or leave it out for calendar hours", p)
	}
	slices.SortFunc(hours, func(a, b calendar.OpenHours) int {
		return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.From, b.From))
	})
	v.Set(reflect.ValueOf(hours))
}

// overlaps reports whether a span of minutes of a day overlaps hours of that day.
func overlaps(hours []calendar.OpenHours, day time.Weekday, from, until int) bool {
	return slices.ContainsFunc(hours, func(h calendar.OpenHours) bool {
		return h.Weekday == day && from < h.Until && h.From < until
	})
}

// readWeekdays reads mon, Monday or mon-fri; a range may extend past the end of the week.
func readWeekdays(key string) ([]time.Weekday, bool) {
	first, last, isRange := strings.Cut(strings.ToLower(strings.ReplaceAll(key, "–", "-")), "-")
	if !isRange {
		last = first
	}
	from, to := weekdayOf(first), weekdayOf(last)
	if from < 0 || to < 0 {
		return nil, false
	}
	days := []time.Weekday{time.Weekday(from)}
	for d := from; d != to; {
		d = (d + 1) % 7
		days = append(days, time.Weekday(d))
	}
	return days, true
}

// weekdayOf returns the number of a weekday given in lower case, 0 for sun or sunday; -1 for any other
// text.
func weekdayOf(name string) int {
	name = strings.TrimSpace(name)
	return slices.IndexFunc(weekdayNames, func(short string) bool {
		day := time.Weekday(slices.Index(weekdayNames, short))
		return name == short || name == strings.ToLower(day.String())
	})
}

// readHours reads a span of hours and returns its ends in minutes after midnight; 24:00 is the end of the
// day.
func readHours(text string) (from, until int, ok bool) {
	m := hoursForm.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0, 0, false
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	from, until = 60*n[0]+n[1], 60*n[2]+n[3]
	return from, until, n[1] < 60 && n[3] < 60 && from < until && until <= 24*60
}
