// Package ingest turns the files that an agreement names into the rows of a model.Ledger. A file walks one line:
//
//	contents  bytes on disk → bytes of text: gzip and zip unpacked, what is no text refused by its name
//	decode    → UTF-8, by the agreement's encoding or by proof
//	dialect   → delimiter, quote, line ends
//	split     → records with their physical lines; a damaged one costs its first line alone
//	header    → the CRM profile that knows its headers (templates/crm), the agreement's columns and constants over it
//	prove     → the order of day and month, the decimal sign: proven by the whole column, or asked for
//	row       → dates, numbers, canonical words; a bad row is set aside with file, line, column, value and reason
//	leads …   → model.Lead, Deal, Touch … and the rule of a row that comes again
//
// Nothing is guessed where two readings are possible, and every row is used, set aside or ignored (SPEC section 11).
package ingest

import (
	"errors"
	"slices"
	"time"

	"leadpact/model"
)

// Read fills the ledger from the inputs of the agreement, whose paths are relative to dir, and settles it. A file that
// cannot be trusted is a *Refused, a missing one an error that is fs.ErrNotExist; all of them are joined in the error.
func Read(a *model.Agreement, dir string, l *model.Ledger) error {
	_, err := ReadReport(a, dir, l)
	return err
}

// ReadReport is Read that also tells what was found. The report is complete even where there is an error.
func ReadReport(a *model.Agreement, dir string, l *model.Ledger) (*Report, error) {
	return ReadTables(a, dir, l, nil)
}

// Sink takes the canonical text of a row that was used: a cell for every column of CanonicalColumns, dates in RFC 3339 (a
// bare date as it is), choices in the agreement's words. The cells are the sink's own.
type Sink func(table string, cells []string) error

// ReadTables is ReadReport that also hands every used row to sink, in the order of the files from the last to the first.
func ReadTables(a *model.Agreement, dir string, l *model.Ledger, sink Sink) (*Report, error) {
	r := &reader{
		agreement: a, dir: dir, ledger: l, period: l.Period(), home: l.Period().Start.Location(), sink: sink,
		notPeople: newList(everywhere(a, func(in *model.Input) []string { return in.NotPeople })),
		report:    &Report{},
	}
	for _, t := range tables {
		if t.name == "team" {
			l.Settle()
		}
		if in := a.Inputs[t.name]; in != nil {
			r.readTable(t, in)
		}
	}
	r.sources()
	r.account()
	return r.report, errors.Join(r.errs...)
}

// everywhere joins a list of all inputs, in the order of the tables.
func everywhere(a *model.Agreement, of func(*model.Input) []string) []string {
	var out []string
	for _, t := range tables {
		if in := a.Inputs[t.name]; in != nil {
			out = append(out, of(in)...)
		}
	}
	return out
}

// reader is one reading of all inputs.
type reader struct {
	agreement *model.Agreement
	dir       string
	ledger    *model.Ledger
	period    model.Period
	home      *time.Location
	notPeople list
	marketing map[string]*list // by table, once asked for
	sink      Sink
	files     []*file
	leads     sightings
	spent     []string // channels of the spend file
	report    *Report
	errs      []error
}

// readTable reads the files of a table from the last to the first: of a row that comes again in a later file, the later one
// was met before.
func (r *reader) readTable(t *table, in *model.Input) {
	paths, err := expand(r.dir, t.name, in.Files)
	if err != nil {
		r.errs = append(r.errs, err)
	}
	files := make([]*file, len(paths))
	seen := sightings{rows: map[uint64]sighting{}}
	if t.name == "leads" {
		r.leads = seen
	}
	take := r.taker(t.name)
	for i := len(paths) - 1; i >= 0; i-- {
		f, err := r.open(t, in, paths[i].disk, paths[i].name)
		files[i] = f
		if err != nil {
			r.refuse(err)
			continue
		}
		seen.file = i
		f.ownLead = t.name == "deals" && !f.given(t.index("lead_id")) && r.servesAsLeads(f)
		r.readFile(f, seen, take)
	}
	r.files = append(r.files, files...)
}

func (r *reader) refuse(err error) {
	var refused *Refused
	if errors.As(err, &refused) {
		r.report.Refused = append(r.report.Refused, refused)
	}
	r.errs = append(r.errs, err)
}

// servesAsLeads says that a file of deals was read as leads before: each row is then a lead and its own deal.
func (r *reader) servesAsLeads(f *file) bool {
	return slices.ContainsFunc(r.files, func(o *file) bool { return o.table.name == "leads" && o.report.File == f.report.File })
}

// taker gives what becomes of a table's rows. It says whether the row is used; otherwise it is ignored, or set aside where
// the row has a fault.
func (r *reader) taker(table string) func(*row, sightings) bool {
	return map[string]func(*row, sightings) bool{
		"leads": r.lead, "deals": r.deal, "activities": r.activity, "team": r.rep, "spend": r.spend, "feedback": r.feedback,
	}[table]
}

// readFile accounts for every row of a file.
func (r *reader) readFile(f *file, seen sightings, take func(*row, sightings) bool) {
	for i, c := range f.table.columns {
		if f.given(i) {
			r.ledger.Provide(f.table.name, c.name)
		}
	}
	if f.wonStages != nil {
		r.ledger.Provide("deals", "won")
	}
	x := &row{file: f, texts: make([]memo, len(f.fields))}
	for {
		rec, ok := f.split.next()
		if !ok {
			break
		}
		f.report.Rows++
		x.next(rec)
		used := false
		switch {
		case rec.damage != "":
			x.fail("", "", rec.damage)
		case rec.blank():
			f.mend(emptyRows, rec.line)
		case repeats(rec.cells, f.headers):
			f.mend(headerAgain, rec.line)
		case x.dropped():
			f.mend(deleted, rec.line)
		default:
			if x.check(); x.fault == nil {
				used = take(x, seen)
			}
		}
		switch {
		case x.fault != nil:
			f.report.SetAside++
			f.aside = append(f.aside, model.SetAside{Source: x.source(), Column: x.fault.column, Value: x.fault.value, Reason: x.fault.reason})
		case used:
			f.report.Used++
			x.settle()
			r.hand(x)
		default:
			f.report.Ignored++
			x.settle()
		}
	}
	f.finish()
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
		r.report.SetAside = append(r.report.SetAside, f.aside...)
		r.report.Notes = append(r.report.Notes, f.notes...)
		inputs = append(inputs, f.report.InputFile)
	}
	r.ledger.Account(inputs, r.report.SetAside, r.report.Notes)
}
