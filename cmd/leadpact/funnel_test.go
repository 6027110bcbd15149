package main

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"leadpact/model/calendar"
)

// A marketplace's 4,171 leads and 189 deals; expected.csv was counted without this program.
func TestRealFunnelGivesTheExpectedFigures(t *testing.T) {
	t.Parallel()
	dir := shared(t, "data/funnel")
	file, err := os.Open(filepath.Join(dir, "expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	agreement := filepath.Join(dir, "agreement.yaml")
	months := map[string]map[string]any{}
	for _, row := range rows[1:] {
		period, what := row[0], row[1]
		if months[period] == nil {
			months[period] = figures(printed(t, "--agreement", agreement, "--period", period))
			maps.Copy(months[period], sellers(t, agreement, period))
		}
		var want any
		if x, err := strconv.ParseFloat(row[2], 64); err == nil {
			want = x
		}
		id := funnelID(what)
		if got, there := months[period][id]; !there || !near(want, got, 1e-6) {
			t.Errorf("%s %s: %s is %v, want %v", period, what, id, got, want)
		}
	}
}

// funnelID returns the id of the figure in a line of expected.csv.
func funnelID(what string) string {
	if source, ok := strings.CutPrefix(what, "leads handed off, source "); ok {
		return "channel." + strings.Replace(source, "(blank)", "unattributed", 1) + ".leads"
	}
	switch id, part, _ := strings.Cut(what, " "); {
	case what == "open_mqls_at_end":
		return "actual.mqls_open"
	case !strings.Contains(id, "."):
		return what
	case part == "" || part == "median":
		return id
	default:
		return id + "." + strings.TrimPrefix(part, "basis ")
	}
}

// sellers counts SDRs by the deals that they won in the period, from the scorecard's table of deals.
func sellers(t *testing.T, agreement, period string) map[string]any {
	t.Helper()
	j, err := openJob(agreement, period, "", time.Now())
	if err != nil {
		t.Fatal(err)
	}
	s, err := j.scorecard()
	if err != nil {
		t.Fatal(err)
	}
	deals := s.Table("deals")
	number := func(column string, row int) float64 {
		x, _ := deals.Column(column).Value(row).Number()
		return x
	}
	wins := map[string]int{}
	for row := range deals.Rows {
		closed := number("closed", row)
		if number("won", row) == 1 && closed >= calendar.Serial(j.period.Start) && closed < calendar.Serial(j.period.End) {
			wins[deals.Column("sdr").Value(row).String()]++
		}
	}
	many := 0
	for _, n := range wins {
		if n >= 15 {
			many++
		}
	}
	return map[string]any{"sdrs with a win": float64(len(wins)), "sdrs with 15 wins or more": float64(many)}
}
