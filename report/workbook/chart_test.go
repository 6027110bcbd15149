package workbook

import (
	"encoding/xml"
	"regexp"
	"strings"
	"testing"

	"leadpact/model/formula"
)

var (
	seriesXML    = regexp.MustCompile(`<c:ser>.*?</c:ser>`)
	seriesName   = regexp.MustCompile(`<c:tx><c:strRef>.*?<c:v>[^<]+</c:v>`)
	seriesPoints = regexp.MustCompile(`<c:val>.*<c:pt `)
)

func Test_a_chart_has_named_series_and_cached_points(t *testing.T) {
	t.Parallel()
	x := shared(t, 0)
	charts := 0
	for _, p := range parts(t, x.raw) {
		if !strings.HasPrefix(p.name, "xl/charts/chart") {
			continue
		}
		charts++
		if err := xml.Unmarshal([]byte(p.data), new(struct{})); err != nil {
			t.Errorf("%s: %v", p.name, err)
		}
		for _, ser := range seriesXML.FindAllString(p.data, -1) {
			if !seriesName.MatchString(ser) || !seriesPoints.MatchString(ser) {
				t.Errorf("%s: a series without name or points: %s", p.name, ser)
			}
		}
	}
	if charts < 9 {
		t.Errorf("%d charts", charts)
	}
	names := map[string]int{}
	for _, sh := range x.book.sheets {
		for _, c := range sh.charts {
			names[c.name]++
		}
	}
	for _, want := range []string{"chart_goals", "chart_cells", "chart_pace", "chart_funnel", "chart_adherence",
		"chart_budget", "chart_speed", "chart_goals_summary", "chart_pace_summary", "chart_budget_summary",
		"chart_money_budget_vs_value"} {
		if names[want] != 1 {
			t.Errorf("%d charts are named %s", names[want], want)
		}
	}
}

func Test_days_that_have_not_begun_are_not_drawn(t *testing.T) {
	t.Parallel()
	s := sample(80, nil)
	days := s.Table("days")
	b, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	sh := b.sheetNamed("Lead Value")
	sh.put(cellAt{900, 1}, cell{value: formula.Num(1)})
	sh.put(cellAt{901, 1}, cell{value: formula.Missing})
	if got := sh.trimMissing(cellRange{cellAt{900, 1}, cellAt{901, 1}}); got.to.row != 900 {
		t.Errorf("a column that ends in n/a is drawn to row %d", got.to.row)
	}
	for _, c := range sh.charts {
		if c.name == "chart_pace" && len(c.lines[1].values.cells()) != days.Rows {
			t.Errorf("the line has %d points on %d days", len(c.lines[1].values.cells()), days.Rows)
		}
	}
}
