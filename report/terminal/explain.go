package terminal

import (
	"io"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// Figure takes a figure or a term apart: value, goal, definition, formula in words, the rows that its aggregates count, and
// what it reads, down to the agreement and the columns; of the breaches, each. All lists every row, not the first twenty. At most 100 columns.
func Figure(w io.Writer, s *model.Scorecard, readings []calc.Reading, all bool) error {
	x := explain(s, all)
	x.head(readings[0])
	for _, p := range readings[0].Aggregates {
		x.pick(p)
	}
	if q := readings[0].Figure; q != nil && q.ID == "breaches.count" {
		x.breachList(s.Breaches, "SDR", func(b model.Breach) string { return sdrName(b.SDR) })
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

// head writes what was asked for.
func (x *explained) head(r calc.Reading) {
	switch {
	case r.Figure != nil:
		x.figureHead(r.Figure)
	case r.Term != nil:
		x.pair(0, r.Term.Title+": "+x.style.Term(r.Term.Value, r.Term.Unit), r.Term.ID)
		x.text(x.when())
		x.text(origin(r.Term))
		x.readers(r.Term.ID)
	default:
		x.pair(0, x.cellTitle(r)+": "+x.style.Value(r.Column.Value(r.Row), r.Column.Unit), r.Table.Name+"."+r.Column.Name)
		x.text(x.when())
		if r.Column.Note != "" {
			x.text(capital(r.Column.Note) + ".")
		}
	}
	if r.Formula != "" {
		x.WriteByte('\n')
		x.wrapped("= ", "  ", r.Formula)
	}
}

func (x *explained) figureHead(q *calc.Quantity) {
	x.pair(0, q.Title+": "+x.style.Value(q.Value(), q.Unit), q.ID)
	about := x.when()
	if q.Goal != "" {
		about += "; goal " + x.style.Term(x.card.Value(q.Goal), q.Unit)
	}
	if q.Status != "" && !x.card.Value(q.Status).IsMissing() {
		about += ": " + x.style.Value(x.card.Value(q.Status), formula.Words)
	}
	x.text(about)
	if q.Value().IsMissing() {
		x.text("n/a because " + q.Reason + ".")
	}
	if q.Definition != "" {
		x.text(q.Definition)
	}
}

// cellTitle names the row that a cell stands in by its first words.
func (x *explained) cellTitle(r calc.Reading) string {
	for _, c := range r.Table.Columns {
		if name, ok := c.Value(r.Row).Text(); ok {
			return name + ", " + r.Column.Title
		}
	}
	return r.Column.Title
}

// readers lists the figures that change with a term.
func (x *explained) readers(id string) {
	by := x.card.Readers(id)
	if len(by) == 0 {
		return
	}
	x.title("Figures that change with it")
	for _, q := range by[:x.shown(len(by))] {
		x.pair(2, q.Title+": "+x.style.Value(q.Value(), q.Unit), q.ID)
	}
	if n := len(by) - x.shown(len(by)); n > 0 {
		x.note(2, "and "+x.style.Count(n)+" more; --all lists them")
	}
}

// origin says where a term or given comes from.
func origin(t *calc.Term) string {
	path, agreed := strings.CutPrefix(t.ID, "term.")
	switch {
	case agreed && t.Note != "":
		return "agreement.yaml: " + path + " (" + t.Note + ")"
	case agreed:
		return "agreement.yaml: " + path
	case t.Note != "":
		return t.Section + ": " + t.Note
	}
	return t.Section
}

// reading writes one thing that is read, with what it is made of.
func (x *explained) reading(r calc.Reading) {
	indent := 2 * r.Depth
	switch {
	case r.Figure != nil:
		x.pair(indent, r.Figure.Title+": "+x.exactly(r.Figure.Value(), r.Figure.Unit), r.Figure.ID)
		if r.Figure.Value().IsMissing() {
			x.note(indent+2, "n/a because "+r.Figure.Reason)
		}
	case r.Term != nil:
		x.pair(indent, r.Term.Title+": "+x.termValue(r.Term), r.Term.ID)
		if !strings.HasPrefix(r.Term.ID, "term.") && r.Term.Note != "" {
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
		x.note(indent+2, x.counting(p))
	}
}

// termValue is a term as agreed; of a flag, the word.
func (x *explained) termValue(t *calc.Term) string {
	if n, ok := t.Value.Number(); ok && strings.HasPrefix(t.ID, "provided.") {
		return map[bool]string{true: "yes", false: "no"}[n != 0]
	}
	return x.style.Term(t.Value, t.Unit)
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
