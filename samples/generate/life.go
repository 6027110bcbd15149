package main

import "time"

// live draws the whole life of a lead that is created at this moment, into the future where need be.
func (c *company) live(l *lead, serial int, at time.Time) {
	d, s := roll(c.seed, serial, forLife), in(at)
	*l = lead{serial: serial, status: "open"}
	l.at[created] = at
	l.introduce(d, s)
	if !d.chance(0.833 * s.fit) {
		if d.chance(0.6) {
			l.end("disqualified", daysAfter(at, d.between(0.2, 5)), one(d, unfit))
		}
		return
	}
	l.at[ql] = after(at, d.around(5, 1.2))
	if !d.chance(handover[l.action] * s.mql) {
		c.nurture(l, d)
		return
	}
	c.handOff(l, d)
	l.call(d)
	if d.chance(l.odds()) {
		l.sell(d)
	} else {
		l.fade(d)
	}
	l.forget(d)
}

// nurture keeps a qualified lead that is no MQL yet.
func (c *company) nurture(l *lead, d dice) {
	l.rate(d, nurtured)
	c.assign(l, d, after(l.at[ql], d.between(0, 2)))
	switch {
	case d.chance(0.12):
		l.end("disqualified", daysAfter(l.at[ql], d.between(5, 40)), one(d, unfit))
	case l.quality == "":
		l.end("recycled", daysAfter(l.at[ql], d.between(50, 90)), "")
	}
}

// handOff makes the lead an MQL and gives it an owner.
func (c *company) handOff(l *lead, d dice) {
	wait := d.between(0.5, 14) * 24
	switch {
	case l.action == demo:
		wait = d.between(0, 3)
	case d.chance(0.4):
		wait = d.between(0, 8)
	}
	l.at[mql] = office.next(after(l.at[ql], wait))
	l.rate(d, ratings[l.action])
	switch {
	case l.source == "Events" && d.chance(0.15) && l.at[mql].YearDay() != l.at[created].YearDay():
		l.bareMQL, l.at[ql] = true, time.Time{} // came as a list of an event's guests
	case d.chance(0.02):
		l.at[ql] = l.at[mql]
	}
	routing := d.between(1, 5)
	switch {
	case l.action == demo:
		routing = d.between(0, 3) / 60
	case d.chance(0.8):
		routing = d.between(3, 40) / 60
	}
	c.assign(l, d, after(l.at[mql], routing))
}

// assign gives the lead to an SDR, to the queue or to nobody.
func (c *company) assign(l *lead, d dice, at time.Time) {
	switch {
	case d.chance(0.02):
	case d.chance(0.02):
		l.owner, l.assigned = queue, at
	default:
		l.rep = c.owner(d, at)
		l.owner, l.assigned = l.rep.name, at
	}
}

// nobody is how leads without an owner are worked: by whoever happens to see them.
var nobody = rep{prompt: 0.25, silent: 0.7, diligence: 0.3, convert: 0.4}

// habits are those of whoever works the lead.
func (l *lead) habits() *rep {
	if l.rep == nil {
		return &nobody
	}
	return l.rep
}

// call draws the first call.
func (l *lead) call(d dice) {
	r, start, limit := l.habits(), l.at[mql], terms[l.quality].callWithin
	care := in(start).care
	switch {
	case l.action == demo && d.chance(0.7*r.prompt*care):
		l.firstCall = phones.next(after(start, d.between(1, 5.9)/60))
	case l.action == demo && d.chance(0.9*r.prompt*care):
		l.firstCall = phones.next(after(start, d.between(0.2, min(limit, 6))))
	case l.action != demo && d.chance(r.prompt*care):
		l.firstCall = phones.next(after(start, limit*d.between(0.04, 0.85)))
	case !d.chance(r.silent):
		l.firstCall = phones.next(after(start, limit*d.between(1.1, 4)))
	}
}

// conversion is the share of MQLs that become SQLs, by quality; appetite moves it by action.
var (
	conversion = map[string]float64{"high": 0.39, "moderate": 0.245, "low": 0.115, "": 0.15}
	appetite   = map[string]float64{demo: 1.4, magnet: 0.88, newsletter: 0.4, "": 0.8}
)

// odds is the probability that the MQL becomes an SQL: speed pays.
func (l *lead) odds() float64 {
	p := conversion[l.quality] * appetite[l.action] * l.habits().convert
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

// sell takes the MQL to SQL and as far as it goes from there.
func (l *lead) sell(d dice) {
	talked := l.at[mql]
	if l.firstCall.After(talked) {
		talked = l.firstCall
	}
	at := daysAfter(l.at[mql], min(max(d.around(17, 0.75), 0.2), 85))
	if at.Before(talked) {
		at = after(talked, d.between(0.5, 30))
	}
	l.at[sql] = phones.next(at)
	for i, o := range answers {
		l.criteria[i] = o.draw(d)
	}
	if !d.chance(0.82) {
		if d.chance(0.8) {
			l.end("lost", daysAfter(l.at[sql], d.between(6, 40)), one(d, lostReasons))
		}
		return
	}
	l.at[opportunity] = phones.next(daysAfter(l.at[sql], d.between(0.3, 9)))
	last := l.at[opportunity]
	wins := d.chance(0.32)
	if wins || d.chance(0.6) {
		last = phones.next(daysAfter(last, d.between(2, 10)))
		l.at[proposal] = last
	}
	switch {
	case wins:
		l.at[won] = phones.next(daysAfter(last, d.around(14, 0.5)))
		l.end("won", l.at[won], "")
	case d.chance(0.9):
		l.end("lost", daysAfter(last, d.between(7, 50)), one(d, lostReasons))
	}
}

// fade is the life of an MQL that does not become an SQL.
func (l *lead) fade(d dice) {
	fate, start, limit := d.Float64(), l.at[mql], float64(terms[l.quality].timeframe)
	switch {
	case fate < 0.09:
		l.end("disqualified", daysAfter(start, d.between(0.1, 13.9)), one(d, unfit))
	case fate < 0.14:
		l.end("disqualified", daysAfter(start, d.between(14.2, 50)), one(d, unfit))
	case fate < 0.17:
		l.end("lost", daysAfter(start, d.between(20, 70)), one(d, lostReasons))
	case fate < 0.21:
		l.end("recycled", daysAfter(start, limit+d.between(1, 15)), "")
	case l.quality == "":
		l.end("recycled", daysAfter(start, d.between(50, 90)), "")
	}
}

// forget drops dates that nobody entered, since a later stage implies them, and enters a few too late.
func (l *lead) forget(d dice) {
	if d.chance(0.03) {
		l.at[ql] = time.Time{}
	}
	if l.at[sql].IsZero() {
		return
	}
	if d.chance(0.025) {
		l.at[mql] = time.Time{}
	}
	if !l.at[opportunity].IsZero() && d.chance(0.015) {
		l.at[sql] = phones.next(daysAfter(l.at[opportunity], 1))
	}
}

// end closes the lead, when somebody is there to do it.
func (l *lead) end(status string, at time.Time, reason string) {
	l.status, l.closed, l.reason = status, phones.next(at), reason
}
