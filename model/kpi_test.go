package model

import (
	"slices"
	"testing"

	"leadpact/model/agreement"
)

// The agreement's checks need the ids and units without a ledger, so package agreement has a list of its
// own.
func TestTheAgreementKnowsEveryKPI(t *testing.T) {
	t.Parallel()
	c := newScene()
	s := c.card(t)
	var ids []string
	for _, q := range newLedger(t, c).kpiTable() {
		ids = append(ids, q.id)
		if _, known := agreement.KnownKPI(q.id); !known {
			t.Errorf("%s: no agreement can choose it; add its id and unit to kpiUnits in model/agreement/kpis.go", q.id)
		}
		if figure := s.Quantity(KPIID(q.id)); figure == nil || figure.Title == "" || figure.Definition == "" {
			t.Errorf("%s: the scorecard lacks the figure, its title or its definition", q.id)
		}
	}
	for _, id := range agreement.KPIIDs() {
		if !slices.Contains(ids, id) {
			t.Errorf("%s: an agreement can choose it and nothing computes it; add it to kpiTable in model/kpi.go", id)
		}
	}
	if !slices.Equal(ids, agreement.KPIIDs()) {
		t.Errorf("kpiTable in model/kpi.go and kpiUnits in model/agreement/kpis.go differ in their order:\n%q\n%q",
			ids, agreement.KPIIDs())
	}
}

func TestAKPIIsNotKnownWhereAColumnOfItsStagesIsAbsent(t *testing.T) {
	t.Parallel()
	c := newScene()
	for _, id := range []string{"won", "open"} {
		c.leads = append(c.leads, lead(id, "2026-10-05T10:00:00Z", "A", "guide"))
	}
	c.leads[0].Stages[agreement.Won] = stamp("2026-10-20T10:00:00Z")
	c.check(t, map[string]float64{"actual.won": 1, "kpi.lead_to_customer": 0.5})
	for _, c.lacks = range []string{"status", "closed_at"} {
		c.check(t, map[string]float64{"actual.won": na, "kpi.lead_to_customer": na})
	}
}
