package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpact/ingest/agreementfile"
	"leadpact/ingest/ingesttest"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
)

// folder writes files into a new folder and returns its path.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// pairs converts alternating keys and values to pairs.
func pairs[V any](kv ...any) agreement.Pairs[V] {
	var out agreement.Pairs[V]
	for i := 0; i < len(kv); i += 2 {
		out = append(out, agreement.Pair[V]{Key: kv[i].(string), Value: kv[i+1].(V)})
	}
	return out
}

// counts returns rows, used, set aside and ignored of each file.
func counts(rep *Report) map[string][4]int {
	out := map[string][4]int{}
	for _, f := range rep.Files {
		out[f.File] = [4]int{f.Rows, f.Used, f.SetAside, f.Ignored}
	}
	return out
}

// values returns a column of canonical rows.
func values(rows []map[string]string, name string) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r[name])
	}
	return out
}

func TestCasesHaveTheirExpectedCounts(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"12-dates-without-time", "13-unassigned", "42-rows-accounted-for"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := ingesttest.SharedData(t, "data", "cases", name)
			a, err := agreementfile.Load(filepath.Join(dir, "agreement.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			rep, _, err := readAll(t, a, dir)
			if err != nil {
				t.Fatal(err)
			}
			var want struct {
				Inputs map[string]struct {
					Rows, Used, Ignored int
					SetAside            int `json:"set_aside"`
				}
			}
			data, err := os.ReadFile(filepath.Join(dir, "expected.json"))
			if err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			got := counts(rep)
			for file, w := range want.Inputs {
				ingesttest.Same(t, file, got[file], [4]int{w.Rows, w.Used, w.SetAside, w.Ignored})
			}
			if name == "13-unassigned" && len(rep.SetAside) > 0 {
				t.Errorf("set aside: %v", rep.SetAside)
			}
		})
	}
}

// This test shows with its own data what the shared cases show: each row of the three large tables is
// used, set aside or ignored.
func TestEveryRowIsUsedSetAsideOrIgnored(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at,owner\n" +
			"L1,2026-10-06,Ann\n" + // used
			"L2,2026-10-06,\n" + // used: unassigned
			"L3,2026-10-06T10:00:00Z,Ann\n" + // used
			"L1,2026-10-06,Ann\n" + // ignored: it repeats line 2
			"L2,2026-10-07,\n" + // set aside: other content than line 3
			",2026-10-06,Ann\n" + // set aside: without an id
			"\n,,\n" + // an empty line is no row, and an empty row is ignored
			"L4,2026-13-06,Ann\n", // set aside: no date
		"deals.csv": "deal_id,lead_id,amount,currency\n" +
			"D1,L1,10,USD\n" + // used
			"D2,L9,10,\n" + // used: its lead is unknown
			"D3,L1,10,EUR\n" + // set aside: no rate
			"D4,L1,ten,USD\n", // set aside: no number
		"acts.csv": "activity_id,lead_id,type,at,owner\n" +
			"T1,L1,call,2026-10-06T11:00:00Z,Ann\n" + // used
			"T2,L2,email,2026-10-06T11:00:00Z,Ann\n" + // used
			"T3,L2,note,2026-10-06T11:00:00Z,Ann\n" + // ignored: no touch
			"T4,L9,call,2026-10-06T11:00:00Z,Ann\n" + // ignored: its lead is unknown
			"T5,L1,call,2026-10-06T11:00:00Z,Queue\n" + // ignored: a queue
			"T1,L1,call,2026-10-06T11:00:00Z,Ann\n" + // ignored: it repeats line 2
			"T2,L1,email,2026-10-06T11:00:00Z,Ann\n" + // set aside: other content than line 3
			"T6,L1,call,,Ann\n", // set aside: without a date
	})
	inputs := map[string]*agreement.Input{
		"leads": {Files: []string{"leads.csv"}}, "deals": {Files: []string{"deals.csv"}},
		"activities": {Files: []string{"acts.csv"}, NotPeople: []string{"Queue"}},
	}
	for name, o := range map[string]Options{"in order": {InOrder: true}, "in small blocks": {Block: 40}, "in one block": {Block: 5000}} {
		a := sample("UTC", inputs)
		rep, err := ReadWith(a, dir, october(t, a), o)
		if err != nil {
			t.Fatal(err)
		}
		balanced(t, rep)
		ingesttest.Same(t, name, counts(rep), map[string][4]int{"leads.csv": {8, 3, 3, 2}, "deals.csv": {4, 2, 2, 0}, "acts.csv": {8, 2, 2, 4}})
		ingesttest.Same(t, name+", lines", linesAside(rep), "6,7,10,4,5,8,9")
	}
}

func TestDuplicateIDs(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"a/1.csv": "lead_id,created_at,owner\nL1,2026-10-01,Ann\nL2,2026-10-01,Ann\nL2,2026-10-01,Ann\nL3,2026-10-01,Ann\nL3,2026-10-02,Ann\n",
		"a/2.csv": "lead_id,created_at,owner\nL1,2026-10-01,Bob\nL4,2026-10-03,Bob\n",
	})
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"a/*.csv"}}}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "the newer file wins, an identical row is ignored, another is set aside", counts(rep),
		map[string][4]int{"a/1.csv": {5, 2, 1, 2}, "a/2.csv": {2, 2, 0, 0}})
	ingesttest.Same(t, "owners", values(rows["leads"], "owner"), []string{"Bob", "Bob", "Ann", "Ann"})
	ingesttest.Same(t, "set aside", rep.SetAside, []model.SetAside{{Source: model.Source{File: "a/1.csv", Line: 6}, Column: "lead_id", Value: "L3",
		Reason: "the id stands on line 5 with other content"}})
}

func TestHubSpotIsRecognisedFromItsHeaders(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"contacts.csv": "Record ID,First Name,Email,Create Date,Became a Lead Date,Became a Marketing Qualified Lead Date,Contact owner,Original Source,Lifecycle Stage,Lead Status,HubSpot Score,Annual Revenue,Recent Conversion,Associated Deal IDs\n" +
			"501,Zoë,z@x.example,2026-10-02 09:15,2026-10-02 09:15,2026-10-03 10:00,Ann Lee,Organic Search,Customer,,85,\"1,200,000\",Book a demo: form,9001;9002\n" +
			"502,Jo,j@x.example,2026-10-02 09:15,,,Inbound Queue,Paid Search,Lead,Unqualified,12,90000,,\n",
		"deals.csv": "Record ID,Deal Name,Deal Stage,Close Date,Create Date,Amount,Deal owner,Associated Contact IDs\n" +
			"9001,A,Closed Won,2026-10-20 10:00,2026-10-05 10:00,$12000.50,Ann Lee,501;777\n" +
			"9002,B,Closed Lost (Sales Pipeline),2026-10-21 10:00,2026-10-05 10:00,10.00,Ann Lee,501\n" +
			"9003,C,Proposal,2027-01-21 10:00,2026-10-05 10:00,,Ann Lee,502\n",
		"calls.csv": "Record ID,Activity date,Activity assigned to,Call outcome,Associated Contact IDs\n" +
			"1,2026-10-03 10:05,Ann Lee,Connected,501;502\n2,2026-10-03 11:05,Ann Lee,Left voicemail,999\n3,2026-10-03 11:05,Inbound Queue,Busy,501\n",
	})
	a := sample("America/New_York", map[string]*agreement.Input{
		"leads": {Files: []string{"contacts.csv"}, NotPeople: []string{"Inbound Queue"},
			Values:           pairs[agreement.Pairs[[]string]]("quality", pairs[[]string]("high", []string{"70-100"}, "low", []string{"0-39"}), "tier", pairs[[]string]("A", []string{"1000000-"}, "C", []string{"0-99999"})),
			MarketingSourced: []string{"Organic Search"}},
		"deals": {Files: []string{"deals.csv"}}, "activities": {Files: []string{"calls.csv"}},
	})
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range rep.Files {
		if f.CRM != "hubspot" {
			t.Errorf("%s is read as %s", f.File, f.CRM)
		}
	}
	ingesttest.Same(t, "leads", rows["leads"], []map[string]string{
		canonicalLead("lead_id", "501", "created_at", "2026-10-02T09:15:00-04:00", "ql_at", "2026-10-02T09:15:00-04:00", "mql_at", "2026-10-03T10:00:00-04:00",
			"status", "won", "owner", "Ann Lee", "email", "z@x.example", "source", "Organic Search", "tier", "A", "action", "demo_request", "quality", "high"),
		canonicalLead("lead_id", "502", "created_at", "2026-10-02T09:15:00-04:00", "status", "disqualified", "email", "j@x.example", "source", "Paid Search",
			"tier", "C", "quality", "low"),
	})
	ingesttest.Same(t, "won", values(rows["deals"], "won"), []string{"true", "false", ""})
	ingesttest.Same(t, "amounts", values(rows["deals"], "amount"), []string{"12000.5", "10", ""})
	ingesttest.Same(t, "outcome", values(rows["activities"], "outcome"), []string{"connected"})
	ingesttest.Same(t, "counts", counts(rep), map[string][4]int{"contacts.csv": {2, 2, 0, 0}, "deals.csv": {3, 3, 0, 0}, "calls.csv": {3, 1, 0, 2}})
}

// canonicalLead returns a canonical lead with these cells, and all others empty.
func canonicalLead(kv ...string) map[string]string {
	row := map[string]string{}
	for _, c := range CanonicalColumns("leads") {
		row[c] = ""
	}
	for i := 0; i < len(kv); i += 2 {
		row[kv[i]] = kv[i+1]
	}
	return row
}

func TestTheRealHubSpotHeaderIsRecognised(t *testing.T) {
	t.Parallel()
	dir := ingesttest.SharedData(t, "data", "crm", "headers")
	rep, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"hubspot_contacts_2023_real.csv"}}}), dir)
	if err != nil {
		t.Fatal(err)
	}
	f := rep.Files[0]
	if f.CRM != "hubspot" || f.Rows != 0 {
		t.Errorf("read as %s with %d rows", f.CRM, f.Rows)
	}
	got := map[string]string{}
	for _, b := range f.Columns {
		got[b.Column] = strings.Join(b.Headers, " + ")
	}
	ingesttest.Same(t, "columns", got, map[string]string{
		"lead_id": "Record ID", "created_at": "Create Date", "ql_at": "Became a Lead Date", "mql_at": "Became a Marketing Qualified Lead Date",
		"sql_at": "Became a Sales Qualified Lead Date", "opportunity_at": "Became an Opportunity Date", "closed_at": "Close Date",
		"status": "Lifecycle Stage + Lead Status", "assigned_at": "Owner Assigned Date", "owner": "Contact owner", "email": "Email",
		"source": "Original Source", "campaign": "Original Source Drill-Down 1", "tier": "Annual Revenue", "action": "Recent Conversion",
		"quality": "HubSpot Score", "stream": "HubSpot Team", "deal_ids": "Associated Deal IDs", "name": "Company Name",
		"modified_at": "Last Modified Date",
	})
}

func TestTheAgreementOverridesWhatIsDetected(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"l.csv": "id;wann;wer;was;score;quelle\nL1;31.10.2026 09:30;Ann;Asks for a DEMO today;70;google / cpc\nL2;01.11.2026 09:30;Ann;books a call;69,5;Other\n"})
	in := &agreement.Input{
		Files: []string{"l.csv"}, Zone: "Europe/Berlin", Constants: pairs[string]("motion", "outbound"),
		Columns: pairs[[]string]("lead_id", []string{"ID"}, "created_at", []string{"When", "wann"}, "owner", []string{"wer"}, "action", []string{"was"}, "quality", []string{"score"}, "source", []string{"quelle"}),
		Values: pairs[agreement.Pairs[[]string]](
			"quality", pairs[[]string]("high", []string{"70-100"}, "moderate", []string{"40-69.9"}),
			"action", pairs[[]string]("demo_request", []string{"*demo*"}),
			"source", pairs[[]string]("Paid Search", []string{"google / cpc"})),
	}
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": in}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "rows", rows["leads"], []map[string]string{
		canonicalLead("lead_id", "L1", "created_at", "2026-10-31T08:30:00Z", "owner", "Ann", "action", "demo_request", "quality", "high", "source", "Paid Search", "motion", "outbound"),
		canonicalLead("lead_id", "L2", "created_at", "2026-11-01T08:30:00Z", "owner", "Ann", "action", "demo_request", "quality", "moderate", "source", "Other", "motion", "outbound"),
	})
	if found := strings.Join(rep.Files[0].Found, "; "); !strings.Contains(found, "created_at is written dmy, as line 2 proves") {
		t.Errorf("found %s", found)
	}
}

func TestRefusedFilesAndTheirReasons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a column whose dates have two readings", "lead_id,created_at\nL1,03/04/2026\n", `l.csv:2: created_at: "03/04/2026" can be read with the day or the month first, and no other row tells; set date_order: dmy or mdy under inputs.leads in agreement.yaml`},
		{"a missing column", "lead_id,when\nL1,2026-10-01\n", "l.csv:1: no column gives created_at; the first row reads lead_id, when; name the header under inputs.leads in agreement.yaml, e.g. columns: {created_at: HEADER}"},
		{"a header that stands twice", "lead_id,created_at,owner,Owner\nL1,2026-10-01,A,B\n", `l.csv:1: the header names "owner" twice; rename one column or leave it out of the export`},
		{"an Excel workbook", "PK\x03\x04...xl/workbook.xml", "l.csv: it is an Excel workbook, not CSV; export it as CSV"},
		{"a PDF", "%PDF-1.7", "l.csv: it is a PDF, not CSV; export it as CSV"},
		{"a text of another script", "lead_id,created_at,owner\nL1,2026-10-01,\xc8\xe2\xe0\xed\n", "l.csv: its text is neither UTF-8 nor Western (windows-1252); say which with encoding: in agreement.yaml (leadpact table: --encoding), e.g. shift_jis or windows-1251"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"l.csv": c.text})
			_, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), dir)
			if !isRefused(err) || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestTheErrorOfAMissingFileIsNotExist(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"no.csv", "no*.csv", "sub"} {
		dir := folder(t, map[string]string{"sub/readme.md": "x"})
		_, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{path}}}), dir)
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "inputs.leads") {
			t.Errorf("%s: got %v", path, err)
		}
	}
}

func TestRowsSetAsideAndTheirReasons(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, cell, column, reason string }{
		{"a date before 1970", "L1,1969-12-31,A,a@x", "created_at", "the value is before 1970 or more than ten years ahead"},
		{"a date more than ten years ahead", "L1,2036-11-02,A,a@x", "created_at", "the value is before 1970 or more than ten years ahead"},
		{"an hour that the clock skipped", "L1,2026-03-08 02:30,A,a@x", "created_at", "the value is an hour that the clock skipped"},
		{"a missing id", ",2026-10-01,A,a@x", "lead_id", "the value is missing"},
		{"a line break in a name", "L1,2026-10-01,\"A\nB\",a@x", "owner", "the value holds a line break"},
		{"a line break in an e-mail", "L1,2026-10-01,A,\"a\n@x\"", "email", "the value holds a line break"},
		{"bytes of another encoding", "L1,2026-10-01,\xe9,a@x", "owner", "the cell holds bytes of another encoding"},
		{"a cell over 1 MiB", "L1,2026-10-01,A," + strings.Repeat("x", 1<<20+1), "email", "the cell holds more than 1 MiB"},
		{"a control character", "L1,2026-10-01,A\x07,a@x", "owner", "the cell holds a control character"},
		{"a cell too many", "L1,2026-10-01,A,a@x,", "", "the row has 5 cells, the header has 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"l.csv": "lead_id,created_at,owner,email\nL0,2026-10-01,Zoë,\n" + c.cell + "\nL9,2026-10-01,Zoë,\n"})
			rep, rows, err := readAll(t, sample("America/New_York", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), dir)
			if err != nil {
				t.Fatal(err)
			}
			if len(rep.SetAside) != 1 || rep.SetAside[0].Line != 3 || rep.SetAside[0].Column != c.column || rep.SetAside[0].Reason != c.reason {
				t.Errorf("set aside %.200v", rep.SetAside)
			}
			ingesttest.Same(t, "the other rows", values(rows["leads"], "lead_id"), []string{"L0", "L9"})
		})
	}
}

func TestWordsForBlankAreBlankAndNotedOnce(t *testing.T) {
	t.Parallel()
	text := "lead_id,created_at,owner,source\n"
	for i, w := range []string{"NULL", "N/A", "#N/A", "-", "None", "(blank)", `\N`, "NaN", "undefined"} {
		text += "L" + string(rune('1'+i)) + ",2026-10-01," + w + ",web\n"
	}
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), folder(t, map[string]string{"l.csv": text}))
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "owners", strings.Join(values(rows["leads"], "owner"), ""), "")
	n := 0
	for _, note := range rep.Notes {
		if strings.HasPrefix(note.Text, "cells with a word for an empty cell") {
			n++
			ingesttest.Same(t, "note", note, model.Note{Source: model.Source{File: "l.csv", Line: 2}, Text: "cells with a word for an empty cell (NULL, N/A, -, None …), read as blank: 9"})
		}
	}
	ingesttest.Same(t, "notes", n, 1)
}

func TestAZipOfOneFileIsUnpackedAndAnyOtherRefused(t *testing.T) {
	t.Parallel()
	archive := func(names ...string) string {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, n := range names {
			w, err := z.Create(n)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(n, "/") {
				_, _ = w.Write([]byte("lead_id,created_at\nL1,2026-10-01\n"))
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct{ names, err string }{
		{"leads.csv", ""},
		{"export/ export/leads.csv", ""},
		{"a.csv b.csv", "it is a zip archive of 2 files; unpack it"},
		{"empty/", "it is a zip archive of 0 files"},
		{"../leads.csv", "it is a zip archive whose file is named ../leads.csv, which leads elsewhere"},
		{"/etc/leads.csv", "leads elsewhere"},
		{`..\leads.csv`, "leads elsewhere"},
		{"[Content_Types].xml xl/workbook.xml", "it is an Excel workbook"},
	} {
		dir := folder(t, map[string]string{"l.zip": archive(strings.Fields(c.names)...), "cut.zip": archive("leads.csv")[:40]})
		rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.zip"}}}), dir)
		switch {
		case c.err == "" && (err != nil || len(rows["leads"]) != 1 || len(rep.Refused) > 0):
			t.Errorf("%s: %v", c.names, err)
		case c.err != "" && (!isRefused(err) || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s: %v, want %s", c.names, err, c.err)
		}
		if _, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"cut.zip"}}}), dir); !isRefused(err) {
			t.Errorf("a damaged archive: %v", err)
		}
	}
}

func TestGzipIsUnpackedByItsContent(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("lead_id,created_at\nL1,2026-10-01\n"))
	z.Close()
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), folder(t, map[string]string{"l.csv": b.String()}))
	if err != nil || len(rows["leads"]) != 1 || len(rep.Files[0].SHA256) != 64 {
		t.Errorf("%v %v", rows, err)
	}
}

func TestSmallTables(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv":    "lead_id,created_at,source\nL1,2026-10-01,web\nL2,2026-10-01,Events\n",
		"team.csv":     "SDR,email,Start_Date,motion\nAnn,a@x,2026-01-05,inbound\nQueue,,,\nAnn,a@x,2026-02-05,inbound\n",
		"spend.csv":    "month;channel;actual\n2026-10;Events;1.234,50\n10/2026;Paid;-5,00\n2026-10-15;Events;\nOct 2026;Paid;€ 3,00\n",
		"feedback.csv": "asset,worked,did_not,owner,due,closed\nGuide,\"a, b\",,Ann,2026-10-20,\n,x,,,,\n",
	})
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}, "team": {Files: []string{"team.csv"}, NotPeople: []string{"queue"}},
		"spend": {Files: []string{"spend.csv"}}, "feedback": {Files: []string{"feedback.csv"}}})
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "counts", counts(rep), map[string][4]int{"leads.csv": {2, 2, 0, 0}, "team.csv": {3, 1, 1, 1}, "spend.csv": {4, 2, 2, 0}, "feedback.csv": {2, 1, 1, 0}})
	ingesttest.Same(t, "months", values(rows["spend"], "month"), []string{"2026-10-01", "2026-10-01"})
	ingesttest.Same(t, "spend", values(rows["spend"], "actual"), []string{"1234.5", "-5"})
	ingesttest.Same(t, "feedback", values(rows["feedback"], "due"), []string{"2026-10-20"})
	ingesttest.Same(t, "sources that are no channel", rep.Files[0].Unmapped, []Unmapped{{"source", "web", 1}})
}

func TestSetAsideCellsAreNoFormulas(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	err := WriteSetAside(&b, []model.SetAside{{Source: model.Source{File: "l.csv", Line: 7}, Column: "owner", Value: "=1+1", Reason: "a, b"}})
	if want := "file,line,column,value,reason\nl.csv,7,owner,'=1+1,\"a, b\"\n"; err != nil || b.String() != want {
		t.Errorf("%q %v", b.String(), err)
	}
}

func TestWhetherADealIsWon(t *testing.T) {
	t.Parallel()
	head := "deal_id,lead_id,amount,currency,stage,created_at,closed_at,won,owner\n"
	dir := folder(t, map[string]string{
		"won.csv":    head + "1,,10,,,2026-10-01,2026-10-02,TRUE,Queue\n2,,,usd,,2026-10-01,2026-10-02,No,\n3,,5,EUR,,2026-10-01,,,\n4,,5,,,2026-10-01,,maybe,\n5,,€5,,,2026-10-01,,,\n6,,$5,,,2026-10-01,,,\n",
		"stages.csv": strings.ReplaceAll(head, ",won", "") + "1,,10,,Signed!,2026-10-01,2026-10-02,Ann\n2,,10,,Lost to X,2026-10-01,,Ann\n3,,10,,Gone,2026-10-01,2026-10-02,Ann\n4,,10,,Talking,2026-10-01,,Ann\n",
	})
	a := sample("UTC", map[string]*agreement.Input{"deals": {Files: []string{"won.csv"}, NotPeople: []string{"Queue"}, FX: pairs[float64]("GBP", 1.3)}})
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "won", values(rows["deals"], "won"), []string{"true", "false", ""})
	ingesttest.Same(t, "owners", values(rows["deals"], "owner"), []string{"", "", ""})
	var aside []string
	for _, s := range rep.SetAside {
		aside = append(aside, s.Column+" "+s.Value)
	}
	ingesttest.Same(t, "set aside", aside, []string{"currency EUR", "won maybe", "currency EUR"})

	f, err := (&reader{agreement: a, period: october(t, a).Period(), zone: ingesttest.Zone(t, "UTC")}).open(profile.TableNamed("deals"),
		&agreement.Input{WonStages: []string{"Signed*"}}, filepath.Join(dir, "stages.csv"), "stages.csv")
	if err != nil {
		t.Fatal(err)
	}
	x := &row{file: f, texts: make([]cachedText, len(f.fields))}
	for _, want := range []model.Ternary{model.Yes, model.No, model.Unknown, model.Unknown} {
		rec, _ := f.split.Next()
		x.reset(rec)
		if got := x.won(x.flag("won"), x.text("stage")); got != want {
			t.Errorf("stage %q: %v, want %v", x.text("stage"), got, want)
		}
	}
}

func TestMarketingSourcesWhatItsListNames(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"l.csv": "lead_id,created_at,source\nL1,2026-10-01,ORGANIC search\nL2,2026-10-01,Cold list\nL3,2026-10-01,\n"})
	for _, c := range []struct {
		list []string
		want []bool
	}{{nil, []bool{true, true, true}}, {[]string{"Organic Search"}, []bool{true, false, false}}} {
		in := &agreement.Input{MarketingSourced: c.list}
		a := sample("UTC", map[string]*agreement.Input{"leads": in})
		r := &reader{agreement: a, period: october(t, a).Period(), zone: ingesttest.Zone(t, "UTC")}
		f, err := r.open(profile.TableNamed("leads"), in, filepath.Join(dir, "l.csv"), "l.csv")
		if err != nil {
			t.Fatal(err)
		}
		x := &row{file: f, texts: make([]cachedText, len(f.fields))}
		for i, want := range c.want {
			rec, _ := f.split.Next()
			x.reset(rec)
			if got := r.isMarketingSourced(x); got != want {
				t.Errorf("list %v, row %d: %t", c.list, i, got)
			}
		}
	}
}

func TestUnmappedValuesAreListedWithTheirRows(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"l.csv": "lead_id,created_at,owner,source,tier,action,quality,stream\n" +
		"L1,2026-10-01,A,w,Z,x,hot,s1\nL2,2026-10-01,A,w,z,,hot,S1\nL3,2026-10-01,A,w,a,,medium,other\nL4,bad,A,w,Q,,,\n"})
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "unmapped", rep.Files[0].Unmapped, []Unmapped{{"tier", "Z", 1}, {"tier", "z", 1}, {"action", "x", 1}, {"quality", "hot", 2}, {"stream", "other", 1}})
	ingesttest.Same(t, "quality", values(rows["leads"], "quality"), []string{"", "", "moderate"})
	ingesttest.Same(t, "a stream is kept as written", values(rows["leads"], "stream"), []string{"s1", "s1", "other"})
	ingesttest.Same(t, "first note", rep.Notes[0].Text, `tier: values that the agreement does not name, with their rows: "Z" (1), "z" (1); map them under inputs.leads.values.tier in agreement.yaml`)
}

func TestTheAgreementsKeysForAFileApply(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"in/b.csv":     "lead_id|created_at|tier\nL2|03/04/2026|1.000\n",
		"in/a.TSV":     "lead_id|created_at|tier\nL1|31/04/2026|5\nL3|31/03/2026|5\n",
		"in/.hidden":   "x",
		"in/readme.md": "x",
	})
	in := &agreement.Input{Files: []string{"in"}, Delimiter: "pipe", DateOrder: "dmy", Decimal: ",", Columns: pairs[[]string]("owner", []string{"Wer"}),
		Values: pairs[agreement.Pairs[[]string]]("tier", pairs[[]string]("A", []string{"1000-"}))}
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": in}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "counts", counts(rep), map[string][4]int{"in/a.TSV": {2, 1, 1, 0}, "in/b.csv": {1, 1, 0, 0}})
	ingesttest.Same(t, "dates", values(rows["leads"], "created_at"), []string{"2026-04-03", "2026-03-31"})
	ingesttest.Same(t, "tier", values(rows["leads"], "tier"), []string{"A", ""})
	ingesttest.Same(t, "reason", rep.SetAside[0].Reason, "the value is no day of the calendar")
	ingesttest.Same(t, "note", rep.Notes[0].Text, `columns: names "Wer" for owner, which the file does not have; the column is absent`)
}

func TestEveryRefusedFileIsNamed(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.csv": "", "b.csv": "%PDF-", "c.csv": "lead_id,created_at\nL1,2026-10-01\n"})
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"a.csv", "b.csv", "c.csv"}}, "team": {Files: []string{"no.csv"}}}), dir)
	if !isRefused(err) || !errors.Is(err, fs.ErrNotExist) || len(rep.Refused) != 2 || len(rep.Files) != 3 || len(rows["leads"]) != 1 {
		t.Errorf("%v; %v", rep.Refused, err)
	}
}

func TestTheStagesOfTheMavenDealsTellWonFromLost(t *testing.T) {
	t.Parallel()
	dir := ingesttest.SharedData(t, "data", "maven")
	in := &agreement.Input{Files: []string{"sales_pipeline.csv"}, WonStages: []string{"Won"}, Columns: pairs[[]string]("deal_id", []string{"opportunity_id"},
		"owner", []string{"sales_agent"}, "stage", []string{"deal_stage"}, "created_at", []string{"engage_date"}, "closed_at", []string{"close_date"}, "amount", []string{"close_value"})}
	_, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"deals": in}), dir)
	if err != nil {
		t.Fatal(err)
	}
	n := map[string]int{}
	for _, r := range rows["deals"] {
		n[r["won"]]++
	}
	ingesttest.Same(t, "won, lost and open", n, map[string]int{"true": 4238, "false": 6711 - 4238, "": 8800 - 6711})
}

func TestADealWithoutIDsIsJoinedByAnExactNameThatOneLeadHas(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "(Do Not Modify) Lead,Created On,First Name,Last Name\nG1,2026-10-01,Ann,Lee\nG2,2026-10-01,Bo,Kim\nG3,2026-10-01,Bo,Kim\n",
		"opps.csv": "(Do Not Modify) Opportunity,Originating Lead,Actual Revenue,Status,Created On,Actual Close Date\n" +
			"O1,Ann Lee,10,Won,2026-10-02,2026-10-05\nO2,Bo Kim,20,Won,2026-10-02,2026-10-05\nO3,ann lee,40,Won,2026-10-02,2026-10-05\nO4,,80,Won,2026-10-02,2026-10-05\n",
	})
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}, "deals": {Files: []string{"opps.csv"}}})
	a.Revenue.Streams = nil
	l := october(t, a)
	var deals [][]string
	if _, err := ReadTables(a, dir, l, func(table string, cells []string) error {
		if table == "deals" {
			deals = append(deals, cells[:3])
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "names are written nowhere", deals, [][]string{{"O1", "", "10"}, {"O2", "", "20"}, {"O3", "", "40"}, {"O4", "", "80"}})
	won, _ := l.Scorecard().Value("actual.won").Number()
	ingesttest.Same(t, "leads won", won, 1.0)
}

func TestADealOfSeveralLeadsIsTheFirstOnesThatWasRead(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at\nL1,2026-10-01\nL2,2026-10-01\n",
		"deals.csv": "deal_id,lead_id,amount,created_at\nD1,L9;L2;L1,10,2026-10-02\nD2,L9;L8,20,2026-10-02\nD3,L1,40,2026-10-02\n",
	})
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}, "deals": {Files: []string{"deals.csv"}}})
	a.Revenue.Streams = nil
	l := october(t, a)
	if err := Read(a, dir, l); err != nil {
		t.Fatal(err)
	}
	amounts, named := l.Scorecard().Table("leads").Column("deal_amount"), l.Scorecard().Table("deals").Column("lead_id")
	ingesttest.Same(t, "amounts of L1 and L2", []string{amounts.Value(0).String(), amounts.Value(1).String()}, []string{"40", "10"})
	ingesttest.Same(t, "leads of deals", []string{named.Value(0).String(), named.Value(1).String(), named.Value(2).String()}, []string{"L2", "L9", "L1"})
}

func TestASourceTooLongForAChannelIsUnattributed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", longestChannel+1)
	dir := folder(t, map[string]string{"l.csv": "lead_id,created_at,source\nL1,2026-10-01," + long + "\nL2,2026-10-01,Web\n", "s.csv": "month,channel,actual\n2026-10," + long + ",5\n"})
	rep, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}, "spend": {Files: []string{"s.csv"}}}), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "sources as read", values(rows["leads"], "source"), []string{long, "Web"})
	ingesttest.Same(t, "spend", rep.SetAside[0].Reason, "the name of a channel has more than 160 bytes")
	if !strings.Contains(fmt.Sprint(rep.Notes), "sources too long for the name of a channel") {
		t.Errorf("noted %v", rep.Notes)
	}
}
