package csvtext

import (
	"bytes"
	"testing"
)

// FuzzSplit cuts any text in any dialect: it ends, lines go up and lie inside the text, and every record has its width.
func FuzzSplit(f *testing.F) {
	f.Add("a,b\n\"1\n2\",3\n\"x\n4,5\n", byte(','), byte('"'), uint8(2), false)
	f.Add("'a';'it's'\r'b';''\r", byte(';'), byte('\''), uint8(0), true)
	f.Add("a\tb\n \"q\" \t\"\"\"\"\n", byte('\t'), byte('"'), uint8(2), false)
	f.Fuzz(func(t *testing.T, text string, delim, quote byte, width uint8, bare bool) {
		if delim == '\n' || delim == '\r' || delim == ' ' || delim == quote {
			return
		}
		d := Dialect{Delim: delim, Quote: quote, LazyQuotes: bare, LineEnd: '\n'}
		s := NewSplitter([]byte(text), d.DetectQuotes([]byte(text)))
		s.Width = int(width)
		last, lines := 0, bytes.Count([]byte(text), []byte("\n"))+1
		for range len(text) + 1 {
			r, ok := s.Next()
			if !ok {
				return
			}
			if r.Line <= last || r.Line > lines {
				t.Fatalf("line %d after %d, of %d", r.Line, last, lines)
			}
			if last = r.Line; r.Damage == "" && width > 0 && len(r.Cells) != int(width) && !r.Blank() {
				t.Fatalf("line %d has %d cells, want %d", r.Line, len(r.Cells), width)
			}
		}
		t.Fatal("more records than bytes")
	})
}
