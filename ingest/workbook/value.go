package workbook

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// unescape returns the text of a cell with its characters that XML cannot hold, which are written as _x000D_, and
// without the two that separate cells and rows.
func unescape(text []byte) []byte {
	const length = len("_x000D_")
	for at := 0; ; at++ {
		next := bytes.Index(text[at:], []byte("_x"))
		if next < 0 || at+next+length > len(text) {
			break
		}
		at += next
		code, err := strconv.ParseUint(string(text[at+2:at+6]), 16, 16)
		if err != nil || text[at+6] != '_' {
			continue
		}
		char := []byte(string(rune(code)))
		text = append(text[:at], append(char, text[at+length:]...)...)
		at += len(char) - 1
	}
	for i, c := range text {
		if c == CellEnd || c == RowEnd {
			text[i] = '\x01' // a control character, too, and as much of a fault
		}
	}
	return text
}

// isWhole reports whether a number is whole and so small that a spreadsheet has all its digits.
func isWhole(x float64) bool { return x == math.Trunc(x) && math.Abs(x) < 1e15 }

// numberText returns a number in the notation of this package.
func numberText(x float64, f format) string {
	unit := ""
	if f.percent {
		x, unit = x*100, "%"
	}
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 15, 64), 64) // what a spreadsheet shows of 0.1 + 0.2
	switch {
	case math.Abs(x) >= 1e15:
		return strconv.FormatFloat(x, 'E', -1, 64)
	case f.currency != "":
		return f.currency + " " + strconv.FormatFloat(x, 'f', -1, 64)
	}
	text := strconv.FormatFloat(x, 'f', -1, 64) + unit
	if missing := f.digits - len(text); missing > 0 && x >= 0 && isWhole(x) {
		text = strings.Repeat("0", missing) + text
	}
	return text
}

// Days are counted from 1899-12-30.
const (
	daysUntil1904 = 1462
	daysUntil1970 = 25569
	lastDay       = 2958465 // 9999-12-31, the last date of a spreadsheet
	secondsOfDay  = 86400
)

// dateText returns a number of days as a date, or as a time of day if it is less than one and its format shows a
// time. ok is false if it is no date of a spreadsheet.
func (b *Book) dateText(days float64, f format) (text string, ok bool) {
	clock := f.time && days >= 0 && days < 1
	if b.Date1904 && !clock {
		days += daysUntil1904
	}
	if !(days >= 0 && days < lastDay+1) {
		return "", false
	}
	seconds := int64(math.Round(days * secondsOfDay))
	t := time.Unix(seconds-daysUntil1970*secondsOfDay, 0).UTC()
	switch {
	case clock:
		return t.Format(time.TimeOnly), true
	case f.time || seconds%secondsOfDay != 0:
		return t.Format("2006-01-02T15:04:05"), true
	}
	return t.Format(time.DateOnly), true
}

// isoText returns a date of a strict workbook, which is written in ISO 8601. A time of midnight that the format
// does not show is left out.
func isoText(text []byte, f format) []byte {
	if !f.time {
		text, _, _ = bytes.Cut(text, []byte("T00:00:00"))
	}
	return text
}
