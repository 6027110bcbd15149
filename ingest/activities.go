package ingest

import (
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
)

// activity is a row of the activities table. It is a touch of every lead that it refers to.
type activity struct {
	id                 uint64 // key of the row's id, as idKey returns it; 0: the row has no id
	lead               model.LeadRef
	otherLeads         []model.LeadRef // further leads
	at                 calendar.Moment
	owner              string
	kind               model.TouchKind
	outcome            model.Outcome
	inbound, automated bool
}

var activityRules = rules[activity]{
	idColumn: "activity_id", key: func(a *activity) uint64 { return a.id },
	ids: func(r *reader) *seenIDs { return &r.activityIDs }, forget: (*model.Ledger).ForgetTouches,
	parse: parseActivity, add: addActivity,
	events: func(a *activity, e *coverage.Events) { e.AddRow(a.at) },
}

// parseActivity reads a row of activities. It ignores kinds other than calls, e-mails, meetings and
// breakups, and activities of a queue.
func parseActivity(r *reader, x *row) (a activity, ok bool) {
	a.kind, ok = profile.TouchKinds[x.choice("type")]
	if a.owner = x.text("owner"); !ok || r.notPeople.Contains(a.owner) {
		a.at = x.momentIfGood("at")
		return a, false
	}
	a.id = idKey(x.id("activity_id", false))
	a.at = x.moment("at", true)
	a.outcome = profile.Outcomes[x.choice("outcome")]
	a.inbound = x.choice("direction") == "inbound"
	a.automated = x.flag("automated") == model.Yes
	leads, emails := x.ids("lead_id"), x.ids("email")
	if x.fault != nil {
		return a, false
	}
	if !a.findLeads(leads, r.ledger.LeadByID) {
		a.findLeads(emails, r.ledger.LeadByEmail)
	}
	return a, true
}

// findLeads looks up the leads to which the activity refers, and reports whether at least one of them is
// known.
func (a *activity) findLeads(names []string, find func([]byte) model.LeadRef) bool {
	for _, n := range names {
		switch l := find([]byte(n)); {
		case l.None():
		case a.lead.None():
			a.lead = l
		default:
			a.otherLeads = append(a.otherLeads, l)
		}
	}
	return !a.lead.None()
}

// addActivity adds a touch to each lead of a row. It ignores a row without a known lead, and one whose id
// an earlier row has.
func addActivity(r *reader, x *row, a *activity) bool {
	if a.id != 0 && !r.activityIDs.claim(x, a.id) || a.lead.None() {
		return false
	}
	t := model.Touch{
		Source: x.source(), Kind: a.kind, At: a.at, Owner: a.owner,
		Outcome: a.outcome, Inbound: a.inbound, Automated: a.automated,
	}
	r.ledger.Credit(a.lead, &t)
	for _, l := range a.otherLeads {
		r.ledger.Credit(l, &t)
	}
	return true
}
