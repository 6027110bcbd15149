package calc

import (
	"slices"
	"strings"

	"leadpact/model/formula"
)

// picks are the aggregates that decide an expression, with their rows: of a choice, only those of the branch that was taken.
func (s scope) aggregateRows(e formula.Expr) []AggregateRows {
	var out []AggregateRows
	s.walkTaken(e, func(a formula.Agg) { out = append(out, s.rowsOf(a)) })
	return out
}

// taken calls f for each aggregate of the branches taken.
func (s scope) walkTaken(e formula.Expr, f func(formula.Agg)) {
	switch e := e.(type) {
	case formula.Agg:
		f(e)
		return
	case formula.IfExpr:
		s.walkTaken(e.Cond, f)
		switch holds, ok := s.eval(e.Cond).Truth(); {
		case ok && holds:
			s.walkTaken(e.Then, f)
		case ok:
			s.walkTaken(e.Else, f)
		}
		return
	}
	for _, x := range formula.Children(e) {
		s.walkTaken(x, f)
	}
}

// pick finds the rows that an aggregate counts, by the very tests that compute it.
func (s scope) rowsOf(e formula.Agg) AggregateRows {
	t := s.sheet.MustTable(e.Table)
	p := AggregateRows{Table: t, Columns: s.sheet.DecidingColumns(t, e)}
	sel, group, _ := s.sheet.selectRows(t, e, func(i int) encoded { return s.sheet.texts.encode(s.eval(e.Where[i].To)) })
	sel.each(func(row int) {
		if group != nil && !group.has(row) {
			return
		}
		if e.Fn == formula.CountRows {
			p.Rows = append(p.Rows, row)
			return
		}
		switch x, ok := t.column(e.Col).Value(row).Number(); {
		case !ok:
		case e.Fn == formula.SumOf && x == 0:
			p.Zeros++
		default:
			p.Rows = append(p.Rows, row)
		}
	})
	return p
}

// plainly are columns of a row that a reader sees already, or that only place the period on the clock.
var omittedColumns = []string{"file", "line", "lead_id", "deal_id", "sdr_no", "channel_no", "to_start", "to_end", "to_until", "to_left"}

// telling are the columns that decide whether and with what a row counts: what is added, what the conditions test, then what
// those are computed from. A column that must be one value says nothing, and is left out.
func (s *Sheet) DecidingColumns(t *Table, e formula.Agg) []*Column {
	var names []string
	add := func(name string) {
		if t.Column(name) != nil && !slices.Contains(names, name) && !slices.Contains(omittedColumns, name) && !strings.HasSuffix(name, "_owed") {
			names = append(names, name)
		}
	}
	if e.Col != "" {
		add(e.Col)
	}
	var fixed []string
	for _, c := range e.Where {
		if c.Op == formula.EQ {
			fixed = append(fixed, c.Col)
			continue
		}
		add(c.Col)
	}
	if t.Name == "leads" && !slices.Contains(fixed, "sdr_no") {
		add("sdr")
	}
	for _, from := range append(slices.Clone(names), fixed...) {
		if c := t.Column(from); c.Expr != nil {
			for _, n := range ownColumns(c.Expr) {
				add(n)
			}
		}
	}
	add("handoff")
	out := make([]*Column, len(names))
	for i, n := range names {
		out[i] = t.Column(n)
	}
	return out
}

// ownColumns are the columns of its own row that an expression reads; the clock's distances stand for the handoff.
func ownColumns(e formula.Expr) []string {
	var out []string
	formula.Walk(e, func(e formula.Expr) {
		if c, ok := e.(formula.Col); ok {
			out = append(out, string(c))
		}
	})
	if i := slices.Index(out, "to_start"); i >= 0 {
		out[i] = "handoff"
	}
	return out
}

// Counted returns what an aggregate counts of each row of t, whose conditions stand in no row: 1, or the number that it adds.
// A row that it does not count, and a row below 0, is Missing. ok reports whether its conditions can be computed.
func (s *Sheet) Counted(t *Table, a formula.Agg) (counts func(row int) formula.Value, ok bool) {
	to := func(i int) encoded { return s.texts.encode(scope{sheet: s}.eval(a.Where[i].To)) }
	taken, _, ok := s.selectRows(t, a, to)
	return func(row int) formula.Value {
		switch {
		case row < 0 || !taken.contains(row):
			return formula.Missing
		case a.Fn == formula.CountRows:
			return formula.Num(1)
		}
		x, ok := t.column(a.Col).Value(row).Number()
		if !ok || a.Fn == formula.SumOf && x == 0 {
			return formula.Missing
		}
		return formula.Num(x)
	}, ok
}
