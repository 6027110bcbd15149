package ingest

import (
	"bytes"
	"slices"

	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// fastActivities holds the columns of a file of activities, bound to cells.
type fastActivities struct {
	*fastReader
	id, lead       *fastID
	contact, email *fastID
	at, completed  *fastDate
	kind           *cachedCell[touchType]
	owner          *cachedCell[activityOwner]
	outcome        *cachedCell[model.Outcome]
	direction      *cachedCell[string]
	automated      *cachedCell[bool]
	names          []int  // indexes in otherCells of the name of the lead
	lastID         []byte // lead id of the previous row
	lastLead       model.LeadRef
}

// activityOwner is a person, or a queue, whose rows are ignored.
type activityOwner struct {
	name  string
	queue bool
}

// newFastActivities returns the function of pipeline.fastRows for activities. It gives the same result as
// parseActivity.
func newFastActivities(r *reader, f *file) func([]byte, *parsedRow[activity]) int {
	q := newFastReader(r, f)
	a := &fastActivities{
		fastReader: q, id: q.id("activity_id"), lead: q.id("lead_id"), email: q.address("email"), at: q.date("at"),
		contact: q.id("contact_id"), completed: q.date(profile.CompletedAt),
		kind: newCachedCell(q, "type", (*row).touchType),
		owner: newCachedCell(q, "owner", func(x *row) activityOwner {
			name := x.text("owner")
			return activityOwner{name, r.notPeople.Contains(name)}
		}),
		outcome:   newCachedCell(q, "outcome", func(x *row) model.Outcome { return profile.Outcomes[x.choice("outcome")] }),
		direction: q.choice("direction"),
		automated: newCachedCell(q, "automated", func(x *row) bool { return x.flag("automated") == model.Yes }),
	}
	name := q.file.index["lead_name"]
	a.names, q.unsupported = name.at, q.unsupported || name.fixed != nil
	q.neededCells = slices.Concat(q.neededCells, q.file.index[profile.Subject].at, a.names)
	if !q.supported() {
		return nil
	}
	return a.row
}

func (q *fastActivities) row(text []byte, it *parsedRow[activity]) (size int) {
	if size = q.readLine(text); size == 0 {
		return 0
	}
	at := q.completed.moment
	if !at.Known() {
		at = q.at.moment
	}
	kind := q.kind.value()
	issuesOfKind, owner, mark := q.issues, q.owner.value(), q.mark()
	a := &it.value
	a.at, a.kind, a.owner = at, kind.kind, owner.name
	a.outcome, a.automated = q.outcome.value(), q.automated.value()
	a.inbound = isInbound(q.direction.value(), kind, mark)
	if q.unusual || !at.Known() {
		return 0
	}
	if it.ignored = whyIgnored(kind, mark, owner.queue); it.ignored != 0 { // before any other column is read
		it.issues = issuesOfKind
		return size
	}
	a.id, a.lead = q.id.key, q.findLead(q.lead.id, a.at)
	if a.lead.None() && (bytes.IndexByte(q.lead.id, '@') >= 0 || !q.ledger.LeadByNumber(q.lead.id).None()) {
		return 0 // leadByID reads addresses, and counts the zeros that it restores
	}
	if a.lead.None() && len(q.contact.id) > 0 {
		a.lead = q.ledger.LeadByContact(q.contact.id, a.at)
	}
	if a.lead.None() && len(q.email.id) > 0 {
		a.lead = q.ledger.LeadByEmail(q.email.id, a.at)
	}
	if a.lead.None() && slices.ContainsFunc(q.names, func(i int) bool { return len(q.otherCells[i]) > 0 }) {
		return 0 // it names its lead by name
	}
	switch {
	case !a.lead.None():
	case len(q.lead.id) > 0:
		a.unknown = leadName{"lead_id", q.lead.copyID()}
	case len(q.contact.id) > 0:
		a.unknown = leadName{"contact_id", q.contact.copyID()}
	case len(q.email.id) > 0:
		a.unknown = leadName{"email", q.email.copyID()}
	}
	it.issues, it.used = q.issues, true
	return size
}

// mark returns what the subject of the line says.
func (q *fastActivities) mark() subjectMark {
	q.scratch.Cells = q.otherCells
	return markOf(q.scratch.subject())
}

// findLead looks up a lead by its id or its contact, and looks up no id that the previous row had.
func (q *fastActivities) findLead(id []byte, at calendar.Moment) model.LeadRef {
	if len(id) == 0 {
		return model.LeadRef{}
	}
	if !bytes.Equal(id, q.lastID) {
		q.lastID, q.lastLead = append(q.lastID[:0], id...), q.ledger.LeadByID(id)
	}
	if q.lastLead.None() {
		return q.ledger.LeadByContact(id, at)
	}
	return q.lastLead
}

// fastDeals holds the columns of a file of deals, bound to cells.
type fastDeals struct {
	*fastReader
	id, lead                        *fastID
	amount                          *fastAmount
	rate                            *cachedCell[float64]
	created, proposal, closed       *fastDate
	stage, name, owner, sdr, stream *cachedCell[string]
	source                          *cachedCell[sourceValue]
	won, newBusiness                *cachedCell[model.Ternary]
}

// newFastDeals returns the function of pipeline.fastRows for deals. It gives the same result as
// parseDeal.
func newFastDeals(r *reader, f *file) func([]byte, *parsedRow[dealRow]) int {
	q := newFastReader(r, f)
	d := &fastDeals{
		fastReader: q, id: q.id("deal_id"), lead: q.id("lead_id"), amount: q.amount("amount"),
		rate: newCachedCell(q, "currency", func(x *row) float64 {
			return r.rate(x, r.currencyOf(x, currencyCode(x.text("currency"))))
		}),
		created: q.date("created_at"), proposal: q.date("proposal_at"), closed: q.date("closed_at"),
		stage: q.text("stage"), name: q.text("lead_name"), owner: q.person("owner"), sdr: q.person("sdr"),
		stream: q.choice("stream"),
		source: q.source(), won: q.flag("won"), newBusiness: q.flag("new_business"),
	}
	if f.hasDerivedAmounts() || !q.supported() {
		return nil
	}
	return d.row
}

func (q *fastDeals) row(text []byte, it *parsedRow[dealRow]) (size int) {
	if size = q.readLine(text); size == 0 || len(q.id.id) == 0 {
		return 0
	}
	d := &it.value
	d.Amount = q.amount.amount * q.rate.value()
	d.Created, d.Proposal, d.Closed = q.created.moment, q.proposal.moment, q.closed.moment
	d.Stage, d.LeadName, d.Owner = q.stage.value(), q.name.value(), q.owner.value()
	d.SDR, d.Stream = q.sdr.value(), q.stream.value()
	d.NewBusiness, d.Won = q.newBusiness.value(), q.file.won(q.won.value(), d.Stage)
	source := q.source.value()
	if q.unusual {
		return 0
	}
	d.Channel, d.Marketing = source.channel, source.marketing
	d.Source = model.Source{File: q.file.report.File, Line: it.line}
	d.key, d.ID, d.Lead = q.id.key, q.id.copyID(), q.lead.copyID()
	if d.OwnLead = q.file.ownLead; d.OwnLead {
		d.Lead = d.ID
	}
	it.issues, it.used = q.issues, true
	return size
}

// fastLeads holds the columns of a file of leads, bound to cells.
type fastLeads struct {
	*fastReader
	id, email, contact                    *fastID
	created, closed, assigned             *fastDate
	stages                                [len(leadStages)]*fastDate
	status                                *cachedCell[model.Status]
	source                                *cachedCell[sourceValue]
	owner, name, campaign, reason         *cachedCell[string]
	tier, action, quality, motion, stream *cachedCell[string]
	deals                                 *cachedCell[[]string]
}

// newFastLeads returns the function of pipeline.fastRows for leads. It gives the same result as
// parseLead.
func newFastLeads(r *reader, f *file) func([]byte, *parsedRow[leadRow]) int {
	q := newFastReader(r, f)
	l := &fastLeads{
		fastReader: q, id: q.id("lead_id"), email: q.address("email"), contact: q.id("contact_id"),
		created: q.date("created_at"), closed: q.date("closed_at"), assigned: q.date("assigned_at"),
		status: newCachedCell(q, "status", func(x *row) model.Status { return profile.Statuses[x.choice("status")] }),
		source: q.source(), owner: q.person("owner"),
		deals: newCachedCell(q, "deal_ids", func(x *row) []string { return x.ids("deal_ids") }),
		name:  q.text("name"), campaign: q.text("campaign"), reason: q.text("reason"),
		tier: q.choice("tier"), action: q.choice("action"), quality: q.choice("quality"), motion: q.choice("motion"),
		stream: q.choice("stream"),
	}
	for i, s := range leadStages {
		l.stages[i] = q.date(s.column)
	}
	if !q.supported() {
		return nil
	}
	return l.row
}

func (q *fastLeads) row(text []byte, it *parsedRow[leadRow]) (size int) {
	if size = q.readLine(text); size == 0 || len(q.id.id) == 0 || !q.created.moment.Known() {
		return 0
	}
	l := &it.value
	l.Stages[agreement.Created] = q.created.moment
	for i, s := range leadStages {
		l.Stages[s.stage] = q.stages[i].moment
	}
	l.Closed, l.Assigned = q.closed.moment, q.assigned.moment
	l.Status = q.status.value()
	l.Owner, l.Name, l.Campaign, l.Reason = q.owner.value(), q.name.value(), q.campaign.value(), q.reason.value()
	l.Tier, l.Action, l.Quality = q.tier.value(), q.action.value(), q.quality.value()
	l.Motion, l.Stream = q.motion.value(), q.stream.value()
	l.DealIDs = q.deals.value()
	source := q.source.value()
	if q.unusual {
		return 0
	}
	l.Channel, l.Marketing = source.channel, source.marketing
	l.Source = model.Source{File: q.file.report.File, Line: it.line}
	l.key, l.ID, l.Email, l.Contact = q.id.key, q.id.copyID(), q.email.copyID(), q.contact.copyID()
	it.issues, it.used = q.issues, true
	return size
}
