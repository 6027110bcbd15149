package ingest

import (
	"bytes"
	"fmt"
	"strings"
)

// dialect is how a file separates its cells.
type dialect struct {
	delim byte
	quote byte // 0: none
	bare  bool // a quote inside a quoted cell need not be doubled: files quoted with apostrophes seldom double them
	used  bool // the file has quoted cells, so a quote inside an unquoted one is damage and not text
	eol   byte // '\n', or '\r' in a file without any '\n'
}

// delimiters are those that are looked for, the most usual first, with the names that reports give them.
var delimiters = []struct {
	char byte
	name string
}{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}}

func delimiterName(c byte) string {
	for _, d := range delimiters {
		if d.char == c {
			return d.name
		}
	}
	return fmt.Sprintf("%q", c)
}

// namedDelimiter reads the agreement's delimiter: the character itself, or its name.
func namedDelimiter(s string) (byte, error) {
	for _, d := range delimiters {
		if s == string(d.char) || strings.EqualFold(s, d.name) {
			return d.char, nil
		}
	}
	if s == `\t` {
		return '\t', nil
	}
	return 0, fmt.Errorf("delimiter %q is not known; use comma, semicolon, tab or pipe", s)
}

// trimEnd drops the NULs and ^Z that some systems leave behind the last row.
func trimEnd(text []byte) (rest []byte, dropped bool) {
	rest = bytes.TrimRight(text, "\x00\x1a")
	return rest, len(rest) < len(text)
}

// sepLine reads Excel's first line sep=; and gives its character and the text behind that line, its newline included, so
// that lines are counted from the file's own first.
func sepLine(text []byte) (delim byte, rest []byte) {
	line, _, _ := bytes.Cut(text[:min(len(text), 16)], []byte("\n"))
	line = bytes.Trim(bytes.TrimRight(line, "\r"), `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], text[max(0, bytes.IndexByte(text, '\n')):]
	}
	return 0, text
}

// detect finds the dialect of a text: line ends by whether there is any '\n', the delimiter by which one gives the most
// records the same number of cells (over the first 200), the quote by how the header is written.
func detect(text []byte) dialect {
	d := dialect{quote: '"', eol: '\n'}
	if bytes.IndexByte(text, '\n') < 0 {
		d.eol = '\r'
	}
	best := 0
	for _, c := range delimiters {
		try := d
		try.delim = c.char
		if n := consistency(text, try); n > best {
			best, d.delim = n, c.char
		}
	}
	if d.delim == 0 {
		d.delim = ','
	}
	if singleQuoted(text, d) {
		d.quote, d.bare = '\'', true
	}
	return d.withQuotes(text)
}

// withQuotes finds whether any cell begins with the quote.
func (d dialect) withQuotes(text []byte) dialect {
	d.used = !d.bare && (bytes.HasPrefix(text, []byte{d.quote}) || bytes.Contains(text, []byte{d.delim, d.quote}) ||
		bytes.Contains(text, []byte{d.eol, d.quote}))
	return d
}

// consistency counts the first records that share the most frequent number of cells, two or more. More cells win a tie.
func consistency(text []byte, d dialect) int {
	const sample = 200
	s := newSplitter(text, d)
	widths := map[int]int{}
	for range sample {
		r, ok := s.next()
		if !ok {
			break
		}
		if len(r.cells) > 1 && !r.blank() {
			widths[len(r.cells)]++
		}
	}
	best := 0
	for w, n := range widths {
		best = max(best, n*1000+min(w, 999))
	}
	return best
}

// singleQuoted says that the first record has cells in single quotes and none in double ones.
func singleQuoted(text []byte, d dialect) bool {
	s := newSplitter(text, d)
	r, ok := s.next()
	if !ok || bytes.IndexByte(text[:s.pos], '"') >= 0 {
		return false
	}
	for _, c := range r.cells {
		c = bytes.TrimSpace(c)
		if len(c) > 2 && c[0] == '\'' && c[len(c)-1] == '\'' {
			return true
		}
	}
	return false
}
