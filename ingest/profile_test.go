package ingest

import (
	"slices"
	"strings"
	"testing"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/ingesttest"
	"leadpact/ingest/profile"
	"leadpact/model/agreement"
)

func TestRealHeadersAreRecognisedOrTheErrorNamesWhatTheyLack(t *testing.T) {
	t.Parallel()
	dir := ingesttest.SharedData(t, "data", "crm", "headers")
	for _, c := range []struct{ file, table, crm, err string }{
		{"hubspot_contacts_2023_real.csv", "leads", "hubspot", ""},
		{"zoho_leads_2026_real.csv", "leads", "zoho", ""},
		{"pipedrive_deals_2026_real.csv", "leads", "pipedrive", ""},
		{"pipedrive_deals_2026_real.csv", "deals", "pipedrive", ""},
		{"salesforce_task_weekly_export_real.csv", "activities", "salesforce_export", ""},
		{"salesforce_task_report_real.csv", "activities", "salesforce_report", "no column gives lead_id or contact_id or email or lead_name in these salesforce_report activities;"},
		{"dynamics_leads_real.csv", "leads", "dynamics", "no column gives created_at in these dynamics leads;"},
		{"close_leads_partial_real.csv", "leads", "close", "no column gives lead_id in these close leads;"},
	} {
		rep, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{c.table: {Files: []string{c.file}}}), dir)
		switch {
		case c.err == "" && (err != nil || rep.Files[0].CRM != c.crm):
			t.Errorf("%s as %s: %q, %v", c.file, c.table, rep.Files[0].CRM, err)
		case c.err != "" && (err == nil || rep.Files[0].CRM != c.crm || !strings.Contains(err.Error(), c.err)):
			t.Errorf("%s as %s: %v", c.file, c.table, err)
		}
	}
}

// A file that has the first spelling of every header that a profile names is recognised as an export of
// that CRM.
func TestEveryProfileRecognisesItsOwnHeaders(t *testing.T) {
	t.Parallel()
	all, err := profile.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		for _, e := range p.Exports {
			header, seen := []string{}, map[string]bool{}
			add := func(names ...string) {
				for _, n := range names {
					n = strings.ReplaceAll(n, "*", "x")
					if key := csvtext.FoldCase(n); !seen[key] {
						seen[key] = true
						header = append(header, `"`+strings.ReplaceAll(n, `"`, `""`)+`"`)
					}
				}
			}
			for _, spellings := range e.Recognise {
				add(profile.Spellings(spellings)[0])
			}
			for _, column := range profile.TableNamed(e.Table).Columns {
				if names := e.Columns[column.Name]; len(names) > 0 {
					add(strings.Split(names[0], " + ")...)
				}
			}
			dir := folder(t, map[string]string{"x.csv": strings.Join(header, ",") + "\n"})
			rep, _, err := readAll(t, sample("UTC", map[string]*agreement.Input{e.Table: {Files: []string{"x.csv"}}}), dir)
			complete := true // the profile gives all required columns
			for _, group := range profile.TableNamed(e.Table).Required {
				complete = complete && slices.ContainsFunc(group, func(c string) bool { return e.Columns[c] != nil || e.Constants[c] != "" })
			}
			if (err == nil) != complete || rep.Files[0].CRM != p.CRM {
				t.Errorf("%s of %s: recognised as %q, %v", e.Name, p.CRM, rep.Files[0].CRM, err)
			}
			if err != nil {
				continue
			}
			given := map[string]bool{}
			for _, b := range rep.Files[0].Columns {
				given[b.Column] = true
			}
			for column := range e.Columns {
				if !given[column] {
					t.Errorf("%s of %s: no header gives %s", e.Name, p.CRM, column)
				}
			}
		}
	}
}

func TestOneFileServesAsLeadsAndDeals(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"d.csv": "Deal - ID,Deal - Value,Deal - Currency,Deal - Deal created,Deal - Status,Deal - Won time,Deal - Lost time,Deal - Owner\n" +
		"1,100,EUR,2026-10-01 09:00:00,Won,2026-10-05 09:00:00,,Ann\n2,50.5,USD,2026-10-01 09:00:00,Lost,,2026-10-06 09:00:00,Ann\n3,,USD,2026-10-01 09:00:00,Open,,,Ann\n"})
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"d.csv"}}, "deals": {Files: []string{"d.csv"}, FX: pairs[float64]("EUR", 1.5)}})
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "closed", values(rows["leads"], "closed_at"), []string{"2026-10-05T09:00:00Z", "2026-10-06T09:00:00Z", ""})
	ingesttest.Same(t, "status", values(rows["leads"], "status"), []string{"won", "lost", "open"})
	ingesttest.Same(t, "won", values(rows["deals"], "won"), []string{"true", "false", ""})
	ingesttest.Same(t, "used", rep.Files[1].Used, 3)
}

func TestSalesforceRows(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"Lead.csv": "Id,IsDeleted,OwnerId,Status,CreatedDate,IsConverted,ConvertedDate,ConvertedOpportunityId\n" +
			"00Q1t000004XyZAEA0,0,005A,Working - Contacted,2026-10-01 22:30:00,0,,000000000000000AAA\n00Q1t000004XyZBEA0,1,005A,Open,2026-10-01 22:30:00,0,,\n",
		"Opportunity.csv": "Id,StageName,Amount,CloseDate,IsClosed,IsWon,CreatedDate\n0061,Closed Won,10,2026-10-05,1,1,2026-10-01 22:30:00\n0062,X,10,2026-10-05,1,0,2026-10-01 22:30:00\n0063,X,10,2026-10-05,0,0,2026-10-01 22:30:00\n",
		"task.csv":        "ID,WHOID,CREATEDDATE,ACTIVITYDATE,TASKSUBTYPE,OWNERID\n00T1,00Q1t000004XyZA,2026-10-02T09:00:00.000Z,2026-10-02,Call,005A\n",
	})
	a := sample("America/New_York", map[string]*agreement.Input{"leads": {Files: []string{"Lead.csv"}}, "deals": {Files: []string{"Opportunity.csv"}}, "activities": {Files: []string{"task.csv"}}})
	rep, rows, err := readAll(t, a, dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "counts", counts(rep), map[string][4]int{"Lead.csv": {2, 1, 0, 1}, "Opportunity.csv": {3, 3, 0, 0}, "task.csv": {1, 1, 0, 0}})
	ingesttest.Same(t, "ids are the first 15 characters", values(rows["leads"], "lead_id"), []string{"00Q1t000004XyZA"})
	ingesttest.Same(t, "wall times are UTC", values(rows["leads"], "created_at"), []string{"2026-10-01T18:30:00-04:00"})
	ingesttest.Same(t, "won", values(rows["deals"], "won"), []string{"true", "false", ""})
	ingesttest.Same(t, "crm", []string{rep.Files[0].CRM, rep.Files[1].CRM, rep.Files[2].CRM}, []string{"salesforce_export", "salesforce_export", "salesforce_dataloader"})
}

func TestSeveralColumnsOrWordsOfACRMForOneColumn(t *testing.T) {
	t.Parallel()
	lead := "lead_id,created_at\nL1,2026-10-01\n"
	for _, x := range []struct{ name, table, text, column, want string }{
		{"the date of the one proposal stage", "deals", "Record ID,Deal Stage,\"Date entered “Proposal sent (Sales)”\"\n1,x,2026-10-05\n", "proposal_at", "2026-10-05"},
		{"two proposal stages are none", "deals", "Record ID,Deal Stage,\"Date entered \"\"Proposal (A)\"\"\",\"Date entered \"\"Proposal (B)\"\"\"\n1,x,2026-10-05,2026-10-06\n", "proposal_at", ""},
		{"the actual revenue before the estimated one", "deals", "(Do Not Modify) Opportunity,Actual Revenue,Est. Revenue\n1,90,100\n2,,50\n", "amount", "90 50"},
		{"an amount that Zoho has shortened", "spend", "Campaign Name,Type,Start Date,Actual Cost\nx,Web,2026-10-01,$1.50K\n", "actual", "1500"},
		{"Zoho's calls that were not made, or were missed", "activities", "Record Id,Call Start Time,Related To.id,Call Type,Call Status\nzcrm_1,2026-10-02 09:00:00,L1,Outbound,Scheduled\nzcrm_2,2026-10-02 09:00:00,L1,Missed,\nzcrm_3,2026-10-02 09:00:00,L1,Outbound,Completed\n", "direction", "inbound outbound"},
		{"a task that is not done", "activities", "Id,WhoId,CreatedDate,ActivityDate,IsClosed,Type\n1,L1,2026-10-02 09:00:00,2026-10-02,0,Call\n2,L1,2026-10-02 09:00:00,2026-10-02,1,Email\n", "type", "email"},
		{"an event is a meeting", "activities", "Id,WhoId,CreatedDate,ActivityDate,StartDateTime,Type\n1,L1,2026-10-02 09:00:00,2026-10-02,2026-10-02 14:00:00,Other\n", "type", "meeting"},
		{"a kind of task that only its type tells", "activities", "Id,WhoId,CreatedDate,ActivityDate,TaskSubtype,Type\n1,L1,2026-10-02 09:00:00,2026-10-02,Task,Call\n2,L1,2026-10-02 09:00:00,2026-10-02,Email,Other\n", "type", "call email"},
	} {
		dir := folder(t, map[string]string{"l.csv": lead, "x.csv": x.text})
		_, rows, err := readAll(t, sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}, x.table: {Files: []string{"x.csv"}}}), dir)
		if err != nil {
			t.Errorf("%s: %v", x.name, err)
		}
		ingesttest.Same(t, x.name, strings.Join(values(rows[x.table], x.column), " "), x.want)
	}
}
