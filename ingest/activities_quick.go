package ingest

import (
	"bytes"

	"leadpact/model"
)

// quickActivities are the columns of a file of activities.
type quickActivities struct {
	*quick
	id, lead, email    *quickID
	at                 *quickDate
	kind               *remembered[activityKind]
	owner              *remembered[activityOwner]
	outcome            *remembered[model.Outcome]
	inbound, automated *remembered[bool]
	last               []byte // the lead id of the row before
	lastLead           model.LeadRef
}

// activityKind is a kind of touch; other kinds are ignored.
type activityKind struct {
	kind  model.TouchKind
	known bool
}

// activityOwner is a person, or a queue.
type activityOwner struct {
	name  string
	queue bool
}

// newQuickActivities reads usual rows as parseActivity does; nil where no row is usual.
func newQuickActivities(r *reader, f *file) func([]byte, *item[activity]) int {
	q := newQuick(r, f)
	a := &quickActivities{
		quick: q, id: q.id("activity_id"), lead: q.id("lead_id"), email: q.id("email"), at: q.date("at"),
		kind: remember(q, "type", func(x *row) activityKind {
			kind, known := touchKinds[x.choice("type")]
			return activityKind{kind, known}
		}),
		owner: remember(q, "owner", func(x *row) activityOwner {
			name := x.text("owner")
			return activityOwner{name, r.notPeople.has(name)}
		}),
		outcome:   remember(q, "outcome", func(x *row) model.Outcome { return outcomes[x.choice("outcome")] }),
		inbound:   remember(q, "direction", func(x *row) bool { return x.choice("direction") == "inbound" }),
		automated: remember(q, "automated", func(x *row) bool { return x.flag("automated") == model.Yes }),
	}
	if !q.able() {
		return nil
	}
	return a.row
}

func (q *quickActivities) row(text []byte, it *item[activity]) (size int) {
	if size = q.line(text); size == 0 || !q.at.moment.Known() {
		return 0
	}
	kind := q.kind.said()
	odd, owner := q.odd, q.owner.said()
	a := &it.value
	a.at, a.kind, a.owner = q.at.moment, kind.kind, owner.name
	a.outcome, a.inbound, a.automated = q.outcome.said(), q.inbound.said(), q.automated.said()
	a.id, a.lead = q.id.key, q.find(q.lead.id)
	if a.lead.None() && len(q.email.id) > 0 {
		a.lead = q.ledger.LeadByEmail(q.email.id)
	}
	if q.unusual {
		return 0
	}
	if !kind.known || owner.queue { // ignored, whatever else it says
		it.odd = odd
		return size
	}
	it.odd, it.taken = q.odd, true
	return size
}

// find looks a lead up, if it is not that of the row before.
func (q *quickActivities) find(id []byte) model.LeadRef {
	if len(id) == 0 {
		return model.LeadRef{}
	}
	if !bytes.Equal(id, q.last) {
		q.last, q.lastLead = append(q.last[:0], id...), q.ledger.LeadByID(id)
	}
	return q.lastLead
}
