package model

import (
	"slices"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func spend(month time.Month, channel string, actual float64) Spend {
	return Spend{Month: calendar.Month{Time: time.Date(2026, month, 1, 0, 0, 0, 0, time.UTC)}, Channel: channel,
		Actual: actual}
}

// withSpend returns a scene with a budget, a spend file, and three leads, the last of which has no source.
func withSpend() *scene {
	c := newScene()
	c.agreement.Budget.Channels = agreement.Pairs[float64]{{Key: "Ads", Value: 30}, {Key: "Web", Value: 20.5}}
	c.spend = []Spend{spend(10, "Ads", 0.10), spend(10, "Ads", 0.20), spend(10, "Web", 33.33), spend(11, "Web", 7)}
	for _, id := range []string{"L1", "L2", "L3"} {
		c.leads = append(c.leads, lead(id, "2026-10-06T10:00:00Z", "A", "guide"))
	}
	c.leads[2].Channel = ""
	return c
}

func TestEachChannelHasItsBudgetSpendAndWhatItBrought(t *testing.T) {
	t.Parallel()
	withSpend().check(t, map[string]float64{
		"spend.total": 33.63, "spend.rows": 3, "budget.total": 50.5, "budget.ads": 30, "budget.web": 20.5,
		"spend.web": 33.33, "spend.ads": 0.3,
		"channel.web.leads": 2, "channel.web.mqls": 2, "channel.web.sqls": 0, "channel.web.lead_value": 500_000,
		"channel.web.value_per_spend": 500_000 / 33.33,
		"channel.web.cost_per_mql":    16.665, "channel.web.cost_per_sql": na, "channel.ads.mqls": 0,
		"channel.ads.cost_per_mql":  na,
		"channel.unattributed.mqls": 1, "channel.unattributed.lead_value": 250_000,
		"channel.unattributed.value_per_spend": na})
}

func TestAQuarterTakesItsMonthsBudgetAndSpend(t *testing.T) {
	t.Parallel()
	c := withSpend()
	c.period = "2026-Q4"
	c.check(t, map[string]float64{"budget.web": 61.5, "spend.web": na, "spend.total": na, "channel.web.cost_per_mql": na,
		"spend.rows": 4}) // December has no row
	c.spend = append(c.spend, spend(time.December, "Ads", 0))
	c.check(t, map[string]float64{"budget.web": 61.5, "spend.web": 40.33, "spend.rows": 5})
	c.asOf = "2026-10-20T00:00:00Z" // November has not begun
	c.check(t, map[string]float64{"spend.web": 33.33, "spend.rows": 3})
	c.period, c.asOf = "2026-10-01..2026-10-15", ""
	c.check(t, map[string]float64{"budget.web": na, "spend.web": na, "spend.total": na, "channel.web.mqls": 2})
}

func TestWithoutSpendFileSpendIsNotKnownAndWithoutRowItIsZero(t *testing.T) {
	t.Parallel()
	c := withSpend()
	c.spend = c.spend[:2]
	c.check(t, map[string]float64{"spend.web": 0, "spend.ads": 0.3})
	c.spend = nil
	c.check(t, map[string]float64{"spend.web": na, "spend.total": na, "budget.web": 20.5, "channel.web.cost_per_mql": na,
		"channel.web.mqls": 2})
}

func TestChannelsAreTheBudgetsThenTheSpendFilesElseEverySource(t *testing.T) {
	t.Parallel()
	list := func(c *scene) []string {
		names := c.card(t).columnTexts("channels", "channel")
		return names
	}
	c := withSpend()
	c.spend = append(c.spend, spend(10, "Fairs", 1), spend(10, "E-mail", 1), spend(10, "web", 1), spend(11, "Later", 1))
	if got := list(c); !slices.Equal(got, []string{"Ads", "Web", "E-mail", "Fairs", "Unattributed"}) {
		t.Errorf("channels are %q", got)
	}
	c.check(t, map[string]float64{"spend.web": 34.33, "spend.total": 36.63})

	c.spend, c.agreement.Budget.Channels = nil, nil
	c.leads[0].Channel = "Fairs"
	if got := list(c); !slices.Equal(got, []string{"Fairs", "Web", "Unattributed"}) {
		t.Errorf("without budget and spend, channels are %q", got)
	}
	c.check(t, map[string]float64{"channel.fairs.mqls": 1, "channel.web.mqls": 1, "channel.unattributed.mqls": 1,
		"budget.total": na})
}

func TestAChannelNamedAsATotalKeepsItsOwnId(t *testing.T) {
	t.Parallel()
	c := withSpend()
	c.spend = append(c.spend, spend(10, "Total", 5), spend(10, "", 2))
	c.check(t, map[string]float64{"spend.total_channel": 5, "spend.none": 2, "spend.total": 40.63})
}
