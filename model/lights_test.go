package model

import (
	"slices"
	"strings"
	"testing"
)

func TestAColumnLightsTheFiguresThatAreNotComputedWithoutIt(t *testing.T) {
	t.Parallel()
	c := newScene()
	columns := []string{"lead_id", "created_at", "mql_at", "campaign", "owner"}
	lights := Lights(&c.agreement, newLedger(t, c).Period(), map[string][]string{"leads": columns})
	mql := lights["leads.mql_at"]
	if mql.Figures < 10 || len(mql.Titles) == 0 || mql.Titles[0] != "MQLs created" {
		t.Errorf("mql_at: %+v", mql)
	}
	if !strings.HasPrefix(mql.String(), "without it n/a: MQLs created; ") || (Light{}).String() != "" {
		t.Errorf("%s", mql)
	}
	if _, lit := lights["leads.campaign"]; lit || !slices.Equal(lights["leads.owner"].Titles, []string{"every figure by SDR"}) {
		t.Errorf("%+v", lights)
	}
}
