package main

// What a lead is: who sent it, what it did, how it is rated.

var sources = odds[string]{{33, "Paid Search"}, {18, "Social"}, {31, "Content"}, {9, "Events"}, {5, "Referral"}, {4, ""}}

var campaigns = map[string][]string{
	"Paid Search": {"Brand search", "Lead routing search", "Competitor search"},
	"Social":      {"Founder posts", "Retargeting"},
	"Content":     {"Guide: The First Hour", "Guide: SLA Workbook", "Blog"},
	"Events":      {"RevOps Summit", "Webinar: Speed to Lead"},
	"Prospecting": {"Account list, spring", "Account list, autumn"},
}

// demands are what inbound leads did; a season moves the first.
func demands(s season) odds[string] {
	return odds[string]{{0.18 * s.demand, demo}, {0.50, magnet}, {0.31, newsletter}, {0.02, ""}}
}

const (
	demo       = "demo_request"
	magnet     = "lead_magnet"
	newsletter = "newsletter"
)

// handover is the share of qualified leads that become MQLs, by action.
var handover = map[string]float64{demo: 0.76, magnet: 0.51, newsletter: 0.37, "": 0.40}

var tiers = odds[string]{{21, "A"}, {41, "B"}, {38, "C"}}

// dealSize is the median deal by tier, in dollars.
var dealSize = map[string]float64{"A": 15500, "B": 9200, "C": 6200}

// employerRevenue are the bands of annual revenue behind the tiers.
var employerRevenue = map[string][2]float64{"A": {5e7, 4e8}, "B": {5e6, 5e7}, "C": {2e5, 5e6}}

// ratings is how Marketing rates what it hands over, by action.
var ratings = map[string]odds[string]{
	demo:       {{58, "high"}, {34, "moderate"}, {4, "low"}, {4, ""}},
	magnet:     {{27, "high"}, {50, "moderate"}, {19, "low"}, {4, ""}},
	newsletter: {{8, "high"}, {42, "moderate"}, {46, "low"}, {4, ""}},
	"":         {{15, "high"}, {45, "moderate"}, {36, "low"}, {4, ""}},
}

// nurtured is how it rates qualified leads that it keeps.
var nurtured = odds[string]{{10, "high"}, {35, "moderate"}, {52, "low"}, {3, ""}}

// scores are the bands of the CRM's score behind the ratings.
var scores = map[string][2]float64{"high": {70, 100}, "moderate": {40, 70}, "low": {3, 40}}

var unfit = []string{"Student", "Competitor", "Outside our regions", "Too small, \"maybe next year\"", "Wrong contact"}

var lostReasons = []string{"No budget", "Chose a competitor", "No decision", "Project postponed"}

var answers = [4]odds[string]{
	{{8, "Head of revenue"}, {5, "VP Sales"}, {3, "Founder"}, {1, ""}},
	{{6, "Slow follow-up"}, {5, "Leads lost between teams"}, {3, "No shared numbers"}, {1, ""}},
	{{9, "yes"}, {2, "partly"}},
	{{12, "yes"}, {1, "no"}},
}

// introduce draws who the lead is.
func (l *lead) introduce(d dice, s season) {
	l.first, l.last = one(d, given), one(d, family)
	l.motion, l.source, l.action = "inbound", sources.draw(d), demands(s).draw(d)
	if d.chance(0.13) {
		l.motion, l.source, l.action = "outbound", "Prospecting", odds[string]{{3, ""}, {1, magnet}}.draw(d)
	} else if d.chance(0.06) {
		l.motion = "" // counts as inbound
	}
	if named := campaigns[l.source]; len(named) > 0 && d.chance(0.9) {
		l.campaign = one(d, named)
	}
	l.tier = tiers.draw(d)
	l.employer, l.annual = employer(d, l.tier)
	l.revenue = int64(d.around(dealSize[l.tier], 0.35)/50) * 50
	if d.chance(0.04) {
		l.tier, l.annual = "", 0
	}
}

// rate draws the quality and the score behind it.
func (l *lead) rate(d dice, o odds[string]) {
	l.quality = o.draw(d)
	l.score = within(d, scores[l.quality])
}

// within draws a whole number of the band; 0 where there is none.
func within(d dice, band [2]float64) int64 { return int64(d.between(band[0], band[1])) }
