package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"leadpact/report/workbook/cellxml"
)

// rowStream writes the rows of a long table as SpreadsheetML, straight into the zip, while the part of
// its sheet is written; no row is held in memory. excelize streams no shared formulas, and takes some ten
// times as long for a cell. A formula that all rows of a column have in common is written once and
// shared: the file is half as large, and opens faster, than with a hundred thousand formulas.
type rowStream struct {
	table   *placedTable
	columns []rowStreamColumn
	row     []byte // buffer of the current row
}

// rowStreamColumn holds the parts of a column's cells that are the same in every row.
type rowStreamColumn struct {
	open   string // the XML up to the row's number in the cell's reference
	style  string // the XML from there up to the value
	shared string // the formula element of every row but the first; empty without a shared formula
}

// newRowStream prepares a long table in the styles of its columns.
func (w *writer) newRowStream(g *placedTable) (*rowStream, error) {
	s := &rowStream{table: g}
	for i, c := range g.columns {
		id, err := w.styles.id(c.look)
		if err != nil {
			return nil, err
		}
		out := rowStreamColumn{open: `<c r="` + letters(c.head.col), style: fmt.Sprintf(`" s="%d"`, id)}
		if c.all != "" && g.table.Rows > 1 {
			out.shared = fmt.Sprintf(`<f t="shared" si="%d"/>`, i)
		}
		s.columns = append(s.columns, out)
	}
	return s, nil
}

// insertInto writes the part of a sheet with the rows of the table behind the rows that it has.
func (s *rowStream) insertInto(w io.Writer, part []byte) error {
	const end = "</sheetData>"
	before, after, ok := bytes.Cut(part, []byte(end))
	if !ok {
		return fmt.Errorf("the sheet has no cells")
	}
	if _, err := w.Write(before); err != nil {
		return err
	}
	for i := range s.table.rows() {
		s.encodeRow(i)
		if _, err := w.Write(s.row); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(w, end); err != nil {
		return err
	}
	_, err := w.Write(after)
	return err
}

// encodeRow puts the i-th row of the table, counted from 0, into the buffer.
func (s *rowStream) encodeRow(i int) {
	var digits [8]byte
	number := strconv.AppendInt(digits[:0], int64(s.table.columns[0].head.row+1+i), 10)
	b := append(s.row[:0], `<row r="`...)
	b = append(append(b, number...), `">`...)
	for k := range s.columns {
		c := &s.columns[k]
		b = append(append(append(b, c.open...), number...), c.style...)
		b = cellxml.AppendCell(b, s.table.value(i, k), s.formula(i, k))
	}
	s.row = append(b, `</row>`...)
}

// formula returns the formula of a cell as an XML element; empty for a fact.
func (s *rowStream) formula(row, col int) string {
	c, shared := &s.table.columns[col], s.columns[col].shared
	if shared != "" && row > 0 {
		return shared
	}
	f := s.table.formula(row, col)
	if f == "" {
		return ""
	}
	var w strings.Builder
	w.WriteString("<f")
	if shared != "" {
		fmt.Fprintf(&w, ` t="shared" ref="%s:%s" si="%d"`, c.head.down(1), c.head.down(s.table.rows()), col)
	}
	w.WriteByte('>')
	xml.EscapeText(&w, []byte(f))
	w.WriteString("</f>")
	return w.String()
}
