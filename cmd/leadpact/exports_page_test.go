package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpact/ingest/agreementfile"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/calendar"
)

// The tables of .docs/exports.md are written by this test, from the rules of the agreement, the CRM profiles and
// figures of the sample company: go test ./cmd/leadpact -run TestPageOfExports -update
func TestPageOfExports(t *testing.T) {
	t.Parallel()
	file := filepath.Join(root, ".docs", "exports.md")
	for _, section := range []struct {
		name  string
		write func(*testing.T) string
	}{
		{"reach", reachOfSample}, {"columns", meaningOfColumns}, {"keys", keysOfInputs}, {"crms", exportsOfCRMs},
	} {
		compareSection(t, file, "<!-- begin "+section.name+": written by TestPageOfExports in cmd/leadpact -->\n",
			"<!-- end "+section.name+" -->\n", "\n"+section.write(t)+"\n")
	}
}

// compareSection compares what stands between two lines of a file with what it should be, or with -update writes
// it.
func compareSection(t *testing.T, file, begin, end, want string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, begins := strings.Cut(string(text), begin)
	_, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		t.Fatalf("%s lacks the line %s or %s", file, begin, end)
	}
	now := before + begin + want + end + after
	switch {
	case *update:
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	case now != string(text):
		t.Errorf("%s is not what the test writes; run go test ./cmd/leadpact -run %s -update", file, t.Name())
	}
}

// markdownTable returns a table of rows of cells.
func markdownTable(head []string, rows [][]string) string {
	var b strings.Builder
	line := func(cells []string) {
		for _, cell := range cells {
			b.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
		}
		b.WriteString("|\n")
	}
	line(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, row := range rows {
		line(row)
	}
	return b.String()
}

// reachOfSample lists from which days on figures of the sample company need its tables.
func reachOfSample(t *testing.T) string {
	a, err := agreementfile.Load(filepath.Join(root, "samples", "company", "agreement.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation(a.Head.Zone)
	if err != nil {
		t.Fatal(err)
	}
	p, err := calendar.ParsePeriod("2026-10", zone, time.Date(2026, 11, 2, 9, 0, 0, 0, zone))
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, need := range model.Reach(a, p) {
		rows = append(rows, []string{need.Table, need.From.Format(time.DateOnly), need.For})
	}
	return markdownTable([]string{"table", "needed from", "for"}, rows)
}

// columnMeanings says what each column of the main tables holds.
var columnMeanings = map[string]map[string]string{
	"leads": {
		"lead_id":        "the lead's id, the same in every file",
		"created_at":     "when the CRM got the lead",
		"ql_at":          "when it passed the first test",
		"mql_at":         "when it became marketing-qualified: usually the handoff",
		"sql_at":         "when Sales accepted it as qualified",
		"opportunity_at": "when it became an opportunity; deals give it, too",
		"proposal_at":    "when it got a proposal; deals give it, too",
		"closed_at":      "when it was won, lost, disqualified or recycled",
		"status":         "open, won, lost, disqualified or recycled",
		"assigned_at":    "when its owner got it",
		"owner":          "who holds it; without it, figures of SDRs are n/a",
		"email":          "its address, by which activities without lead_id join",
		"source":         "the channel; without it, budget and value by channel are n/a",
		"campaign":       "the campaign, shown on Leads",
		"tier":           "who it is: A, B, C, or a number for bands; part of its value",
		"action":         "what it did: books a call, downloads …; part of its value",
		"quality":        "high, moderate or low: what Sales owes it",
		"motion":         "inbound or outbound; without it, inbound",
		"stream":         "the revenue stream",
		"reason":         "why it was disqualified",
		"authority":      "whether we speak with a person who can decide",
		"need":           "whether they state a need",
		"understanding":  "whether they know what we would do",
		"fit":            "whether they match the ideal client",
		"deal_ids":       "its deals, if deals do not name their lead",
		"contact_id":     "the contact that it was converted to, by which activities join",
		"name":           "its name, by which deals without any id join",
		"modified_at":    "when the row changed last: of two rows with one id, the newer counts",
	},
	"activities": {
		"activity_id":  "its id; without it, rows that come twice count twice",
		"lead_id":      "the lead's id, or several with ; between them",
		"email":        "the lead's address, where there is no lead_id",
		"type":         "call, email, meeting or breakup; others are ignored",
		"at":           "when it was done",
		"owner":        "who did it",
		"outcome":      "no_answer, connected or conversation",
		"direction":    "outbound or inbound; without it, outbound",
		"automated":    "whether a program did it; without it, a person did",
		"contact_id":   "the contact of a converted lead",
		"lead_name":    "the lead's name, where there is no id",
		"completed_at": "when a task was completed: counts in place of at",
		"subject":      "the subject, which tells inbound and tracking records",
		"modified_at":  "as of leads",
	},
	"deals": {
		"deal_id":            "its id",
		"lead_id":            "the lead that it came from",
		"amount":             "the money",
		"currency":           "of the amount, where it differs from row to row",
		"stage":              "its stage",
		"created_at":         "when it was opened: the lead's opportunity date",
		"proposal_at":        "when the proposal went out",
		"closed_at":          "when it was won or lost",
		"won":                "true, false, or blank while it is open",
		"owner":              "who owns it",
		"sdr":                "who brought it: the owner of a lead that has none",
		"source":             "the channel",
		"stream":             "the revenue stream",
		"new_business":       "whether the customer is new; without it, every deal is",
		"converted_amount":   "the amount in the currency of the company, where the CRM converts it",
		"converted_currency": "the currency of the converted amount",
		"amount_period":      "once, month, quarter or year: how often the amount is paid",
		"lead_name":          "the lead's name, where there is no lead_id",
		"modified_at":        "as of leads",
	},
}

// mainTables are the tables that a CRM exports, with the files in which the sample company has them.
var mainTables = []struct{ table, file string }{
	{"leads", "contacts.csv"}, {"activities", "activities.csv"}, {"deals", "deals.csv"},
}

// meaningOfColumns lists what each column holds, and what the sample company lacks without it.
func meaningOfColumns(t *testing.T) string {
	whole := sampleExports(t, 5)
	all := dataFigures(whole.run(t, "2026-10", dayAfter))
	var rows [][]string
	for _, x := range mainTables {
		for _, column := range profile.TableNamed(x.table).Columns {
			meaning := columnMeanings[x.table][column.Name]
			if meaning == "" {
				t.Errorf("columnMeanings does not say what %s.%s holds", x.table, column.Name)
			}
			lost := ""
			if slices.Contains(whole.files[x.file].header, column.Name) {
				without := whole.with(x.file, whole.files[x.file].without(column.Name)).run(t, "2026-10", dayAfter)
				lost = describeLost(all, without)
			}
			rows = append(rows, []string{"`" + x.table + "." + column.Name + "`", meaning, lost})
		}
	}
	return markdownTable([]string{"column", "holds", "n/a without it"}, rows)
}

// dataFigures returns the titles of the figures that were computed from data, parts of figures left out.
func dataFigures(o outcome) (titles []string) {
	for _, q := range list(o.card["quantities"]) {
		family, name, _ := strings.Cut(q["id"].(string), ".")
		if q["value"] != nil && slices.Contains(dataFamilies, family) && !strings.Contains(name, ".") {
			titles = append(titles, q["title"].(string))
		}
	}
	return titles
}

// describeLost names the first of the figures that a run lacks, and how many others there are.
func describeLost(all []string, o outcome) string {
	const shown = 4
	if o.card == nil {
		return "the table is not read"
	}
	kept := dataFigures(o)
	lost := slices.DeleteFunc(slices.Clone(all), func(title string) bool { return slices.Contains(kept, title) })
	if len(lost) > shown+1 {
		return fmt.Sprintf("%s; and %d more", strings.Join(lost[:shown], "; "), len(lost)-shown)
	}
	return strings.Join(lost, "; ")
}

// keysOfInputs lists the keys of an input, as the schema of agreement.yaml describes them.
func keysOfInputs(t *testing.T) string {
	inputs := agreementfile.Schema().Properties.Value("inputs")
	leads := inputs.Properties.Value("leads")
	var rows [][]string
	for p := leads.Properties.Oldest(); p != nil; p = p.Next() {
		about, example, ok := strings.Cut(p.Value.Description, " "+p.Key+": ")
		if !ok {
			t.Errorf("inputKeys of ingest/agreementfile does not say what %s is for", p.Key)
		}
		rows = append(rows, []string{"`" + p.Key + "`", about, "`" + p.Key + ": " + example + "`"})
	}
	return markdownTable([]string{"key", "sets", "for example"}, rows)
}

// exportsOfCRMs describes the exports of each CRM: how to make them, which headers give which columns, and what
// they lack.
func exportsOfCRMs(t *testing.T) string {
	set, err := profile.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range set.Names() {
		i := slices.IndexFunc(set, func(p profile.Profile) bool { return p.CRM == name })
		if i < 0 {
			continue // plain columns
		}
		p := set[i]
		fmt.Fprintf(&b, "### %s\n\n`crm: %s`. %s\n\n", p.Title, p.CRM, strings.Join(strings.Fields(p.How), " "))
		for _, e := range p.Exports {
			fmt.Fprintf(&b, "- %s → %s. %s\n", e.Name, e.Table, headersOf(e))
		}
		b.WriteString(lackingIn(p) + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// headersOf lists the columns of an export with the first of the headers that give each.
func headersOf(e profile.Export) string {
	var all []string
	for _, column := range profile.TableNamed(e.Table).Columns {
		headers := e.Columns[column.Name]
		if len(headers) == 0 {
			if value := e.Constants[column.Name]; value != "" {
				all = append(all, fmt.Sprintf("%s is always %s", column.Name, value))
			}
			continue
		}
		all = append(all, fmt.Sprintf("%s: “%s”", column.Name, headers[0]))
	}
	text := strings.Join(all, ", ") + "."
	if e.Zone != "" {
		text += " Times are in " + e.Zone + "."
	}
	return text
}

// lackingIn says which tables and columns no export of a CRM gives, of those without which figures are n/a.
func lackingIn(p profile.Profile) string {
	important := map[string][]string{
		"leads": {"ql_at", "mql_at", "sql_at", "closed_at", "status", "owner", "source", "tier", "action", "quality"},
		"deals": {"lead_id", "amount", "created_at", "proposal_at", "closed_at"},
	}
	var lacking []string
	for _, x := range mainTables {
		given, has := map[string]bool{}, false
		for _, e := range p.Exports {
			if e.Table != x.table {
				continue
			}
			has = true
			for column := range e.Columns {
				given[column] = true
			}
		}
		if !has {
			lacking = append(lacking, "all "+x.table)
			continue
		}
		for _, column := range important[x.table] {
			if !given[column] {
				lacking = append(lacking, x.table+"."+column)
			}
		}
	}
	if lacking == nil {
		return ""
	}
	return "- Not given: " + strings.Join(lacking, ", ") + ".\n"
}
