package readback

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/report/reporttest"
)

// zipped returns an xlsx file of parts.
func zipped(t *testing.T, parts map[string]string) []byte {
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
	return file.Bytes()
}

// openParts opens a workbook that is made of parts.
func openParts(t *testing.T, parts map[string]string) *workbook {
	t.Helper()
	file := zipped(t, parts)
	w, err := openWorkbook(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func Test_cells_are_read_as_any_spreadsheet_program_may_write_them(t *testing.T) {
	t.Parallel()
	book := openParts(t, map[string]string{
		"xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="One" sheetId="7" r:id="a"/></sheets>` +
			`<definedNames><definedName name="x">One!$A$1</definedName></definedNames></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="a" Target="/xl/worksheets/one.xml"/></Relationships>`,
		"xl/sharedStrings.xml": `<sst><si><t>all &amp; one</t></si>` +
			`<si><r><t>two </t></r><r><t>runs</t></r><rPh><t>phonetic</t></rPh></si></sst>`,
		"xl/worksheets/one.xml": `<?xml version="1.0"?><x:worksheet><x:sheetData><x:row r="2">` +
			`<x:c r="A2" t="s"><x:v>0</x:v></x:c><x:c t='s' r='B2'><x:v>1</x:v></x:c><x:c r="C2" s="4"/>` +
			`<x:c r="AA2"><x:f>SUM(1&lt;2)</x:f><x:v>1.5E-3</x:v></x:c></x:row>` +
			`<x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>_x0041__x005F_x0041_</x:t>` +
			`<x:rPh><x:t>phonetic</x:t></x:rPh></x:is></x:c>` +
			`<x:c r="B3"><x:v/></x:c></x:row></x:sheetData></x:worksheet>`,
	})
	got := map[string]string{}
	err := book.visitCells("One", func(at position, text []byte) bool { got[at.String()] = string(text); return true })
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"A2": "all & one", "B2": "two runs", "AA2": "1.5E-3", "A3": "A_x0041_"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if book.names["x"] != "One!$A$1" {
		t.Errorf("names: %v", book.names)
	}
	if err := book.visitCells("Two", nil); err == nil {
		t.Error("a sheet that is not there was read")
	}
}

func Test_a_shared_string_that_is_not_there_is_an_error(t *testing.T) {
	t.Parallel()
	book := openParts(t, map[string]string{"one": `<row r="1"><c r="D7" t="s"><v>3</v></c></row>`})
	book.sheets["One"] = "one"
	err := book.visitCells("One", func(position, []byte) bool { return true })
	if err == nil || !strings.Contains(err.Error(), "D7") {
		t.Errorf("the error is %v", err)
	}
}

func Test_a_file_that_is_no_workbook_is_refused(t *testing.T) {
	t.Parallel()
	s := reporttest.Card()
	for _, data := range [][]byte{nil, []byte("no zip")} {
		if _, _, err := Read(bytes.NewReader(data), int64(len(data)), s); err == nil {
			t.Errorf("%q was read", data)
		}
	}
}

func Test_a_reference_is_parsed_with_its_sheet_and_rows(t *testing.T) {
	t.Parallel()
	for reference, want := range map[string]cellRange{
		"Leads!$B$6:$B$900": {"Leads", 2, 6, 900},
		"'Goal Grid'!$D$7":  {"Goal Grid", 4, 7, 7},
	} {
		if got, ok := parseRange(reference); !ok || got != want {
			t.Errorf("%s is %+v, %v", reference, got, ok)
		}
	}
	for _, reference := range []string{"", "Leads", "Leads!B", "Leads!$B$6:x"} {
		if got, ok := parseRange(reference); ok {
			t.Errorf("%q is %+v", reference, got)
		}
	}
}

func FuzzCells(f *testing.F) {
	f.Add(`<sheetData><row r="2"><c r="A2" t="s"><v>0</v></c>` +
		`<c r="B2" t="inlineStr"><is><t>a&lt;&#x41;_x0041_</t></is></c></row></sheetData>`)
	f.Add(`<?xml version="1.0"?><!-- a --><c r='A1'><v/></c><c/><v>]]></v><![CDATA[<c>]]>`)
	f.Fuzz(func(t *testing.T, part string) {
		book := openParts(t, map[string]string{"one": part})
		book.sheets["One"], book.shared = "one", []string{"shared"}
		book.visitCells("One", func(position, []byte) bool { return true }) // whether it fails or not, it ends
	})
}
