// Package readback reads the facts and terms of a published workbook, so that a new scorecard can be
// compared with what was issued.
//
// A workbook file and the scorecard of the same period come in; its tables of leads and deals, and the
// values of its terms by name, go out. Cells are found by the workbook's defined names alone. The package
// does not know how a workbook is laid out or written: it also reads one that a spreadsheet program has
// saved again.
package readback

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// maxRows is how many rows a worksheet has.
const maxRows = 1048576

// Read reads a published workbook of size bytes. It returns the leads and deals, with those columns that
// the tables of the scorecard have too, each as a fact, and the terms by their defined names. A cell that
// shows n/a is a missing value.
func Read(r io.ReaderAt, size int64, s *model.Scorecard) (
	tables map[string]*calc.Table, terms map[string]formula.Value, err error) {
	book, err := openWorkbook(r, size)
	if err != nil {
		return nil, nil, fmt.Errorf("workbook: %w", err)
	}
	ranges := map[string]cellRange{}
	for name, reference := range book.names {
		if a, ok := parseRange(reference); ok {
			ranges[name] = a
		}
	}
	tables = map[string]*calc.Table{}
	for _, name := range []string{model.LeadsTable, model.DealsTable} {
		if t := s.Table(name); t != nil {
			if tables[name], err = readTable(book, ranges, t); err != nil {
				return nil, nil, fmt.Errorf("workbook: %s: %w", name, err)
			}
		}
	}
	if terms, err = readTerms(book, ranges, s); err != nil {
		return nil, nil, fmt.Errorf("workbook: terms: %w", err)
	}
	return tables, terms, nil
}

// cellRange is what a defined name refers to: cells of one column of a sheet. Rows and columns count from
// 1.
type cellRange struct {
	sheet             string
	column            int
	firstRow, lastRow int
}

// parseRange parses a reference such as 'Goal Grid'!$D$7 or Leads!$B$6:$B$900.
func parseRange(reference string) (cellRange, bool) {
	mark := strings.LastIndex(reference, "!")
	if mark < 0 {
		return cellRange{}, false
	}
	from, to, several := strings.Cut(strings.ReplaceAll(reference[mark+1:], "$", ""), ":")
	column, row, err := excelize.CellNameToCoordinates(from)
	last := row
	if several && err == nil {
		_, last, err = excelize.CellNameToCoordinates(to)
	}
	return cellRange{strings.Trim(reference[:mark], "'"), column, row, last}, err == nil
}

// columnReader collects the cells of one column of a table.
type columnReader struct {
	*calc.Column
	numbers []float64
	texts   []string
	unique  map[string]string // each text once, so that equal ones share their memory
	text    []byte            // text of the cell in the current row; empty for an empty cell
}

func newColumnReader(c *calc.Column, rows int) *columnReader {
	if c.Unit == formula.Words {
		return &columnReader{Column: c, texts: make([]string, 0, rows), unique: map[string]string{}}
	}
	return &columnReader{Column: c, numbers: make([]float64, 0, rows)}
}

// add appends the cell of the current row.
func (c *columnReader) add() {
	if c.Unit != formula.Words {
		c.numbers = append(c.numbers, parseNumber(c.text))
		return
	}
	text, ok := c.unique[string(c.text)]
	if !ok {
		text = cellText(string(c.text))
		c.unique[string(c.text)] = text
	}
	c.texts = append(c.texts, text)
}

// readTable reads the rows of a table. A table without rows was drawn with one row of n/a, which is left
// out.
func readTable(book *workbook, ranges map[string]cellRange, t *calc.Table) (*calc.Table, error) {
	var columns []*columnReader
	byNumber := map[int]*columnReader{}
	var cells cellRange
	for _, c := range t.Columns {
		if a, ok := ranges[calc.Name(t.Name+"."+c.Name)]; ok {
			x := newColumnReader(c, max(0, min(a.lastRow-a.firstRow+1, maxRows)))
			columns, byNumber[a.column], cells = append(columns, x), x, a
		}
	}
	if len(columns) == 0 {
		return nil, fmt.Errorf("no column is known")
	}
	row, rows := 0, 0
	endRow := func() {
		if first := string(columns[0].text); first != "" && first != "n/a" {
			rows++
			for _, c := range columns {
				c.add()
			}
		}
		for _, c := range columns {
			c.text = c.text[:0]
		}
	}
	err := book.visitCells(cells.sheet, func(at position, text []byte) bool {
		if at.row > cells.lastRow {
			return false
		}
		if at.row != row {
			endRow()
			row = at.row
		}
		if c := byNumber[at.column]; c != nil && at.row >= cells.firstRow {
			c.text = append(c.text[:0], text...)
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	endRow()
	out := calc.NewTable(t.Name, t.Title, rows)
	for _, c := range columns {
		if c.Unit == formula.Words {
			out.Texts(c.Name, c.Title, c.Note, c.texts)
		} else {
			out.Numbers(c.Name, c.Title, c.Unit, c.Note, c.numbers)
		}
	}
	return out, nil
}

// readTerms reads every cell that has the name of a term. A number stays a number unless the scorecard's
// term is a text.
func readTerms(book *workbook, ranges map[string]cellRange, s *model.Scorecard) (map[string]formula.Value, error) {
	isNumber := map[string]bool{}
	for _, t := range s.Terms {
		_, isNumber[calc.Name(t.ID)] = t.Value.Number()
	}
	out := map[string]formula.Value{}
	bySheet := map[string]map[position]string{}
	for name, a := range ranges {
		if !strings.HasPrefix(name, "term_") {
			continue
		}
		out[name] = formula.Missing
		if bySheet[a.sheet] == nil {
			bySheet[a.sheet] = map[position]string{}
		}
		bySheet[a.sheet][position{a.firstRow, a.column}] = name
	}
	for sheet, names := range bySheet {
		err := book.visitCells(sheet, func(at position, text []byte) bool {
			name, ok := names[at]
			if !ok {
				return true
			}
			x := parseNumber(text)
			if number, known := isNumber[name]; !math.IsNaN(x) && (number || !known) {
				out[name] = formula.Num(x)
			} else {
				out[name] = formula.Str(cellText(string(text)))
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// cellText returns the text of a cell; empty where it shows n/a.
func cellText(text string) string {
	if text == "n/a" {
		return ""
	}
	return text
}

// parseNumber returns the number of a cell; NaN where it holds none.
func parseNumber(text []byte) float64 {
	if len(text) == 0 || text[0] == 'n' {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
