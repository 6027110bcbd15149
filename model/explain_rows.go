package model

import (
	"slices"
	"strings"
)

// picks are the aggregates that decide an expression, with their rows: of a choice, only those of the branch that was taken.
func (s scope) picks(e Expr) []Pick {
	var out []Pick
	s.taken(e, func(a Agg) { out = append(out, s.pick(a)) })
	return out
}

// taken calls f for each aggregate of the branches taken.
func (s scope) taken(e Expr, f func(Agg)) {
	each := func(xs ...Expr) {
		for _, x := range xs {
			s.taken(x, f)
		}
	}
	switch e := e.(type) {
	case Agg:
		f(e)
	case If:
		each(e.Cond)
		switch holds, ok := s.eval(e.Cond).Truth(); {
		case ok && holds:
			each(e.Then)
		case ok:
			each(e.Else)
		}
	case Arith:
		each(e.A, e.B)
	case Compare:
		each(e.A, e.B)
	case And:
		each(e...)
	case Or:
		each(e...)
	case Known:
		each(e.X)
	case Reached:
		each(e.X, e.By)
	case Round:
		each(e.X)
	case RoundUp:
		each(e.X)
	case Least:
		each(e...)
	case Greatest:
		each(e...)
	case Lookup:
		each(e.Key)
	}
}

// pick finds the rows that an aggregate counts, by the very tests that compute it.
func (s scope) pick(e Agg) Pick {
	t := s.card.table(e.Table)
	p := Pick{Table: t, Columns: s.card.telling(t, e)}
	sel, group, _ := s.card.selects(t, e, func(i int) box { return s.card.lexicon.boxed(s.eval(e.Where[i].To)) })
	sel.each(func(row int) {
		if group != nil && !group.has(row) {
			return
		}
		if e.Fn == CountRows {
			p.Rows = append(p.Rows, row)
			return
		}
		switch x, ok := t.column(e.Col).Value(row).Number(); {
		case !ok:
		case e.Fn == SumOf && x == 0:
			p.Zeros++
		default:
			p.Rows = append(p.Rows, row)
		}
	})
	return p
}

// Judged are the leads of an SDR, by its row in the table of SDRs, that a rule judged in the period: those behind its line of
// obligations, with the facts that decide.
func (s *Scorecard) Judged(sdr int, rule string) Pick {
	t := s.table("leads")
	c := t.Column(rule)
	p := Pick{Table: t, Columns: []*Column{c}}
	for row := range t.Rows {
		verdict, _ := c.Value(row).Text()
		if no, _ := t.Column("sdr_no").Value(row).Number(); int(no) == sdr+1 && verdict != notDue && verdict != notOwed {
			p.Rows = append(p.Rows, row)
		}
	}
	p.Columns = append(p.Columns, s.telling(t, Agg{Where: []Cond{{Col: rule, Op: EQ}, {Col: "sdr_no", Op: EQ}}})...)
	return p
}

// plainly are columns of a row that a reader sees already, or that only place the period on the clock.
var plainly = []string{"file", "line", "lead_id", "deal_id", "sdr_no", "channel_no", "to_start", "to_end", "to_until", "to_left"}

// telling are the columns that decide whether and with what a row counts: what is added, what the conditions test, then what
// those are computed from. A column that must be one value says nothing, and is left out.
func (s *Scorecard) telling(t *Table, e Agg) []*Column {
	var names []string
	add := func(name string) {
		if t.Column(name) != nil && !slices.Contains(names, name) && !slices.Contains(plainly, name) && !strings.HasSuffix(name, "_owed") {
			names = append(names, name)
		}
	}
	if e.Col != "" {
		add(e.Col)
	}
	var fixed []string
	for _, c := range e.Where {
		if c.Op == EQ {
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
func ownColumns(e Expr) []string {
	var out []string
	Walk(e, func(e Expr) {
		if c, ok := e.(Col); ok {
			out = append(out, string(c))
		}
	})
	if i := slices.Index(out, "to_start"); i >= 0 {
		out[i] = "handoff"
	}
	return out
}
