package main

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// change is a figure that two scorecards do not share.
type change struct{ id, title, was, now string }

func (c change) String() string { return c.title + ": " + c.was + " → " + c.now }

// changes lists the figures that differ as they are printed, in the scorecard's order.
func changes(was, now *model.Scorecard) []change {
	style := format.For(now.Agreement)
	var out []change
	for _, q := range now.Quantities {
		before := was.Quantity(q.ID)
		if q.Internal || before == nil {
			continue
		}
		c := change{q.ID, q.Title, style.Value(before.Value(), q.Unit), style.Value(q.Value(), q.Unit)}
		if c.was != c.now {
			out = append(out, c)
		}
	}
	return out
}

// planChanges are those of a month's plan, the promise that it makes and the values of leads.
func planChanges(was, now *model.Scorecard) []string {
	var out []string
	for _, c := range changes(was, now) {
		total := strings.HasPrefix(c.id, "plan.total.") && strings.HasSuffix(c.id, ".month")
		if total || c.id == "plan.promise" || strings.HasPrefix(c.id, "value.") {
			out = append(out, fmt.Sprint(c))
		}
	}
	return out
}
