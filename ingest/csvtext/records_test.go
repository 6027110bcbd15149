package csvtext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadpact/ingest/ingesttest"
)

// splitAll returns the records of a text as strings, a damaged one as its reason, with the line of each.
func splitAll(text string, width int) (rows [][]string, lines []int) {
	s := NewSplitter([]byte(text), Detect([]byte(text)))
	s.Width = width
	for {
		r, ok := s.Next()
		if !ok {
			return rows, lines
		}
		row := []string{}
		if r.Damage != "" {
			row = append(row, "damaged: "+r.Damage)
		}
		for _, c := range r.Cells {
			row = append(row, string(c))
		}
		rows, lines = append(rows, row), append(lines, r.Line)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		width      int
		rows       [][]string
		lines      []int
	}{
		{"empty lines are no rows", "a,b\n\n \n1,2\n\n", 0, [][]string{{"a", "b"}, {"1", "2"}}, []int{1, 4}},
		{"a line of tabs is a row of empty cells", "a\tb\n\t\n1\t2\n", 0, [][]string{{"a", "b"}, {"", ""}, {"1", "2"}}, []int{1, 2, 3}},
		{"line ends of every kind", "a,b\r\n1,2\r\r\n3,4", 0, [][]string{{"a", "b"}, {"1", "2"}, {"3", "4"}}, []int{1, 2, 3}},
		{"a line break in quotes counts as a line", "a,b\n\"1\n\n1\",2\n3,4\n", 2, [][]string{{"a", "b"}, {"1\n\n1", "2"}, {"3", "4"}}, []int{1, 2, 5}},
		{"an open quote costs its own line", "a,b\n1,\"2\n3,\"4\"\n5,6\n", 2, [][]string{{"a", "b"}, {"damaged: text follows a closing quote"}, {"3", "4"}, {"5", "6"}}, []int{1, 2, 3, 4}},
		{"an open quote that closes by chance costs its own line", "a,b,c\n1,\"2\n4,5,6\"\n7,8,9\n", 3,
			[][]string{{"a", "b", "c"}, {"damaged: the row has 2 cells, the header has 3"}, {"damaged: a quote stands inside a cell that is not quoted"}, {"7", "8", "9"}}, []int{1, 2, 3, 4}},
		{"spaces around quotes are not text", "a,b\n1, \"x, y\" \n", 2, [][]string{{"a", "b"}, {"1", "x, y"}}, []int{1, 2}},
		{"a quote inside a bare cell is text", "a,b\n5\" pipe,2\n", 2, [][]string{{"a", "b"}, {"5\" pipe", "2"}}, []int{1, 2}},
		{"a delimiter at the end opens a cell", "a,b\n1,", 2, [][]string{{"a", "b"}, {"1", ""}}, []int{1, 2}},
		{"apostrophes quote where the header says so", "'a','b'\n'it's, so','2'\n", 2, [][]string{{"a", "b"}, {"it's, so", "2"}}, []int{1, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, lines := splitAll(c.text, c.width)
			ingesttest.Same(t, "rows", rows, c.rows)
			ingesttest.Same(t, "lines", lines, c.lines)
		})
	}
}

// byteByByte is a splitter that searches the ends of cells byte by byte: the oracle for the structural
// index.
type byteByByte struct{ *Splitter }

func (s byteByByte) scan() (damage string) {
	s.cells = s.cells[:0]
	for {
		at := s.Pos
		for at < len(s.Text) && s.Text[at] == ' ' && s.Delim != ' ' {
			at++
		}
		var cell []byte
		if s.Quote != 0 && at < len(s.Text) && s.Text[at] == s.Quote {
			s.Pos = at + 1
			if cell, damage = s.quotedCell(); damage != "" {
				return damage
			}
		} else {
			start := s.Pos
			for s.Pos < len(s.Text) && s.Text[s.Pos] != s.Delim && s.Text[s.Pos] != s.LineEnd {
				s.Pos++
			}
			cell = s.Text[start:s.Pos]
			if s.Pos == len(s.Text) || s.Text[s.Pos] == s.LineEnd {
				cell = bytes.TrimRight(cell, "\r")
			}
			if s.HasQuotes && bytes.IndexByte(cell, s.Quote) >= 0 {
				return "a quote stands inside a cell that is not quoted"
			}
		}
		s.cells = append(s.cells, cell)
		if s.Pos >= len(s.Text) {
			return ""
		}
		s.Pos++
		if s.Text[s.Pos-1] == s.LineEnd {
			s.Line++
			return ""
		}
		if s.DelimSuffix != "" {
			s.skipDelimSuffix()
		}
	}
}

func TestStructuralIndexMatchesByteByByteScan(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Dialect{
			Delim:       rapid.SampledFrom([]byte(",;\t| \x01")).Draw(t, "delim"),
			DelimSuffix: rapid.SampledFrom([]string{"", "", " ", ","}).Draw(t, "suffix"),
			Quote:       rapid.SampledFrom([]byte("\"\"'\x00")).Draw(t, "quote"),
			LazyQuotes:  rapid.Bool().Draw(t, "lazy quotes"),
			LineEnd:     rapid.SampledFrom([]byte("\n\n\r")).Draw(t, "line end"),
		}
		part := rapid.SampledFrom([]string{
			string(d.Delim), string(d.Delim), string(d.Quote), string(d.LineEnd), "\r", " ", ",", "\n", "x",
			"2026-10-31T09:05", "Łukasz", "\xff\x80\x2c", "\x8a\xac", strings.Repeat("y", 300),
		})
		once := strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, "text"), "")
		text := []byte(strings.Repeat(once, rapid.SampledFrom([]int{1, 1, window / 50}).Draw(t, "times")))
		if d.Quote != 0 {
			d = d.DetectQuotes(text)
		}
		indexed, plain := NewSplitter(text, d), NewSplitter(text, d)
		for indexed.Pos < len(text) {
			start := indexed.Pos
			got, want := indexed.scanRecord(), byteByByte{plain}.scan()
			if got != want || fmt.Sprintf("%q", indexed.cells) != fmt.Sprintf("%q", plain.cells) {
				t.Fatalf("at %d of %q: %q %q, want %q %q", start, text, got, indexed.cells, want, plain.cells)
			}
			if got != "" {
				indexed.Pos, plain.Pos = start, start
				indexed.index.rewind(start)
				indexed.skipLine()
				plain.skipLine()
			}
			if indexed.Pos != plain.Pos || indexed.missingSuffixes != plain.missingSuffixes {
				t.Fatalf("at %d of %q, want %d", indexed.Pos, text, plain.Pos)
			}
		}
	})
}

// TestCSVSpectrum compares with the JSON of the csv-spectrum files. The JSON of location_coordinates
// belongs to another CSV, and that of newlines_crlf has a '\r' that the CSV no longer has.
func TestCSVSpectrum(t *testing.T) {
	t.Parallel()
	dir := ingesttest.SharedData(t, "data", "csv-spectrum")
	files, _ := filepath.Glob(filepath.Join(dir, "csvs", "*.csv"))
	if len(files) != 12 {
		t.Fatalf("%d files, want 12", len(files))
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			rows, _ := splitAll(string(text), 0)
			if name == "location_coordinates" {
				ingesttest.Same(t, "cells", rows[1], []string{"2095257564", "37\ufffd36'37.8\"N 121\ufffd2'17.9\"W", "Modesto", "Stanislaus"})
				return
			}
			data, err := os.ReadFile(filepath.Join(dir, "json", name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			var want []map[string]string
			if err := json.Unmarshal(bytes.ReplaceAll(data, []byte(`\r\n`), []byte(`\n`)), &want); err != nil {
				t.Fatal(err)
			}
			var got []map[string]string
			for _, r := range rows[1:] {
				m := map[string]string{}
				for i, c := range r {
					m[rows[0][i]] = strings.ReplaceAll(c, "\r", "")
				}
				got = append(got, m)
			}
			ingesttest.Same(t, "rows", got, want)
		})
	}
}

// FuzzSplit splits any text in any dialect: the splitter ends, lines increase and lie inside the text,
// and every undamaged record has the width.
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
