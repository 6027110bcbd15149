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

	"leadpact/model"
)

// New lays the workbook out. What no address hangs on, such as the values of long tables, waits for WriteTo: whoever wants
// addresses alone does not pay for it. New fails where a sheet would take more rows than a spreadsheet has, and
// where two things of the scorecard ask for one name.
func New(s *model.Scorecard) (*Book, error) {
	b := &Book{card: s, formats: numberFormatsFor(s.Agreement), definedAt: map[string]string{}, cells: map[string]string{}, placedTables: map[string]bool{}}
	summary := b.addSheet("Summary", navy)
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
	b.summary(summary)
	b.deferred = append(b.deferred, b.autofit)
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
func (b *Book) runDeferred() {
	for _, step := range b.deferred {
		step()
	}
	b.deferred = nil
}

const product = "leadpact"
