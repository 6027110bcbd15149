package workbook

import (
	"strings"
	"testing"
)

func Test_a_wrapped_text_is_given_the_lines_that_it_needs(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text  string
		width float64
		want  int
	}{
		{"one", 10, 1}, {"one two three four five six", 8, 3}, {"first\nsecond", 40, 2}, {strings.Repeat("x", 64), 20, 3},
	} {
		if got := lineCount(x.text, x.width, 10, false); got != x.want {
			t.Errorf("%q in %v: %d lines, want %d", x.text, x.width, got, x.want)
		}
	}
}
