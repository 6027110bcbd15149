package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"leadpact/model"
	"leadpact/report/reporttest"
)

func opened(t *testing.T, raw []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// agreements are the shapes of agreement that lay a workbook out differently.
var agreements = []struct {
	name   string
	change func(*model.Agreement)
}{
	{"the sample agreement", nil},
	{"two streams by quota, in euros, on business hours, promised in leads, signed otherwise", func(a *model.Agreement) {
		a.LeadValue.Method, a.Head.Locale, a.Head.Currency, a.Head.Paper = "quota", "de-DE", "EUR", "a4"
		for d := time.Monday; d <= time.Friday; d++ {
			a.Clock.Hours = append(a.Clock.Hours, model.OpenHours{Weekday: d, From: 9 * 60, Til: 17*60 + 30})
		}
		second := a.Revenue.Streams[0]
		second.Name, second.Share.Value, second.LeadTypes = "Services & more", .4, nil
		a.Revenue.Streams[0].Share.Value = .6
		a.Revenue.Streams = append(a.Revenue.Streams, second)
		leads := 100.0
		a.Promise.LeadValue, a.Promise.Leads = model.Amount{}, &leads
		a.Signed = &model.Signed{Fingerprint: "4751c464"}
	}},
	{"goals of a motion, no budget, no cadence, in yen", func(a *model.Agreement) {
		a.Head.Currency, a.Head.Locale, a.Budget.Channels, a.Cadence, a.DontBeOnIt = "JPY", "ja-JP", nil, nil, nil
		a.Goals.Motions = model.Pairs[model.GridGoals]{{Key: "outbound", Value: model.GridGoals{SQLsCreated: a.Goals.SQLsCreated}}}
	}},
}

func Test_every_cached_value_is_what_a_recalculation_gives(t *testing.T) {
	office(t)
	for _, x := range agreements {
		t.Run(x.name, func(t *testing.T) {
			b, raw := written(t, sample(t, 150, x.change))
			if agreed, numbers := compare(t, b, raw); numbers < agreed/4 {
				t.Errorf("%d of %d formula cells are numbers", numbers, agreed)
			}
		})
	}
	t.Run("nothing was given", func(t *testing.T) {
		b, raw := written(t, model.NewLedger(reporttest.Agreement(), reporttest.October()).Scorecard())
		compare(t, b, raw)
	})
}

func Test_every_term_and_figure_has_a_named_cell_that_holds_its_value(t *testing.T) {
	for _, x := range agreements {
		t.Run(x.name, func(t *testing.T) {
			s := sample(t, 60, x.change)
			b, raw := written(t, s)
			f := opened(t, raw)
			names := map[string]string{}
			for _, n := range f.GetDefinedName() {
				if n.Scope == "Workbook" {
					names[n.Name] = n.RefersTo
				}
			}
			check := func(id string, want model.Value, formula bool) {
				sheet, cell, _ := strings.Cut(b.Cell(id), "!")
				if got := strings.ReplaceAll(names[model.Name(id)], "$", ""); got != b.Cell(id) || cell == "" {
					t.Errorf("%s: name refers to %q, the book says %q", id, got, b.Cell(id))
					return
				}
				sheet = strings.Trim(sheet, "'")
				got, _ := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if n, ok := want.Number(); ok && got != shortest(n+0) && got != fmt.Sprint(n) || !ok && got != want.String() {
					t.Errorf("%s: %s holds %q, the scorecard says %v", id, b.Cell(id), got, want)
				}
				if text, _ := f.GetCellFormula(sheet, cell); (text != "") != formula {
					t.Errorf("%s: %s has the formula %q", id, b.Cell(id), text)
				}
			}
			for _, term := range s.Terms {
				check(term.ID, term.Value, false)
			}
			for _, q := range s.Quantities {
				check(q.ID, q.Value(), true)
			}
			for _, table := range s.Tables {
				for _, c := range table.Columns {
					if names[rangeName(table.Name, c.Name)] == "" {
						t.Errorf("column %s.%s has no name", table.Name, c.Name)
					}
				}
			}
		})
	}
}

func Test_the_same_scorecard_gives_the_same_bytes(t *testing.T) {
	b, first := written(t, sample(t, 80, nil))
	var again bytes.Buffer
	if n, err := b.WriteTo(&again); err != nil || n != int64(again.Len()) {
		t.Fatal(n, err)
	}
	_, anew := written(t, sample(t, 80, nil))
	if !bytes.Equal(first, again.Bytes()) || !bytes.Equal(first, anew) {
		t.Error("two writes differ")
	}
	var names []string
	for _, p := range parts(t, first) {
		names = append(names, p.name)
	}
	if names[0] != "[Content_Types].xml" || !sort.StringsAreSorted(names[1:]) {
		t.Errorf("parts are not in order: %v", names)
	}
}

func Test_text_of_the_data_is_never_a_formula(t *testing.T) {
	hostile := []string{`=1+1`, `=HYPERLINK("http://x","y")`, `+cmd`, `@SUM(A1)`, `-2`, `<f>1+1</f>`, `_x0041_`, `"quoted" & <b>`, `007`, `TRUE`}
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	leads := s.AddTable(model.NewTable("leads", "Leads", len(hostile)))
	leads.Texts("lead_id", "Lead", "", hostile)
	s.Warnings = []model.Note{{Text: hostile[0]}}
	s.Compute()
	b, raw := written(t, s)
	f := opened(t, raw)
	column, _ := b.sheetNamed("Leads").table.column("lead_id")
	for i, want := range hostile {
		at := column.from.down(i).String()
		got, err := f.GetCellValue("Leads", at)
		formula, _ := f.GetCellFormula("Leads", at)
		kind, _ := f.GetCellType("Leads", at)
		if err != nil || got != want || formula != "" || kind != excelize.CellTypeInlineString {
			t.Errorf("%q was written as %q, formula %q, type %v", want, got, formula, kind)
		}
	}
}

func (b *Book) sheetNamed(name string) *sheet {
	for _, sh := range b.sheets {
		if sh.name == name {
			return sh
		}
	}
	return nil
}

func Test_what_is_missing_prints_na_and_no_cell_of_a_table_is_blank(t *testing.T) {
	_, raw := written(t, model.NewLedger(reporttest.Agreement(), reporttest.October()).Scorecard())
	f := opened(t, raw)
	for _, name := range []string{"Leads", "Deals", "Breaches"} {
		rows, err := f.GetRows(name)
		if err != nil || len(rows) != headRows+2 {
			t.Fatalf("%s: %d rows, %v; want a head and a row of n/a", name, len(rows), err)
		}
		for i, v := range rows[headRows+1][1:] {
			if v != "n/a" {
				t.Errorf("%s, column %d: %q", name, i+2, v)
			}
		}
	}
}

func Test_more_rows_than_a_sheet_has_are_refused(t *testing.T) {
	card := func(rows int) *model.Scorecard {
		s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
		s.AddTable(model.NewTable("leads", "Leads", rows)).Nums("line", "Line", model.Count, "", make([]float64, rows))
		s.Compute()
		return s
	}
	b, err := New(card(sheetRows - 1))
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := b.sheetNamed("Leads").table.column("line"); r.to.row != sheetRows {
		t.Errorf("1,048,575 leads end in row %d", r.to.row)
	}
	if _, err := New(card(sheetRows)); err == nil || !strings.Contains(err.Error(), "1,048,575") {
		t.Errorf("1,048,576 leads: %v", err)
	}
}

func Test_two_things_of_one_name_are_refused(t *testing.T) {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.Given(model.Term{ID: "Leads.line", Title: "Line", Value: model.Num(1)})
	s.AddTable(model.NewTable("leads", "Leads", 1)).Nums("line", "Line", model.Count, "", []float64{1})
	s.Compute()
	if _, err := New(s); err == nil || !strings.Contains(err.Error(), "asked for twice") {
		t.Error(err)
	}
}

func Test_a_text_longer_than_a_cell_is_cut_and_Checks_says_so(t *testing.T) {
	s := model.NewScorecard(reporttest.Agreement(), reporttest.October())
	s.AddTable(model.NewTable("leads", "Leads", 1)).Texts("lead_id", "Lead", "", []string{strings.Repeat("é", excelize.TotalCellChars+5)})
	s.Compute()
	b, raw := written(t, s)
	f := opened(t, raw)
	column, _ := b.sheetNamed("Leads").table.column("lead_id")
	if got, _ := f.GetCellValue("Leads", column.from.String()); len([]rune(got)) != excelize.TotalCellChars {
		t.Errorf("the cell holds %d characters", len([]rune(got)))
	}
	if !strings.Contains(dump(b.sheetNamed("Checks")), "longer than a cell takes") {
		t.Error("Checks does not say that a text was cut")
	}
}

// dump is the text of a sheet's cells.
func dump(sh *sheet) string {
	var w strings.Builder
	for _, r := range sh.rows {
		for _, c := range r.cells {
			if !c.blank {
				w.WriteString(c.value.String() + "\t")
			}
		}
		w.WriteString("\n")
	}
	return w.String()
}

func Test_a_chart_has_named_series_and_cached_points(t *testing.T) {
	b, raw := written(t, sample(t, 150, nil))
	charts := 0
	for _, p := range parts(t, raw) {
		if !strings.HasPrefix(p.name, "xl/charts/chart") {
			continue
		}
		charts++
		if err := xml.Unmarshal([]byte(p.data), new(struct{})); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		for _, ser := range regexp.MustCompile(`<c:ser>.*?</c:ser>`).FindAllString(p.data, -1) {
			if !regexp.MustCompile(`<c:tx><c:strRef>.*?<c:v>[^<]+</c:v>`).MatchString(ser) || !regexp.MustCompile(`<c:val>.*<c:pt `).MatchString(ser) {
				t.Errorf("%s: a series without name or points: %s", p.name, ser)
			}
		}
	}
	for _, want := range []string{"chart_goals", "chart_cells", "chart_pace", "chart_funnel", "chart_adherence", "chart_budget", "chart_speed"} {
		found := false
		for _, sh := range b.sheets {
			for _, c := range sh.charts {
				found = found || c.name == want
			}
		}
		if !found {
			t.Errorf("no %s", want)
		}
	}
	if charts < 9 {
		t.Errorf("%d charts", charts)
	}
}

func Test_no_page_ends_inside_a_chart(t *testing.T) {
	b, err := New(sample(t, 150, nil))
	if err != nil {
		t.Fatal(err)
	}
	b.runDeferred()
	broken := 0
	for _, sh := range b.sheets {
		for _, r := range sh.pageBreaks(paperLetter) {
			broken++
			for _, c := range sh.charts {
				if c.at.row < r && r < c.at.row+chartRows {
					t.Errorf("%s: a page ends in row %d, inside %s", sh.name, r, c.name)
				}
			}
		}
	}
	if broken == 0 {
		t.Error("no sheet is longer than a page")
	}
}

func Test_days_that_have_not_begun_are_not_drawn(t *testing.T) {
	s := sample(t, 80, nil)
	days := s.Table("days")
	b, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	sh := b.sheetNamed("Lead Value")
	sh.put(cellAt{900, 1}, cell{value: model.Num(1)})
	sh.put(cellAt{901, 1}, cell{value: model.Missing})
	if got := sh.trimMissing(cellRange{cellAt{900, 1}, cellAt{901, 1}}); got.to.row != 900 {
		t.Errorf("a column that ends in n/a is drawn to row %d", got.to.row)
	}
	for _, c := range sh.charts {
		if c.name == "chart_pace" && len(c.lines[1].values.cells()) != days.Rows {
			t.Errorf("the line has %d points on %d days", len(c.lines[1].values.cells()), days.Rows)
		}
	}
}

func Test_a_difference_that_is_not_0_raises_the_flag_on_every_sheet(t *testing.T) {
	s := sample(t, 40, nil)
	if b, _ := written(t, s); b.flag() != "OK" {
		t.Fatal("the sample is to be reviewed")
	}
	s.Inputs[0].Used++
	b, raw := written(t, s)
	f := opened(t, raw)
	for _, sh := range b.sheets {
		if got, _ := f.GetCellValue(sh.name, "B3"); got != "Checks: REVIEW" {
			t.Errorf("%s says %q", sh.name, got)
		}
	}
}

func Test_merged_cells_neither_overlap_nor_hide_anything(t *testing.T) {
	for _, x := range agreements {
		b, err := New(sample(t, 60, x.change))
		if err != nil {
			t.Fatal(err)
		}
		b.runDeferred()
		for _, sh := range b.sheets {
			taken := map[cellAt]bool{}
			for _, m := range sh.merges {
				for _, at := range (cellRange{m[0], m[1]}).cells() {
					if taken[at] || at != m[0] && !sh.at(at).blank {
						t.Errorf("%s: %s is merged twice or hidden by %s", sh.name, at, m[0])
					}
					taken[at] = true
				}
			}
		}
	}
}

func Test_money_is_written_as_the_other_reports_write_it(t *testing.T) {
	for _, x := range []struct{ locale, code, want string }{
		{"en-US", "USD", `"$"#,##0.00`}, {"de-DE", "EUR", "#,##0.00\"\u00a0€\""}, {"ja-JP", "JPY", "\"JPY\u00a0\"#,##0"},
	} {
		a := reporttest.Agreement()
		a.Head.Locale, a.Head.Currency = x.locale, x.code
		if got := numberFormatsFor(a).of(model.Money, model.Num(1234.56)); got != x.want {
			t.Errorf("%s %s: %s, want %s", x.locale, x.code, got, x.want)
		}
	}
	f := numberFormatsFor(reporttest.Agreement())
	for _, x := range []struct {
		unit model.Unit
		v    float64
		want string
	}{{model.Count, 3, "#,##0"}, {model.Count, 2.625, "#,##0.0"}, {model.Money, 84000, `"$"#,##0`}, {model.Percent, .5, "0.0%"},
		{model.Hours, 24, `#,##0" hours"`}, {model.Hours, 1, `#,##0" hour"`}, {model.Days, 21.25, `#,##0.0" days"`}, {model.Ratios, 2.5, `#,##0.0" ×"`}} {
		if got := f.of(x.unit, model.Num(x.v)); got != x.want {
			t.Errorf("%v: %s, want %s", x.v, got, x.want)
		}
	}
	if got := f.term(model.Hours, model.Num(5./60)); got != `#,##0.0833" hours"` && got != `#,##0.0000" hours"` {
		t.Errorf("five minutes: %s", got)
	}
}

func Test_the_checker_of_schemas_and_house_rules_finds_no_error(t *testing.T) {
	tool, err := filepath.Abs("../../../shared/check/validate.py")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(tool); err != nil {
		if os.Getenv("LEADPACT_REQUIRE_ALL") == "1" {
			t.Fatal(err)
		}
		t.Skip("the checker is not at hand")
	}
	for i, x := range agreements {
		_, raw := written(t, sample(t, 60, x.change))
		file := filepath.Join(t.TempDir(), fmt.Sprintf("book%d.xlsx", i))
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(tool, "--spec", file).CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", x.name, err, out)
		}
	}
}

func Test_a_wrapped_text_is_given_the_lines_that_it_needs(t *testing.T) {
	for _, x := range []struct {
		text  string
		width float64
		want  int
	}{{"one", 10, 1}, {"one two three four five six", 8, 3}, {"first\nsecond", 40, 2}, {strings.Repeat("x", 64), 20, 3}} {
		if got := lineCount(x.text, x.width, 10, false); math.Abs(float64(got-x.want)) > 0 {
			t.Errorf("%q in %v: %d lines, want %d", x.text, x.width, got, x.want)
		}
	}
}
