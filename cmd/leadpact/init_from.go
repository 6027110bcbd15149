package main

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/csvtext"
)

// exports are the files of a folder and what a new agreement makes of them.
type exports struct {
	from   string // as named
	files  []ingest.SurveyedFile
	inputs []ingest.StartingInput
	month  string // the last full month with leads; empty: not known

	zoneAgreed bool // somebody was asked for the zone of the times, and told it
}

// inputOrder is how the tables follow one another in an agreement.
var inputOrder = []string{"leads", "activities", "deals", "spend", "team", "feedback"}

// surveyExports looks at every file of a folder and gives each table its files.
func surveyExports(dir, from string, s ingest.Starting) (*exports, error) {
	_, words, err := starter(s)
	if err != nil {
		return nil, err
	}
	x := &exports{from: from}
	if x.files, err = ingest.Survey(words, from); err != nil {
		return nil, err
	}
	people := map[string]string{}
	for _, f := range x.files {
		maps.Copy(people, f.People)
	}
	for _, table := range inputOrder {
		in := ingest.StartingInput{Table: table, People: people}
		for _, f := range x.files {
			if x.serves(f, table) {
				in.Files = append(in.Files, relative(dir, filepath.Join(from, f.File)))
				in.Found = append(in.Found, f)
				in.Settled = undecided(in.Settled, f.Open)
			}
		}
		if len(in.Files) > 0 {
			in.CRM = oneCRM(in.Found)
			x.inputs = append(x.inputs, in)
		}
	}
	if !x.has("leads") && !x.has("deals") {
		return nil, x.nothing()
	}
	return x, nil
}

// serves says that a file is one of the table's. A file of deals is the leads too where no other file is.
func (x *exports) serves(f ingest.SurveyedFile, table string) bool {
	if f.Both && table == "leads" && slices.ContainsFunc(x.files, func(o ingest.SurveyedFile) bool { return o.Table == "leads" && !o.Both }) {
		return false
	}
	return f.Table == table
}

func undecided(known []ingest.Settled, open []*csvtext.Refused) []ingest.Settled {
	for _, r := range open {
		if !slices.ContainsFunc(known, func(k ingest.Settled) bool { return k.Key == r.Key }) {
			why, _, _ := strings.Cut(r.Error(), "; set ")
			known = append(known, ingest.Settled{Key: r.Key, Why: why, Choices: r.Choices})
		}
	}
	return known
}

// oneCRM names the CRM of all the files; empty where they come from several, which each file's header tells.
func oneCRM(files []ingest.SurveyedFile) string {
	for _, f := range files {
		if f.CRM != files[0].CRM {
			return ""
		}
	}
	return files[0].CRM
}

// relative is a file's path as seen from the agreement's folder.
func relative(dir, path string) string {
	base, err := filepath.Abs(dir)
	file, err2 := filepath.Abs(path)
	rel, err3 := filepath.Rel(base, file)
	if errors.Join(err, err2, err3) != nil {
		rel = file
	}
	return filepath.ToSlash(rel)
}

func (x *exports) has(table string) bool {
	return slices.ContainsFunc(x.inputs, func(in ingest.StartingInput) bool { return in.Table == table })
}

// nothing is the error of a folder without leads and deals: 65, with what each file is.
func (x *exports) nothing() error {
	err := fmt.Errorf("%s holds no export of leads or of deals; leadpact init says how to get one", x.from)
	for _, f := range x.files {
		if f.Err != nil {
			err = fmt.Errorf("%w\n  %w", err, f.Err)
		}
	}
	return fail(exitData, err)
}

// missing are the tables that a month needs and no file gives.
func (x *exports) missing() []string {
	var out []string
	for _, table := range inputOrder[:3] {
		if x == nil || !x.has(table) {
			out = append(out, table)
		}
	}
	return out
}

// uses says that a CRM is the folder's, or that no folder was named.
func (x *exports) uses(crm string) bool {
	return x == nil || slices.ContainsFunc(x.files, func(f ingest.SurveyedFile) bool { return f.CRM == crm })
}

func (x *exports) period() string {
	if x.month == "" {
		return ""
	}
	return " --period " + x.month
}

// list writes what each file is taken for.
func (x *exports) list(b *strings.Builder) {
	width := 0
	for _, f := range x.files {
		width = max(width, len([]rune(f.File)))
	}
	for i, f := range x.files {
		if i > 0 && x.files[i-1].File == f.File {
			continue
		}
		what := "not used"
		for _, in := range x.inputs {
			if slices.ContainsFunc(in.Found, func(o ingest.SurveyedFile) bool { return o.File == f.File }) {
				what = strings.TrimPrefix(what+" and "+in.Table, "not used and ")
			}
		}
		switch {
		case f.People != nil:
			what = "names of the owners"
		case what != "not used":
			what += ", " + f.CRM + " columns"
		}
		fmt.Fprintf(b, "%-*s  %s\n", width, f.File, what)
	}
	b.WriteByte('\n')
}

// start fills a new agreement in: the inputs, and what the last full month of the exports shows.
func (x *exports) start(dir string, s ingest.Starting) ingest.Starting {
	s.Folder, s.Inputs = x.from, x.inputs
	s.Currency = x.currency(s.Currency)
	if name := x.stream(); name != "" {
		named := s
		named.Stream = name
		if _, _, err := starter(named); err == nil { // the loader takes fewer names than a CRM does
			x.forget("stream")
			s = named
			s.Inputs = x.inputs
		}
	}
	if measured, err := x.measure(dir, s); err == nil {
		return measured
	}
	return s
}

// forget drops a column from what is offered for mapping.
func (x *exports) forget(column string) {
	for _, in := range x.inputs {
		for i := range in.Found {
			in.Found[i].Tally = slices.DeleteFunc(slices.Clone(in.Found[i].Tally), func(t ingest.ValueCounts) bool { return t.Column == column })
		}
	}
}

// tallied gives the values of a column in the files of a table.
func (x *exports) tallied(table, column string) []ingest.ValueCounts {
	var out []ingest.ValueCounts
	for _, in := range x.inputs {
		for _, f := range in.Found {
			for _, t := range f.Tally {
				if in.Table == table && t.Column == column {
					out = append(out, t)
				}
			}
		}
	}
	return out
}

// currency is that of most deals, if it is one.
func (x *exports) currency(otherwise string) string {
	for _, t := range x.tallied("deals", "currency") {
		s := ingest.UsualStart(time.Unix(0, 0).UTC())
		s.Currency = t.Top[0].Value
		if _, a, err := starter(s); err == nil {
			return a.Head.Currency
		}
	}
	return otherwise
}

// stream is the one revenue stream that the leads or deals name; empty where they name none or several.
func (x *exports) stream() string {
	names := map[string]bool{}
	name := ""
	for _, t := range append(x.tallied("leads", "stream"), x.tallied("deals", "stream")...) {
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
