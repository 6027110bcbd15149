package main

import (
	"testing"

	"leadpact/model"
)

// findings returns what calibrating a company's agreement against its exports finds, by id.
func findings(t *testing.T, o options) map[string]model.Finding {
	t.Helper()
	l, err := ledgerOf(o, keepFiles)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]model.Finding{}
	for _, f := range l.Calibrate(l.Scorecard()).Findings {
		out[f.ID] = f
	}
	return out
}

// A large company measures nearly the generator's own rates. The confidence intervals of small companies
// must contain them.
func TestCalibrateRecoversTheGeneratorsRates(t *testing.T) {
	t.Parallel()
	large := findings(t, changedOptions(func(o *options) { o.leadsPerMonth, o.sdrs = 1500, 20 }))
	ids := []string{"rate.platform.ql", "rate.platform.mql", "rate.platform.sql", "rate.platform.opportunity",
		"average_deal.platform", "mqls_per_sql"}
	contained, total := 0, 0
	for seed := range uint64(4) {
		small := findings(t, changedOptions(func(o *options) { o.seed += seed }))
		for _, id := range ids {
			want, _ := large[id].Measured.Value.Number()
			f := small[id]
			low, ok := f.Measured.Low.Number()
			high, _ := f.Measured.High.Number()
			total++
			if ok && low <= want && want <= high {
				contained++
			} else {
				t.Logf("seed +%d, %s: %v to %v, large company %v", seed, id, f.Measured.Low, f.Measured.High, want)
			}
		}
	}
	if contained < total-3 { // one or two of 24 are expected to miss
		t.Errorf("%d of %d intervals contain the large company's figure", contained, total)
	}
}

func TestCalibrateProposesNothingFromThreeMonths(t *testing.T) {
	t.Parallel()
	for id, f := range findings(t, changedOptions(func(o *options) { o.months = 3 })) {
		if !f.Proposed.IsMissing() {
			t.Errorf("%s has a proposal from three months", id)
		}
	}
}
