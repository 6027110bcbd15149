package calc

import (
	"math"
	"testing"

	. "leadpact/model/formula"
)

// testSheet returns a sheet with two terms and a table of five rows.
func testSheet() *Sheet {
	s := NewSheet()
	s.AddTerm(Term{ID: "limit", Unit: Hours, Value: Num(24)})
	s.AddTerm(Term{ID: "absent", Unit: Hours})
	t := s.AddTable(NewTable("leads", "Leads", 5))
	t.Numbers("hours", "Hours", Hours, "", []float64{1, 24, 25, math.NaN(), 3})
	t.Texts("sdr", "SDR", "", []string{"Ann", "Bob", "Ann", "", "Bob"})
	t.Formula("kept", "Kept", Words, "", If(Reached(Col("hours"), Ref("limit")), Word("met"), Word("missed")))
	return s
}

func TestEval(t *testing.T) {
	t.Parallel()
	s := testSheet()
	for _, c := range []struct {
		name string
		e    Expr
		want Value
	}{
		{"a division by zero is n/a", Div(Number(1), Number(0)), Missing},
		{"a sum with n/a is n/a, not the rest", Add(Number(1), Ref("absent")), Missing},
		{"a difference that cancels leaves no residue", Sub(Add(Number(0.1), Number(0.2)), Number(0.3)), Num(0)},
		{"rounding up leaves a whole number as it is", RoundUp(Div(Number(21), Number(0.7))), Num(30)},
		{"rounding up rounds up", RoundUp(Div(Number(200), Number(0.7))), Num(286)},
		{"rounding is half up on the digits that are shown", Round(Number(1.005), 2), Num(1.01)},
		{"rounding of a negative half goes away from zero", Round(Number(-2.5), 0), Num(-3)},
		{"n/a is not greater than a number", If(Compare(GE, Ref("absent"), Number(1)), Word("yes"), Word("no")), Missing},
		{"n/a equals n/a", If(Compare(EQ, Ref("absent"), NA{}), Word("yes"), Word("no")), Str("yes")},
		{"n/a has not been reached", If(Reached(Ref("absent"), Number(1)), Word("yes"), Word("no")), Str("no")},
		{"a count with a condition on a number", CountOf("leads", Where("hours", LE, Ref("limit"))), Num(3)},
		{"a count with a condition on a text", CountOf("leads", Where("sdr", EQ, Word("ann"))), Num(2)},
		{"a count of n/a", CountOf("leads", Where("sdr", EQ, NA{})), Num(1)},
		{"a count over a formula column", CountOf("leads", Where("kept", EQ, Word("met"))), Num(3)},
		{"a sum with conditions", Sum("leads", "hours", Where("sdr", EQ, Word("Bob"))), Num(27)},
		{"a sum of no rows is 0", Sum("leads", "hours", Where("sdr", EQ, Word("Cid"))), Num(0)},
		{"a median of an even number is the mean of the middle two",
			Agg{Fn: MedianOf, Table: "leads", Col: "hours"}, Num(13.5)},
		{"a percentile is inclusive", Agg{Fn: PercentileOf, Table: "leads", Col: "hours", P: Number(0.9)}, Num(24.7)},
		{"a lookup finds the row", Lookup("leads", "sdr", "hours", Word("Bob")), Num(24)},
		{"a lookup that finds nothing is n/a", Lookup("leads", "sdr", "hours", Word("Cid")), Missing},
		{"least passes missing values over", Least{Ref("absent"), Number(3), Number(2)}, Num(2)},
		{"AND evaluates every argument, so a fault in any shows",
			If(And{Compare(EQ, Number(1), Number(0)), Compare(LT, Ref("absent"), Number(1))}, Number(1), Number(0)), Missing},
		{"the other branch is not evaluated", If(Known(Ref("limit")), Number(1), Div(Number(1), Number(0))), Num(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Eval(c.e); !Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAFigureThatDependsOnItselfPanics(t *testing.T) {
	t.Parallel()
	s := testSheet()
	s.AddQuantity(Quantity{ID: "a", Formula: Ref("b")})
	s.AddQuantity(Quantity{ID: "b", Formula: Ref("a")})
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
	s.AddQuantity(Quantity{ID: "plan.a.b", Formula: Number(1)})
	if s.NameConflict() != "" {
		t.Fatal(s.NameConflict())
	}
	s.AddQuantity(Quantity{ID: "plan.A_b", Formula: Number(2)})
	if s.NameConflict() == "" {
		t.Error("plan.a.b and plan.A_b are no conflict")
	}
}
