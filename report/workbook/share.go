package workbook

import (
	"bytes"
	"fmt"
	"io"
)

// A column of a long table has one formula for all rows. Written once and shared, it makes the file half as large and quicker
// to open than spelled a hundred thousand times; excelize streams no shared formulas. So the writer leaves a marked formula in
// each cell, and the pack turns the mark into what OOXML asks for: the first cell holds formula and range, the others the
// formula's number.

// sharedMark begins a marked formula. It is a character of private use, which no formula of ours has.
const sharedMark = "\ue000"

// shared marks the formula of a row of a column: the first one in full.
func (g *grid) shared(row, col int, formula string) string {
	if row > 0 {
		return fmt.Sprintf("%s%d", sharedMark, col)
	}
	c := g.columns[col]
	return fmt.Sprintf("%s%d %s:%s %s", sharedMark, col, c.head.down(1), c.head.down(g.rows()), formula)
}

// sharer writes a sheet on, with marked formulas made shared ones. It holds back what may be cut in the middle of a cell.
type sharer struct {
	w    io.Writer
	rest []byte
}

func (s *sharer) Write(b []byte) (int, error) {
	s.rest = append(s.rest, b...)
	end := bytes.LastIndex(s.rest, []byte("</c>"))
	if end < 0 {
		return len(b), nil
	}
	if err := s.share(s.rest[:end]); err != nil {
		return 0, err
	}
	s.rest = append(s.rest[:0], s.rest[end:]...)
	return len(b), nil
}

// Close writes what was held back.
func (s *sharer) Close() error { return s.share(s.rest) }

func (s *sharer) share(b []byte) error {
	open, shut := []byte("<f>"+sharedMark), []byte("</f>")
	for {
		i := bytes.Index(b, open)
		if i < 0 {
			_, err := s.w.Write(b)
			return err
		}
		n := bytes.Index(b[i:], shut)
		if n < 0 {
			return fmt.Errorf("a formula without an end")
		}
		number, rest, first := bytes.Cut(b[i+len(open):i+n], []byte(" "))
		out := append(b[:i:i], `<f t="shared"`...)
		if first {
			cells, formula, _ := bytes.Cut(rest, []byte(" "))
			out = fmt.Appendf(out, ` ref="%s" si="%s">%s</f>`, cells, number, formula)
		} else {
			out = fmt.Appendf(out, ` si="%s"/>`, number)
		}
		if _, err := s.w.Write(out); err != nil {
			return err
		}
		b = b[i+n+len(shut):]
	}
}
