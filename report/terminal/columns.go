package terminal

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"leadpact/report/format"
)

// columns is the width of the page.
const columns = 72

// cells is how many columns a text takes: wide characters take two, combining marks none.
func cells(s string) int {
	n := 0
	for _, r := range s {
		n += cellsOf(r)
	}
	return n
}

func cellsOf(r rune) int {
	if unicode.Is(unicode.Mn, r) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// cut shortens a text to so many columns, with an ellipsis.
func cut(s string, most int) string {
	if cells(s) <= most {
		return s
	}
	n := 0
	for i, r := range s {
		if n += cellsOf(r); n > most-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// width is how many columns this page has.
func (p *page) width() int { return columns + p.wider }

func pad(s string, to int) string { return s + strings.Repeat(" ", max(0, to-cells(s))) }

// table writes rows in columns two apart. Align has a character a column: '>' stands to the right. What is too wide shortens
// the first column, then the last.
func (p *page) table(rows [][]string, align string) {
	widths := make([]int, len(align))
	for _, row := range rows {
		for i := range row {
			row[i] = format.Plain(row[i])
			widths[i] = max(widths[i], cells(row[i]))
		}
	}
	total := 2 * (len(widths) - 1)
	for _, w := range widths {
		total += w
	}
	for _, col := range []int{0, len(widths) - 1} {
		if over := total - p.width(); over > 0 {
			least := min(widths[col], 16)
			total -= widths[col] - max(widths[col]-over, least)
			widths[col] = max(widths[col]-over, least)
		}
	}
	for _, row := range rows {
		var line strings.Builder
		for i, text := range row {
			text = cut(text, widths[i])
			if i > 0 {
				line.WriteString("  ")
			}
			if align[i] == '>' {
				text = strings.Repeat(" ", widths[i]-cells(text)) + text
			}
			line.WriteString(pad(text, widths[i]))
		}
		p.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrapped writes a text in lines of the page's width, the first behind one indent and the others behind another.
func (p *page) wrapped(first, other, text string) {
	line, indent := first, first
	for _, word := range strings.Split(format.Plain(text), " ") {
		switch {
		case line == indent:
		case cells(line)+1+cells(word) > p.width():
			p.WriteString(line + "\n")
			line, indent = other, other
		default:
			line += " "
		}
		for cells(line)+cells(word) > p.width() { // a word wider than a line is broken
			room := p.width() - cells(line)
			head := take(word, room)
			p.WriteString(line + head + "\n")
			word = word[len(head):]
			line, indent = other, other
		}
		line += word
	}
	p.WriteString(line + "\n")
}

// take is as much of a text as fits into so many columns, one character at least.
func take(s string, room int) string {
	n := 0
	for i, r := range s {
		if n += cellsOf(r); n > room && i > 0 {
			return s[:i]
		}
	}
	return s
}
