package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// ledgerOf runs leadpact on a company, whose files prepare may change, and returns the ledger of the reported
// month.
func ledgerOf(o options, prepare func(dir string) error) (*model.Ledger, error) {
	c, err := newCompany(o)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "generate")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := c.write(folder(dir)); err != nil {
		return nil, err
	}
	if err := prepare(dir); err != nil {
		return nil, err
	}
	agreement, err := agreementfile.Load(filepath.Join(dir, "agreement.yaml"))
	if err != nil {
		return nil, err
	}
	period, err := calendar.ParsePeriod(o.until, c.reported.Location(), c.export)
	if err != nil {
		return nil, err
	}
	agreement.Inputs["leads"].Complete = true // the company has no older leads
	ledger := model.NewLedger(agreement, period)
	return ledger, ingest.Read(agreement, dir, ledger)
}

// keepFiles leaves the files of a company as they are.
func keepFiles(string) error { return nil }

func scorecardOf(o options) (*model.Scorecard, error) {
	ledger, err := ledgerOf(o, keepFiles)
	if err != nil {
		return nil, err
	}
	return ledger.Scorecard(), nil
}

// sampleScorecard computes the scorecard of the sample once for all tests.
var sampleScorecard = sync.OnceValues(func() (*model.Scorecard, error) { return scorecardOf(sampleOptions()) })

func sampleCard(t *testing.T) *model.Scorecard {
	t.Helper()
	s, err := sampleScorecard()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func cardOf(t *testing.T, o options) *model.Scorecard {
	t.Helper()
	s, err := scorecardOf(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestReportedMonthHasEveryVerdict(t *testing.T) {
	t.Parallel()
	s := sampleCard(t)
	for _, x := range []struct {
		id        string
		low, high float64
	}{
		{"actual.leads_sourced", 300, 320},
		{"actual.qualified_leads", 250, 275},
		{"actual.mqls_created", 105, 124}, // missed
		{"actual.mqls_managed", 525, 570},
		{"actual.sqls_created", 26, 31}, // missed
		{"kpi.lead_value_attainment", 0.80, 0.89},
		{"adherence.contact", 0.87, 0.93},
		{"adherence.call_time", 0.60, 0.90},
		{"kpi.contact_rate", 0.4, 0.6},
		{"measured.platform.rate.ql", 0.47, 0.53},
		{"measured.platform.rate.mql", 0.24, 0.28},
		{"measured.platform.rate.sql", 0.78, 0.86},
		{"measured.platform.rate.opportunity", 0.28, 0.36},
		{"spend.rows", 4, 4},
		{"channel.unattributed.leads", 20, 100},
	} {
		if got, ok := s.Value(x.id).Number(); !ok || got < x.low || got > x.high {
			t.Errorf("%s is %v, want %v to %v", x.id, s.Value(x.id), x.low, x.high)
		}
	}
	for _, rule := range []string{"contact", "call_time", "touches", "breakup"} {
		for _, verdict := range []string{"met", "late", "missed", "excused", "na"} {
			if n, _ := s.Value("adherence." + rule + "." + verdict).Number(); n == 0 {
				t.Errorf("no lead is %s by the rule %s", verdict, rule)
			}
		}
	}
	for _, rule := range []string{"not_called", "too_few_calls"} {
		if n, _ := s.Value("dont_be_on_it." + rule).Number(); n == 0 || n > 60 {
			t.Errorf("%v leads are on the list as %s", n, rule)
		}
	}
}

func TestEveryRowIsAccountedFor(t *testing.T) {
	t.Parallel()
	s := sampleCard(t)
	setAside := map[string]int{}
	for _, in := range s.Inputs {
		setAside[in.File] = in.SetAside
	}
	if setAside["exports/contacts.csv"] != 1 || setAside["exports/deals.csv"] != 1 || len(s.SetAside) != 2 {
		t.Errorf("set aside: %v; want the lead with an invalid date and the deal in euros", s.SetAside)
	}
}

// The HubSpot layout describes the same company, so every figure must be the same.
func TestHubSpotGivesTheSameFigures(t *testing.T) {
	t.Parallel()
	plain := sampleCard(t)
	hubspot := cardOf(t, changedOptions(func(o *options) { o.format = "hubspot" }))
	if len(plain.Quantities) != len(hubspot.Quantities) {
		t.Fatalf("%d figures, in HubSpot %d", len(plain.Quantities), len(hubspot.Quantities))
	}
	for _, q := range plain.Quantities {
		if got := hubspot.Value(q.ID); got != q.Value() {
			t.Errorf("%s is %v, in HubSpot %v", q.ID, q.Value(), got)
		}
	}
}

// Each format describes the same company, so every figure must be the same. What a CRM has no column for is
// in custom fields or, for activities that the CRM does not export, in a file of the warehouse.
func TestEveryCRMFormatGivesTheSameFigures(t *testing.T) {
	t.Parallel()
	small := func(format string) options {
		return changedOptions(func(o *options) { o.leadsPerMonth, o.months, o.format = 120, 2, format })
	}
	want := cardOf(t, small("plain"))
	if n, _ := want.Value("actual.sqls_created").Number(); n == 0 {
		t.Fatal("the company has no SQL")
	}
	for _, format := range slices.Sorted(maps.Keys(crmFormats)) {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			got := cardOf(t, small(format))
			if len(got.Quantities) != len(want.Quantities) {
				t.Errorf("%d figures, want %d", len(got.Quantities), len(want.Quantities))
			}
			for _, q := range want.Quantities {
				if v := got.Value(q.ID); v != q.Value() {
					t.Errorf("%s is %v, want %v", q.ID, v, q.Value())
				}
			}
			of := crmFormats[format].filesOf()
			for _, in := range got.Inputs {
				if want, ok := of[filepath.Base(in.File)]; ok && in.CRM != want {
					t.Errorf("%s is read as %s, want %s", in.File, in.CRM, want)
				}
			}
			if len(got.Breaches) != len(want.Breaches) || len(got.SetAside) != len(want.SetAside) {
				t.Errorf("%d breaches and %d rows set aside, want %d and %d",
					len(got.Breaches), len(got.SetAside), len(want.Breaches), len(want.SetAside))
			}
		})
	}
}

// The headers must be enough to detect each format, without crm: in the agreement.
func TestEveryCRMFormatIsDetectedByItsHeaders(t *testing.T) {
	t.Parallel()
	for _, format := range slices.Sorted(maps.Keys(crmFormats)) {
		m := generate(t, changedOptions(func(o *options) { o.leadsPerMonth, o.months, o.format = 20, 2, format }))
		dir := t.TempDir()
		for name, data := range m {
			if rest, ok := strings.CutPrefix(name, "exports/"); ok {
				if err := os.WriteFile(filepath.Join(dir, rest), data.Bytes(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		words, err := agreementfile.Parse("agreement.yaml", m["agreement.yaml"].Bytes())
		if err != nil {
			t.Fatal(err)
		}
		files, err := ingest.Survey(words, dir)
		if err != nil {
			t.Fatal(err)
		}
		for file, crm := range crmFormats[format].filesOf() {
			table, _, _ := strings.Cut(file, ".")
			if table != "leads" && table != "deals" {
				table = "activities"
			}
			if !slices.ContainsFunc(files, func(f ingest.SurveyedFile) bool {
				return f.File == file && f.Table == table && f.CRM == crm
			}) {
				t.Errorf("%s: %s is not recognised as its %s", format, file, table)
			}
		}
	}
}

// filesOf returns the CRM, or plain, of each file of a format.
func (s crmFormat) filesOf() map[string]string {
	out := map[string]string{"leads.csv": s.crm, "deals.csv": s.crm}
	if s.activitiesOnly {
		out = map[string]string{"leads.csv": "plain", "deals.csv": "plain"}
	}
	for _, a := range s.activities {
		if out[a.file] = s.crm; a.isOfWarehouse() {
			out[a.file] = "plain"
		}
	}
	return out
}

// The history in the agreement must be what leadpact measures from the exports.
func TestHistoryAgreesWithTheExports(t *testing.T) {
	t.Parallel()
	s := sampleCard(t)
	var total [agreement.Won + 1]float64
	for _, q := range s.Agreement.History {
		for stage := range total {
			total[stage] += q.Counts[stage]
		}
	}
	for from, to := range map[agreement.Stage]agreement.Stage{agreement.QL: agreement.MQL, agreement.MQL: agreement.SQL,
		agreement.SQL: agreement.Opportunity, agreement.Opportunity: agreement.Won} {
		want := total[to] / total[from]
		if got, _ := s.Value("measured." + strings.ToLower(stream) + ".rate." + from.String()).Number(); got != want {
			t.Errorf("%s to the next: measured %v, by the history %v", from, got, want)
		}
	}
}

func TestLargerCompanyHasTheSameProportions(t *testing.T) {
	t.Parallel()
	s := cardOf(t, changedOptions(func(o *options) { o.leadsPerMonth, o.sdrs, o.months = 900, 11, 6 }))
	for _, x := range []struct {
		id        string
		low, high float64
	}{
		{"goal.mqls_created", 375, 375}, {"promise.lead_value", 252_000, 252_000},
		{"actual.mqls_created", 300, 420}, {"actual.sqls_created", 60, 130},
	} {
		if got, ok := s.Value(x.id).Number(); !ok || got < x.low || got > x.high {
			t.Errorf("%s is %v, want %v to %v", x.id, s.Value(x.id), x.low, x.high)
		}
	}
	if n := len(s.SDRs); n < 11 {
		t.Errorf("%d SDRs, want 11 and Unassigned", n)
	}
}
