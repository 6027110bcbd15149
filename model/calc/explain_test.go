package calc

import (
	"slices"
	"testing"

	"leadpact/model/formula"
)

// visits returns a sheet with a table whose tables, columns and terms have every mark that Prose and
// DecidingColumns read.
func visits() (*Sheet, *Table) {
	s := NewSheet()
	s.AddTerm(Term{ID: "limit", Title: "Limit", Value: formula.Num(2), Agreed: true})
	s.AddTerm(Term{ID: "now", Title: "The present moment", Phrase: "now", Value: formula.Num(9)})
	s.AddTerm(Term{ID: "open", Title: "the shop is open", Value: formula.Num(1), YesNo: true})
	t := s.AddTable(NewTable("visits", "Visits", 1))
	t.Noun, t.Owner, t.Start = "visits", "seller", "began"
	t.Texts("seller", "Seller", "", []string{"Ann"})
	t.Numbers("seller_no", "No.", formula.Count, "", []float64{1}).ShownAs = "seller"
	t.Numbers("began", "Began", formula.Time, "", []float64{3})
	t.Numbers("closes", "Closing", formula.Time, "", []float64{4}).Phrase = "closing time"
	t.Numbers("hours", "Hours", formula.Hours, "", []float64{4}).ShownAs = "began"
	t.Numbers("counts", "Counts", formula.Count, "", []float64{1}).ShownAs = "verdict"
	t.Numbers("amount", "Amount", formula.Money, "", []float64{7})
	t.Formula("verdict", "Verdict", formula.Words, "",
		formula.If(formula.Compare(formula.EQ, formula.Col("counts"), formula.Number(1)),
			formula.If(formula.Compare(formula.LT, formula.Col("hours"), formula.Ref("limit")), formula.Word("early"),
				formula.If(formula.Compare(formula.GT, formula.Col("amount"), formula.Number(5)), formula.Word("big"),
					formula.Word("small"))), formula.NA{}))
	return s, t
}

func TestProseUsesPhrasesAndNouns(t *testing.T) {
	t.Parallel()
	s, _ := visits()
	e := formula.If(formula.Compare(formula.EQ, formula.Ref("open"), formula.Number(1)),
		formula.CountOf("visits", formula.Where("began", formula.GE, formula.Ref("now")),
			formula.Where("closes", formula.LT, formula.Ref("limit"))), formula.NA{})
	const want = "count of visits where Began date ≥ now and closing time < Limit (agreed), if the shop is open (else n/a)"
	if got := s.Prose(e, nil); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestDecidingColumnsShowOthersInTheirPlace(t *testing.T) {
	t.Parallel()
	s, table := visits()
	for _, c := range []struct {
		name  string
		where []formula.Cond
		want  []string
	}{
		{"the hours are shown as their start, the fact behind the fixed verdict is left out",
			[]formula.Cond{formula.Where("verdict", formula.EQ, formula.Word("big"))}, []string{"seller", "began", "amount"}},
		{"the owner is left out where its number is fixed",
			[]formula.Cond{formula.Where("seller_no", formula.EQ, formula.Number(1)),
				formula.Where("amount", formula.GT, formula.Number(5))}, []string{"amount", "began"}},
	} {
		var got []string
		for _, column := range s.DecidingColumns(table, formula.CountOf("visits", c.where...).(formula.Agg)) {
			got = append(got, column.Name)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
