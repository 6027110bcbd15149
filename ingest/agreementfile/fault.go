package agreementfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xrash/smetrics"
)

// AgreementError is everything that is wrong with one agreement.yaml, in the order of its lines.
type Error struct {
	Path   string // as the user gave it
	Faults []Fault
}

// AgreementFault is one thing that is wrong, and its mend. Line and Column count from 1, columns in characters; Line 0 means
// the file as a whole. Excerpt shows the line with a caret under the place.
type Fault struct {
	Line, Column int
	Text         string
	Excerpt      string
}

// maxFaults is how many faults are printed; who has more starts with these.
const maxFaults = 20

// Error writes each fault as path:line:column: message, followed by its excerpt.
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

func (e *Error) sort() {
	slices.SortStableFunc(e.Faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
}

// sourceExcerpt shows a line of the file with a caret under the column; of a long line, the part around it.
func sourceExcerpt(lines []string, line, column int) string {
	if line < 1 || line > len(lines) {
		return ""
	}
	const before, width = 70, 110
	text := []rune(printable(lines[line-1]))
	at := min(max(column-1, 0), len(text))
	from := max(0, at-before)
	til := min(len(text), from+width)
	gutter := fmt.Sprintf("%5d | ", line)
	return gutter + string(text[from:til]) + "\n" + strings.Repeat(" ", len(gutter)-2) + "| " + strings.Repeat(" ", at-from) + "^"
}

// printable keeps control codes away from the terminal, one character for one.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case IsControl(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

func IsControl(r rune) bool { return r < 0x20 || 0x7F <= r && r < 0xA0 }

// nearestWord is the candidate that a misspelt word most likely means, or empty.
func nearestWord(word string, candidates []string) string {
	best, distance := "", 1+min(2, len(word)/3)
	for _, c := range candidates {
		if d := smetrics.WagnerFischer(strings.ToLower(word), strings.ToLower(c), 1, 1, 1); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// suggestion is what to write instead of word: the one it most likely means, else all there are.
func suggestion(word string, candidates []string) string {
	if near := nearestWord(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "use " + orList(candidates)
}

// orList lists words as a sentence does: a, b or c.
func orList(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// shortQuote shows a value of the agreement in a message, cut short.
func shortQuote(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
