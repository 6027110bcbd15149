// Package starting finds the values that a first agreement starts with: from a folder of exports it
// learns which file serves as which table, and measures goals, revenue and spend of the last full month.
//
// In come a folder of exports and the usual starting values; out go a starter.Content with inputs and
// measured values, and what is left for a person to decide. The package writes no file, and talks to
// nobody but through the Ask function it is given.
package starting

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/starter"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Exports are the files of a folder and the inputs of a new agreement made of them.
type Exports struct {
	Files  []ingest.SurveyedFile
	Inputs []starter.Input
	Month  string // the last full month with leads, as 2026-10; empty: not known

	from      string // the folder as the user named it
	words     *agreement.Agreement
	proposals map[string]*starter.Proposal // by file: how one that no profile knows can be read
	zoneAsked bool                         // whether a person has answered in which zone the times are
}

// inputOrder is the order of the tables in an agreement. The first three are those that a month needs.
var inputOrder = []string{"leads", "activities", "deals", "spend", "team", "feedback"}

// Survey reads every file of the folder from and assigns the files to tables. dir is the folder of the
// new agreement, which the paths of its inputs are relative to.
func Survey(dir, from string, s starter.Content) (*Exports, error) {
	_, words, err := Agreement(s)
	if err != nil {
		return nil, err
	}
	x, err := newExports(from, words)
	if err != nil {
		return nil, err
	}
	return x, x.assign(dir)
}

// newExports reads every file of a folder. words provides the words that values may stand for.
func newExports(from string, words *agreement.Agreement) (x *Exports, err error) {
	x = &Exports{from: from, words: words, proposals: map[string]*starter.Proposal{}}
	if x.Files, err = ingest.Survey(words, from); err != nil {
		return nil, err
	}
	for i := range x.Files {
		if err := x.propose(&x.Files[i]); err != nil {
			return nil, err
		}
	}
	return x, nil
}

// propose finds the table that a file without a known header is likely to be, and examines the file as such. Of
// a file that is no table at all, such as a zip archive, the name alone may tell.
func (x *Exports) propose(f *ingest.SurveyedFile) (err error) {
	if f.Table != "" || f.People != nil {
		return nil
	}
	if f.Facts == nil {
		f.Table = starter.TableByName(f.File)
		return nil
	}
	p, ok := starter.Propose(*f)
	if !ok {
		return nil
	}
	facts := f.Facts
	*f, err = ingest.SurveyAs(x.words, x.from, f.File, p.Table, p.Input)
	f.Facts = facts
	x.proposals[f.File] = p
	return err
}

// assign makes the inputs of the agreement from the files.
func (x *Exports) assign(dir string) error {
	people := map[string]string{}
	for _, f := range x.Files {
		maps.Copy(people, f.People)
	}
	x.Inputs = nil
	for _, table := range inputOrder {
		in := starter.Input{Table: table, People: people}
		for _, f := range x.Files {
			if x.servesAs(f, table) {
				name := f.File
				if x.readable(f) {
					name = x.pattern(name, table)
				}
				if path := relative(dir, filepath.Join(x.from, name)); !slices.Contains(in.Files, path) {
					in.Files = append(in.Files, path)
				}
				in.Found = append(in.Found, f)
				in.Decisions = addUndecided(in.Decisions, f.Undecided)
			}
		}
		if table == "leads" {
			in.Decisions = append(in.Decisions, starter.CompleteLeads)
		}
		if len(in.Files) > 0 {
			in.CRM = commonCRM(in.Found)
			in.Choose(x.proposals)
			if err := x.readChosen(&in); err != nil {
				return err
			}
			x.Inputs = append(x.Inputs, in)
		}
	}
	if !x.hasTable("leads") && !x.hasTable("deals") {
		x.Inputs = append([]starter.Input{{Table: "leads"}}, x.Inputs...) // without a file, which a person must name
	}
	return nil
}

// Agreement returns the text of a new agreement and the agreement that it loads as. Inputs that a person must
// complete first are left out of the latter; where neither leads nor deals remain, it has the usual inputs.
func Agreement(s starter.Content) ([]byte, *agreement.Agreement, error) {
	text, err := starter.Text(s)
	if err != nil {
		return nil, nil, err
	}
	loaded := text
	if !s.Complete() {
		if loaded, err = starter.Text(s.WithoutIncomplete()); err != nil {
			return nil, nil, err
		}
	}
	a, err := agreementfile.Parse("agreement.yaml", loaded)
	return text, a, err
}

// servesAs reports whether a file is one of the table's. A file that may be leads or deals serves as leads
// only where no other file does.
func (x *Exports) servesAs(f ingest.SurveyedFile, table string) bool {
	onlyLeads := func(o ingest.SurveyedFile) bool {
		return o.Table == "leads" && !o.LeadsAndDeals && x.readable(o)
	}
	switch {
	case f.Table != table:
		return false
	case f.LeadsAndDeals && table == "leads" && slices.ContainsFunc(x.Files, onlyLeads):
		return false
	case x.readable(f):
		return true
	}
	return x.fallback(f)
}

// readable reports whether a file can be read as it is.
func (x *Exports) readable(f ingest.SurveyedFile) bool {
	p := x.proposals[f.File]
	return f.Table != "" && f.Err == nil && (p == nil || len(p.Open()) == 0)
}

// fallback reports whether a file is an input although it cannot be read yet, so that check says what to type
// or to do: it is the first of its table, no other file of the table can be read, and either only headers
// must be named or there would be neither leads nor deals.
func (x *Exports) fallback(f ingest.SurveyedFile) bool {
	first := slices.IndexFunc(x.Files, func(o ingest.SurveyedFile) bool { return o.Table == f.Table })
	same := func(o ingest.SurveyedFile) bool { return o.Table == f.Table && x.readable(o) }
	if x.Files[first].File != f.File || slices.ContainsFunc(x.Files, same) {
		return false
	}
	if p := x.proposals[f.File]; p != nil && len(p.Open()) > 0 && !slices.ContainsFunc(p.Open(), noCandidate) {
		return true
	}
	return (f.Table == "leads" || f.Table == "deals") && !slices.ContainsFunc(x.Files, func(o ingest.SurveyedFile) bool {
		return (o.Table == "leads" || o.Table == "deals") && x.readable(o)
	})
}

func noCandidate(c *starter.Choice) bool { return len(c.Candidates) == 0 }

// Unused returns the files that no input reads, each with the reason.
func (x *Exports) Unused() (unused []string) {
	for _, f := range x.Files {
		if why := x.whyUnused(f); why != "" {
			unused = append(unused, why)
		}
	}
	return unused
}

// whyUnused returns the name of a file that no input reads, with the reason; "" if an input reads it.
func (x *Exports) whyUnused(f ingest.SurveyedFile) string {
	used := slices.ContainsFunc(x.Inputs, func(in starter.Input) bool {
		return slices.ContainsFunc(in.Found, func(o ingest.SurveyedFile) bool { return o.File == f.File })
	})
	switch {
	case used || f.People != nil:
		return ""
	case f.Table == "" && f.Facts != nil:
		var headers []string
		for _, c := range f.Facts {
			headers = append(headers, strconv.Quote(c.Header))
		}
		return fmt.Sprintf("%s: its columns are those of no table: %s", f.File, strings.Join(headers, ", "))
	case f.Err != nil:
		return f.Err.Error()
	}
	return f.File + ": another file of the folder serves as " + f.Table
}

// addUndecided adds the keys that a file leaves open and that are not in the list yet.
func addUndecided(keys []starter.Decision, open []*csvtext.Refused) []starter.Decision {
	for _, r := range open {
		if !slices.ContainsFunc(keys, func(k starter.Decision) bool { return k.Key == r.Key }) {
			why, _, _ := strings.Cut(r.Error(), "; set ")
			keys = append(keys, starter.Decision{Key: r.Key, Why: why, Choices: r.Choices})
		}
	}
	return keys
}

// commonCRM returns the CRM of all the files. It is empty where they come from several CRMs; then the
// header of each file shows its own.
func commonCRM(files []ingest.SurveyedFile) string {
	for _, f := range files {
		if f.CRM != files[0].CRM {
			return ""
		}
	}
	return files[0].CRM
}

// relative returns a file's path relative to the folder of the agreement, with slashes.
func relative(dir, path string) string {
	base, err := filepath.Abs(dir)
	file, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(base, file)
	if errors.Join(err, err2, err3) != nil {
		rel = file
	}
	return filepath.ToSlash(rel)
}

func (x *Exports) hasTable(table string) bool {
	return slices.ContainsFunc(x.Inputs, func(in starter.Input) bool { return in.Table == table && len(in.Files) > 0 })
}

// MissingTables returns the tables that a month needs and that no file gives. For nil Exports it returns
// all that a month needs.
func (x *Exports) MissingTables() []string {
	var missing []string
	for _, table := range inputOrder[:3] {
		if x == nil || !x.hasTable(table) {
			missing = append(missing, table)
		}
	}
	return missing
}

// UsesCRM reports whether any file comes from this CRM. For nil Exports it returns true, as any CRM may
// be used.
func (x *Exports) UsesCRM(crm string) bool {
	return x == nil || slices.ContainsFunc(x.Files, func(f ingest.SurveyedFile) bool { return f.CRM == crm })
}

// Use is what a file of the folder is used for, in words.
type Use struct{ File, Text string }

// Uses returns what each file is used for.
func (x *Exports) Uses() []Use {
	var uses []Use
	for i, f := range x.Files {
		if i > 0 && x.Files[i-1].File == f.File {
			continue // listed twice, as leads and as deals
		}
		var tables []string
		for _, in := range x.Inputs {
			if slices.ContainsFunc(in.Found, func(o ingest.SurveyedFile) bool { return o.File == f.File }) {
				tables = append(tables, in.Table)
			}
		}
		text := "not used"
		switch {
		case f.People != nil:
			text = "names of the owners"
		case tables != nil && !x.readable(f):
			text = strings.Join(tables, " and ") + ", which cannot be read yet"
		case tables != nil && x.proposals[f.File] != nil:
			text = strings.Join(tables, " and ") + ", by the names and contents of its columns"
		case tables != nil:
			text = strings.Join(tables, " and ") + ", " + f.CRM + " columns"
		}
		uses = append(uses, Use{f.File, text})
	}
	return uses
}

// Start returns the starting values of a new agreement in dir: its inputs, the currency and stream that
// the exports name, and what their last full month shows.
func (x *Exports) Start(dir string, s starter.Content) starter.Content {
	s.Folder, s.Inputs, s.Unused = x.from, x.Inputs, x.Unused()
	s.Currency = x.currency(s.Currency)
	if name := x.stream(); name != "" {
		named := s
		named.Stream = name
		if _, _, err := Agreement(named); err == nil { // an agreement allows fewer names than a CRM does
			x.dropTally("stream")
			s = named
			s.Inputs = x.Inputs
		}
	}
	if measured, err := x.measure(dir, s); err == nil {
		s = measured
	}
	s.FiguresByColumn = x.figuresByColumn(s)
	s.ToDecide = x.Undecided(s)
	return s
}

// figuresByColumn returns the figures that need each column of the tables that are given.
func (x *Exports) figuresByColumn(s starter.Content) map[string]model.ColumnFigures {
	a, period, err := closedMonth(s, cmp.Or(x.Month, s.Effective.Format("2006-01")))
	if err != nil {
		return nil
	}
	tables := map[string][]string{}
	for _, table := range inputOrder[:3] {
		if x.hasTable(table) {
			tables[table] = ingest.CanonicalColumns(table)
		}
	}
	return model.FiguresByColumn(a, period, tables)
}

// dropTally removes a column from those that are offered for mapping.
func (x *Exports) dropTally(column string) {
	for _, in := range x.Inputs {
		for i, f := range in.Found {
			in.Found[i].Values = slices.DeleteFunc(slices.Clone(f.Values), func(t ingest.ValueCounts) bool {
				return t.Column == column
			})
		}
	}
}

// tallies returns the values of a column in each file of a table.
func (x *Exports) tallies(table, column string) []ingest.ValueCounts {
	var found []ingest.ValueCounts
	for _, in := range x.Inputs {
		for _, f := range in.Found {
			for _, t := range f.Values {
				if in.Table == table && t.Column == column {
					found = append(found, t)
				}
			}
		}
	}
	return found
}

// currency returns the currency of most deals, else that which stands beside their amounts, or otherwise if an
// agreement cannot have it.
func (x *Exports) currency(otherwise string) string {
	var codes []string
	for _, t := range x.tallies("deals", "currency") {
		codes = append(codes, t.Top[0].Value)
	}
	for _, in := range x.Inputs {
		for _, f := range in.Found {
			if in.Table == "deals" && f.Currency != "" {
				codes = append(codes, f.Currency)
			}
		}
	}
	for _, code := range codes {
		s := starter.UsualContent(time.Unix(0, 0).UTC())
		s.Currency = code
		if _, a, err := Agreement(s); err == nil {
			return a.Head.Currency
		}
	}
	return otherwise
}

// stream returns the only revenue stream that leads and deals name. It is empty where they name none or
// several.
func (x *Exports) stream() string {
	names := map[string]bool{}
	name := ""
	for _, t := range append(x.tallies("leads", "stream"), x.tallies("deals", "stream")...) {
		for _, v := range t.Top {
			name = v.Value
			names[name] = true
		}
	}
	if len(names) != 1 {
		return ""
	}
	return name
}
