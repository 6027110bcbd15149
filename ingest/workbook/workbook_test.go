package workbook

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"leadpact/ingest/ingesttest"
)

const testLimit = 1 << 24

// readFirst returns the first sheet of a workbook.
func readFirst(t *testing.T, data []byte) *Sheet {
	t.Helper()
	b, err := Open(data, testLimit)
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Read(b.Tabs[0], 0)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shown returns the text of a sheet with | between cells and / between rows.
func shown(s *Sheet) string {
	text := strings.NewReplacer(string(rune(CellEnd)), "|", string(rune(RowEnd)), "/").Replace(string(s.Text))
	return strings.TrimSuffix(text, "/")
}

func TestCellsAreWrittenAsValues(t *testing.T) {
	t.Parallel()
	formats := []string{"yyyy-mm-dd", "dd.mm.yyyy hh:mm", "h:mm AM/PM", "[h]:mm", "0.0%", "[$€-407] #,##0.00", `#,##0 "kr"`, "00000",
		`_("$"* #,##0.00_)`, "General", "[$-409]mmm d, yyyy;@"}
	for _, c := range []struct {
		what, cell, want string
		typed            bool
	}{
		{"a day", `<c s="1"><v>46300</v></c>`, "2026-10-05", true},
		{"a day whose format hides its time", `<c s="1"><v>46300.375</v></c>`, "2026-10-05T09:00:00", true},
		{"a time", `<c s="2"><v>46300.4305555556</v></c>`, "2026-10-05T10:20:00", true},
		{"a time at midnight", `<c s="2"><v>46300</v></c>`, "2026-10-05T00:00:00", true},
		{"a time of day", `<c s="3"><v>0.375</v></c>`, "09:00:00", true},
		{"a time with a day, shown without it", `<c s="3"><v>46300.375</v></c>`, "2026-10-05T09:00:00", true},
		{"a duration", `<c s="4"><v>1.5</v></c>`, "1.5", true},
		{"a share", `<c s="5"><v>0.345</v></c>`, "34.5%", true},
		{"an amount in euros", `<c s="6"><v>1234.5</v></c>`, "€ 1234.5", true},
		{"an amount in a unit that is no currency sign", `<c s="7"><v>1234.5</v></c>`, "1234.5", true},
		{"an id with zeros before it", `<c s="8"><v>42</v></c>`, "00042", true},
		{"an amount of an accountant", `<c s="9"><v>-3</v></c>`, "$ -3", true},
		{"a date in words", `<c s="11"><v>46300</v></c>`, "2026-10-05", true},
		{"a date before 1900", `<c s="1"><v>0</v></c>`, "1899-12-30", true},
		{"a number too large for a date", `<c s="1"><v>1793000000000</v></c>`, "1793000000000", true},
		{"a negative number in a column of dates", `<c s="1"><v>-5</v></c>`, "-5", true},
		{"a number", `<c><v>1234.5600000000001</v></c>`, "1234.56", true},
		{"a number with an exponent", `<c><v>1.2E3</v></c>`, "1200", true},
		{"an id", `<c><v>123456789012345</v></c>`, "123456789012345", true},
		{"an id that is rounded", `<c><v>1.2345678901234599E+17</v></c>`, "1.23456789012346E+17", true},
		{"a number of a style that does not exist", `<c s="99"><v>1</v></c>`, "1", true},
		{"a text in place of a number", `<c><v>NaN</v></c>`, "NaN", false},
		{"true", `<c t="b"><v>1</v></c>`, "true", false},
		{"false", `<c t="b"><v>0</v></c>`, "false", false},
		{"a shared text", `<c t="s"><v>1</v></c>`, "Ana Díaz", false},
		{"a text with a reading", `<c t="s"><v>2</v></c>`, "東京", false},
		{"a text inside the cell", `<c t="inlineStr"><is><r><t>An</t></r><r><t xml:space="preserve">a </t></r></is></c>`, "Ana ", false},
		{"characters that are escaped", `<c t="str"><v>a &lt; b &amp; c_x000D_&#10;d</v></c>`, "a < b & c\r\nd", false},
		{"an escape that is escaped", `<c t="str"><v>_x005F_x000D_</v></c>`, "_x000D_", false},
		{"what looks like an escape", `<c t="str"><v>_xyz_ _x00</v></c>`, "_xyz_ _x00", false},
		{"the characters between cells", `<c t="str"><v>a_x001F_b_x001E_</v></c>`, "a\x01b\x01", false},
		{"a section of characters", `<c t="str"><v><![CDATA[a<b]]></v></c>`, "a<b", false},
		{"the stored value of a formula", `<c><f>A1+1</f><v>7</v></c>`, "7", true},
		{"the stored text of a formula", `<c t="str"><f>A1&amp;"x"</f><v>x</v></c>`, "x", false},
		{"the stored text of a formula, which is empty", `<c t="str"><f>""</f><v></v></c>`, "", false},
		{"a value that is missing", `<c t="e"><v>#N/A</v></c>`, "#N/A", false},
		{"a blank cell with a style", `<c s="1"/>`, "", false},
		{"a date in words of the strict variant", `<c s="2" t="d"><v>2026-10-05T09:00:00</v></c>`, "2026-10-05T09:00:00", true},
		{"a day of the strict variant", `<c s="1" t="d"><v>2026-10-05T00:00:00</v></c>`, "2026-10-05", true},
	} {
		s := readFirst(t, ingesttest.Book{
			Sheets:  []ingesttest.Sheet{{Name: "S", Rows: "<row>" + c.cell + "</row>"}},
			Shared:  `<si><t>none</t></si><si><r><t>Ana </t></r><r><rPr/><t>Díaz</t></r></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si>`,
			Formats: formats,
		}.Bytes(t))
		if got := shown(s); got != c.want || s.Typed(1, 0) != c.typed || s.Fault(1, 0) != "" {
			t.Errorf("%s: %q, typed %t, fault %q; want %q, typed %t", c.what, got, s.Typed(1, 0), s.Fault(1, 0), c.want, c.typed)
		}
	}
}

func TestCellsWithoutValueHaveAFault(t *testing.T) {
	t.Parallel()
	const onLoad = `<calcPr fullCalcOnLoad="1"/>`
	for _, c := range []struct{ extra, cell, want, fault string }{
		{"", `<c><f>B1*2</f></c>`, "=B1*2", noStoredValue},
		{"", `<c><f>B1*2</f><v></v></c>`, "=B1*2", noStoredValue},
		{"", `<c><f>B1*2</f><v/></c>`, "=B1*2", noStoredValue},
		{"", `<c><f t="shared" si="0"/></c>`, "=", noStoredValue},
		{"", `<c><f>B1*2</f><v>0</v></c>`, "0", ""},
		{onLoad, `<c><f>B1*2</f><v>0</v></c>`, "=B1*2", noStoredValue},
		{onLoad, `<c><f>B1*2</f><v>4</v></c>`, "4", ""},
		{onLoad, `<c><v>0</v></c>`, "0", ""},
		{"", `<c t="e"><v>#REF!</v></c>`, "#REF!", isError},
		{"", `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "#DIV/0!", isError},
	} {
		s := readFirst(t, ingesttest.Book{
			Extra: c.extra, Sheets: []ingesttest.Sheet{{Name: "S", Rows: "<row>" + c.cell + "</row>"}},
		}.Bytes(t))
		if shown(s) != c.want || s.Fault(1, 0) != c.fault {
			t.Errorf("%s %s: %q, fault %q; want %q, fault %q", c.extra, c.cell, shown(s), s.Fault(1, 0), c.want, c.fault)
		}
	}
}

func TestBothDateSystemsAreRead(t *testing.T) {
	t.Parallel()
	for _, extra := range []string{`<workbookPr date1904="1"/>`, `<workbookPr date1904="true"/>`} {
		s := readFirst(t, ingesttest.Book{
			Extra: extra, Formats: []string{"yyyy-mm-dd", "h:mm"},
			Sheets: []ingesttest.Sheet{{Name: "S", Rows: `<row><c s="1"><v>44838</v></c><c s="2"><v>0.5</v></c></row>`}},
		}.Bytes(t))
		if got := shown(s); got != "2026-10-05|12:00:00" {
			t.Errorf("%s: %s", extra, got)
		}
	}
}

func TestNumbersOfLinesAreThoseOfRows(t *testing.T) {
	t.Parallel()
	s := readFirst(t, ingesttest.Book{Sheets: []ingesttest.Sheet{{
		Name: "S",
		Rows: `<row r="2"><c r="B2"><v>1</v></c><c r="D2" t="str"><v>a` + "\n" + `b</v></c><c r="E2" s="0"/></row><row><c><v>2</v></c></row>` +
			`<row r="6" hidden="1"><c r="A6"><v>3</v></c><c><v>4</v></c></row><row r="7" hidden="1"/><row r="9"/>`,
		Extra: `<cols><col min="2" max="3" hidden="1"/><col min="5" max="16384" hidden="1"/></cols>`,
		After: `<mergeCells><mergeCell ref="A2:C2"/><mergeCell ref="A2:A5"/><mergeCell ref="B2:B3"/></mergeCells>` +
			`<extLst><ext><x14:f xmlns:x14="x">Q!A1</x14:f></ext></extLst>`,
	}}}.Bytes(t))
	ingesttest.Same(t, "text", shown(s), "/|1||a\nb/2///3|4")
	ingesttest.Same(t, "hidden rows", s.HiddenRows, 1)
	ingesttest.Same(t, "hidden columns", s.Hidden, []int{1})
	ingesttest.Same(t, "merged", []any{s.Merged, s.MergedAs, s.Columns}, []any{2, "A2:A5", 4})
}

func TestStrictFilesAndPrefixesAreRead(t *testing.T) {
	t.Parallel()
	b := ingesttest.Book{Strict: true, Sheets: []ingesttest.Sheet{
		{Name: "Cover & more", State: "veryHidden"},
		{Name: "S", Rows: `<x:row xmlns:x="x"><x:c t="inlineStr"><x:is><x:t>Ana</x:t></x:is></x:c></x:row>`},
	}}
	book, err := Open(b.Bytes(t), testLimit)
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Tabs) != 2 || book.Tabs[0].Name != "Cover & more" || !book.Tabs[0].Hidden || book.Tabs[1].Hidden {
		t.Errorf("%+v", book.Tabs)
	}
	if s, err := book.Read(book.Tabs[1], 0); err != nil || shown(s) != "Ana" {
		t.Errorf("%q %v", s.Text, err)
	}
}

func TestOnlyTheFirstRowsAreReadOnRequest(t *testing.T) {
	t.Parallel()
	b, err := Open(ingesttest.Book{Sheets: []ingesttest.Sheet{{
		Name: "S", Rows: `<row><c><v>1</v></c></row><row r="5"><c><v>2</v></c></row><row r="6"><c><v>3</v></c></row>`,
	}}}.Bytes(t), testLimit)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := b.Read(b.Tabs[0], 5); err != nil || shown(s) != "1////2" {
		t.Errorf("%q %v", shown(s), err)
	}
}

func TestWorkbooksOfExcelizeAreRead(t *testing.T) {
	t.Parallel()
	x := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "id", "B1": "at", "C1": "amount", "A2": "L1", "C2": 12.5, "D2": true} {
		if err := x.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	style, err := x.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(x.SetCellValue("Sheet1", "B2", 46300.5), x.SetCellStyle("Sheet1", "B2", "B2", style)); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := x.Write(&out); err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "text", shown(readFirst(t, out.Bytes())), "id|at|amount/L1|2026-10-05T12:00:00|12.5|true")
}

func TestDamagedAndHostileWorkbooksAreRefused(t *testing.T) {
	t.Parallel()
	sheet := func(rows string) []byte {
		return ingesttest.Book{Sheets: []ingesttest.Sheet{{Name: "S", Rows: rows}}}.Bytes(t)
	}
	whole := sheet(`<row><c><v>1</v></c></row>`)
	long := `<row><c t="str"><v>` + strings.Repeat("x", 1<<16) + `</v></c></row>`
	shared := ingesttest.Book{
		Shared: "<si><t>" + strings.Repeat("x", 1<<15) + "</t></si>",
		Sheets: []ingesttest.Sheet{{Name: "S", Rows: strings.Repeat(`<row><c t="s"><v>0</v></c></row>`, 1<<10)}},
	}.Bytes(t)
	for what, c := range map[string]struct {
		data []byte
		want string
	}{
		"a file that is cut":                      {whole[:len(whole)/2], "the workbook is damaged"},
		"a sheet that is too large":               {sheet(strings.Repeat(long, 1<<9)), errTooLarge.Error()},
		"a text that is used too often":           {shared, errTooLarge.Error()},
		"a sheet that is too wide":                {sheet(strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 1<<11)), errTooLarge.Error()},
		"a shared text that is not there":         {sheet(`<row><c t="s"><v>7</v></c></row>`), `row 1 names the shared text "7"`},
		"a row before another":                    {sheet(`<row r="5"/><row r="4"/>`), "row 4 follows row 5"},
		"a row beyond the last":                   {sheet(`<row r="1048577"/>`), "row 1048577 follows row 0"},
		"a column beyond the last":                {sheet(`<row><c r="ZZZZZZZ1"><v>1</v></c></row>`), "out of order"},
		"a cell before another":                   {sheet(`<row><c r="B1"/><c r="A1"/></row>`), "out of order"},
		"a cell outside rows":                     {sheet(`<c r="B1"><v>1</v></c>`), "out of order"},
		"an entity that is not known":             {sheet(`<row><c t="str"><v>&x;</v></c></row>`), "the workbook is damaged"},
		"a workbook without sheets":               {ingesttest.Book{}.Bytes(t), "no sheet"},
		"a zip archive without a workbook in it":  {ingesttest.Zip(t, map[string]string{"xl/a.xml": ""}), "the workbook is damaged"},
		"an entity of the document's own in it":   {ingesttest.Zip(t, map[string]string{"_rels/.rels": `<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>`}), "the workbook is damaged"},
		"a sheet whose part is missing in it all": {ingesttest.Zip(t, map[string]string{"_rels/.rels": "<r/>", "xl/workbook.xml": "<w/>", "xl/_rels/workbook.xml.rels": "<r/>"}), "no sheet"},
	} {
		book, err := Open(c.data, testLimit)
		if err == nil {
			_, err = book.Read(book.Tabs[0], 0)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", what, err, c.want)
		}
	}
}

// FuzzRead reads any bytes as a workbook, and any text as the rows of one: nothing may panic, and no text may be
// larger than the limit.
func FuzzRead(f *testing.F) {
	const limit = 1 << 16
	for _, rows := range []string{
		`<row r="2" hidden="1"><c r="B2" s="1"><v>46300.5</v></c><c t="s"><v>0</v></c></row>`,
		`<row><c t="inlineStr"><is><t>a_x000D_</t><rPh><t>b</t></rPh></is></c><c><f>A1</f><v/></c></row>`,
		`<row><c t="d"><v>2026-10-05</v></c><c t="e"><v>#REF!</v></c><c t="b"><v>1</v></c></row><c></row>`,
		`<row><c t="str"><v><![CDATA[x]]>&#x41;&amp;</v></c></row><!-- c --><?p?>`,
	} {
		f.Add([]byte(rows), "yyyy-mm-dd")
	}
	f.Fuzz(func(t *testing.T, data []byte, format string) {
		made := ingesttest.Book{
			Shared: "<si><t>x</t></si>", Formats: []string{format}, Sheets: []ingesttest.Sheet{{Name: "S", Rows: string(data)}},
		}.Bytes(t)
		for _, file := range [][]byte{data, made} {
			book, err := Open(file, limit)
			if err != nil {
				continue
			}
			for _, tab := range book.Tabs {
				if s, err := book.Read(tab, 0); err == nil && len(s.Text) > limit+1 {
					t.Errorf("%d bytes", len(s.Text))
				}
			}
		}
	})
}
