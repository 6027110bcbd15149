package ingest

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"leadpact/model"
)

// FuzzTable gives any bytes to the dialect: every row is passed on or accounted for, and what is passed on reads back as the
// same rows.
func FuzzTable(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "sep=;\r\na;b\r\n1;\"2\"\"\"\r\n", "'a'\t'b'\r'1'\t'it's'\r", "a|b\n\"x|y\n1|2\n", "\xff\xfea\x00,\x00b\x00\n\x00", "a;b\n1,5;2\n1.5;3\n", "title\n\na,b\n1,2\n",
		"a,b\n\"1\"x,2\n3,4\n\x1a\x00", "\x1f\x8b\x08", "caf\xe9,b\n1,2\n",
	} {
		f.Add([]byte(s))
	}
	path := filepath.Join(f.TempDir(), "t.csv")
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		rep, err := Recast(path, model.Input{}, &out)
		if err != nil {
			if !isRefused(err) {
				t.Fatalf("%T: %v", err, err)
			}
			return
		}
		if n := rep.File; n.Rows != n.Used+n.SetAside+n.Ignored || n.SetAside != len(rep.Aside) {
			t.Errorf("%d rows are not %d + %d + %d, %d listed", n.Rows, n.Used, n.SetAside, n.Ignored, len(rep.Aside))
		}
		r := csv.NewReader(&out)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil || len(rows) > 0 && len(rows) != rep.File.Used+1 {
			t.Errorf("%d rows are read back of %d, %v", len(rows), rep.File.Used, err)
		}
	})
}

// FuzzSplit cuts any text in any dialect: it ends, lines go up and lie inside the text, and every record has its width.
func FuzzSplit(f *testing.F) {
	f.Add("a,b\n\"1\n2\",3\n\"x\n4,5\n", byte(','), byte('"'), uint8(2), false)
	f.Add("'a';'it's'\r'b';''\r", byte(';'), byte('\''), uint8(0), true)
	f.Add("a\tb\n \"q\" \t\"\"\"\"\n", byte('\t'), byte('"'), uint8(2), false)
	f.Fuzz(func(t *testing.T, text string, delim, quote byte, width uint8, bare bool) {
		if delim == '\n' || delim == '\r' || delim == ' ' || delim == quote {
			return
		}
		d := dialect{delim: delim, quote: quote, bare: bare, eol: '\n'}
		s := newSplitter([]byte(text), d.withQuotes([]byte(text)))
		s.width = int(width)
		last, lines := 0, bytes.Count([]byte(text), []byte("\n"))+1
		for range len(text) + 1 {
			r, ok := s.next()
			if !ok {
				return
			}
			if r.line <= last || r.line > lines {
				t.Fatalf("line %d after %d, of %d", r.line, last, lines)
			}
			if last = r.line; r.damage == "" && width > 0 && len(r.cells) != int(width) && !r.blank() {
				t.Fatalf("line %d has %d cells, want %d", r.line, len(r.cells), width)
			}
		}
		t.Fatal("more records than bytes")
	})
}

// FuzzDate reads any text as a date: what is read means the same again once it is written.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2026-10-31", "31/10/2026 9:05 PM", "10.31.2026", "Oct 31, 2026 09:05:07.123 +0530", "46326.5", "2026-10-31T09:30:00Z", "2026-10-25 01:30", "15 Apr, 2021 00:03:00", "1e9"} {
		f.Add(s, uint8(0), false)
		f.Add(s, uint8(1), true)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		f.Fatal(err)
	}
	october := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
	c := newCalendar(london, model.Period{Start: october.In(london), End: october.AddDate(0, 1, 0).In(london)})
	f.Fuzz(func(t *testing.T, s string, o uint8, numbers bool) {
		(&dateProof{}).see(s, 1)
		m, _, fault := c.read(s, order(o%4), numbers)
		if (fault == "") != m.Known() {
			t.Fatalf("%q: known is %v, fault %q", s, m.Known(), fault)
		}
		if fault != "" {
			return
		}
		again, _, fault := c.read(m.RFC3339(london), unproven, false)
		if fault != "" || again != m {
			t.Errorf("%q is written %s, which is read as %v, %s", s, m.RFC3339(london), again, fault)
		}
	})
}

// FuzzNumber reads any text as a number: it is finite, and the same once it is written.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1,234.50", "1.234,50 €", "(12)", "-5", "$1,000", "1'000", "12 34 567", ".5", "1e5", "USD 7", "−3", "٣"} {
		f.Add(s, false)
		f.Add(s, true)
	}
	f.Fuzz(func(t *testing.T, s string, comma bool) {
		(&decimalProof{}).see(s, 1)
		decimal := byte('.')
		if comma {
			decimal = ','
		}
		x, _, ok := parseNumber(s, decimal)
		if !ok {
			return
		}
		again, _, ok := parseNumber(strconv.FormatFloat(x, 'f', -1, 64), '.')
		if math.IsNaN(x) || math.IsInf(x, 0) || !ok || again != x {
			t.Errorf("%q is %v, then %v, %v", s, x, again, ok)
		}
	})
}

// FuzzStart writes a new agreement from any file: it loads, and has the file or says why not.
func FuzzStart(f *testing.F) {
	f.Add([]byte("lead_id,created_at,quality,source\nL1,2026-10-01,Hot,\"x\n# y: [\"\n"), "leads.csv")
	f.Add([]byte("Record ID,Create Date,Lifecycle Stage,HubSpot Score\n1,3/4/2026,\"\"\"\",70\n2,3/4/2026,*,40\n3,,,1\n"), "a #b.csv")
	f.Add([]byte("deal_id,amount,stage,currency\nD1,\"1,234\",Won {x},USD\n"), "d: e.csv")
	f.Add([]byte("month,channel,actual\n2026-10,\"a: b\",5\n"), "s.csv")
	usual, err := Starter(UsualStart(firstOfOctober))
	if err != nil {
		f.Fatal(err)
	}
	words, err := ParseAgreement("agreement.yaml", usual)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		if filepath.Dir(path) != dir || os.WriteFile(path, data, 0o600) != nil {
			return
		}
		found, err := Survey(words, dir)
		if err != nil {
			t.Fatal(err)
		}
		s := UsualStart(firstOfOctober)
		s.Folder = name
		for _, x := range found {
			if (x.Err == nil) != (x.Table != "") {
				t.Errorf("table %q and %v", x.Table, x.Err)
			}
			if x.Err == nil && x.People == nil {
				in := StartingInput{Table: x.Table, Files: []string{"exports/x.csv"}, CRM: x.CRM, Found: []Surveyed{x}}
				for _, open := range x.Open {
					in.Settled = append(in.Settled, Settled{Key: open.Key, Why: open.Error()})
				}
				if in.Table != "leads" {
					s.Inputs = append(s.Inputs[:1:1], in)
				} else {
					s.Inputs = []StartingInput{in}
				}
			}
		}
		text, err := Starter(s)
		if err != nil {
			t.Fatal(err)
		}
		_, err = ParseAgreement("agreement.yaml", text)
		var bad *AgreementError
		if errors.As(err, &bad) {
			t.Errorf("%v\n%s", err, text)
		}
	})
}
