package starting

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/starter"
)

func usual() starter.Content {
	return starter.UsualContent(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
}

// survey writes exports into a folder and surveys them for an agreement in the folder above.
func survey(t *testing.T, files map[string]string) (*Exports, string, error) {
	t.Helper()
	dir := t.TempDir()
	treetest.Write(t, filepath.Join(dir, "exports"), files)
	x, err := Survey(dir, filepath.Join(dir, "exports"), usual())
	return x, dir, err
}

const (
	leads = "lead_id,created_at,mql_at,source,owner,stream\n" +
		"L1,2026-09-05T09:00:00Z,2026-09-06T09:00:00Z,Search,Ann,Platform\n" +
		"L2,2026-10-05T09:00:00Z,2026-10-06T09:00:00Z,Search,Ann,Platform\n" +
		"L3,2026-10-31T09:00:00Z,,Events,Ben,Platform\n"
	spend = "month,channel,actual\n2026-09,Ads,100\n2026-10,Ads,201\n2026-10,Events,60\n"
	deals = "deal_id,amount,currency,won,created_at,closed_at\nD1,5000,EUR,yes,2026-10-01,2026-10-20\n" +
		"D2,7000,EUR,yes,2026-10-01,2026-10-21\n"
)

func TestStartTakesWhatTheLastFullMonthShows(t *testing.T) {
	t.Parallel()
	x, dir, err := survey(t, map[string]string{"leads.csv": leads, "spend.csv": spend, "deals.csv": deals})
	if err != nil {
		t.Fatal(err)
	}
	x.Inputs[0].Decisions[0].Answer = "true" // they are complete
	s := x.Start(dir, usual())
	if x.Month != "2026-10" || s.Measured != "2026-10" || s.Effective.Format(time.DateOnly) != "2026-10-01" {
		t.Errorf("measured %s of %s, from %v", s.Measured, x.Month, s.Effective)
	}
	if s.Currency != "EUR" || s.Stream != "Platform" {
		t.Errorf("currency %s, stream %s", s.Currency, s.Stream)
	}
	if s.Revenue.Value != 144000 || s.AverageDeal.Value != 6000 {
		t.Errorf("revenue %v, average deal %v", s.Revenue, s.AverageDeal)
	}
	goals := map[string]float64{}
	for _, g := range s.Goals {
		goals[g.Line] = g.Value
	}
	if goals["leads_sourced"] != 2 || goals["mqls_created"] != 1 || !math.IsNaN(goals["qualified_leads"]) {
		t.Errorf("goals %v", goals)
	}
	if len(s.Channels) != 2 || s.Channels[0].Amount != 151 || s.Channels[1].Amount != 30 {
		t.Errorf("channels %v, want the averages of two months", s.Channels)
	}
	if text, _, err := Agreement(s); err != nil || !strings.Contains(string(text), "files: [\"exports/leads.csv\"]") {
		t.Errorf("%v\n%s", err, text)
	}
	if got := usual().Goals[0].Value; got != 300 {
		t.Errorf("the usual goals have changed: %v", got)
	}
}

func TestUsesAndGapsOfAFolder(t *testing.T) {
	t.Parallel()
	x, _, err := survey(t, map[string]string{"leads.csv": leads, "page.html": "<!DOCTYPE html><html></html>"})
	if err != nil {
		t.Fatal(err)
	}
	uses := map[string]string{}
	for _, u := range x.Uses() {
		uses[u.File] = u.Text
	}
	if uses["leads.csv"] != "leads, plain columns" || uses["page.html"] != "not used" {
		t.Errorf("%v", uses)
	}
	if got := strings.Join(x.MissingTables(), " "); got != "activities deals" {
		t.Errorf("missing: %s", got)
	}
	var none *Exports
	if got := strings.Join(none.MissingTables(), " "); got != "leads activities deals" || !none.UsesCRM("hubspot") {
		t.Errorf("without exports, missing: %s", got)
	}
}

func TestFolderWithoutLeadsAndDealsGivesAnAgreementThatAsksForThem(t *testing.T) {
	t.Parallel()
	x, dir, err := survey(t, map[string]string{"spend.csv": spend, "page.html": "<!DOCTYPE html><html></html>"})
	if err != nil {
		t.Fatal(err)
	}
	s := x.Start(dir, usual())
	text, _, err := Agreement(s)
	if err != nil || len(x.Unused()) != 1 || !strings.Contains(x.Unused()[0], "page.html: it is an HTML page") {
		t.Errorf("%v, not used: %q", err, x.Unused())
	}
	if !strings.HasPrefix(s.ToDecide[0], "inputs.leads.files: no file here holds leads or deals") {
		t.Errorf("to decide: %q", s.ToDecide)
	}
	var bad *agreementfile.Error
	if _, err := agreementfile.Parse("agreement.yaml", text); !errors.As(err, &bad) || len(bad.Faults) != 1 {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestAnswersSettleWhatTheExportsLeaveOpen(t *testing.T) {
	t.Parallel()
	x, _, err := survey(t, map[string]string{"leads.csv": "lead_id,created_at\nL1,3/4/2026 09:00\n"})
	if err != nil {
		t.Fatal(err)
	}
	s := usual()
	open := strings.Join(x.Undecided(s), "\n")
	if !strings.Contains(open, "inputs.leads.date_order") {
		t.Errorf("undecided: %s", open)
	}
	answers := []string{"DMY", "true", "Europe/Berlin"}
	err = x.Settle(func(reason, question string, valid func(string) bool) (string, bool) {
		if len(answers) == 0 {
			t.Fatalf("one question too many: %s", question)
		}
		answer := answers[0]
		answers = answers[1:]
		if !valid(answer) || valid("nonsense") {
			t.Errorf("%s: %q is valid: %t, nonsense: %t", question, answer, valid(answer), valid("nonsense"))
		}
		return answer, true
	}, &s)
	if err != nil {
		t.Fatal(err)
	}
	if x.Inputs[0].Decisions[0].Answer != "dmy" || x.Inputs[0].Decisions[1].Answer != "true" {
		t.Errorf("%+v", x.Inputs[0].Decisions)
	}
	still := strings.Join(x.Undecided(s), "\n")
	if strings.Contains(still, "date_order") || strings.Contains(still, "complete") {
		t.Errorf("still undecided: %s", still)
	}
}

func TestAHeaderThatAPersonChoosesIsRead(t *testing.T) {
	t.Parallel()
	x, dir, err := survey(t, map[string]string{"leads.csv": "Satz;Angelegt am;Qualifiziert am;Quelle;Verkäufer\n" +
		"7;05.10.2026;06.10.2026;Messe;Ana\n8;31.10.2026;31.10.2026;Web;Bo\n9;13.10.2026;;Web;Bo\n"})
	if err != nil {
		t.Fatal(err)
	}
	s := usual()
	if got := x.Undecided(s)[0]; got != `inputs.leads.columns.lead_id: type the header that gives it; without it nothing is read; it may be "Satz"` {
		t.Error(got)
	}
	answers := map[string]string{"lead_id": "Satz", "mql_at": "Qualifiziert am"}
	err = x.Settle(func(reason, _ string, valid func(string) bool) (string, bool) {
		for column, header := range answers {
			if strings.Contains(reason, column) && valid(header) && !valid("Satz 2") {
				return header, true
			}
		}
		return "", true
	}, &s)
	if err != nil {
		t.Fatal(err)
	}
	s = x.Start(dir, s)
	_, a, err := Agreement(s)
	if err != nil || x.Month != "2026-10" || s.Goals[0].Value != 3 {
		t.Errorf("%v, month %s, goals %v", err, x.Month, s.Goals)
	}
	if got, _ := a.Inputs["leads"].Columns.Get("mql_at"); !slices.Equal(got, []string{"Qualifiziert am"}) {
		t.Errorf("mql_at: %q", got)
	}
}

func TestTheMonthIsTheLastThatTheActivitiesCoverToo(t *testing.T) {
	t.Parallel()
	var calls strings.Builder
	calls.WriteString("activity_id,lead_id,type,at\n")
	for i := range 60 {
		fmt.Fprintf(&calls, "A%d,L1,call,2026-%02d-%02dT09:00:00Z\n", i, 8+i/30, 1+i%30)
	}
	x, dir, err := survey(t, map[string]string{"leads.csv": leads, "calls.csv": calls.String()})
	if err != nil {
		t.Fatal(err)
	}
	if x.Start(dir, usual()); x.Month != "2026-09" {
		t.Errorf("%s, though the calls end on 30 September", x.Month)
	}
}

// Of few leads the last ones may come days before the month's end, which their usual silence covers.
func TestTheMonthIsTheLastThatTheUsualSilenceCovers(t *testing.T) {
	t.Parallel()
	var leads strings.Builder
	leads.WriteString("lead_id,created_at,mql_at\n")
	for i := range 360 {
		day := time.Date(2026, 8, 3+i/4, 9, i%4, 0, 0, time.UTC)
		if w := day.Weekday(); w != time.Saturday && w != time.Sunday && day.Before(time.Date(2026, 10, 31, 0, 0, 0, 0, time.UTC)) {
			fmt.Fprintf(&leads, "L%d,%s,\n", i, day.Format(time.RFC3339))
		}
	}
	leads.WriteString("last,2026-11-02T08:00:00Z,\n")
	x, dir, err := survey(t, map[string]string{"leads.csv": leads.String()})
	if err != nil {
		t.Fatal(err)
	}
	if x.Start(dir, usual()); x.Month != "2026-10" {
		t.Errorf("%s, though the leads go on in November", x.Month)
	}
}

func TestCurrencyIsThatOfTheAmounts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"deal_id,amount\nD1,\nD2,\"£5,000.00\"\n", "deal_id,Amount (GBP)\nD1,5000.00\n", "deal_id,amount\nD1,5000.00 GBP\n",
	} {
		x, dir, err := survey(t, map[string]string{"deals.csv": text})
		if err != nil {
			t.Fatal(err)
		}
		if s := x.Start(dir, usual()); s.Currency != "GBP" {
			t.Errorf("%q: %s", text, s.Currency)
		}
	}
}

func TestAnswerThatNobodyGivesLeavesItOpen(t *testing.T) {
	t.Parallel()
	x, _, err := survey(t, map[string]string{"leads.csv": "lead_id,created_at\nL1,3/4/2026\n"})
	if err != nil {
		t.Fatal(err)
	}
	s := usual()
	err = x.Settle(func(_, _ string, _ func(string) bool) (string, bool) { return "", false }, &s)
	if err != nil || x.Inputs[0].Decisions[0].Answer != "" || s.Zone != "UTC" {
		t.Errorf("%+v, zone %s", x.Inputs[0].Decisions, s.Zone)
	}
}

func TestLatestDayIgnoresAFewDatesFarAhead(t *testing.T) {
	t.Parallel()
	days := rowsByDay{"2026-10-30": 150, "2026-10-31": 249, "2062-10-31": 1}
	if day, ok := days.latest(); !ok || day.Format(time.DateOnly) != "2026-10-31" {
		t.Errorf("%v, %t", day, ok)
	}
	days["2062-10-31"] = 10
	if day, _ := days.latest(); day.Year() != 2062 {
		t.Errorf("%v, though many rows lie there", day)
	}
	if _, ok := (rowsByDay{}).latest(); ok {
		t.Error("there is a latest day without rows")
	}
}

func TestLastFullMonth(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2026-10-31": "2026-10", "2026-10-30": "2026-09", "2026-11-01": "2026-10", "2027-01-15": "2026-12",
		"2024-02-28": "2024-01", "2024-02-29": "2024-02",
	} {
		at, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		if got := LastFullMonth(at).Format("2006-01"); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}
