package main

import "time"

// stage is a step of a lead's lifecycle.
type stage int

const (
	created stage = iota
	ql
	mql
	sql
	opportunity
	proposal
	won
	stages
)

// lead is one lead as the CRM exports it. A zero time is a date that is missing.
type lead struct {
	serial                          int
	at                              [stages]time.Time
	assigned, closed                time.Time
	status                          string // open, won, lost, disqualified or recycled
	owner                           string // an SDR, the queue, or ""
	first, last, employer           name
	source, campaign                string
	tier, action, quality           string
	motion, reason                  string
	criteria                        [4]string // authority, need, understanding, fit
	rep                             *rep      // who works it; nil if it was not assigned to an SDR
	firstCall                       time.Time // zero if it was never called
	dateOnlyMQL                     bool      // the MQL date has no time of day, because it comes from a list
	invalidDate                     bool      // defect: the creation date is a day that does not exist
	unknownQuality                  bool      // defect: the quality is not one of the agreement's
	expectedClose                   time.Time // when an open deal is expected to close
	revenue, employerRevenue, score int64     // the deal's and the employer's yearly revenue, in dollars; the CRM's score
}

// handoff returns when Sales' clock starts: the effective MQL date. It is zero for a lead that was not
// handed off.
func (l *lead) handoff() time.Time { return l.effective(mql) }

// effective returns when the lead reached a stage: the earliest date of that stage and all later ones.
func (l *lead) effective(s stage) time.Time {
	var earliest time.Time
	for _, t := range l.at[s:] {
		if !t.IsZero() && (earliest.IsZero() || t.Before(earliest)) {
			earliest = t
		}
	}
	return earliest
}

// workEnd returns when the SDR's work ends because the lead became an SQL or was closed. It is zero while
// the work goes on.
func (l *lead) workEnd() time.Time {
	if t := l.effective(sql); !t.IsZero() {
		return t
	}
	return l.closed
}

// asOf removes from the lead what had not happened by now, and returns the lead.
func (l *lead) asOf(now time.Time) *lead {
	cut := func(t *time.Time) bool {
		future := !t.Before(now)
		if future {
			*t = time.Time{}
		}
		return future
	}
	for s := range l.at {
		cut(&l.at[s])
	}
	if l.expectedClose = l.closed; cut(&l.closed) {
		l.status, l.reason = "open", ""
	}
	if cut(&l.assigned) {
		l.owner = ""
	}
	if l.at[sql].IsZero() {
		l.criteria = [4]string{}
	}
	cut(&l.firstCall)
	return l
}

// The distributions of the leads' attributes follow. Weights need not add up to 1.

var sources = distribution[string]{{33, "Paid Search"}, {18, "Social"}, {31, "Content"}, {9, "Events"},
	{5, "Referral"}, {4, ""}}

var campaigns = map[string][]string{
	"Paid Search": {"Brand search", "Lead routing search", "Competitor search"},
	"Social":      {"Founder posts", "Retargeting"},
	"Content":     {"Guide: The First Hour", "Guide: SLA Workbook", "Blog"},
	"Events":      {"RevOps Summit", "Webinar: Speed to Lead"},
	"Prospecting": {"Account list, spring", "Account list, autumn"},
}

// inboundActions returns the distribution of what inbound leads did; demo requests depend on the season.
func inboundActions(s season) distribution[string] {
	return distribution[string]{{0.18 * s.demoDemand, demo}, {0.50, magnet}, {0.31, newsletter}, {0.02, ""}}
}

const (
	demo       = "demo_request"
	magnet     = "lead_magnet"
	newsletter = "newsletter"
)

// mqlRates are the shares of qualified leads that become MQLs, by action.
var mqlRates = map[string]float64{demo: 0.76, magnet: 0.51, newsletter: 0.37, "": 0.40}

var tiers = distribution[string]{{21, "A"}, {41, "B"}, {38, "C"}}

// medianDeals are the median deals by tier, in dollars.
var medianDeals = map[string]float64{"A": 15500, "B": 9200, "C": 6200}

// tierRevenues are the ranges of the employer's annual revenue by tier, in dollars.
var tierRevenues = map[string][2]float64{"A": {5e7, 4e8}, "B": {5e6, 5e7}, "C": {2e5, 5e6}}

// ratings are the qualities of the leads that Marketing hands over, by action.
var ratings = map[string]distribution[string]{
	demo:       {{58, "high"}, {34, "moderate"}, {4, "low"}, {4, ""}},
	magnet:     {{27, "high"}, {50, "moderate"}, {19, "low"}, {4, ""}},
	newsletter: {{8, "high"}, {42, "moderate"}, {46, "low"}, {4, ""}},
	"":         {{15, "high"}, {45, "moderate"}, {36, "low"}, {4, ""}},
}

// nurturedRatings are the qualities of the qualified leads that Marketing keeps.
var nurturedRatings = distribution[string]{{10, "high"}, {35, "moderate"}, {52, "low"}, {3, ""}}

// scoreBands are the ranges of the CRM's score by quality.
var scoreBands = map[string][2]float64{"high": {70, 100}, "moderate": {40, 70}, "low": {3, 40}}

var disqualifiedReasons = []string{"Student", "Competitor", "Outside our regions",
	"Too small, \"maybe next year\"", "Wrong contact"}

var lostReasons = []string{"No budget", "Chose a competitor", "No decision", "Project postponed"}

var criteriaAnswers = [4]distribution[string]{
	{{8, "Head of revenue"}, {5, "VP Sales"}, {3, "Founder"}, {1, ""}},
	{{6, "Slow follow-up"}, {5, "Leads lost between teams"}, {3, "No shared numbers"}, {1, ""}},
	{{9, "yes"}, {2, "partly"}},
	{{12, "yes"}, {1, "no"}},
}

// drawAttributes draws who the lead is and what brought it.
func (l *lead) drawAttributes(rng random, s season) {
	l.first, l.last = pickOne(rng, firstNames), pickOne(rng, lastNames)
	l.motion, l.source, l.action = "inbound", sources.pick(rng), inboundActions(s).pick(rng)
	if rng.chance(0.13) {
		l.motion, l.source, l.action = "outbound", "Prospecting", distribution[string]{{3, ""}, {1, magnet}}.pick(rng)
	} else if rng.chance(0.06) {
		l.motion = "" // counts as inbound
	}
	if named := campaigns[l.source]; len(named) > 0 && rng.chance(0.9) {
		l.campaign = pickOne(rng, named)
	}
	l.tier = tiers.pick(rng)
	l.employer, l.employerRevenue = drawEmployer(rng, l.tier)
	l.revenue = int64(rng.lognormal(medianDeals[l.tier], 0.35)/50) * 50
	if rng.chance(0.04) {
		l.tier, l.employerRevenue = "", 0
	}
}

// rate draws the quality and a score of that quality.
func (l *lead) rate(rng random, o distribution[string]) {
	l.quality = o.pick(rng)
	l.score = drawInBand(rng, scoreBands[l.quality])
}

// drawInBand draws a whole number from a range; it is 0 for the empty range.
func drawInBand(rng random, band [2]float64) int64 { return int64(rng.uniform(band[0], band[1])) }
