package main

import "time"

// history are the four quarters before the agreement, counted as the exports show them.
type history struct {
	company  *company
	Quarters [4]quarter
}

// quarter is one row of the agreement's history.
type quarter struct {
	start, end time.Time
	counts     [stages]int
	Revenue    int64
}

// newHistory opens the four full quarters before the reported month.
func newHistory(c *company) *history {
	h := &history{company: c}
	y, m, _ := c.reported.Date()
	end := time.Date(y, (m-1)/3*3+1, 1, 0, 0, 0, 0, c.reported.Location())
	for i := len(h.Quarters) - 1; i >= 0; i-- {
		h.Quarters[i].start, h.Quarters[i].end = end.AddDate(0, -3, 0), end
		end = h.Quarters[i].start
	}
	return h
}

// Known says that the exports reach back to all of it.
func (h *history) Known() bool { return !h.Quarters[0].start.Before(h.company.first) }

// in is the quarter of a moment; nil where it lies outside.
func (h *history) in(t time.Time) *quarter {
	for i := range h.Quarters {
		if q := &h.Quarters[i]; !t.Before(q.start) && t.Before(q.end) {
			return q
		}
	}
	return nil
}

// countLead counts the lead under each stage that it reached.
func (h *history) countLead(l *lead) {
	for s := ql; s < stages; s++ {
		if q := h.in(l.effective(s)); q != nil {
			q.counts[s]++
		}
	}
}

// countDeal adds new business.
func (h *history) countDeal(x *deal) {
	if q := h.in(x.closed); q != nil && x.won == "true" && x.newBusiness {
		q.Revenue += x.amount
	}
}

// Name is the quarter as the agreement writes it.
func (q quarter) Name() string {
	return q.start.Format("2006") + "-Q" + string('1'+rune(q.start.Month()-1)/3)
}

// The counts by stage.
func (q quarter) QL() int          { return q.counts[ql] }
func (q quarter) MQL() int         { return q.counts[mql] }
func (q quarter) SQL() int         { return q.counts[sql] }
func (q quarter) Opportunity() int { return q.counts[opportunity] }
func (q quarter) Won() int         { return q.counts[won] }
