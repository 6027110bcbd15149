package main

import "time"

// drawLifecycle draws the whole lifecycle of a lead that is created at this time. It may reach beyond the
// export.
func (c *company) drawLifecycle(l *lead, serial int, at time.Time) {
	rng, s := newRandom(c.seed, serial, lifecycleDraws), seasonOf(at)
	*l = lead{serial: serial, status: "open"}
	l.at[created] = at
	l.drawAttributes(rng, s)
	if !rng.chance(0.833 * s.qualifiedRate) {
		if rng.chance(0.6) {
			l.close("disqualified", addDays(at, rng.uniform(0.2, 5)), pickOne(rng, disqualifiedReasons))
		}
		return
	}
	l.at[ql] = addHours(at, rng.lognormal(5, 1.2))
	if !rng.chance(mqlRates[l.action] * s.mqlRate) {
		c.keepQualified(l, rng)
		return
	}
	c.handOff(l, rng)
	l.drawFirstCall(rng)
	if rng.chance(l.sqlProbability()) {
		l.drawSale(rng)
	} else {
		l.drawNoSale(rng)
	}
	l.dropDates(rng)
}

// keepQualified draws what becomes of a qualified lead that is not handed off.
func (c *company) keepQualified(l *lead, rng random) {
	l.rate(rng, nurturedRatings)
	c.assign(l, rng, addHours(l.at[ql], rng.uniform(0, 2)))
	switch {
	case rng.chance(0.12):
		l.close("disqualified", addDays(l.at[ql], rng.uniform(5, 40)), pickOne(rng, disqualifiedReasons))
	case l.quality == "":
		l.close("recycled", addDays(l.at[ql], rng.uniform(50, 90)), "")
	}
}

// handOff makes the lead an MQL and assigns it.
func (c *company) handOff(l *lead, rng random) {
	wait := rng.uniform(0.5, 14) * 24
	switch {
	case l.action == demo:
		wait = rng.uniform(0, 3)
	case rng.chance(0.4):
		wait = rng.uniform(0, 8)
	}
	l.at[mql] = officeHours.nextOpen(addHours(l.at[ql], wait))
	l.rate(rng, ratings[l.action])
	switch {
	case l.source == "Events" && rng.chance(0.15) && l.at[mql].YearDay() != l.at[created].YearDay():
		l.dateOnlyMQL, l.at[ql] = true, time.Time{} // imported from an event's guest list
	case rng.chance(0.02):
		l.at[ql] = l.at[mql]
	}
	routing := rng.uniform(1, 5)
	switch {
	case l.action == demo:
		routing = rng.uniform(0, 3) / 60
	case rng.chance(0.8):
		routing = rng.uniform(3, 40) / 60
	}
	c.assign(l, rng, addHours(l.at[mql], routing))
}

// assign assigns the lead to an SDR, to the queue or to nobody.
func (c *company) assign(l *lead, rng random, at time.Time) {
	switch {
	case rng.chance(0.02):
	case rng.chance(0.02):
		l.owner, l.assigned = queue, at
	default:
		l.rep = c.drawOwner(rng, at)
		l.owner, l.assigned = l.rep.name, at
	}
}

// noRep is how leads without an SDR are worked.
var noRep = rep{onTime: 0.25, neverCalls: 0.7, diligence: 0.3, sqlFactor: 0.4}

// worker returns who works the lead.
func (l *lead) worker() *rep {
	if l.rep == nil {
		return &noRep
	}
	return l.rep
}

// drawFirstCall draws when the lead is first called, if at all.
func (l *lead) drawFirstCall(rng random) {
	r, start, limit := l.worker(), l.at[mql], plans[l.quality].callWithin
	care := seasonOf(start).diligence
	switch {
	case l.action == demo && rng.chance(0.7*r.onTime*care):
		l.firstCall = callHours.nextOpen(addHours(start, rng.uniform(1, 5.9)/60))
	case l.action == demo && rng.chance(0.9*r.onTime*care):
		l.firstCall = callHours.nextOpen(addHours(start, rng.uniform(0.2, min(limit, 6))))
	case l.action != demo && rng.chance(r.onTime*care):
		l.firstCall = callHours.nextOpen(addHours(start, limit*rng.uniform(0.04, 0.85)))
	case !rng.chance(r.neverCalls):
		l.firstCall = callHours.nextOpen(addHours(start, limit*rng.uniform(1.1, 4)))
	}
}

// sqlRates are the shares of MQLs that become SQLs, by quality; actionFactors multiply them by action.
var (
	sqlRates      = map[string]float64{"high": 0.39, "moderate": 0.245, "low": 0.115, "": 0.15}
	actionFactors = map[string]float64{demo: 1.4, magnet: 0.88, newsletter: 0.4, "": 0.8}
)

// sqlProbability returns the probability that the MQL becomes an SQL. An early first call raises it.
func (l *lead) sqlProbability() float64 {
	p := sqlRates[l.quality] * actionFactors[l.action] * l.worker().sqlFactor
	if l.motion == "outbound" {
		p *= 1.2
	}
	waited := l.firstCall.Sub(l.at[mql])
	switch {
	case l.firstCall.IsZero():
		return p * 0.15
	case waited <= 5*time.Minute:
		return p * 1.3
	case waited <= time.Hour:
		return p * 1.15
	case waited > 24*time.Hour:
		return p * 0.7
	}
	return p
}

// drawSale makes the MQL an SQL and draws how far it gets from there.
func (l *lead) drawSale(rng random) {
	talked := l.at[mql]
	if l.firstCall.After(talked) {
		talked = l.firstCall
	}
	at := addDays(l.at[mql], min(max(rng.lognormal(17, 0.75), 0.2), 85))
	if at.Before(talked) {
		at = addHours(talked, rng.uniform(0.5, 30))
	}
	l.at[sql] = callHours.nextOpen(at)
	for i, o := range criteriaAnswers {
		l.criteria[i] = o.pick(rng)
	}
	if !rng.chance(0.82) {
		if rng.chance(0.8) {
			l.close("lost", addDays(l.at[sql], rng.uniform(6, 40)), pickOne(rng, lostReasons))
		}
		return
	}
	l.at[opportunity] = callHours.nextOpen(addDays(l.at[sql], rng.uniform(0.3, 9)))
	last := l.at[opportunity]
	wins := rng.chance(0.32)
	if wins || rng.chance(0.6) {
		last = callHours.nextOpen(addDays(last, rng.uniform(2, 10)))
		l.at[proposal] = last
	}
	switch {
	case wins:
		l.at[won] = callHours.nextOpen(addDays(last, rng.lognormal(14, 0.5)))
		l.close("won", l.at[won], "")
	case rng.chance(0.9):
		l.close("lost", addDays(last, rng.uniform(7, 50)), pickOne(rng, lostReasons))
	}
}

// drawNoSale draws how an MQL ends that does not become an SQL.
func (l *lead) drawNoSale(rng random) {
	fate, start, limit := rng.Float64(), l.at[mql], float64(plans[l.quality].timeframe)
	switch {
	case fate < 0.09:
		l.close("disqualified", addDays(start, rng.uniform(0.1, 13.9)), pickOne(rng, disqualifiedReasons))
	case fate < 0.14:
		l.close("disqualified", addDays(start, rng.uniform(14.2, 50)), pickOne(rng, disqualifiedReasons))
	case fate < 0.17:
		l.close("lost", addDays(start, rng.uniform(20, 70)), pickOne(rng, lostReasons))
	case fate < 0.21:
		l.close("recycled", addDays(start, limit+rng.uniform(1, 15)), "")
	case l.quality == "":
		l.close("recycled", addDays(start, rng.uniform(50, 90)), "")
	}
}

// dropDates removes some dates that a later stage implies, as if nobody had entered them, and moves a few
// to a later day.
func (l *lead) dropDates(rng random) {
	if rng.chance(0.03) {
		l.at[ql] = time.Time{}
	}
	if l.at[sql].IsZero() {
		return
	}
	if rng.chance(0.025) {
		l.at[mql] = time.Time{}
	}
	if !l.at[opportunity].IsZero() && rng.chance(0.015) {
		l.at[sql] = callHours.nextOpen(addDays(l.at[opportunity], 1))
	}
}

// close closes the lead in the next call hours.
func (l *lead) close(status string, at time.Time, reason string) {
	l.status, l.closed, l.reason = status, callHours.nextOpen(at), reason
}
