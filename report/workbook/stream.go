package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
)

// stream is a long table on its way into the zip: its rows are spelled as SpreadsheetML when the part of its sheet is written, and
// are held nowhere. excelize streams no shared formulas, and takes some ten times as long a cell. A formula that all rows of a
// column have is written once and shared: the file is half as large, and opens sooner, than with a hundred thousand formulas.
type rowStream struct {
	grid    *placedTable
	columns []rowStreamColumn
	row     []byte // being spelled
}

type rowStreamColumn struct {
	open   string // of a cell, up to the number of its row
	style  string // and from there
	shared string // the formula of every row but the first
}

// streamed is the long table of a sheet in the styles of its columns.
func (w *writer) newRowStream(g *placedTable) (*rowStream, error) {
	s := &rowStream{grid: g}
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

// into writes the part of a sheet with the rows of the table at the end of its cells.
func (s *rowStream) writeTo(w io.Writer, part []byte) error {
	const end = "</sheetData>"
	before, after, ok := bytes.Cut(part, []byte(end))
	if !ok {
		return fmt.Errorf("the sheet has no cells")
	}
	if _, err := w.Write(before); err != nil {
		return err
	}
	for i := range s.grid.rows() {
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

// spell makes a row, counted from 0.
func (s *rowStream) encodeRow(i int) {
	var digits [8]byte
	number := strconv.AppendInt(digits[:0], int64(s.grid.columns[0].head.row+1+i), 10)
	b := append(s.row[:0], `<row r="`...)
	b = append(append(b, number...), `">`...)
	for k := range s.columns {
		c := &s.columns[k]
		b = append(append(append(b, c.open...), number...), c.style...)
		b = appendCell(b, s.grid.value(i, k), s.formula(i, k))
	}
	s.row = append(b, `</row>`...)
}

// formula is that of a cell as an element; empty for a fact.
func (s *rowStream) formula(row, col int) string {
	c, shared := &s.grid.columns[col], s.columns[col].shared
	if shared != "" && row > 0 {
		return shared
	}
	f := s.grid.formula(row, col)
	if f == "" {
		return ""
	}
	var w strings.Builder
	w.WriteString("<f")
	if shared != "" {
		fmt.Fprintf(&w, ` t="shared" ref="%s:%s" si="%d"`, c.head.down(1), c.head.down(s.grid.rows()), col)
	}
	w.WriteByte('>')
	xml.EscapeText(&w, []byte(f))
	w.WriteString("</f>")
	return w.String()
}

// appendCell adds a cell from its type on.
func appendCell(b []byte, v model.Value, formula string) []byte {
	text := "n/a"
	if x, ok := v.Number(); ok {
		b = append(append(append(b, '>'), formula...), `<v>`...)
		return append(appendNumber(b, x), `</v></c>`...)
	} else if t, ok := v.Text(); ok {
		text = t
	}
	if formula != "" {
		b = append(append(append(b, ` t="str">`...), formula...), `<v>`...)
		return append(appendText(b, text), `</v></c>`...)
	}
	b = append(b, ` t="inlineStr"><is><t>`...)
	return append(appendText(b, text), `</t></is></c>`...)
}

// appendNumber adds the shortest decimals that read back as x.
func appendNumber(b []byte, x float64) []byte {
	if math.Abs(x) < 1e15 && x == math.Trunc(x) {
		return strconv.AppendInt(b, int64(x), 10) // the same, sooner
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendText adds a text as a cell holds it. A spreadsheet reads _x0041_ as A: the underscore of one that is meant as it stands is
// written so itself.
func appendText(b []byte, t string) []byte {
	t = strings.TrimSpace(clip(t))
	if plain(t) {
		return append(b, t...)
	}
	var w strings.Builder
	xml.EscapeText(&w, []byte(t))
	t = strings.ReplaceAll(w.String(), "&#xA;", "\n")
	for i := 0; i < len(t); i++ {
		if _, ok := coded(t[i:]); ok {
			b = append(b, "_x005F"...)
		}
		b = append(b, t[i])
	}
	return b
}

// plain says that a text of XML stands for itself.
func plain(t string) bool {
	for i := range len(t) {
		switch c := t[i]; {
		case c < ' ' || c > '~' || c == '"' || c == '\'' || c == '&' || c == '<' || c == '>':
			return false
		case c == '_':
			if _, ok := coded(t[i:]); ok {
				return false
			}
		}
	}
	return true
}

// coded reads the code of a character at the beginning of a text.
func coded(t string) (rune, bool) {
	if len(t) < 7 || t[0] != '_' || t[1] != 'x' || t[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(t[2:6], 16, 16)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}

// clip cuts a text to what a cell takes; Checks names what was cut.
func clip(t string) string {
	if !tooLong(t) {
		return t
	}
	return strings.ToValidUTF8(string(utf16.Decode(utf16.Encode([]rune(t))[:excelize.TotalCellChars])), "")
}

func tooLong(t string) bool {
	return len(t) > excelize.TotalCellChars && len(utf16.Encode([]rune(t))) > excelize.TotalCellChars
}
