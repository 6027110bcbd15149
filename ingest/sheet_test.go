package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
)

// sheetRows returns the XML of rows. Of a cell, a number stays one; d! before it makes it a date, t! a date with a
// time, h! before the first cell hides the row, = begins a formula without a value, # an error.
func sheetRows(rows ...[]string) string {
	var b strings.Builder
	for _, cells := range rows {
		hidden := ""
		if len(cells) > 0 && strings.HasPrefix(cells[0], "h!") {
			hidden = ` hidden="1"`
		}
		fmt.Fprintf(&b, "<row%s>", hidden)
		for _, c := range cells {
			c = strings.TrimPrefix(c, "h!")
			switch kind, value, _ := strings.Cut(c, "!"); {
			case c == "":
				b.WriteString("<c/>")
			case kind == "d":
				fmt.Fprintf(&b, `<c s="1"><v>%s</v></c>`, value)
			case kind == "t":
				fmt.Fprintf(&b, `<c s="2"><v>%s</v></c>`, value)
			case kind == "e":
				fmt.Fprintf(&b, `<c s="3"><v>%s</v></c>`, value)
			case c[0] == '=':
				fmt.Fprintf(&b, `<c><f>%s</f><v></v></c>`, c[1:])
			case c[0] == '#':
				fmt.Fprintf(&b, `<c t="e"><v>%s</v></c>`, c)
			case strings.Trim(c, "0123456789.-") == "" && strings.Trim(c, ".-") != "":
				fmt.Fprintf(&b, `<c><v>%s</v></c>`, c)
			default:
				fmt.Fprintf(&b, `<c t="str"><v>%s</v></c>`, strings.TrimPrefix(c, "'"))
			}
		}
		b.WriteString("</row>")
	}
	return b.String()
}

// bookOf returns a workbook with such styles.
func bookOf(t testing.TB, sheets ...ingesttest.Sheet) string {
	t.Helper()
	formats := []string{"yyyy-mm-dd", "yyyy-mm-dd hh:mm", "[$€-407] #,##0.00"}
	return string(ingesttest.Book{Sheets: sheets, Formats: formats}.Bytes(t))
}

func oneSheet(t testing.TB, rows ...[]string) string {
	t.Helper()
	return bookOf(t, ingesttest.Sheet{Name: "Export", Rows: sheetRows(rows...)})
}

// readInput reads the files of one input of a table.
func readInput(t *testing.T, table string, in *agreement.Input, files map[string]string) (
	*Report, []map[string]string, error,
) {
	t.Helper()
	a := sample("Europe/Berlin", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}, table: in})
	if table != "leads" {
		files["leads.csv"] = "lead_id,created_at\n1,2026-10-01\n"
	}
	rep, rows, err := readAll(t, a, folder(t, files))
	return rep, rows[table], err
}

func TestAWorkbookIsReadLikeTheSameCSV(t *testing.T) {
	t.Parallel()
	csv := "Export of 2 November\n\nlead_id,created_at,mql_at,owner,tier\n98100,2026-10-05,2026-10-05 10:00,Ana,A\n" +
		"98101,2026-10-06,,\"Bo\n Lind\",B\n98102,2026-02-30,,Ana,A\n"
	book := oneSheet(t, []string{"Export of 2 November"}, nil, []string{"lead_id", "created_at", "mql_at", "owner", "tier"},
		[]string{"98100", "d!46300", "t!46300.4166666667", "Ana", "A"}, []string{"98101", "d!46301", "", "Bo\n Lind", "B"},
		[]string{"98102", "2026-02-30", "", "Ana", "A"})
	in := &agreement.Input{Files: []string{"l.csv"}}
	want, wantRows, err := readInput(t, "leads", in, map[string]string{"l.csv": csv})
	if err != nil {
		t.Fatal(err)
	}
	// A workbook is recognised by its content, not by its name.
	got, gotRows, err := readInput(t, "leads", in, map[string]string{"l.csv": book})
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "rows", gotRows, wantRows)
	ingesttest.Same(t, "counts", got.Files[0].InputFile.Used, want.Files[0].InputFile.Used)
	if len(got.SetAside) != 2 || got.SetAside[1].Line != 6 || got.SetAside[0].Reason != want.SetAside[0].Reason {
		t.Errorf("set aside %+v, of the CSV %+v; want the rows 5 and 6", got.SetAside, want.SetAside)
	}
	if f := got.Files[0]; f.Sheet != "Export" || f.Notation() != `sheet "Export" of a workbook` {
		t.Errorf("%+v", f)
	}
}

func TestTypedCellsNeedNoProof(t *testing.T) {
	t.Parallel()
	book := oneSheet(t, []string{"deal_id", "amount", "currency", "closed_at", "created_at", "won", "lead_id"},
		[]string{"100", "837.125", "USD", "d!46300", "d!46299", "'true", "1"},
		[]string{"101", "1234.5", "USD", "", "d!46298", "", "1"})
	// The keys of texts do not concern them.
	in := &agreement.Input{Files: []string{"d.xlsx"}, Decimal: ",", DateOrder: "mdy"}
	_, rows, err := readInput(t, "deals", in, map[string]string{"d.xlsx": book})
	if err != nil || len(rows) != 2 || rows[0]["amount"] != "837.125" || rows[1]["amount"] != "1234.5" ||
		rows[0]["closed_at"] != "2026-10-05" || rows[0]["deal_id"] != "100" {
		t.Errorf("%v %v", rows, err)
	}
}

func TestTextsOfAWorkbookNeedProofAsThoseOfCSV(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what, refused string
		rows          [][]string
	}{
		{"an open order of day and month", `b.xlsx:2: created_at: "05/10/2026" can be read with the day or the month first`,
			[][]string{{"lead_id", "created_at"}, {"1", "05/10/2026"}}},
		{"dates of which a spreadsheet has read some", `b.xlsx:3: created_at: this cell is the text "31/10/2026", while row 2 holds a date`,
			[][]string{{"lead_id", "created_at"}, {"1", "d!46152"}, {"2", "31/10/2026"}, {"3", "d!46153"}}},
		{"dates with years of two digits, likewise", `b.xlsx:2: created_at: this cell is the text "31.10.26", while row 3 holds a date`,
			[][]string{{"lead_id", "created_at"}, {"1", "31.10.26"}, {"2", "d!46152"}}},
	} {
		_, _, err := readInput(t, "leads", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": oneSheet(t, c.rows...)})
		if !isRefused(err) || !strings.Contains(err.Error(), c.refused) {
			t.Errorf("%s: %v; want %s", c.what, err, c.refused)
		}
	}
	_, _, err := readInput(t, "deals", &agreement.Input{Files: []string{"b.xlsx"}, Decimal: ","}, map[string]string{"b.xlsx": oneSheet(t,
		[]string{"deal_id", "amount", "created_at"}, []string{"1", "837", "d!46300"}, []string{"2", "1.234,50", "d!46300"})})
	if want := `b.xlsx:3: amount: this cell is the text "1.234,50", while row 2 holds a number`; !isRefused(err) || !strings.Contains(err.Error(), want) {
		t.Errorf("%v; want %s", err, want)
	}
}

func TestCellsWithoutValueAreSetAsideWhereTheirColumnCounts(t *testing.T) {
	t.Parallel()
	rep, rows, err := readInput(t, "leads", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": oneSheet(t,
		[]string{"lead_id", "created_at", "owner", "score"}, []string{"1", "d!46300", "#REF!", "1"},
		[]string{"2", "d!46300", "=C2", "1"}, []string{"3", "d!46300", "#N/A", "#REF!"}, []string{"4", "d!46300", "Ana", "=1"},
		[]string{"123456789012345678", "d!46300", "Ana", "1"}, []string{"6", "d!46300", "Ana", "1"})})
	if err != nil || len(rows) != 3 || rows[0]["owner"] != "" {
		t.Fatalf("%v %v", rows, err)
	}
	var got []string
	for _, s := range rep.SetAside {
		got = append(got, fmt.Sprintf("%d %s %s %s", s.Line, s.Column, s.Value, s.Reason))
	}
	ingesttest.Same(t, "set aside", got, []string{
		"2 owner #REF! a spreadsheet's error stands in place of the value; export it again",
		"3 owner =C2 the cell is a formula without a stored value; open the workbook in a spreadsheet and save it",
		"6 lead_id 1.23456789012346E+17 a spreadsheet has rounded the id; export it as text",
	})
}

func TestCurrenciesOfNumberFormatsCount(t *testing.T) {
	t.Parallel()
	rep, _, err := readInput(t, "deals", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": oneSheet(t,
		[]string{"deal_id", "amount", "created_at"}, []string{"1", "e!1200.5", "d!46300"}, []string{"2", "1200", "d!46300"})})
	if err != nil || len(rep.SetAside) != 1 || rep.SetAside[0].Column != "currency" && !strings.Contains(rep.SetAside[0].Reason, "EUR") {
		t.Errorf("%+v %v; want the amount in euros set aside, since the agreement is in dollars", rep.SetAside, err)
	}
}

func TestRowsMayBeShorterOrLongerThanTheHeader(t *testing.T) {
	t.Parallel()
	rep, rows, err := readInput(t, "leads", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": oneSheet(t,
		[]string{"lead_id", "created_at", "owner", "", "tier"}, []string{"1", "d!46300"},
		[]string{"2", "d!46300", "Ana", "", "A", "", "a remark"}, []string{"3", "d!46300", "Ana", "", "B"}, nil,
		[]string{"Acme Corp, confidential"}, []string{"3 records"})})
	if err != nil || len(rows) != 3 || len(rep.SetAside) != 0 || rows[1]["tier"] != "A" || rows[0]["tier"] != "" {
		t.Errorf("%v %+v %v", rows, rep.SetAside, err)
	}
	if !slices.ContainsFunc(rep.Notes, func(n model.Note) bool { return strings.Contains(n.Text, "confidential") && n.Line == 6 }) {
		t.Errorf("%v; want a note of the footer", rep.Notes)
	}
}

func TestTheSheetWithTheTableIsRead(t *testing.T) {
	t.Parallel()
	cover := ingesttest.Sheet{Name: "Cover", Rows: sheetRows([]string{"Exported by", "Ana"}, []string{"On", "d!46300"})}
	empty := ingesttest.Sheet{Name: "Empty"}
	leads := ingesttest.Sheet{Name: "Leads", Rows: sheetRows([]string{"lead_id", "created_at"}, []string{"1", "d!46300"}, []string{"h!2", "d!46300"})}
	other := ingesttest.Sheet{Name: "Old leads", Rows: sheetRows([]string{"lead_id", "created_at", "owner"}, []string{"7", "d!46300", "Ana"})}
	lists, again := leads, leads
	lists.Name, lists.State = "Lists", "veryHidden"
	again.Name = "More leads"
	for _, c := range []struct {
		what, sheet, refused, note string
		used                       int
		sheets                     []ingesttest.Sheet
	}{
		{"the only one", "", "", "hidden rows of the sheet are read, too, since a filter deletes nothing: 1", 2, []ingesttest.Sheet{leads}},
		{"the first with a header", "", "", `the sheet "Leads" was read; "Lists" (hidden), "Cover", "Empty", "Old leads" were not`, 2,
			[]ingesttest.Sheet{lists, cover, empty, leads, other}},
		{"the one that is named", "old LEADS", "", `the sheet "Old leads" was read; "Leads" was not`, 1, []ingesttest.Sheet{leads, other}},
		{"a hidden one that is named", "Lists", "", `the sheet "Lists" was read; "Cover" was not`, 2, []ingesttest.Sheet{lists, cover}},
		{"none of the name", "Deals", `b.xlsx: it has no sheet "Deals"; set sheet: under inputs.leads in agreement.yaml to one of "Leads", "Lists" (hidden)`,
			"", 0, []ingesttest.Sheet{leads, lists}},
		{"two of one header", "", `b.xlsx: its sheets "Leads" and "More leads" have the same header; set sheet: to one of them`, "", 0,
			[]ingesttest.Sheet{leads, again}},
		{"none with a header", "", `b.xlsx:1: no column gives lead_id`, "", 0, []ingesttest.Sheet{empty, cover}},
		{"an empty one", "Empty", `b.xlsx: its sheet "Empty" is empty; export it again; set sheet:`, "", 0, []ingesttest.Sheet{empty, cover}},
	} {
		in := &agreement.Input{Files: []string{"b.xlsx"}, Sheet: c.sheet}
		rep, rows, err := readInput(t, "leads", in, map[string]string{"b.xlsx": bookOf(t, c.sheets...)})
		switch {
		case c.refused != "" && (!isRefused(err) || !strings.Contains(err.Error(), c.refused)):
			t.Errorf("%s: %v; want %s", c.what, err, c.refused)
		case c.refused == "" && (err != nil || len(rows) != c.used):
			t.Errorf("%s: %v %v", c.what, rows, err)
		case c.refused == "" && !slices.ContainsFunc(rep.Notes, func(n model.Note) bool { return strings.Contains(n.Text, c.note) }):
			t.Errorf("%s: %v; want the note %s", c.what, rep.Notes, c.note)
		}
	}
}

func TestDatesWithoutFormatAreRefusedIn1904(t *testing.T) {
	t.Parallel()
	for _, extra := range []string{"", `<workbookPr date1904="1"/>`} {
		data := ingesttest.Book{Extra: extra, Sheets: []ingesttest.Sheet{{
			Name: "S", Rows: sheetRows([]string{"lead_id", "created_at"}, []string{"1", "46300.5"}, []string{"2", "46301"}),
		}}}.Bytes(t)
		_, rows, err := readInput(t, "leads", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": string(data)})
		if extra == "" && (err != nil || len(rows) != 2) || extra != "" && (!isRefused(err) || !strings.Contains(err.Error(), "from 1904")) {
			t.Errorf("%q: %v %v", extra, rows, err)
		}
	}
}

func TestFoldersAndArchivesMayHoldWorkbooks(t *testing.T) {
	t.Parallel()
	book := oneSheet(t, []string{"lead_id", "created_at"}, []string{"1", "d!46300"})
	files := map[string]string{
		"in/a.csv": "lead_id,created_at\n2,2026-10-05\n", "in/b.XLSX": book, "in/remarks.docx": "x",
		"zip/c.zip": string(ingesttest.Zip(t, map[string]string{"c.xlsx": book})),
	}
	for _, c := range []struct {
		files string
		want  int
	}{{"in", 2}, {"in/*.[xX]*", 1}, {"zip/*", 1}} {
		_, rows, err := readInput(t, "leads", &agreement.Input{Files: []string{c.files}}, files)
		if err != nil || len(rows) != c.want {
			t.Errorf("%s: %v %v", c.files, rows, err)
		}
	}
}

func TestTableWritesASheetAsCSV(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "b.xlsx")
	book := oneSheet(t, []string{"My report"}, []string{"id", "at", "text"}, []string{"1", "t!46300.5", "a,\nb"}, []string{"2"},
		[]string{"3", "", "", "aside"})
	if err := os.WriteFile(path, []byte(book), 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	rep, err := Normalise(path, agreement.Input{}, &out)
	if err != nil || rep.File.Used != 3 || rep.File.SetAside != 0 {
		t.Errorf("%+v %v", rep, err)
	}
	ingesttest.Same(t, "text", out.String(), "id,at,text,\n1,2026-10-05T12:00:00,\"a,\nb\",\n2,,,\n3,,,aside\n")
}

func TestSurveyAsksWhichSheetIsMeant(t *testing.T) {
	t.Parallel()
	rows := sheetRows([]string{"lead_id", "created_at"}, []string{"1", "d!46300"})
	dir := folder(t, map[string]string{
		"two.xlsx": bookOf(t, ingesttest.Sheet{Name: "Jan", Rows: rows}, ingesttest.Sheet{Name: "Feb", Rows: rows}),
		"one.xlsx": bookOf(t, ingesttest.Sheet{Name: "Cover"}, ingesttest.Sheet{Name: "All", Rows: rows}),
	})
	found, err := Survey(sample("UTC", nil), dir)
	if err != nil || len(found) != 2 {
		t.Fatalf("%v %v", found, err)
	}
	if f := found[0]; f.Table != "leads" || f.Sheet != "All" || len(f.Undecided) != 0 || f.Err != nil {
		t.Errorf("%+v", f)
	}
	if f := found[1]; f.Table != "leads" || len(f.Undecided) != 1 || f.Undecided[0].Key != "sheet" ||
		!slices.Equal(f.Undecided[0].Choices, []string{"Jan", "Feb"}) {
		t.Errorf("%+v", f)
	}
}

func TestSpreadsheetsOfOtherFormatsAreNamed(t *testing.T) {
	t.Parallel()
	ole := "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 500)
	wide := func(s string) string { return strings.Join(strings.Split(s, ""), "\x00") + "\x00" }
	for want, text := range map[string]string{
		"an old Excel workbook (.xls)":                              ole + wide("Workbook"),
		"an Office file that is protected by a password or a label": ole + wide("EncryptedPackage"),
		"an old Office file":                                        ole + wide("WordDocument"),
		"an Excel 2003 XML spreadsheet":                             "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
		"an HTML page with a table, which some programs name .xls":  "\n<html><body><TABLE border=1><tr><td>Lead ID</td></tr></table>",
		"a web archive (.mht), which some programs name .xls":       "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n",
		"an Excel binary workbook (.xlsb)":                          string(ingesttest.Zip(t, map[string]string{"xl/workbook.bin": "", "xl/styles.bin": ""})),
		"an Apple Numbers spreadsheet":                              string(ingesttest.Zip(t, map[string]string{"Index/Document.iwa": ""})),
		"an OpenDocument spreadsheet (.ods)":                        string(ingesttest.Zip(t, map[string]string{"META-INF/manifest.xml": "", "content.xml": ""})),
		"a Word document":                                           string(ingesttest.Zip(t, map[string]string{"word/document.xml": ""})),
	} {
		if got := csvtext.SniffFormat([]byte(text)); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestSheetsOfOneWorkbookMayBeSeveralTables(t *testing.T) {
	t.Parallel()
	book := bookOf(t,
		ingesttest.Sheet{Name: "Deals", Rows: sheetRows([]string{"deal_id", "lead_id", "created_at", "amount"}, []string{"9", "1", "d!46301", "5"})},
		ingesttest.Sheet{Name: "Leads", Rows: sheetRows([]string{"lead_id", "created_at"}, []string{"1", "d!46300"}, []string{"2", "d!46300"})},
		ingesttest.Sheet{Name: "Notes", Rows: sheetRows([]string{"made by", "Ana"})})
	dir := folder(t, map[string]string{"all.xlsx": book})
	in := &agreement.Input{Files: []string{"all.xlsx"}}
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": in, "deals": in}), dir)
	if err != nil || len(rows["leads"]) != 2 || len(rows["deals"]) != 1 || rep.Files[0].Sheet != "Leads" || rep.Files[1].Sheet != "Deals" {
		t.Errorf("%v %v", rows, err)
	}
	found, err := Survey(sample("UTC", nil), dir)
	if err != nil || len(found) != 2 || found[0].Table != "deals" || found[1].Table != "leads" || found[1].LeadsAndDeals {
		t.Errorf("%+v %v", found, err)
	}
}

func TestMonthsThatASpreadsheetHasMadeDatesAreMonths(t *testing.T) {
	t.Parallel()
	_, rows, err := readInput(t, "spend", &agreement.Input{Files: []string{"b.xlsx"}}, map[string]string{"b.xlsx": oneSheet(t,
		[]string{"month", "channel", "actual"}, []string{"d!46296", "Web", "500"}, []string{"2026-11", "Web", "500.5"})})
	if err != nil || len(rows) != 2 || rows[0]["month"] != "2026-10-01" || rows[1]["month"] != "2026-11-01" {
		t.Errorf("%v %v", rows, err)
	}
}
