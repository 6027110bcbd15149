package workbook

import (
	"fmt"
	"math"
	"math/rand"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

// smallCard has terms and tables of every kind that expressions cite: numbers and texts with and without gaps, a table
// without rows.
func smallCard() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for i, x := range []float64{24, 0, -3.5, 0.1, 1e6, 21} {
		s.AddTerm(calc.Term{ID: "term.n" + strconv.Itoa(i), Section: "Numbers", Title: "Number", Value: formula.Num(x), Input: true})
	}
	s.AddTerm(calc.Term{ID: "term.absent", Section: "Numbers", Title: "Absent"})
	s.AddTerm(calc.Term{ID: "term.word", Section: "Numbers", Title: "Word", Unit: formula.Words, Value: formula.Str("high")})
	t := s.AddTable(calc.NewTable("leads", "Leads", 6))
	t.Numbers("a", "A", formula.Hours, "", []float64{1, 24, 3, 0.1, 24, -2})
	t.Numbers("b", "B", formula.Hours, "", []float64{math.NaN(), 0, 7.25, 1e-3, math.NaN(), 24})
	t.Texts("w", "W", "", []string{"high", "low", "", "HIGH", "late", "n"})
	e := s.AddTable(calc.NewTable("deals", "Deals", 0))
	e.Numbers("a", "A", formula.Money, "", nil)
	e.Numbers("b", "B", formula.Money, "", nil)
	e.Texts("w", "W", "", nil)
	return s
}

// gen makes random expressions that keep to the types which definitions keep to.
type gen struct {
	*rand.Rand
	row bool // the expression stands in a row of leads
}

func (g gen) one(all ...func() formula.Expr) formula.Expr { return all[g.Intn(len(all))]() }

func (g gen) number(depth int) formula.Expr {
	leaf := []func() formula.Expr{
		func() formula.Expr {
			return formula.Number([]float64{0, 1, -2, 0.1, 0.3, 1e-9, 123456.789, 24}[g.Intn(8)])
		},
		func() formula.Expr { return formula.Ref("term.n" + strconv.Itoa(g.Intn(6))) },
		func() formula.Expr { return formula.Ref("term.absent") },
	}
	if g.row {
		leaf = append(leaf, func() formula.Expr { return formula.Col([]string{"a", "b"}[g.Intn(2)]) })
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	sub := func() formula.Expr { return g.number(depth - 1) }
	return g.one(append(leaf,
		func() formula.Expr { return formula.Arith{Op: "+-*/"[g.Intn(4)], A: sub(), B: sub()} },
		func() formula.Expr { return formula.Arith{Op: "+-*/"[g.Intn(4)], A: sub(), B: sub()} },
		func() formula.Expr { return formula.RoundExpr{X: sub(), Digits: g.Intn(3)} },
		func() formula.Expr { return formula.RoundUpExpr{X: sub()} },
		func() formula.Expr { return formula.RootExpr{X: sub()} },
		func() formula.Expr { return formula.IfExpr{Cond: g.truth(depth - 1), Then: sub(), Else: sub()} },
		func() formula.Expr { return formula.Least{g.number(0), formula.Add(sub(), sub())} },
		func() formula.Expr { return formula.Greatest{g.number(0), g.number(0)} },
		func() formula.Expr { return g.aggregate() },
		func() formula.Expr {
			return formula.LookupExpr{Table: g.table(), By: "w", Give: []string{"a", "b"}[g.Intn(2)], Key: g.word(0)}
		})...)
}

func (g gen) table() string { return []string{"leads", "leads", "deals"}[g.Intn(3)] }

func (g gen) aggregate() formula.Expr {
	a := formula.Agg{Fn: formula.AggFn(g.Intn(6)), Table: g.table()}
	if a.Fn != formula.CountRows {
		a.Col = []string{"a", "b"}[g.Intn(2)]
	}
	if a.Fn == formula.PercentileOf {
		a.P = formula.Number([]float64{0, .25, .9, 1}[g.Intn(4)])
	}
	if a.Fn == formula.CountRows || a.Fn == formula.SumOf {
		for range g.Intn(3) {
			c := formula.Cond{Col: []string{"a", "b"}[g.Intn(2)], Op: formula.CompareOp(g.Intn(6)), To: g.number(0)}
			if g.Intn(3) == 0 {
				c = formula.Cond{Col: "w", Op: formula.CompareOp(g.Intn(2)), To: g.word(0)}
			}
			a.Where = append(a.Where, c)
		}
	}
	return a
}

func (g gen) truth(depth int) formula.Expr {
	leaf := []func() formula.Expr{
		func() formula.Expr {
			return formula.CompareExpr{Op: formula.CompareOp(g.Intn(6)), A: g.number(0), B: g.number(0)}
		},
		func() formula.Expr {
			return formula.CompareExpr{Op: formula.CompareOp(g.Intn(2)), A: g.word(0), B: g.word(0)}
		},
		func() formula.Expr { return formula.KnownExpr{X: g.number(0)} },
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	return g.one(append(leaf,
		func() formula.Expr {
			return formula.CompareExpr{Op: formula.CompareOp(g.Intn(6)), A: g.number(depth - 1), B: g.number(depth - 1)}
		},
		func() formula.Expr { return formula.ReachedExpr{X: g.number(depth - 1), By: g.number(0)} },
		func() formula.Expr { return formula.And{g.truth(depth - 1), g.truth(0)} },
		func() formula.Expr { return formula.Or{g.truth(0), g.truth(depth - 1)} })...)
}

func (g gen) word(depth int) formula.Expr {
	leaf := []func() formula.Expr{
		func() formula.Expr { return formula.Word([]string{"high", "met", `"quoted"`, "n/a", "low"}[g.Intn(5)]) },
		func() formula.Expr { return formula.Ref("term.word") },
		func() formula.Expr { return formula.NA{} },
	}
	if g.row {
		leaf = append(leaf, func() formula.Expr { return formula.Col("w") })
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	return formula.IfExpr{Cond: g.truth(depth - 1), Then: g.word(0), Else: g.word(depth - 1)}
}

// faults says what MayFault leaves out of an expression that the generator makes.
func guarded(e formula.Expr) formula.Expr {
	return formula.IfExpr{Cond: formula.CompareExpr{Op: formula.GE, A: formula.Number(1), B: formula.Number(0)}, Then: e, Else: formula.NA{}}
}

func Test_random_expressions_give_in_a_spreadsheet_what_Eval_gives(t *testing.T) {
	office(t)
	s := smallCard()
	const figures, columns = 1200, 120
	g := gen{Rand: rand.New(rand.NewSource(7))}
	for i := range figures {
		unit, e := formula.Count, g.number(3)
		if i%4 == 3 {
			unit, e = formula.Words, g.word(3)
		}
		s.AddQuantity(calc.Quantity{ID: fmt.Sprintf("test.f%04d", i), Title: "Random", Unit: unit, Formula: guarded(e)})
	}
	g.row = true
	for i := range columns {
		unit, e := formula.Count, g.number(3)
		if i%4 == 3 {
			unit, e = formula.Words, g.word(3)
		}
		s.Table("leads").Formula(fmt.Sprintf("f%03d", i), "Random", unit, "", guarded(e))
	}
	s.Compute()
	b, raw := written(t, s)
	agreed, numbers := compare(t, b, raw)
	t.Logf("%d cells agree, %d of them numbers", agreed, numbers)
	if agreed < figures+6*columns || numbers < figures/5 {
		t.Errorf("only %d cells compared, %d of them numbers", agreed, numbers)
	}
}

// compare holds the cached value of every formula cell, but those that are left out, against the recalculated one and gives
// how many agree.
func compare(t *testing.T, b *Book, raw []byte, leaveOut ...func(*sheet, cell) bool) (agreed, numbers int) {
	t.Helper()
	f := recalculated(t, raw)
	bad := 0
	b.formulas(func(sh *sheet, at cellAt, x cell) {
		for _, out := range leaveOut {
			if out(sh, x) {
				return
			}
		}
		got, err := f.GetCellValue(sh.name, at.String(), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		if got == poison || got == strings.Replace(poison, "E", "e", 1) {
			t.Fatalf("%s!%s was not recalculated", sh.name, at)
		}
		want, number := x.value.Number()
		n, err := strconv.ParseFloat(got, 64)
		switch {
		case number && err == nil && math.Abs(n-want) <= 1e-9*math.Max(math.Abs(want), 1e-3):
			numbers++
		case !number && got == x.value.String():
		default:
			if bad++; bad <= 10 {
				t.Errorf("%s!%s: cached %v, recalculated %q\n  =%s", sh.name, at, x.value, got, x.formula)
			}
		}
		agreed++
	})
	if bad > 10 {
		t.Errorf("%d more differ", bad-10)
	}
	return agreed, numbers
}

// formulas gives every formula cell, those of long tables too.
func (b *Book) formulas(yield func(*sheet, cellAt, cell)) {
	one := func(sh *sheet, at cellAt, x cell) {
		if x.formula != "" {
			yield(sh, at, x)
		}
	}
	for _, sh := range b.sheets {
		for r, row := range sh.rows {
			for c, x := range row.cells {
				one(sh, cellAt{r + 1, c + 1}, x)
			}
		}
		if g := sh.table; g != nil {
			for i := range g.rows() {
				for k := range g.columns {
					one(sh, g.columns[k].head.down(1+i), g.at(i, k))
				}
			}
		}
	}
}

func Test_an_expression_is_spelled_as_a_reader_would_write_it(t *testing.T) {
	s := smallCard()
	n := func(i int) formula.Expr { return formula.Ref("term.n" + strconv.Itoa(i)) }
	leads := func(c ...formula.Cond) formula.Expr { return formula.CountOf("leads", c...) }
	for _, x := range []struct {
		name string
		expr formula.Expr
		want string
	}{
		{"a quotient says n/a where it fails", formula.Div(n(0), n(1)), `IFERROR(term_n0/term_n1,"n/a")`},
		{"what stands right of a minus keeps its parentheses", formula.Sub(n(0), formula.Sub(n(1), n(2))), `IFERROR(term_n0-(term_n1-term_n2),"n/a")`},
		{"a sum of products has none", formula.Add(formula.Mul(n(0), n(1)), n(2)), `IFERROR(term_n0*term_n1+term_n2,"n/a")`},
		{"a product of sums has them", formula.Mul(formula.Add(n(0), n(1)), n(2)), `IFERROR((term_n0+term_n1)*term_n2,"n/a")`},
		{"rounding up passes nine decimals", formula.RoundUpExpr{X: n(0)}, `IFERROR(ROUNDUP(ROUND(term_n0,9),0),"n/a")`},
		{"order coerces what may be n/a", formula.IfExpr{Cond: formula.CompareExpr{Op: formula.GE, A: formula.Ref("term.absent"), B: formula.Number(32)}, Then: formula.Word("met"), Else: formula.NA{}},
			`IFERROR(IF(term_absent+0>=32,"met","n/a"),"n/a")`},
		{"all rows are counted by their range", leads(), `ROWS(leads_a)`},
		{"equality is a plain criterion", leads(formula.Cond{Col: "w", Op: formula.EQ, To: formula.Word("met")}), `COUNTIFS(leads_w,"met")`},
		{"order is a joined one", leads(formula.Cond{Col: "a", Op: formula.GE, To: n(0)}), `COUNTIFS(leads_a,">="&term_n0)`},
		{"a limit that may be n/a holds nowhere", leads(formula.Cond{Col: "a", Op: formula.LT, To: formula.Ref("term.absent")}), `IF(ISNUMBER(term_absent),COUNTIFS(leads_a,"<"&term_absent),0)`},
		{"a table without rows counts none", formula.CountOf("deals"), `COUNTIFS(deals_a,"<>n/a")`},
		{"a lookup finds by a key", formula.LookupExpr{Table: "leads", By: "w", Give: "a", Key: formula.Ref("term.word")}, `IFERROR(INDEX(leads_a,MATCH(term_word,leads_w,0)),"n/a")`},
		{"quotes are doubled", formula.Word(`say "hi"`), `"say ""hi"""`},
	} {
		sp := speller{card: s}
		if got := sp.formula(x.expr); got != x.want || sp.err != nil {
			t.Errorf("%s: %s (%v), want %s", x.name, got, sp.err, x.want)
		}
	}
}

func Test_a_formula_that_no_cell_takes_is_an_error(t *testing.T) {
	e := formula.Expr(formula.Ref("term.n0"))
	for range 2000 {
		e = formula.Add(e, formula.Ref("term.n1"))
	}
	sp := speller{card: smallCard()}
	if sp.formula(e); sp.err == nil {
		t.Error("a formula of more than 8,192 characters was spelled")
	}
}
