package ingest

import "leadpact/model"

// quickLeads are the columns of a file of leads.
type quickLeads struct {
	*quick
	id, email                             quickID
	created, closed, assigned             quickDate
	stages                                [len(leadStages)]quickDate
	status                                *remembered[model.Status]
	source                                *remembered[leadSource]
	owner, name, campaign, reason         *remembered[string]
	tier, action, quality, motion, stream *remembered[string]
	deals                                 *remembered[[]string]
}

// leadSource is what a lead's source tells.
type leadSource struct {
	channel   string
	marketing bool
}

// newQuickLeads reads usual rows as parseLead does; nil where no row is usual.
func newQuickLeads(r *reader, f *file) func(record, *item[leadRow]) bool {
	q := newQuick(r, f)
	text := func(column string) *remembered[string] {
		return remember(q, column, func(x *row) string { return x.text(column) })
	}
	choice := func(column string) *remembered[string] {
		return remember(q, column, func(x *row) string { return x.choice(column) })
	}
	l := &quickLeads{
		quick: q, id: q.id("lead_id"), email: q.id("email"),
		created: q.date("created_at"), closed: q.date("closed_at"), assigned: q.date("assigned_at"),
		status: remember(q, "status", func(x *row) model.Status { return statuses[x.choice("status")] }),
		source: remember(q, "source", func(x *row) leadSource { return leadSource{x.channel("source"), r.marketed(x)} }),
		owner:  remember(q, "owner", func(x *row) string { return r.person(x, "owner") }),
		deals:  remember(q, "deal_ids", func(x *row) []string { return x.ids("deal_ids") }),
		name:   text("name"), campaign: text("campaign"), reason: text("reason"),
		tier: choice("tier"), action: choice("action"), quality: choice("quality"), motion: choice("motion"), stream: choice("stream"),
	}
	for i, s := range leadStages {
		l.stages[i] = q.date(s.column)
	}
	if q.cannot {
		return nil
	}
	return l.row
}

func (q *quickLeads) row(rec record, it *item[leadRow]) bool {
	if !q.begin(rec) {
		return false
	}
	l := &it.value
	l.Stages[model.Created] = q.created.of(rec)
	id, email := q.id.of(rec), q.email.of(rec)
	if q.unusual || len(id) == 0 || !l.Stages[model.Created].Known() {
		return false
	}
	for i, s := range leadStages {
		l.Stages[s.stage] = q.stages[i].of(rec)
	}
	l.Closed, l.Assigned = q.closed.of(rec), q.assigned.of(rec)
	l.Status = q.status.of(rec)
	l.Owner, l.Name, l.Campaign, l.Reason = q.owner.of(rec), q.name.of(rec), q.campaign.of(rec), q.reason.of(rec)
	l.Tier, l.Action, l.Quality, l.Motion, l.Stream = q.tier.of(rec), q.action.of(rec), q.quality.of(rec), q.motion.of(rec), q.stream.of(rec)
	l.DealIDs = q.deals.of(rec)
	source := q.source.of(rec)
	if q.unusual {
		return false
	}
	l.Channel, l.Marketing = source.channel, source.marketing
	l.Source = model.Source{File: q.file.report.File, Line: rec.line}
	l.key, l.ID, l.Email = idKey(id), q.keep(id), q.keep(email)
	it.odd, it.taken = q.odd, true
	return true
}
