package main

import (
	"iter"
	"time"
)

// deal is one row of the deals export.
type deal struct {
	*lead
	serial                   int
	amount                   int64 // dollars, or euros
	currency, stage          string
	opened, proposed, closed time.Time
	expected                 time.Time // when an open deal is thought to close
	won                      string    // true, false or blank: open
	by, sdr                  string    // the account executive, and the SDR who won the lead
	newBusiness              bool
}

// deals gives the deal of an opportunity, and at times the second one of a customer. The same deal is reused.
func (c *company) deals(l *lead) iter.Seq[*deal] {
	return func(yield func(*deal) bool) {
		if l.at[opportunity].IsZero() {
			return
		}
		d := roll(c.seed, l.serial, forDeals)
		x := deal{lead: l, amount: l.revenue, currency: "USD", newBusiness: true, by: one(d, closers),
			opened: after(l.at[opportunity], 0.1), proposed: l.at[proposal], closed: l.closed, expected: l.expectedClose}
		if x.expected.IsZero() {
			x.expected = daysAfter(x.opened, 60)
		}
		if l.rep != nil {
			x.sdr = l.rep.name
		}
		x.stage, x.won = x.standing()
		if !yield(&x) || x.won != "true" || !d.chance(0.08) {
			return
		}
		x.opened, x.proposed, x.closed = phones.next(daysAfter(l.closed, d.between(10, 60))), time.Time{}, time.Time{}
		x.amount, x.newBusiness, x.expected = x.amount/250*50, false, daysAfter(x.opened, 45)
		x.stage, x.won = x.standing()
		if x.opened.Before(c.export) {
			yield(&x)
		}
	}
}

// standing is the stage of the deal and whether it was won.
func (x *deal) standing() (stage, won string) {
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
