package ingest

import (
	"maps"
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
)

func TestOfTwoExportsTheNewerRowCounts(t *testing.T) {
	t.Parallel()
	const header = "lead_id,created_at,sql_at,owner,modified_at\n"
	for _, c := range []struct {
		name    string
		files   map[string]string
		listed  []string          // under files:; nil: the folder
		owners  map[string]string // by lead
		notes   []string
		refused string
	}{
		{name: "the row that was changed later", files: map[string]string{
			"contacts (1).csv": header + "L1,2026-10-01,2026-10-20,Bob,2026-10-30 09:00\nL2,2026-10-01,,Ann,2026-10-02 09:00\n",
			"contacts.csv":     header + "L1,2026-10-01,,Ann,2026-10-01 12:00\nL2,2026-10-01,,Cid,2026-10-03 09:00\nL3,2026-10-31,,Ann,2026-10-31 09:00\n"},
			owners: map[string]string{"L1": "Bob", "L2": "Cid", "L3": "Ann"},
			notes: []string{
				"contacts (1).csv:3: 1 row differs from those of contacts.csv with the same ids, in owner (1); those count, because they were changed later",
				"contacts.csv:2: 1 row differs from those of contacts (1).csv with the same ids, in sql_at (1), owner (1); those count, because they were changed later"}},
		{name: "the file whose last event is later", files: map[string]string{
			"leads_oct.csv": header + "L1,2026-10-01,2026-10-20,Bob,\nL2,2026-10-01,,Bob,\n",
			"leads_sep.csv": header + "L1,2026-10-01,,Ann,\nL2,2026-10-01,,Ann,\nL3,2026-10-02,,Ann,\n"},
			owners: map[string]string{"L1": "Bob", "L2": "Bob", "L3": "Ann"},
			notes: []string{"leads_sep.csv:2: 2 rows differ from those of leads_oct.csv with the same ids, in sql_at (1), owner (2); " +
				"those count, because the last event of that file is later"}},
		{name: "nothing tells", files: map[string]string{
			"a.csv": header + "L0,2026-10-01,,Ann,\nL1,2026-10-01,,Ann,\n", "b.csv": header + "L1,2026-10-01,,Bob,\n"},
			refused: "a.csv:3: 1 row differs from those of b.csv with the same ids, in owner (1); nothing tells which of them are newer; " +
				"name the files one by one, the newest last, under inputs.leads.files"},
		{name: "the order of files: tells", files: map[string]string{
			"a.csv": header + "L0,2026-10-01,,Ann,\nL1,2026-10-01,,Ann,\n", "b.csv": header + "L1,2026-10-01,,Bob,\n"},
			listed: []string{"b.csv", "a.csv"}, owners: map[string]string{"L0": "Ann", "L1": "Ann"},
			notes: []string{"b.csv:2: 1 row differs from those of a.csv with the same ids, in owner (1); those count, because files: names that file later"}},
		{name: "evidence before the order of files:", files: map[string]string{
			"a.csv": header + "L1,2026-10-01,,Ann,2026-10-05\n", "b.csv": header + "L1,2026-10-01,,Bob,2026-10-06\n"},
			listed: []string{"b.csv", "a.csv"}, owners: map[string]string{"L1": "Bob"},
			notes: []string{"a.csv:2: 1 row differs from those of b.csv with the same ids, in owner (1); those count, because they were changed later"}},
		{name: "rows that say the same in other words", files: map[string]string{
			"a.csv": header + "L1,2026-10-01 10:00,,Ann,2026-10-05\n", "b.csv": header + "L1,2026-10-01T10:00:00Z,,Ann ,2026-10-06\n"},
			owners: map[string]string{"L1": "Ann"}},
		{name: "three files", files: map[string]string{
			"a.csv": header + "L1,2026-10-01,,Ann,2026-10-07\n", "b.csv": header + "L1,2026-10-01,,Bob,2026-10-08\n", "c.csv": header + "L1,2026-10-01,,Cid,2026-10-06\n"},
			owners: map[string]string{"L1": "Bob"},
			notes: []string{
				"a.csv:2: 1 row differs from those of b.csv with the same ids, in owner (1); those count, because they were changed later",
				"c.csv:2: 1 row differs from those of b.csv with the same ids, in owner (1); those count, because they were changed later"}},
		{name: "a time of change that cannot be read is no evidence", files: map[string]string{
			"a.csv": header + "L1,2026-10-02,,Ann,yesterday\n", "b.csv": header + "L1,2026-10-01,,Bob,2026-10-06\n"},
			owners: map[string]string{"L1": "Ann"},
			notes: []string{"b.csv:2: 1 row differs from those of a.csv with the same ids, in created_at (1), owner (1); " +
				"those count, because the last event of that file is later"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{}
			for name, text := range c.files {
				files["in/"+name] = text
			}
			dir := folder(t, files) + "/in"
			listed := c.listed
			if listed == nil {
				listed = []string{"."}
			}
			a := sample("UTC", map[string]*agreement.Input{"leads": {Files: listed}})
			rep, rows, err := readAll(t, a, dir)
			owners := map[string]string{}
			for _, row := range rows["leads"] {
				if owners[row["lead_id"]] != "" {
					t.Errorf("lead %s is read twice", row["lead_id"])
				}
				owners[row["lead_id"]] = row["owner"]
			}
			if c.refused == "" {
				ingesttest.Same(t, "owners", owners, c.owners)
			}
			reports := map[string]*Report{"in order": rep}
			for name, o := range map[string]Options{"in order": {InOrder: true}, "in blocks": {Block: 60}} {
				l := october(t, a)
				var errOf error
				reports[name], errOf = ReadWith(a, dir, l, o)
				if (errOf == nil) != (err == nil) {
					t.Errorf("%s: %v, with a sink: %v", name, errOf, err)
				}
				if c.refused == "" {
					ingesttest.Same(t, name+", leads", len(l.Thresholds()), len(c.owners))
				}
			}
			if (err != nil) != (c.refused != "") || err != nil && !strings.Contains(err.Error(), c.refused) {
				t.Errorf("the error is %v, want %q", err, c.refused)
			}
			for name, rep := range reports {
				balanced(t, rep)
				var notes []string
				for _, n := range rep.Notes {
					if strings.Contains(n.Text, "differ") {
						notes = append(notes, lineNote(n.File, n.Line, n.Text))
					}
				}
				ingesttest.Same(t, name+", notes", notes, c.notes)
			}
		})
	}
}

func TestNewerDealsAndActivitiesCount(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv":   "lead_id,created_at,mql_at\nL1,2026-10-01T08:00:00Z,2026-10-01T09:00:00Z\nL2,2026-10-01T08:00:00Z,2026-10-01T09:00:00Z\n",
		"deals/1.csv": "deal_id,lead_id,created_at,won,modified_at\nD1,L1,2026-10-02,true,2026-10-09\n",
		"deals/2.csv": "deal_id,lead_id,created_at,won,modified_at\nD1,L1,2026-10-02,,2026-10-05\n",
		"calls/1.csv": "activity_id,lead_id,type,at\nA1,L2,call,2026-10-05T10:00:00Z\nA2,L2,call,2026-10-06T10:00:00Z\n",
		"calls/2.csv": "activity_id,lead_id,type,at\nA1,L1,call,2026-10-05T10:00:00Z\n",
	})
	a := sample("UTC", filesOf("leads"))
	a.Inputs["deals"] = &agreement.Input{Files: []string{"deals"}}
	a.Inputs["activities"] = &agreement.Input{Files: []string{"calls"}}
	for _, o := range []Options{{InOrder: true}, {Block: 60}} {
		l := october(t, a)
		rep, err := ReadWith(a, dir, l, o)
		if err != nil {
			t.Fatal(err)
		}
		balanced(t, rep)
		used := maps.Collect(func(yield func(string, int) bool) {
			for _, f := range rep.Files {
				yield(f.File, f.Used)
			}
		})
		ingesttest.Same(t, "used rows", used, map[string]int{"leads.csv": 2, "deals/1.csv": 1, "deals/2.csv": 0, "calls/1.csv": 2, "calls/2.csv": 0})
		if l.HasTouches(l.LeadByID([]byte("L1"))) || !l.HasTouches(l.LeadByID([]byte("L2"))) {
			t.Error("the older version of a call counts")
		}
	}
}
