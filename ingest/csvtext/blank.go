package csvtext

import (
	"strings"
	"unicode"
)

// usualBlanks are words that exporters write for an empty cell.
var usualBlanks = []string{
	"NULL", "N/A", "#N/A", "n.a.", "None", `\N`, "NaN", "undefined",
	"(blank)", "(empty)", "(none)", "(null)", "(not set)", "(no value)", "[null]", "<null>",
	"-", "--", "---", "–", "—",
	"-None-", "000000000000000AAA", // Zoho's empty choice, Salesforce's empty id
}

// longestBlank is the greatest length in bytes of a word that means an empty cell.
const longestBlank = 63

// BlankWords are the words that mean an empty cell in a file. They are compared without regard to case.
type BlankWords struct {
	words   map[string]bool // in lower case
	lengths uint64          // the bit of every length in bytes that a word of ASCII letters has
	Numeric bool            // whether a word may look like a date or a number, such as 0000-00-00
}

// NewBlankWords returns the usual words and others. Words that are longer than 63 bytes are left out.
func NewBlankWords(lists ...[]string) *BlankWords {
	b := &BlankWords{words: map[string]bool{}}
	for _, list := range append(lists, usualBlanks) {
		for _, w := range list {
			if w = FoldCase(w); w == "" || len(w) > longestBlank {
				continue
			}
			b.words[w] = true
			b.lengths |= 1 << len(w)
			b.Numeric = b.Numeric || strings.ContainsAny(w, "0123456789") && !strings.ContainsFunc(w, unicode.IsLetter)
		}
	}
	return b
}

// Contains reports whether a trimmed cell is one of the words.
func (b *BlankWords) Contains(cell string) bool {
	if len(cell) > longestBlank {
		return false
	}
	if !IsASCII(cell) {
		return b.words[FoldCase(cell)]
	}
	return b.lengths>>len(cell)&1 != 0 && b.words[strings.ToLower(cell)]
}

// ContainsCell reports the same of the bytes of a cell of ASCII letters, without allocating.
func (b *BlankWords) ContainsCell(cell []byte) bool {
	if len(cell) > longestBlank || b.lengths>>len(cell)&1 == 0 {
		return false
	}
	var lower [longestBlank]byte
	for i, c := range cell {
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		lower[i] = c
	}
	return b.words[string(lower[:len(cell)])]
}
