package model

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// What an aggregate finds of the group that its own row names, it finds of the rows that a condition on the same value names.
func TestAGroupIsWhatAConditionOnItsValueMeets(t *testing.T) {
	const rows = 2*partRows + 77
	r := rand.New(rand.NewPCG(5, 6))
	few, many := make([]string, rows), make([]float64, rows)
	alike, weight, kind := make([]float64, rows), make([]float64, rows), make([]float64, rows)
	for i := range rows {
		few[i] = []string{"", "Ann", "ANN", "ann", "Bob", "Cid"}[r.IntN(6)]
		many[i] = float64(r.IntN(400)) // more than a part keeps as codes
		weight[i], kind[i] = float64(r.IntN(1000))/8, float64(r.IntN(3))
		if r.IntN(5) == 0 {
			many[i], weight[i] = math.NaN(), math.NaN()
		}
	}
	s := NewSheet()
	leads := s.AddTable(NewTable("leads", "Leads", rows))
	leads.Texts("few", "Few", "", few)
	leads.Nums("many", "Many", Count, "", many)
	leads.Nums("alike", "Alike", Count, "", alike)
	leads.Nums("weight", "Weight", Count, "", weight)
	leads.Nums("kind", "Kind", Count, "", kind)

	for column, asked := range map[string][]Expr{
		"few":   {Word("Ann"), Word("bob"), Word("Dan"), NA{}},
		"many":  {Number(0), Number(7), Number(399), Number(400), NA{}},
		"alike": {Number(0), Number(1)},
	} {
		names := make([]string, len(asked))
		own := s.AddTable(NewTable("own_"+column, "Own", len(asked)))
		own.Texts("name", "Name", "", names)
		own.Formulas("asked_text", "Asked", Words, "", asked)
		own.Formulas("asked_number", "Asked", Count, "", asked)
		for i, value := range asked {
			by := Col("asked_number")
			if column == "few" {
				by = Col("asked_text")
			}
			for _, rest := range [][]Cond{nil, {{"kind", EQ, Number(1)}}, {{"kind", GE, Number(1)}, {"weight", LT, Number(40)}}, {{"kind", EQ, Number(9)}}} {
				group, met := append([]Cond{{column, EQ, by}}, rest...), append([]Cond{{column, EQ, value}}, rest...)
				for _, pair := range [][2]Expr{{CountOf("leads", group...), CountOf("leads", met...)}, {Sum("leads", "weight", group...), Sum("leads", "weight", met...)}} {
					at := scope{s, own, i}
					if got, want := at.cell(pair[0]), at.cell(pair[1]); got != want {
						t.Errorf("%s = %v, and %v: %v, want %v", column, value, rest, got, want)
					}
					if got, want := at.pick(pair[0].(Agg)).Rows, at.pick(pair[1].(Agg)).Rows; fmt.Sprint(got) != fmt.Sprint(want) {
						t.Errorf("%s = %v, and %v: rows %s, want %s", column, value, rest, brief(got), brief(want))
					}
				}
			}
		}
	}
}

func brief(rows []int) string {
	return strings.Join(strings.Fields(fmt.Sprint(rows))[:min(8, len(rows))], " ")
}
