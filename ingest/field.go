package ingest

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// field describes how one canonical column of a file is read.
type field struct {
	profile.Column
	no           int     // its index in the table's columns
	at           []int   // indexes of the cells that give it
	fixed        *string // its constant, instead of cells
	mapper       *profile.Mapper
	order        scalar.DateOrder  // order of day and month in its dates
	numericDates bool              // whether dates are written as a spreadsheet's or Unix numbers
	days         bool              // whether its times, all midnight, are days
	decimal      byte              // the decimal sign
	cents        bool              // whether its amounts are in hundredths
	currency     string            // of its amounts that name none; empty: not known
	format       string            // how its dates or numbers are written, see package drift; empty: not known
	hasValue     bool              // whether any row has a value that the agreement knows
	unmapped     map[string]int    // number of rows by raw value without a canonical word
	rowsByValue  map[string]int    // number of rows by value, where values are counted
	interned     map[string]string // see intern
}

// maxInterned is the greatest number of texts of a column that are interned.
const maxInterned = 4096

// intern returns the text of a cell, using one string for equal texts. Ids, e-mails and dates are not
// interned, because they rarely repeat.
func (x *field) intern(cell []byte) string {
	switch x.Kind {
	case profile.Text, profile.Choice, profile.Name:
		if s, met := x.interned[string(cell)]; met {
			return s
		}
		s := string(cell)
		if len(x.interned) < maxInterned {
			x.interned[s] = s
		}
		return s
	}
	return string(cell)
}

// raw returns the text of a field's cells, trimmed and joined with a space; if the field is an amount,
// the first cell that is not empty.
func (x *field) raw(cells [][]byte) string {
	if len(x.at) == 1 {
		if x.at[0] >= len(cells) {
			return ""
		}
		return x.intern(bytes.TrimSpace(cells[x.at[0]]))
	}
	s := ""
	for _, i := range x.at {
		if i >= len(cells) {
			continue
		}
		if x.Kind == profile.Amount && s != "" {
			break
		}
		if part := string(bytes.TrimSpace(cells[i])); part != "" && s != "" {
			s += " " + part
		} else {
			s += part
		}
	}
	return s
}

// readDate reads a date of the column, as DateReader.Read does.
func (x *field) readDate(c *scalar.DateReader, s string) (m calendar.Moment, twice bool, fault string) {
	if x.days {
		m, fault = c.ReadDay(s, x.order, x.numericDates)
		return m, false, fault
	}
	return c.Read(s, x.order, x.numericDates)
}

// prepare sets up how each canonical column of the file is read.
func (f *file) prepare(r *reader) error {
	zone := r.zone
	if name := f.in.Zone; name != "" || f.Export.Zone != "" {
		if name == "" {
			name = f.Export.Zone
		}
		loc, err := time.LoadLocation(name)
		if err != nil {
			return fmt.Errorf("inputs.%s.zone: %w", f.table.Name, err)
		}
		zone = loc
	}
	f.dateReader = scalar.NewDateReader(zone, r.period)
	f.dateReader.Table = f.table.Name
	f.events, f.changes, f.zone = &coverage.Events{}, &coverage.Events{}, r.zone
	if r.ledger != nil {
		f.events, f.changes = r.ledger.NewEvents(), r.ledger.NewEvents()
	}
	f.fields = make([]field, len(f.table.Columns))
	f.index = make(map[string]*field, len(f.fields))
	for i, c := range f.table.Columns {
		x := &f.fields[i]
		*x = field{
			Column: c, no: i, at: f.CellIndexes[i], fixed: f.Constants[i], mapper: f.mapperOf(r.agreement, c.Name), decimal: '.',
			unmapped: map[string]int{}, rowsByValue: map[string]int{}, interned: map[string]string{},
		}
		f.index[c.Name] = x
		f.describeAmounts(x, strings.ToUpper(r.agreement.Head.Currency))
		if f.Given(i) {
			f.report.Columns = append(f.report.Columns, f.boundColumn(i))
		}
	}
	f.changedCell = -1
	if x := f.index[profile.ModifiedAt]; x != nil && len(x.at) == 1 {
		f.changedCell = x.at[0]
	}
	f.deletedMarks, f.neverBlank = map[int]profile.ValueSet{}, nil
	h := profile.HeaderFromNames(f.Headers)
	for name, values := range f.Export.Drop {
		for _, i := range h.Find(name) {
			f.deletedMarks[i] = profile.NewValueSet(values)
		}
	}
	for _, name := range f.Export.NeverBlank {
		f.neverBlank = append(f.neverBlank, h.Find(name)...)
	}
	f.stages = f.dealStages()
	f.ownLead = f.table.Name == "deals" && !f.Given(f.table.Index("lead_id")) && r.wasReadAsLeads(f)
	f.reportUnbound()
	return nil
}

// mapperOf returns the mapper of a column of choices, or of a text column that the agreement maps; nil
// for other columns. The agreement's values replace the profile's.
func (f *file) mapperOf(a *agreement.Agreement, column string) *profile.Mapper {
	values, mapped := f.in.Values.Get(column)
	if !mapped {
		values = f.Export.RawValues(column)
	}
	words := profile.WordsOf(a, f.table.Name, column)
	if words == nil && len(values) == 0 {
		return nil
	}
	return profile.NewMapper(words, values...)
}

// boundColumn returns the headers or the constant that give the i-th canonical column.
func (f *file) boundColumn(i int) Bound {
	b := Bound{Column: f.table.Columns[i].Name}
	if f.Constants[i] != nil {
		b.Constant = *f.Constants[i]
		return b
	}
	for _, at := range f.CellIndexes[i] {
		b.Headers = append(b.Headers, csvtext.Printable([]byte(f.Headers[at])))
	}
	return b
}

// reportUnbound reports the headers that give no column, and notes which columns the file lacks.
func (f *file) reportUnbound() {
	used := map[int]bool{}
	for _, at := range f.CellIndexes {
		for _, i := range at {
			used[i] = true
		}
	}
	for i, n := range f.Headers {
		if !used[i] && n != "" {
			f.report.Unbound = append(f.report.Unbound, csvtext.Printable([]byte(n)))
		}
	}
	for _, c := range f.Unmatched {
		named, _ := f.in.Columns.Get(c)
		f.note(0, "columns: names %s for %s, which the file does not have; the column is absent", quoted(named), c)
	}
	if header := f.Export.IDHeader; header != "" {
		names := strings.Join(f.boundColumn(f.table.Index("deal_id")).Headers, " and ")
		f.note(0, "no column gives %s, so each row is identified by %s; rows with the same names and other content are set "+
			"aside; add %s to the export", header, names, header)
	}
	if f.table.Name != "leads" {
		return
	}
	for _, absent := range []struct{ column, effect string }{
		{"owner", "unassigned"}, {"source", "unattributed"}, {"tier", "without value"}, {"action", "without value"},
		{"quality", "unrated"},
	} {
		if !f.Given(f.table.Index(absent.column)) {
			f.note(0, "no column gives %s: every lead of the file is %s", absent.column, absent.effect)
		}
	}
}

func quoted(list []string) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = `"` + csvtext.Printable([]byte(s)) + `"`
	}
	return strings.Join(out, " or ")
}

// noteUnmapped reports the raw values of a choice that the agreement does not map, the most frequent
// first.
func (f *file) noteUnmapped(x *field) {
	list := byCount(x.Name, x.unmapped)
	f.report.Unmapped = append(f.report.Unmapped, list...)
	if len(list) == 0 {
		return
	}
	key := fmt.Sprintf("inputs.%s.values.%s in agreement.yaml", f.table.Name, x.Name)
	if low, high, rows, ok := x.unmappedRange(list); ok {
		f.note(0, "%s: numbers from %s to %s in %d rows, which the agreement puts in no band; "+
			"give bands, as \"70-100\" and \"250-\", under %s", x.Name, plainNumberText(low), plainNumberText(high), rows, key)
		return
	}
	f.note(0, "%s: values that the agreement does not name, with their rows: %s; map them under %s",
		x.Name, describeCounts(list), key)
}

// unmappedRange returns the least and the greatest of unmapped values, and the number of their rows. ok
// is false where the values are not all numbers, or there are fewer than three.
func (x *field) unmappedRange(list []Unmapped) (low, high float64, rows int, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, u := range list {
		number, _, ok := scalar.ParseNumber(u.Value, x.decimal)
		if !ok {
			return 0, 0, 0, false
		}
		low, high, rows = min(low, number), max(high, number), rows+u.Rows
	}
	return low, high, rows, len(list) > 2
}

// byCount returns raw values with the number of their rows, the most frequent first.
func byCount(column string, counts map[string]int) []Unmapped {
	var list []Unmapped
	for v, n := range counts {
		list = append(list, Unmapped{column, v, n})
	}
	slices.SortFunc(list, func(a, b Unmapped) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value))
	})
	return list
}

// describeCounts returns the first ten raw values with the number of their rows, in words.
func describeCounts(list []Unmapped) string {
	const most = 10
	var words []string
	for _, u := range list[:min(len(list), most)] {
		words = append(words, fmt.Sprintf(`"%s" (%d)`, csvtext.Printable([]byte(u.Value)), u.Rows))
	}
	if more := len(list) - most; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", ")
}

// plainNumberText formats a number without exponent or thousands separators.
func plainNumberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
