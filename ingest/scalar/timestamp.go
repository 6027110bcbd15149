package scalar

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Timestamp is a date as written in a cell, with or without a time and an offset, before the column's
// order of day and month is known.
type Timestamp struct {
	form dateForm
	year int
	// In the forms numeric and shortYear, month, day and year hold the first, second and third number as
	// written.
	month, day     int
	hour, min, sec int
	milli          int
	HasTime        bool
	HasZone        bool    // whether it has an offset, is UTC or has a zoneName; otherwise it is wall-clock time
	zoneName       string  // the letters that name its zone, such as EST, instead of an offset
	offset         int     // seconds east of UTC
	days           float64 // for a serial number
}

// dateForm is the form in which the date of a timestamp is written.
type dateForm uint8

const (
	unambiguous  dateForm = iota // 2026-10-31, 31 Oct 2026: one reading
	numeric                      // 31/10/2026 or 10/31/2026
	shortYear                    // 31/10/26: three numbers in any order
	serialNumber                 // 46326.5, a spreadsheet's date number: days since 1899-12-30
	unixTime                     // 1793439000 or 1793439000000
)

// ParseTimestamp reads RFC 3339; year, month and day with - / . or nothing between; day and month, in
// either order, before a year of four or two digits; month names in the languages of the CRMs;
// spreadsheet date numbers; and Unix times in seconds or milliseconds. A date may be followed by a time,
// with 24 hours or with AM and PM, and by Z, UTC, GMT, a numeric offset, or the letters of another zone,
// such as EST. What these letters mean, only the zone of the file can tell (DateReader).
func ParseTimestamp(s string) (Timestamp, bool) {
	var st Timestamp
	if d, ok := parseSerialNumber(s); ok {
		return Timestamp{form: serialNumber, days: d, HasTime: d != math.Floor(d)}, true
	}
	if st, ok := parseUnixTime(s); ok {
		return st, true
	}
	c := cursor{s}
	c.weekday()
	if !c.date(&st) {
		return st, false
	}
	if c.text == "" {
		return st, true
	}
	if c.text[0] == 'T' || c.text[0] == 't' {
		c.text = c.text[1:]
	} else if strings.TrimLeft(c.text, " ,\u202f\u00a0") == c.text {
		return st, false
	}
	c.text = strings.TrimLeft(c.text, " ,\u202f\u00a0")
	return st, c.clock(&st) && c.zone(&st) && c.text == ""
}

// cursor reads a text from its beginning; text is the unread rest.
type cursor struct{ text string }

// number reads up to most digits; n is the number of digits read.
func (c *cursor) number(most int) (x, n int) {
	for n < len(c.text) && n < most && c.text[n] >= '0' && c.text[n] <= '9' {
		x = x*10 + int(c.text[n]-'0')
		n++
	}
	c.text = c.text[n:]
	return x, n
}

// eat consumes one byte if it is b, and reports whether it did.
func (c *cursor) eat(b byte) bool {
	if c.text == "" || c.text[0] != b {
		return false
	}
	c.text = c.text[1:]
	return true
}

// separator consumes a - / or . between the numbers of a date and returns it; 0 if there is none.
func (c *cursor) separator() byte {
	if c.text == "" || strings.IndexByte("-/.", c.text[0]) < 0 {
		return 0
	}
	b := c.text[0]
	c.text = c.text[1:]
	return b
}

// date reads the date, without weekday and time.
func (c *cursor) date(st *Timestamp) bool {
	if m := c.monthName(); m > 0 { // Oct 31, 2026
		st.month = m
		c.text = strings.TrimLeft(c.text, " ")
		var n int
		if st.day, n = c.number(2); n == 0 {
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
	rest := c.text
	c.text = strings.TrimPrefix(strings.TrimLeft(c.text, " -."), "de ")
	if m := c.monthName(); m > 0 { // 31 Oct 2026, 31-Oct-26
		st.month, st.day = m, first
		return c.year(st, 2)
	}
	c.text = rest
	st.month = first
	sep := c.separator()
	var n2, n3 int
	st.day, n2 = c.number(2)
	same := sep != 0 && c.eat(sep)
	st.year, n3 = c.number(4)
	st.form = numeric
	if n3 == 2 {
		st.form = shortYear
	}
	return same && n2 > 0 && (n3 == 4 || n3 == 2)
}

// afterYear reads month and day after a year: -10-31, /10/31, .10.31 or 1031.
func (c *cursor) afterYear(st *Timestamp) bool {
	sep := c.separator()
	var n1, n2 int
	st.month, n1 = c.number(2)
	same := sep == 0 || c.eat(sep)
	st.day, n2 = c.number(2)
	if sep == 0 { // 20261031, not followed by another digit
		return n1 == 2 && n2 == 2 && (c.text == "" || c.text[0] < '0' || c.text[0] > '9')
	}
	return same && n1 > 0 && n2 > 0
}

// year reads a year of four digits, or also one of two digits if least is 2.
func (c *cursor) year(st *Timestamp, least int) bool {
	c.text = strings.TrimPrefix(strings.TrimLeft(c.text, " ,-."), "de ")
	var n int
	if st.year, n = c.number(4); n == 2 && least == 2 {
		st.year = fullYear(st.year)
		return true
	}
	return n == 4
}

// fullYear returns the year from 1970 to 2069 that two digits stand for.
func fullYear(two int) int {
	if two < 70 {
		return 2000 + two
	}
	return 1900 + two
}

// clock reads 9:05, 09:05:07, 09:05:07.123 and the same with AM or PM.
func (c *cursor) clock(st *Timestamp) bool {
	var n int
	if st.hour, n = c.number(2); n == 0 {
		return false
	}
	packed := n == 2 && c.text != "" && c.text[0] != ':' // 093000
	if !packed && !c.eat(':') {
		return false
	}
	if st.min, n = c.number(2); n != 2 {
		return false
	}
	if packed && c.text != "" && c.text[0] >= '0' && c.text[0] <= '9' || c.eat(':') {
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
	return c.meridiem(st) && st.hour < 24 && st.min < 60 && st.sec < 60
}

// meridiem reads AM or PM, if there is one, and adjusts the hour.
func (c *cursor) meridiem(st *Timestamp) bool {
	rest := strings.TrimLeft(c.text, " \u202f\u00a0")
	lower := strings.ToLower(rest)
	for _, w := range []string{"am", "a.m.", "a. m.", "a.\u00a0m.", "pm", "p.m.", "p. m.", "p.\u00a0m."} {
		if !strings.HasPrefix(lower, w) {
			continue
		}
		if st.hour < 1 || st.hour > 12 {
			return false
		}
		st.hour %= 12
		if w[0] == 'p' {
			st.hour += 12
		}
		c.text = rest[len(w):]
		return true
	}
	return true
}

// zone reads Z, UTC, GMT, a numeric offset or the letters of another zone, if there is one.
func (c *cursor) zone(st *Timestamp) bool {
	c.text = strings.TrimLeft(c.text, " ")
	if c.text == "" {
		return true
	}
	st.HasZone = true
	switch strings.ToUpper(c.text) {
	case "Z", "UTC", "GMT":
		c.text = ""
		return true
	}
	if len(c.text) >= 2 && len(c.text) <= 5 && strings.Trim(c.text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		st.zoneName, c.text = c.text, ""
		return true
	}
	sign := 1
	if c.text[0] == '-' {
		sign = -1
	} else if c.text[0] != '+' {
		return false
	}
	c.text = c.text[1:]
	h, n := c.number(2)
	c.eat(':')
	m, n2 := c.number(2)
	st.offset = sign * (h*3600 + m*60)
	return n == 2 && n2 != 1 && h <= 15 && m < 60
}

// parseSerialNumber reads a spreadsheet's date number for a day from 1970 to 2099. The fraction of the
// day follows a point or a comma.
func parseSerialNumber(s string) (float64, bool) {
	if len(s) < 5 || s[0] > '7' || strings.Trim(s, "0123456789.,") != "" {
		return 0, false
	}
	d, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return d, err == nil && d >= 25569 && d < 73051
}

// fromSerial converts a date number, counted from 1899-12-30 as Excel and LibreOffice do by default. The
// time is rounded to seconds.
func (st Timestamp) fromSerial() Timestamp {
	whole := math.Floor(st.days)
	secs := int(math.Round((st.days - whole) * 86400))
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(whole)).Add(time.Duration(secs) * time.Second)
	return Timestamp{year: t.Year(), month: int(t.Month()), day: t.Day(),
		hour: t.Hour(), min: t.Minute(), sec: t.Second(), HasTime: st.days != whole}
}

// parseUnixTime reads seconds since 1970 (ten digits, so from 2001 on, perhaps with a fraction) or
// milliseconds (thirteen digits).
func parseUnixTime(s string) (Timestamp, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(whole) != 10 && (len(whole) != 13 || frac != "") || len(frac) > 9 ||
		strings.Trim(whole+frac, "0123456789") != "" {
		return Timestamp{}, false
	}
	if len(whole) == 10 {
		whole += (frac + "000")[:3]
	}
	ms, err := strconv.ParseInt(whole, 10, 64)
	t := time.UnixMilli(ms).UTC()
	return Timestamp{form: unixTime, year: t.Year(), month: int(t.Month()), day: t.Day(),
		hour: t.Hour(), min: t.Minute(), sec: t.Second(), milli: t.Nanosecond() / 1e6,
		HasTime: true, HasZone: true}, err == nil
}

// monthNames maps the names and abbreviations of the months, in the languages in which CRMs write them,
// to 1 to 12. No name stands for two different months.
var monthNames = namesOfMonths(
	"january february march april may june july august september october november december", // English
	"jan feb mar apr may jun jul aug sep oct nov dec",
	"januar februar märz april mai juni juli august september oktober november dezember", // German
	"jän feb mrz apr mai jun jul aug sept okt nov dez",
	"jänner feber",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre", // French
	"janv févr mars avr mai juin juil août sept oct nov déc",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre", // Spanish
	"ene feb mar abr may jun jul ago set oct nov dic",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro", // Portuguese
	"jan fev mar abr mai jun jul ago set out nov dez",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre", // Italian
	"gen feb mar apr mag giu lug ago set ott nov dic",
	"januari februari maart april mei juni juli augustus september oktober november december", // Dutch
	"jan feb mrt apr mei jun jul aug sep okt nov dec",
)

func namesOfMonths(years ...string) map[string]int {
	out := map[string]int{}
	for _, year := range years {
		for i, name := range strings.Fields(year) {
			out[name] = i + 1
		}
	}
	return out
}

// MonthByName returns the month, 1 to 12, of a name or abbreviation in any of the languages; 0 if there
// is none.
func MonthByName(name string) int { return monthNames[strings.ToLower(name)] }

// weekdays lists the names of the days, each between spaces.
const weekdays = " mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday "

// word returns the word at the beginning, in lower case, and its length in bytes. It does not pass over it.
func (c *cursor) word() (word string, size int) {
	for size < len(c.text) {
		r, n := utf8.DecodeRuneInString(c.text[size:])
		if !unicode.IsLetter(r) {
			break
		}
		size += n
	}
	return strings.ToLower(c.text[:size]), size
}

// monthName reads the name of a month and the full stop after an abbreviation; it returns 1 to 12, or 0 and
// reads nothing.
func (c *cursor) monthName() int {
	name, n := c.word()
	m := monthNames[name]
	if m > 0 {
		c.text = strings.TrimPrefix(c.text[n:], ".")
	}
	return m
}

// weekday skips the name of a day, as in Fri, 31 Oct 2026.
func (c *cursor) weekday() {
	if name, n := c.word(); n > 0 && strings.Contains(weekdays, " "+name+" ") {
		c.text = strings.TrimLeft(c.text[n:], "., ")
	}
}
