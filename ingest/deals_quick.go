package ingest

import "leadpact/model"

// quickDeals are the columns of a file of deals.
type quickDeals struct {
	*quick
	id, lead                        *quickID
	amount                          *quickAmount
	rate                            *remembered[float64]
	created, proposal, closed       *quickDate
	stage, name, owner, sdr, stream *remembered[string]
	source                          *remembered[source]
	won, newBusiness                *remembered[model.Tri]
}

// newQuickDeals reads usual rows as parseDeal does; nil where no row is usual.
func newQuickDeals(r *reader, f *file) func([]byte, *item[dealRow]) int {
	q := newQuick(r, f)
	d := &quickDeals{
		quick: q, id: q.id("deal_id"), lead: q.id("lead_id"), amount: q.amount("amount"),
		rate:    remember(q, "currency", func(x *row) float64 { return r.rate(x, codeOf(x.text("currency"))) }),
		created: q.date("created_at"), proposal: q.date("proposal_at"), closed: q.date("closed_at"),
		stage: q.text("stage"), name: q.text("lead_name"), owner: q.person("owner"), sdr: q.person("sdr"), stream: q.choice("stream"),
		source: q.source(), won: q.flag("won"), newBusiness: q.flag("new_business"),
	}
	if !q.able() {
		return nil
	}
	return d.row
}

func (q *quickDeals) row(text []byte, it *item[dealRow]) (size int) {
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
