package ingest

import "leadpact/model"

// quickLeads are the columns of a file of leads.
type quickLeads struct {
	*quick
	id, email                             *quickID
	created, closed, assigned             *quickDate
	stages                                [len(leadStages)]*quickDate
	status                                *remembered[model.Status]
	source                                *remembered[source]
	owner, name, campaign, reason         *remembered[string]
	tier, action, quality, motion, stream *remembered[string]
	deals                                 *remembered[[]string]
}

// newQuickLeads reads usual rows as parseLead does; nil where no row is usual.
func newQuickLeads(r *reader, f *file) func([]byte, *item[leadRow]) int {
	q := newQuick(r, f)
	l := &quickLeads{
		quick: q, id: q.id("lead_id"), email: q.id("email"),
		created: q.date("created_at"), closed: q.date("closed_at"), assigned: q.date("assigned_at"),
		status: remember(q, "status", func(x *row) model.Status { return statuses[x.choice("status")] }),
		source: q.source(), owner: q.person("owner"),
		deals: remember(q, "deal_ids", func(x *row) []string { return x.ids("deal_ids") }),
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

func (q *quickLeads) row(text []byte, it *item[leadRow]) (size int) {
	if size = q.line(text); size == 0 || len(q.id.id) == 0 || !q.created.moment.Known() {
		return 0
	}
	l := &it.value
	l.Stages[model.Created] = q.created.moment
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
