package csvtext

import "testing"

func TestBlankWordsAreComparedWithoutCase(t *testing.T) {
	t.Parallel()
	b := NewBlankWords([]string{"(No value)", "Brak Wartości", " nobody "}, nil)
	for _, w := range []string{"(no value)", "(No Value)", "NOBODY", "n/a", "N/A", "-none-", "--", "–", "000000000000000AAA", "BRAK WARTOŚCI"} {
		if !b.Contains(w) || IsASCII(w) && !b.ContainsCell([]byte(w)) {
			t.Errorf("%q is no blank word", w)
		}
	}
	for _, w := range []string{"", "No value", "nobod", "0", "00Q5e00001abcDEFGH", "x@y.example", string(make([]byte, 100))} {
		if b.Contains(w) || b.ContainsCell([]byte(w)) {
			t.Errorf("%q is a blank word", w)
		}
	}
	if b.Numeric || !NewBlankWords([]string{"0000-00-00"}).Numeric || !NewBlankWords([]string{"0"}).Numeric {
		t.Error("Numeric does not tell whether a word may look like a date or a number")
	}
}
