package calc

import (
	"slices"

	"leadpact/model/formula"
)

// Lineage answers on which sources figures and columns depend, directly or through others. A source is a
// name with which columns of facts and figures are marked: an input column, or a condition on the inputs.
// It must be made after all terms, tables and figures are added.
type Lineage struct {
	sheet   *Sheet
	sources []string // by bit
	figures map[string]uint64
	columns map[*Column]uint64
}

// NewLineage returns the lineage of a sheet.
func NewLineage(s *Sheet) *Lineage {
	return &Lineage{sheet: s, figures: map[string]uint64{}, columns: map[*Column]uint64{}}
}

// OfFigure returns the sources of a figure.
func (l *Lineage) OfFigure(id string) []string { return l.names(l.figure(id)) }

// OfFormula returns the sources of a formula in a row of t; t is nil for a formula outside tables.
func (l *Lineage) OfFormula(e formula.Expr, t *Table) []string { return l.names(l.formula(e, t)) }

func (l *Lineage) names(bits uint64) (out []string) {
	for i, name := range l.sources {
		if bits&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

// bits returns a set of sources, one bit for each.
func (l *Lineage) bits(sources []string) (set uint64) {
	for _, name := range sources {
		i := slices.Index(l.sources, name)
		if i < 0 {
			i = len(l.sources)
			l.sources = append(l.sources, name)
		}
		if i >= 64 {
			panic("calc: more than 64 sources")
		}
		set |= 1 << i
	}
	return set
}

func (l *Lineage) figure(id string) uint64 {
	q := l.sheet.quants[id]
	set, known := l.figures[id]
	if q == nil || known {
		return set
	}
	set = l.bits(q.Sources) | l.formula(q.Formula, nil)
	l.figures[id] = set
	return set
}

func (l *Lineage) column(c *Column) uint64 {
	set, known := l.columns[c]
	if known {
		return set
	}
	set = l.bits(c.Sources)
	l.columns[c] = set // a column may look up others of its own table that read it in another row
	if c.Expr != nil {
		set |= l.formula(c.Expr, c.table)
	}
	for _, e := range c.Each {
		set |= l.formula(e, c.table)
	}
	l.columns[c] = set
	return set
}

func (l *Lineage) formula(e formula.Expr, own *Table) (set uint64) {
	formula.Walk(e, func(e formula.Expr) {
		switch e := e.(type) {
		case formula.Ref:
			set |= l.figure(string(e))
		case formula.Col:
			set |= l.column(own.column(string(e)))
		case formula.LookupExpr:
			t := l.sheet.MustTable(e.Table)
			set |= l.column(t.column(e.By)) | l.column(t.column(e.Give))
		case formula.Agg:
			t := l.sheet.MustTable(e.Table)
			if e.Col != "" {
				set |= l.column(t.column(e.Col))
			}
			for _, c := range e.Where {
				set |= l.column(t.column(c.Col))
			}
		}
	})
	return set
}
