package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/calc"
)

// calledLeads returns the ids of the leads that have touches.
func calledLeads(l *model.Ledger) []string {
	var called []string
	for _, x := range l.Thresholds() {
		if l.HasTouches(l.LeadByID([]byte(x.Lead))) {
			called = append(called, x.Lead)
		}
	}
	return called
}

// An activity of a converted lead may name the contact that the lead became, in the column of the lead's id or in
// one of its own. Ids of Salesforce are compared by their first 15 characters, capitals and small letters apart.
func TestActivitiesOfAConvertedLeadJoinByItsContact(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, leads, activities string
		called                  []string
		ignored                 int
	}{
		{"weekly export",
			"Id,CreatedDate,OwnerId,IsConverted,ConvertedContactId,MQL\n" +
				"00Q5f00000A0001EAA,2026-10-01 09:00:00,U,1,0035f00000A0001EAA,2026-10-01 10:00:00\n00Q5f00000A0002EAA,2026-10-01 09:00:00,U,0,,2026-10-01 10:00:00\n",
			"Id,WhoId,TaskSubtype,Type,CreatedDate,ActivityDate,OwnerId\n" +
				"T1,0035f00000A0001EAA,Call,,2026-10-02 09:00:00,,U\nT2,00Q5f00000A0002EAA,Call,,2026-10-02 09:00:00,,U\nT3,0035f00000a0001EAA,Call,,2026-10-02 09:00:00,,U\n",
			[]string{"00Q5f00000A0001", "00Q5f00000A0002"}, 1},
		{"Data Loader",
			"ID,CREATEDDATE,OWNERID,ISCONVERTED,CONVERTEDCONTACTID,MQL\n00Q5f00000A0001EAA,2026-10-01T09:00:00.000Z,U,true,0035f00000A0001EAA,2026-10-01T10:00:00.000Z\n",
			"ID,WHOID,TASKSUBTYPE,CREATEDDATE,ACTIVITYDATE,OWNERID\nT1,0035f00000A0001EAA,Call,2026-10-02T09:00:00.000Z,,U\n",
			[]string{"00Q5f00000A0001"}, 0},
		{"reports",
			"Lead ID,Created Date,Lead Owner,Converted Contact ID,MQL\n00Q5f00000A0001,2026-10-01,Ann,0035f00000A0001,2026-10-01\n00Q5f00000A0002,2026-10-01,Ann,,2026-10-01\n",
			"Assigned,Subject,Date,Task Subtype,Lead ID,Contact ID\nAnn,Call,2026-10-02,Call,,0035f00000A0001EAA\nAnn,Call,2026-10-02,Call,00Q5f00000A0002,\n",
			[]string{"00Q5f00000A0001", "00Q5f00000A0002"}, 0},
		{"other columns that the agreement maps",
			"lead_id,created_at,person,MQL\n1,2026-10-01,P1,2026-10-01\n2,2026-10-01,P2,2026-10-01\n",
			"who,type,at\nP2;2,call,2026-10-02\n1,call,2026-10-02\nP3,call,2026-10-02\n",
			[]string{"1", "2"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"leads.csv": c.leads, "activities.csv": c.activities})
			a := sample("UTC", filesOf("leads", "activities"))
			a.Inputs["leads"].Columns = pairs[[]string]("mql_at", []string{"MQL"})
			if strings.Contains(c.leads, "person") {
				a.Inputs["leads"].Columns = pairs[[]string]("mql_at", []string{"MQL"}, "contact_id", []string{"person"})
				a.Inputs["activities"].Columns = pairs[[]string]("lead_id", []string{"who"})
			}
			for _, o := range []Options{{InOrder: true}, {Block: 150}} {
				l := october(t, a)
				rep, err := ReadWith(a, dir, l, o)
				if err != nil {
					t.Fatal(err)
				}
				ingesttest.Same(t, "leads that were called", calledLeads(l), c.called)
				ingesttest.Same(t, "ignored activities", rep.Files[1].Ignored, c.ignored)
			}
		})
	}
}

// isReason reports whether a text is part of the reason why some figure is n/a.
func isReason(l *model.Ledger, text string) bool {
	return slices.ContainsFunc(l.Scorecard().Quantities, func(q *calc.Quantity) bool { return strings.Contains(q.Reason, text) })
}

// Where many activities name contacts, and no column tells which leads became contacts, nobody is judged by the
// activities; what to export is said. A column that is blank tells that no lead was converted.
func TestContactsThatNoLeadNamesAreSaidWithWhatToExport(t *testing.T) {
	t.Parallel()
	const tasks = "Id,WhoId,TaskSubtype,CreatedDate,ActivityDate,OwnerId\nT1,00Q5f00000A0001EAA,Call,2026-10-02 09:00:00,,U\n" +
		"T2,0035f00000A0002EAA,Call,2026-10-02 09:00:00,,U\nT3,0035f00000A0003EAA,Call,2026-10-02 09:00:00,,U\n"
	const another = "T4,0035f00000A0004EAA,Call,2026-10-02 09:00:00,,U\n"
	for _, c := range []struct {
		name, column, tasks string
		distrusted          bool
	}{
		{"no column", "Fax", tasks + another, true},
		{"a blank column", "ConvertedContactId", tasks + another, false},
		{"two contacts prove nothing", "Fax", tasks, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{
				"leads.csv":      "Id,CreatedDate,OwnerId,IsConverted,mql_at," + c.column + "\n00Q5f00000A0001EAA,2026-10-01 09:00:00,U,0,2026-10-01 10:00:00,\n",
				"activities.csv": c.tasks,
			})
			a := sampleTerms(t, filesOf("leads", "activities"))
			a.Inputs["leads"].Complete, a.Inputs["activities"].Complete = true, true
			l := october(t, a)
			rep, err := ReadWith(a, dir, l, Options{})
			if err != nil {
				t.Fatal(err)
			}
			said := slices.ContainsFunc(rep.Notes, func(n model.Note) bool {
				return strings.Contains(n.Text, `lead_id "0035f00000A0002"`) && strings.Contains(n.Text, "ConvertedContactId")
			})
			if !said {
				t.Errorf("nothing says what to export: %v", rep.Notes)
			}
			ingesttest.Same(t, "figures of activities are withheld", isReason(l, `name contacts, such as "0035f00000A0002"`), c.distrusted)
		})
	}
}

// An activity happened when it was completed, where its row says so, else at the time of the column at.
func TestAnActivityHappensWhenItIsCompleted(t *testing.T) {
	t.Parallel()
	const weekly = "Id,WhoId,TaskSubtype,CreatedDate,CompletedDateTime,ActivityDate,OwnerId\n" +
		"T1,L1,Call,2026-10-02 09:00:00,2026-10-05 11:00:00,,U\nT2,L1,Call,2026-10-03 09:00:00,,,U\n"
	const plain = "lead_id,type,at,completed_at\nL1,call,2026-10-02,2026-10-05T11:00:00Z\nL1,call,,2026-10-06\nL1,call,2026-10-03,\nL1,call,,\n"
	for _, c := range []struct {
		name, text string
		columns    map[string][]string
		at         []string
		aside      int
	}{
		{"weekly export", weekly, nil, []string{"2026-10-05T11:00:00Z", "2026-10-03T09:00:00Z"}, 0},
		{"the agreement names the time", weekly, map[string][]string{"at": {"CreatedDate"}}, []string{"2026-10-02T09:00:00Z", "2026-10-03T09:00:00Z"}, 0},
		{"the agreement names both", weekly, map[string][]string{"at": {"CreatedDate"}, "completed_at": {"CompletedDateTime"}},
			[]string{"2026-10-05T11:00:00Z", "2026-10-03T09:00:00Z"}, 0},
		{"plain columns", plain, nil, []string{"2026-10-05T11:00:00Z", "2026-10-06", "2026-10-03"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"leads.csv": "lead_id,created_at\nL1,2026-10-01\n", "activities.csv": c.text})
			a := sample("UTC", filesOf("leads", "activities"))
			for _, column := range slices.Sorted(maps.Keys(c.columns)) {
				a.Inputs["activities"].Columns = append(a.Inputs["activities"].Columns, pairs[[]string](column, c.columns[column])...)
			}
			rep, rows, err := readAll(t, a, dir)
			if err != nil {
				t.Fatal(err)
			}
			ingesttest.Same(t, "at", values(rows["activities"], "at"), c.at)
			ingesttest.Same(t, "set aside", rep.Files[1].SetAside, c.aside)
		})
	}
}

// The subject of an activity tells records of tools and calls of the lead from what an SDR did.
func TestTheSubjectTellsRecordsOfToolsFromTouches(t *testing.T) {
	t.Parallel()
	for subject, want := range map[string]subjectMark{
		"Hello": noMark, "": noMark, "Re: Hello": noMark, "[Outreach] [Email] [Out] Hello": noMark, "[unclosed Opened Email: x": noMark,
		"Opened the account with Pat": noMark, "Newsletter of our rivals": noMark, "Sent Sales Email: Hello": noMark, "Call": noMark, "[]": noMark,
		"Opened Marketing Email: October": trackingMark, "CLICKED Email: October": trackingMark, "Email Opened": trackingMark,
		"Sent Marketing Email: October": trackingMark, "[Outreach] [Email] [Opened] Hello": trackingMark, "[Email] [Bounced] Hello": trackingMark,
		"List Email: October": trackingMark, "Pardot List Email: October": trackingMark, "Submitted Form: Demo": trackingMark,
		"Automatic reply: Hello": trackingMark, "Automatische Antwort: Hallo": trackingMark, "Réponse automatique : Bonjour": trackingMark,
		"Undeliverable: Hello": trackingMark, "[Outreach] - Opened Email: x": trackingMark,
		"[Outreach] [Call] [inbound] Answered": inboundMark, "[ In ] Re: Hello": inboundMark, "[Salesloft] [Email] [Reply] Hello": inboundMark,
	} {
		if got := markOf([]byte(subject)); got != want {
			t.Errorf("%q has mark %d, want %d", subject, got, want)
		}
	}
}

// E-mails to a list and records of tools are ignored for a reason of their own; what the lead did is inbound, unless
// the column direction says otherwise.
func TestTrackingMailIsIgnoredAndTheLeadsOwnCallsAreInbound(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at\nL1,2026-10-01\n",
		"activities.csv": "lead_id,type,at,direction,subject\n" +
			"L1,email,2026-10-02,,Opened Email: Hello\n" + "L1,List Email,2026-10-02,,Hello\n" + "L1,note,2026-10-02,,Opened Email: Hello\n" +
			"L1,call,2026-10-03,,Automatic reply: Hello\n" + "L1,call,2026-10-04,,[inbound] Hello\n" + "L1,Incoming Email,2026-10-05,,Hello\n" +
			"L1,call,2026-10-06,outgoing,[inbound] Hello\n" + "L1,email,2026-10-07,received,Hello\n",
	})
	rep, rows, err := readAll(t, sample("UTC", filesOf("leads", "activities")), dir)
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Same(t, "ignored by reason", rep.Files[1].IgnoredBy, model.IgnoredCounts{model.TrackingMail: 2, model.OtherKind: 1})
	ingesttest.Same(t, "type", values(rows["activities"], "type"), []string{"call", "call", "email", "call", "email"})
	ingesttest.Same(t, "direction", values(rows["activities"], "direction"), []string{"", "inbound", "inbound", "outbound", "inbound"})
}

// An activity may name its lead by a name that exactly one lead has, as views of Dynamics do, or by an address in the
// column of ids. Names are never printed.
func TestActivitiesJoinByAUniqueNameOrAnAddress(t *testing.T) {
	t.Parallel()
	const dynamicsLeads = "(Do Not Modify) Lead,Name,Created On,MQL\n" +
		"A1,Pat Lee,2026-10-01,2026-10-01\nA2,Al Roe,2026-10-01,2026-10-01\nA3,Al Roe,2026-10-01,2026-10-01\n"
	const dynamicsCalls = "(Do Not Modify) Activity,Activity Type,Regarding,Actual End\n" +
		"1,Phone Call,Pat Lee,2026-10-02\n2,Phone Call,Al Roe,2026-10-02\n3,Phone Call,Jo Fox,2026-10-02\n4,Phone Call,,2026-10-02\n"
	const contacts = "Record ID,Create Date,Email,MQL\nA1,2026-10-01,pat@x.example,2026-10-01\nA2,2026-10-01,al@x.example,2026-10-01\n"
	const calls = "Record ID,Activity date,Call outcome,Associated Contact\n" +
		"1,2026-10-02,Connected,Pat Lee (Pat@x.example)\n2,2026-10-02,Connected,al@x.example\n3,2026-10-02,Connected,Jo Fox (jo@x.example)\n"
	for _, c := range []struct {
		name, leads, activities string
		called                  []string
		note                    string
	}{
		{"Regarding", dynamicsLeads, dynamicsCalls, []string{"A1"},
			"activities.csv:3: 2 of 3 rows name no known lead, for example the lead_name on line 3; names join only where exactly one lead has the name"},
		{"addresses", contacts, calls, []string{"A1", "A2"}, `1 of 3 rows name no known lead, for example lead_id "Jo Fox (jo@x.example)"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := folder(t, map[string]string{"leads.csv": c.leads, "activities.csv": c.activities})
			a := sample("UTC", filesOf("leads", "activities"))
			a.Inputs["leads"].Columns = pairs[[]string]("mql_at", []string{"MQL"})
			for _, o := range []Options{{InOrder: true}, {Block: 60}} {
				l := october(t, a)
				rep, err := ReadWith(a, dir, l, o)
				if err != nil {
					t.Fatal(err)
				}
				ingesttest.Same(t, "leads that were called", calledLeads(l), c.called)
				all := ""
				for _, n := range rep.Notes {
					all += lineNote(n.File, n.Line, n.Text) + "\n"
				}
				if !strings.Contains(all, c.note) || strings.Contains(all, "Al Roe") {
					t.Errorf("the notes are\n%s", all)
				}
			}
		})
	}
}

// Activities that name their leads by names of several leads, or of none, judge nobody.
func TestNamesThatNotExactlyOneLeadHasJudgeNobody(t *testing.T) {
	t.Parallel()
	const leads = "(Do Not Modify) Lead,Name,Created On,mql_at\n" +
		"A1,Pat Lee,2026-10-01,2026-10-01\nA2,Al Roe,2026-10-01,2026-10-01\nA3,Al Roe,2026-10-01,2026-10-01\n"
	for _, c := range []struct{ name, regarding, reason string }{
		{"several leads", "Al Roe", "name their lead by a name that several leads have: export the activities with the lead's id"},
		{"no lead", "Lee, Pat", "name their lead by a name that no lead has: export the activities with the lead's id"},
		{"one lead", "Pat Lee", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			activities := "(Do Not Modify) Activity,Activity Type,Regarding,Actual End\n"
			for i := range 3 {
				activities += fmt.Sprintf("%d,Phone Call,%q,2026-10-02\n", i, c.regarding)
			}
			dir := folder(t, map[string]string{"leads.csv": leads, "activities.csv": activities})
			a := sampleTerms(t, filesOf("leads", "activities"))
			a.Inputs["leads"].Complete, a.Inputs["activities"].Complete = true, true
			l := october(t, a)
			if _, err := ReadWith(a, dir, l, Options{}); err != nil {
				t.Fatal(err)
			}
			ingesttest.Same(t, "figures of activities are withheld", isReason(l, cmp.Or(c.reason, "name their lead by a name")), c.reason != "")
		})
	}
}

// An activity that names one lead in two ways is one touch of it.
func TestALeadThatIsNamedTwiceIsFoundOnce(t *testing.T) {
	t.Parallel()
	l := october(t, sample("UTC", nil))
	l.AddLead(model.Lead{ID: "L1", Contact: "C1"})
	l.AddLead(model.Lead{ID: "L2", Contact: "C2"})
	r := &reader{ledger: l}
	var a activity
	a.findLeads([]string{"L1", "C2", "C1", "L2", "L9"}, func(id []byte) model.LeadRef { return r.leadByID(nil, id, a.at) })
	ingesttest.Same(t, "the first lead is L1", a.lead == l.LeadByID([]byte("L1")), true)
	ingesttest.Same(t, "further leads", len(a.otherLeads), 1)
}
