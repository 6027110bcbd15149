package ingest

import (
	"bytes"
	"fmt"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
)

// findHeader finds the header: the first record that gives every required column. It leaves the splitter
// after the header, with Width set to the number of cells that every row must have. If no record is a
// header, or the header cannot be used, the record that gives the most required columns is returned with the
// error.
func findHeader(
	t *profile.Table, in *agreement.Input, s *csvtext.Splitter, file string,
) (b *profile.Binding, line int, err error) {
	var nearest *profile.Binding
	for range maxHeaderRow {
		r, more := s.Next()
		if !more {
			break
		}
		if r.Damage != "" || r.Blank() {
			continue
		}
		h := profile.NewHeader(r.Cells)
		b, ok, err := profile.Recognise(t, in, h)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			if nearest == nil || len(b.Missing()) < len(nearest.Missing()) {
				nearest, line = b, r.Line
			}
			continue
		}
		if name, first, second := b.RepeatedHeader(h); name != "" {
			return b, r.Line, &csvtext.Refused{File: file, Line: r.Line, Reason: fmt.Sprintf(
				`the header "%s" is there twice, in columns %d (%s) and %d (%s), and it is not known which one counts; `+
					"rename one of them in the CRM or in the file, or leave it out of the export",
				csvtext.Printable([]byte(name)), first+1, columnLetters(first), second+1, columnLetters(second))}
		}
		var ofRows int
		if s.Width, ofRows = rowWidth(s, r.Cells); ofRows != s.Width {
			return b, r.Line, &csvtext.Refused{File: file, Line: r.Line, Reason: fmt.Sprintf(
				"the header has %d cells and every row %d, so which cell is which is not known; "+
					"mend the header, or export it again", s.Width, ofRows)}
		}
		return b, r.Line, nil
	}
	if nearest == nil {
		return nil, 0, &csvtext.Refused{File: file, Reason: "it is empty; export it again"}
	}
	return nearest, line, noHeader(t, nearest, line, file)
}

// noHeader returns the error for a file without a header; b is the binding of the record that is most like
// one.
func noHeader(t *profile.Table, b *profile.Binding, line int, file string) error {
	missing := b.Missing()
	const most = 12
	var found []string
	for _, n := range b.Headers {
		if n != "" && len(found) < most {
			found = append(found, csvtext.Printable([]byte(n)))
		}
	}
	more := ""
	if len(b.Headers) > most {
		more = ", …"
	}
	key, _, _ := strings.Cut(missing[0], " or ")
	of := ""
	if b.Export != profile.PlainExport {
		of = fmt.Sprintf(" in these %s %s", b.Export.CRM, t.Name)
	}
	return &csvtext.Refused{File: file, Line: line, Reason: fmt.Sprintf(
		"no column gives %s%s; the first row reads %s%s; "+
			"name the header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		strings.Join(missing, ", "), of, strings.Join(found, ", "), more, t.Name, key)}
}

// columnLetters returns the letters by which spreadsheets name the column with an index: A, B … Z, AA …
func columnLetters(index int) string {
	letters := ""
	for ; index >= 0; index = index/26 - 1 {
		letters = string(rune('A'+index%26)) + letters
	}
	return letters
}

// rowWidth returns the number of cells that every row must have. It is the header's number, or that of
// the first rows where they all agree and differ from the header only by empty cells at the end. ofRows
// is different from width where several first rows agree with one another but not with the header, which
// is a fault.
func rowWidth(s *csvtext.Splitter, header [][]byte) (width, ofRows int) {
	named := len(header)
	for named > 0 && len(bytes.TrimSpace(header[named-1])) == 0 {
		named--
	}
	if s.Ragged {
		return named, named
	}
	ahead := s.Fork()
	own, rows, onlyEmpty := 0, 0, true
	for range 100 {
		r, ok := ahead.Next()
		if !ok {
			break
		}
		if r.Blank() {
			continue
		}
		if own == 0 {
			own = len(r.Cells)
		}
		if r.Damage != "" || len(r.Cells) != own {
			return len(header), len(header)
		}
		rows++
		surplus := csvtext.Record{Cells: r.Cells[min(len(header), len(r.Cells)):]}
		onlyEmpty = onlyEmpty && surplus.Blank()
	}
	switch {
	case rows > 0 && onlyEmpty && own >= named:
		return own, own
	case rows >= scalar.MinEvidence:
		return len(header), own
	}
	return len(header), len(header)
}

// maxHeaderRow is the last record that can be the header, since reports begin with a title and a date.
const maxHeaderRow = 40
