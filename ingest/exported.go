package ingest

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"time"

	"leadpact/ingest/scalar"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// This file finds out when the files of a table were exported, where the agreement does not say it: by their
// names, as their CRM writes them, and by the column that says when a row was changed last (SPEC section 2a).

// findExport adds to what is known of a table when its files were exported, and returns the file that shows it;
// "" if nothing does.
func (r *reader) findExport(table string, known *coverage.Known) (decides string) {
	if known.Exported, decides = r.exportOf(table, r.exportedByName); decides != "" {
		known.Proof = "the name of " + decides
		return decides
	}
	known.Changed, decides = r.exportOf(table, (*file).lastChange)
	return decides
}

// exportOf returns the moment up to which the files of a table show it, given that of each file, and the file
// that decides it; "" if a file has none. Of files whose names differ in digits alone the latest counts, because
// they are parts or repetitions of one export; of several kinds of files the earliest, because each shows
// something that the others do not.
func (r *reader) exportOf(table string, of func(*file) time.Time) (at time.Time, name string) {
	latest := map[string]*file{} // by kind of file
	for _, f := range r.files {
		if f.table.Name != table {
			continue
		}
		if f.changes == nil || of(f).IsZero() { // it was refused, or nothing shows it
			return time.Time{}, ""
		}
		kind := f.Export.Name + "\n" + digits.ReplaceAllString(path.Base(f.report.File), "")
		if o := latest[kind]; o == nil || of(f).After(of(o)) {
			latest[kind] = f
		}
	}
	for _, f := range latest {
		t := of(f)
		if name == "" || t.Before(at) || t.Equal(at) && f.report.File < name {
			at, name = t, f.report.File
		}
	}
	return at, name
}

// digits are the parts of a file name in which the parts and repetitions of one export differ.
var digits = regexp.MustCompile(`[\d ()_.-]+`)

// exportedByName returns when a file was exported, by its name; the zero time if that does not tell it. A name
// is not believed if its moment is still to come, or if a lead or deal was created later than the day after it.
func (r *reader) exportedByName(f *file) time.Time {
	t := f.Export.ExportedByName(path.Base(f.report.File), r.zone)
	if t.IsZero() || !r.period.Now.IsZero() && t.After(r.period.Now) {
		return time.Time{}
	}
	if f.table.Name != "activities" && calendar.At(t.AddDate(0, 0, 2)).Before(f.events.LastRow()) {
		return time.Time{}
	}
	return t
}

// lastChange returns up to when the rows of a file show changes: a second after the last one or, if that is a
// bare date, its first instant. It is the zero time if no column says when a row was changed.
func (f *file) lastChange() time.Time {
	last := f.changes.Last()
	switch {
	case !last.Known():
		return time.Time{}
	case last.DayOnly():
		return last.Time(f.zone)
	}
	return last.Time(f.zone).Add(time.Second)
}

// changed returns when the row was changed last, as the CRM says; unknown where it does not say it.
func (r *row) changed() calendar.Moment {
	if at := r.changedCell; at >= 0 && at < len(r.Cells) {
		return r.readChange(r.Cells[at])
	}
	return calendar.Moment{}
}

// readChange reads a cell that says when a row was changed last. A cell that cannot be read is unknown, and no
// fault of the row. The order of day and month is that of the file's other dates.
func (f *file) readChange(cell []byte) calendar.Moment {
	if m, n := f.dateReader.ReadFast(cell); n > 0 && n == len(cell) {
		return m
	}
	if cell = bytes.TrimSpace(cell); len(cell) == 0 {
		return calendar.Moment{}
	}
	order := scalar.UnknownOrder
	for i := range f.fields {
		order = cmp.Or(order, f.fields[i].order)
	}
	m, _, _ := f.dateReader.Read(string(cell), order, false)
	return m
}
