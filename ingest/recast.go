package ingest

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"

	"leadpact/model"
)

// Recasting is what Recast found in a file and did not pass on.
type Recasting struct {
	File  FileReport
	Aside []model.SetAside
	Notes []model.Note
}

// Recast writes any CSV as leadpact reads it: UTF-8, commas, quotes where they are needed, '\n'; the structure mended, the
// text of the cells as it is. The first full row is the header and counts as none. in may name encoding and delimiter. A file
// that cannot be trusted is a *Refused.
func Recast(path string, in model.Input, w io.Writer) (*Recasting, error) {
	f := &file{in: &in}
	f.report.File = filepath.ToSlash(path)
	out := &Recasting{}
	err := f.recast(path, w)
	out.File, out.Aside, out.Notes = f.report, f.aside, f.notes
	return out, err
}

func (f *file) recast(path string, w io.Writer) error {
	if err := f.load(path); err != nil {
		return err
	}
	usual := usualWidth(f.split.text, f.split.dialect)
	c := csv.NewWriter(w)
	header := false
	var names []string
	for {
		r, ok := f.split.next()
		if !ok {
			break
		}
		if header {
			f.report.Rows++
		}
		reason := ""
		switch {
		case r.damage != "":
			reason = r.damage
		case r.blank() || !header && filled(r) < min(2, usual):
			if header {
				f.report.Ignored++
			}
			continue
		case header && repeats(r.cells, names):
			reason = "the header once more"
		case len(r.cells) != usual:
			reason = fmt.Sprintf("the row has %d cells, the others have %d", len(r.cells), usual)
		default:
			reason = f.misfit(r)
		}
		if reason != "" {
			if !header {
				f.report.Rows++
			}
			f.report.SetAside++
			f.aside = append(f.aside, model.SetAside{Source: model.Source{File: f.report.File, Line: r.line}, Reason: reason})
			continue
		}
		if header {
			f.report.Used++
		} else {
			header = true
			for _, c := range r.cells {
				names = append(names, string(trim(c)))
			}
			f.split.width = usual
			if r.line > f.top {
				f.found("the header is line %d", r.line)
			}
		}
		cells := make([]string, len(r.cells))
		for i, cell := range r.cells {
			cells[i] = string(cell)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	f.finish()
	c.Flush()
	return c.Error()
}

// misfit says why a record cannot be passed on, or nothing.
func (f *file) misfit(r record) string {
	for i, c := range r.cells {
		if reason := unfit(c, f.strict); reason != "" {
			return fmt.Sprintf("cell %d: %s", i+1, reason)
		}
	}
	return ""
}

// filled counts the cells that hold something.
func filled(r record) int {
	n := 0
	for _, c := range r.cells {
		if len(trim(c)) > 0 {
			n++
		}
	}
	return n
}

// usualWidth is the number of cells that most of the first records have; of several such, the first.
func usualWidth(text []byte, d dialect) int {
	s := newSplitter(text, d)
	n := map[int]int{}
	var met []int
	for range sampled {
		r, ok := s.next()
		if !ok {
			break
		}
		w := len(r.cells)
		if w == 0 || r.blank() {
			continue
		}
		if n[w] == 0 {
			met = append(met, w)
		}
		n[w]++
	}
	best := 1
	for _, w := range met {
		if n[w] > n[best] {
			best = w
		}
	}
	return best
}
