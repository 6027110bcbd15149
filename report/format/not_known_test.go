package format

import (
	"slices"
	"strings"
	"testing"

	"leadpact/model"
	"leadpact/report/reporttest"
)

func TestFiguresThatAreNotKnownStandByReason(t *testing.T) {
	t.Parallel()
	s := reporttest.WithNA(reporttest.Card(), "no column gives leads.sql_at", "actual.sqls_created", "kpi.mql_to_sql")
	want := []string{"SQLs created, MQL to SQL: no column gives leads.sql_at",
		"Proposals, MQL to won, 3 touches within 14 days: no column gives it; map one under inputs"}
	if got := Unknown(s); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	all := AllUnknown(s)
	if i := slices.IndexFunc(all, func(n NotKnown) bool { return slices.Contains(n.Titles, "Promised leads") }); i < 0 {
		t.Errorf("a figure that stands on no first page is left out: %+v", all)
	}
	many := NotKnown{Titles: strings.Split(strings.Repeat("x ", 1100), " "), Reason: "why"}
	if got := many.Figures(For(s.Agreement)); !strings.HasSuffix(got, ", x and 1,071 more") {
		t.Errorf("%q", got[len(got)-40:])
	}
}

// grid are the figures of the goal grid with their attainments.
var grid = []string{"actual.leads_sourced", "actual.qualified_leads", "actual.mqls_created", "actual.mqls_managed",
	"actual.sqls_created", "attainment.leads_sourced", "attainment.qualified_leads", "attainment.mqls_created",
	"attainment.mqls_managed", "attainment.sqls_created"}

func TestNothingIsConcludedFromWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	const why = "no column gives leads.tier"
	for _, c := range []struct {
		name     string
		card     *model.Scorecard
		headline string
		promise  string
		never    string // what no decision may mention
	}{
		{"delivered", reporttest.WithNA(reporttest.Card(), why, "delivered.lead_value", "kpi.lead_value_attainment"),
			"SLA October 2026: 3 of 5 goals met, lead value n/a", "Marketing's lead value: n/a (" + why + ").", "Delivery"},
		{"promised", reporttest.WithNA(reporttest.Card(), why, "promise.lead_value", "kpi.lead_value_attainment"),
			"SLA October 2026: 3 of 5 goals met",
			"Marketing delivered $69,012.35 in lead value; what it promised: n/a (" + why + ").", "Delivery"},
		{"two goals", reporttest.WithNA(reporttest.Card(), why, "actual.sqls_created", "attainment.sqls_created",
			"actual.mqls_created", "attainment.mqls_created"),
			"SLA October 2026: 3 of 3 goals met, 2 not judged, lead value 82 %", "", "created"},
		{"all goals", reporttest.WithNA(reporttest.Card(), why, grid...),
			"SLA October 2026: no goal can be judged, lead value 82 %", "", "stands at"},
		{"a KPI", reporttest.WithNA(reporttest.Card(), why, "kpi.contact_rate"), "", "", "Contact rate"},
		{"leads at risk", reporttest.WithNA(reporttest.Card(), why, "at_risk.leads"), "", "", "don't-be-on-it"},
	} {
		if got := Headline(c.card); c.headline != "" && got != c.headline {
			t.Errorf("%s: headline %q, want %q", c.name, got, c.headline)
		}
		if got := PromiseOf(c.card); c.promise != "" && (got.Sentence() != c.promise || got.Status != "" || got.Share != 0) {
			t.Errorf("%s: promise %q, %q, want %q", c.name, got.Sentence(), got.Status, c.promise)
		}
		for _, d := range Decisions(c.card) {
			if strings.Contains(d, c.never) {
				t.Errorf("%s: decision %q", c.name, d)
			}
		}
		for _, l := range slices.Concat(Grid(c.card), Funnel(c.card), KPIs(c.card)) {
			if l.Actual == NA && (l.Status != "" || l.Attainment != "") {
				t.Errorf("%s: %+v", c.name, l)
			}
		}
	}
}

func TestAnSDRsFigureThatIsNotKnownHasTheCompanysReason(t *testing.T) {
	t.Parallel()
	s := reporttest.WithNA(reporttest.Card(), "no activities are given", "kpi.contact_rate", "adherence.contact")
	for name, want := range map[string]string{
		"contact_rate": "no activities are given", "adherence.contact": "no activities are given",
		"days_mql_to_sql": "there is nothing to count or to divide by", "other": "there is nothing to count or to divide by",
	} {
		if got := WhySDR(s, name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
