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
	"leadpact/report/reporttest"
)

// smallCard has terms and tables of every kind that expressions cite: numbers and texts with and without gaps, a table
// without rows.
func smallCard() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for i, x := range []float64{24, 0, -3.5, 0.1, 1e6, 21} {
		s.Given(model.Term{ID: "term.n" + strconv.Itoa(i), Section: "Numbers", Title: "Number", Value: model.Num(x), Input: true})
	}
	s.Given(model.Term{ID: "term.absent", Section: "Numbers", Title: "Absent"})
	s.Given(model.Term{ID: "term.word", Section: "Numbers", Title: "Word", Unit: model.Words, Value: model.Str("high")})
	t := s.AddTable(model.NewTable("leads", "Leads", 6))
	t.Nums("a", "A", model.Hours, "", []float64{1, 24, 3, 0.1, 24, -2})
	t.Nums("b", "B", model.Hours, "", []float64{math.NaN(), 0, 7.25, 1e-3, math.NaN(), 24})
	t.Texts("w", "W", "", []string{"high", "low", "", "HIGH", "late", "n"})
	e := s.AddTable(model.NewTable("deals", "Deals", 0))
	e.Nums("a", "A", model.Money, "", nil)
	e.Nums("b", "B", model.Money, "", nil)
	e.Texts("w", "W", "", nil)
	return s
}

// gen makes random expressions that keep to the types which definitions keep to.
type gen struct {
	*rand.Rand
	row bool // the expression stands in a row of leads
}

func (g gen) one(all ...func() model.Expr) model.Expr { return all[g.Intn(len(all))]() }

func (g gen) number(depth int) model.Expr {
	leaf := []func() model.Expr{
		func() model.Expr { return model.Number([]float64{0, 1, -2, 0.1, 0.3, 1e-9, 123456.789, 24}[g.Intn(8)]) },
		func() model.Expr { return model.Ref("term.n" + strconv.Itoa(g.Intn(6))) },
		func() model.Expr { return model.Ref("term.absent") },
	}
	if g.row {
		leaf = append(leaf, func() model.Expr { return model.Col([]string{"a", "b"}[g.Intn(2)]) })
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	sub := func() model.Expr { return g.number(depth - 1) }
	return g.one(append(leaf,
		func() model.Expr { return model.Arith{Op: "+-*/"[g.Intn(4)], A: sub(), B: sub()} },
		func() model.Expr { return model.Arith{Op: "+-*/"[g.Intn(4)], A: sub(), B: sub()} },
		func() model.Expr { return model.Round{X: sub(), Digits: g.Intn(3)} },
		func() model.Expr { return model.RoundUp{X: sub()} },
		func() model.Expr { return model.Root{X: sub()} },
		func() model.Expr { return model.If{Cond: g.truth(depth - 1), Then: sub(), Else: sub()} },
		func() model.Expr { return model.Least{g.number(0), model.Add(sub(), sub())} },
		func() model.Expr { return model.Greatest{g.number(0), g.number(0)} },
		func() model.Expr { return g.aggregate() },
		func() model.Expr {
			return model.Lookup{Table: g.table(), By: "w", Give: []string{"a", "b"}[g.Intn(2)], Key: g.word(0)}
		})...)
}

func (g gen) table() string { return []string{"leads", "leads", "deals"}[g.Intn(3)] }

func (g gen) aggregate() model.Expr {
	a := model.Agg{Fn: model.AggFn(g.Intn(6)), Table: g.table()}
	if a.Fn != model.CountRows {
		a.Col = []string{"a", "b"}[g.Intn(2)]
	}
	if a.Fn == model.PercentileOf {
		a.P = model.Number([]float64{0, .25, .9, 1}[g.Intn(4)])
	}
	if a.Fn == model.CountRows || a.Fn == model.SumOf {
		for range g.Intn(3) {
			c := model.Cond{Col: []string{"a", "b"}[g.Intn(2)], Op: model.CompareOp(g.Intn(6)), To: g.number(0)}
			if g.Intn(3) == 0 {
				c = model.Cond{Col: "w", Op: model.CompareOp(g.Intn(2)), To: g.word(0)}
			}
			a.Where = append(a.Where, c)
		}
	}
	return a
}

func (g gen) truth(depth int) model.Expr {
	leaf := []func() model.Expr{
		func() model.Expr {
			return model.Compare{Op: model.CompareOp(g.Intn(6)), A: g.number(0), B: g.number(0)}
		},
		func() model.Expr { return model.Compare{Op: model.CompareOp(g.Intn(2)), A: g.word(0), B: g.word(0)} },
		func() model.Expr { return model.Known{X: g.number(0)} },
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	return g.one(append(leaf,
		func() model.Expr {
			return model.Compare{Op: model.CompareOp(g.Intn(6)), A: g.number(depth - 1), B: g.number(depth - 1)}
		},
		func() model.Expr { return model.Reached{X: g.number(depth - 1), By: g.number(0)} },
		func() model.Expr { return model.And{g.truth(depth - 1), g.truth(0)} },
		func() model.Expr { return model.Or{g.truth(0), g.truth(depth - 1)} })...)
}

func (g gen) word(depth int) model.Expr {
	leaf := []func() model.Expr{
		func() model.Expr { return model.Word([]string{"high", "met", `"quoted"`, "n/a", "low"}[g.Intn(5)]) },
		func() model.Expr { return model.Ref("term.word") },
		func() model.Expr { return model.NA{} },
	}
	if g.row {
		leaf = append(leaf, func() model.Expr { return model.Col("w") })
	}
	if depth == 0 {
		return g.one(leaf...)
	}
	return model.If{Cond: g.truth(depth - 1), Then: g.word(0), Else: g.word(depth - 1)}
}

// faults says what MayFault leaves out of an expression that the generator makes.
func guarded(e model.Expr) model.Expr {
	return model.If{Cond: model.Compare{Op: model.GE, A: model.Number(1), B: model.Number(0)}, Then: e, Else: model.NA{}}
}

func Test_random_expressions_give_in_a_spreadsheet_what_Eval_gives(t *testing.T) {
	office(t)
	s := smallCard()
	const figures, columns = 1200, 120
	g := gen{Rand: rand.New(rand.NewSource(7))}
	for i := range figures {
		unit, e := model.Count, g.number(3)
		if i%4 == 3 {
			unit, e = model.Words, g.word(3)
		}
		s.Figure(model.Quantity{ID: fmt.Sprintf("test.f%04d", i), Title: "Random", Unit: unit, Formula: guarded(e)})
	}
	g.row = true
	for i := range columns {
		unit, e := model.Count, g.number(3)
		if i%4 == 3 {
			unit, e = model.Words, g.word(3)
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
	n := func(i int) model.Expr { return model.Ref("term.n" + strconv.Itoa(i)) }
	leads := func(c ...model.Cond) model.Expr { return model.CountOf("leads", c...) }
	for _, x := range []struct {
		name string
		expr model.Expr
		want string
	}{
		{"a quotient says n/a where it fails", model.Div(n(0), n(1)), `IFERROR(term_n0/term_n1,"n/a")`},
		{"what stands right of a minus keeps its parentheses", model.Sub(n(0), model.Sub(n(1), n(2))), `IFERROR(term_n0-(term_n1-term_n2),"n/a")`},
		{"a sum of products has none", model.Add(model.Mul(n(0), n(1)), n(2)), `IFERROR(term_n0*term_n1+term_n2,"n/a")`},
		{"a product of sums has them", model.Mul(model.Add(n(0), n(1)), n(2)), `IFERROR((term_n0+term_n1)*term_n2,"n/a")`},
		{"rounding up passes nine decimals", model.RoundUp{X: n(0)}, `IFERROR(ROUNDUP(ROUND(term_n0,9),0),"n/a")`},
		{"order coerces what may be n/a", model.If{Cond: model.Compare{Op: model.GE, A: model.Ref("term.absent"), B: model.Number(32)}, Then: model.Word("met"), Else: model.NA{}},
			`IFERROR(IF(term_absent+0>=32,"met","n/a"),"n/a")`},
		{"all rows are counted by their range", leads(), `ROWS(leads_a)`},
		{"equality is a plain criterion", leads(model.Cond{Col: "w", Op: model.EQ, To: model.Word("met")}), `COUNTIFS(leads_w,"met")`},
		{"order is a joined one", leads(model.Cond{Col: "a", Op: model.GE, To: n(0)}), `COUNTIFS(leads_a,">="&term_n0)`},
		{"a limit that may be n/a holds nowhere", leads(model.Cond{Col: "a", Op: model.LT, To: model.Ref("term.absent")}), `IF(ISNUMBER(term_absent),COUNTIFS(leads_a,"<"&term_absent),0)`},
		{"a table without rows counts none", model.CountOf("deals"), `COUNTIFS(deals_a,"<>n/a")`},
		{"a lookup finds by a key", model.Lookup{Table: "leads", By: "w", Give: "a", Key: model.Ref("term.word")}, `IFERROR(INDEX(leads_a,MATCH(term_word,leads_w,0)),"n/a")`},
		{"quotes are doubled", model.Word(`say "hi"`), `"say ""hi"""`},
	} {
		sp := speller{card: s}
		if got := sp.formula(x.expr); got != x.want || sp.err != nil {
			t.Errorf("%s: %s (%v), want %s", x.name, got, sp.err, x.want)
		}
	}
}

func Test_a_formula_that_no_cell_takes_is_an_error(t *testing.T) {
	e := model.Expr(model.Ref("term.n0"))
	for range 2000 {
		e = model.Add(e, model.Ref("term.n1"))
	}
	sp := speller{card: smallCard()}
	if sp.formula(e); sp.err == nil {
		t.Error("a formula of more than 8,192 characters was spelled")
	}
}
