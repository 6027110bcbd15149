package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// Does speed pay (SPEC section 4): the SQL rate by first-call time, over leads handed off in the twelve
// months before as_of.

// speedBuckets lists the buckets of first-call times, with exclusive upper bounds in hours of the
// agreement's clock. They are followed by the buckets later and never.
var speedBuckets = []struct {
	id, title string
	under     float64
}{
	{"5m", "under 5 minutes", 5.0 / 60},
	{"1h", "under 1 hour", 1},
	{"4h", "under 4 hours", 4},
	{"24h", "under 24 hours", 24},
	{"48h", "under 48 hours", 48},
}

// Buckets after those with bounds.
const (
	calledLater = "later"
	neverCalled = "never"
)

// speedColumns adds the bucket of each lead. It adds nothing if there are no activities.
func (l *Ledger) speedColumns(c *leadColumns) {
	if !l.hasActivities {
		return
	}
	since := calendar.At(calendar.AddDate(l.period.AsOf, -1, 0, 0))
	c.handoffNumbers(leadSpeedCounts, "Speed counts", Count, "1: handed off in the last twelve months, with a time of day",
		func(lead *leadState) float64 {
			return oneOrZero(lead.handoff.Known() && l.touchesKnown(lead) && !lead.handoff.Before(since) &&
				!lead.handoff.DayOnly() && !lead.touchStats.firstCall.DayOnly())
		})
	var bucket Expr = Word(calledLater)
	for i := len(speedBuckets) - 1; i >= 0; i-- {
		b := speedBuckets[i]
		bucket = If(Compare(LT, Col(LeadFirstCall), Ref(SpeedID(b.id, "bound"))), Word(b.id), bucket)
	}
	c.table.Formula(LeadSpeed, "First call", Words, "bucket of the first call's hours",
		If(Compare(EQ, Col(leadSpeedCounts), Number(1)),
			If(Known(Col(LeadFirstCall)), bucket, Word(neverCalled)), Word("not counted")))
}

// addSpeedFigures adds the number of leads and the SQL rate of each bucket.
func (l *Ledger) addSpeedFigures(s *Scorecard) {
	for _, b := range speedBuckets {
		s.AddTerm(calc.Term{ID: SpeedID(b.id, "bound"), Section: "Fixed by the definitions",
			Title: "Does speed pay: " + b.title, Unit: Hours, Value: Num(b.under)})
		l.addSpeedBucket(s, b.id, "First call "+b.title)
	}
	l.addSpeedBucket(s, calledLater, "First call later")
	l.addSpeedBucket(s, neverCalled, "Never called")
}

func (l *Ledger) addSpeedBucket(s *Scorecard, id, title string) {
	var leads, rate Expr = NA{}, NA{}
	if l.hasActivities {
		in := Where(LeadSpeed, EQ, Word(id))
		leads = CountOf(LeadsTable, in)
		sqls := CountOf(LeadsTable, in, Where(LeadSQL, GT, Number(0)))
		rate = l.ifStage(agreement.SQL, Div(sqls, Ref(SpeedID(id, "leads"))))
	}
	why := "no lead of the last twelve months"
	if !l.hasActivities {
		why = l.whyNoActivities()
	} else if !l.hasStage(agreement.SQL) {
		why = l.whyNoStage(agreement.SQL)
	}
	s.AddQuantity(calc.Quantity{ID: SpeedID(id, "leads"), Title: title, Unit: Count, Formula: leads, Reason: why,
		Definition: "Leads handed off in the twelve months before as_of, by the hours from handoff to first call, in " +
			l.hoursTitle() + "."})
	s.AddQuantity(calc.Quantity{ID: SpeedID(id, "sql_rate"), Title: title + ": SQL rate", Unit: Percent, Better: Up,
		Formula: rate, Reason: why, Definition: "Share of these leads that reached SQL before as_of."})
}
