package workbook

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"math/rand"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/reporttest"
)

// smallCard returns a scorecard with terms and tables of every kind that expressions cite: numbers and
// texts with and without gaps, and a table without rows.
func smallCard() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	numbers := calc.Section{ID: "numbers", Title: "Numbers"}
	for i, x := range []float64{24, 0, -3.5, 0.1, 1e6, 21} {
		id := "term.n" + strconv.Itoa(i)
		s.AddTerm(calc.Term{ID: id, Section: numbers, Title: "Number", Value: formula.Num(x), Input: true})
	}
	s.AddTerm(calc.Term{ID: "term.absent", Section: numbers, Title: "Absent"})
	s.AddTerm(calc.Term{
		ID: "term.word", Section: numbers, Title: "Word", Unit: formula.Words, Value: formula.Str("high"),
	})
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

// gen generates random expressions that are well typed, as definitions are.
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

// guarded wraps an expression so that its formula has an IFERROR around it: MayFault does not foresee
// every fault of the expressions that the generator makes.
func guarded(e formula.Expr) formula.Expr {
	always := formula.CompareExpr{Op: formula.GE, A: formula.Number(1), B: formula.Number(0)}
	return formula.IfExpr{Cond: always, Then: e, Else: formula.NA{}}
}

// randomExpressionCases check that a spreadsheet evaluates random expressions as Eval does.
func randomExpressionCases() []officeCase {
	build := func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
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
		return raw, func(t *testing.T, f *recalculated) {
			compared, numbers := compare(t, b, f, nil)
			t.Logf("%d cells agree, %d of them numbers", compared, numbers)
			if compared < figures+6*columns || numbers < figures/5 {
				t.Errorf("only %d cells compared, %d of them numbers", compared, numbers)
			}
		}
	}
	return []officeCase{{"random expressions give what Eval gives", build}}
}

func Test_an_expression_is_spelled_as_a_reader_would_write_it(t *testing.T) {
	t.Parallel()
	s := smallCard()
	n := func(i int) formula.Expr { return formula.Ref("term.n" + strconv.Itoa(i)) }
	leads := func(c ...formula.Cond) formula.Expr { return formula.CountOf("leads", c...) }
	for _, x := range []struct {
		name string
		expr formula.Expr
		want string
	}{
		{"a quotient says n/a where it fails", formula.Div(n(0), n(1)), `IFERROR(term_n0/term_n1,"n/a")`},
		{"what stands right of a minus keeps its parentheses", formula.Sub(n(0), formula.Sub(n(1), n(2))),
			`IFERROR(term_n0-(term_n1-term_n2),"n/a")`},
		{"a sum of products has none", formula.Add(formula.Mul(n(0), n(1)), n(2)), `IFERROR(term_n0*term_n1+term_n2,"n/a")`},
		{"a product of sums has them", formula.Mul(formula.Add(n(0), n(1)), n(2)),
			`IFERROR((term_n0+term_n1)*term_n2,"n/a")`},
		{"rounding up passes nine decimals", formula.RoundUpExpr{X: n(0)}, `IFERROR(ROUNDUP(ROUND(term_n0,9),0),"n/a")`},
		{"order coerces what may be n/a", formula.IfExpr{
			Cond: formula.CompareExpr{Op: formula.GE, A: formula.Ref("term.absent"), B: formula.Number(32)},
			Then: formula.Word("met"), Else: formula.NA{},
		},
			`IFERROR(IF(term_absent+0>=32,"met","n/a"),"n/a")`},
		{"all rows are counted by their range", leads(), `ROWS(leads_a)`},
		{"equality is a plain criterion", leads(formula.Cond{Col: "w", Op: formula.EQ, To: formula.Word("met")}),
			`COUNTIFS(leads_w,"met")`},
		{"order is a joined one", leads(formula.Cond{Col: "a", Op: formula.GE, To: n(0)}), `COUNTIFS(leads_a,">="&term_n0)`},
		{"a limit that may be n/a holds nowhere",
			leads(formula.Cond{Col: "a", Op: formula.LT, To: formula.Ref("term.absent")}),
			`IF(ISNUMBER(term_absent),COUNTIFS(leads_a,"<"&term_absent),0)`},
		{"a table without rows counts none", formula.CountOf("deals"), `COUNTIFS(deals_a,"<>n/a")`},
		{"a lookup finds by a key", formula.LookupExpr{Table: "leads", By: "w", Give: "a", Key: formula.Ref("term.word")},
			`IFERROR(INDEX(leads_a,MATCH(term_word,leads_w,0)),"n/a")`},
		{"quotes are doubled", formula.Word(`say "hi"`), `"say ""hi"""`},
	} {
		sp := speller{card: s}
		if got := sp.formula(x.expr); got != x.want || sp.err != nil {
			t.Errorf("%s: %s (%v), want %s", x.name, got, sp.err, x.want)
		}
	}
}

func Test_a_formula_that_is_too_long_for_a_cell_is_an_error(t *testing.T) {
	t.Parallel()
	e := formula.Expr(formula.Ref("term.n0"))
	for range 2000 {
		e = formula.Add(e, formula.Ref("term.n1"))
	}
	sp := speller{card: smallCard()}
	if sp.formula(e); sp.err == nil {
		t.Error("a formula of more than 8,192 characters was spelled")
	}
}

// nodes has one expression of each node type of the model, and its spelling in a row of the table leads. A
// new node type needs a spelling in speller.spell and a line here.
var nodes = []struct {
	expr formula.Expr
	want string
}{
	{formula.Number(-1.5), `(-1.5)`},
	{formula.Word("met"), `"met"`},
	{formula.NA{}, `"n/a"`},
	{formula.Ref("term.n0"), `term_n0`},
	{formula.Col("a"), "$B" + rowMark},
	{formula.Arith{Op: '/', A: formula.Number(1), B: formula.Number(2)}, `1/2`},
	{formula.CompareExpr{Op: formula.LE, A: formula.Number(1), B: formula.Number(2)}, `1<=2`},
	{formula.And{formula.KnownExpr{X: formula.Number(1)}, formula.KnownExpr{X: formula.Number(2)}},
		`AND(ISNUMBER(1),ISNUMBER(2))`},
	{formula.Or{formula.KnownExpr{X: formula.Number(1)}, formula.KnownExpr{X: formula.Number(2)}},
		`OR(ISNUMBER(1),ISNUMBER(2))`},
	{formula.IfExpr{Cond: formula.KnownExpr{X: formula.Number(1)}, Then: formula.Number(2), Else: formula.NA{}},
		`IF(ISNUMBER(1),2,"n/a")`},
	{formula.KnownExpr{X: formula.Number(1)}, `ISNUMBER(1)`},
	{formula.ReachedExpr{X: formula.Number(1), By: formula.Number(2)}, `AND(ISNUMBER(1),N(1)<=2)`},
	{formula.RoundExpr{X: formula.Number(1), Digits: 2}, `ROUND(1,2)`},
	{formula.RoundUpExpr{X: formula.Number(1)}, `ROUNDUP(ROUND(1,9),0)`},
	{formula.RootExpr{X: formula.Number(4)}, `SQRT(4)`},
	{formula.Least{formula.Number(1), formula.Number(2)}, `MIN(1,2)`},
	{formula.Greatest{formula.Number(1), formula.Number(2)}, `MAX(1,2)`},
	{formula.LookupExpr{Table: "leads", By: "w", Give: "a", Key: formula.Word("n")},
		`INDEX(leads_a,MATCH("n",leads_w,0))`},
	{formula.Agg{Fn: formula.SumOf, Table: "leads", Col: "a"}, `SUM(leads_a)`},
}

func Test_every_node_type_has_a_spelling(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for _, n := range nodes {
		listed[reflect.TypeOf(n.expr).Name()] = true
		sp := speller{card: smallCard(), places: map[string]columnPlace{"a": {"B", 5}}, row: 5}
		if got := sp.spell(n.expr, loose); got != n.want || sp.err != nil {
			t.Errorf("%T is spelled %s (%v), want %s", n.expr, got, sp.err, n.want)
		}
	}
	declared := nodeTypes(t)
	for _, name := range declared {
		if !listed[name] {
			t.Errorf("model.%s is a node of expressions that this test does not list: "+
				"give it a spelling in speller.spell and a line in nodes", name)
		}
	}
	if len(declared) < len(nodes) {
		t.Errorf("the source of the model declares %d node types, this test lists %d", len(declared), len(nodes))
	}
}

// nodeTypes returns the names of the types that implement formula.Expr, which is sealed by its method node,
// from the source of the model.
func nodeTypes(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("../../model", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == "node" {
				if receiver, ok := f.Recv.List[0].Type.(*ast.Ident); ok {
					out = append(out, receiver.Name)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
