package model

import (
	"math"
	"testing"
)

// testSheet is a sheet with a few terms and a table of five rows.
func testSheet() *Sheet {
	s := NewSheet()
	s.Given(Term{ID: "limit", Unit: Hours, Value: Num(24)})
	s.Given(Term{ID: "absent", Unit: Hours})
	t := s.AddTable(NewTable("leads", "Leads", 5))
	t.Nums("hours", "Hours", Hours, "", []float64{1, 24, 25, math.NaN(), 3})
	t.Texts("sdr", "SDR", "", []string{"Ann", "Bob", "Ann", "", "Bob"})
	t.Formula("kept", "Kept", Words, "", If{Reached{Col("hours"), Ref("limit")}, Word("met"), Word("missed")})
	return s
}

func TestEval(t *testing.T) {
	s := testSheet()
	for _, c := range []struct {
		name string
		e    Expr
		want Value
	}{
		{"a division by zero is n/a", Div(Number(1), Number(0)), Missing},
		{"a sum with n/a is n/a, not the rest", Add(Number(1), Ref("absent")), Missing},
		{"a difference that cancels leaves no residue", Sub(Add(Number(0.1), Number(0.2)), Number(0.3)), Num(0)},
		{"rounding up takes a whole number as it is", RoundUp{Div(Number(21), Number(0.7))}, Num(30)},
		{"rounding up rounds up", RoundUp{Div(Number(200), Number(0.7))}, Num(286)},
		{"rounding is half up on the digits one sees", Round{Number(1.005), 2}, Num(1.01)},
		{"rounding of a negative half goes away from zero", Round{Number(-2.5), 0}, Num(-3)},
		{"n/a is not greater than a number", If{Compare{GE, Ref("absent"), Number(1)}, Word("yes"), Word("no")}, Missing},
		{"n/a equals n/a", If{Compare{EQ, Ref("absent"), NA{}}, Word("yes"), Word("no")}, Str("yes")},
		{"n/a has not been reached", If{Reached{Ref("absent"), Number(1)}, Word("yes"), Word("no")}, Str("no")},
		{"a count with a condition on a number", CountOf("leads", Cond{"hours", LE, Ref("limit")}), Num(3)},
		{"a count with a condition on a text", CountOf("leads", Cond{"sdr", EQ, Word("ann")}), Num(2)},
		{"a count of n/a", CountOf("leads", Cond{"sdr", EQ, NA{}}), Num(1)},
		{"a count over a formula column", CountOf("leads", Cond{"kept", EQ, Word("met")}), Num(3)},
		{"a sum with conditions", Sum("leads", "hours", Cond{"sdr", EQ, Word("Bob")}), Num(27)},
		{"a sum of none is 0", Sum("leads", "hours", Cond{"sdr", EQ, Word("Cid")}), Num(0)},
		{"a median of an even number is the mean of the middle two", Agg{Fn: MedianOf, Table: "leads", Col: "hours"}, Num(13.5)},
		{"a percentile is inclusive", Agg{Fn: PercentileOf, Table: "leads", Col: "hours", P: Number(0.9)}, Num(24.7)},
		{"a lookup finds the row", Lookup{"leads", "sdr", "hours", Word("Bob")}, Num(24)},
		{"a lookup that finds nothing is n/a", Lookup{"leads", "sdr", "hours", Word("Cid")}, Missing},
		{"least passes texts over", Least{Ref("absent"), Number(3), Number(2)}, Num(2)},
		{"and computes every argument, so a fault in any shows", If{And{Compare{EQ, Number(1), Number(0)}, Compare{LT, Ref("absent"), Number(1)}}, Number(1), Number(0)}, Missing},
		{"the other branch is not computed", If{Known{Ref("limit")}, Number(1), Div(Number(1), Number(0))}, Num(1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.Eval(c.e); !equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestNamesListsWhatAnExpressionReads(t *testing.T) {
	e := Div(CountOf("leads", Cond{"sdr", EQ, Col("no")}), Ref("limit"))
	got := Names(e)
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
	s.Figure(Quantity{ID: "a", Formula: Ref("b")})
	s.Figure(Quantity{ID: "b", Formula: Ref("a")})
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	s.Compute()
}

func TestTwoNamesThatMakeOneFigureClash(t *testing.T) {
	s := testSheet()
	s.Figure(Quantity{ID: "plan.a.b", Formula: Number(1)})
	if s.Clash() != "" {
		t.Fatal(s.Clash())
	}
	s.Figure(Quantity{ID: "plan.A_b", Formula: Number(2)})
	if s.Clash() == "" {
		t.Error("no clash")
	}
}
