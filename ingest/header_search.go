package ingest

import (
	"fmt"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model/agreement"
)

// findHeader looks for the first record that gives every required column. It leaves the splitter behind it, with the number
// of cells that every row must have. Where there is none, the record that gives most of them comes with the error.
func findHeader(t *profile.Table, in *agreement.Input, s *csvtext.Splitter, file string) (b *profile.Binding, line int, err error) {
	var first *profile.Binding
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
			if first == nil || len(b.Missing()) < len(first.Missing()) {
				first, line = b, r.Line
			}
			continue
		}
		if twice := b.RepeatedHeader(h); twice != "" {
			return nil, 0, &csvtext.Refused{File: file, Line: r.Line, Reason: fmt.Sprintf(`the header names "%s" twice; rename one column or leave it out of the export`, csvtext.Printable([]byte(twice)))}
		}
		var every int
		if s.Width, every = rowWidth(s, r.Cells); every != s.Width {
			return nil, 0, &csvtext.Refused{File: file, Line: r.Line, Reason: fmt.Sprintf("the header has %d cells and every row %d, so which cell is which is not known; mend the header, or export it again", s.Width, every)}
		}
		return b, r.Line, nil
	}
	if first == nil {
		return nil, 0, &csvtext.Refused{File: file, Reason: "it is empty; export it again"}
	}
	return first, line, noHeader(t, first, line, file)
}

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
		of = fmt.Sprintf(" in these %s %s", b.Export.Crm, t.Name)
	}
	return &csvtext.Refused{File: file, Line: line, Reason: fmt.Sprintf(
		"no column gives %s%s; the first row reads %s%s; name the header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		strings.Join(missing, ", "), of, strings.Join(found, ", "), more, t.Name, key)}
}

// rowWidth is the number of cells that every row must have: the header's, or the first rows' own where they all agree and
// differ from it by empty cells at the end alone. every differs from it where several first rows agree with one another and not
// with the header.
func rowWidth(s *csvtext.Splitter, header [][]byte) (width, every int) {
	named := len(header)
	for named > 0 && len(csvtext.Trim(header[named-1])) == 0 {
		named--
	}
	ahead := s.Fork()
	own, rows, spare := 0, 0, true
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
		spare = spare && surplus.Blank()
	}
	switch {
	case rows > 0 && spare && own >= named:
		return own, own
	case rows >= scalar.UnreadFrom:
		return len(header), own
	}
	return len(header), len(header)
}

// headerRows is how far into a file its header is looked for: reports begin with a title and a date.
const maxHeaderRow = 40
