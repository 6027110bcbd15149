package main

import (
	"testing"

	"leadpact/model"
	"leadpact/model/drift"
)

// inMonth returns the options of the sample company with another reported month.
func inMonth(month string) options { return changedOptions(func(o *options) { o.until = month }) }

func TestSoundMonthsDoNotDrift(t *testing.T) {
	t.Parallel()
	var last *model.Scorecard
	for _, month := range []string{"2026-08", "2026-09", "2026-10"} {
		s := cardOf(t, inMonth(month))
		if last != nil {
			for _, c := range drift.Compare(&s.Shape, &last.Shape) {
				t.Errorf("%s: %s: %s", month, c.Table, c.Text)
			}
		}
		last = s
	}
}
