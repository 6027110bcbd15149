package scalar

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// dateNumber reads a spreadsheet's date number of 1970 to 2099, with a point or a comma before the part of a day.
func dateNumber(s string) (float64, bool) {
	if len(s) < 5 || s[0] > '7' || strings.Trim(s, "0123456789.,") != "" {
		return 0, false
	}
	d, err := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return d, err == nil && d >= 25569 && d < 73051
}

// fromSerial counts from 1899-12-30, as Excel and LibreOffice do unless told otherwise; seconds are rounded.
func (st Timestamp) fromSerial() Timestamp {
	whole := math.Floor(st.days)
	secs := int(math.Round((st.days - whole) * 86400))
	t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(whole)).Add(time.Duration(secs) * time.Second)
	return Timestamp{year: t.Year(), a: int(t.Month()), b: t.Day(), hour: t.Hour(), min: t.Minute(), sec: t.Second(),
		HasTime: st.days != whole}
}

// unixTime reads seconds since 1970 (ten digits, of 2001 and later, perhaps with a fraction) or milliseconds (thirteen).
func unixTime(s string) (Timestamp, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(whole) != 10 && (len(whole) != 13 || frac != "") || len(frac) > 9 || strings.Trim(whole+frac, "0123456789") != "" {
		return Timestamp{}, false
	}
	if len(whole) == 10 {
		whole += (frac + "000")[:3]
	}
	ms, err := strconv.ParseInt(whole, 10, 64)
	t := time.UnixMilli(ms).UTC()
	return Timestamp{form: unix, year: t.Year(), a: int(t.Month()), b: t.Day(), hour: t.Hour(), min: t.Minute(), sec: t.Second(),
		milli: t.Nanosecond() / 1e6, HasTime: true, HasZone: true}, err == nil
}

// reading tells how a column's date numbers are read, by the first.
func (p *DateInference) DescribeNumbers(column string) string {
	st, _ := ParseTimestamp(p.number)
	if st.form == unix {
		return fmt.Sprintf("%s holds Unix times: %s is read as %04d-%02d-%02dT%02d:%02d:%02dZ", column, p.number, st.year, st.a, st.b, st.hour, st.min, st.sec)
	}
	usual := st.fromSerial()
	st.days += 1462
	mac := st.fromSerial()
	return fmt.Sprintf("%s holds spreadsheet date numbers: %s is read as %04d-%02d-%02d; were the workbook in the 1904 date system, it would be %04d-%02d-%02d",
		column, p.number, usual.year, usual.a, usual.b, mac.year, mac.a, mac.b)
}
