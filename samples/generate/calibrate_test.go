package main

import (
	"testing"

	"leadpact/model"
)

// findings returns what calibrating a company's agreement against its exports finds, by title.
func findings(t *testing.T, o options) map[string]model.Finding {
	t.Helper()
	l, err := ledgerOf(o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]model.Finding{}
	for _, f := range l.Calibrate(l.Scorecard()).Findings {
		out[f.Title] = f
	}
	return out
}

// A large company measures nearly the generator's own rates. The confidence intervals of small companies
// must contain them.
func TestCalibrateRecoversTheGeneratorsRates(t *testing.T) {
	t.Parallel()
	large := findings(t, changedOptions(func(o *options) { o.leadsPerMonth, o.sdrs = 1500, 20 }))
	titles := []string{"Platform: QL to MQL", "Platform: MQL to SQL", "Platform: SQL to Opportunity",
		"Platform: Opportunity to Won", "Platform: average deal", "MQLs per SQL"}
	contained, total := 0, 0
	for seed := range uint64(4) {
		small := findings(t, changedOptions(func(o *options) { o.seed += seed }))
		for _, title := range titles {
			want, _ := large[title].Measured.Value.Number()
			f := small[title]
			low, ok := f.Measured.Low.Number()
			high, _ := f.Measured.High.Number()
			total++
			if ok && low <= want && want <= high {
				contained++
			} else {
				t.Logf("seed +%d, %s: %v to %v, large company %v", seed, title, f.Measured.Low, f.Measured.High, want)
			}
		}
	}
	if contained < total-3 { // one or two of 24 are expected to miss
		t.Errorf("%d of %d intervals contain the large company's figure", contained, total)
	}
}

func TestCalibrateProposesNothingFromThreeMonths(t *testing.T) {
	t.Parallel()
	for title, f := range findings(t, changedOptions(func(o *options) { o.months = 3 })) {
		if !f.Proposed.IsMissing() {
			t.Errorf("%s has a proposal from three months", title)
		}
	}
}
