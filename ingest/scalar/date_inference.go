package scalar

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"leadpact/ingest/csvtext"
)

// DateInference infers the order of day and month of a date column from all of its values, before any of
// them is used: a number above 12 proves which one is the day. Observe adds a value, Decide returns the
// result.
type DateInference struct {
	ambiguous                    string // the first value with two readings
	ambiguousLine                int
	dayFirst, monthFirst         string // the first values that prove an order
	dayFirstLine, monthFirstLine int    // their lines; 0: none
	twoMonths                    string // the first value with the name of a month that means two months
	twoMonthsLine                int
	isPolish                     bool // whether a name of a month is only Polish, so that twoMonths has one reading
	HasShortYears                bool // whether some years have two digits, so that the year may also come first
	shortYears                   shortYearOrders
	serials                      int    // number of spreadsheet date numbers
	unix                         int    // number of Unix times
	others                       int    // number of other values, dates or not
	firstNumber                  string // the first date number or Unix time
	firstUnreadable              string // the first value that is not a date
	UnreadableLine               int    // line of firstUnreadable; 0: all values are dates
	unreadable                   int    // number of values that are not dates
	NeedsColumn                  bool   // whether the readings of some values depend on the whole column
	clock                        timesOfDay
	expected                     expectedTimes // what the head of the column shows
}

// BeginsWithYear reports whether a date begins with a year of four digits and "-", so that it has only
// one reading.
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

// Merge adds the inference of a later part of the column. It does not merge years of two digits, because
// each of those values is judged by the earlier ones: such a column must be observed by one
// DateInference.
func (p *DateInference) Merge(o *DateInference) {
	p.ambiguous, p.ambiguousLine = earlier(p.ambiguous, p.ambiguousLine, o.ambiguous, o.ambiguousLine)
	p.firstUnreadable, p.UnreadableLine = earlier(p.firstUnreadable, p.UnreadableLine, o.firstUnreadable, o.UnreadableLine)
	p.twoMonths, p.twoMonthsLine = earlier(p.twoMonths, p.twoMonthsLine, o.twoMonths, o.twoMonthsLine)
	p.dayFirst, p.dayFirstLine = earlier(p.dayFirst, p.dayFirstLine, o.dayFirst, o.dayFirstLine)
	p.monthFirst, p.monthFirstLine = earlier(p.monthFirst, p.monthFirstLine, o.monthFirst, o.monthFirstLine)
	p.isPolish = p.isPolish || o.isPolish
	p.firstNumber = cmp.Or(p.firstNumber, o.firstNumber)
	p.serials += o.serials
	p.unix += o.unix
	p.others += o.others
	p.unreadable += o.unreadable
	p.HasShortYears = p.HasShortYears || o.HasShortYears
	p.NeedsColumn = p.NeedsColumn || o.NeedsColumn
	p.clock.merge(o.clock)
}

// earlier returns the first value and its line, or the later ones if there is no first value.
func earlier(value string, line int, later string, laterLine int) (string, int) {
	if value != "" {
		return value, line
	}
	return later, laterLine
}

// shortYearOrders holds the orders that are excluded by the dates with years of two digits observed so
// far, and the line that left only one order.
type shortYearOrders struct {
	ruledOut [yearFirst + 1]bool
	line     int
}

// Observe adds a value, which must not be blank, and its physical line.
func (p *DateInference) Observe(s string, line int) {
	yearFirst := BeginsWithYear(s)
	p.NeedsColumn = p.NeedsColumn || !yearFirst || p.expected != wholeColumn && !p.IsUsual([]byte(s))
	if yearFirst && (len(s) == len(time.DateOnly) || p.clock.showHours()) {
		p.others++
		return
	}
	st, ok := ParseTimestamp(s)
	if ok {
		p.clock.observe(st)
	}
	if yearFirst {
		p.others++
		return
	}
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
	case st.name.onlyPolish:
		p.isPolish = true
	case st.name.twoMonths && p.twoMonths == "":
		p.twoMonths, p.twoMonthsLine = s, line
	}
}

// observeNumeric adds a date of two numbers followed by a year of four digits.
func (p *DateInference) observeNumeric(st Timestamp, s string, line int) {
	switch {
	case st.month > 12 && st.day <= 12 && p.dayFirstLine == 0:
		p.dayFirst, p.dayFirstLine = s, line
	case st.day > 12 && st.month <= 12 && p.monthFirstLine == 0:
		p.monthFirst, p.monthFirstLine = s, line
	case st.month <= 12 && st.day <= 12 && st.month != st.day && p.ambiguous == "":
		p.ambiguous, p.ambiguousLine = s, line
	}
}

// observeShortYear excludes the orders in which a date with a year of two digits is not a valid day.
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
	// A value that excludes all orders is not a date and proves nothing.
	if after := (shortYearOrders{ruledOut: ruledOut}); after.count() > 0 {
		p.shortYears.ruledOut = ruledOut
		if before > 1 && after.count() == 1 {
			p.shortYears.line = line
		}
	}
}

// count returns the number of orders that are not excluded.
func (p shortYearOrders) count() int {
	n := 0
	for o := dayFirst; o <= yearFirst; o++ {
		if !p.ruledOut[o] {
			n++
		}
	}
	return n
}

// Decide returns the column's order and the line that proves it, or, with UnknownOrder, the reason why it
// cannot be determined and the line. UnknownOrder without an error means that no value is ambiguous.
// table is the name of the input, for the message.
func (p *DateInference) Decide(table string) (o DateOrder, line int, err string) {
	switch {
	case p.dayFirstLine > 0 && p.monthFirstLine > 0:
		return 0, max(p.dayFirstLine, p.monthFirstLine), fmt.Sprintf("day and month change places "+
			"(%q in line %d has the day first, %q in line %d the month); export the file again with one order, or set "+
			"date_order: dmy or mdy under inputs.%s in agreement.yaml to set the others aside",
			p.dayFirst, p.dayFirstLine, p.monthFirst, p.monthFirstLine, table)
	case p.dayFirstLine > 0:
		return dayFirst, p.dayFirstLine, ""
	case p.monthFirstLine > 0:
		return monthFirst, p.monthFirstLine, ""
	case p.HasShortYears && p.shortYears.count() == 1:
		for o = dayFirst; p.shortYears.ruledOut[o]; o++ {
		}
		return o, p.shortYears.line, ""
	case p.HasShortYears:
		return 0, p.ambiguousLine, fmt.Sprintf("%q has a year of two digits and can be read in more than one order, "+
			"and no other row tells; set date_order: dmy, mdy or ymd under inputs.%s in agreement.yaml", p.ambiguous, table)
	case p.ambiguous != "":
		return 0, p.ambiguousLine, fmt.Sprintf("%q can be read with the day or the month first, "+
			"and no other row tells; set date_order: dmy or mdy under inputs.%s in agreement.yaml", p.ambiguous, table)
	}
	return UnknownOrder, 0, ""
}

// AllNumbers reports whether every value is a spreadsheet date number, or every value a Unix time.
func (p *DateInference) AllNumbers() bool { return (p.serials > 0) != (p.unix > 0) && p.others == 0 }

// AllYearFirst reports whether there are values, and each begins with a year of four digits.
func (p *DateInference) AllYearFirst() bool { return p.others > 0 && !p.NeedsColumn }

// MinEvidence is the number of values or rows that must agree before a conclusion about a whole column or
// file is drawn.
const MinEvidence = 3

// UnreadableFault returns the reason why the column is not the expected date column: none of its values
// is a date. It returns "" if some are, or if there are too few values to judge.
func (p *DateInference) UnreadableFault(table, column string) string {
	if p.unreadable < MinEvidence || p.unreadable < p.others+p.serials+p.unix {
		return ""
	}
	return fmt.Sprintf("none of the %d values can be read as a date: %q %s; write 2026-10-31 or 2026-10-31T09:30:00Z, "+
		"or name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		p.unreadable, csvtext.Printable([]byte(p.firstUnreadable)), whyNoDate(p.firstUnreadable), table, column)
}

// ShareLanguage lets the columns of a file prove the language of each other's names of months.
func ShareLanguage(columns []*DateInference) {
	isPolish := func(p *DateInference) bool { return p != nil && p.isPolish }
	if slices.ContainsFunc(columns, isPolish) {
		for _, p := range columns {
			if p != nil {
				p.isPolish = true
			}
		}
	}
}

// MonthFault returns the reason why the name of a month of the column cannot be read, and the line; ""
// if all can.
func (p *DateInference) MonthFault() (line int, reason string) {
	if p.twoMonths == "" || p.isPolish {
		return 0, ""
	}
	return p.twoMonthsLine, fmt.Sprintf("%q names a month that is another one in Polish than in Croatian, and no other "+
		"value tells the language; export the file again with months as numbers, as 2026-10-31",
		csvtext.Printable([]byte(p.twoMonths)))
}

// DescribeNumbers returns a sentence on how a column of date numbers or Unix times is read, with the
// first value as the example.
func (p *DateInference) DescribeNumbers(column string) string {
	st, _ := ParseTimestamp(p.firstNumber)
	if st.form == unixTime {
		return fmt.Sprintf("%s holds Unix times: %s is read as %04d-%02d-%02dT%02d:%02d:%02dZ",
			column, p.firstNumber, st.year, st.month, st.day, st.hour, st.min, st.sec)
	}
	usual := st.fromSerial()
	st.days += 1462 // days from 1899-12-30 to 1904-01-01, day 0 of old Macintosh workbooks
	mac := st.fromSerial()
	return fmt.Sprintf("%s holds spreadsheet date numbers: %s is read as %04d-%02d-%02d; "+
		"were the workbook in the 1904 date system, it would be %04d-%02d-%02d",
		column, p.firstNumber, usual.year, usual.month, usual.day, mac.year, mac.month, mac.day)
}
