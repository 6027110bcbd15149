package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"

	"leadpact/ingest/csvtext"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Normalised reports what Normalise found in a file, and what it left out.
type Normalised struct {
	File     FileReport
	SetAside []model.SetAside
	Notes    []model.Note
}

// Normalise writes any CSV file, or a sheet of a workbook, in leadpact's dialect: UTF-8, commas, quotes only
// where they are needed, and '\n'. It repairs the structure and does not change the text of the cells. The
// first full row is the header, which is not counted. in may set sheet, encoding and delimiter. The error is a
// *csvtext.Refused if the file cannot be trusted.
func Normalise(path string, in agreement.Input, w io.Writer) (*Normalised, error) {
	f := &file{in: &in}
	f.report.File = filepath.ToSlash(path)
	out := &Normalised{}
	err := f.normalise(path, w)
	out.File, out.SetAside, out.Notes = f.report, f.setAside, f.notes
	return out, err
}

func (f *file) normalise(path string, w io.Writer) error {
	if err := f.load(path); err != nil {
		return err
	}
	usual := csvtext.ModalWidth(f.split.Text, f.split.Dialect)
	if f.sheet != nil {
		usual = f.sheet.Columns
		f.split.Width = usual
	}
	c := csv.NewWriter(w)
	header := false
	var names []string
	for {
		r, ok := f.split.Next()
		if !ok {
			break
		}
		if header {
			f.report.Rows++
		}
		reason := ""
		switch {
		case r.Damage != "":
			reason = r.Damage
		case r.Blank() || !header && csvtext.CountFilled(r) < min(2, usual):
			if header {
				f.report.Ignored++
			}
			continue
		case header && csvtext.RepeatsHeader(r.Cells, names):
			reason = "the header once more"
		case len(r.Cells) != usual:
			reason = fmt.Sprintf("the row has %d cells, the others have %d", len(r.Cells), usual)
		default:
			reason = f.unfitCell(r)
		}
		if reason != "" {
			if !header {
				f.report.Rows++
			}
			f.report.SetAside++
			source := model.Source{File: f.report.File, Line: r.Line}
			f.setAside = append(f.setAside, model.SetAside{Source: source, Reason: reason})
			continue
		}
		if header {
			f.report.Used++
		} else {
			header = true
			for _, c := range r.Cells {
				names = append(names, string(bytes.TrimSpace(c)))
			}
			f.split.Width = usual
			if r.Line > f.firstLine {
				f.addFinding("the header is line %d", r.Line)
			}
		}
		cells := make([]string, len(r.Cells))
		for i, cell := range r.Cells {
			cells[i] = string(cell)
		}
		if err := c.Write(cells); err != nil {
			return err
		}
	}
	f.finishReport()
	c.Flush()
	return c.Error()
}

// unfitCell returns the reason why a cell of the record does not hold usable text, or "".
func (f *file) unfitCell(r csvtext.Record) string {
	for i, c := range r.Cells {
		if reason := csvtext.CellFault(c, f.strict); reason != "" {
			return fmt.Sprintf("cell %d: %s", i+1, reason)
		}
	}
	return ""
}
