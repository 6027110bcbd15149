package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpact/report/workbook/archive"
	"leadpact/report/workbook/cellxml"
)

const product = "leadpact"

// WriteTo writes the workbook as an xlsx file and returns its size in bytes. The same scorecard gives the
// same bytes. Long tables are streamed.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	b.runDeferred()
	f := excelize.NewFile()
	defer f.Close()
	out := &writer{Book: b, file: f, styles: &styler{f, map[look]int{}}, rewrites: map[string]rewrite{}}
	if err := out.write(); err != nil {
		return 0, fmt.Errorf("workbook: %w", err)
	}
	z := archive.New(out.rewritePart)
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	if _, err := f.WriteTo(io.Discard); err != nil {
		return 0, fmt.Errorf("workbook: %w", err)
	}
	return z.WriteTo(w)
}

// writer hands a laid-out book to excelize. What must happen before a sheet is streamed, before its first
// row, and before Flush stands in .docs/decisions/workbook-bytes.md: a call that comes too late has no
// effect and returns no error.
//
// Two kinds of part are rewritten, because of what excelize v2.11.0 writes:
//   - charts: the library's parts violate the schema (marker and invertIfNegative out of order, smooth
//     where it is not allowed: github.com/qax-os/excelize/issues/2355 and 2356) and their caches are empty;
//   - sheets with a long table: the library streams no shared formulas, and takes ten times as long
//     (rowStream).
//
// The content types, a third, are repaired by package archive.
type writer struct {
	*Book
	file     *excelize.File
	styles   *styler
	charts   int                // number of charts so far; excelize numbers them in this order
	rewrites map[string]rewrite // rewrites of parts, by the part's name
}

// rewrite writes a part in place of the library's.
type rewrite func(w io.Writer, part []byte) error

func (w *writer) rewritePart(out io.Writer, name string, part []byte) error {
	if f := w.rewrites[name]; f != nil {
		return f(out, part)
	}
	if strings.HasPrefix(name, "xl/charts/chart") {
		return fmt.Errorf("the library wrote more than %d charts", w.charts)
	}
	_, err := out.Write(part)
	return err
}

func (w *writer) write() error {
	if err := w.properties(); err != nil {
		return err
	}
	for i, sh := range w.sheets {
		var err error
		if i == 0 {
			err = w.file.SetSheetName("Sheet1", sh.name)
		} else {
			_, err = w.file.NewSheet(sh.name)
		}
		if err != nil {
			return err
		}
	}
	for i, sh := range w.sheets {
		if err := w.writeSheet(sh, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)); err != nil {
			return fmt.Errorf("sheet %s: %w", sh.name, err)
		}
	}
	for _, n := range w.names {
		if err := w.file.SetDefinedName(&excelize.DefinedName{Name: n.name, RefersTo: n.refers}); err != nil {
			return fmt.Errorf("name %s: %w", n.name, err)
		}
	}
	return nil
}

func (w *writer) properties() error {
	a, at := w.card.Agreement, w.card.Period.AsOf.UTC().Format(time.RFC3339)
	creator := a.Head.Company
	if creator == "" {
		creator = product
	}
	title := fmt.Sprintf("%s – service level agreement, %s", a.Head.Company, w.formats.style.Period(w.card.Period))
	err := w.file.SetDocProps(&excelize.DocProperties{
		Title: title, Subject: a.Head.ID, Identifier: a.Fingerprint(),
		Creator: creator, LastModifiedBy: product, Created: at, Modified: at,
	})
	if err != nil {
		return err
	}
	return w.file.SetAppProps(&excelize.AppProperties{Application: product, Company: a.Head.Company})
}

// writeSheet writes one sheet; part is the name that excelize gives to its part.
func (w *writer) writeSheet(sh *sheet, part string) error {
	yes, no := true, false
	tab := "FF" + sh.tab
	if err := w.file.SetSheetProps(sh.name, &excelize.SheetPropsOptions{TabColorRGB: &tab, FitToPage: &yes}); err != nil {
		return err
	}
	if err := w.file.SetSheetView(sh.name, 0, &excelize.ViewOptions{ShowGridLines: &no}); err != nil {
		return err
	}
	sw, err := w.file.NewStreamWriter(sh.name)
	if err != nil {
		return err
	}
	if err := sh.setColumns(sw); err != nil {
		return err
	}
	if err := w.writeRows(sw, sh); err != nil {
		return err
	}
	if sh.table != nil {
		rows, err := w.newRowStream(sh.table)
		if err != nil {
			return err
		}
		w.rewrites[part] = rows.insertInto
	}
	for _, step := range []func(*excelize.StreamWriter, *sheet) error{
		w.addFilter, w.addConditionalFormats, w.addValidation, w.addLinks, w.addComments, w.setUpPage, w.addCharts,
	} {
		if err := step(sw, sh); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// setColumns sets the widths of columns and the frozen panes. The columns of a long table that are not
// printed form an outline group, which a reader can collapse.
func (sh *sheet) setColumns(sw *excelize.StreamWriter) error {
	for i, width := range sh.widths {
		if err := sw.SetColWidth(i+1, i+1, min(width, excelize.MaxColumnWidth)); err != nil {
			return err
		}
		if sh.printUntil.col > 0 && i+1 > sh.printUntil.col {
			if err := sw.SetColOutlineLevel(i+1, 1); err != nil {
				return err
			}
		}
	}
	return sw.SetPanes(sh.panes())
}

func (sh *sheet) panes() *excelize.Panes {
	p := &excelize.Panes{Freeze: true, XSplit: sh.frozen.col, YSplit: sh.frozen.row, ActivePane: "bottomLeft"}
	p.TopLeftCell = cellAt{sh.frozen.row + 1, sh.frozen.col + 1}.String()
	if sh.frozen.col > 0 {
		p.ActivePane = "bottomRight"
	}
	return p
}

// writeRows streams the cells of a sheet that are held in memory.
func (w *writer) writeRows(sw *excelize.StreamWriter, sh *sheet) error {
	for i, r := range sh.rows {
		if len(r.cells) == 0 && r.height == 0 {
			continue
		}
		values := make([]any, len(r.cells))
		for c, x := range r.cells {
			v, err := w.cell(x)
			if err != nil {
				return err
			}
			values[c] = v
		}
		height := excelize.RowOpts{Height: min(r.height, excelize.MaxRowHeight)}
		if err := sw.SetRow(cellAt{i + 1, 1}.String(), values, height); err != nil {
			return err
		}
	}
	for _, m := range sh.merges {
		if err := sw.MergeCell(m.from.String(), m.to.String()); err != nil {
			return err
		}
	}
	return nil
}

// cell returns a cell as excelize streams it; nil for one without content and look.
func (w *writer) cell(x cell) (any, error) {
	if x.blank && x.look == (look{}) {
		return nil, nil
	}
	id, err := w.styles.id(x.look)
	if err != nil || x.blank {
		return excelize.Cell{StyleID: id}, err
	}
	c := excelize.Cell{StyleID: id, Formula: x.formula, Value: "n/a"}
	if n, ok := x.value.Number(); ok {
		c.Value = n + 0 // no negative zero
	} else if t, ok := x.value.Text(); ok {
		// Surrounding white space would make the library write an attribute that the schema does not have.
		c.Value = cellxml.Clip(strings.TrimSpace(t))
	} else if t, ok := x.value.Truth(); ok {
		c.Value = t
	}
	return c, nil
}

func (w *writer) addFilter(sw *excelize.StreamWriter, sh *sheet) error {
	striped := sh.table != nil
	if l := sh.filtered; l.name != "" {
		return sw.AddTable(&excelize.Table{Range: l.String(), Name: "tbl_" + l.name, ShowRowStripes: &striped})
	}
	if sh.table == nil {
		return nil
	}
	area := sh.table.area()
	// Ids of digits are texts, which a spreadsheet program would mark as a likely mistake.
	if err := w.file.AddIgnoredErrors(sh.name, area, excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	return sw.AddTable(&excelize.Table{
		Range: area, Name: "tbl_" + sh.table.table.Name, StyleName: "TableStyleLight1", ShowRowStripes: &striped,
	})
}

func (w *writer) addValidation(_ *excelize.StreamWriter, sh *sheet) error {
	if len(sh.inputCells) == 0 {
		return nil
	}
	dv := excelize.NewDataValidation(false)
	dv.SetSqref(ranges(sh.inputCells))
	err := dv.SetRange(0, 0, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual)
	if err != nil {
		return err
	}
	dv.Formula2 = ""
	dv.SetError(excelize.DataValidationErrorStyleWarning, "Input",
		"An agreed term is a number of zero or more. Shares and rates are fractions: 8% or 0.08.")
	return w.file.AddDataValidation(sh.name, dv)
}

// addLinks makes cells lead to other cells of the workbook.
func (w *writer) addLinks(_ *excelize.StreamWriter, sh *sheet) error {
	for _, x := range sh.links {
		if err := w.file.SetCellHyperLink(sh.name, x.at.String(), x.to, "Location"); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addComments(_ *excelize.StreamWriter, sh *sheet) error {
	for _, n := range sh.notes {
		rows := uint(lineCount(n.text, 32, 9, false))
		comment := excelize.Comment{
			Cell: n.at.String(), Author: product, Text: n.text, Width: 260, Height: 26 + 17*rows,
		}
		if err := w.file.AddComment(sh.name, comment); err != nil {
			return err
		}
	}
	return nil
}

// libraryRow is the height in pixels that excelize assumes for a row that it has not seen. The rows below a
// chart are 20.
const libraryRow = 18

// chartGap is the distance in pixels of a chart's frame from the row above it, so that a page break there
// does not print the frame's edge.
const chartGap = 4

func (w *writer) addCharts(_ *excelize.StreamWriter, sh *sheet) error {
	for _, c := range sh.charts {
		anchor := &excelize.Chart{
			Type:      excelize.Col,
			Series:    []excelize.ChartSeries{{Name: c.title, Values: sh.quoted() + "!$A$1"}},
			Dimension: excelize.ChartDimension{Width: c.width, Height: uint(c.rows) * libraryRow},
			Format:    excelize.GraphicOptions{Name: c.name, AltText: c.about, OffsetY: chartGap},
		}
		if err := w.file.AddChart(sh.name, c.at.String(), anchor); err != nil {
			return err
		}
		w.charts++
		part := c.xml(sh)
		w.rewrites[fmt.Sprintf("xl/charts/chart%d.xml", w.charts)] = func(w io.Writer, _ []byte) error {
			_, err := w.Write(part)
			return err
		}
	}
	return nil
}

// addConditionalFormats colours the words of status, and makes n/a grey.
func (w *writer) addConditionalFormats(_ *excelize.StreamWriter, sh *sheet) error {
	var words []excelize.ConditionalFormatOptions
	for _, s := range statusColours {
		id, err := w.file.NewConditionalStyle(&excelize.Style{
			Font: &excelize.Font{Color: s.ink},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}},
		})
		if err != nil {
			return err
		}
		for _, word := range s.words {
			words = append(words,
				excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: quote(word), Format: &id})
		}
	}
	for _, at := range sh.statusRanges() {
		if err := w.file.SetConditionalFormat(sh.name, at, words); err != nil {
			return err
		}
	}
	if sh.table != nil || sh.lastRow <= headRows {
		return nil
	}
	grey, err := w.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: bandInk}})
	if err != nil {
		return err
	}
	for _, x := range sh.greyed {
		option := excelize.ConditionalFormatOptions{Type: "formula", Criteria: x.condition, Format: &grey}
		if err := w.file.SetConditionalFormat(sh.name, x.String(), []excelize.ConditionalFormatOptions{option}); err != nil {
			return err
		}
	}
	all := cellRange{cellAt{headRows + 1, 2}, cellAt{sh.lastRow, max(sh.lastColumn, 2)}}
	option := excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: `"n/a"`, Format: &grey}
	return w.file.SetConditionalFormat(sh.name, all.String(), []excelize.ConditionalFormatOptions{option})
}

// statusRanges returns the ranges of a sheet whose words are coloured: the marked cells, and the columns of
// verdicts of a long table.
func (sh *sheet) statusRanges() []string {
	out := []string{ranges(append(append([]cellAt{}, sh.statusCells...), sh.flagCell))}
	if g := sh.table; g != nil {
		for _, c := range g.columns {
			if holdsComputedWords(c.Column) || sh.factVerdicts && c.Name == "verdict" {
				out = append(out, cellRange{c.head.down(1), c.head.down(g.rows())}.String())
			}
		}
	}
	return out
}
