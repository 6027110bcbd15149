package ingest

import (
	"cmp"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// SurveyedFile describes what a file in a folder seems to be, judged without any agreement.
type SurveyedFile struct {
	FileReport
	LeadsAndDeals bool               // the file can be both leads and deals; it is then listed once as each
	Undecided     []*csvtext.Refused // questions for a person; Key is the key of the agreement that decides each
	Values        []ValueCounts      // the values of its columns that the agreement may map
	// Err is why it cannot be used. Table is then empty if it is not recognised.
	Err error
	// Facts describes the columns of which nobody has said what they mean: of a file that is not recognised all of
	// them, otherwise those that give no column of the table. It is nil for a file that is not a table at all.
	Facts []ColumnFacts
	// Currency is the ISO 4217 code that stands beside the amounts or in the amount's header; empty: none does.
	Currency string
	// People maps ids of owners to names if the file is a list of the CRM's users; Table is then users.
	People map[string]string
	users  *userList // what the file is if it is a list of users
}

// Survey examines every file of a folder, sorted by name. a provides the words that values may stand for;
// its inputs are not read. A file that cannot be used has an Err; the error returned concerns the folder.
func Survey(a *agreement.Agreement, dir string) ([]SurveyedFile, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	r, err := newSurveyor(a, dir)
	if err != nil {
		return nil, err
	}
	var out []SurveyedFile
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(dir, e.Name()))
		if regular := err != nil || info.Mode().IsRegular(); regular && e.Name()[0] != '.' { // a pipe would never end
			out = append(out, r.survey(e.Name())...)
		}
	}
	findUserLists(out)
	return out, nil
}

// SurveyAs examines a file of a folder as a file of one table, with what an input of the agreement says about
// it. The file's Table is set even if it cannot be used.
func SurveyAs(a *agreement.Agreement, dir, name, table string, in agreement.Input) (SurveyedFile, error) {
	r, err := newSurveyor(a, dir)
	if err != nil {
		return SurveyedFile{}, err
	}
	out := r.surveyAs(profile.TableNamed(table), in, filepath.Join(dir, name), name)
	out.Table = table
	return out, nil
}

// newSurveyor returns a reader for the files of a folder that are surveyed.
func newSurveyor(a *agreement.Agreement, dir string) (*reader, error) {
	zone, err := time.LoadLocation(a.Head.Zone)
	return &reader{
		agreement: a, dir: dir, zone: zone,
		period: calendar.Period{Start: time.Unix(0, 0).In(zone), End: latestSurveyed.In(zone)},
	}, err
}

// latestSurveyed is used as the end of the survey's period, since a survey has no period of its own:
// every date before the year 2110 can be read.
var latestSurveyed = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

// survey returns how a file can be used: one entry, or two for a file that can be leads and deals.
func (r *reader) survey(name string) []SurveyedFile {
	path := filepath.Join(r.dir, name)
	f := &file{in: &agreement.Input{}}
	f.report.File = name
	err := f.load(path)
	if found := r.surveySheets(f, path); found != nil {
		return found
	}
	var found []*profile.Binding
	if err == nil {
		found, err = f.candidates()
	}
	if err != nil {
		x := SurveyedFile{FileReport: f.report, Err: err}
		if f.split != nil {
			x.users = f.readUserList()
			x.Facts, _ = f.columnFacts()
		}
		return []SurveyedFile{x}
	}
	var out []SurveyedFile
	for _, b := range found {
		x := r.surveyAs(b.Table, agreement.Input{}, path, name)
		if x.LeadsAndDeals = len(found) > 1; x.Err != nil {
			return []SurveyedFile{x}
		}
		out = append(out, x)
	}
	return out
}

// surveySheets returns how the sheets of a workbook can be used, each table once; nil if it has only one sheet, or
// none of them is known.
func (r *reader) surveySheets(f *file, path string) (out []SurveyedFile) {
	if f.book == nil || len(visibleTabs(f.book)) < 2 {
		return nil
	}
	for _, t := range visibleTabs(f.book) {
		head, err := f.book.Read(t, headOfSheet)
		if err != nil {
			return nil
		}
		found := f.tablesIn(head)
		for _, b := range found {
			if slices.ContainsFunc(out, func(o SurveyedFile) bool { return o.Table == b.Table.Name }) {
				continue
			}
			x := r.surveyAs(b.Table, agreement.Input{}, path, f.report.File)
			x.LeadsAndDeals = len(found) > 1
			out = append(out, x)
		}
	}
	return out
}

// surveyAs reads a file as a file of one table.
func (r *reader) surveyAs(t *profile.Table, in agreement.Input, path, name string) (out SurveyedFile) {
	for {
		f, err := r.open(t, &in, path, name)
		if err == nil {
			return SurveyedFile{
				FileReport: f.report, Undecided: out.Undecided, Values: r.countValues(f), Facts: f.unboundFacts(),
				Currency: f.amountCurrency(),
			}
		}
		var refused *csvtext.Refused
		if !errors.As(err, &refused) || !assumeFormat(&in, refused) {
			return SurveyedFile{FileReport: f.report, Err: err}
		}
		out.Undecided = append(out.Undecided, refused)
	}
}

// assumeFormat sets the key that an error names to one of its values, so that the rest of the file can be
// examined. It returns false if the key is already set, or is not a key of a format.
func assumeFormat(in *agreement.Input, r *csvtext.Refused) bool {
	switch {
	case r.Key == "date_order" && in.DateOrder == "":
		in.DateOrder = "dmy"
	case r.Key == "decimal" && in.Decimal == "":
		in.Decimal = "."
	case r.Key == "sheet" && in.Sheet == "":
		in.Sheet = r.Choices[0]
	default:
		return false
	}
	return true
}

// candidates returns the tables that a file can provide: the one with most of its columns and, if that is
// leads or deals and the CRM has both in one file, the other one, too. If there is none, or the one with most
// columns refuses the file, the error is that of the table to which the file is most similar; where the file has the
// columns of the table, the report then names it.
func (f *file) candidates() (found []*profile.Binding, err error) {
	rank := func(b *profile.Binding) int { return b.Rank() - 10_000*len(b.Missing()) }
	var nearest *profile.Binding
	for _, t := range profile.Tables {
		b, _, failed := findHeader(t, f.in, f.split.Fork(), f.report.File)
		if failed == nil {
			found = append(found, b)
		}
		switch {
		case b == nil && nearest == nil:
			err = cmp.Or(err, failed)
		case b != nil && (nearest == nil || rank(b) > rank(nearest)):
			nearest, err = b, failed
		}
	}
	if err != nil {
		if nearest != nil && len(nearest.Missing()) == 0 {
			f.report.Table = nearest.Table.Name
		}
		return nil, err
	}
	slices.SortStableFunc(found, func(a, b *profile.Binding) int { return cmp.Compare(b.Rank(), a.Rank()) })
	if len(found) > 1 && ofOneExport(found[0], found[1]) {
		return found[:2], nil
	}
	return found[:min(len(found), 1)], nil
}

// ofOneExport reports whether two bindings are leads and deals of the same export of a CRM.
func ofOneExport(a, b *profile.Binding) bool {
	kinds := []string{"leads", "deals"}
	return slices.Contains(kinds, a.Table.Name) && slices.Contains(kinds, b.Table.Name) &&
		a.Export != profile.PlainExport && slices.Equal(a.Export.Recognise, b.Export.Recognise)
}

// ValueCounts holds the most frequent raw values of a column that the agreement may map.
type ValueCounts struct {
	Column string
	Header string   // header in the file
	Words  []string // the canonical words that values may stand for; nil: any text
	Top    []ValueCount
	More   int      // number of further values
	All    []string // every value; only set for owners
	// Thirds holds the two numbers that divide the rows into thirds, if values are numbers and can be mapped
	// in bands; else nil.
	Thirds    []float64
	Low, High float64 // the least and the greatest number; set together with Thirds
}

// ValueCount is a raw value and the number of its rows.
type ValueCount struct {
	Value   string
	Rows    int
	To      string // the canonical word that it stands for; empty: none yet
	Default bool   // whether it stands for To only because the CRM's profile maps all unknown values to it
}

const (
	maxListed   = 12   // greatest number of values of a column that are listed
	maxDistinct = 5000 // greatest number of values of a column that are distinguished
)

// countedTexts lists the columns of free text whose values are counted, in addition to all choices: they
// contain channels, queues, won stages and the currency.
var countedTexts = map[string][]string{
	"leads": {"source", "owner"}, "deals": {"stage", "source", "currency", "owner"},
	"activities": {"owner"}, "spend": {"channel"},
}

// countValues counts the raw values of a file's columns.
func (r *reader) countValues(f *file) []ValueCounts {
	var columns []*field
	for i := range f.fields {
		x := &f.fields[i]
		if len(x.at) > 0 && (x.Kind == profile.Choice || slices.Contains(countedTexts[f.table.Name], x.Name)) {
			columns = append(columns, x)
		}
	}
	read := make([]map[string]ValueCount, len(f.fields))
	for i := range read {
		read[i] = map[string]ValueCount{}
	}
	x := &row{file: f, texts: make([]cachedText, len(f.fields))}
	for {
		rec, ok := f.split.Next()
		if !ok {
			break
		}
		x.reset(rec)
		x.quiet = true
		if !x.usable() {
			continue
		}
		for _, c := range columns {
			s := x.cell(c)
			_, known := c.rowsByValue[s]
			switch {
			case s == "" || !known && len(c.rowsByValue) == maxDistinct:
				continue
			case !known:
				read[c.no][s] = x.readAs(c, s)
			}
			c.rowsByValue[s]++
		}
	}
	var out []ValueCounts
	for _, c := range columns {
		if t := c.valueCounts(f, read[c.no]); len(t.Top) > 0 {
			for _, w := range profile.WordsOf(r.agreement, f.table.Name, c.Name) {
				t.Words = append(t.Words, w.Name)
			}
			out = append(out, t)
		}
	}
	return out
}

// readAs returns a value with the canonical word that it stands for.
func (r *row) readAs(c *field, value string) ValueCount {
	out := ValueCount{Value: value}
	switch {
	case c.Kind == profile.Choice:
		var known bool
		if out.To, known = r.wordFor(c, value); !known && c.mapper.Fallback != nil {
			out.To, out.Default = *c.mapper.Fallback, true
		}
	case c.Name == "stage" && r.stages != nil:
		out.To = map[model.Ternary]string{model.Yes: "won", model.No: "lost"}[r.stages.State(value)]
	}
	return out
}

// valueCounts returns the counted values of a column. read maps each value to its canonical word.
func (x *field) valueCounts(f *file, read map[string]ValueCount) ValueCounts {
	t := ValueCounts{Column: x.Name, Header: strings.Join(f.boundColumn(x.no).Headers, " + ")}
	var numbers []float64
	for v, n := range x.rowsByValue {
		e := read[v]
		e.Rows = n
		t.Top = append(t.Top, e)
		if number, _, ok := scalar.ParseNumber(v, x.decimal); ok {
			for range n {
				numbers = append(numbers, number)
			}
		}
	}
	if len(x.rowsByValue) > 2 && len(numbers) > 2 {
		slices.Sort(numbers)
		t.Low, t.High = numbers[0], numbers[len(numbers)-1]
		t.Thirds = []float64{numbers[len(numbers)/3], numbers[2*len(numbers)/3]}
	}
	if x.Name == "owner" {
		t.All = slices.Sorted(maps.Keys(x.rowsByValue))
	}
	t.keepMostFrequent()
	return t
}

// keepMostFrequent sorts Top by rows, cuts it to maxListed values, and adds the number of the others to
// More.
func (t *ValueCounts) keepMostFrequent() {
	slices.SortFunc(t.Top, func(a, b ValueCount) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value))
	})
	more := max(0, len(t.Top)-maxListed)
	t.Top = t.Top[:len(t.Top)-more]
	t.More += more
}

// MergeValueCounts adds up the values of several files of one table, by column. The header is that of the
// first file.
func MergeValueCounts(files []SurveyedFile) []ValueCounts {
	var out []ValueCounts
	for _, f := range files {
		for _, t := range f.Values {
			i := slices.IndexFunc(out, func(o ValueCounts) bool { return o.Column == t.Column })
			if i < 0 {
				t.Top = slices.Clone(t.Top)
				out = append(out, t)
				continue
			}
			o := &out[i]
			for _, v := range t.Top {
				if at := slices.IndexFunc(o.Top, func(w ValueCount) bool { return w.Value == v.Value }); at >= 0 {
					o.Top[at].Rows += v.Rows
				} else {
					o.Top = append(o.Top, v)
				}
			}
			o.More += t.More
			o.All = append(o.All, t.All...)
			slices.Sort(o.All)
			o.All = slices.Compact(o.All)
			o.keepMostFrequent()
		}
	}
	return out
}

// amountCurrency returns the currency of the amounts of deals, where the header or the first rows name one.
func (f *file) amountCurrency() (code string) {
	x := f.index["amount"]
	if x == nil || len(x.at) == 0 {
		return ""
	}
	for _, word := range strings.FieldsFunc(f.Headers[x.at[0]], func(r rune) bool { return strings.ContainsRune(" ()[]/", r) }) {
		if code = scalar.ParseCurrency(word); isCurrencyCode(code) {
			return code
		}
	}
	rows := 0
	f.firstRows(func(r csvtext.Record) bool {
		if _, code, _ = scalar.ParseNumber(x.raw(r.Cells), x.decimal); !isCurrencyCode(code) {
			code = ""
		}
		rows++
		return code == "" && rows < mostFactRows
	})
	return code
}

// isCurrencyCode reports whether a result of scalar.ParseCurrency names one currency.
func isCurrencyCode(code string) bool { return len(code) == 3 }

// firstRows calls visit for the rows of the file until it returns false.
func (f *file) firstRows(visit func(csvtext.Record) bool) {
	first := f.firstRow
	s := first.Fork()
	for {
		if r, ok := s.Next(); !ok || !visit(r) {
			return
		}
	}
}
