package workbook

import (
	"testing"

	"leadpact/model/calc"
)

func TestTermsAreGroupedByTheIDOfTheirSection(t *testing.T) {
	t.Parallel()
	goals, other := calc.Section{ID: "goals", Title: "Goals"}, calc.Section{ID: "other", Title: "Goals"}
	got := sections([]*calc.Term{{ID: "a", Section: goals}, {ID: "b", Section: other}, {ID: "c", Section: goals}})
	if len(got) != 2 || got[0].title != "Goals" || len(got[0].terms) != 2 || got[0].terms[1].ID != "c" {
		t.Errorf("sections of one title are not kept apart: %+v", got)
	}
}
