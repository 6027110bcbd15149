package ingest

import (
	"errors"
	"slices"
	"time"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// reader reads all inputs of an agreement into a ledger; each run has a reader of its own. Of each row of a
// file it is known in the end whether it was used, set aside (it has a fault) or ignored (it is of no
// interest: a duplicate, another kind of activity, a lead that is not known). A file that cannot be trusted
// is refused.
type reader struct {
	agreement *agreement.Agreement
	dir       string
	ledger    *model.Ledger
	period    calendar.Period
	zone      *time.Location   // zone of the agreement
	notPeople profile.ValueSet // owners that are queues and not persons
	// marketingSources holds the list marketing_sourced by table; nil: every lead counts as Marketing's.
	marketingSources map[string]*profile.ValueSet
	options          Options
	large            map[string]largeTable
	small            map[string]rowRule
	leadIDs          seenIDs
	dealIDs          seenIDs
	activityIDs      seenIDs
	files            []*file
	leadsRead        bool     // whether leads are given and all their files could be read
	spendChannels    []string // channels of the spend file
	report           *Report
	errs             []error
}

// rowRule adds a row of a small table to the ledger and reports whether the row is used. A row that is
// not used is set aside if it has a fault, else ignored.
type rowRule func(*reader, *row, seenRows) bool

// largeTable is a table of many rows: leads, deals or activities.
type largeTable interface {
	addRow(*reader, *row, seenRows) bool
	readBlocks(*reader, *file) error
	resolveDuplicates(*reader, *file) error
	undo(r *reader, winners map[uint64]string)
	settleOverlaps(*reader, *profile.Table, *agreement.Input, []inputPath, []strategy, []*file) (settlement, error)
}

// rules defines how a row of a large table is processed. parse reads one row and may run in parallel with
// other rows; add interprets the row and runs in the order of the file. Both return false for a row that
// is ignored or has a fault.
type rules[T any] struct {
	idColumn string
	key      func(*T) uint64        // idKey of the row's id
	ids      func(*reader) *seenIDs // the ids of the table's rows so far
	forget   func(*model.Ledger)    // removes all rows of the table from the ledger
	parse    func(*reader, *row) (T, bool)
	events   func(*T, *coverage.Events) // counts the dates of a row, used or ignored
	add      func(*reader, *row, *T) bool
}

// readTable reads the files of a table from the last to the first. If two files have a row with the same
// id, that of the later file counts, and it is thus read first. If their contents differ, the newer row
// counts instead (overlap.go), and the files are read again.
func (r *reader) readTable(t *profile.Table, in *agreement.Input) {
	paths, err := expandPaths(r.dir, t.Name, in.Files)
	if err != nil {
		r.errs = append(r.errs, err)
		err = nil
	}
	large, strategies, sink := r.large[t.Name], make([]strategy, len(paths)), r.options.Sink
	mayOverlap := large != nil && len(paths) > 1
	if mayOverlap {
		r.options.Sink = nil // until it is settled which rows count
	}
	files, refused := r.readFiles(t, in, paths, strategies, nil)
	if r.options.Sink = sink; mayOverlap {
		var settled settlement
		if len(refused) == 0 {
			settled, err = large.settleOverlaps(r, t, in, paths, strategies, files)
		}
		if sink != nil || len(settled.winners) > 0 {
			large.undo(r, settled.winners)
			files, refused = r.readFiles(t, in, paths, strategies, settled.winners)
		}
		if settled.addNotes(files); err != nil {
			refused = append(refused, err)
		}
	}
	for _, err := range refused {
		r.refuse(err)
	}
	r.files = append(r.files, files...)
}

// readFiles reads the files of a table, each by its strategy, and returns them with the errors of those
// that were refused. If a file turns out to need another strategy, all files of the table are read again.
func (r *reader) readFiles(
	t *profile.Table, in *agreement.Input, paths []inputPath, strategies []strategy, winners map[uint64]string,
) (files []*file, refused []error) {
	for {
		files, refused = make([]*file, len(paths)), nil
		seen := seenRows{rows: map[uint64]seenRow{}}
		again := false
		for i := len(paths) - 1; i >= 0 && !again; i-- {
			seen.file = i
			f, err := r.readFile(t, in, paths[i], &strategies[i], seen)
			if again = errors.Is(err, errReread); again {
				break
			}
			if files[i] = f; err != nil {
				refused = append(refused, err)
			}
		}
		if !again {
			return files, refused
		}
		r.large[t.Name].undo(r, winners) // only files of large tables change their strategy
	}
}

func (r *reader) refuse(err error) {
	var refused *csvtext.Refused
	if errors.As(err, &refused) {
		r.report.Refused = append(r.report.Refused, refused)
	}
	r.errs = append(r.errs, err)
}

// wasReadAsLeads reports whether a file of deals was also read as leads: each of its rows is then both a
// lead and its deal.
func (r *reader) wasReadAsLeads(f *file) bool {
	return slices.ContainsFunc(r.files, func(o *file) bool {
		return o.table.Name == "leads" && o.report.File == f.report.File
	})
}

// provideColumns records in the ledger which columns a file gives. A column without a value in any row is
// not given, except for a date or a column won, which may be blank because it has not happened yet.
func (r *reader) provideColumns(f *file) {
	for i, c := range f.table.Columns {
		if f.Given(i) && f.mayHaveValue(i) {
			r.ledger.Provide(f.table.Name, c.Name)
		}
	}
	if f.table.Name == "deals" {
		r.provideOutcomes(f)
		if f.index["converted_amount"].hasValue {
			r.ledger.Provide("deals", "amount")
		}
	}
}

// mayHaveValue reports whether the i-th column has a value in any row, or is a column that may be blank.
func (f *file) mayHaveValue(i int) bool {
	c, x := f.table.Columns[i], &f.fields[i]
	return c.Kind == profile.Date || c.Name == "won" || f.report.Rows == 0 || x.hasValue || x.fixed != nil
}

// readInOrder reads every row of a file, one after the other.
func (r *reader) readInOrder(f *file, seen seenRows) {
	add := r.small[f.table.Name]
	if t := r.large[f.table.Name]; t != nil {
		add = t.addRow
	}
	x := &row{file: f, texts: make([]cachedText, len(f.fields))}
	for {
		rec, ok := f.split.Next()
		if !ok {
			return
		}
		x.reset(rec)
		used := x.usable() && add(r, x, seen)
		f.report.Rows++
		if f.countRow(x, used); used {
			r.sendToSink(x)
		}
	}
}

// countRow counts a row as used, set aside or ignored.
func (f *file) countRow(x *row, used bool) {
	switch {
	case x.fault != nil:
		f.report.SetAside++
		f.setAside = append(f.setAside, model.SetAside{
			Source: x.source(), Column: x.fault.column, Value: x.fault.value, Reason: x.fault.reason})
		return
	case used:
		f.report.Used++
	default:
		f.report.Ignored++
		f.report.IgnoredBy[x.ignored]++
	}
	x.countUnknown()
}

// finishReport converts the counts of a file to notes.
func (f *file) finishReport() {
	if f.report.Rows == 0 {
		f.note(0, "the file has a header and no rows")
	}
	f.noteFooter()
	for n, t := range f.normalised {
		if t.count > 0 {
			f.note(t.firstLine, normalisationTexts[n], t.count)
		}
	}
	for i := range f.fields {
		f.noteUnmapped(&f.fields[i])
	}
}

// recordInputs passes the counts of the files to the report and the ledger.
func (r *reader) recordInputs() {
	var inputs []model.InputFile
	for _, f := range r.files {
		r.report.Files = append(r.report.Files, f.report)
		r.report.opened = append(r.report.opened, f.opened)
		r.report.SetAside = append(r.report.SetAside, f.setAside...)
		r.report.Notes = append(r.report.Notes, f.notes...)
		inputs = append(inputs, f.report.InputFile)
	}
	r.ledger.RecordInputs(inputs, r.report.SetAside, r.report.Notes)
	r.ledger.RecordShape(r.shapes())
}
