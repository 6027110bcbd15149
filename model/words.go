package model

import (
	"fmt"
	"strconv"
	"strings"
)

// Words reads an expression aloud: the third reading of a formula, beside its value and its spelling in the workbook. It names
// what the formula names by their titles: "SQLs created ÷ MQLs managed", "count of leads where SQL date ≥ period start and <
// as of". Table is where the expression stands, for the columns of its own row; nil for a figure.
func (s *Sheet) Words(e Expr, table *Table) string { return speaker{s, table}.say(e) }

// speaker is where an expression is read.
type speaker struct {
	card  *Sheet
	table *Table
}

// periodWords are the givens that formulas name in a word or two.
var periodWords = map[string]string{
	"period.start":             "period start",
	"period.end":               "period end",
	"period.until":             "as of",
	"period.months":            "months of the period",
	"period.previous_start":    "previous period's start",
	"period.previous_until":    "previous period's as of",
	"definition.ltv_years":     "years of lifetime revenue",
	"definition.weak_under":    "weak-evidence limit",
	"fact.touch_gap_days":      "median gap between touches",
	"definition.at_risk_share": "at-risk share",
}

var arithWords = map[byte]string{'+': " + ", '-': " − ", '*': " × ", '/': " ÷ "}

var compareWords = [...]string{EQ: "=", NE: "≠", LT: "<", LE: "≤", GT: ">", GE: "≥"}

func (p speaker) say(e Expr) string {
	switch e := e.(type) {
	case Number:
		return strconv.FormatFloat(float64(e), 'f', -1, 64)
	case Word:
		return "“" + string(e) + "”"
	case NA:
		return "n/a"
	case Ref:
		return p.name(string(e))
	case Col:
		return columnWords(p.table, string(e))
	case Arith:
		return p.operand(e.A, e.Op, false) + arithWords[e.Op] + p.operand(e.B, e.Op, true)
	case Compare:
		return p.compare(e)
	case And:
		return p.join(e, " and ")
	case Or:
		return p.join(e, " or ")
	case If:
		return p.choice(e)
	case Known:
		return p.whole(e.X) + " is known"
	case Reached:
		return p.whole(e.X) + " is at most " + p.whole(e.By)
	case Round:
		return fmt.Sprintf("%s, rounded to %d decimals", p.whole(e.X), e.Digits)
	case RoundUp:
		return p.whole(e.X) + ", rounded up"
	case Root:
		return "the square root of " + p.whole(e.X)
	case Least:
		return "the least of " + p.join(e, ", ")
	case Greatest:
		return "the greatest of " + p.join(e, ", ")
	case Lookup:
		t := p.card.table(e.Table)
		return fmt.Sprintf("%s in “%s” where %s = %s", columnWords(t, e.Give), t.Title, columnWords(t, e.By), p.whole(e.Key))
	case Agg:
		return p.aggregate(e)
	}
	panic(fmt.Sprintf("calc: no words for %T", e))
}

// name is the title of a named cell; a term of the agreement says that it is agreed.
func (p speaker) name(id string) string {
	if w, ok := periodWords[id]; ok {
		return w
	}
	if t := p.card.terms[id]; t != nil {
		if strings.HasPrefix(id, "term.") {
			return t.Title + " (agreed)"
		}
		return t.Title
	}
	if q := p.card.quants[id]; q != nil {
		return q.Title
	}
	return id
}

// columnWords is a column's title; a column of dates says so.
func columnWords(t *Table, name string) string {
	c := t.Column(name)
	if c.Unit == Time && !strings.HasSuffix(c.Title, "due") {
		return c.Title + " date"
	}
	return c.Title
}

// choice reads "A if C, else B". What is only there where a condition holds is "A, if C (else n/a)"; what several conditions
// lead to begins with the exceptions: "B unless C; else …".
func (p speaker) choice(e If) string {
	cond := p.say(e.Cond)
	if then, deeper := e.Then.(If); deeper {
		return p.whole(e.Else) + " unless " + cond + "; else " + p.choice(then)
	}
	text := p.say(e.Then) + " if " + cond
	if _, phrase := e.Then.(Word); !phrase {
		text = p.say(e.Then) + ", if " + cond
	}
	switch rest := e.Else.(type) {
	case NA:
		return text + " (else n/a)"
	case If:
		return text + "; else " + p.choice(rest)
	}
	return text + ", else " + p.whole(e.Else)
}

// compare reads a comparison; a given that says yes or no is its own sentence.
func (p speaker) compare(e Compare) string {
	if id, ok := e.A.(Ref); ok && e.Op == EQ && e.B == Number(1) && strings.HasPrefix(string(id), "provided.") {
		return p.name(string(id))
	}
	return p.whole(e.A) + " " + compareWords[e.Op] + " " + p.whole(e.B)
}

// operand puts what would be misread into brackets.
func (p speaker) operand(e Expr, op byte, right bool) string {
	a, ok := e.(Arith)
	switch {
	case !ok:
		return p.whole(e)
	case strings.IndexByte("*/", op) >= 0 && strings.IndexByte("+-", a.Op) >= 0,
		right && strings.IndexByte("-/", op) >= 0,
		right && op == '*' && a.Op == '/':
		return "(" + p.say(e) + ")"
	}
	return p.say(e)
}

// whole puts an expression of several words into brackets: conditions, choices and aggregates inside another expression.
func (p speaker) whole(e Expr) string {
	switch e.(type) {
	case If, And, Or, Agg, Lookup, Round, RoundUp, Least, Greatest:
		return "(" + p.say(e) + ")"
	}
	return p.say(e)
}

func (p speaker) join(args []Expr, word string) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = p.whole(a)
	}
	return strings.Join(parts, word)
}

func (p speaker) aggregate(e Agg) string {
	t := p.card.table(e.Table)
	rows := "rows of “" + t.Title + "”"
	if t.Name == "leads" || t.Name == "deals" {
		rows = t.Name
	}
	if e.Fn == CountRows {
		return "count of " + rows + p.where(t, e.Where)
	}
	return p.aggregateWord(e) + " of " + columnWords(t, e.Col) + " over " + rows + p.where(t, e.Where)
}

func (p speaker) aggregateWord(e Agg) string {
	switch e.Fn {
	case SumOf:
		return "sum"
	case CountNumbers:
		return "how many are known"
	case MedianOf:
		return "median"
	case MeanOf:
		return "mean"
	}
	return "percentile (" + p.whole(e.P) + ")"
}

// where reads conditions; those on one column stand together: "SQL date ≥ period start and < as of".
func (p speaker) where(t *Table, conds []Cond) string {
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
		b.WriteString(" " + compareWords[c.Op] + " " + p.whole(c.To))
	}
	return b.String()
}
