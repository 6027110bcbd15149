package model

import (
	"slices"
	"testing"
)

func TestSimilarNamesContainTheNameOrAreAFewLettersAway(t *testing.T) {
	t.Parallel()
	s := explained(t)
	for _, x := range []struct{ typed, want string }{
		{"kpi.mql_to_sqk", "kpi.mql_to_sql"}, {"mql_to_won", "kpi.mql_to_won"}, {"An", "Ann"}, {"L2", "L1"}, {"adherence.contct", "adherence.contact"},
	} {
		similar := s.SimilarNames(x.typed, 5)
		if len(similar) == 0 || len(similar) > 5 || !slices.Contains(similar, x.want) {
			t.Errorf("names similar to %s are %v, without %s", x.typed, similar, x.want)
		}
	}
	if similar := s.SimilarNames("something else entirely", 5); similar != nil {
		t.Errorf("%v", similar)
	}
}

func TestLevenshteinCountsTheFewestLettersToChange(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		a, b string
		n    int
	}{{"", "", 0}, {"", "ab", 2}, {"kitten", "sitting", 3}, {"flaw", "lawn", 2}, {"same", "same", 0}} {
		if n := levenshtein(x.a, x.b); n != x.n {
			t.Errorf("%s to %s is %d, want %d", x.a, x.b, n, x.n)
		}
	}
}
