package ingest

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
)

// An export whose activities name their leads in another way than the leads themselves must never end in
// "nobody called": the activities join all the same, or the file is refused with an example of each side.
func TestDamagedJoinsAreReadOrRefused(t *testing.T) {
	t.Parallel()
	const leadCount = 12
	number := func(i int) string { return fmt.Sprint(98100 + i) }
	guid := func(i int) string { return fmt.Sprintf("0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e%02x", i) }
	address := func(i int) string { return fmt.Sprintf("Pat%d@Firm.example", i) }
	salesforce := func(i int) string { return fmt.Sprintf("00Q5e00001abc%02d", i) } // all its ids end in EAA
	for _, c := range []struct {
		damage         string
		lead, activity func(int) string
		byEmail        bool
		examples       []string // of a refused file; nil: all activities join
	}{
		{"ids as floats", number, func(i int) string { return number(i) + ".0" }, false, nil},
		{"leads' ids as floats", func(i int) string { return number(i) + ".0" }, number, false, nil},
		{"GUIDs in braces and capitals", guid, func(i int) string { return "{" + strings.ToUpper(guid(i)) + "}" }, false, nil},
		{"ids of 18 and 15 characters", func(i int) string { return salesforce(i) + "EAA" }, salesforce, false, nil},
		{"e-mails in lower case", address, func(i int) string { return strings.ToLower(address(i)) }, true, nil},
		{"zeros lost at the beginning", func(i int) string { return "000" + number(i) }, number, false, nil},
		{"leads' zeros lost at the beginning", number, func(i int) string { return "000" + number(i) }, false, nil},
		{"ids marked as text", number, func(i int) string { return "'" + number(i) }, false, nil},
		{"e-mails with names", address, func(i int) string { return "Pat Lee <" + address(i) + ">" }, true, nil},
		{"leads' e-mails with names", func(i int) string { return "mailto:" + address(i) }, address, true, nil},
		{"ids of another object", salesforce, func(i int) string { return fmt.Sprintf("0035e00001abc%02d", i) }, false,
			[]string{`lead_id "0035e00001abc00"`, `ids like "00Q5e00001abc00"`}},
		{"e-mails of another domain", address, func(i int) string { return fmt.Sprintf("pat%d@other.example", i) }, true,
			[]string{`email "pat0@other.example"`, `addresses like "pat0@firm.example"`}},
		{"ids with a prefix", number, func(i int) string { return "lead_" + number(i) }, false,
			[]string{`lead_id "lead_98100"`, `ids like "98100"`}},
		{"ids cut off", guid, func(i int) string { return guid(i)[:35] }, false,
			[]string{`lead_id "0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e0"`, `ids like "0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e00"`}},
		{"columns that changed places", number, func(i int) string { return fmt.Sprint(i + 1) }, false,
			[]string{`lead_id "1"`, `ids like "98100"`}},
	} {
		t.Run(c.damage, func(t *testing.T) {
			t.Parallel()
			leadColumns, activityColumns := "lead_id", "lead_id"
			if c.byEmail {
				leadColumns, activityColumns = "email,lead_id", "email"
			}
			leads := leadColumns + ",created_at,mql_at\n"
			activities := activityColumns + ",activity_id,type,at\n"
			for i := range leadCount {
				id := c.lead(i)
				if c.byEmail {
					id += "," + number(i)
				}
				leads += id + ",2026-10-05T08:00:00Z,2026-10-05T09:00:00Z\n"
				activities += fmt.Sprintf("%s,%d,call,2026-10-05T12:00:00Z\n", c.activity(i), 500+i)
			}
			dir := folder(t, map[string]string{"leads.csv": leads, "activities.csv": activities})
			a := sample("UTC", map[string]*agreement.Input{
				"leads": {Files: []string{"leads.csv"}}, "activities": {Files: []string{"activities.csv"}}})
			for _, o := range []Options{{InOrder: true}, {Block: 150}} {
				l := october(t, a)
				rep, err := ReadWith(a, dir, l, o)
				balanced(t, rep)
				if c.examples != nil {
					var refused *csvtext.Refused
					if !errors.As(err, &refused) {
						t.Fatalf("not refused: %v; %v", err, rep.Notes)
					}
					for _, example := range append(c.examples, "columns:") {
						if !strings.Contains(err.Error(), example) {
							t.Errorf("%v does not say %s", err, example)
						}
					}
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				ingesttest.Same(t, "leads that were called", len(calledLeads(l)), leadCount)
				ingesttest.Same(t, "ignored activities", rep.Files[1].Ignored, 0)
			}
		})
	}
}

// lineNote returns a note with its place.
func lineNote(file string, line int, text string) string {
	return fmt.Sprintf("%s:%d: %s", file, line, text)
}

// filesOf returns the inputs of an agreement with one file for each table.
func filesOf(tables ...string) map[string]*agreement.Input {
	in := map[string]*agreement.Input{}
	for _, name := range tables {
		in[name] = &agreement.Input{Files: []string{name + ".csv"}}
	}
	return in
}

func TestRowsWithoutAKnownLeadAreSaid(t *testing.T) {
	t.Parallel()
	const leads = "lead_id,created_at,email\nL1,2026-10-01,\nL2,2026-10-01,Ann@x.example\n"
	for _, c := range []struct {
		name, table, text string
		note              string // contained in a note; empty: no note
		refused           string // contained in the error; empty: none
	}{
		{"one activity of ten", "activities", "lead_id,email,type,at\nL9,,call,2026-10-02\n" + strings.Repeat("L1,,call,2026-10-03\n", 9),
			`activities.csv:2: 1 of 10 rows name no known lead, for example lead_id "L9"; leads have ids like "L1"`, ""},
		{"an e-mail", "activities", "lead_id,email,type,at\nL1,,call,2026-10-02\n,Bob@x.example,call,2026-10-02\n",
			`activities.csv:3: 1 of 2 rows name no known lead, for example email "bob@x.example"; leads have addresses like "ann@x.example"`, ""},
		{"nine of ten", "activities", "lead_id,type,at\n" + strings.Repeat("L9,call,2026-10-02\n", 9) + "L1,call,2026-10-02\n",
			`9 of 10 rows name no known lead`, ""},
		{"more than nine of ten", "activities", "lead_id,type,at\nL1,call,2026-10-02\n" + strings.Repeat("L9,call,2026-10-02\n", 10),
			"", `activities.csv:3: lead_id: of 11 rows that name a lead, 1 name a known lead; the others do not, for example lead_id "L9", while leads have ids like "L1"`},
		{"two activities prove nothing", "activities", "lead_id,type,at\nL9,call,2026-10-02\nL9,call,2026-10-02\n",
			"2 of 2 rows name no known lead", ""},
		{"other rows are not judged", "activities", "lead_id,type,at,owner\nL1,call,2026-10-02,Ann\n" + strings.Repeat("L9,note,2026-10-02,Ann\n", 20) +
			strings.Repeat("L9,call,2026-10-02,Queue\n", 20), "", ""},
		{"rows without a name", "activities", "lead_id,type,at\nL1,call,2026-10-02\n" + strings.Repeat(",call,2026-10-02\n", 20),
			"rows that name no lead, ignored: 20", ""},
		{"deals", "deals", "deal_id,lead_id\nD1,L1\nD2,L9\nD3,\nD4,L2\n",
			`deals.csv:3: 1 of 3 rows name no known lead, for example lead_id "L9"; leads have ids like "L1"`, ""},
		{"deals of others", "deals", "deal_id,lead_id\nD1,L7\nD2,L8\nD3,L9\n",
			"", `deals.csv:2: lead_id: of 3 rows that name a lead, 0 name a known lead`},
		{"deals that name nobody", "deals", "deal_id,lead_id\nD1,\nD2,\nD3,\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"leads.csv": leads, c.table + ".csv": c.text})
			a := sample("UTC", filesOf("leads", c.table))
			a.Inputs[c.table].NotPeople = []string{"Queue"}
			for _, o := range []Options{{InOrder: true}, {Block: 60}} {
				rep, err := ReadWith(a, dir, october(t, a), o)
				balanced(t, rep)
				if (err != nil) != (c.refused != "") || err != nil && !strings.Contains(err.Error(), c.refused) {
					t.Errorf("the error is %v, want %q", err, c.refused)
				}
				said := ""
				for _, n := range rep.Notes {
					if strings.Contains(n.Text, "name no") {
						said = lineNote(n.File, n.Line, n.Text)
					}
				}
				if (said == "") != (c.note == "") || !strings.Contains(said, c.note) {
					t.Errorf("the note is %q, want %q", said, c.note)
				}
			}
		})
	}
}

func TestDealsThatJoinByTheLeadsOwnListAreKnown(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at,deal_ids\nL1,2026-10-01,D1;D2;D3\n",
		"deals.csv": "deal_id,lead_id\nD1,C1\nD2,C1\nD3,C1\n",
	})
	a := sample("UTC", filesOf("leads", "deals"))
	a.Inputs["leads"].Columns = pairs[[]string]("deal_ids", []string{"deal_ids"})
	rep, err := ReadReport(a, dir, october(t, a))
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range rep.Notes {
		if n.File == "deals.csv" {
			t.Errorf("deals.csv:%d: %s", n.Line, n.Text)
		}
	}
}

func TestActivitiesAreNotJudgedWithoutLeads(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"deals.csv":      "deal_id,lead_id\nD1,L1\nD2,L2\nD3,L3\n",
		"activities.csv": "lead_id,type,at\nL1,call,2026-10-02\nL2,call,2026-10-02\nL3,call,2026-10-02\n",
	})
	a := sample("UTC", filesOf("deals", "activities"))
	if _, err := ReadReport(a, dir, october(t, a)); err != nil {
		t.Error(err)
	}
}

func TestIgnoredRowsAreCountedByReason(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at\nL1,2026-10-01\n",
		"a.csv": "activity_id,lead_id,type,at,owner,gone\n" +
			"1,L1,call,2026-10-02,Ann,\n" + // superseded by b.csv
			"2,L1,call,2026-10-02,Ann,\n" +
			"2,L1,call,2026-10-02,Ann,\n" + // superseded
			"3,L9,call,2026-10-02,Ann,\n" + // no known lead
			"4,,call,2026-10-02,Ann,\n" + // no lead
			"5,L1,note,2026-10-02,Ann,\n" + // another kind
			"6,L1,dance,2026-10-02,Ann,\n" + // another kind, and a word that the agreement does not know
			"7,L1,call,2026-10-02,Queue,\n" +
			"activity_id,lead_id,type,at,owner,gone\n" +
			",,,,,\n",
		"b.csv": "activity_id,lead_id,type,at,owner,gone\n1,L1,call,2026-10-02,Ann,\n",
	})
	a := sample("UTC", filesOf("leads"))
	a.Inputs["activities"] = &agreement.Input{Files: []string{"a.csv", "b.csv"}, NotPeople: []string{"Queue"}}
	for _, o := range []Options{{InOrder: true}, {Block: 60}} {
		rep, err := ReadWith(a, dir, october(t, a), o)
		if err != nil {
			t.Fatal(err)
		}
		balanced(t, rep)
		ingesttest.Same(t, "reasons", rep.Files[1].IgnoredBy, model.IgnoredCounts{
			model.Superseded: 2, model.NoLead: 2, model.OtherKind: 2, model.Queue: 1, model.RepeatedHeader: 1, model.EmptyRow: 1})
	}
}
