package terminal

import (
	"io"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
)

// Figure explains a figure or a term: value, goal, definition, formula in words, the rows that its
// aggregates count, and what it reads, down to the agreement and the columns of the input. For the number
// of breaches it lists each breach. Readings[0] is what was asked for. All lists every row, not only the
// first twenty. At most 100 columns.
func Figure(w io.Writer, s *model.Scorecard, readings []calc.Reading, all bool) error {
	x := explain(s, all)
	x.head(readings[0])
	for _, p := range readings[0].Aggregates {
		x.rows(p)
	}
	if q := readings[0].Figure; q != nil && q.ID == model.BreachesID {
		x.breaches(s.Breaches, "SDR", func(b model.Breach) string { return sdrName(b.SDR) })
	}
	if len(readings) > 1 {
		x.title("It reads")
		for _, r := range readings[1:] {
			x.reading(r)
		}
	}
	_, err := w.Write(x.Bytes())
	return err
}

// head writes what was asked for: a figure, a term, or a cell of a table.
func (x *explanation) head(r calc.Reading) {
	switch {
	case r.Figure != nil:
		x.figureHead(r.Figure)
	case r.Term != nil:
		x.pair(0, r.Term.Title+": "+x.style.Term(r.Term.Value, r.Term.Unit), r.Term.ID)
		x.text(x.period())
		x.text(origin(r.Term))
		x.readers(r.Term.ID)
	default:
		x.pair(0, x.cellTitle(r)+": "+x.style.Value(r.Column.Value(r.Row), r.Column.Unit), r.Table.Name+"."+r.Column.Name)
		x.text(x.period())
		if r.Column.Note != "" {
			x.text(capitalized(r.Column.Note) + ".")
		}
	}
	if r.Formula != "" {
		x.WriteByte('\n')
		x.wrapped("= ", "  ", r.Formula)
	}
}

func (x *explanation) figureHead(q *calc.Quantity) {
	x.pair(0, q.Title+": "+x.style.Value(q.Value(), q.Unit), q.ID)
	about := x.period()
	if q.Goal != "" {
		about += "; goal " + x.style.Term(x.card.Value(q.Goal), q.Unit)
	}
	if status := x.card.StatusOf(q); status != "" {
		about += ": " + status
	}
	x.text(about)
	if q.Value().IsMissing() {
		x.text("n/a because " + q.Reason + ".")
	}
	if q.Described() != "" {
		x.text(q.Described())
	}
}

// cellTitle returns a title for a cell: the first text in its row, and the title of its column.
func (x *explanation) cellTitle(r calc.Reading) string {
	for _, c := range r.Table.Columns {
		if name, ok := c.Value(r.Row).Text(); ok {
			return name + ", " + r.Column.Title
		}
	}
	return r.Column.Title
}

// readers lists the figures that change with a term.
func (x *explanation) readers(id string) {
	figures := x.card.Readers(id)
	if len(figures) == 0 {
		return
	}
	x.title("Figures that change with it")
	n := x.listed(len(figures))
	for _, q := range figures[:n] {
		x.pair(2, q.Title+": "+x.style.Value(q.Value(), q.Unit), q.ID)
	}
	if more := len(figures) - n; more > 0 {
		x.note(2, "and "+x.style.Count(more)+" more; --all lists them")
	}
}

// origin writes where a term comes from: its path in the agreement, or the section of given values that it
// belongs to.
func origin(t *calc.Term) string {
	path := model.TermPath(t.ID)
	switch {
	case t.Agreed && t.Note != "":
		return "agreement.yaml: " + path + " (" + t.Note + ")"
	case t.Agreed:
		return "agreement.yaml: " + path
	case t.Note != "":
		return t.Section.Title + ": " + t.Note
	}
	return t.Section.Title
}

// reading writes one thing that the figure reads, with its formula and the rows that it counts.
func (x *explanation) reading(r calc.Reading) {
	indent := 2 * r.Depth
	switch {
	case r.Figure != nil:
		x.pair(indent, r.Figure.Title+": "+x.exact(r.Figure.Value(), r.Figure.Unit), r.Figure.ID)
		if r.Figure.Value().IsMissing() {
			x.note(indent+2, "n/a because "+r.Figure.Reason)
		}
	case r.Term != nil:
		x.pair(indent, r.Term.Title+": "+x.termValue(r.Term), r.Term.ID)
		if !r.Term.Agreed && r.Term.Note != "" {
			x.note(indent+2, r.Term.Note)
		}
	default:
		x.pair(indent, r.Table.Title+", column “"+r.Column.Title+"”", r.Table.Name+"."+r.Column.Name)
		if r.Column.Note != "" {
			x.note(indent+2, r.Column.Note)
		}
	}
	if r.Formula != "" {
		x.wrapped(strings.Repeat(" ", indent+2)+"= ", strings.Repeat(" ", indent+4), r.Formula)
	}
	for _, p := range r.Aggregates {
		x.note(indent+2, x.countedRows(p))
	}
}

// termValue writes a term as agreed. Whether an input was provided is a number in the model and yes or no
// here.
func (x *explanation) termValue(t *calc.Term) string {
	if n, ok := t.Value.Number(); ok && t.YesNo {
		return map[bool]string{true: "yes", false: "no"}[n != 0]
	}
	return x.style.Term(t.Value, t.Unit)
}

func capitalized(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
