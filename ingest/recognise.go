package ingest

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model"
)

// headerRows is how far into a file its header is looked for: reports begin with a title and a date.
const headerRows = 40

// recognise chooses the export that a header belongs to: the one whose telling headers are all there, the most of them
// first; else the one that gives the most columns. ok says that every required column is given.
func recognise(t *table, in *model.Input, h header) (*binding, bool, error) {
	exports, err := exportsFor(t.name, in.CRM)
	if err != nil {
		return nil, false, err
	}
	best, score := (*binding)(nil), -1
	for _, e := range exports {
		known := e.knows(h)
		if !known && in.CRM == "" {
			continue
		}
		b := bind(t, in, e, h)
		s := b.count()
		if known {
			s = b.rank()
		}
		if len(b.missing()) == 0 {
			s += 10_000
		}
		if s > score {
			best, score = b, s
		}
	}
	return best, len(best.missing()) == 0, nil
}

// rank is how much of an export's header a file has: its telling headers before the columns that they give.
func (b *binding) rank() int { return 100*len(b.export.Recognise) + b.count() }

// knows says that all telling headers of the export are there, and none of another one's.
func (e *export) knows(h header) bool {
	other := slices.ContainsFunc(e.Unless, func(n string) bool { return h.find(n) != nil })
	return !other && !slices.ContainsFunc(e.Recognise, func(n string) bool {
		return h.find(n) == nil || e.Exact && !slices.Contains(h.names, n)
	})
}

// findHeader looks for the first record that gives every required column. It leaves the splitter behind it, with the number
// of cells that every row must have. Where there is none, the record that gives most of them comes with the error.
func findHeader(t *table, in *model.Input, s *splitter, file string) (b *binding, line int, err error) {
	var first *binding
	for range headerRows {
		r, more := s.next()
		if !more {
			break
		}
		if r.damage != "" || r.blank() {
			continue
		}
		h := newHeader(r.cells)
		b, ok, err := recognise(t, in, h)
		if err != nil {
			return nil, 0, err
		}
		if !ok {
			if first == nil || len(b.missing()) < len(first.missing()) {
				first, line = b, r.line
			}
			continue
		}
		if twice := b.doubled(h); twice != "" {
			return nil, 0, &Refused{File: file, Line: r.line, Reason: fmt.Sprintf(`the header names "%s" twice; rename one column or leave it out of the export`, shown([]byte(twice)))}
		}
		var every int
		if s.width, every = rowWidth(s, r.cells); every != s.width {
			return nil, 0, &Refused{File: file, Line: r.line, Reason: fmt.Sprintf("the header has %d cells and every row %d, so which cell is which is not known; mend the header, or export it again", s.width, every)}
		}
		return b, r.line, nil
	}
	if first == nil {
		return nil, 0, &Refused{File: file, Reason: "it is empty; export it again"}
	}
	return first, line, noHeader(t, first, line, file)
}

func noHeader(t *table, b *binding, line int, file string) error {
	missing := b.missing()
	const most = 12
	var found []string
	for _, n := range b.headers {
		if n != "" && len(found) < most {
			found = append(found, shown([]byte(n)))
		}
	}
	more := ""
	if len(b.headers) > most {
		more = ", …"
	}
	key, _, _ := strings.Cut(missing[0], " or ")
	of := ""
	if b.export != plainExport {
		of = fmt.Sprintf(" in these %s %s", b.export.crm, t.name)
	}
	return &Refused{File: file, Line: line, Reason: fmt.Sprintf(
		"no column gives %s%s; the first row reads %s%s; name the header under inputs.%s in agreement.yaml, e.g. columns: {%s: HEADER}",
		strings.Join(missing, ", "), of, strings.Join(found, ", "), more, t.name, key)}
}

// rowWidth is the number of cells that every row must have: the header's, or the first rows' own where they all agree and
// differ from it by empty cells at the end alone. every differs from it where several first rows agree with one another and not
// with the header.
func rowWidth(s *splitter, header [][]byte) (width, every int) {
	named := len(header)
	for named > 0 && len(trim(header[named-1])) == 0 {
		named--
	}
	ahead := s.fork()
	own, rows, spare := 0, 0, true
	for range 100 {
		r, ok := ahead.next()
		if !ok {
			break
		}
		if r.blank() {
			continue
		}
		if own == 0 {
			own = len(r.cells)
		}
		if r.damage != "" || len(r.cells) != own {
			return len(header), len(header)
		}
		rows++
		surplus := record{cells: r.cells[min(len(header), len(r.cells)):]}
		spare = spare && surplus.blank()
	}
	switch {
	case rows > 0 && spare && own >= named:
		return own, own
	case rows >= unreadFrom:
		return len(header), own
	}
	return len(header), len(header)
}
