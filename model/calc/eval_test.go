package calc

import (
	"math"
	"testing"

	"leadpact/model/formula"
)

// testSheet returns a sheet with two terms and a table of five rows.
func testSheet() *Sheet {
	s := NewSheet()
	s.AddTerm(Term{ID: "limit", Unit: formula.Hours, Value: formula.Num(24)})
	s.AddTerm(Term{ID: "absent", Unit: formula.Hours})
	t := s.AddTable(NewTable("leads", "Leads", 5))
	t.Numbers("hours", "Hours", formula.Hours, "", []float64{1, 24, 25, math.NaN(), 3})
	t.Texts("sdr", "SDR", "", []string{"Ann", "Bob", "Ann", "", "Bob"})
	inTime := formula.Reached(formula.Col("hours"), formula.Ref("limit"))
	t.Formula("kept", "Kept", formula.Words, "", formula.If(inTime, formula.Word("met"), formula.Word("missed")))
	return s
}

func TestEval(t *testing.T) {
	t.Parallel()
	s := testSheet()
	limit, absent := formula.Ref("limit"), formula.Ref("absent")
	num := func(x float64) formula.Expr { return formula.Number(x) }
	yesNo := func(cond formula.Expr) formula.Expr {
		return formula.If(cond, formula.Word("yes"), formula.Word("no"))
	}
	count := func(column string, op formula.CompareOp, to formula.Expr) formula.Expr {
		return formula.CountOf("leads", formula.Where(column, op, to))
	}
	hoursOf := func(sdr string) formula.Expr {
		return formula.Sum("leads", "hours", formula.Where("sdr", formula.EQ, formula.Word(sdr)))
	}
	lookup := func(sdr string) formula.Expr {
		return formula.Lookup("leads", "sdr", "hours", formula.Word(sdr))
	}
	for _, c := range []struct {
		name string
		e    formula.Expr
		want formula.Value
	}{
		{"a division by zero is n/a", formula.Div(num(1), num(0)), formula.Missing},
		{"a sum with n/a is n/a, not the rest", formula.Add(num(1), absent), formula.Missing},
		{"a difference that cancels leaves no residue",
			formula.Sub(formula.Add(num(0.1), num(0.2)), num(0.3)), formula.Num(0)},
		{"rounding up leaves a whole number as it is", formula.RoundUp(formula.Div(num(21), num(0.7))), formula.Num(30)},
		{"rounding up rounds up", formula.RoundUp(formula.Div(num(200), num(0.7))), formula.Num(286)},
		{"rounding is half up on the digits that are shown", formula.Round(num(1.005), 2), formula.Num(1.01)},
		{"rounding of a negative half goes away from zero", formula.Round(num(-2.5), 0), formula.Num(-3)},
		{"n/a is not greater than a number", yesNo(formula.Compare(formula.GE, absent, num(1))), formula.Missing},
		{"n/a equals n/a", yesNo(formula.Compare(formula.EQ, absent, formula.NA{})), formula.Str("yes")},
		{"n/a has not been reached", yesNo(formula.Reached(absent, num(1))), formula.Str("no")},
		{"a count with a condition on a number", count("hours", formula.LE, limit), formula.Num(3)},
		{"a count with a condition on a text", count("sdr", formula.EQ, formula.Word("ann")), formula.Num(2)},
		{"a count of n/a", count("sdr", formula.EQ, formula.NA{}), formula.Num(1)},
		{"a count over a formula column", count("kept", formula.EQ, formula.Word("met")), formula.Num(3)},
		{"a sum with conditions", hoursOf("Bob"), formula.Num(27)},
		{"a sum of no rows is 0", hoursOf("Cid"), formula.Num(0)},
		{"a median of an even number is the mean of the middle two",
			formula.Agg{Fn: formula.MedianOf, Table: "leads", Col: "hours"}, formula.Num(13.5)},
		{"a percentile is inclusive",
			formula.Agg{Fn: formula.PercentileOf, Table: "leads", Col: "hours", P: num(0.9)}, formula.Num(24.7)},
		{"a lookup finds the row", lookup("Bob"), formula.Num(24)},
		{"a lookup that finds nothing is n/a", lookup("Cid"), formula.Missing},
		{"least passes missing values over", formula.Least{absent, num(3), num(2)}, formula.Num(2)},
		{"AND evaluates every argument, so a fault in any shows",
			yesNo(formula.And{formula.Compare(formula.EQ, num(1), num(0)), formula.Compare(formula.LT, absent, num(1))}),
			formula.Missing},
		{"the other branch is not evaluated",
			formula.If(formula.Known(limit), num(1), formula.Div(num(1), num(0))), formula.Num(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Eval(c.e); !formula.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAFigureThatDependsOnItselfPanics(t *testing.T) {
	t.Parallel()
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

func TestTwoIDsWithOneWorkbookNameAreAConflict(t *testing.T) {
	t.Parallel()
	s := testSheet()
	s.AddQuantity(Quantity{ID: "plan.a.b", Formula: formula.Number(1)})
	if s.NameConflict() != "" {
		t.Fatal(s.NameConflict())
	}
	s.AddQuantity(Quantity{ID: "plan.A_b", Formula: formula.Number(2)})
	if s.NameConflict() == "" {
		t.Error("plan.a.b and plan.A_b are no conflict")
	}
}
