package model

import (
	"slices"
	"strings"
	"testing"
)

func TestTheFiguresOfAColumnAreThoseThatAreNotComputedWithoutIt(t *testing.T) {
	t.Parallel()
	c := newScene()
	columns := []string{"lead_id", "created_at", "mql_at", "campaign", "owner"}
	byColumn := FiguresByColumn(&c.agreement, newLedger(t, c).Period(), map[string][]string{"leads": columns})
	mql := byColumn["leads.mql_at"]
	if mql.Count < 10 || len(mql.Titles) == 0 || mql.Titles[0] != "MQLs created" {
		t.Errorf("mql_at: %+v", mql)
	}
	if !strings.HasPrefix(mql.String(), "without it n/a: MQLs created; ") || (ColumnFigures{}).String() != "" {
		t.Errorf("%s", mql)
	}
	if _, needed := byColumn["leads.campaign"]; needed || !slices.Equal(byColumn["leads.owner"].Titles, []string{"every figure by SDR"}) {
		t.Errorf("%+v", byColumn)
	}
}
