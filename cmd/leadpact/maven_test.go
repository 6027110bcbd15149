package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const mavenTerms = `agreement: {id: M-1, version: 1, company: Maven, effective: 2017-01-01, currency: USD, zone: UTC}
parties: [{role: Marketing, name: A}, {role: Sales, name: B}]
revenue: {goal: 10000000}
kpis: [{id: average_deal}, {id: win_rate}, {id: days_to_close}, {id: revenue_attainment}, {id: lead_to_customer}]
inputs:
  deals:
    files: [%q]
    columns: {deal_id: opportunity_id, stage: deal_stage, created_at: engage_date, closed_at: close_date,
      amount: close_value, owner: sales_agent}
    won_stages: [Won]
`

// The 6,711 closed deals of a teaching set, as a whole and by quarter. Deals alone give revenue and the
// KPIs of deals. What expected.csv holds of sellers, managers and regions has no figure in a scorecard.
func TestMavenDealsGiveTheExpectedFigures(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs(shared(t, "data/maven"))
	if err != nil {
		t.Fatal(err)
	}
	agreement := filepath.Join(t.TempDir(), "agreement.yaml")
	terms := fmt.Appendf(nil, mavenTerms, filepath.Join(dir, "sales_pipeline.csv"))
	if err := os.WriteFile(agreement, terms, 0o600); err != nil {
		t.Fatal(err)
	}
	periods := map[string]map[string]float64{}
	compared := 0
	for _, row := range parsed(t, filepath.Join(dir, "expected.csv"))[1:] {
		period, what := "2017-01-01..2017-12-31", row[1]
		if quarter, rest, ok := strings.Cut(row[1], " "); ok && row[4] == "by_quarter" {
			period, what = quarter, rest
		} else if row[4] != "" {
			continue
		}
		if periods[period] == nil {
			periods[period] = mavenFigures(t, agreement, period)
		}
		got, defined := periods[period][what]
		if !defined {
			continue
		}
		want, err := strconv.ParseFloat(row[2], 64)
		tolerance, err2 := strconv.ParseFloat(row[3], 64)
		if err != nil || err2 != nil || math.Abs(got-want) > max(tolerance, 5e-5) {
			t.Errorf("%s %s is %v, want %v", period, what, got, row[2])
		}
		compared++
	}
	if compared != 30 {
		t.Errorf("%d figures were compared, want 30", compared)
	}
}

// mavenFigures returns the scorecard's figures by their names in expected.csv. The numbers of deals
// follow from them.
func mavenFigures(t *testing.T, agreement, period string) map[string]float64 {
	t.Helper()
	f := figures(printed(t, "--agreement", agreement, "--period", period))
	number := func(id string) float64 {
		x, ok := f[id].(float64)
		if !ok {
			t.Fatalf("%s %s is %v", period, id, f[id])
		}
		return x
	}
	value, average, rate := number("actual.revenue"), number("kpi.average_deal"), number("kpi.win_rate")
	won := value / average
	return map[string]float64{
		"won": won, "closed": won / rate, "win_rate": rate, "won_value": value, "value": value,
		"avg_value_won": average, "avg_value": average, "days_median_won": number("kpi.days_to_close"),
	}
}
