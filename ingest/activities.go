package ingest

import (
	"bytes"
	"slices"

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
	unknown            leadName        // how the row names its lead, if no such lead is known
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
// breakups, e-mails that a tool sent or recorded, and activities of a queue.
func parseActivity(r *reader, x *row) (a activity, ok bool) {
	kind, mark := x.touchType(), markOf(x.subject())
	a.kind, a.owner = kind.kind, x.text("owner")
	if x.ignored = whyIgnored(kind, mark, r.notPeople.Contains(a.owner)); x.ignored != 0 {
		a.at = x.timeIfGood()
		return a, false
	}
	a.id = idKey(x.id("activity_id", false))
	a.at = x.activityTime()
	a.outcome = profile.Outcomes[x.choice("outcome")]
	a.inbound = isInbound(x.choice("direction"), kind, mark)
	a.automated = x.flag("automated") == model.Yes
	leads, contacts, emails := x.ids("lead_id"), x.ids("contact_id"), x.emails()
	if x.fault != nil {
		return a, false
	}
	byContact := func(id []byte) model.LeadRef { return r.ledger.LeadByContact(id, a.at) }
	byID := func(id []byte) model.LeadRef { return r.leadByID(x, id, a.at) }
	byEmail := func(email []byte) model.LeadRef { return r.ledger.LeadByEmail(email, a.at) }
	if !a.findLeads(leads, byID) && !a.findLeads(contacts, byContact) && !a.findLeads(emails, byEmail) {
		name := x.text("lead_name")
		if a.lead = r.ledger.LeadByName(name); a.lead.None() {
			a.unknown = firstName(leads, contacts, emails, name)
		}
	}
	return a, true
}

// leadByID finds the lead of an id in the column lead_id. The id may be that of the contact to which a lead was
// converted: a task of Salesforce names whoever it is about in one column, and names the contact instead once the
// lead is converted. It may also have lost the zeros at its beginning, or be an e-mail address, alone or after a name.
func (r *reader) leadByID(x *row, id []byte, at calendar.Moment) model.LeadRef {
	l := r.ledger.LeadByID(id)
	if l.None() {
		l = r.ledger.LeadByContact(id, at)
	}
	if l.None() {
		if l = r.ledger.LeadByNumber(id); !l.None() {
			x.countNormalisation(restoredZeros)
		}
	}
	if l.None() && bytes.IndexByte(id, '@') >= 0 {
		l = r.ledger.LeadByEmail([]byte(foldAddress(addresses(string(id))[0])), at)
	}
	return l
}

// activityTime returns when an activity was done: its completion, else its time in the column at.
func (r *row) activityTime() calendar.Moment {
	if m := r.moment(profile.CompletedAt, false); m.Known() {
		return m
	}
	return r.moment("at", true)
}

// timeIfGood returns the time of a row that is ignored, whose faults do not matter; the zero Moment where the
// time is blank or has a fault.
func (r *row) timeIfGood() calendar.Moment {
	before := r.fault
	m := r.activityTime()
	if r.fault != before {
		m, r.fault = calendar.Moment{}, before
	}
	return m
}

// whyIgnored returns why an activity is ignored whatever else its row says; 0 where it is not. Only an e-mail can be
// the record of a tool: a call about an automatic reply is a call.
func whyIgnored(t touchType, m subjectMark, ofQueue bool) model.IgnoredReason {
	switch {
	case t.ignored != 0:
		return t.ignored
	case ofQueue:
		return model.Queue
	case m == trackingMark && t.kind == model.Email:
		return model.TrackingMail
	}
	return 0
}

// findLeads looks up the leads to which the activity refers, each once, and reports whether at least one of them is
// known.
func (a *activity) findLeads(names []string, find func([]byte) model.LeadRef) bool {
	for _, n := range names {
		switch l := find([]byte(n)); {
		case l.None(), l == a.lead, slices.Contains(a.otherLeads, l):
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
	if a.id != 0 && !r.activityIDs.claim(x, a.id) {
		return false
	}
	if !r.countJoin(x, a) {
		x.ignored = model.NoLead
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
