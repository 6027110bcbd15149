// Package workbook writes a scorecard as the formula-live workbook of SPEC section 8.
//
// New lays everything out: it gives every term, table and figure its cell and its workbook-scope name, and keeps each sheet
// as cells with formula, cached value and style. WriteTo then streams the sheets through excelize, draws the charts, and
// packs the parts in a fixed order. A formula cites names alone, so no sheet has to know where another stands.
//
//	spell     an expression as a formula
//	sheet     cells, rows, columns; style and format say how they look, measure and fit how much room they need
//	pen       lays a sheet out from top to bottom: sections, blocks of figures, grids
//	table     a model.Table as a block of rows; rows draws it, in memory or as a long sheet that is streamed
//	summary … checks   one file a sheet; verdict and differences are parts of the first and the last
//	write     sheets to excelize; page and breaks set the print up; chart writes the chart parts, stream the rows of long tables
//	issued    a published workbook read back: its leads, deals and terms; unpack opens it
//	pack      the zip, and what has to be mended in it; deflate compresses it
package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// Book is a workbook laid out.
type Book struct {
	card    *model.Scorecard
	formats formats
	sheets  []*sheet
	names   []name
	taken   map[string]string // workbook-scope names in lower case, and where they stand
	cells   map[string]string // of terms and figures, by id
	tables  map[string]bool   // that stand somewhere
	cut     []string          // texts that were longer than a cell takes
	late    []func()          // what no address hangs on
	deltas  [2]cellAt         // the differences on Checks
	kept    *crossTable       // adherence by SDR; nil where nothing is owed
	broken  brokenAt          // breaches by SDR and rule
	sdrs    *grid             // the capacity protocol; nil without SDRs
	err     error
}

// name is a workbook-scope name and the range it refers to.
type name struct{ name, refers string }

// New lays the workbook out. What no address hangs on, such as the values of long tables, waits for WriteTo: whoever wants
// addresses alone does not pay for it. New fails where a sheet would take more rows than a spreadsheet has, and
// where two things of the scorecard ask for one name.
func New(s *model.Scorecard) (*Book, error) {
	b := &Book{card: s, formats: formatsOf(s.Agreement), taken: map[string]string{}, cells: map[string]string{}, tables: map[string]bool{}}
	summary := b.add("Summary", navy)
	b.assumptions()
	b.goalGrid()
	b.plan()
	b.leadValue()
	b.actionAgreement()
	b.sdrProtocol()
	b.sdrPages()
	b.budget()
	b.evidence()
	b.breaches()
	b.feedback()
	b.leads()
	b.deals()
	b.checks()
	b.summarise(summary)
	b.late = append(b.late, b.fit)
	for _, q := range s.Quantities {
		if b.cells[q.ID] == "" {
			b.fail("figure %s has no cell", q.ID)
		}
	}
	if b.err != nil {
		return nil, fmt.Errorf("workbook: %w", b.err)
	}
	return b, nil
}

// complete does what New has left.
func (b *Book) complete() {
	for _, step := range b.late {
		step()
	}
	b.late = nil
}

// Cell is the address of a term or figure as scorecard.json states it: Summary!D5, 'Goal Grid'!D7. It is empty for an id
// that the scorecard does not have.
func (b *Book) Cell(id string) string { return b.cells[id] }

func (b *Book) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// home gives an id its cell and its workbook-scope name.
func (b *Book) home(id string, sh *sheet, at cellAt) {
	b.define(calc.Name(id), sh, at, at)
	b.cells[id] = sh.quoted() + "!" + at.String()
}

// define gives a range a workbook-scope name; names ignore case.
func (b *Book) define(n string, sh *sheet, from, til cellAt) {
	key, where := strings.ToLower(n), sh.name+"!"+from.String()
	if before, ok := b.taken[key]; ok {
		b.fail("the name %s is asked for twice, by %s and by %s", n, before, where)
		return
	}
	if len(n) > 255 {
		b.fail("the name %.60s… has more than 255 characters; shorten the stream, type, tier or channel in agreement.yaml", n)
	}
	b.taken[key] = where
	refers := sh.quoted() + "!" + from.fixed()
	if til != from {
		refers += ":" + til.fixed()
	}
	b.names = append(b.names, name{n, refers})
}

// spell writes the formula of a single cell.
func (b *Book) spell(id string, e formula.Expr) string {
	sp := speller{card: b.card}
	f := sp.formula(e)
	if sp.err != nil {
		b.fail("%s: %w", id, sp.err)
	}
	return f
}

// show puts a term or figure into a cell: its own formula and name where it has no cell yet, else a formula that cites it.
func (b *Book) show(sh *sheet, at cellAt, id string, l look) {
	q := b.card.Quantity(id)
	if q == nil || b.cells[id] != "" {
		b.cite(sh, at, id, l)
		return
	}
	if l.format == "" {
		l.format = b.formats.of(q.Unit, q.Value())
	}
	sh.put(at, cell{formula: b.spell(id, q.Formula), value: q.Value(), look: l})
	b.home(id, sh, at)
}

// cite puts a formula into a cell that repeats a term or figure of the scorecard; what it does not have is n/a.
func (b *Book) cite(sh *sheet, at cellAt, id string, l look) {
	v, unit, ok := b.value(id)
	if !ok {
		sh.put(at, cell{value: formula.Missing, look: l})
		return
	}
	switch {
	case l.format != "":
	case b.card.Term(id) != nil:
		l.format = b.formats.term(unit, v)
	default:
		l.format = b.formats.of(unit, v)
	}
	if l.ink == styleCalc {
		l.ink = elsewhere
	}
	sh.put(at, cell{formula: calc.Name(id), value: v, look: l})
}

// value is that of a term or figure, with its unit.
func (b *Book) value(id string) (formula.Value, formula.Unit, bool) {
	if t := b.card.Term(id); t != nil {
		return t.Value, t.Unit, true
	}
	if q := b.card.Quantity(id); q != nil {
		return q.Value(), q.Unit, true
	}
	return formula.Missing, formula.Count, false
}

// has says that the scorecard knows an id.
func (b *Book) has(id string) bool { return b.card.Term(id) != nil || b.card.Quantity(id) != nil }

// unplaced are the figures of the families that have no cell yet, in the scorecard's order.
func (b *Book) unplaced(families ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range b.card.Quantities {
		if b.cells[q.ID] == "" && hasPrefix(q.ID, families) {
			out = append(out, q)
		}
	}
	return out
}

func hasPrefix(id string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return len(prefixes) == 0
}
