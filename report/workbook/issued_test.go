package workbook

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/calc"
)

func Test_a_workbook_gives_back_its_facts_and_terms(t *testing.T) {
	s := sample(t, 120, nil)
	b, raw := written(t, s)
	f := opened(t, raw)
	id, _ := b.sheetNamed("Leads").table.column("lead_id")
	for i := range 120 { // as a spreadsheet saves them: texts that cells share
		if err := f.SetCellStr("Leads", id.from.down(i).String(), s.Table("leads").Column("lead_id").Value(i).String()); err != nil {
			t.Fatal(err)
		}
	}
	var again bytes.Buffer
	if err := f.Write(&again); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"as written": raw, "saved again": again.Bytes()} {
		tables, terms, err := ReadIssued(bytes.NewReader(data), int64(len(data)), s)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, table := range []string{"leads", "deals"} {
			now, was := s.Table(table), tables[table]
			if was.Rows != now.Rows || len(was.Columns) != len(now.Columns) {
				t.Fatalf("%s: %s has %d rows of %d columns, not %d of %d", name, table, was.Rows, len(was.Columns), now.Rows, len(now.Columns))
			}
			for _, c := range now.Columns {
				for i := range now.Rows {
					if got, want := was.Column(c.Name).Value(i), c.Value(i); got != want {
						t.Fatalf("%s: row %d of %s.%s is %v, was %v", name, i, table, c.Name, got, want)
					}
				}
			}
		}
		for _, x := range s.Terms {
			if got := terms[calc.Name(x.ID)]; strings.HasPrefix(x.ID, "term.") && got.String() != x.Value.String() {
				t.Errorf("%s: %s is %v, was %v", name, x.ID, got, x.Value)
			}
		}
	}
}

// packaged opens a workbook of parts.
func packaged(t *testing.T, parts map[string]string) *issuedPackage {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for name, part := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(part))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	p, err := openPackage(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func Test_cells_are_read_as_any_spreadsheet_may_write_them(t *testing.T) {
	p := packaged(t, map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="7" r:id="a"/></sheets><definedNames><definedName name="x">One!$A$1</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="/xl/worksheets/one.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst><si><t>all &amp; one</t></si><si><r><t>two </t></r><r><t>runs</t></r><rPh><t>said</t></rPh></si></sst>`,
		"xl/worksheets/one.xml": `<?xml version="1.0"?><x:worksheet><x:sheetData><x:row r="2">` +
			`<x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c t='s' r='B2'><x:v>1</x:v></x:c><x:c r="C2" s="4"/><x:c r="AA2"><x:f>SUM(1&lt;2)</x:f><x:v>1.5E-3</x:v></x:c></x:row>` +
			`<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>_x0041__x005F_x0041_</x:t><x:rPh><x:t>said</x:t></x:rPh></x:is></x:c><x:c r="B3"><x:v/></x:c></x:row></x:sheetData></x:worksheet>`,
	})
	got := map[string]string{}
	if err := p.cells("One", func(at cellAt, text []byte) bool { got[at.String()] = string(text); return true }); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"A2": "all & one", "B2": "two runs", "AA2": "1.5E-3", "A3": "A_x0041_"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if p.names["x"] != "One!$A$1" {
		t.Errorf("names: %v", p.names)
	}
	if err := p.cells("Two", nil); err == nil {
		t.Error("a sheet that is not there was read")
	}
}

func Test_what_is_no_workbook_is_refused(t *testing.T) {
	s := sample(t, 20, nil)
	_, raw := written(t, s)
	for _, data := range [][]byte{nil, []byte("no zip"), raw[:len(raw)/2]} {
		if _, _, err := ReadIssued(bytes.NewReader(data), int64(len(data)), s); err == nil {
			t.Errorf("%d bytes were read", len(data))
		}
	}
}

func FuzzCells(f *testing.F) {
	f.Add(`<sheetData><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="inlineStr"><is><t>a&lt;&#x41;_x0041_</t></is></c></row></sheetData>`)
	f.Add(`<?xml version="1.0"?><!-- a --><c r='A1'><v/></c><c/><v>]]></v><![CDATA[<c>]]>`)
	f.Fuzz(func(t *testing.T, part string) {
		p := packaged(t, map[string]string{"one": part})
		p.sheets["One"], p.shared = "one", []string{"shared"}
		p.cells("One", func(cellAt, []byte) bool { return true }) // fails or not, and ends
	})
}
