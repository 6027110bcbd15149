package calc

import (
	"math"
	"testing"

	"leadpact/model/formula"
)

// testSheet is a sheet with a few terms and a table of five rows.
func testSheet() *Sheet {
	s := NewSheet()
	s.AddTerm(Term{ID: "limit", Unit: formula.Hours, Value: formula.Num(24)})
	s.AddTerm(Term{ID: "absent", Unit: formula.Hours})
	t := s.AddTable(NewTable("leads", "Leads", 5))
	t.Numbers("hours", "Hours", formula.Hours, "", []float64{1, 24, 25, math.NaN(), 3})
	t.Texts("sdr", "SDR", "", []string{"Ann", "Bob", "Ann", "", "Bob"})
	t.Formula("kept", "Kept", formula.Words, "", formula.If(formula.Reached(formula.Col("hours"), formula.Ref("limit")), formula.Word("met"), formula.Word("missed")))
	return s
}

func TestEval(t *testing.T) {
	s := testSheet()
	for _, c := range []struct {
		name string
		e    formula.Expr
		want formula.Value
	}{
		{"a division by zero is n/a", formula.Div(formula.Number(1), formula.Number(0)), formula.Missing},
		{"a sum with n/a is n/a, not the rest", formula.Add(formula.Number(1), formula.Ref("absent")), formula.Missing},
		{"a difference that cancels leaves no residue", formula.Sub(formula.Add(formula.Number(0.1), formula.Number(0.2)), formula.Number(0.3)), formula.Num(0)},
		{"rounding up takes a whole number as it is", formula.RoundUp(formula.Div(formula.Number(21), formula.Number(0.7))), formula.Num(30)},
		{"rounding up rounds up", formula.RoundUp(formula.Div(formula.Number(200), formula.Number(0.7))), formula.Num(286)},
		{"rounding is half up on the digits one sees", formula.Round(formula.Number(1.005), 2), formula.Num(1.01)},
		{"rounding of a negative half goes away from zero", formula.Round(formula.Number(-2.5), 0), formula.Num(-3)},
		{"n/a is not greater than a number", formula.If(formula.Compare(formula.GE, formula.Ref("absent"), formula.Number(1)), formula.Word("yes"), formula.Word("no")), formula.Missing},
		{"n/a equals n/a", formula.If(formula.Compare(formula.EQ, formula.Ref("absent"), formula.NA{}), formula.Word("yes"), formula.Word("no")), formula.Str("yes")},
		{"n/a has not been reached", formula.If(formula.Reached(formula.Ref("absent"), formula.Number(1)), formula.Word("yes"), formula.Word("no")), formula.Str("no")},
		{"a count with a condition on a number", formula.CountOf("leads", formula.Where("hours", formula.LE, formula.Ref("limit"))), formula.Num(3)},
		{"a count with a condition on a text", formula.CountOf("leads", formula.Where("sdr", formula.EQ, formula.Word("ann"))), formula.Num(2)},
		{"a count of n/a", formula.CountOf("leads", formula.Where("sdr", formula.EQ, formula.NA{})), formula.Num(1)},
		{"a count over a formula column", formula.CountOf("leads", formula.Where("kept", formula.EQ, formula.Word("met"))), formula.Num(3)},
		{"a sum with conditions", formula.Sum("leads", "hours", formula.Where("sdr", formula.EQ, formula.Word("Bob"))), formula.Num(27)},
		{"a sum of none is 0", formula.Sum("leads", "hours", formula.Where("sdr", formula.EQ, formula.Word("Cid"))), formula.Num(0)},
		{"a median of an even number is the mean of the middle two", formula.Agg{Fn: formula.MedianOf, Table: "leads", Col: "hours"}, formula.Num(13.5)},
		{"a percentile is inclusive", formula.Agg{Fn: formula.PercentileOf, Table: "leads", Col: "hours", P: formula.Number(0.9)}, formula.Num(24.7)},
		{"a lookup finds the row", formula.Lookup("leads", "sdr", "hours", formula.Word("Bob")), formula.Num(24)},
		{"a lookup that finds nothing is n/a", formula.Lookup("leads", "sdr", "hours", formula.Word("Cid")), formula.Missing},
		{"least passes texts over", formula.Least{formula.Ref("absent"), formula.Number(3), formula.Number(2)}, formula.Num(2)},
		{"and computes every argument, so a fault in any shows", formula.If(formula.And{formula.Compare(formula.EQ, formula.Number(1), formula.Number(0)), formula.Compare(formula.LT, formula.Ref("absent"), formula.Number(1))}, formula.Number(1), formula.Number(0)), formula.Missing},
		{"the other branch is not computed", formula.If(formula.Known(formula.Ref("limit")), formula.Number(1), formula.Div(formula.Number(1), formula.Number(0))), formula.Num(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Eval(c.e); !formula.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNamesListsWhatAnExpressionReads(t *testing.T) {
	e := formula.Div(formula.CountOf("leads", formula.Where("sdr", formula.EQ, formula.Col("no"))), formula.Ref("limit"))
	got := formula.Names(e)
	want := []string{"leads.sdr", ".no", "limit"}
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestAFigureThatDependsOnItselfIsAProgrammingError(t *testing.T) {
	s := testSheet()
	s.AddQuantity(Quantity{ID: "a", Formula: formula.Ref("b")})
	s.AddQuantity(Quantity{ID: "b", Formula: formula.Ref("a")})
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	s.Compute()
}

func TestTwoNamesThatMakeOneFigureClash(t *testing.T) {
	s := testSheet()
	s.AddQuantity(Quantity{ID: "plan.a.b", Formula: formula.Number(1)})
	if s.NameConflict() != "" {
		t.Fatal(s.NameConflict())
	}
	s.AddQuantity(Quantity{ID: "plan.A_b", Formula: formula.Number(2)})
	if s.NameConflict() == "" {
		t.Error("no clash")
	}
}
