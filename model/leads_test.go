package model

import (
	"testing"

	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// Some columns are computed only for leads that were handed off, and some are not stored. Their values
// must be the same as if they were computed and stored for every lead.
func TestLimitedAndSparseColumnsEqualFullOnes(t *testing.T) {
	t.Parallel()
	c := benchCompany(6000)
	c.agreement.Clock.Handoff = "assigned" // so that some leads with a progress were never handed off
	for i := range c.leads {
		if x := &c.leads[i]; i%3 > 0 {
			x.Assigned = x.Stages[agreement.MQL]
		}
	}
	limited, every := c.worked(benchPeriod(t)), c.worked(benchPeriod(t))
	if limited.handedOffRows.Has(0) && limited.handedOffRows.Has(3) {
		t.Fatal("every lead was handed off")
	}
	for row := range every.rows {
		every.handedOffRows.Add(row)
	}
	got, want := limited.Scorecard().Table("leads"), every.Scorecard().Table("leads")
	if len(got.Columns) < 40 {
		t.Fatalf("only %d columns", len(got.Columns))
	}
	for i, c := range got.Columns {
		asked := make([]Value, got.Rows)
		for row := range asked {
			if asked[row] = c.Value(row); asked[row] != want.Columns[i].Value(row) {
				t.Fatalf("%s of row %d is %v, and %v where it is computed for every lead", c.Name, row, asked[row], want.Columns[i].Value(row))
			}
		}
		c.Any(func(Value) bool { return false }) // computes and stores the whole column
		for row := range asked {
			if stored := c.Value(row); stored != asked[row] {
				t.Fatalf("%s of row %d is stored as %v, and computed as %v", c.Name, row, stored, asked[row])
			}
		}
	}
}
