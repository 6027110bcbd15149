// Package terminal writes a scorecard, or the explanation of one of its figures, as a person reads it on a
// terminal.
//
// A model.Scorecard comes in, with what the command adds to it: the readings of a figure, the timeline of a
// lead, the findings of a calibration. Plain text goes to an io.Writer: at most 72 columns for the verdict
// and 100 for all else, no colours. Control characters in the data are written as escapes. The package
// computes no figure, and nothing that it writes depends on the clock, the environment or the terminal.
package terminal

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"leadpact/report/format"
)

// The widths of pages, in columns.
const (
	narrow = 72  // the verdict
	wide   = 100 // pages that set sources and instants side by side
)

// page collects the lines of a text of limited width.
type page struct {
	bytes.Buffer
	width int // in columns
}

func (p *page) title(text string) { fmt.Fprintf(p, "\n%s\n", text) }

func (p *page) text(text string) { p.wrapped("", "", text) }

// list writes items under a title; it writes nothing where there are no items.
func (p *page) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.title(title)
	for _, item := range items {
		p.wrapped("- ", "  ", item)
	}
}

// wrapped writes a text in lines of the page's width, with one prefix before the first line and another
// before the following ones.
func (p *page) wrapped(first, following, text string) {
	line, prefix := first, first
	for _, word := range strings.Split(format.Plain(text), " ") {
		switch {
		case line == prefix:
		case displayWidth(line)+1+displayWidth(word) > p.width:
			p.WriteString(line + "\n")
			line, prefix = following, following
		default:
			line += " "
		}
		for displayWidth(line)+displayWidth(word) > p.width { // a word wider than a line is broken
			head := fitting(word, p.width-displayWidth(line))
			p.WriteString(line + head + "\n")
			word = word[len(head):]
			line, prefix = following, following
		}
		line += word
	}
	p.WriteString(line + "\n")
}

// table writes rows of cells in aligned columns, two spaces apart. Align holds one character a column: '>'
// aligns to the right. Where the table is too wide, its first column is shortened, then its last.
func (p *page) table(rows [][]string, align string) {
	widths := make([]int, len(align))
	for _, row := range rows {
		for i := range row {
			row[i] = format.Plain(row[i])
			widths[i] = max(widths[i], displayWidth(row[i]))
		}
	}
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for _, col := range []int{0, len(widths) - 1} {
		if excess := total - p.width; excess > 0 {
			least := min(widths[col], 16)
			total -= widths[col] - max(widths[col]-excess, least)
			widths[col] = max(widths[col]-excess, least)
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, text := range row {
			text = shortened(text, widths[i])
			if i > 0 {
				line.WriteString("  ")
			}
			space := strings.Repeat(" ", widths[i]-displayWidth(text))
			if align[i] == '>' {
				line.WriteString(space + text)
			} else {
				line.WriteString(text + space)
			}
		}
		p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// tableOfLeading writes a table with as many of its leading columns as the page has room for, but at
// least three.
func (p *page) tableOfLeading(rows [][]string, align string) {
	total, columns := -2, 0
	for columns < len(align) {
		widest := 0
		for _, row := range rows {
			widest = max(widest, displayWidth(format.Plain(row[columns])))
		}
		if total += widest + 2; total > p.width && columns > 2 {
			break
		}
		columns++
	}
	for i := range rows {
		rows[i] = rows[i][:columns]
	}
	p.table(rows, align[:columns])
}

// displayWidth returns how many columns a text takes on a terminal: East Asian wide characters take two,
// combining marks none.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

func runeWidth(r rune) int {
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// shortened returns a text cut to this number of columns; a text that was cut ends with an ellipsis.
func shortened(s string, columns int) string {
	if displayWidth(s) <= columns {
		return s
	}
	n := 0
	for i, r := range s {
		if n += runeWidth(r); n > columns-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// fitting returns the beginning of a text that fits into this number of columns, but at least one
// character.
func fitting(s string, columns int) string {
	n := 0
	for i, r := range s {
		if n += runeWidth(r); n > columns && i > 0 {
			return s[:i]
		}
	}
	return s
}
