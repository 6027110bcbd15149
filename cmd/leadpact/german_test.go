package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadpact/cmd/leadpact/internal/treetest"
)

// germanFile is how a CRM that no profile knows names a file, its columns and its values in German.
type germanFile struct {
	name    string
	headers map[string]string            // by canonical column; a column without one is not exported
	values  map[string]map[string]string // by canonical column and value
}

var germanFiles = map[string]germanFile{
	"contacts.csv": {"Interessenten.csv", map[string]string{
		"lead_id": "Kundennummer", "created_at": "Angelegt am", "ql_at": "Qualifiziert am", "mql_at": "MQL-Datum",
		"sql_at": "SQL-Datum", "opportunity_at": "Opportunity-Datum", "proposal_at": "Angebot am",
		"closed_at": "Abgeschlossen am", "status": "Status", "assigned_at": "Zugewiesen am", "owner": "Verkäufer",
		"email": "E-Mail", "source": "Quelle", "campaign": "Kampagne", "tier": "Segment", "action": "Formular",
		"quality": "Priorität", "reason": "Absagegrund",
	}, map[string]map[string]string{
		"status": {"open": "offen", "won": "gewonnen", "lost": "verloren", "disqualified": "disqualifiziert",
			"recycled": "Wiedervorlage"},
		"quality": {"high": "hoch", "moderate": "mittel", "low": "niedrig"},
		"tier":    {"A": "Konzern", "B": "Mittelstand", "C": "Kleinbetrieb"},
		"action":  {"demo_request": "Termin gebucht", "lead_magnet": "Leitfaden", "newsletter": "Rundbrief"},
	}},
	"activities.csv": {"Aktivitäten.csv", map[string]string{
		"activity_id": "Nr.", "lead_id": "Kundennummer", "email": "E-Mail", "type": "Art", "at": "Erledigt am",
		"owner": "Mitarbeiter", "outcome": "Ergebnis", "direction": "Richtung", "automated": "Automatisch",
	}, map[string]map[string]string{
		"type":      {"call": "Anruf", "email": "E-Mail", "meeting": "Termin", "breakup": "Abschiedsmail"},
		"outcome":   {"no_answer": "nicht erreicht", "connected": "erreicht", "conversation": "Gespräch"},
		"direction": {"outbound": "ausgehend", "inbound": "eingehend"},
		"automated": {"true": "ja", "false": "nein"},
	}},
	"deals.csv": {"Aufträge.csv", map[string]string{
		"deal_id": "Vorgangsnummer", "lead_id": "Kundennummer", "amount": "Auftragswert", "currency": "Währung",
		"stage": "Phase", "created_at": "Angelegt am", "proposal_at": "Angebotsdatum", "closed_at": "Abschlussdatum",
		"owner": "Betreuer", "source": "Quelle",
	}, map[string]map[string]string{"stage": {"Closed Won": "Gewonnen", "Closed Lost": "Verloren"}}},
	"spend.csv": {"Kosten.csv", map[string]string{"month": "Monat", "channel": "Kanal", "actual": "Kosten"}, nil},
	"team.csv":  {"Mitarbeiter.csv", map[string]string{"sdr": "Name", "email": "E-Mail", "start_date": "Eintritt"}, nil},
}

// german returns the rows of a file as the CRM exports them: semicolons, dotted dates on the wall clock, decimal
// commas.
func (g germanFile) german(x exportTable) []byte {
	var b bytes.Buffer
	line := func(cell func(i int, column string) string) {
		var cells []string
		for i, column := range x.header {
			if g.headers[column] != "" {
				cells = append(cells, `"`+strings.ReplaceAll(cell(i, column), `"`, `""`)+`"`)
			}
		}
		b.WriteString(strings.Join(cells, ";") + "\r\n")
	}
	line(func(_ int, column string) string { return g.headers[column] })
	for _, row := range x.rows {
		line(func(i int, column string) string {
			cell := row[i]
			at, isDate := instant(cell)
			switch word := g.values[column][cell]; {
			case word != "":
				return word
			case isDate && len(cell) > len(time.DateOnly):
				return at.In(newYork).Format("02.01.2006 15:04:05")
			case isDate:
				return at.Format("02.01.2006")
			case column == "amount" || column == "actual":
				return strings.ReplaceAll(cell, ".", ",")
			}
			return cell
		})
	}
	return b.Bytes()
}

// germanEdits are what a person types after init, one key each.
var germanEdits = []struct{ line, typed string }{
	{`  zone: "UTC"`, `  zone: America/New_York`},
	{`    # complete: true`, `    complete: true`},
	{`      # ql_at: "Qualifiziert am"`, `      ql_at: "Qualifiziert am"`},
	{`      # tier: "Segment"`, `      tier: "Segment"`},
	{`      # action: "Formular"`, `      action: "Formular"`},
	{`      # quality: "Priorität"`, `      quality: "Priorität"`},
	{`    values:  `, `    values:
      tier: {A: [Konzern], B: [Mittelstand], C: [Kleinbetrieb]}
      action: {demo_request: [Termin gebucht], lead_magnet: [Leitfaden], newsletter: [Rundbrief]}
      quality: {high: [hoch], moderate: [mittel], low: [niedrig]}
      #`},
	{`breakup: []`, `breakup: [Abschiedsmail]`},
}

// keysTyped is how many keys the edits set: the one with the values sets three.
const keysTyped = 10

// An analyst whose CRM no profile knows, with German headers and words, types at most twelve keys to get the
// figures that the same rows give under leadpact's own names.
func TestGermanExportsNeedAtMostTwelveKeys(t *testing.T) {
	t.Parallel()
	if keysTyped > 12 {
		t.Error("more than twelve keys are typed")
	}
	e := sampleExports(t, 2)
	files := map[string]string{}
	var inputs strings.Builder
	for name, g := range sorted(germanFiles) {
		plain := e.files[name]
		for _, column := range plain.header {
			if g.headers[column] == "" {
				plain = plain.without(column)
			}
		}
		e = e.with(name, plain)
		files["ausfuhr/"+g.name] = string(g.german(plain))
		table := strings.Replace(strings.TrimSuffix(name, ".csv"), "contacts", "leads", 1)
		inputs.WriteString("  " + table + ": {files: [exports/" + name + "]" + map[string]string{
			"leads": ", complete: true", "deals": ", won_stages: [Closed Won], lost_stages: [Closed Lost]",
		}[table] + "}\n")
	}
	dir := t.TempDir()
	treetest.Write(t, dir, files)
	path := filepath.Join(dir, "agreement.yaml")
	execute(t, "init", dir, "--from", filepath.Join(dir, "ausfuhr"))
	text := treetest.Read(t, dir)["agreement.yaml"]
	for _, edit := range germanEdits {
		if !strings.Contains(text, edit.line) {
			t.Fatalf("init did not write %s:\n%s", edit.line, text)
		}
		text = strings.Replace(text, edit.line, edit.typed, 1)
	}
	treetest.Write(t, dir, map[string]string{"agreement.yaml": text})
	var card map[string]any
	out := execute(t, "run", "--json", "--agreement", path, "--period", "2026-10")
	if err := json.Unmarshal(out, &card); err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(text, "\ninputs:")
	e.agreement = head + "\ninputs:\n" + inputs.String()
	got, want := figures(card), figures(e.truth(t, "2026-10", dayAfter))
	computed := 0
	for id, value := range sorted(want) {
		if strings.Contains(id, "#") {
			continue
		}
		if !near(got[id], value, 1e-9) {
			t.Errorf("%s: %v, want %v (%v)", id, got[id], value, got[id+"#reason"])
		}
		if value != nil {
			computed++
		}
	}
	if computed < 300 {
		t.Errorf("only %d figures are computed", computed)
	}
}

// execute runs the program on the day after the sample's last month and returns what it prints.
func execute(t *testing.T, args ...string) []byte {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p := &program{now: dayAfter, stdout: &stdout, stderr: &stderr}
	if err := app(p).RunContext(t.Context(), append([]string{"leadpact"}, args...)); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, stderr.String())
	}
	return stdout.Bytes()
}
