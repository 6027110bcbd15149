package scalar

import (
	"math"
	"regexp"
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
	HasZone        bool      // whether it has an offset, is UTC or has a zoneName; otherwise it is wall-clock time
	zoneName       string    // the name of its zone, such as EST or US/Eastern, instead of an offset
	offset         int       // seconds east of UTC
	days           float64   // for a serial number
	name           monthName // if it names its month
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

// ParseTimestamp reads RFC 3339; year, month and day with - / . or nothing between; ISO weeks; day and month,
// in either order, before a year of four or two digits; names of months and days in nine languages
// (date_words.go); spreadsheet date numbers; and Unix times in seconds or milliseconds. A date may be
// followed by a time, of 24 or 12 hours, and by Z, UTC, GMT, an offset, or the name of another zone, such as
// EST. What a name means, the zone of the file may tell (DateReader). The year may follow the time, as in
// "Sat Oct 31 09:30:00 GMT 2026".
func ParseTimestamp(s string) (Timestamp, bool) {
	if d, ok := parseSerialNumber(s); ok {
		return Timestamp{form: serialNumber, days: d, HasTime: d != math.Floor(d)}, true
	}
	if st, ok := parseUnixTime(s); ok {
		return st, true
	}
	c := cursor{plainText(s)}
	if word, n := c.word(); n > 0 && weekdays[word] {
		after := strings.TrimPrefix(c.text[n:], "-feira") // the end of a Portuguese weekday
		rest := cursor{strings.TrimLeft(after, "., ")}
		if st, ok := rest.timestamp(); ok {
			return st, true
		} // else the word is the name of a month, as mar is in French
	}
	return c.timestamp()
}

// timestamp reads a date without the weekday before it, and what follows it, to the end of the text.
func (c *cursor) timestamp() (st Timestamp, ok bool) {
	if !c.date(&st) {
		return st, false
	}
	yearless := st.year == 0 && st.form == unambiguous
	if c.text == "" {
		return st, !yearless
	}
	if !c.timeFollows() {
		return st, c.text == "" && !yearless
	}
	return st, c.clock(&st) && (!yearless || c.yearAtEnd(&st)) && c.zone(&st)
}

// cursor reads a text from its beginning; text is the unread rest.
type cursor struct{ text string }

// number reads up to most digits; n is the number of digits read.
func (c *cursor) number(most int) (x, n int) {
	for n < len(c.text) && n < most && isDigit(c.text[n]) {
		x = x*10 + int(c.text[n]-'0')
		n++
	}
	c.text = c.text[n:]
	return x, n
}

// startsWithDigit reports whether the unread rest begins with a digit.
func (c *cursor) startsWithDigit() bool { return c.text != "" && isDigit(c.text[0]) }

// eat consumes one byte if it is b, and reports whether it did.
func (c *cursor) eat(b byte) bool {
	if c.text == "" || c.text[0] != b {
		return false
	}
	c.text = c.text[1:]
	return true
}

// eatSign consumes one of several signs and reports whether it did.
func (c *cursor) eatSign(signs ...string) bool {
	for _, sign := range signs {
		if rest, ok := strings.CutPrefix(c.text, sign); ok {
			c.text = rest
			return true
		}
	}
	return false
}

// word returns the word at the beginning, folded, and its length in bytes. It does not pass over it.
func (c *cursor) word() (word string, size int) {
	for size < len(c.text) {
		if b := c.text[size] | 0x20; b >= 'a' && b <= 'z' {
			size++
			continue
		}
		r, n := utf8.DecodeRuneInString(c.text[size:])
		if !unicode.IsLetter(r) && (size == 0 || !unicode.Is(unicode.Mn, r)) {
			break
		}
		size += n
	}
	if size == 0 {
		return "", 0
	}
	return fold(c.text[:size]), size
}

// skip passes over spaces and then over words of a set, each with the full stop and spaces that follow it.
func (c *cursor) skip(words map[string]bool) {
	c.text = strings.TrimLeft(c.text, " ")
	for word, n := c.word(); n > 0 && words[word]; word, n = c.word() {
		c.text = strings.TrimLeft(c.text[n:], ". ")
	}
}

// separator consumes a - / or . between the numbers of a date, and spaces after it, and returns it; 0 if there
// is none.
func (c *cursor) separator() byte {
	if c.text == "" || strings.IndexByte("-/.", c.text[0]) < 0 {
		return 0
	}
	b := c.text[0]
	c.text = strings.TrimLeft(c.text[1:], " ")
	return b
}

// date reads the date, without a weekday before it and without time. The year is 0 if it follows the time.
func (c *cursor) date(st *Timestamp) bool {
	if c.monthName(st) { // Oct 31, 2026; Oct 31 09:30:00 2026
		c.text = strings.TrimLeft(c.text, " -")
		var n int
		if st.day, n = c.number(2); n == 0 {
			return false
		}
		c.ordinal()
		rest := c.text
		if !c.year(st, 4) {
			c.text, st.year = rest, 0
		}
		return true
	}
	first, n := c.number(4)
	if n == 4 {
		st.year = first
		return c.afterYear(st)
	}
	if n == 0 || n > 2 {
		return false
	}
	if len(c.text) < 2 || !isDigit(c.text[1]) {
		rest := c.text
		c.ordinal()
		c.text = strings.TrimLeft(c.text, " -./")
		found := c.monthName(st) // 31 Oct 2026, 31-Oct-26
		if !found {
			c.skip(dateLinks)
			found = c.monthName(st)
		}
		if found {
			st.day = first
			return c.year(st, 2)
		}
		c.text = rest
	}
	st.month = first
	sep := c.separator()
	var n2, n3 int
	st.day, n2 = c.number(2)
	same := sep != 0 && c.eat(sep)
	c.text = strings.TrimLeft(c.text, " ")
	st.year, n3 = c.number(4)
	st.form = numeric
	if n3 == 2 {
		st.form = shortYear
	}
	return same && n2 > 0 && (n3 == 4 || n3 == 2)
}

// afterYear reads month and day after a year: -10-31, /10/31, .10.31, 1031, -Oct-31, 年10月31日, or -W44-6.
func (c *cursor) afterYear(st *Timestamp) bool {
	var n1, n2 int
	if c.eatSign("年") {
		st.month, n1 = c.number(2)
		month := c.eatSign("月")
		st.day, n2 = c.number(2)
		ok := month && n1 > 0 && n2 > 0 && c.eatSign("日")
		c.text = spaceBeforeDigit(c.text)
		return ok
	}
	sep := c.separator()
	if c.text != "" && !isDigit(c.text[0]) {
		return c.afterYearByName(st)
	}
	st.month, n1 = c.number(2)
	same := sep == 0 || c.eat(sep)
	st.day, n2 = c.number(2)
	if sep == 0 { // 20261031, not followed by another digit, or 20261031093000
		if len(c.text) == len("093000") {
			c.text = spaceBeforeDigit(c.text)
		}
		return n1 == 2 && n2 == 2 && !c.startsWithDigit()
	}
	return same && n1 > 0 && n2 > 0
}

// spaceBeforeDigit puts a space before a time that follows its date without one.
func spaceBeforeDigit(time string) string {
	if time != "" && isDigit(time[0]) {
		return " " + time
	}
	return time
}

// afterYearByName reads W44-6, W446 or Oct-31 after a year and a separator.
func (c *cursor) afterYearByName(st *Timestamp) bool {
	if c.text = strings.TrimLeft(c.text, " "); c.eat('W') {
		week, n1 := c.number(2)
		c.eat('-')
		day, n2 := c.number(1)
		// 4 January lies in week 1 of every year.
		t := time.Date(st.year, 1, 4, 0, 0, 0, 0, time.UTC)
		t = t.AddDate(0, 0, 7*(week-1)+day-(int(t.Weekday())+6)%7-1)
		if year, w := t.ISOWeek(); year != st.year || w != week || day < 1 || day > 7 {
			return false
		}
		st.year, st.month, st.day = t.Year(), int(t.Month()), t.Day()
		return n1 == 2 && n2 == 1
	}
	if !c.monthName(st) {
		return false
	}
	c.text = strings.TrimLeft(c.text, " -./")
	var n int
	st.day, n = c.number(2)
	c.ordinal()
	return n > 0
}

// monthName reads the name of a month and the full stop after an abbreviation; it reports whether there is one.
func (c *cursor) monthName(st *Timestamp) bool {
	word, n := c.word()
	name, ok := monthNames[word]
	if ok {
		c.text = strings.TrimPrefix(c.text[n:], ".")
		st.name, st.month = name, name.month
	}
	return ok
}

// ordinal reads what makes the number of a day an ordinal, as in 1st and 1er.
func (c *cursor) ordinal() {
	if c.eatSign("º", "ª", "°") {
		return
	}
	if word, n := c.word(); n > 0 && ordinals[word] {
		c.text = c.text[n:]
	}
}

// year reads a year of four digits, or also one of two digits if least is 2. An hour is no year.
func (c *cursor) year(st *Timestamp, least int) bool {
	c.text = strings.TrimLeft(c.text, " ,-./")
	c.skip(dateLinks)
	var n int
	if st.year, n = c.number(4); n == 2 && least == 2 {
		st.year = fullYear(st.year)
		return !strings.HasPrefix(c.text, ":")
	}
	return n == 4
}

var yearAtEnd = regexp.MustCompile(`^(.*?) *\b(\d{4})((?: [+-]\d{4})?)$`)

// yearAtEnd takes the year, which follows the time, out of the unread rest, as in "GMT 2026" and "2026 +0200".
func (c *cursor) yearAtEnd(st *Timestamp) bool {
	m := yearAtEnd.FindStringSubmatch(c.text)
	if m == nil || m[1] != "" && m[3] != "" {
		return false
	}
	st.year, _ = strconv.Atoi(m[2])
	c.text = m[1] + m[3]
	return true
}

// fullYear returns the year from 1970 to 2069 that two digits stand for.
func fullYear(two int) int {
	if two < 70 {
		return 2000 + two
	}
	return 1900 + two
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
