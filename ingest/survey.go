package ingest

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"

	"leadpact/model"
)

// Surveyed is what a file of a folder seems to be, found without any setting.
type Surveyed struct {
	FileReport
	Both  bool       // the file may serve as leads and as deals, and is there as each
	Open  []*Refused // what only a reader can settle: their Key says how
	Tally []Tally    // the values of its columns that the agreement may map
	Err   error      // why it cannot be used at all; then it has no Table
	// People are the names by which the ids of owners are known, where the file is a list of the CRM's users: its Table is users.
	People map[string]string
}

// Survey looks at every file of a folder, sorted by name. a gives the words that values are held against; its inputs are not
// read. A file that cannot be read has an Err; the error is the folder's.
func Survey(a *model.Agreement, dir string) ([]Surveyed, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		return nil, err
	}
	r := &reader{agreement: a, dir: dir, home: zone, period: model.Period{Start: time.Unix(0, 0).In(zone), End: latestSurveyed.In(zone)}}
	var out []Surveyed
	for _, e := range entries {
		if !e.IsDir() && e.Name()[0] != '.' {
			out = append(out, r.survey(e.Name())...)
		}
	}
	return out, nil
}

// latestSurveyed leaves every date of a four-digit year below 2110 readable: a survey has no period.
var latestSurveyed = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

func (r *reader) survey(name string) []Surveyed {
	path := filepath.Join(r.dir, name)
	f := &file{in: &model.Input{}}
	f.report.File = name
	err := f.load(path)
	var found []*binding
	if err == nil {
		if found, err = candidates(f); err != nil {
			if people, ok := f.people(); ok {
				f.report.Table = "users"
				return []Surveyed{{FileReport: f.report, People: people}}
			}
		}
	}
	if err != nil {
		return []Surveyed{{FileReport: f.report, Err: err}}
	}
	var out []Surveyed
	for _, b := range found {
		x := r.surveyAs(b.table, path, name)
		if x.Both = len(found) > 1; x.Err != nil {
			return []Surveyed{x}
		}
		out = append(out, x)
	}
	return out
}

// surveyAs reads a file as one of a table's.
func (r *reader) surveyAs(t *table, path, name string) (out Surveyed) {
	in := &model.Input{}
	for {
		f, err := r.open(t, in, path, name)
		if err == nil {
			return Surveyed{FileReport: f.report, Open: out.Open, Tally: r.tally(f)}
		}
		var refused *Refused
		if !errors.As(err, &refused) || !provisional(in, refused.Key) {
			f.report.Table = ""
			return Surveyed{FileReport: f.report, Err: err}
		}
		out.Open = append(out.Open, refused)
	}
}

// provisional settles a key one way, to look at the rest of the file; false where it is settled already or is no such key.
func provisional(in *model.Input, key string) bool {
	switch {
	case key == "date_order" && in.DateOrder == "":
		in.DateOrder = "dmy"
	case key == "decimal" && in.Decimal == "":
		in.Decimal = "."
	default:
		return false
	}
	return true
}

// candidates are the tables that a file may serve as: the one whose header it has most of, and of leads and deals the other
// too where its CRM keeps both in one file. Without any, the error is that of the table which it is nearest to.
func candidates(f *file) (found []*binding, err error) {
	nearest := -1
	for _, t := range tables {
		b, _, failed := findHeader(t, f.in, f.split.fork(), f.report.File)
		switch {
		case failed == nil:
			found = append(found, b)
		case b == nil && err == nil:
			err = failed
		case b != nil && b.rank() > nearest:
			nearest, err = b.rank(), failed
		}
	}
	if found != nil {
		err = nil
	}
	slices.SortStableFunc(found, func(a, b *binding) int { return cmp.Compare(b.rank(), a.rank()) })
	if len(found) > 1 && bothOf(found[0], found[1]) {
		return found[:2], nil
	}
	return found[:min(len(found), 1)], err
}

func bothOf(a, b *binding) bool {
	kinds := []string{"leads", "deals"}
	return slices.Contains(kinds, a.table.name) && slices.Contains(kinds, b.table.name) &&
		a.export != plainExport && slices.Equal(a.export.Recognise, b.export.Recognise)
}
