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
	ambiguous                    string // the first value with two readings
	ambiguousLine                int
	dayFirstLine, monthFirstLine int  // lines that prove an order; 0: none
	HasShortYears                bool // some years have two digits, so the year may come first
	shortYears                   shortYearOrders
	serials                      int
	unix                         int
	others                       int    // dates that are no numbers, and what is no date
	firstNumber                  string // the first date number
	firstUnreadable              string // the first value that is no date at all
	UnreadableLine               int
	unreadable                   int
	NeedsColumn                  bool // a value does not simply begin with its year
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
	p.ambiguous, p.ambiguousLine = earlier(p.ambiguous, p.ambiguousLine, o.ambiguous, o.ambiguousLine)
	p.firstUnreadable, p.UnreadableLine = earlier(p.firstUnreadable, p.UnreadableLine, o.firstUnreadable, o.UnreadableLine)
	p.dayFirstLine, p.monthFirstLine, p.firstNumber = cmp.Or(p.dayFirstLine, o.dayFirstLine), cmp.Or(p.monthFirstLine, o.monthFirstLine), cmp.Or(p.firstNumber, o.firstNumber)
	p.serials, p.unix, p.others, p.unreadable = p.serials+o.serials, p.unix+o.unix, p.others+o.others, p.unreadable+o.unreadable
	p.HasShortYears, p.NeedsColumn = p.HasShortYears || o.HasShortYears, p.NeedsColumn || o.NeedsColumn
}

func earlier(open string, line int, later string, laterLine int) (string, int) {
	if open != "" {
		return open, line
	}
	return later, laterLine
}

// shortProof is which orders the dates seen, whose years have two digits, can all be read in, and the line that left one.
type shortYearOrders struct {
	ruledOut [yearFirst + 1]bool
	line     int
}

func (p *DateInference) Observe(s string, line int) {
	if BeginsWithYear(s) {
		p.others++
		return
	}
	p.NeedsColumn = true
	st, ok := ParseTimestamp(s)
	if ok && (st.form == serialNumber || st.form == unixTime) {
		if p.firstNumber == "" {
			p.firstNumber = s
		}
		if st.form == serialNumber {
			p.serials++
		} else {
			p.unix++
		}
		return
	}
	p.others++
	switch {
	case !ok:
		if p.unreadable++; p.firstUnreadable == "" {
			p.firstUnreadable, p.UnreadableLine = s, line
		}
	case st.form == numeric:
		p.observeNumeric(st, s, line)
	case st.form == shortYear:
		p.observeShortYear(st, s, line)
	}
}

func (p *DateInference) observeNumeric(st Timestamp, s string, line int) {
	switch {
	case st.month > 12 && st.day <= 12 && p.dayFirstLine == 0:
		p.dayFirstLine = line
	case st.day > 12 && st.month <= 12 && p.monthFirstLine == 0:
		p.monthFirstLine = line
	case st.month <= 12 && st.day <= 12 && st.month != st.day && p.ambiguous == "":
		p.ambiguous, p.ambiguousLine = s, line
	}
}

// seeShort rules out the orders in which a date with a year of two digits is no day of the calendar.
func (p *DateInference) observeShortYear(st Timestamp, s string, line int) {
	p.HasShortYears = true
	if p.ambiguous == "" {
		p.ambiguous, p.ambiguousLine = s, line
	}
	before := p.shortYears.count()
	ruledOut := p.shortYears.ruledOut
	for o := dayFirst; o <= yearFirst; o++ {
		year, month, day := o.yearMonthDay(st.month, st.day, st.year)
		t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		ruledOut[o] = ruledOut[o] || month < 1 || month > 12 || t.Day() != day
	}
	if after := (shortYearOrders{ruledOut: ruledOut}); after.count() > 0 { // what is no day in any order proves none
		p.shortYears.ruledOut = ruledOut
		if before > 1 && after.count() == 1 {
			p.shortYears.line = line
		}
	}
}

// left counts the orders that are not ruled out.
func (p shortYearOrders) count() int {
	n := 0
	for o := dayFirst; o <= yearFirst; o++ {
		if !p.ruledOut[o] {
			n++
		}
	}
	return n
}

// settle gives the column's order, or why it cannot be known.
func (p *DateInference) Decide(table string) (o DateOrder, line int, err string) {
	switch {
	case p.dayFirstLine > 0 && p.monthFirstLine > 0:
		return 0, max(p.dayFirstLine, p.monthFirstLine), fmt.Sprintf("day and month change places (line %d has the day first, line %d the month); export the file again with one order, or set date_order: dmy or mdy under inputs.%s in agreement.yaml to set the others aside", p.dayFirstLine, p.monthFirstLine, table)
	case p.dayFirstLine > 0:
		return dayFirst, p.dayFirstLine, ""
	case p.monthFirstLine > 0:
		return monthFirst, p.monthFirstLine, ""
	case p.HasShortYears && p.shortYears.count() == 1:
		for o = dayFirst; p.shortYears.ruledOut[o]; o++ {
		}
		return o, p.shortYears.line, ""
	case p.HasShortYears:
		return 0, p.ambiguousLine, fmt.Sprintf("%q has a year of two digits and can be read in more than one order, and no other row tells; set date_order: dmy, mdy or ymd under inputs.%s in agreement.yaml", p.ambiguous, table)
	case p.ambiguous != "":
		return 0, p.ambiguousLine, fmt.Sprintf("%q can be read with the day or the month first, and no other row tells; set date_order: dmy or mdy under inputs.%s in agreement.yaml", p.ambiguous, table)
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
	return fmt.Sprintf("%q is no date, nor is any other of its %d values; write 2026-10-31 or 2026-10-31T09:30:00Z, or name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}", csvtext.Printable([]byte(p.firstUnreadable)), p.unreadable, table, column)
}

// reading tells how a column's date numbers are read, by the first.
func (p *DateInference) DescribeNumbers(column string) string {
	st, _ := ParseTimestamp(p.firstNumber)
	if st.form == unixTime {
		return fmt.Sprintf("%s holds Unix times: %s is read as %04d-%02d-%02dT%02d:%02d:%02dZ", column, p.firstNumber, st.year, st.month, st.day, st.hour, st.min, st.sec)
	}
	usual := st.fromSerial()
	st.days += 1462
	mac := st.fromSerial()
	return fmt.Sprintf("%s holds spreadsheet date numbers: %s is read as %04d-%02d-%02d; were the workbook in the 1904 date system, it would be %04d-%02d-%02d",
		column, p.firstNumber, usual.year, usual.month, usual.day, mac.year, mac.month, mac.day)
}
