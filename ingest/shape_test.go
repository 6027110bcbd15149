package ingest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpact/model/agreement"
	"leadpact/model/drift"
)

func TestTheShapeDescribesTheFilesOfATable(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads-1.csv": "lead_id,created_at,Rank,tier,owner,Notes\n" +
			"L1,2026-10-01T09:00:00Z,hot,,Ann,x\nL2,2026-10-02T09:00:00Z,odd,,Ben,\nL3,soon,odd,,Ben,\n",
		"leads-2.csv": "lead_id,created_at,Rank,owner\nL4,30/10/2026 09:00,odd,Ann\nL5,02/10/2026 09:00,high,Ann\n",
		"deals.csv":   "deal_id,amount,stage\nD1,\"10,50\",Talking\nD2,20,Signed\n",
	})
	a := sample("America/New_York", map[string]*agreement.Input{
		"leads": {
			Files: []string{"leads-1.csv", "leads-2.csv"}, DateOrder: "dmy",
			Columns: pairs[[]string]("quality", []string{"Rank"}),
			Values:  pairs[agreement.Pairs[[]string]]("quality", pairs[[]string]("high", []string{"hot"})),
		},
		"deals": {Files: []string{"deals.csv"}, WonStages: []string{"Signed"}},
	})
	l := october(t, a)
	if _, err := ReadReport(a, dir, l); err != nil {
		t.Fatal(err)
	}
	s := l.Shape()
	leads, deals := s.Table("leads"), s.Table("deals")
	quality, created := leads.Column("quality"), leads.Column("created_at")
	for _, c := range []struct {
		name      string
		got, want any
	}{
		{"clocks", leads.Clocks, []string{drift.OwnOffset, "America/New_York"}},
		{"unused headers", leads.Unused, []string{"Notes"}},
		{"keys that are decided", leads.Decided, []string{"date_order", "columns.quality"}},
		{"rows", [3]int{leads.Rows, leads.SetAside, leads.Began}, [3]int{5, 1, 4}},
		{"dates", created.Formats, []string{drift.FormatDMY}},
		{"headers of quality", quality.Headers, []string{"Rank"}},
		{"quality", quality.Values, &drift.Counts{Rows: map[string]int{"high": 2, "": 2}}},
		{"unknown words of quality", quality.Words, &drift.Counts{Rows: map[string]int{"odd": 2}}},
		{"known words of quality", quality.Known, []string{"high", "moderate", "low"}},
		{"a column without values", leads.Column("tier").HasValue, false},
		{"owners", leads.Column("owner").Words, &drift.Counts{Rows: map[string]int{"Ann": 3, "Ben": 1}}},
		{"amounts", deals.Column("amount").Formats, []string{drift.FormatComma}},
		{"stages that are not won", deals.Column("stage").Words, &drift.Counts{Rows: map[string]int{"Talking": 1}}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestTheFormatOfDatesIsKnownOnlyWhereAValueShowsIt(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{
		"leads.csv": "lead_id,created_at,ql_at,mql_at,sql_at,closed_at\nL1,2026-10-01,10/31/2026,46000,,31 Oct 2026\n",
	})
	a := sample("UTC", map[string]*agreement.Input{"leads": {Files: []string{"leads.csv"}}})
	l := october(t, a)
	if _, err := ReadReport(a, dir, l); err != nil {
		t.Fatal(err)
	}
	s := l.Shape()
	for column, want := range map[string][]string{
		"created_at": {drift.FormatISO}, "ql_at": {drift.FormatMDY}, "mql_at": {drift.FormatNumber},
		"sql_at": {}, "closed_at": {},
	} {
		if diff := cmp.Diff(want, s.Table("leads").Column(column).Formats); diff != "" {
			t.Errorf("%s: %s", column, diff)
		}
	}
}
