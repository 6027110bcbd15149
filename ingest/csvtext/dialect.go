package csvtext

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// dialect is how a file separates its cells.
type Dialect struct {
	Delim       byte
	DelimSuffix string // what follows every delimiter and is a part of it, as the space in ", "; usually nothing
	Quote       byte   // 0: none
	LazyQuotes  bool   // a quote inside a quoted cell need not be doubled: files quoted with apostrophes seldom double them
	HasQuotes   bool   // the file has quoted cells, so a quote inside an unquoted one is damage and not text
	LineEnd     byte   // '\n', or '\r' in a file without any '\n'
}

// delimiters are those that are looked for, the most usual first, with the names that reports give them.
var delimiters = []struct {
	char byte
	name string
}{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}}

// rareDelimiters are taken where no usual one makes a table of the file, and they make one without exception.
var rareDelimiters = []byte{'^', '~', '\x1f', '\x01', ':', ' '}

// separator names what stands between two cells.
func (d Dialect) DelimName() string {
	if d.DelimSuffix == "" {
		for _, known := range delimiters {
			if known.char == d.Delim {
				return known.name
			}
		}
	}
	return strconv.Quote(string(rune(d.Delim)) + d.DelimSuffix)
}

// namedDelimiter reads the agreement's delimiter: one to three characters themselves, or a name.
func ParseDelimiter(s string) (delim byte, tail string, err error) {
	for _, d := range delimiters {
		if strings.EqualFold(s, d.name) {
			return d.char, "", nil
		}
	}
	if s == `\t` {
		return '\t', "", nil
	}
	letters := func(r rune) bool { return r >= 0x7f || r == '\n' || r == '\r' || r == '"' || IsAlphanumeric(r) }
	if len(s) < 1 || len(s) > 3 || strings.ContainsFunc(s, letters) {
		return 0, "", fmt.Errorf("delimiter %q is not known; use comma, semicolon, tab, pipe, or up to three characters that are no letters, digits or quotes", s)
	}
	return s[0], s[1:], nil
}

// trimEnd drops the NULs and ^Z that some systems leave behind the last row.
func TrimEndMarks(text []byte) (rest []byte, dropped bool) {
	rest = bytes.TrimRight(text, "\x00\x1a")
	return rest, len(rest) < len(text)
}

// sepLine reads Excel's first line sep=; and gives its character and the text behind that line, its newline included, so
// that lines are counted from the file's own first.
func CutSepLine(text []byte) (delim byte, rest []byte) {
	line, _, _ := bytes.Cut(text[:min(len(text), 16)], []byte("\n"))
	line = bytes.Trim(bytes.TrimRight(line, "\r"), `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], text[max(0, bytes.IndexByte(text, '\n')):]
	}
	return 0, text
}

// detect finds the dialect of a text: line ends by whether there is any '\n', the delimiter by which one gives the most
// records the same number of cells (over the first 200), the quote by how the header is written.
func Detect(text []byte) Dialect {
	d := Dialect{Delim: ',', Quote: '"', LineEnd: '\n'}
	if bytes.IndexByte(text, '\n') < 0 {
		d.LineEnd = '\r'
	}
	var best fit
	for _, c := range delimiters {
		try := d
		try.Delim = c.char
		if f := try.fit(text); f.better(best) {
			best, d.Delim = f, c.char
		}
	}
	if 2*best.alike <= best.records || best.records == 0 {
		for _, c := range rareDelimiters {
			try := d
			try.Delim = c
			if f := try.fit(text); f.alike == f.records && f.records > 1 && f.width > 2 {
				d.Delim = c
				break
			}
		}
	}
	if singleQuoted(text, d) {
		d.Quote, d.LazyQuotes = '\'', true
	}
	return d.withTail(text).DetectQuotes(text)
}

// withTail finds a space, or the delimiter once more, that follows every delimiter of the first records.
func (d Dialect) withTail(text []byte) Dialect {
	for _, tail := range []string{" ", string(rune(d.Delim))} {
		try := d
		try.DelimSuffix = tail
		s, cells := NewSplitter(text, try), 0
		for range sampled {
			r, ok := s.Next()
			if !ok {
				break
			}
			cells += max(0, len(r.Cells)-1)
		}
		if cells > 0 && s.tailless == 0 {
			return try
		}
	}
	return d
}

// withQuotes finds whether any cell begins with the quote.
func (d Dialect) DetectQuotes(text []byte) Dialect {
	d.HasQuotes = !d.LazyQuotes && (bytes.HasPrefix(text, []byte{d.Quote}) || bytes.Contains(text, []byte{d.Delim, d.Quote}) ||
		bytes.Contains(text, []byte{d.LineEnd, d.Quote}))
	return d
}

// sampled is how many records tell the dialect.
const sampled = 200

// fit is how well a dialect suits a text: how many of its first records have the most frequent number of cells, two or more.
type fit struct{ alike, width, records int }

// better says that more records are alike, or as many and wider.
func (f fit) better(than fit) bool {
	return f.alike > than.alike || f.alike == than.alike && f.width > than.width
}

func (d Dialect) fit(text []byte) (best fit) {
	s := NewSplitter(text, d)
	widths := map[int]int{}
	records := 0
	for range sampled {
		r, ok := s.Next()
		if !ok {
			break
		}
		if r.Blank() {
			continue
		}
		records++
		if len(r.Cells) > 1 {
			widths[len(r.Cells)]++
		}
	}
	for w, n := range widths {
		if f := (fit{n, w, 0}); f.better(best) {
			best = f
		}
	}
	best.records = records
	return best
}

// evenLines gives the text with '\n' for every '\r' that stands alone, where more records are alike so: its lines end in several
// ways. Otherwise nil.
func UnifyLineEnds(text []byte, d Dialect) []byte {
	const sample = 1 << 16
	head := text[:min(len(text), sample)]
	if d.LineEnd != '\n' || !loneReturn.Match(head) {
		return nil
	}
	if even := loneReturn.ReplaceAll(head, []byte("\n$1")); d.fit(even).alike <= d.fit(head).alike {
		return nil
	}
	return loneReturn.ReplaceAll(text, []byte("\n$1"))
}

var loneReturn = regexp.MustCompile(`\r([^\r\n])`)

// singleQuoted says that the first record has cells in single quotes and none in double ones.
func singleQuoted(text []byte, d Dialect) bool {
	s := NewSplitter(text, d)
	r, ok := s.Next()
	if !ok || bytes.IndexByte(text[:s.Pos], '"') >= 0 {
		return false
	}
	for _, c := range r.Cells {
		c = bytes.TrimSpace(c)
		if len(c) > 2 && c[0] == '\'' && c[len(c)-1] == '\'' {
			return true
		}
	}
	return false
}

// usualWidth is the number of cells that most of the first records have; of several such, the first.
func ModalWidth(text []byte, d Dialect) int {
	s := NewSplitter(text, d)
	n := map[int]int{}
	var met []int
	for range sampled {
		r, ok := s.Next()
		if !ok {
			break
		}
		w := len(r.Cells)
		if w == 0 || r.Blank() {
			continue
		}
		if n[w] == 0 {
			met = append(met, w)
		}
		n[w]++
	}
	best := 1
	for _, w := range met {
		if n[w] > n[best] {
			best = w
		}
	}
	return best
}
