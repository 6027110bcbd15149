package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpact/cmd/leadpact/internal/treetest"
	"leadpact/samples"
)

// article is a worked example of SPEC section 12: the keys of its agreement.yaml, the leads that were
// handed off in October, and the figures that leadpact run --json must give.
type article struct {
	revenue, stream, value, promise, budget string
	goals, actions, capacity                string
	leads                                   string // id,tier,action,motion of each, separated by spaces
	want                                    map[string]float64
}

const plainAgreement = `agreement: {id: SLA-1, version: 1, company: Article, effective: 2026-10-01, currency: USD, zone: UTC}
parties: [{role: Marketing, name: M}, {role: Sales, name: S}]
revenue: {%s, streams: [{name: Main, share: 100%%, %s}]}
%s
kpis: [{id: lead_velocity}, {id: contact_rate}, {id: mql_to_sql}, {id: mql_to_won}, {id: sql_value}]
inputs: {leads: {files: [leads.csv], complete: true}}
`

// write writes the agreement and its leads into a folder and returns the flags of run for them.
func (a article) write(t *testing.T) []string {
	t.Helper()
	var keys []string
	for _, k := range [][2]string{
		{"lead_value", a.value}, {"promise", a.promise}, {"budget", a.budget}, {"goals", a.goals},
		{"action_agreement", a.actions}, {"capacity", a.capacity},
	} {
		if k[1] != "" {
			keys = append(keys, k[0]+": {"+k[1]+"}")
		}
	}
	rows := []string{"lead_id,created_at,mql_at,tier,action,motion"}
	for _, l := range strings.Fields(a.leads) {
		id, rest, _ := strings.Cut(l, ",")
		rows = append(rows, id+",2026-10-06T09:00:00Z,2026-10-06T10:00:00Z,"+rest)
	}
	if a.leads == "" {
		rows = append(rows, "L0,2026-10-06T09:00:00Z,,,,")
	}
	dir := t.TempDir()
	treetest.Write(t, dir, map[string]string{
		"agreement.yaml": fmt.Sprintf(plainAgreement, a.revenue, a.stream, strings.Join(keys, "\n")),
		"leads.csv":      strings.Join(rows, "\n") + "\n",
	})
	agreement := filepath.Join(dir, "agreement.yaml")
	return []string{"--agreement", agreement, "--period", "2026-10", "--as-of", "2026-11-02T00:00:00Z"}
}

// check compares the figures.
func (a article) check(t *testing.T) {
	t.Helper()
	got := figures(printed(t, a.write(t)...))
	for id, want := range a.want {
		if !near(got[id], want, 1e-9) {
			t.Errorf("%s is %v, want %v (%v)", id, got[id], want, got[id+"#reason"])
		}
	}
}

const (
	millionAYear  = "goal: 1000000, per: year"
	halfOfSeventy = "average_deal: 10000, " +
		"funnel: [{stage: mql, to_next: 70%}, {stage: opportunity, to_next: 50%}, {stage: won}]"
)

func TestArticle000AMillionTakes286LeadsAYearAnd24AMonth(t *testing.T) {
	t.Parallel()
	article{
		revenue: millionAYear, stream: halfOfSeventy, promise: "lead_value: plan, contact_within: 24h",
		want: map[string]float64{
			"plan.main.won.year": 100, "plan.main.opportunity.year": 200,
			"plan.main.mql.year": 286, "plan.main.mql.month": 24,
		},
	}.check(t)
}

func TestArticle000ALeadIsWorth3500AndAMonth84000(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		ratio             string
		budget            int
		promise, perMoney float64
	}{{"1:1", 5000, 84000, 16.8}, {"1:1", 20000, 84000, 4.2}, {"2:1", 20000, 168000, 8.4}} {
		article{
			revenue: millionAYear, stream: halfOfSeventy,
			promise: `lead_value: plan, contact_within: 24h, ratio: "` + x.ratio + `"`,
			budget:  fmt.Sprintf("channels: {Ads: %d}", x.budget),
			want: map[string]float64{
				"plan.main.lead_value": 3500, "plan.promise": 84000,
				"promise.lead_value": x.promise, "promise.per_budget": x.perMoney,
			},
		}.check(t)
	}
}

func TestArticle000TheLifetimeValueChart(t *testing.T) {
	t.Parallel()
	article{
		revenue: millionAYear, stream: halfOfSeventy, promise: "lead_value: 84000, contact_within: 24h",
		value: "method: ltv, tiers: [{id: A, five_year_revenue: 5000000}, {id: B, five_year_revenue: 1500000}, " +
			"{id: C, five_year_revenue: 500000}], actions: [{id: demo}, {id: guide}, {id: news}], " +
			"sqls_per_deal: 2, mqls_per_sql: 1.4285714285714286, low_action_divisor: 20",
		leads: "L1,A,demo,inbound L2,C,news,inbound",
		want: map[string]float64{
			"value.a.demo": 500000, "value.a.guide": 350000, "value.a.news": 17500,
			"value.b.demo": 150000, "value.b.guide": 105000, "value.b.news": 5250,
			"value.c.demo": 50000, "value.c.guide": 35000, "value.c.news": 1750,
			"delivered.lead_value": 501750,
		},
	}.check(t)
}

func TestArticle001TheSampleHasTheGridTheActionAgreementAndTheProtocol(t *testing.T) {
	t.Parallel()
	company, err := fs.Sub(samples.FS, "company")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, company); err != nil {
		t.Fatal(err)
	}
	agreement := filepath.Join(dir, "agreement.yaml")
	got := figures(printed(t, "--agreement", agreement, "--period", samples.Period, "--as-of", samples.AsOf))
	for id, want := range map[string]float64{
		"goal.leads_sourced": 300, "goal.qualified_leads": 250, "goal.mqls_created": 125, "goal.mqls_managed": 525,
		"goal.sqls_created":           32,
		"implied.sql_per_mql_created": 32.0 / 125, "implied.sql_per_mql_managed": 32.0 / 525,
		"implied.sdrs_for_mqls.low": 525.0 / 200, "implied.sdrs_for_mqls.high": 525.0 / 150,
		"implied.sdrs_for_sqls": 32.0 / 15,
	} {
		if !near(got[id], want, 1e-9) {
			t.Errorf("%s is %v, want %v", id, got[id], want)
		}
	}
	text, err := os.ReadFile(agreement)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"call_within: 4h, touches: 15, breakups: 1, timeframe: 90d",
		"call_within: 24h, touches: 8, breakups: 1, timeframe: 60d",
		"call_within: 48h, touches: 3, breakups: 1, timeframe: 30d",
		"universe: 200-400", "active_mqls: 150-200",
	} {
		if !strings.Contains(strings.Join(strings.Fields(string(text)), " "), line) {
			t.Errorf("the sample's agreement does not say %s", line)
		}
	}
}

func TestArticle002TheCloseRateChartAndWhatThePromiseComesTo(t *testing.T) {
	t.Parallel()
	article{
		revenue: millionAYear, stream: halfOfSeventy, promise: "lead_value: 300000, contact_within: 24h",
		value: "method: close_rate, tiers: [{id: A}], actions: [{id: demo}, {id: ebook}], " +
			"close_rates: {A: {demo: 3%, ebook: 1%}}, average_purchase: {A: 100000}",
		want: map[string]float64{
			"value.a.demo": 3000, "value.a.ebook": 1000, "equivalent.a.demo": 100, "equivalent.a.ebook": 300,
		},
	}.check(t)
}

func TestArticle002AHundredLeadsForEachOfTenSellers(t *testing.T) {
	t.Parallel()
	article{
		revenue: "goal: 50000, per: month",
		stream: "average_deal: 1000, funnel: [{stage: ql, to_next: 50%}, {stage: mql, to_next: 60%}, " +
			"{stage: sql, to_next: 50%}, {stage: opportunity, to_next: 33.3333333333%}, {stage: won}]",
		promise: "leads_per_seller: 100, sellers: 10, contact_within: 24h",
		want: map[string]float64{
			"promise.leads": 1000, "plan.main.won.month": 50, "plan.main.opportunity.month": 150,
			"plan.main.sql.month": 300, "plan.main.mql.month": 500, "plan.main.ql.month": 1000,
		},
	}.check(t)
}

func TestArticle003SixtyPercentOf150000Is90MQLs(t *testing.T) {
	t.Parallel()
	x := article{
		revenue: "goal: 150000, per: month, marketing_share: 60%",
		stream:  "average_deal: 1000, funnel: [{stage: mql, to_next: 100%}, {stage: won}]",
		promise: "lead_value: plan, contact_within: 24h",
		want:    map[string]float64{"plan.main.revenue.month": 90000, "plan.main.mql.month": 90, "plan.promise": 90000},
	}
	x.check(t)
	x.stream = strings.Replace(x.stream, "1000", "0", 1)
	var stdout, stderr bytes.Buffer
	code := run(append([]string{"leadpact", "run", "--json"}, x.write(t)...), &stdout, &stderr)
	if code != 78 || !strings.Contains(stderr.String(), "average_deal") {
		t.Errorf("an MQL worth 0: exit %d, %s", code, stderr.String())
	}
}

// article004 returns article 004 with these leads.
func article004(leads string, want map[string]float64) article {
	return article{
		revenue: "goal: 500000, per: month",
		stream: "average_deal: 2000, funnel: [{stage: mql, to_next: 34%}, {stage: sql, to_next: 82%}, " +
			"{stage: opportunity, to_next: 23%}, {stage: won}], " +
			"lead_types: [{name: Outbound, match: {motion: outbound}, rates: {mql: 49.6%}}]",
		value:   "method: quota",
		promise: "lead_value: 500000, contact_within: 24h, counts: [inbound, outbound]",
		leads:   leads,
		want:    want,
	}
}

func TestArticle004TheQuotaTakes3900MQLsAndALeadIsWorth128(t *testing.T) {
	t.Parallel()
	article004("L1,,,inbound L2,,,outbound", map[string]float64{
		"plan.main.won.month": 250, "plan.main.opportunity.month": 1087, "plan.main.sql.month": 1326,
		"plan.main.mql.month": 3900, "plan.main.quota_value": 128.21,
		"plan.main.type.outbound.mql.month": 2674, "plan.main.type.outbound.quota_value": 186.99,
		"delivered.lead_value": 128.21 + 186.99,
	}).check(t)
}

func TestArticle004TwoThousandWebsiteAndAThousandOutboundLeadsAre886PercentOfQuota(t *testing.T) {
	t.Parallel()
	var leads strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&leads, "L%d,,,%s ", i, map[bool]string{true: "inbound", false: "outbound"}[i < 2000])
	}
	article004(leads.String(), map[string]float64{
		"delivered.leads": 3000, "delivered.main.other.leads": 2000, "delivered.main.outbound.leads": 1000,
		"delivered.lead_value": 2000*128.21 + 1000*186.99,
	}).check(t)
	// The article counts in whole dollars: $128 and $187, $443,000.
	if rounded := 2000*128 + 1000*187; rounded != 443_000 || float64(rounded)/500_000 != .886 {
		t.Error(rounded)
	}
}
