package model

import "testing"

func TestARowOfTheObligationsIsFoundByItsSDRAndRule(t *testing.T) {
	t.Parallel()
	s := fullScene().card(t)
	table := s.Table(ObligationsTable)
	if len(s.Rules) < 2 || table.Rows != len(s.SDRs)*len(s.Rules) {
		t.Fatalf("%d rows for %d SDRs and %d rules", table.Rows, len(s.SDRs), len(s.Rules))
	}
	for i, sdr := range s.SDRs {
		for k, rule := range s.Rules {
			row := s.ObligationRow(i, k)
			name, _ := table.Column("sdr").Value(row).Text()
			title, _ := table.Column("rule").Value(row).Text()
			if name != sdr.SDR || title != rule.Title {
				t.Errorf("row %d is of %s and %s, want %s and %s", row, name, title, sdr.SDR, rule.Title)
			}
			if s.Quantity(AdherenceID(rule.ID)) == nil || s.Table(LeadsTable).Column(rule.ID) == nil {
				t.Errorf("%s has no adherence or no column of verdicts", rule.ID)
			}
		}
	}
}
