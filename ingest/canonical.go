package ingest

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
)

// CanonicalColumns returns the columns of a table in the order of SPEC section 11; nil where there is no
// such table.
func CanonicalColumns(table string) []string {
	t := profile.TableNamed(table)
	if t == nil {
		return nil
	}
	var out []string
	for _, c := range t.Columns {
		if !slices.Contains(profile.HelperColumns, c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// canonical returns the cells of a row in leadpact's own format: dates in RFC 3339, or bare where they
// have no time of day, plain numbers, the agreement's words. A stream that the agreement does not define
// stays as written.
func (r *reader) canonical(x *row) []string {
	var out []string
	for i := range x.fields {
		f := &x.fields[i]
		if slices.Contains(profile.HelperColumns, f.Name) {
			continue
		}
		out = append(out, r.canonicalCell(x, f))
	}
	return out
}

func (r *reader) canonicalCell(x *row, f *field) string {
	switch f.Kind {
	case profile.Date:
		if f.Name == "at" {
			return x.activityTime().RFC3339(r.zone)
		}
		return x.moment(f.Name, false).RFC3339(r.zone)
	case profile.Month:
		return x.month(f.Name)
	case profile.Amount:
		if f.Name == "amount" {
			return plainAmount(r.dealMoney(x).amount)
		}
		if n, _, ok := x.number(f.Name); ok {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
		return ""
	case profile.Choice:
		if f.Name == "direction" && isInbound(x.choice(f.Name), x.touchType(), markOf(x.subject())) {
			return "inbound"
		}
		if f.Name == "won" {
			won := x.won(x.flag("won"), x.text("stage"))
			return map[model.Ternary]string{model.Yes: "true", model.No: "false"}[won]
		}
		to := x.choice(f.Name)
		if to == "" && f.Name == "stream" {
			return x.cell(f)
		}
		return to
	case profile.Name:
		return r.person(x, f.Name)
	case profile.Idents:
		if f.Name == "email" {
			return strings.Join(x.emails(), ";")
		}
		return strings.Join(x.ids(f.Name), ";")
	case profile.Ident:
		if f.Name == "email" {
			return x.address()
		}
		return x.id(f.Name, false)
	}
	if f.Name == "currency" {
		return cmp.Or(r.dealMoney(x).currency, x.text(f.Name))
	}
	return x.text(f.Name)
}

// plainAmount formats an amount; it returns "" for NaN.
func plainAmount(amount float64) string {
	if math.IsNaN(amount) {
		return ""
	}
	return plainNumberText(amount)
}

var monthForms = []struct {
	re          *regexp.Regexp
	year, month int
}{
	{regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`), 1, 2},
	{regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`), 2, 1},
	{regexp.MustCompile(`^(\pL{3,12})\.?[ -](?:de |del )?(\d{4})$`), 2, 1},
	{regexp.MustCompile(`^(\d{4})年(\d{1,2})月$`), 1, 2},
}

// month returns the first day of a month, which may be written as a month or as any day in it.
func (r *row) month(column string) string {
	s := r.cell(r.index[column])
	for _, f := range monthForms {
		m := f.re.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		n := scalar.MonthByName(m[f.month])
		if n == 0 {
			n, _ = strconv.Atoi(m[f.month])
		}
		if n >= 1 && n <= 12 {
			y, _ := strconv.Atoi(m[f.year])
			return time.Date(y, time.Month(n), 1, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
	}
	m := r.moment(column, false)
	if !m.Known() {
		return ""
	}
	t := m.Time(r.dateReader.DayZone)
	return t.AddDate(0, 0, 1-t.Day()).Format(time.DateOnly)
}

// sendToSink passes a used row to the sink.
func (r *reader) sendToSink(x *row) {
	if r.options.Sink == nil {
		return
	}
	x.quiet = true
	if err := r.options.Sink(x.table.Name, r.canonical(x)); err != nil {
		r.errs = append(r.errs, err)
		r.options.Sink = nil
	}
}
