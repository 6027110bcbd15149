package agreementfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xrash/smetrics"
)

// Error is the error of an agreement with faults, sorted by position.
type Error struct {
	Path   string // as the user gave it
	Faults []Fault
}

// Fault is one problem of the agreement. Text describes it and how to correct it. Line and Column count
// from 1, columns in characters; Line 0 stands for the whole file. Excerpt shows the line with a caret
// under the column.
type Fault struct {
	Line, Column int
	Text         string
	Excerpt      string
}

// maxFaults is the greatest number of faults that are printed.
const maxFaults = 20

// Error returns each fault as path:line:column: message, followed by its excerpt.
func (e *Error) Error() string {
	var b strings.Builder
	for i, f := range e.Faults {
		if i == maxFaults {
			fmt.Fprintf(&b, "\n%s: and %d more", e.Path, len(e.Faults)-maxFaults)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		if f.Line == 0 {
			fmt.Fprintf(&b, "%s: %s", e.Path, f.Text)
			continue
		}
		fmt.Fprintf(&b, "%s:%d:%d: %s\n%s", e.Path, f.Line, f.Column, f.Text, f.Excerpt)
	}
	return b.String()
}

// sort sorts the faults by position.
func (e *Error) sort() {
	slices.SortStableFunc(e.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// sourceExcerpt returns a line of the file with a caret under the column. A long line is cut to the part
// around the column.
func sourceExcerpt(lines []string, line, column int) string {
	if line < 1 || line > len(lines) {
		return ""
	}
	const before, width = 70, 110
	text := []rune(printable(lines[line-1]))
	at := min(max(column-1, 0), len(text))
	start := max(0, at-before)
	end := min(len(text), start+width)
	gutter := fmt.Sprintf("%5d | ", line)
	caret := strings.Repeat(" ", len(gutter)-2) + "| " + strings.Repeat(" ", at-start) + "^"
	return gutter + string(text[start:end]) + "\n" + caret
}

// printable replaces each control character, which must not reach a terminal, by one printable character,
// so that columns stay the same.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// nearestWord returns the candidate that was most likely meant by a word: the one with the smallest
// Levenshtein distance. It returns "" if that distance is more than two, or more than a third of the
// word's length.
func nearestWord(word string, candidates []string) string {
	best, distance := "", 1+min(2, len(word)/3)
	for _, c := range candidates {
		if d := smetrics.WagnerFischer(strings.ToLower(word), strings.ToLower(c), 1, 1, 1); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// suggestion returns the advice for an unknown word: the candidate that was most likely meant, or else
// all candidates.
func suggestion(word string, candidates []string) string {
	if near := nearestWord(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "use " + orList(candidates)
}

// orList joins words as in a sentence: a, b or c.
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// shortQuote returns a value of the agreement in quotes for a message, cut to 60 characters.
func shortQuote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
