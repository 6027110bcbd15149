package model

import (
	"cmp"
	"slices"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Need is a day from which on a table must have its rows, so that some figures can be computed.
type Need struct {
	Table string
	From  time.Time // a midnight in the agreement's zone
	For   string    // the figures
}

// Reach returns how far back the exports must reach for all figures of a period (SPEC section 2a), in the
// order of the tables, and for each table the earliest day first.
func Reach(a *agreement.Agreement, p calendar.Period) []Need {
	zone := p.Start.Location()
	before := func(t time.Time, days int) time.Time {
		return calendar.Day{Time: calendar.Civil(t).AddDate(0, 0, -days)}.In(zone)
	}
	yearBack := calendar.Day{Time: calendar.Civil(p.AsOf).AddDate(-1, 0, 0)}.In(zone)
	fourQuarters := calendar.QuarterStart(p.AsOf).AddDate(-1, 0, 0)
	needs := []Need{
		{"leads", fourQuarters, "measured rates"},
		{"leads", yearBack, "does speed pay"},
		{"leads", before(p.Start, longestRule(a)), "adherence"},
		{"leads", p.Previous().Start, "lead velocity"},
		{"activities", yearBack, "does speed pay"},
		{"activities", before(p.Start, longestRule(a)), "adherence"},
		{"deals", fourQuarters, "measured rates"},
	}
	if days := longestTimeframe(a); a.Clock.Managed != "open" && days > 0 {
		needs = append(needs, Need{"leads", before(p.Start, days), "stocks and the stages after created"})
	}
	if a.Clock.Managed == "timeframe" {
		needs = append(needs, Need{"activities", before(p.Start, idleDays), "stocks"})
	} else {
		needs = append(needs, Need{"activities", before(p.AsOf, idleDays), "active MQLs"})
	}
	if a.UsesHistory() {
		from := calendar.QuarterStart(a.Head.Effective.In(zone)).AddDate(-1, 0, 0)
		needs = append(needs, Need{"leads", from, "rates from history"}, Need{"deals", from, "rates from history"})
	}
	order := []string{"leads", "activities", "deals"}
	slices.SortStableFunc(needs, func(x, y Need) int {
		return cmp.Or(cmp.Compare(slices.Index(order, x.Table), slices.Index(order, y.Table)), x.From.Compare(y.From))
	})
	return needs
}

// longestRule returns the longest limit of an obligation, in days, rounded up.
func longestRule(a *agreement.Agreement) int {
	limits := []calendar.Span{a.Promise.ContactWithin}
	_, lines := a.Lines()
	for _, line := range lines {
		limits = append(limits, line.CallWithin, line.Timeframe)
	}
	if a.Cadence != nil {
		for _, step := range a.Cadence.Steps {
			limits = append(limits, step.Within)
		}
	}
	longest := 0.0
	for _, limit := range limits {
		longest = max(longest, limit.Hours())
	}
	return int(longest+23) / 24
}

// longestTimeframe returns the longest timeframe of the action agreement in days; 0 if it sets none.
func longestTimeframe(a *agreement.Agreement) (days int) {
	_, lines := a.Lines()
	for _, line := range lines {
		days = max(days, line.Timeframe.WholeDays())
	}
	return days
}
