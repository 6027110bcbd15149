package scalar

import "strings"

// stamp is a date as a cell writes it, on the wall or with an offset, before its order of day and month is known.
type Timestamp struct {
	form           form
	year           int
	a, b           int // month and day; in the forms numeric and twoDigits as written
	hour, min, sec int
	milli          int
	HasTime        bool
	HasZone        bool
	offset         int // seconds east of UTC
	days           float64
}

// form is how a stamp's date is written.
type form uint8

const (
	yearFirst form = iota // 2026-10-31, 31 Oct 2026: one reading
	numeric               // 31/10/2026 or 10/31/2026
	twoDigits             // 31/10/26: three numbers, of which year is the last as written
	serial                // 46326.5, a spreadsheet's days
	unix                  // 1793439000 or 1793439000000
)

// parseStamp reads RFC 3339, year-month-day with - / . or nothing between, day and month before a year of four or two digits,
// names of months in the languages of the CRMs, spreadsheet date numbers and Unix times in seconds or milliseconds; then
// optionally a time (24 hours, or AM and PM) and a numeric offset. Zones by name have more than one reading and are not read.
func ParseTimestamp(s string) (Timestamp, bool) {
	var st Timestamp
	if d, ok := dateNumber(s); ok {
		return Timestamp{form: serial, days: d}, true
	}
	if st, ok := unixTime(s); ok {
		return st, true
	}
	c := Cursor{s}
	c.weekday()
	if !c.date(&st) {
		return st, false
	}
	if c.S == "" {
		return st, true
	}
	if c.S[0] == 'T' || c.S[0] == 't' {
		c.S = c.S[1:]
	} else if strings.TrimLeft(c.S, " ,\u202f\u00a0") == c.S {
		return st, false
	}
	c.S = strings.TrimLeft(c.S, " ,\u202f\u00a0")
	return st, c.clock(&st) && c.zone(&st) && c.S == ""
}

type Cursor struct{ S string }

// number reads up to most digits; n is how many there were.
func (c *Cursor) number(most int) (x, n int) {
	for n < len(c.S) && n < most && c.S[n] >= '0' && c.S[n] <= '9' {
		x = x*10 + int(c.S[n]-'0')
		n++
	}
	c.S = c.S[n:]
	return x, n
}

func (c *Cursor) eat(b byte) bool {
	if c.S == "" || c.S[0] != b {
		return false
	}
	c.S = c.S[1:]
	return true
}

func (c *Cursor) separator() byte {
	if c.S == "" || strings.IndexByte("-/.", c.S[0]) < 0 {
		return 0
	}
	b := c.S[0]
	c.S = c.S[1:]
	return b
}

func (c *Cursor) date(st *Timestamp) bool {
	if m := c.Month(); m > 0 { // Oct 31, 2026
		st.a = m
		c.S = strings.TrimLeft(c.S, " ")
		var n int
		if st.b, n = c.number(2); n == 0 {
			return false
		}
		return c.year(st, 4)
	}
	first, n := c.number(4)
	if n == 4 {
		st.year = first
		return c.afterYear(st)
	}
	if n == 0 || n > 2 {
		return false
	}
	rest := c.S
	c.S = strings.TrimPrefix(strings.TrimLeft(c.S, " -."), "de ")
	if m := c.Month(); m > 0 { // 31 Oct 2026, 31-Oct-26
		st.a, st.b = m, first
		return c.year(st, 2)
	}
	c.S = rest
	st.a = first
	sep := c.separator()
	var n2, n3 int
	st.b, n2 = c.number(2)
	same := sep != 0 && c.eat(sep)
	st.year, n3 = c.number(4)
	st.form = numeric
	if n3 == 2 {
		st.form = twoDigits
	}
	return same && n2 > 0 && (n3 == 4 || n3 == 2)
}

// afterYear reads -10-31, /10/31, .10.31 or 1031.
func (c *Cursor) afterYear(st *Timestamp) bool {
	sep := c.separator()
	var n1, n2 int
	st.a, n1 = c.number(2)
	same := sep == 0 || c.eat(sep)
	st.b, n2 = c.number(2)
	if sep == 0 { // 20261031, and no digit more
		return n1 == 2 && n2 == 2 && (c.S == "" || c.S[0] < '0' || c.S[0] > '9')
	}
	return same && n1 > 0 && n2 > 0
}

// year reads a year of four digits, or of no fewer than least.
func (c *Cursor) year(st *Timestamp, least int) bool {
	c.S = strings.TrimPrefix(strings.TrimLeft(c.S, " ,-."), "de ")
	var n int
	if st.year, n = c.number(4); n == 2 && least == 2 {
		st.year = fullYear(st.year)
		return true
	}
	return n == 4
}

// fullYear is the year that two digits mean: of 1970 to 2069.
func fullYear(two int) int {
	if two < 70 {
		return 2000 + two
	}
	return 1900 + two
}

// clock reads 9:05, 09:05:07, 09:05:07.123 and the same with AM or PM.
func (c *Cursor) clock(st *Timestamp) bool {
	var n int
	if st.hour, n = c.number(2); n == 0 {
		return false
	}
	packed := n == 2 && c.S != "" && c.S[0] != ':' // 093000
	if !packed && !c.eat(':') {
		return false
	}
	if st.min, n = c.number(2); n != 2 {
		return false
	}
	if packed && c.S != "" && c.S[0] >= '0' && c.S[0] <= '9' || c.eat(':') {
		if st.sec, n = c.number(2); n != 2 {
			return false
		}
		if c.eat('.') {
			frac, n := c.number(9)
			if n == 0 {
				return false
			}
			for ; n < 3; n++ {
				frac *= 10
			}
			for ; n > 3; n-- {
				frac /= 10
			}
			st.milli = frac
		}
	}
	st.HasTime = true
	return c.half(st) && st.hour < 24 && st.min < 60 && st.sec < 60
}

// half reads AM or PM, if it is there.
func (c *Cursor) half(st *Timestamp) bool {
	rest := strings.ToLower(strings.TrimLeft(c.S, " \u202f\u00a0"))
	for _, w := range []string{"am", "a.m.", "a. m.", "a.\u00a0m.", "pm", "p.m.", "p. m.", "p.\u00a0m."} {
		if !strings.HasPrefix(rest, w) {
			continue
		}
		if st.hour < 1 || st.hour > 12 {
			return false
		}
		st.hour %= 12
		if w[0] == 'p' {
			st.hour += 12
		}
		c.S = rest[len(w):]
		return true
	}
	return true
}

// zone reads Z, UTC, GMT or a numeric offset, if it is there.
func (c *Cursor) zone(st *Timestamp) bool {
	c.S = strings.TrimLeft(c.S, " ")
	if c.S == "" {
		return true
	}
	st.HasZone = true
	switch strings.ToUpper(c.S) {
	case "Z", "UTC", "GMT":
		c.S = ""
		return true
	}
	sign := 1
	if c.S[0] == '-' {
		sign = -1
	} else if c.S[0] != '+' {
		return false
	}
	c.S = c.S[1:]
	h, n := c.number(2)
	c.eat(':')
	m, n2 := c.number(2)
	st.offset = sign * (h*3600 + m*60)
	return n == 2 && n2 != 1 && h <= 15 && m < 60
}
