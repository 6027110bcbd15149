package main

import (
	"iter"
	"time"
)

// deal is one row of the deals export.
type deal struct {
	*lead
	serial                   int
	amount                   int64 // in units of the currency
	currency, stage          string
	opened, proposed, closed time.Time
	expected                 time.Time // when an open deal is expected to close
	won                      string    // true, false or, while it is open, ""
	owner, sdr               string    // the account executive, and the SDR who worked the lead
	newBusiness              bool
}

// deals yields the deal of an opportunity and, for some customers, a second one. The pointer is the same
// each time.
func (c *company) deals(l *lead) iter.Seq[*deal] {
	return func(yield func(*deal) bool) {
		if l.at[opportunity].IsZero() {
			return
		}
		rng := newRandom(c.seed, l.serial, dealDraws)
		x := deal{lead: l, amount: l.revenue, currency: "USD", newBusiness: true, owner: pickOne(rng, accountExecutives),
			opened: addHours(l.at[opportunity], 0.1), proposed: l.at[proposal], closed: l.closed, expected: l.expectedClose}
		if x.expected.IsZero() {
			x.expected = addDays(x.opened, 60)
		}
		if l.rep != nil {
			x.sdr = l.rep.name
		}
		x.stage, x.won = x.outcome()
		if !yield(&x) || x.won != "true" || !rng.chance(0.08) {
			return
		}
		x.opened, x.proposed, x.closed = callHours.nextOpen(addDays(l.closed, rng.uniform(10, 60))), time.Time{}, time.Time{}
		x.amount, x.newBusiness, x.expected = x.amount/250*50, false, addDays(x.opened, 45)
		x.stage, x.won = x.outcome()
		if x.opened.Before(c.export) {
			yield(&x)
		}
	}
}

// outcome returns the stage of the deal and whether it was won, as in the field won.
func (x *deal) outcome() (stage, won string) {
	switch {
	case x.closed.IsZero() && x.proposed.IsZero():
		return "Discovery", ""
	case x.closed.IsZero():
		return "Proposal", ""
	case x.status == "won":
		return "Closed Won", "true"
	}
	return "Closed Lost", "false"
}
