// Package ingest turns the files that an agreement names into the rows of a model.Ledger. A file walks one line:
//
//	contents  bytes on disk → bytes of text: gzip and zip unpacked, what is no text refused by its name
//	decode    → UTF-8, by the agreement's encoding or by proof
//	dialect   → delimiter, quote, line ends
//	split     → records with their physical lines; a damaged one costs its first line alone
//	header    → the CRM profile that knows its headers (templates/crm), the agreement's columns and constants over it
//	prove     → the order of day and month, the decimal sign: proven by the whole column, or asked for
//	row       → dates, numbers, canonical words; a bad row is set aside with file, line, column, value and reason
//	quick     → the same of a usual line of a large file, read straight through without split and row
//	leads …   → model.Lead, Deal, Touch … and the rule of a row that comes again
//
// Nothing is guessed where two readings are possible, and every row is used, set aside or ignored (SPEC section 11).
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
)

// Read fills the ledger from the inputs of the agreement, whose paths are relative to dir, and settles it. A file that
// cannot be trusted is a *Refused, a missing one an error that is fs.ErrNotExist; all of them are joined in the error.
func Read(a *agreement.Agreement, dir string, l *model.Ledger) error {
	_, err := ReadReport(a, dir, l)
	return err
}

// ReadReport is Read that also tells what was found. The report is complete even where there is an error.
func ReadReport(a *agreement.Agreement, dir string, l *model.Ledger) (*Report, error) {
	return ReadTables(a, dir, l, nil)
}

// Sink takes the canonical text of a row that was used: a cell for every column of CanonicalColumns, dates in RFC 3339 (a
// bare date as it is), choices in the agreement's words. The cells are the sink's own.
type Sink func(table string, cells []string) error

// ReadTables is ReadReport that also hands every used row to sink, in the order of the files from the last to the first.
func ReadTables(a *agreement.Agreement, dir string, l *model.Ledger, sink Sink) (*Report, error) {
	return ReadWith(a, dir, l, Options{Sink: sink})
}

// Options say how the inputs are read; what is read is the same.
type Options struct {
	Sink     Sink // takes every used row; the files are then read in order
	InOrder  bool // row after row, each file whole in memory
	Block    int  // bytes of a block of rows that is read beside others; 0: 256 KiB, and small files in order
	Progress func(Progress)
}

// Progress is how far a large file is read.
type Progress struct {
	File        string
	Rows        int
	Bytes, Size int64 // on disk
}

// ReadWith is ReadReport with options. Large files of leads, deals and activities are read in blocks beside one another, in
// memory that does not grow with the file, unless a file turns out to need another way.
func ReadWith(a *agreement.Agreement, dir string, l *model.Ledger, o Options) (*Report, error) {
	r := &reader{
		options: o, agreement: a, dir: dir, ledger: l, period: l.Period(), home: l.Period().Start.Location(),
		notPeople: profile.NewValueSet(profile.FromEveryInput(a, func(in *agreement.Input) []string { return in.NotPeople })),
		report:    &Report{},
	}
	for _, t := range profile.Tables {
		if t.Name == "team" {
			l.Settle()
		}
		if in := a.Inputs[t.Name]; in != nil {
			r.readTable(t, in)
		}
	}
	if in := a.Inputs["facts"]; in != nil {
		r.readTable(factsTable(l), in)
		l.Provide("activities", "at")
		r.refuseOddFacts()
	}
	r.sources()
	r.account()
	return r.report, errors.Join(r.errs...)
}

// reader is one reading of all inputs.
type reader struct {
	agreement *agreement.Agreement
	dir       string
	ledger    *model.Ledger
	period    calendar.Period
	home      *time.Location
	notPeople profile.ValueSet
	marketing map[string]*profile.ValueSet // by table, once asked for
	options   Options
	leads     seenIDs
	deals     seenIDs
	acts      seenIDs
	files     []*file
	spent     []string // channels of the spend file
	report    *Report
	errs      []error
}

// readTable reads the files of a table from the last to the first: of a row that comes again in a later file, the later one
// was met before.
func (r *reader) readTable(t *profile.Table, in *agreement.Input) {
	paths, err := expand(r.dir, t.Name, in.Files)
	if err != nil {
		r.errs = append(r.errs, err)
	}
	ways := make([]strategy, len(paths))
	for !r.readFiles(t, in, paths, ways) {
		ofMany[t.Name].retract(r)
	}
}

// readFiles says no where a file turned out to need another way of reading, which it notes in ways; all that was read is then
// to be read again.
func (r *reader) readFiles(t *profile.Table, in *agreement.Input, paths []input, ways []strategy) bool {
	files := make([]*file, len(paths))
	seen := seenRows{rows: map[uint64]seenRow{}}
	var refused []error
	for i := len(paths) - 1; i >= 0; i-- {
		seen.file = i
		f, err := r.readOne(t, in, paths[i], &ways[i], seen)
		if errors.Is(err, errReread) {
			return false
		}
		if files[i] = f; err != nil {
			refused = append(refused, err)
		}
	}
	for _, err := range refused {
		r.refuse(err)
	}
	r.files = append(r.files, files...)
	return true
}

func (r *reader) refuse(err error) {
	var refused *csvtext.Refused
	if errors.As(err, &refused) {
		r.report.Refused = append(r.report.Refused, refused)
	}
	r.errs = append(r.errs, err)
}

// servesAsLeads says that a file of deals was read as leads before: each row is then a lead and its own deal.
func (r *reader) servesAsLeads(f *file) bool {
	return slices.ContainsFunc(r.files, func(o *file) bool { return o.table.Name == "leads" && o.report.File == f.report.File })
}

// taker gives what becomes of a table's rows. It says whether the row is used; otherwise it is ignored, or set aside where
// the row has a fault.
func (r *reader) taker(table string) func(*row, seenRows) bool {
	if in := ofMany[table]; in != nil {
		return in.inOrder(r)
	}
	return map[string]func(*row, seenRows) bool{"team": r.rep, "spend": r.spend, "feedback": r.feedback, "facts": r.facts}[table]
}

// provide tells the ledger what a file gives.
func (r *reader) provide(f *file) {
	for i, c := range f.table.Columns {
		if f.Given(i) {
			r.ledger.Provide(f.table.Name, c.Name)
		}
	}
	if f.wonStages != nil {
		r.ledger.Provide("deals", "won")
	}
}

// readRows accounts for every row of a file, in order.
func (r *reader) readRows(f *file, seen seenRows, take func(*row, seenRows) bool) {
	x := &row{file: f, texts: make([]memo, len(f.fields))}
	for {
		rec, ok := f.split.Next()
		if !ok {
			return
		}
		x.next(rec)
		used := x.fit() && take(x, seen)
		f.report.Rows++
		if f.account(x, used); used {
			r.hand(x)
		}
	}
}

// account counts a row as used, set aside or ignored.
func (f *file) account(x *row, used bool) {
	switch {
	case x.fault != nil:
		f.report.SetAside++
		f.aside = append(f.aside, model.SetAside{Source: x.source(), Column: x.fault.column, Value: x.fault.value, Reason: x.fault.reason})
		return
	case used:
		f.report.Used++
	default:
		f.report.Ignored++
	}
	x.settle()
}

// finish turns the counts of a file into notes.
func (f *file) finish() {
	if f.report.Rows == 0 {
		f.note(0, "the file has a header and no rows")
	}
	f.noteFooter()
	for m, t := range f.mended {
		if t.n > 0 {
			f.note(t.line, mendingTexts[m], t.n)
		}
	}
	for i := range f.fields {
		f.unmapped(&f.fields[i])
	}
}

// account hands the ledger what became of the files.
func (r *reader) account() {
	var inputs []model.InputFile
	for _, f := range r.files {
		r.report.Files = append(r.report.Files, f.report)
		r.report.originals = append(r.report.originals, f.original)
		r.report.SetAside = append(r.report.SetAside, f.aside...)
		r.report.Notes = append(r.report.Notes, f.notes...)
		inputs = append(inputs, f.report.InputFile)
	}
	r.ledger.RecordInputs(inputs, r.report.SetAside, r.report.Notes)
}
