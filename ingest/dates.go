package ingest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"leadpact/model"
)

// order is which of day and month comes first in a column's numeric dates.
type order uint8

const (
	unproven order = iota
	dayFirst
	monthFirst
)

var orderKeys = map[string]order{"dmy": dayFirst, "mdy": monthFirst}

func (o order) String() string { return [...]string{"", "dmy", "mdy"}[o] }

// dateProof watches every value of a date column before any is used: what proves the day first or the month first, and
// whether there is anything to prove.
type dateProof struct {
	open        string // the first value with two readings
	openLine    int
	day, month  int // lines that prove an order; 0: none
	serials     int
	others      int
	firstSerial string
}

func (p *dateProof) see(s string, line int) {
	if len(s) >= len(time.DateOnly) && s[4] == '-' { // the year first: nothing to prove
		p.others++
		return
	}
	st, ok := parseStamp(s)
	switch {
	case !ok:
		p.others++
	case st.form == serial:
		if p.serials == 0 {
			p.firstSerial = s
		}
		p.serials++
	case st.form == numeric:
		p.others++
		switch {
		case st.a > 12 && st.b <= 12 && p.day == 0:
			p.day = line
		case st.b > 12 && st.a <= 12 && p.month == 0:
			p.month = line
		case st.a <= 12 && st.b <= 12 && st.a != st.b && p.open == "":
			p.open, p.openLine = s, line
		}
	default:
		p.others++
	}
}

// settle gives the column's order, or why it cannot be known.
func (p *dateProof) settle(table string) (o order, line int, err string) {
	switch {
	case p.day > 0 && p.month > 0:
		return 0, max(p.day, p.month), fmt.Sprintf("day and month change places (line %d has the day first, line %d the month); export the file again with one order, or set date_order: dmy or mdy under inputs.%s in agreement.yaml to set the others aside", p.day, p.month, table)
	case p.day > 0:
		return dayFirst, p.day, ""
	case p.month > 0:
		return monthFirst, p.month, ""
	case p.open != "":
		return 0, p.openLine, fmt.Sprintf("%q can be read with the day or the month first, and no other row tells; set date_order: dmy or mdy under inputs.%s in agreement.yaml", p.open, table)
	}
	return unproven, 0, ""
}

// isSerial says that the whole column holds spreadsheet date numbers.
func (p *dateProof) isSerial() bool { return p.serials > 0 && p.others == 0 }

// calendar turns stamps into moments. A stamp without offset is on the wall of from; a bare date is a day of the agreement's
// zone, home.
type calendar struct {
	from, home *time.Location
	latest     time.Time
	// the span of from's clock in which the last wall time fell, and its offset in seconds
	spanFrom, spanTil, spanOffset int64
}

func newCalendar(from *time.Location, p model.Period) *calendar {
	return &calendar{from: from, home: p.Start.Location(), latest: p.End.AddDate(10, 0, 0)}
}

// read gives the moment of a cell under the column's order, or why there is none. twice says that the clock showed this time
// twice; the first is taken.
func (c *calendar) read(s string, o order, serials bool) (m model.Moment, twice bool, fault string) {
	st, ok := parseStamp(s)
	if !ok || st.form == serial && !serials {
		return m, false, "is not a date; write 2026-10-31 or 2026-10-31T09:30:00Z"
	}
	switch st.form {
	case serial:
		st = st.fromSerial()
	case numeric:
		if o == dayFirst {
			st.a, st.b = st.b, st.a
		} else if o == unproven && st.a != st.b {
			return m, false, "is no day of the calendar in this column's order of day and month"
		}
	}
	day := time.Date(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, time.UTC)
	if st.a < 1 || st.a > 12 || day.Day() != st.b || int(day.Month()) != st.a {
		return m, false, "is no day of the calendar"
	}
	if !st.timed {
		m = model.On(model.WallTime(st.year, time.Month(st.a), st.b, 0, 0, 0, 0, c.home))
	} else {
		wall := day.Unix() + int64(st.hour*3600+st.min*60+st.sec)
		offset := int64(st.offset)
		if !st.zoned {
			if offset, twice, ok = c.offset(wall); !ok {
				return m, false, "is an hour that the clock skipped"
			}
		}
		m = model.At(time.UnixMilli((wall-offset)*1000 + int64(st.milli)))
	}
	if t := m.Time(time.UTC); st.year < 1970 || t.After(c.latest) {
		return model.Moment{}, false, "is before 1970 or more than ten years ahead"
	}
	return m, twice, ""
}

// offset finds the zone's offset at a wall time, given as the Unix time it would be in UTC.
func (c *calendar) offset(wall int64) (offset int64, twice, ok bool) {
	const day = 86400
	if wall-c.spanOffset > c.spanFrom+day && wall-c.spanOffset < c.spanTil-day {
		return c.spanOffset, false, true
	}
	var found []int64
	for _, probe := range [3]int64{wall - day, wall, wall + day} {
		t := time.Unix(probe, 0).In(c.from)
		_, o := t.Zone()
		_, at := time.Unix(wall-int64(o), 0).In(c.from).Zone()
		if at == o && (len(found) == 0 || found[len(found)-1] != int64(o)) {
			found = append(found, int64(o))
		}
	}
	if len(found) == 0 {
		return 0, false, false
	}
	start, end := time.Unix(wall-found[0], 0).In(c.from).ZoneBounds()
	c.spanOffset, c.spanFrom, c.spanTil = found[0], math.MinInt64/2, math.MaxInt64/2
	if !start.IsZero() {
		c.spanFrom = start.Unix()
	}
	if !end.IsZero() {
		c.spanTil = end.Unix()
	}
	return found[0], len(found) > 1, true
}

// dateNumber reads a spreadsheet's date number of 1970 to 2099.
func dateNumber(s string) (float64, bool) {
	if len(s) < 5 || strings.Trim(s, "0123456789.") != "" {
		return 0, false
	}
	d, err := strconv.ParseFloat(s, 64)
	return d, err == nil && d >= 25569 && d < 73051
}

// fromSerial counts from 1899-12-30, as Excel and LibreOffice do unless told otherwise; seconds are rounded.
func (st stamp) fromSerial() stamp {
	whole := math.Floor(st.days)
	secs := int(math.Round((st.days - whole) * 86400))
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(whole)).Add(time.Duration(secs) * time.Second)
	return stamp{year: t.Year(), a: int(t.Month()), b: t.Day(), hour: t.Hour(), min: t.Minute(), sec: t.Second(),
		timed: st.days != whole}
}
