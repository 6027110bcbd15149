package csvtext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// usualBlanks are words that exporters write for an empty cell.
var usualBlanks = []string{
	"NULL", "N/A", "#N/A", "n.a.", "None", `\N`, "NaN", "undefined",
	"(blank)", "(empty)", "(none)", "(null)", "(not set)", "(no value)", "[null]", "<null>",
	"-", "--", "---", "–", "—",
	"-None-", "000000000000000AAA", // Zoho's empty choice, Salesforce's empty id
}

// BlankWords are the words that mean an empty cell in a file. They are compared as they are, in lower case, in
// capitals, and with one capital at the beginning.
type BlankWords struct {
	words   map[string]bool
	Numeric bool // whether a word may look like a date or a number, such as 0000-00-00
}

// NewBlankWords returns the usual words and others.
func NewBlankWords(lists ...[]string) *BlankWords {
	b := &BlankWords{words: map[string]bool{}}
	for _, list := range append(lists, usualBlanks) {
		for _, w := range list {
			w = strings.TrimSpace(w)
			b.Numeric = b.Numeric || strings.ContainsAny(w, "0123456789") && !strings.ContainsFunc(w, unicode.IsLetter)
			lower := strings.ToLower(w)
			for _, form := range []string{w, lower, strings.ToUpper(w), firstUpper(lower)} {
				b.words[form] = form != ""
			}
		}
	}
	return b
}

// firstUpper returns a text with its first letter in upper case.
func firstUpper(s string) string {
	i := strings.IndexFunc(s, unicode.IsLetter)
	if i < 0 {
		return s
	}
	letter, n := utf8.DecodeRuneInString(s[i:])
	return s[:i] + string(unicode.ToUpper(letter)) + s[i+n:]
}

// Contains reports whether a trimmed cell is one of the words.
func (b *BlankWords) Contains(cell string) bool { return b.words[cell] }

// ContainsCell reports the same of a trimmed cell's bytes.
func (b *BlankWords) ContainsCell(cell []byte) bool { return b.words[string(cell)] }
