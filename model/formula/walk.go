package formula

import "fmt"

// Children returns the expressions directly below e, in the order in which they are written. It panics on
// an unknown node type.
func Children(e Expr) []Expr {
	switch e := e.(type) {
	case nil, Number, Word, NA, Ref, Col:
		return nil
	case Arith:
		return []Expr{e.A, e.B}
	case CompareExpr:
		return []Expr{e.A, e.B}
	case And:
		return e
	case Or:
		return e
	case IfExpr:
		return []Expr{e.Cond, e.Then, e.Else}
	case KnownExpr:
		return []Expr{e.X}
	case ReachedExpr:
		return []Expr{e.X, e.By}
	case RoundExpr:
		return []Expr{e.X}
	case RoundUpExpr:
		return []Expr{e.X}
	case RootExpr:
		return []Expr{e.X}
	case Least:
		return e
	case Greatest:
		return e
	case LookupExpr:
		return []Expr{e.Key}
	case Agg:
		var below []Expr
		if e.P != nil {
			below = append(below, e.P)
		}
		for _, c := range e.Where {
			below = append(below, c.To)
		}
		return below
	}
	panic(fmt.Sprintf("formula: no such node: %T", e))
}

// Walk calls f for e and for every expression below it, parents first.
func Walk(e Expr, f func(Expr)) {
	f(e)
	for _, x := range Children(e) {
		Walk(x, f)
	}
}

// Names returns the names that an expression refers to, each once: ids of named cells, columns of tables
// as table.column, and columns of its own row as .column.
func Names(e Expr) []string {
	var out []string
	seen := map[string]bool{}
	add := func(n string) {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	Walk(e, func(e Expr) {
		switch e := e.(type) {
		case Ref:
			add(string(e))
		case Col:
			add("." + string(e))
		case LookupExpr:
			add(e.Table + "." + e.By)
			add(e.Table + "." + e.Give)
		case Agg:
			if e.Col != "" {
				add(e.Table + "." + e.Col)
			}
			for _, c := range e.Where {
				add(e.Table + "." + c.Col)
			}
		}
	})
	return out
}

// MayFault reports whether an expression can be a fault. The workbook then wraps it in IFERROR, so that
// the cell prints n/a.
func MayFault(e Expr) bool {
	risky := false
	Walk(e, func(e Expr) {
		switch e := e.(type) {
		case Arith, RoundExpr, RoundUpExpr, RootExpr, LookupExpr, ReachedExpr:
			risky = true
		case CompareExpr:
			risky = risky || e.Op != EQ && e.Op != NE
		case Agg:
			risky = risky || e.Fn >= MedianOf
		}
	})
	return risky
}
