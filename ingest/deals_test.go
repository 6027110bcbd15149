package ingest

import (
	"math"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

// figuresOfDeals returns the win rate and the revenue of October by the rows of a file of deals; NaN: n/a.
func figuresOfDeals(t *testing.T, in *agreement.Input, lines string) (winRate, revenue float64) {
	t.Helper()
	in.Files = []string{"deals.csv"}
	a := sampleTerms(t, map[string]*agreement.Input{"deals": in})
	l := october(t, a)
	if err := Read(a, folder(t, map[string]string{"deals.csv": lines}), l); err != nil {
		t.Fatal(err)
	}
	card := l.Scorecard()
	figure := func(id string) float64 {
		if x, known := card.Value(id).Number(); known {
			return x
		}
		return math.NaN()
	}
	return figure("kpi.win_rate"), figure("actual.revenue")
}

func TestOpenDealStaysOpenWhateverDateItExpects(t *testing.T) {
	t.Parallel()
	na := math.NaN()
	plain := "deal_id,amount,stage,created_at,closed_at\n1,1000,%,2026-10-01,2026-10-11\n2,2000,Proposal,2026-10-01,2026-10-12\n3,3000,Visit,2026-10-01,2026-10-13\n"
	with := func(stage, more string) string { return strings.Replace(plain, "%", stage, 1) + more }
	for _, x := range []struct {
		name             string
		in               agreement.Input
		lines            string
		winRate, revenue float64
	}{
		{"won by a word, none lost", agreement.Input{}, with("Closed Won", ""), na, 1000},
		{"won and lost by words", agreement.Input{}, with("Gewonnen", "4,1,Verloren,2026-10-01,2026-10-14\n"), 0.5, 1000},
		{"won by the list, lost by a word", agreement.Input{WonStages: []string{"Firmado"}}, with("Firmado", "4,1,Perdido,2026-10-01,2026-10-14\n"), 0.5, 1000},
		{"both by lists", agreement.Input{WonStages: []string{"Firmado"}, LostStages: []string{"Visit", "Gone*"}}, with("Firmado", "4,1,Gone cold,2026-10-01,2026-10-14\n"), 1. / 3, 1000},
		{"none lost, as the list says", agreement.Input{WonStages: []string{"Firmado"}, LostStages: []string{"Gone"}}, with("Firmado", ""), 1, 1000},
		{"a stage that nobody knows", agreement.Input{}, with("Firmado", ""), na, na},
		{"open deals without a past date", agreement.Input{}, "deal_id,amount,stage,closed_at\n1,10,Closed Won,2026-10-11\n2,10,Visit,2027-01-05\n3,10,Gone,\n", 1, 10},
		{"open deals alone", agreement.Input{}, "deal_id,amount,stage,closed_at,created_at\n2,10,Visit,2027-01-05,2026-10-05\n3,10,Gone,,2026-10-06\n", na, 0},
		{"lost alone", agreement.Input{}, with("Closed Lost", ""), na, na},
		{"a column that tells", agreement.Input{}, "deal_id,amount,won,closed_at\n1,10,true,2026-10-11\n2,10,,2026-10-12\n", 1, 10},
		{"a column and stages", agreement.Input{LostStages: []string{"Gone"}}, "deal_id,amount,won,stage,closed_at\n1,10,true,Gone,2026-10-11\n2,10,,Gone,2026-10-12\n3,10,,Visit,2026-10-12\n", 0.5, 10},
		{"a column whose words the agreement maps to won alone", agreement.Input{Values: agreement.Pairs[agreement.Pairs[[]string]]{{Key: "won", Value: pairs[[]string]("true", []string{"Done"}, "open", []string{"*"})}}},
			"deal_id,amount,won,closed_at\n1,10,Done,2026-10-11\n2,10,Declined,2026-10-12\n", na, 10},
		{"a report with Closed and Won", agreement.Input{}, "Opportunity ID,Stage,Amount,Close Date,Closed,Won\n1,Closed Won,10,2026-10-11,1,1\n2,Visit,10,2026-10-12,0,0\n3,Gone,10,2026-10-13,1,0\n", 0.5, 10},
		{"a report with Won alone", agreement.Input{}, "Opportunity ID,Stage,Amount,Close Date,Won\n1,Closed Won,10,2026-10-11,1\n2,Visit,10,2026-10-12,0\n3,Closed Lost,10,2026-10-13,0\n", 0.5, 10},
	} {
		winRate, revenue := figuresOfDeals(t, &x.in, x.lines)
		same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
		if !same(winRate, x.winRate) || !same(revenue, x.revenue) {
			t.Errorf("%s: win rate %v, revenue %v, want %v and %v", x.name, winRate, revenue, x.winRate, x.revenue)
		}
	}
}

func TestDealsWithoutAnIDAreIdentifiedByTheirNames(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, lacks string
		lines       []string
	}{
		{"a Salesforce report", "Opportunity ID", []string{"Opportunity Name,Account Name,Stage,Amount,Close Date",
			"New,Acme,Closed Won,1,2026-10-11", "New,Zeta,Closed Won,2,2026-10-11", "New,Acme,Closed Lost,3,2026-10-12", "New,Acme,Closed Won,1,2026-10-11"}},
		{"Pipedrive", "Deal - ID", []string{"Deal - Title,Deal - Organization,Deal - Stage,Deal - Status,Deal - Value,Deal - Deal closed on",
			"New,Acme,Offer,Won,1,2026-10-11", "New,Zeta,Offer,Won,2,2026-10-11", "New,Acme,Offer,Lost,3,2026-10-12", "New,Acme,Offer,Won,1,2026-10-11"}},
		{"Dynamics", "(Do Not Modify) Opportunity", []string{"Topic,Account,Status,Est. Revenue,Est. Close Date",
			"New,Acme,Won,1,2026-10-11", "New,Zeta,Won,2,2026-10-11", "New,Acme,Lost,3,2026-10-12", "New,Acme,Won,1,2026-10-11"}},
	} {
		rep, amounts, aside := readDeals(t, "USD", &agreement.Input{}, x.lines...)
		ingesttest.Same(t, x.name, amounts, []string{"1", "2"})
		ingesttest.Same(t, x.name+", set aside", aside, []string{"deal_id Acme New"})
		reason := rep.SetAside[0].Reason
		if want := "the same names stand on line 2 with other content, and no column gives " + x.lacks; !strings.Contains(reason, want) {
			t.Errorf("%s: %s", x.name, reason)
		}
		if rep.Files[0].Ignored != 1 || !strings.Contains(rep.Notes[0].Text, "add "+x.lacks+" to the export") {
			t.Errorf("%s: %d ignored, %v", x.name, rep.Files[0].Ignored, rep.Notes)
		}
	}
	_, amounts, _ := readDeals(t, "USD", &agreement.Input{}, "Opportunity ID,Opportunity Name,Account Name,Stage,Amount,Close Date",
		"0065f00000A0001AAA,New,Acme,Closed Won,1,2026-10-11", "0065f00000A0002AAA,New,Acme,Closed Won,2,2026-10-11")
	ingesttest.Same(t, "a report with ids", amounts, []string{"1", "2"})
}
