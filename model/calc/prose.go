package calc

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"leadpact/model/formula"
)

// Prose returns an expression in words, using the titles of what it refers to: "SQLs created ÷ MQLs
// managed", "count of leads where SQL date ≥ period start and < as of". table is the table in which the
// expression stands, for the columns of its own row; nil for a figure.
func (s *Sheet) Prose(e formula.Expr, table *Table) string {
	return proseWriter{s, table}.prose(e)
}

// proseWriter formats expressions that stand in a table, or in none, in words.
type proseWriter struct {
	sheet *Sheet
	table *Table
}

var arithWords = map[byte]string{'+': " + ", '-': " − ", '*': " × ", '/': " ÷ "}

var compareWords = [...]string{
	formula.EQ: "=",
	formula.NE: "≠",
	formula.LT: "<",
	formula.LE: "≤",
	formula.GT: ">",
	formula.GE: "≥",
}

// prose returns an expression without brackets around it.
func (p proseWriter) prose(e formula.Expr) string {
	switch e := e.(type) {
	case formula.Number:
		return strconv.FormatFloat(float64(e), 'f', -1, 64)
	case formula.Word:
		return "“" + string(e) + "”"
	case formula.NA:
		return "n/a"
	case formula.Ref:
		return p.title(string(e))
	case formula.Col:
		return columnWords(p.table, string(e))
	case formula.Arith:
		return p.arithOperand(e.A, e.Op, false) + arithWords[e.Op] + p.arithOperand(e.B, e.Op, true)
	case formula.CompareExpr:
		return p.compare(e)
	case formula.And:
		return p.join(e, " and ")
	case formula.Or:
		return p.join(e, " or ")
	case formula.IfExpr:
		return p.choice(e)
	case formula.KnownExpr:
		return p.operandText(e.X) + " is known"
	case formula.ReachedExpr:
		return p.operandText(e.X) + " is at most " + p.operandText(e.By)
	case formula.RoundExpr:
		return fmt.Sprintf("%s, rounded to %d decimals", p.operandText(e.X), e.Digits)
	case formula.RoundUpExpr:
		return p.operandText(e.X) + ", rounded up"
	case formula.RootExpr:
		return "the square root of " + p.operandText(e.X)
	case formula.Least:
		return "the least of " + p.join(e, ", ")
	case formula.Greatest:
		return "the greatest of " + p.join(e, ", ")
	case formula.LookupExpr:
		t := p.sheet.MustTable(e.Table)
		return fmt.Sprintf("%s in “%s” where %s = %s",
			columnWords(t, e.Give), t.Title, columnWords(t, e.By), p.operandText(e.Key))
	case formula.Agg:
		return p.aggregate(e)
	}
	panic(fmt.Sprintf("calc: no words for %T", e))
}

// title returns the title of a named cell; that of an agreed term ends with "(agreed)".
func (p proseWriter) title(id string) string {
	if t := p.sheet.terms[id]; t != nil {
		switch {
		case t.Phrase != "":
			return t.Phrase
		case t.Agreed:
			return t.Title + " (agreed)"
		}
		return t.Title
	}
	if q := p.sheet.quants[id]; q != nil {
		return q.Title
	}
	return id
}

// columnWords returns what a column is called in words.
func columnWords(t *Table, name string) string {
	c := t.Column(name)
	switch {
	case c.Phrase != "":
		return c.Phrase
	case c.Unit == formula.Time:
		return c.Title + " date"
	}
	return c.Title
}

// choice formats an IF as "A if C, else B", or as "A, if C (else n/a)" where B is n/a. Where A is itself
// an IF, the exception comes first: "B unless C; else …".
func (p proseWriter) choice(e formula.IfExpr) string {
	cond := p.prose(e.Cond)
	if then, deeper := e.Then.(formula.IfExpr); deeper {
		return p.operandText(e.Else) + " unless " + cond + "; else " + p.choice(then)
	}
	text := p.prose(e.Then) + " if " + cond
	if _, phrase := e.Then.(formula.Word); !phrase {
		text = p.prose(e.Then) + ", if " + cond
	}
	switch rest := e.Else.(type) {
	case formula.NA:
		return text + " (else n/a)"
	case formula.IfExpr:
		return text + "; else " + p.choice(rest)
	}
	return text + ", else " + p.operandText(e.Else)
}

// compare formats a comparison. For a yes/no given (1 or 0) the title alone is the sentence.
func (p proseWriter) compare(e formula.CompareExpr) string {
	if id, named := e.A.(formula.Ref); named && e.Op == formula.EQ && e.B == formula.Number(1) {
		if t := p.sheet.terms[string(id)]; t != nil && t.YesNo {
			return t.Title
		}
	}
	return p.operandText(e.A) + " " + compareWords[e.Op] + " " + p.operandText(e.B)
}

// arithOperand formats an operand of op, in brackets where the precedence of operators requires them;
// right is set for the second operand.
func (p proseWriter) arithOperand(e formula.Expr, op byte, right bool) string {
	a, ok := e.(formula.Arith)
	switch {
	case !ok:
		return p.operandText(e)
	case strings.IndexByte("*/", op) >= 0 && strings.IndexByte("+-", a.Op) >= 0,
		right && strings.IndexByte("-/", op) >= 0,
		right && op == '*' && a.Op == '/':
		return "(" + p.prose(e) + ")"
	}
	return p.prose(e)
}

// operandText formats an expression inside another one, in brackets where it consists of several parts.
func (p proseWriter) operandText(e formula.Expr) string {
	switch e.(type) {
	case formula.IfExpr, formula.And, formula.Or, formula.Agg, formula.LookupExpr,
		formula.RoundExpr, formula.RoundUpExpr, formula.Least, formula.Greatest:
		return "(" + p.prose(e) + ")"
	}
	return p.prose(e)
}

// join formats arguments with a word between them.
func (p proseWriter) join(args []formula.Expr, word string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = p.operandText(a)
	}
	return strings.Join(parts, word)
}

// aggregate formats an aggregate with its table and conditions.
func (p proseWriter) aggregate(e formula.Agg) string {
	t := p.sheet.MustTable(e.Table)
	rows := cmp.Or(t.Noun, "rows of “"+t.Title+"”")
	if e.Fn == formula.CountRows {
		return "count of " + rows + p.where(t, e.Where)
	}
	return p.aggregateWord(e) + " of " + columnWords(t, e.Col) + " over " + rows + p.where(t, e.Where)
}

// aggregateWord returns the name of an aggregate over a column.
func (p proseWriter) aggregateWord(e formula.Agg) string {
	switch e.Fn {
	case formula.SumOf:
		return "sum"
	case formula.CountNumbers:
		return "how many are known"
	case formula.MedianOf:
		return "median"
	case formula.MeanOf:
		return "mean"
	}
	return "percentile (" + p.operandText(e.P) + ")"
}

// where formats conditions; those on one column are combined: "SQL date ≥ period start and < as of".
func (p proseWriter) where(t *Table, conds []formula.Cond) string {
	var b strings.Builder
	for i, c := range conds {
		switch {
		case i == 0:
			b.WriteString(" where " + columnWords(t, c.Col))
		case conds[i-1].Col == c.Col:
			b.WriteString(" and")
		default:
			b.WriteString(" and " + columnWords(t, c.Col))
		}
		b.WriteString(" " + compareWords[c.Op] + " " + p.operandText(c.To))
	}
	return b.String()
}
