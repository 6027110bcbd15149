package ingest

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"strings"
	"time"

	"leadpact/ingest/scalar"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// This file finds out when the files of a table were exported, where the agreement does not say it: by their
// names and by lines above or below their rows, as their CRM writes them, and by the column that says when a row was
// changed last (SPEC section 2a).

// findExport adds to what is known of a table when its files were exported, and returns the file that shows it;
// "" if nothing does.
func (r *reader) findExport(table string, known *coverage.Known) (decides string) {
	if known.Exported, decides = r.exportOf(table, r.exportedByName); decides != "" {
		known.Proof = "the name of " + decides
		return decides
	}
	if known.Exported, decides = r.exportOf(table, r.exportedByStamp); decides != "" {
		known.Proof = "a line in " + decides
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

// exportedByName returns when a file was exported, by its name; the zero time if that does not tell it.
func (r *reader) exportedByName(f *file) time.Time {
	return r.believed(f, f.Export.ExportedByName(path.Base(f.report.File), r.zone))
}

// believed returns a moment at which a file was exported as it says; the zero time if it is still to come, or if a
// lead or deal was created later than the day after it.
func (r *reader) believed(f *file, t time.Time) time.Time {
	if t.IsZero() || !r.period.Now.IsZero() && t.After(r.period.Now) {
		return time.Time{}
	}
	if f.table.Name != "activities" && calendar.At(t.AddDate(0, 0, 2)).Before(f.events.LastRow()) {
		return time.Time{}
	}
	return t
}

// findStamp finds the line above or below the rows that says when the file was exported. The splitter is after
// the header.
func (f *file) findStamp() {
	s := f.split
	lines := strings.Split(string(s.Text[:s.Start]), string(rune(s.LineEnd)))
	below := s.Footer
	if s.Groups != nil { // a footer may have as many cells as the rows
		below = max(0, len(s.Text)-maxFooter)
	}
	if below > 0 {
		lines = append(lines, strings.Split(string(s.Text[below:]), string(rune(s.LineEnd)))...)
	}
	for _, line := range lines {
		line = strings.Trim(line, " \t\r\""+string(rune(s.Delim)))
		if f.stamp = f.Export.ExportedByLine(line); f.stamp != "" {
			return
		}
	}
}

// maxFooter is the number of bytes at the end of a grouped report in which its footer lies.
const maxFooter = 1 << 10

// zoneName matches the name of a zone before its letters, as in "Eastern Standard Time/EST".
var zoneName = regexp.MustCompile(`\s+\pL[\pL .]*/`)

// exportedByStamp returns when a file was exported, by a line above or below its rows. The line is read in the zone
// of the file and the order of day and month of its dates.
func (r *reader) exportedByStamp(f *file) time.Time {
	if f.stamp == "" {
		return time.Time{}
	}
	m, _, fault := f.dateReader.Read(zoneName.ReplaceAllString(f.stamp, " "), f.dateOrder(), false)
	if fault != "" {
		return time.Time{}
	}
	return r.believed(f, m.Time(f.zone))
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
	m, _, _ := f.dateReader.Read(string(cell), f.dateOrder(), false)
	return m
}

// dateOrder returns the order of day and month in the file's dates.
func (f *file) dateOrder() scalar.DateOrder {
	order := scalar.UnknownOrder
	for i := range f.fields {
		order = cmp.Or(order, f.fields[i].order)
	}
	return order
}
