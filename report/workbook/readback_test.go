package workbook

import (
	"bytes"
	"strings"
	"testing"

	"leadpact/model/calc"
	"leadpact/report/workbook/readback"
)

func Test_a_workbook_gives_back_its_facts_and_terms(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	s, raw := x.card, x.raw
	f := opened(t, raw)
	id, _ := x.book.sheetNamed("Leads").table.column("lead_id")
	for i := range s.Table("leads").Rows { // as a spreadsheet program saves them: as shared strings
		lead := s.Table("leads").Column("lead_id").Value(i).String()
		if err := f.SetCellStr("Leads", id.from.down(i).String(), lead); err != nil {
			t.Fatal(err)
		}
	}
	var saved bytes.Buffer
	if err := f.Write(&saved); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"as written": raw, "saved again": saved.Bytes()} {
		t.Run(name, func(t *testing.T) {
			tables, terms, err := readback.Read(bytes.NewReader(data), int64(len(data)), s)
			if err != nil {
				t.Fatal(err)
			}
			for _, table := range []string{"leads", "deals"} {
				compareTables(t, s.Table(table), tables[table])
			}
			for _, term := range s.Terms {
				got := terms[calc.Name(term.ID)]
				if strings.HasPrefix(term.ID, "term.") && got.String() != term.Value.String() {
					t.Errorf("%s is %v, was %v", term.ID, got, term.Value)
				}
			}
		})
	}
}

// compareTables requires a table that was read back to hold what the scorecard's table holds.
func compareTables(t *testing.T, want, got *calc.Table) {
	t.Helper()
	if got.Rows != want.Rows || len(got.Columns) != len(want.Columns) {
		t.Fatalf("%s has %d rows of %d columns, not %d of %d", want.Name, got.Rows, len(got.Columns), want.Rows,
			len(want.Columns))
	}
	for _, c := range want.Columns {
		for i := range want.Rows {
			if x, y := got.Column(c.Name).Value(i), c.Value(i); x != y {
				t.Fatalf("row %d of %s.%s is %v, was %v", i, want.Name, c.Name, x, y)
			}
		}
	}
}

func Test_a_truncated_workbook_is_refused(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	half := x.raw[:len(x.raw)/2]
	if _, _, err := readback.Read(bytes.NewReader(half), int64(len(half)), x.card); err == nil {
		t.Errorf("%d of %d bytes were read", len(half), len(x.raw))
	}
}
