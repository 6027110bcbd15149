package calc

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"leadpact/model/formula"
)

// An aggregate over the group that its own row selects must equal the aggregate with a condition on the
// same value.
func TestAGroupHasTheRowsThatEqualItsValue(t *testing.T) {
	t.Parallel()
	const rows = 2*ChunkRows + 77
	r := rand.New(rand.NewPCG(5, 6))
	few, many := make([]string, rows), make([]float64, rows)
	alike, weight, kind := make([]float64, rows), make([]float64, rows), make([]float64, rows)
	for i := range rows {
		few[i] = []string{"", "Ann", "ANN", "ann", "Bob", "Cid"}[r.IntN(6)]
		many[i] = float64(r.IntN(400)) // too many for a dictionary
		weight[i], kind[i] = float64(r.IntN(1000))/8, float64(r.IntN(3))
		if r.IntN(5) == 0 {
			many[i], weight[i] = math.NaN(), math.NaN()
		}
	}
	s := NewSheet()
	leads := s.AddTable(NewTable("leads", "Leads", rows))
	leads.Texts("few", "Few", "", few)
	leads.Numbers("many", "Many", formula.Count, "", many)
	leads.Numbers("alike", "Alike", formula.Count, "", alike)
	leads.Numbers("weight", "Weight", formula.Count, "", weight)
	leads.Numbers("kind", "Kind", formula.Count, "", kind)

	for column, asked := range map[string][]formula.Expr{
		"few":   {formula.Word("Ann"), formula.Word("bob"), formula.Word("Dan"), formula.NA{}},
		"many":  {formula.Number(0), formula.Number(7), formula.Number(399), formula.Number(400), formula.NA{}},
		"alike": {formula.Number(0), formula.Number(1)},
	} {
		names := make([]string, len(asked))
		own := s.AddTable(NewTable("own_"+column, "Own", len(asked)))
		own.Texts("name", "Name", "", names)
		own.Formulas("asked_text", "Asked", formula.Words, "", asked)
		own.Formulas("asked_number", "Asked", formula.Count, "", asked)
		for i, value := range asked {
			by := formula.Col("asked_number")
			if column == "few" {
				by = formula.Col("asked_text")
			}
			for _, rest := range [][]formula.Cond{
				nil,
				{formula.Where("kind", formula.EQ, formula.Number(1))},
				{formula.Where("kind", formula.GE, formula.Number(1)), formula.Where("weight", formula.LT, formula.Number(40))},
				{formula.Where("kind", formula.EQ, formula.Number(9))},
			} {
				group := append([]formula.Cond{formula.Where(column, formula.EQ, by)}, rest...)
				single := append([]formula.Cond{formula.Where(column, formula.EQ, value)}, rest...)
				for _, pair := range [][2]formula.Expr{
					{formula.CountOf("leads", group...), formula.CountOf("leads", single...)},
					{formula.Sum("leads", "weight", group...), formula.Sum("leads", "weight", single...)},
				} {
					at := scope{s, own, i}
					if got, want := at.cell(pair[0]), at.cell(pair[1]); got != want {
						t.Errorf("%s = %v, and %v: %v, want %v", column, value, rest, got, want)
					}
					got, want := at.rowsOf(pair[0].(formula.Agg)).Rows, at.rowsOf(pair[1].(formula.Agg)).Rows
					if !slices.Equal(got, want) {
						t.Errorf("%s = %v, and %v: rows %s, want %s", column, value, rest, brief(got), brief(want))
					}
				}
			}
		}
	}
}

// brief formats the first eight rows.
func brief(rows []int) string {
	return strings.Join(strings.Fields(fmt.Sprint(rows))[:min(8, len(rows))], " ")
}
