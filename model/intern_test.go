package model

import "testing"

func TestInternerTellsSimilarTextsApart(t *testing.T) {
	t.Parallel()
	l := newInterner()
	texts := []string{"", "Anna Berg", "Adam Berg", "Anna Burg", "", "Adam Berg", "Anna Berg"}
	numbers := map[string]textID{}
	for _, s := range texts {
		n := l.intern(s)
		if before, known := numbers[s]; known && before != n || l.text(n) != s {
			t.Errorf("%q is %d, %q, before %d", s, n, l.text(n), before)
		}
		numbers[s] = n
	}
	if numbers[""] != 0 || len(l.texts) != 4 {
		t.Errorf("%q", l.texts)
	}
}
