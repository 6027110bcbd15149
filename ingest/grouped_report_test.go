package ingest

import (
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
)

func TestAGroupedReportIsReadDownItsGroups(t *testing.T) {
	t.Parallel()
	want := "L1 Ann Web,L2 Ann Web,L3 Ann Ads,L4  Web,L5  Web"
	for name, text := range map[string]string{
		"one column, sums below": "owner,lead_id,source,created_at\nAnn,L1,Web,2026-10-01\n,L2,Web,2026-10-02\n,L3,Ads,2026-10-03\nSubtotal,Count,3,\n" +
			"-,L4,Web,2026-10-04\n,L5,Web,2026-10-05\nSubtotal,Count,2,\nTotal,Count,5,\n",
		"an arrow, a title and a footer with commas": "Leads,,,\nAs of 2026-11-02,,,\n,,,\nowner  ↑,lead_id,source,created_at\nAnn,L1,Web,2026-10-01\n,L2,Web,2026-10-02\n,L3,Ads,2026-10-03\n" +
			"-,L4,Web,2026-10-04\n,L5,Web,2026-10-05\nConfidential Information - Do Not Distribute,,,\n",
		"two columns": "owner ↑,source ↓,lead_id,created_at\nAnn,Web,L1,2026-10-01\n,,L2,2026-10-02\n,Subtotal,,2\n,Ads,L3,2026-10-03\n,Subtotal,,1\nSubtotal,,,3\n" +
			"-,Web,L4,2026-10-04\n,,L5,2026-10-05\n,Subtotal,,2\nSubtotal,,,2\nTotal,,,5\n",
		"in German": "Leads nach Owner;;;\n\nowner;lead_id;source;created_at\nAnn;L1;Web;2026-10-01\n;L2;Web;2026-10-02\n;L3;Ads;2026-10-03\nZwischensumme;Anzahl;3;\n" +
			"-;L4;Web;2026-10-04\n;L5;Web;2026-10-05\nZwischensumme;Anzahl;2;\nGesamtsumme (5 Datensätze);;;\n",
		"a title, and no sums": "Leads by owner\n\nowner,lead_id,source,created_at\nAnn,L1,Web,2026-10-01\n,L2,Web,2026-10-02\n,L3,Ads,2026-10-03\n-,L4,Web,2026-10-04\n,L5,Web,2026-10-05\n",
	} {
		a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}})
		rep, rows, err := readAll(t, a, folder(t, map[string]string{"l.csv": text}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, r := range rows["leads"] {
			got = append(got, r["lead_id"]+" "+r["owner"]+" "+r["source"])
		}
		ingesttest.Same(t, name, strings.Join(got, ","), want)
		f := rep.Files[0]
		ingesttest.Same(t, name+": set aside", f.SetAside, 0)
		ingesttest.Same(t, name+": the rest are parts", f.IgnoredBy[model.Part]+f.IgnoredBy[model.EmptyRow], f.Rows-5)
		if notes := noteTexts(rep); !strings.Contains(notes, "it is a grouped report") {
			t.Errorf("%s: %s", name, notes)
		}
	}
}

func noteTexts(rep *Report) string {
	var list []string
	for _, n := range rep.Notes {
		list = append(list, n.Text)
	}
	return strings.Join(list, "\n")
}

func TestAReportWhoseGroupsCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"it only looks grouped": {"owner,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nBob,L4,2026-10-01\n,L5,2026-10-01\n",
			`l.csv:1: "owner" looks like the column of a grouped report, with a value on the first row of each group alone; export it as Details Only`},
		"groups on rows of their own": {"lead_id,created_at,source\nLead Owner: Ann Lee (2 records),,\nL1,2026-10-01,Web\nL2,2026-10-02,Web\n",
			`l.csv:1: it is a grouped report: "Lead Owner: Ann Lee (2 records)" stands above the rows of a group`},
	} {
		a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}})
		_, _, err := readAll(t, a, folder(t, map[string]string{"l.csv": c.text}))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBlankCellsOfAFileThatIsNotGroupedStayBlank(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a name comes again":           "owner,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nAnn,L4,2026-10-01\n",
		"the first row has no owner":   "owner,lead_id,created_at\n,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nBob,L4,2026-10-01\n",
		"two blanks prove nothing":     "owner,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nBob,L4,2026-10-01\n",
		"a total alone proves nothing": "owner,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nBob,L4,2026-10-01\nTotal,,\n",
		"a title above a usual table":  "Our leads\n\nowner,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-01\n,L3,2026-10-01\nBob,L4,2026-10-01\n",
	} {
		a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}})
		rep, rows, err := readAll(t, a, folder(t, map[string]string{"l.csv": text}))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		ingesttest.Same(t, name+": owner of L2", rows["leads"][1]["owner"], "")
		ingesttest.Same(t, name+": used", rep.Files[0].Used, 4)
	}
}

func TestAGroupedReportIsReadInBlocksAsInOrder(t *testing.T) {
	t.Parallel()
	text := "owner ↑,lead_id,created_at\nAnn,L1,2026-10-01\n,L2,2026-10-02\nSubtotal,Count,2\nBob,L3,2026-10-03\n,L4,2026-10-04\nSubtotal,Count,2\n"
	a := sampleTerms(t, map[string]*agreement.Input{"leads": {Files: []string{"l.csv"}}})
	sameInBlocks(t, a, folder(t, map[string]string{"l.csv": text}), 30, 300)
}
