package workbook

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// WriteTo writes the workbook; the same scorecard gives the same bytes. Long tables are streamed.
func (b *Book) WriteTo(w io.Writer) (int64, error) {
	b.runDeferred()
	f := excelize.NewFile()
	defer f.Close()
	out := &writer{Book: b, file: f, styles: &styler{f, map[look]int{}}, tables: map[string]*rowStream{}}
	if err := out.write(); err != nil {
		return 0, fmt.Errorf("workbook: %w", err)
	}
	z := &pack{charts: out.charts, tables: out.tables}
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return z })
	if _, err := f.WriteTo(io.Discard); err != nil {
		return 0, fmt.Errorf("workbook: %w", err)
	}
	return z.writeTo(w)
}

// writer hands a laid-out book to excelize. What must happen before a sheet is streamed, before its first row, and before
// Flush is measured in DESIGN section 3: out of its turn it vanishes without an error.
type writer struct {
	*Book
	file   *excelize.File
	styles *styler
	charts [][]byte              // parts, in the order in which excelize numbers them
	tables map[string]*rowStream // by the part of their sheet, which excelize numbers in order
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
	if err := w.file.SetDocProps(&excelize.DocProperties{Title: title, Creator: creator, LastModifiedBy: product, Created: at, Modified: at,
		Subject: a.Head.ID, Identifier: a.Fingerprint()}); err != nil {
		return err
	}
	return w.file.SetAppProps(&excelize.AppProperties{Application: product, Company: a.Head.Company})
}

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
		if w.tables[part], err = w.newRowStream(sh.table); err != nil {
			return err
		}
	}
	for _, step := range []func(*excelize.StreamWriter, *sheet) error{w.addFilter, w.addConditionalFormats, w.addValidation, w.addLinks, w.addComments, w.setUpPage, w.addCharts} {
		if err := step(sw, sh); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// frame sets widths and panes; the columns of a long table that are not printed can be folded away with a click.
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

// rows streams the cells of a sheet.
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
		if err := sw.SetRow(cellAt{i + 1, 1}.String(), values, excelize.RowOpts{Height: min(r.height, excelize.MaxRowHeight)}); err != nil {
			return err
		}
	}
	for _, m := range sh.merges {
		if err := sw.MergeCell(m[0].String(), m[1].String()); err != nil {
			return err
		}
	}
	return nil
}

// cell is a cell as excelize streams it; nil for one that holds and shows nothing.
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
		c.Value = clip(strings.TrimSpace(t)) // white space around would ask for an attribute that the schema does not know
	} else if t, ok := x.value.Truth(); ok {
		c.Value = t
	}
	return c, nil
}

func (w *writer) addFilter(sw *excelize.StreamWriter, sh *sheet) error {
	plain := false
	if l := sh.filtered; l.name != "" {
		return sw.AddTable(&excelize.Table{Range: l.from.String() + ":" + l.to.String(), Name: "tbl_" + l.name, ShowRowStripes: &plain})
	}
	if sh.table == nil {
		return nil
	}
	// Ids of digits are texts; a spreadsheet need not doubt them.
	if err := w.file.AddIgnoredErrors(sh.name, sh.table.area(), excelize.IgnoredErrorsNumberStoredAsText); err != nil {
		return err
	}
	stripes := true
	return sw.AddTable(&excelize.Table{Range: sh.table.area(),
		Name: "tbl_" + sh.table.table.Name, StyleName: "TableStyleLight1", ShowRowStripes: &stripes})
}

func (w *writer) addValidation(_ *excelize.StreamWriter, sh *sheet) error {
	if len(sh.inputCells) == 0 {
		return nil
	}
	dv := excelize.NewDataValidation(false)
	dv.SetSqref(ranges(sh.inputCells))
	if err := dv.SetRange(0, 0, excelize.DataValidationTypeDecimal, excelize.DataValidationOperatorGreaterThanOrEqual); err != nil {
		return err
	}
	dv.Formula2 = ""
	dv.SetError(excelize.DataValidationErrorStyleWarning, "Input", "An agreed term is a number of zero or more. Shares and rates are fractions: 8% or 0.08.")
	return w.file.AddDataValidation(sh.name, dv)
}

// linked links cells to others of the workbook.
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
		if err := w.file.AddComment(sh.name, excelize.Comment{Cell: n.at.String(), Author: product, Width: 260, Height: 26 + 17*rows, Text: n.text}); err != nil {
			return err
		}
	}
	return nil
}

// libraryRow is what excelize takes for the height of a row that it has not seen, in pixels; the rows below a chart are 20.
const libraryRow = 18

// chartGap keeps a chart's frame off the row above it, in pixels, so that a page break there does not print its edge.
const chartGap = 4

func (w *writer) addCharts(_ *excelize.StreamWriter, sh *sheet) error {
	for _, c := range sh.charts {
		anchor := &excelize.Chart{Type: excelize.Col, Series: []excelize.ChartSeries{{Name: c.title, Values: sh.quoted() + "!$A$1"}},
			Dimension: excelize.ChartDimension{Width: c.width, Height: uint(c.rows) * libraryRow}, Format: excelize.GraphicOptions{Name: c.name, AltText: c.about, OffsetY: chartGap}}
		if err := w.file.AddChart(sh.name, c.at.String(), anchor); err != nil {
			return err
		}
		w.charts = append(w.charts, c.xml(sh))
	}
	return nil
}

// statusOf lists the cells of a sheet whose words are coloured: those marked, and the columns of verdicts of a long table.
func (sh *sheet) statusRanges() []string {
	out := []string{ranges(append(append([]cellAt{}, sh.statusCells...), sh.flagCell))}
	if g := sh.table; g != nil {
		for _, c := range g.columns {
			if computedWords(c.Column) || sh.factVerdicts && c.Name == "verdict" {
				out = append(out, c.head.down(1).String()+":"+c.head.down(g.rows()).String())
			}
		}
	}
	return out
}

// colours are the conditional formats: words of status, and n/a in grey.
func (w *writer) addConditionalFormats(_ *excelize.StreamWriter, sh *sheet) error {
	var words []excelize.ConditionalFormatOptions
	for _, s := range statusColours {
		id, err := w.file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: s.ink},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.fill}}})
		if err != nil {
			return err
		}
		for _, word := range s.words {
			words = append(words, excelize.ConditionalFormatOptions{Type: "cell", Criteria: "==", Value: quote(word), Format: &id})
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
		at := x.from.String() + ":" + x.to.String()
		if err := w.file.SetConditionalFormat(sh.name, at, []excelize.ConditionalFormatOptions{{Type: "formula", Criteria: x.condition, Format: &grey}}); err != nil {
			return err
		}
	}
	all := cellAt{headRows + 1, 2}.String() + ":" + cellAt{sh.lastRow, max(sh.lastColumn, 2)}.String()
	return w.file.SetConditionalFormat(sh.name, all, []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: "==", Value: `"n/a"`, Format: &grey}})
}

const (
	paperLetter = 1
	paperA4     = 9
)

// page sets a sheet up for print: landscape, one page wide, with head and foot, the head of a long table on every page.
func (w *writer) setUpPage(sw *excelize.StreamWriter, sh *sheet) error {
	a := w.card.Agreement
	size, landscape, wide, high := paperA4, "landscape", 1, 0
	if sh.onePage {
		high = 1
	}
	if a.Head.Paper == "letter" {
		size = paperLetter
	}
	if err := w.file.SetPageLayout(sh.name, &excelize.PageLayoutOptions{Size: &size, Orientation: &landscape, FitToWidth: &wide, FitToHeight: &high}); err != nil {
		return err
	}
	for _, r := range sh.pageBreaks(size) {
		if err := sw.InsertPageBreak(cellAt{r, 1}.String()); err != nil {
			return err
		}
	}
	side, top, edge, yes := 0.4, 0.6, 0.3, true
	if err := w.file.SetPageMargins(sh.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top,
		Header: &edge, Footer: &edge, Horizontally: &yes}); err != nil {
		return err
	}
	print := a.Fingerprint()
	if len(print) > 16 {
		print = print[:16]
	}
	head := fmt.Sprintf("&L&9%s&R&9%s", headerText(a.Head.Company, 80), "&A")
	foot := fmt.Sprintf("&L&9%s version %d · %s · fingerprint %s…&R&9&P / &N", headerText(a.Head.ID, 60), a.Head.Version, headerText(w.formats.style.Period(w.card.Period), 40), print)
	if err := w.file.SetHeaderFooter(sh.name, &excelize.HeaderFooterOptions{OddHeader: head, OddFooter: foot}); err != nil {
		return err
	}
	if sh.printUntil != (cellAt{}) {
		area := sh.quoted() + "!$A$1:" + sh.printUntil.fixed()
		if sh.printedToo.to.row > 0 {
			area += "," + sh.quoted() + "!" + sh.printedToo.from.fixed() + ":" + sh.printedToo.to.fixed()
		}
		if err := w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Area", Scope: sh.name, RefersTo: area}); err != nil {
			return err
		}
	}
	return w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: sh.name,
		RefersTo: fmt.Sprintf("%s!$%d:$%d", sh.quoted(), 1, sh.frozen.row)})
}

// code makes a text safe in a header: & begins a code there, and a digit would join the size before it.
func headerText(t string, most int) string {
	r := []rune(t)
	if len(r) > most {
		r = r[:most]
	}
	return " " + strings.ReplaceAll(string(r), "&", "&&")
}
