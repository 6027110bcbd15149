package agreementfile

import (
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// minimal has the required keys only.
const minimal = `agreement:
  id: SLA-1
  version: 1
  company: Northwind
  effective: 2026-10-01
  currency: USD
  zone: America/New_York
parties:
  - {role: Marketing, name: Zoë}
  - {role: Sales, name: Daniel}
revenue:
  goal: 1000000
kpis: [{id: lead_velocity}, {id: contact_rate}, {id: contacts_per_sql}, {id: sql_value}, {id: mql_to_sql}]
inputs:
  leads: {files: [leads.csv]}
`

func mustParse(t *testing.T, text string) *agreement.Agreement {
	t.Helper()
	a, err := Parse("agreement.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTheRequiredKeysAloneAreAnAgreement(t *testing.T) {
	t.Parallel()
	a := mustParse(t, minimal)
	type defaults struct {
		Paper, Locale, Handoff, Managed, Per, Basis, Unrated, Method, Statement, KPIBasis string
		Share, Tolerance, Divisor                                                         float64
		Starts                                                                            string
		Ratio                                                                             agreement.Ratio
		Counts                                                                            []string
		Accept                                                                            calendar.Span
	}
	got := defaults{
		a.Head.Paper, a.Head.Locale, a.Clock.Handoff, a.Clock.Managed, a.Revenue.Per, a.Promise.Basis, a.Actions.Unrated,
		a.LeadValue.Method, a.Promise.Statement, a.KPIs[4].Basis,
		a.Revenue.MarketingShare.Value, a.Promise.Tolerance.Value, a.LeadValue.LowActionDivisor,
		a.Revenue.Starts.Format("2006-01"), a.Promise.Ratio, a.Promise.Counts, a.Promise.AcceptWithin,
	}
	want := defaults{
		"a4", "en", "mql", "timeframe", "year", "gross", "none", "", "", "managed",
		1, 0.1, 20, "2026-10", agreement.Ratio{Value: 1, To: 1}, []string{"inbound"}, calendar.Span{Days: 14},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestTheExampleLoadsWithEveryKey(t *testing.T) {
	t.Parallel()
	a, err := Load(ingesttest.SharedData(t, "agreement.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	low, high := 200.0, 400.0
	for name, pair := range map[string][2]any{
		"id":             {a.Head.ID, "SLA-2026-004"},
		"review":         {a.Head.Review.Every + a.Head.Review.Next.Format(" 2006-01-02"), "3 months 2027-01-05"},
		"party":          {a.Parties[3], agreement.Party{Role: "Finance", Name: "José Peña", Title: "Finance Director", Email: "jose@northwind.example", Witness: true}},
		"further term":   {a.Defs.More[0].Key, "prospect"},
		"criterion":      {a.Defs.SQL.Need, "They state a need we serve."},
		"persona":        {a.Ideal.Persona.Role, "Owns the pipeline number"},
		"rate":           {a.Revenue.Streams[0].Funnel[1].ToNext, agreement.Rate{Value: 0.256}},
		"target":         {a.Revenue.Streams[0].Funnel[1].Target.By.Format("2006-01"), "2027-03"},
		"lead type":      {a.Revenue.Streams[0].LeadTypes[0].Rates[0], agreement.Pair[agreement.Rate]{Key: "mql", Value: agreement.Rate{Value: 0.373}}},
		"history":        {a.History[3].Counts[agreement.SQL], 96.0},
		"goals":          {*a.Goals.MQLsManaged, 525.0},
		"hand raiser":    {a.LeadValue.Actions[0].CallWithin, calendar.Span{Minutes: 5}},
		"timeframe":      {a.Actions.Low.Timeframe, calendar.Span{Days: 30}},
		"cadence":        {a.Cadence.Steps[2], agreement.CadenceStep{Touches: 7, Within: calendar.Span{Days: 56}}},
		"don't be on it": {a.DontBeOnIt.After, calendar.Span{Days: 14}},
		"band":           {*a.Capacity.Universe, agreement.Band{Low: low, High: &high}},
		"ramp":           {a.Capacity.Ramp[2].Value, 0.75},
		"duties":         {a.Duties[1].Key, "Sales"},
		"kpi goal":       {*a.KPIs[6].Goal, 0.016},
		"budget":         {a.Budget.Channels[0], agreement.Pair[float64]{Key: "Paid Search", Value: 9000}},
		"meeting":        {a.Meeting.Length, calendar.Span{Minutes: 45}},
		"input":          {a.Inputs["activities"].Files[0], "exports/activities*.csv.gz"},
		"mail":           {a.Mail.SMTP.PasswordFile, "/run/secrets/smtp"},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if strings.Contains(string(a.Canonical()), `"":`) {
		t.Error("a term without a key is in the canonical terms")
	}
}

// TestFormsInTheCommentsOfTheExampleLoad loads the forms that the example shows only in comments.
func TestFormsInTheCommentsOfTheExampleLoad(t *testing.T) {
	t.Parallel()
	a := mustParse(t, minimal+`  activities:
    files: a.csv
    crm: hubspot
    encoding: windows-1252
    delimiter: ";"
    decimal: ","
    date_order: dmy
    zone: UTC
    exported: 2026-11-02T08:00
    begins: 2026-06-01
    complete: true
    columns: {at: Activity date, owner: [Contact owner, Owner]}
    constants: {direction: outbound}
    not_people: [Inbound Queue]
    values:
      outcome: {conversation: [Connected - Conversation], no_answer: [No answer, Busy]}
      type: {call: [Call, Phone], breakup: ["*break*up*"]}
  deals: {files: [d.csv], exported: 2026-11-02, constants: {won: true}, fx: {EUR: 1.085}, won_stages: [Closed Won], lost_stages: [Closed Lost, "Gone*"], values: {marketing_sourced: [Organic Search]}}
clock: {hours: {mon-thu: "09:00-17:30", fri: ["9:00-12:00", "13:00-16:00"]}, handoff: assigned, managed: open}
goals: {leads_sourced: 300, outbound: {leads_sourced: 40}}
lead_value:
  tiers: [{id: A}, {id: B}]
  actions: [{id: demo_request}, {id: newsletter}]
  close_rates: {A: {demo_request: 3%, newsletter: 0.1%}}
  average_purchase: {A: 100000}
promise: {leads_per_seller: 100, sellers: 10, ratio: "2:1", for: [high, medium], reviewed: no_fault}
action_agreement: {medium: {call_within: 90m}, outbound: {high: {call_within: 24h, touches: 12, timeframe: 60d}}}
definitions: {sql: In one sentence.}
capacity: {universe: 200–400, active_mqls: 150-}
history: [{quarter: 2026-Q1, stream: Any, mql: 10, won: 0}]
signed: {fingerprint: 4751C464751c464751c464751c464751c464751c464751c464751c464751c464, on: "2026-10-01", file: signed.pdf}
`)
	nan := a.History[0].Counts[agreement.QL]
	for name, pair := range map[string][2]any{
		"hours":             {a.Clock.Hours[5], calendar.OpenHours{Weekday: time.Friday, From: 780, Until: 960}},
		"motion's goal":     {*a.Goals.Motions[0].Value.LeadsSourced, 40.0},
		"method":            {a.LeadValue.Method, "close_rate"},
		"close rate":        {a.LeadValue.CloseRates[0].Value[1].Value.Value, 0.001},
		"statement":         {a.Promise.Statement, "leads"},
		"ratio":             {a.Promise.Ratio, agreement.Ratio{Value: 2, To: 1}},
		"alias in a list":   {a.Promise.For[1], "moderate"},
		"alias as a key":    {a.Actions.Moderate.CallWithin, calendar.Span{Minutes: 90}},
		"motion's lines":    {*a.Actions.Motions[0].Value.High.Touches, 12.0},
		"definition":        {a.Defs.SQL.Text, "In one sentence."},
		"dash":              {*a.Capacity.Universe.High, 400.0},
		"open band":         {a.Capacity.ActiveMQLs.High == nil, true},
		"zero is a count":   {a.History[0].Counts[agreement.Won], 0.0},
		"absent is missing": {nan != nan, true},
		"fingerprint":       {a.Signed.Fingerprint[:8], "4751c464"},
		"exported":          {a.Inputs["activities"].Exported, "2026-11-02T08:00"},
		"exported on a day": {a.Inputs["deals"].Exported, "2026-11-02"},
		"begins":            {a.Inputs["activities"].Begins.Format(time.DateOnly), "2026-06-01"},
		"complete":          {a.Inputs["activities"].Complete, true},
		"single file":       {a.Inputs["activities"].Files, []string{"a.csv"}},
		"single header":     {a.Inputs["activities"].Columns[0].Value, []string{"Activity date"}},
		"constant":          {a.Inputs["deals"].Constants[0].Value, "true"},
		"values":            {a.Inputs["activities"].Values[1].Value[1].Value, []string{"*break*up*"}},
		"marketing sourced": {a.Inputs["deals"].MarketingSourced, []string{"Organic Search"}},
	} {
		if diff := cmp.Diff(pair[1], pair[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestEverySharedAgreementLoads(t *testing.T) {
	t.Parallel()
	cases := filepath.Dir(ingesttest.SharedData(t, "data/cases/README.md"))
	paths, _ := filepath.Glob(filepath.Join(cases, "*", "agreement.yaml"))
	if len(paths) < 40 {
		t.Fatalf("%d cases found", len(paths))
	}
	for _, path := range append(paths, ingesttest.SharedData(t, "data/funnel/agreement.yaml")) {
		if _, err := Load(path); err != nil {
			t.Error(err)
		}
	}
}

func TestAMissingAgreementKeepsItsCause(t *testing.T) {
	t.Parallel()
	_, err := Load(filepath.Join(t.TempDir(), "agreement.yaml"))
	var bad *Error
	if !errors.Is(err, fs.ErrNotExist) || errors.As(err, &bad) {
		t.Errorf("got %v", err)
	}
}

func FuzzLoadAgreement(f *testing.F) {
	f.Add([]byte(minimal))
	f.Add([]byte("a: [1,\n b: }\n? x\n<<: *a"))
	f.Add([]byte("agreement: {id: \"\\u0007\"}\nkpis:\n  - {id: x, goal: 8%}\n"))
	f.Add([]byte(minimal + "clock: {hours: {mon-fri: \"09:00-17:30\"}, holidays: {country: DE}}\nhistory: [{quarter: 2026-Q1}]\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := Parse("agreement.yaml", text)
		var bad *Error
		switch {
		case err == nil:
			if len(a.Fingerprint()) != 64 {
				t.Error("no fingerprint")
			}
		case !errors.As(err, &bad):
			t.Errorf("error of type %T", err)
		default:
			lines := strings.Count(string(text), "\n") + strings.Count(string(text), "\r") + 1
			for _, fault := range bad.Faults {
				if fault.Line < 0 || fault.Line > lines || fault.Text == "" {
					t.Errorf("%+v lies outside of %d lines", fault, lines)
				}
			}
		}
	})
}
