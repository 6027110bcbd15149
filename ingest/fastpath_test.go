package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpact/ingest/blocks"
	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// unusualCells holds, by the kind of column, cells that only the ordinary reader may read, or that the
// fast path must read exactly as it does.
var unusualCells = map[profile.Kind][]string{
	profile.Ident: {"", "007", " L1", "L1 ", "L1;L2", `="L1"`, `=L1`, `L"1`, "#REF!", "#####", "1.5E+10", "1e5", "E5", "8e", "None", "-", "NULL", "000000000000000AAA", "00Q5e00001abcDEFGH", "003000000000000123",
		"00Q5e00001abcDEF-1", "L\u00a01", "\u00a0L1", "L\x01", "L\t1", "zcrm_123", "zcrm_", "Ł1", "e\u0301", "L\u200b1", "L 1", "L\n1", strings.Repeat("9", 19), strings.Repeat("9", 33000), "\v", " ", "12x", "x@y.example", "X@Y.example", "ANN@x.example",
		"98100.0", "98100.00", "98100.000", "98100,0", ".0", "0.0", "003000000000000123.0", "00Q5e00001abcDEEAY", "00Q5e00001abcDEIAQ", "L1, L2", "100234,100235", "98,100",
		"{0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6F}", "0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6F", "0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e6f", "{x}"},
	profile.Date: {"", "2026-10-31", " 2026-10-31 ", "2026-10-31T09:05:07Z", "2026-10-31 09:05", "2026-10-31T09:05+05:30", "2026-11-01 01:30", "2026-03-08 02:30", "2026-02-30", "2026-02-29T10:00Z", "31/10/2026 9:05", "10/31/2026 9:05 PM", "3/4/2026",
		"46300.5", "1793439000", "20261031", "None", "\v2026-10-31", "2026-10-31\u0085", "2026-10-31\u00a0", "1969-12-31T00:00:00Z", "2099-01-01T00:00Z", "2026-10-31T09:05:00.123Z", "2026-10-31T24:00:00", "created_at", "at", "2026-10-31T09:05\x00", "31 Oct 2026", " ",
		"2026-10-31 09:05 EDT", "2026-10-31 09:05 EST", "2026-10-31 09:05 IST", "2026-10-31 09:05 US/Pacific", "2026-10-31 09:05 Eastern Standard Time", "2026-10-31T09:05+01:00[Europe/Berlin]", "2026-10-31 09:05:00 +0000 UTC", "2026-W44-6", "2026-10-31T09:05:00,5",
		"2026-Oct-31", "31 lis 2026", "Sat Oct 31 09:05:00 GMT 2026", "2026\u5e7410\u670831\u65e5 9\u664205\u5206", "2026-10-31 14h30", "2026-10-31 9.05 Uhr", "2026-10-31 9:05 PM"},
	profile.Amount: {"", "0", "-0", "007", "12.5", "-12.50", "12.505", "1,234", "1.234", "1,50", "1,234.50", "€5", "$5", "5 EUR", "GBP 5", "--5", "-", "-5-", "(12.50)", "+5", ".5", "-.5", "5.", " 5", "5 ", "1'234.50", "115.00K", "0.1", "-0.07",
		"4503599627370.49", "9999999999999.99", "99999999999999.99", "999999999999999", "1234567890123456", strings.Repeat("9", 400), "None", "amount", "1e5", "5\u200b", "\u22125", "5\x01", "1..5", "1.5.5", "1;5"},
	profile.Text: {"", "high", "Moderate", "medium", "70", "12,5", "80 %", "-None-", "n/a", "who knows", "and what", "Ann  Lee", "Zoë Ångström", "Zoe\u0308", "a\u200bb", "Queue", "queue", "\ufffd", "\x07", "\u0085", `="Ann"`, "=\"Ann", strings.Repeat("long ", 40),
		" padded ", "two\nlines", "\"quoted\"", "a,b", strings.Repeat("x", 33000), "true", "no", "maybe", "\ufdd0", "call", "E-mail", "note", "connected", "conversation", "inbound", "Deleted", "owner", "D1;D2", "D1; D1"},
}

// usualCells holds the usual contents of cells.
var usualCells = map[string][]string{
	"lead_id": {"L1", "100234", "100235", "C1"}, "contact_id": {"", "", "C1", "C2"}, "activity_id": {"", "1000001", "A7"}, "email": {"", "", "ann@x.example"},
	"type": {"call", "email", "note", "Incoming Email", "List Email"}, "subject": {"", "Hello", "[Out] Hello", "Opened Email: Hello", "[inbound] Hello"}, "outcome": {"", "connected"}, "direction": {"", "outbound", "inbound"}, "automated": {"", "false", "true"},
	"status": {"", "open", "lost"}, "tier": {"A", "B"}, "action": {"newsletter"}, "quality": {"high", "70"}, "motion": {"", "outbound"}, "stream": {"s1"},
	"deal_id": {"D1", "900001"}, "amount": {"", "7950", "-12.5", "1200.05"}, "currency": {"", "USD", "eur", "€"}, "stage": {"", "Closed Won", "Closed Lost", "Talking"}, "won": {"", "true", "no"}, "new_business": {"", "true"},
}

// A line that the fast path reads must give the same row as parse gives for its record, and must contain
// nothing that parse normalises. The random files cover every column of each table.
func TestFastRowsAreParsedRows(t *testing.T) {
	t.Parallel()
	t.Run("leads", func(t *testing.T) {
		t.Parallel()
		fastIsParse(t, "leads", leads, "First,Last,gone,other")
	})
	t.Run("deals", func(t *testing.T) {
		t.Parallel()
		fastIsParse(t, "deals", deals, "gone,other", "lead_id", "won", "amount", "currency")
	})
	t.Run("activities", func(t *testing.T) {
		t.Parallel()
		fastIsParse(t, "activities", activities, "gone")
	})
}

// fastIsParse generates random files of a table with all of its columns and others; some files lack the
// optional columns.
func fastIsParse[T any](t *testing.T, name string, in pipeline[T], others string, optional ...string) {
	dir, table, byFastPath, all := t.TempDir(), profile.TableNamed(name), 0, 0
	columns := strings.Split(others, ",")
	for _, c := range table.Columns {
		switch c.Name {
		case "name": // it is First + Last
		case "converted_amount", "converted_currency", "amount_period": // files with them are left to the ordinary reader
		default:
			columns = append(columns, c.Name)
		}
	}
	path, newYork := filepath.Join(dir, "t.csv"), ingesttest.Zone(t, "America/New_York")
	rapid.Check(t, func(t *rapid.T) {
		missing := map[string]bool{}
		for _, column := range optional {
			missing[column] = rapid.IntRange(0, 3).Draw(t, "without "+column) == 0
		}
		present := slices.DeleteFunc(slices.Clone(columns), func(column string) bool { return missing[column] })
		header, quotes := rapid.Permutation(present).Draw(t, "header"), rapid.SampledFrom([]string{`",` + "\n\r", "", "x"}).Draw(t, "quotes")
		var text bytes.Buffer
		write := func(row []string) {
			for i, cell := range row {
				if i > 0 {
					text.WriteByte(',')
				}
				if quotes == "" || strings.ContainsAny(cell, "\",\n\r"+quotes) {
					cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
				}
				text.WriteString(cell)
			}
			text.WriteString(rapid.SampledFrom([]string{"\n", "\n", "\r\n"}).Draw(t, "end"))
		}
		write(header)
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			write(drawRow(t, table, header))
		}
		if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		named := &agreement.Input{Files: []string{"t.csv"}, NotPeople: []string{"Queue"}, MarketingSourced: []string{"web*", "high"}, WonStages: []string{"Closed W*"},
			Columns: agreement.Pairs[[]string]{{Key: "name", Value: []string{"First + Last"}}},
			Values:  agreement.Pairs[agreement.Pairs[[]string]]{{Key: "quality", Value: agreement.Pairs[[]string]{{Key: "high", Value: []string{"70-"}}}}, {Key: "source", Value: agreement.Pairs[[]string]{{Key: "Web", Value: []string{"a*"}}}}},
		}
		if rapid.IntRange(0, 3).Draw(t, "fx") > 0 {
			named.FX = pairs[float64]("EUR", 1.1)
		}
		a := sample(newYork.String(), map[string]*agreement.Input{table.Name: named})
		p, err := calendar.ParsePeriod("2026-10", newYork, time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		l := model.NewLedger(a, p)
		l.AddLead(model.Lead{ID: "L1", Email: "x@y.example", Contact: "C1"})
		l.AddLead(model.Lead{ID: "100234", Email: "ann@x.example"})
		r := &reader{options: Options{Block: 300}, agreement: a, dir: dir, ledger: l, period: l.Period(), zone: l.Period().Start.Location(), notPeople: profile.NewValueSet(named.NotPeople), report: &Report{}}
		if rapid.Bool().Draw(t, "rows are leads too") {
			r.files = []*file{newFile(profile.TableNamed("leads"), named, "t.csv")}
		}
		f, err := r.openBlocks(table, named, inputPath{disk: path, name: "t.csv"}, strategy{inferFirst: rapid.Bool().Draw(t, "proven")})
		if err != nil {
			var s blocks.Obstacle
			var refused *csvtext.Refused
			if !errors.As(err, &s) && !errors.As(err, &refused) {
				t.Fatal(err)
			}
			return
		}
		if f.stream != nil {
			f.stream.File.Close()
		}
		if rapid.Bool().Draw(t, "Salesforce") {
			e := *f.Export
			e.LongIDs, e.IDPrefix = true, "zcrm_"
			f.Export, f.deletedMarks = &e, map[int]profile.ValueSet{slices.Index(header, "gone"): profile.NewValueSet([]string{"Deleted"})}
		}
		fast, ordinary := newWorker(r, f, in), newWorker(r, f, in)
		if fast.fast == nil {
			if x := f.index["amount"]; x != nil && x.decimal == ',' {
				return
			}
			t.Fatal("no line is usual")
		}
		err = ordinary.x.file.eachRecord(blocks.Block{Text: f.headRows, Line: f.split.Line, Last: true}, func(rec csvtext.Record) {
			if rec.Damage != "" {
				return
			}
			all++
			got, want := parsedRow[T]{line: rec.Line}, parsedRow[T]{line: rec.Line}
			s := ordinary.x.file.split
			n := fast.fast(s.Text[s.Start:], &got)
			if n == 0 {
				return
			}
			if n != s.Pos-s.Start {
				t.Fatalf("%q has %d bytes of %q", rec.Cells, n, s.Text[s.Start:])
			}
			byFastPath++
			ordinary.x.file.normalised = [normalisationKinds]normalisationCount{}
			ordinary.readRecord(rec, &want)
			for what, pair := range map[string][2]any{
				"issues": {issuesOf(got.issues), issuesOf(want.issues)}, "normalised": {ordinary.x.file.normalised, [normalisationKinds]normalisationCount{}},
				"used": {got.used, want.used}, "ignored": {got.ignored, want.ignored}, "value": {fmt.Sprintf("%#v", got.value), fmt.Sprintf("%#v", want.value)},
			} {
				if !reflect.DeepEqual(pair[0], pair[1]) && (want.used || what != "value") {
					t.Errorf("%q: %s by the fast path %+v, want %+v", rec.Cells, what, pair[0], pair[1])
				}
			}
			if u := ordinary.x.file.watched; u != nil && u.needWholeColumn() {
				t.Fatalf("%q needs the whole column", rec.Cells)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	if t.Logf("%d of %d rows are read by the fast path", byFastPath, all); 4*byFastPath < all {
		t.Errorf("only %d of %d rows are read by the fast path", byFastPath, all)
	}
}

// issuesOf returns the values of a row that the agreement does not know, or its fault.
func issuesOf(o *rowIssues) (list []string) {
	if o == nil {
		return nil
	}
	if o.fault != nil {
		return []string{o.fault.reason}
	}
	for _, u := range o.unknown {
		list = append(list, u.field.Name+": "+u.value)
	}
	slices.Sort(list)
	return list
}

// drawRow generates the random cells of a row, most of them usual.
func drawRow(t *rapid.T, table *profile.Table, header []string) []string {
	row := make([]string, len(header))
	for i, column := range header {
		k := profile.Text
		if at := table.Index(column); at >= 0 {
			k = table.Columns[at].Kind
		}
		usual := usualCells[column]
		switch {
		case column == profile.CompletedAt:
			usual = []string{"", "2026-10-31T10:00:00Z"}
		case k == profile.Date:
			usual = []string{"2026-10-31T09:05:00-04:00", "2026-10-30 10:00"}
		case usual == nil:
			usual = []string{"", "Ann Lee"}
		}
		if k == profile.Idents {
			k = profile.Ident
		}
		if k == profile.Choice || k == profile.Name {
			k = profile.Text
		}
		row[i] = rapid.SampledFrom(usual).Draw(t, column)
		if rapid.IntRange(0, 59).Draw(t, "unusual") == 0 {
			row[i] = rapid.SampledFrom(unusualCells[k]).Draw(t, column)
		}
	}
	return row
}
