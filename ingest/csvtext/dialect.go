package csvtext

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Dialect describes how a file separates its cells and records.
type Dialect struct {
	Delim       byte
	DelimSuffix string // follows every delimiter and is part of it, like the space in ", "; usually empty
	Quote       byte   // 0: none
	// LazyQuotes allows quotes inside a quoted cell that are not doubled, because files quoted with
	// apostrophes seldom double them.
	LazyQuotes bool
	HasQuotes  bool // whether any cell is quoted, so that a quote inside an unquoted cell is damage, not text
	LineEnd    byte // '\n', or '\r' in a file without any '\n'
	// Ragged says that the position of each cell is certain, as in a spreadsheet: a record may lack cells at its
	// end, which are blank, or have cells behind those of the header, which belong to no column.
	Ragged bool
}

// delimiters lists the usual ones, the most frequent first, with the names that reports and the agreement
// use.
var delimiters = []struct {
	char byte
	name string
}{{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}}

// rareDelimiters are used only where no usual delimiter fits, and where they give every record the same
// number of cells.
var rareDelimiters = []byte{'^', '~', '\x1f', '\x01', ':', ' '}

// DelimName returns the name of the delimiter for a report, or the quoted characters where it has no name.
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

// ParseDelimiter parses a delimiter of the agreement: a name, or one to three ASCII characters, of which
// the second and third are the suffix.
func ParseDelimiter(s string) (delim byte, suffix string, err error) {
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
		return 0, "", fmt.Errorf("delimiter %q is not known; use comma, semicolon, tab, pipe, "+
			"or up to three characters that are no letters, digits or quotes", s)
	}
	return s[0], s[1:], nil
}

// TrimEndMarks removes the NULs and ^Z that some systems write after the last row, and reports whether
// there were any.
func TrimEndMarks(text []byte) (rest []byte, dropped bool) {
	rest = bytes.TrimRight(text, "\x00\x1a")
	return rest, len(rest) < len(text)
}

// CutSepLine reads the line sep= that Excel writes first. It returns the delimiter given there, and the
// text from that line's newline on, so that physical lines are still counted from the first. Without such
// a line it returns 0 and the whole text.
func CutSepLine(text []byte) (delim byte, rest []byte) {
	line, _, _ := bytes.Cut(text[:min(len(text), 16)], []byte("\n"))
	line = bytes.Trim(bytes.TrimRight(line, "\r"), `"`)
	if len(line) == 5 && bytes.EqualFold(line[:4], []byte("sep=")) {
		return line[4], text[max(0, bytes.IndexByte(text, '\n')):]
	}
	return 0, text
}

// Detect finds the dialect of a text. The delimiter is the one with the best consistency score: the most
// of the first 200 records with the same number of cells. The line end is '\n' if the text contains any,
// and the quote is the one that the header uses.
func Detect(text []byte) Dialect {
	d := Dialect{Delim: ',', Quote: '"', LineEnd: '\n'}
	if bytes.IndexByte(text, '\n') < 0 {
		d.LineEnd = '\r'
	}
	var best consistency
	for _, c := range delimiters {
		try := d
		try.Delim = c.char
		if f := try.consistency(text); f.betterThan(best) {
			best, d.Delim = f, c.char
		}
	}
	if 2*best.regular <= best.records || best.records == 0 {
		for _, c := range rareDelimiters {
			try := d
			try.Delim = c
			if f := try.consistency(text); f.regular == f.records && f.records > 1 && f.width > 2 {
				d.Delim = c
				break
			}
		}
	}
	if headerUsesApostrophes(text, d) {
		d.Quote, d.LazyQuotes = '\'', true
	}
	return d.detectDelimSuffix(text).DetectQuotes(text)
}

// detectDelimSuffix returns the dialect with a suffix (a space, or a second delimiter) if it follows
// every delimiter of the first records.
func (d Dialect) detectDelimSuffix(text []byte) Dialect {
	for _, suffix := range []string{" ", string(rune(d.Delim))} {
		try := d
		try.DelimSuffix = suffix
		s, cells := NewSplitter(text, try), 0
		for range sampleRecords {
			r, ok := s.Next()
			if !ok {
				break
			}
			cells += max(0, len(r.Cells)-1)
		}
		if cells > 0 && s.missingSuffixes == 0 {
			return try
		}
	}
	return d
}

// DetectQuotes returns the dialect with HasQuotes set according to whether any cell of the text begins
// with the quote.
func (d Dialect) DetectQuotes(text []byte) Dialect {
	d.HasQuotes = !d.LazyQuotes && (bytes.HasPrefix(text, []byte{d.Quote}) ||
		bytes.Contains(text, []byte{d.Delim, d.Quote}) || bytes.Contains(text, []byte{d.LineEnd, d.Quote}))
	return d
}

// sampleRecords is the number of records from which a dialect is detected.
const sampleRecords = 200

// consistency is the score of a dialect for a text. Among the first records, width is the most frequent
// number of cells, two or more, and regular is the number of records with that width.
type consistency struct{ regular, width, records int }

// betterThan reports whether c has more regular records than o, or as many that are wider.
func (c consistency) betterThan(o consistency) bool {
	return c.regular > o.regular || c.regular == o.regular && c.width > o.width
}

// consistency returns the score of the dialect over the first records of a text.
func (d Dialect) consistency(text []byte) (best consistency) {
	s := NewSplitter(text, d)
	widths := map[int]int{}
	records := 0
	for range sampleRecords {
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
		if f := (consistency{n, w, 0}); f.betterThan(best) {
			best = f
		}
	}
	best.records = records
	return best
}

// UnifyLineEnds returns the text with '\n' for every lone '\r' if that makes more records consistent, as
// in a file with several kinds of line ends; otherwise it returns nil.
func UnifyLineEnds(text []byte, d Dialect) []byte {
	const sample = 1 << 16
	head := text[:min(len(text), sample)]
	if d.LineEnd != '\n' || !loneReturn.Match(head) {
		return nil
	}
	if even := loneReturn.ReplaceAll(head, []byte("\n$1")); d.consistency(even).regular <= d.consistency(head).regular {
		return nil
	}
	return loneReturn.ReplaceAll(text, []byte("\n$1"))
}

var loneReturn = regexp.MustCompile(`\r([^\r\n])`)

// headerUsesApostrophes reports whether the first record has cells in single quotes and no double quote.
func headerUsesApostrophes(text []byte, d Dialect) bool {
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

// ModalWidth returns the most frequent number of cells among the first records (the mode); if there are
// several, the one that occurs first. Of a ragged text it is the greatest number.
func ModalWidth(text []byte, d Dialect) int {
	s := NewSplitter(text, d)
	count := map[int]int{}
	var widths []int // by first occurrence
	for range sampleRecords {
		r, ok := s.Next()
		if !ok {
			break
		}
		w := len(r.Cells)
		if w == 0 || r.Blank() {
			continue
		}
		if count[w] == 0 {
			widths = append(widths, w)
		}
		count[w]++
	}
	if d.Ragged && widths != nil {
		return slices.Max(widths)
	}
	best := 1
	for _, w := range widths {
		if count[w] > count[best] {
			best = w
		}
	}
	return best
}
