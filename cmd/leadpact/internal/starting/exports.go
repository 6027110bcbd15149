// Package starting finds the values that a first agreement starts with: from a folder of exports it
// learns which file serves as which table, and measures goals, revenue and spend of the last full month.
//
// In come a folder of exports and the usual starting values; out go an ingest.Starting with inputs and
// measured values, and what is left for a person to decide. The package writes no file, and talks to
// nobody but through the Ask function it is given.
package starting

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/starter"
	"leadpact/model/agreement"
)

// Exports are the files of a folder and the inputs of a new agreement made of them.
type Exports struct {
	Files  []ingest.SurveyedFile
	Inputs []starter.Input
	Month  string // the last full month with leads, as 2026-10; empty: not known

	from      string // the folder as the user named it
	zoneAsked bool   // whether a person has answered in which zone the times are
}

// inputOrder is the order of the tables in an agreement. The first three are those that a month needs.
var inputOrder = []string{"leads", "activities", "deals", "spend", "team", "feedback"}

// NoExportsError reports a folder without an export of leads or deals.
type NoExportsError struct{ err error }

func (e *NoExportsError) Error() string { return e.err.Error() }
func (e *NoExportsError) Unwrap() error { return e.err }

// Survey reads every file of the folder from and assigns the files to tables. dir is the folder of the
// new agreement, which the paths of its inputs are relative to. The error is a *NoExportsError where the
// folder has neither leads nor deals.
func Survey(dir, from string, s starter.Content) (*Exports, error) {
	_, words, err := Agreement(s)
	if err != nil {
		return nil, err
	}
	x := &Exports{from: from}
	if x.Files, err = ingest.Survey(words, from); err != nil {
		return nil, err
	}
	people := map[string]string{}
	for _, f := range x.Files {
		maps.Copy(people, f.People)
	}
	for _, table := range inputOrder {
		in := starter.Input{Table: table, People: people}
		for _, f := range x.Files {
			if x.servesAs(f, table) {
				if path := relative(dir, filepath.Join(from, x.pattern(f.File, table))); !slices.Contains(in.Files, path) {
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
			x.Inputs = append(x.Inputs, in)
		}
	}
	if !x.hasTable("leads") && !x.hasTable("deals") {
		return nil, x.noExports()
	}
	return x, nil
}

// Agreement returns the text of a new agreement and the agreement that it loads as.
func Agreement(s starter.Content) ([]byte, *agreement.Agreement, error) {
	text, err := starter.Text(s)
	if err != nil {
		return nil, nil, err
	}
	a, err := agreementfile.Parse("agreement.yaml", text)
	return text, a, err
}

// servesAs reports whether a file is one of the table's. A file that may be leads or deals serves as leads
// only where no other file does.
func (x *Exports) servesAs(f ingest.SurveyedFile, table string) bool {
	onlyLeads := func(o ingest.SurveyedFile) bool { return o.Table == "leads" && !o.LeadsAndDeals }
	if f.LeadsAndDeals && table == "leads" && slices.ContainsFunc(x.Files, onlyLeads) {
		return false
	}
	return f.Table == table
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
	return slices.ContainsFunc(x.Inputs, func(in starter.Input) bool { return in.Table == table })
}

// noExports is the error of a folder without leads and deals. It lists what is wrong with each file.
func (x *Exports) noExports() error {
	err := fmt.Errorf("%s holds no export of leads or of deals; leadpact init says how to get one", x.from)
	for _, f := range x.Files {
		if f.Err != nil {
			err = fmt.Errorf("%w\n  %w", err, f.Err)
		}
	}
	return &NoExportsError{err}
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
	s.Folder, s.Inputs = x.from, x.Inputs
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
		return measured
	}
	return s
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

// currency returns the currency of most deals, or otherwise if an agreement cannot have it.
func (x *Exports) currency(otherwise string) string {
	for _, t := range x.tallies("deals", "currency") {
		s := starter.UsualContent(time.Unix(0, 0).UTC())
		s.Currency = t.Top[0].Value
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
