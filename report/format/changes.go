package format

import (
	"maps"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
)

// Change is a figure that two scorecards do not print alike: of the card's own, or one SDR's.
type Change struct{ ID, Title, Was, Now string }

func (c Change) String() string { return c.Title + ": " + c.Was + " → " + c.Now }

// Changes lists what differs from one scorecard to another of the same period and data: figures in their order, then each SDR's
// adherence.
func Changes(was, now *model.Scorecard) []Change {
	style := For(now.Agreement)
	var out []Change
	add := func(id, title string, u formula.Unit, before, after formula.Value) {
		if c := (Change{id, title, style.Value(before, u), style.Value(after, u)}); c.Was != c.Now {
			out = append(out, c)
		}
	}
	for _, q := range now.Quantities {
		if before := was.Quantity(q.ID); before != nil && !q.Internal {
			add(q.ID, q.Title, q.Unit, before.Value(), q.Value())
		}
	}
	for _, sdr := range now.SDRs {
		i := slices.IndexFunc(was.SDRs, func(x model.SDRScore) bool { return x.SDR == sdr.SDR })
		if i < 0 {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(sdr.KPIs)) {
			if rule, ok := strings.CutPrefix(key, "adherence."); ok {
				add(sdr.SDR+"/"+rule, Plain(sdr.SDR)+": "+strings.ReplaceAll(rule, "_", " ")+" kept", formula.Percent, was.SDRs[i].KPIs[key].Value, sdr.KPIs[key].Value)
			}
		}
	}
	return out
}

// PlanChanges are, of those, a month's plan, the promise that it makes and the values of leads.
func PlanChanges(was, now *model.Scorecard) []string {
	var out []string
	for _, c := range Changes(was, now) {
		total := strings.HasPrefix(c.ID, "plan.total.") && strings.HasSuffix(c.ID, ".month")
		if total || c.ID == "plan.promise" || strings.HasPrefix(c.ID, "value.") {
			out = append(out, c.String())
		}
	}
	return out
}
