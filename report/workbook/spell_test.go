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
	"leadpact/report/reporttest"
)

// smallCard returns a scorecard with terms and tables of every kind that expressions cite: numbers and texts
// with and without gaps, and a table without rows.
func smallCard() *model.Scorecard {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	for i, x := range []float64{24, 0, -3.5, 0.1, 1e6, 21} {
		id := "term.n" + strconv.Itoa(i)
		s.Given(model.Term{ID: id, Section: "Numbers", Title: "Number", Value: model.Num(x), Input: true})
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

// gen generates random expressions that are well typed, as definitions are.
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

// guarded wraps an expression so that the formula has an IFERROR around it: MayFault does not foresee every
// fault of the expressions that the generator makes.
func guarded(e model.Expr) model.Expr {
	always := model.Compare{Op: model.GE, A: model.Number(1), B: model.Number(0)}
	return model.If{Cond: always, Then: e, Else: model.NA{}}
}

// randomExpressionCases hold that random expressions give in a spreadsheet what Eval gives.
func randomExpressionCases() []officeCase {
	build := func(t *testing.T) ([]byte, func(*testing.T, *recalculated)) {
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
	n := func(i int) model.Expr { return model.Ref("term.n" + strconv.Itoa(i)) }
	leads := func(c ...model.Cond) model.Expr { return model.CountOf("leads", c...) }
	for _, x := range []struct {
		name string
		expr model.Expr
		want string
	}{
		{"a quotient says n/a where it fails", model.Div(n(0), n(1)), `IFERROR(term_n0/term_n1,"n/a")`},
		{"what stands right of a minus keeps its parentheses", model.Sub(n(0), model.Sub(n(1), n(2))),
			`IFERROR(term_n0-(term_n1-term_n2),"n/a")`},
		{"a sum of products has none", model.Add(model.Mul(n(0), n(1)), n(2)), `IFERROR(term_n0*term_n1+term_n2,"n/a")`},
		{"a product of sums has them", model.Mul(model.Add(n(0), n(1)), n(2)), `IFERROR((term_n0+term_n1)*term_n2,"n/a")`},
		{"rounding up passes nine decimals", model.RoundUp{X: n(0)}, `IFERROR(ROUNDUP(ROUND(term_n0,9),0),"n/a")`},
		{"order coerces what may be n/a", model.If{
			Cond: model.Compare{Op: model.GE, A: model.Ref("term.absent"), B: model.Number(32)},
			Then: model.Word("met"), Else: model.NA{},
		},
			`IFERROR(IF(term_absent+0>=32,"met","n/a"),"n/a")`},
		{"all rows are counted by their range", leads(), `ROWS(leads_a)`},
		{"equality is a plain criterion", leads(model.Cond{Col: "w", Op: model.EQ, To: model.Word("met")}),
			`COUNTIFS(leads_w,"met")`},
		{"order is a joined one", leads(model.Cond{Col: "a", Op: model.GE, To: n(0)}), `COUNTIFS(leads_a,">="&term_n0)`},
		{"a limit that may be n/a holds nowhere", leads(model.Cond{Col: "a", Op: model.LT, To: model.Ref("term.absent")}),
			`IF(ISNUMBER(term_absent),COUNTIFS(leads_a,"<"&term_absent),0)`},
		{"a table without rows counts none", model.CountOf("deals"), `COUNTIFS(deals_a,"<>n/a")`},
		{"a lookup finds by a key", model.Lookup{Table: "leads", By: "w", Give: "a", Key: model.Ref("term.word")},
			`IFERROR(INDEX(leads_a,MATCH(term_word,leads_w,0)),"n/a")`},
		{"quotes are doubled", model.Word(`say "hi"`), `"say ""hi"""`},
	} {
		sp := speller{card: s}
		if got := sp.formula(x.expr); got != x.want || sp.err != nil {
			t.Errorf("%s: %s (%v), want %s", x.name, got, sp.err, x.want)
		}
	}
}

func Test_a_formula_that_is_too_long_for_a_cell_is_an_error(t *testing.T) {
	t.Parallel()
	e := model.Expr(model.Ref("term.n0"))
	for range 2000 {
		e = model.Add(e, model.Ref("term.n1"))
	}
	sp := speller{card: smallCard()}
	if sp.formula(e); sp.err == nil {
		t.Error("a formula of more than 8,192 characters was spelled")
	}
}

// nodes has one expression of each node type of the model, and its spelling in a row of the table leads. A
// new node type needs a spelling in speller.spell and a line here.
var nodes = []struct {
	expr model.Expr
	want string
}{
	{model.Number(-1.5), `(-1.5)`},
	{model.Word("met"), `"met"`},
	{model.NA{}, `"n/a"`},
	{model.Ref("term.n0"), `term_n0`},
	{model.Col("a"), "$B" + rowMark},
	{model.Arith{Op: '/', A: model.Number(1), B: model.Number(2)}, `1/2`},
	{model.Compare{Op: model.LE, A: model.Number(1), B: model.Number(2)}, `1<=2`},
	{model.And{model.Known{X: model.Number(1)}, model.Known{X: model.Number(2)}}, `AND(ISNUMBER(1),ISNUMBER(2))`},
	{model.Or{model.Known{X: model.Number(1)}, model.Known{X: model.Number(2)}}, `OR(ISNUMBER(1),ISNUMBER(2))`},
	{model.If{Cond: model.Known{X: model.Number(1)}, Then: model.Number(2), Else: model.NA{}}, `IF(ISNUMBER(1),2,"n/a")`},
	{model.Known{X: model.Number(1)}, `ISNUMBER(1)`},
	{model.Reached{X: model.Number(1), By: model.Number(2)}, `AND(ISNUMBER(1),N(1)<=2)`},
	{model.Round{X: model.Number(1), Digits: 2}, `ROUND(1,2)`},
	{model.RoundUp{X: model.Number(1)}, `ROUNDUP(ROUND(1,9),0)`},
	{model.Root{X: model.Number(4)}, `SQRT(4)`},
	{model.Least{model.Number(1), model.Number(2)}, `MIN(1,2)`},
	{model.Greatest{model.Number(1), model.Number(2)}, `MAX(1,2)`},
	{model.Lookup{Table: "leads", By: "w", Give: "a", Key: model.Word("n")}, `INDEX(leads_a,MATCH("n",leads_w,0))`},
	{model.Agg{Fn: model.SumOf, Table: "leads", Col: "a"}, `SUM(leads_a)`},
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

// nodeTypes returns the names of the types that implement model.Expr, which is sealed by its method node,
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
