package scalar

import (
	"cmp"
	"fmt"
	"time"

	"leadpact/ingest/csvtext"
)

// dateProof watches every value of a date column before any is used: what proves the day first or the month first, and
// whether there is anything to prove.
type DateInference struct {
	open           string // the first value with two readings
	openLine       int
	day, month     int  // lines that prove an order; 0: none
	HasShortYears  bool // some years have two digits, so the year may come first
	shorts         shortProof
	serials        int
	unix           int
	others         int    // dates that are no numbers, and what is no date
	number         string // the first date number
	unread         string // the first value that is no date at all
	UnreadableLine int
	unreadable     int
	NeedsColumn    bool // a value does not simply begin with its year
}

// beginsWithYear says that a date begins with a year of four digits: there is nothing to prove.
func BeginsWithYear[T string | []byte](s T) bool {
	if len(s) < len(time.DateOnly) || s[4] != '-' {
		return false
	}
	for i := range 4 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// join adds what a later part of the column tells. Years of two digits are left out: each value of theirs depends on those
// before.
func (p *DateInference) Merge(o *DateInference) {
	p.open, p.openLine = first(p.open, p.openLine, o.open, o.openLine)
	p.unread, p.UnreadableLine = first(p.unread, p.UnreadableLine, o.unread, o.UnreadableLine)
	p.day, p.month, p.number = cmp.Or(p.day, o.day), cmp.Or(p.month, o.month), cmp.Or(p.number, o.number)
	p.serials, p.unix, p.others, p.unreadable = p.serials+o.serials, p.unix+o.unix, p.others+o.others, p.unreadable+o.unreadable
	p.HasShortYears, p.NeedsColumn = p.HasShortYears || o.HasShortYears, p.NeedsColumn || o.NeedsColumn
}

func first(open string, line int, later string, laterLine int) (string, int) {
	if open != "" {
		return open, line
	}
	return later, laterLine
}

// shortProof is which orders the dates seen, whose years have two digits, can all be read in, and the line that left one.
type shortProof struct {
	ruledOut [yearLed + 1]bool
	line     int
}

func (p *DateInference) Observe(s string, line int) {
	if BeginsWithYear(s) {
		p.others++
		return
	}
	p.NeedsColumn = true
	st, ok := ParseTimestamp(s)
	if ok && (st.form == serial || st.form == unix) {
		if p.number == "" {
			p.number = s
		}
		if st.form == serial {
			p.serials++
		} else {
			p.unix++
		}
		return
	}
	p.others++
	switch {
	case !ok:
		if p.unreadable++; p.unread == "" {
			p.unread, p.UnreadableLine = s, line
		}
	case st.form == numeric:
		p.numeric(st, s, line)
	case st.form == twoDigits:
		p.seeShort(st, s, line)
	}
}

func (p *DateInference) numeric(st Timestamp, s string, line int) {
	switch {
	case st.a > 12 && st.b <= 12 && p.day == 0:
		p.day = line
	case st.b > 12 && st.a <= 12 && p.month == 0:
		p.month = line
	case st.a <= 12 && st.b <= 12 && st.a != st.b && p.open == "":
		p.open, p.openLine = s, line
	}
}

// seeShort rules out the orders in which a date with a year of two digits is no day of the calendar.
func (p *DateInference) seeShort(st Timestamp, s string, line int) {
	p.HasShortYears = true
	if p.open == "" {
		p.open, p.openLine = s, line
	}
	before := p.shorts.left()
	ruledOut := p.shorts.ruledOut
	for o := dayFirst; o <= yearLed; o++ {
		year, month, day := o.arrange(st.a, st.b, st.year)
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		ruledOut[o] = ruledOut[o] || month < 1 || month > 12 || t.Day() != day
	}
	if after := (shortProof{ruledOut: ruledOut}); after.left() > 0 { // what is no day in any order proves none
		p.shorts.ruledOut = ruledOut
		if before > 1 && after.left() == 1 {
			p.shorts.line = line
		}
	}
}

// left counts the orders that are not ruled out.
func (p shortProof) left() int {
	n := 0
	for o := dayFirst; o <= yearLed; o++ {
		if !p.ruledOut[o] {
			n++
		}
	}
	return n
}

// settle gives the column's order, or why it cannot be known.
func (p *DateInference) Decide(table string) (o DateOrder, line int, err string) {
	switch {
	case p.day > 0 && p.month > 0:
		return 0, max(p.day, p.month), fmt.Sprintf("day and month change places (line %d has the day first, line %d the month); export the file again with one order, or set date_order: dmy or mdy under inputs.%s in agreement.yaml to set the others aside", p.day, p.month, table)
	case p.day > 0:
		return dayFirst, p.day, ""
	case p.month > 0:
		return monthFirst, p.month, ""
	case p.HasShortYears && p.shorts.left() == 1:
		for o = dayFirst; p.shorts.ruledOut[o]; o++ {
		}
		return o, p.shorts.line, ""
	case p.HasShortYears:
		return 0, p.openLine, fmt.Sprintf("%q has a year of two digits and can be read in more than one order, and no other row tells; set date_order: dmy, mdy or ymd under inputs.%s in agreement.yaml", p.open, table)
	case p.open != "":
		return 0, p.openLine, fmt.Sprintf("%q can be read with the day or the month first, and no other row tells; set date_order: dmy or mdy under inputs.%s in agreement.yaml", p.open, table)
	}
	return UnknownOrder, 0, ""
}

// isNumbers says that the whole column holds spreadsheet date numbers, or Unix times.
func (p *DateInference) AllNumbers() bool { return (p.serials > 0) != (p.unix > 0) && p.others == 0 }

// unreadFrom is how many values it takes, all of them no dates, for a column to be another than the one that is meant.
const MinEvidence = 3

// foreign says why the column holds no dates at all, or nothing.
func (p *DateInference) UnreadableFault(table, column string) string {
	if p.unreadable < MinEvidence || p.unreadable < p.others+p.serials+p.unix {
		return ""
	}
	return fmt.Sprintf("%q is no date, nor is any other of its %d values; write 2026-10-31 or 2026-10-31T09:30:00Z, or name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}", csvtext.Printable([]byte(p.unread)), p.unreadable, table, column)
}
