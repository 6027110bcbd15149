package ingest

import (
	"bytes"

	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
)

// quickActivities are the columns of a file of activities.
type fastActivities struct {
	*fastReader
	id, lead, email    *fastID
	at                 *fastDate
	kind               *cachedCell[activityKind]
	owner              *cachedCell[activityOwner]
	outcome            *cachedCell[model.Outcome]
	inbound, automated *cachedCell[bool]
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
func newFastActivities(r *reader, f *file) func([]byte, *parsedRow[activity]) int {
	q := newFastReader(r, f)
	a := &fastActivities{
		fastReader: q, id: q.id("activity_id"), lead: q.id("lead_id"), email: q.id("email"), at: q.date("at"),
		kind: newCachedCell(q, "type", func(x *row) activityKind {
			kind, known := profile.TouchKinds[x.choice("type")]
			return activityKind{kind, known}
		}),
		owner: newCachedCell(q, "owner", func(x *row) activityOwner {
			name := x.text("owner")
			return activityOwner{name, r.notPeople.Contains(name)}
		}),
		outcome:   newCachedCell(q, "outcome", func(x *row) model.Outcome { return profile.Outcomes[x.choice("outcome")] }),
		inbound:   newCachedCell(q, "direction", func(x *row) bool { return x.choice("direction") == "inbound" }),
		automated: newCachedCell(q, "automated", func(x *row) bool { return x.flag("automated") == model.Yes }),
	}
	if !q.able() {
		return nil
	}
	return a.row
}

func (q *fastActivities) row(text []byte, it *parsedRow[activity]) (size int) {
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
func (q *fastActivities) find(id []byte) model.LeadRef {
	if len(id) == 0 {
		return model.LeadRef{}
	}
	if !bytes.Equal(id, q.last) {
		q.last, q.lastLead = append(q.last[:0], id...), q.ledger.LeadByID(id)
	}
	return q.lastLead
}

// quickDeals are the columns of a file of deals.
type fastDeals struct {
	*fastReader
	id, lead                        *fastID
	amount                          *fastAmount
	rate                            *cachedCell[float64]
	created, proposal, closed       *fastDate
	stage, name, owner, sdr, stream *cachedCell[string]
	source                          *cachedCell[source]
	won, newBusiness                *cachedCell[model.Ternary]
}

// newQuickDeals reads usual rows as parseDeal does; nil where no row is usual.
func newFastDeals(r *reader, f *file) func([]byte, *parsedRow[dealRow]) int {
	q := newFastReader(r, f)
	d := &fastDeals{
		fastReader: q, id: q.id("deal_id"), lead: q.id("lead_id"), amount: q.amount("amount"),
		rate:    newCachedCell(q, "currency", func(x *row) float64 { return r.rate(x, codeOf(x.text("currency"))) }),
		created: q.date("created_at"), proposal: q.date("proposal_at"), closed: q.date("closed_at"),
		stage: q.text("stage"), name: q.text("lead_name"), owner: q.person("owner"), sdr: q.person("sdr"), stream: q.choice("stream"),
		source: q.source(), won: q.flag("won"), newBusiness: q.flag("new_business"),
	}
	if !q.able() {
		return nil
	}
	return d.row
}

func (q *fastDeals) row(text []byte, it *parsedRow[dealRow]) (size int) {
	if size = q.line(text); size == 0 || len(q.id.id) == 0 {
		return 0
	}
	d := &it.value
	d.Amount = q.amount.amount * q.rate.said()
	d.Created, d.Proposal, d.Closed = q.created.moment, q.proposal.moment, q.closed.moment
	d.Stage, d.LeadName, d.Owner, d.SDR, d.Stream = q.stage.said(), q.name.said(), q.owner.said(), q.sdr.said(), q.stream.said()
	d.NewBusiness, d.Won = q.newBusiness.said(), q.file.won(q.won.said(), d.Stage, d.Closed.Known())
	source := q.source.said()
	if q.unusual {
		return 0
	}
	d.Channel, d.Marketing = source.channel, source.marketing
	d.Source = model.Source{File: q.file.report.File, Line: it.line}
	d.key, d.ID, d.Lead = q.id.key, q.id.keep(), q.lead.keep()
	if d.OwnLead = q.file.ownLead; d.OwnLead {
		d.Lead = d.ID
	}
	it.odd, it.taken = q.odd, true
	return size
}

// quickLeads are the columns of a file of leads.
type fastLeads struct {
	*fastReader
	id, email                             *fastID
	created, closed, assigned             *fastDate
	stages                                [len(leadStages)]*fastDate
	status                                *cachedCell[model.Status]
	source                                *cachedCell[source]
	owner, name, campaign, reason         *cachedCell[string]
	tier, action, quality, motion, stream *cachedCell[string]
	deals                                 *cachedCell[[]string]
}

// newQuickLeads reads usual rows as parseLead does; nil where no row is usual.
func newFastLeads(r *reader, f *file) func([]byte, *parsedRow[leadRow]) int {
	q := newFastReader(r, f)
	l := &fastLeads{
		fastReader: q, id: q.id("lead_id"), email: q.id("email"),
		created: q.date("created_at"), closed: q.date("closed_at"), assigned: q.date("assigned_at"),
		status: newCachedCell(q, "status", func(x *row) model.Status { return profile.Statuses[x.choice("status")] }),
		source: q.source(), owner: q.person("owner"),
		deals: newCachedCell(q, "deal_ids", func(x *row) []string { return x.ids("deal_ids") }),
		name:  q.text("name"), campaign: q.text("campaign"), reason: q.text("reason"),
		tier: q.choice("tier"), action: q.choice("action"), quality: q.choice("quality"), motion: q.choice("motion"), stream: q.choice("stream"),
	}
	for i, s := range leadStages {
		l.stages[i] = q.date(s.column)
	}
	if !q.able() {
		return nil
	}
	return l.row
}

func (q *fastLeads) row(text []byte, it *parsedRow[leadRow]) (size int) {
	if size = q.line(text); size == 0 || len(q.id.id) == 0 || !q.created.moment.Known() {
		return 0
	}
	l := &it.value
	l.Stages[agreement.Created] = q.created.moment
	for i, s := range leadStages {
		l.Stages[s.stage] = q.stages[i].moment
	}
	l.Closed, l.Assigned = q.closed.moment, q.assigned.moment
	l.Status = q.status.said()
	l.Owner, l.Name, l.Campaign, l.Reason = q.owner.said(), q.name.said(), q.campaign.said(), q.reason.said()
	l.Tier, l.Action, l.Quality, l.Motion, l.Stream = q.tier.said(), q.action.said(), q.quality.said(), q.motion.said(), q.stream.said()
	l.DealIDs = q.deals.said()
	source := q.source.said()
	if q.unusual {
		return 0
	}
	l.Channel, l.Marketing = source.channel, source.marketing
	l.Source = model.Source{File: q.file.report.File, Line: it.line}
	l.key, l.ID, l.Email = q.id.key, q.id.keep(), q.email.keep()
	it.odd, it.taken = q.odd, true
	return size
}
