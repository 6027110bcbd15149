// Package workbook writes a scorecard as the workbook of SPEC section 8, whose figures are live formulas.
//
// A model.Scorecard comes in. New lays it out: every term and figure gets a cell with a workbook-scope
// name, every column of a table a named range, and each sheet is kept as cells with formula, cached value
// and look. WriteTo then writes an xlsx file through excelize. A formula cites names alone, so no sheet
// has to know where another one puts its cells. The package computes no figure of its own and does not
// know where the data came from or what becomes of the file.
//
// From the bottom to the top:
//
//	sheet, style       cells, ranges, rows and merges; fonts, colours and borders
//	number_format      number formats by unit and currency
//	spell              an expression of the model as a formula
//	book               names and addresses of terms and figures
//	layout             a cursor that lays a sheet out from top to bottom
//	table, table_draw  a calc.Table as a block of rows, and how it is drawn
//	chart              native charts
//	adherence          the matrix of SDRs and rules that several sheets show
//	summary … checks   the sheets, one file each; long_sheets has Leads, Deals and Breaches
//	autofit            column widths and row heights, measured in the font's metrics
//	write              sheets to excelize; stream (rows of long tables), page_setup, pagebreaks
//
// Package cellxml encodes the cells of long tables, package archive makes the zip deterministic, and
// package readback reads a published workbook.
package workbook

import (
	"fmt"

	"leadpact/model"
)

// New lays the workbook out. Whatever does not affect an address, such as the number formats of long
// tables, waits for WriteTo, so that a caller who wants only addresses does not pay for it. New fails
// where a sheet would take more rows than a spreadsheet has, where two things of the scorecard need the
// same name, and where an expression cannot be spelled.
func New(s *model.Scorecard) (*Book, error) {
	b := newBook(s)
	b.flag = b.checksFlag()
	summary := b.addSheet("Summary", navy) // the first sheet, laid out last because it cites the others
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
