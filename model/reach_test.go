package model

import (
	"fmt"
	"testing"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

func TestExportsMustReachBackAsFarAsTheTermsLook(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("", -4*3600)
	for _, c := range []struct {
		managed string
		history bool
		want    []string
	}{
		{"timeframe", false, []string{
			"leads 2025-10-01 measured rates",
			"leads 2025-11-01 does speed pay",
			"leads 2026-07-03 adherence",
			"leads 2026-07-03 stocks and the stages after created",
			"leads 2026-09-01 lead velocity",
			"activities 2025-11-01 does speed pay",
			"activities 2026-07-03 adherence",
			"activities 2026-09-01 stocks",
			"deals 2025-10-01 measured rates",
		}},
		{"open", true, []string{
			"leads 2025-07-01 rates from history",
			"leads 2025-10-01 measured rates",
			"leads 2025-11-01 does speed pay",
			"leads 2026-07-03 adherence",
			"leads 2026-09-01 lead velocity",
			"activities 2025-11-01 does speed pay",
			"activities 2026-07-03 adherence",
			"activities 2026-10-02 active MQLs",
			"deals 2025-07-01 rates from history",
			"deals 2025-10-01 measured rates",
		}},
	} {
		a := &agreement.Agreement{}
		a.Head.Effective = calendar.Day{Time: time.Date(2026, 9, 15, 0, 0, 0, 0, time.UTC)}
		a.Clock.Managed = c.managed
		a.Actions.High = &agreement.ActionLine{CallWithin: calendar.Span{Minutes: 240}, Timeframe: calendar.Span{Days: 90}}
		a.Cadence = &agreement.Cadence{Steps: []agreement.CadenceStep{{Touches: 3, Within: calendar.Span{Days: 56}}}}
		a.Revenue.Streams = []agreement.Stream{{AverageDeal: agreement.Amount{History: c.history}}}
		p, err := calendar.ParsePeriod("2026-10", zone, time.Date(2027, 1, 1, 0, 0, 0, 0, zone))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, n := range Reach(a, p) {
			got = append(got, fmt.Sprintf("%s %s %s", n.Table, n.From.Format(time.DateOnly), n.For))
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s:\n%q, want\n%q", c.managed, got, c.want)
		}
	}
}

func TestLimitsInHoursReachBackByWholeDays(t *testing.T) {
	t.Parallel()
	a := &agreement.Agreement{}
	a.Promise.ContactWithin = calendar.Span{Minutes: 25 * 60}
	if days := longestRule(a); days != 2 {
		t.Errorf("%d days", days)
	}
	if days := longestRule(&agreement.Agreement{}); days != 0 {
		t.Errorf("without rules %d days", days)
	}
}
