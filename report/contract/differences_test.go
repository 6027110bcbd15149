package contract

import (
	"strings"
	"testing"

	"leadpact/report/reporttest"
)

func TestDifferencesAreInWordsAndInTheOrderOfTheAgreement(t *testing.T) {
	t.Parallel()
	old := reporttest.Agreement()
	now := reporttest.Agreement()
	now.Head.Version, now.Parties[0].Name = 3, "Łukasz Žižka"
	*now.Goals.SQLsCreated = 40
	now.Promise.Tolerance.Value, now.Promise.LeadValue.Value = .15, 90000
	now.Cadence.Steps[1].Touches = 6
	now.Capacity.Universe.Low = 150
	now.Duties[0].Value = append(now.Duties[0].Value, "Tag every campaign")
	now.Budget.Channels = now.Budget.Channels[:3]
	now.LeadValue.Tiers[0], now.LeadValue.Tiers[1] = now.LeadValue.Tiers[1], now.LeadValue.Tiers[0]
	list, err := Differences(old.Canonical(), scorecardOf(now), scorecardOf(old))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Title+" | "+d.String())
	}
	want := []string{
		"Agreement: Version | agreement.version: 2 → 3",
		"Parties: Marketing, name | parties.Marketing.name: Zoë Ångström → Łukasz Žižka",
		"Goals: SQLs created | goals.sqls_created: 32 → 40",
		"Lead value: tiers, order | lead_value.tiers.order: A, B, C → B, A, C",
		"Promise: Lead value promised | promise.lead_value: $84,000 → $90,000",
		"Promise: Tolerance | promise.tolerance: 10% → 15%",
		"Cadence: Touches within 28 days | cadence.steps.28d.touches: 5 touches → 6 touches",
		"Capacity, per SDR: Universe: at least | capacity.universe.low: 200 → 150",
		"Duties: Marketing | duties.Marketing: Send only leads that meet the definitions → " +
			"Send only leads that meet the definitions; Tag every campaign",
		"Budget: Events | budget.channels.Events: $2,000 → –",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
