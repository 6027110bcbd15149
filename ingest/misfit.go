package ingest

import (
	"fmt"
	"strings"
	"unicode"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
)

// A row with a fault is set aside and costs no other row. But where most rows of a file have one, or no
// value of a date column can be read, the fault is the file's: what is left of it would give figures that
// look right and are not. Such a file is refused (SPEC section 11).

// misfit is a reason for which rows of a file were set aside, with the first of them.
type misfit struct {
	first model.SetAside
	rows  int
}

// judgeFit refuses a file if none of the dates of a column could be read, or if more than half of its rows
// were set aside for another reason than their currency. Fewer than scalar.MinEvidence such rows prove
// nothing.
func (r *reader) judgeFit(f *file) error {
	if f.report.SetAside < scalar.MinEvidence {
		return nil
	}
	for i := range f.fields {
		x := &f.fields[i]
		if x.Kind != profile.Date || len(x.at) == 0 {
			continue
		}
		worst := f.worstMisfit(func(a model.SetAside) bool { return a.Column == x.Name && a.Value != "" })
		if worst.rows < scalar.MinEvidence {
			continue
		}
		if read, err := r.readsAnyDate(f, x.no); read || err != nil {
			return err
		}
		return worst.refusal(fmt.Sprintf("no value of this column can be read, as here %q", worst.first.Value),
			fmt.Sprintf("; or name another header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
				f.table.Name, x.Name))
	}
	misfits := 0
	worst := f.worstMisfit(func(a model.SetAside) bool {
		if a.Column == "currency" { // the row fits; what it lacks is a rate in the agreement
			return false
		}
		misfits++
		return true
	})
	rows := f.report.Rows - f.report.IgnoredBy[model.EmptyRow] - f.report.IgnoredBy[model.RepeatedHeader]
	if misfits < scalar.MinEvidence || 2*misfits <= rows {
		return nil
	}
	what := fmt.Sprintf("%d of %d rows cannot be used, and %d of these as this one", misfits, rows, worst.rows)
	if worst.first.Value != "" {
		what += fmt.Sprintf(" with %q", worst.first.Value)
	}
	return worst.refusal(what, "; correct this and export the file again")
}

// refusal refuses the file because of a fault that many of its rows have.
func (m *misfit) refusal(what, remedy string) error {
	return &csvtext.Refused{File: m.first.File, Line: m.first.Line, Column: m.first.Column,
		Reason: what + ": " + m.first.Reason + remedy}
}

// worstMisfit returns the most frequent reason among the rows that were set aside and are of interest.
// Reasons that differ by a number alone, such as a line, are one.
func (f *file) worstMisfit(interesting func(model.SetAside) bool) (worst misfit) {
	withoutDigits := func(c rune) rune {
		if unicode.IsDigit(c) {
			return -1
		}
		return c
	}
	byReason := map[string]*misfit{}
	for _, a := range f.setAside {
		if !interesting(a) {
			continue
		}
		key := a.Column + ": " + strings.Map(withoutDigits, a.Reason)
		m := byReason[key]
		if m == nil {
			m = &misfit{first: a}
			byReason[key] = m
		}
		m.rows++
	}
	for _, m := range byReason {
		if m.rows > worst.rows || m.rows == worst.rows && m.first.Line < worst.first.Line {
			worst = *m
		}
	}
	return worst
}

// readsAnyDate reads a file a second time and reports whether any value of a date column can be read.
func (r *reader) readsAnyDate(f *file, column int) (found bool, err error) {
	reads := func(f *file, rec csvtext.Record) bool {
		x := &f.fields[column]
		s := x.raw(rec.Cells)
		if rec.Damage != "" || s == "" || csvtext.Blanks[s] {
			return false
		}
		_, _, reason := x.readDate(f.dateReader, s)
		return reason == ""
	}
	if f.path == "" { // the file was read in order
		f.split = &f.firstRow
		f.peekRecords(func(rec csvtext.Record) bool {
			found = reads(f, rec)
			return !found
		})
		return found, nil
	}
	clones := make([]*file, workerCount())
	for i := range clones {
		clones[i] = f.cloneForWorker()
	}
	err = scanBlocks(r, f, func(w int, b blocks.Block, out *bool) error {
		*out = false
		return clones[w].eachRecord(b, func(rec csvtext.Record) { *out = *out || reads(clones[w], rec) })
	}, func(_ blocks.Block, out *bool) error {
		found = found || *out
		return nil
	})
	return found, err
}
