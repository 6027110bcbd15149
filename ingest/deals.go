package ingest

import (
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/coverage"
)

// dealRow is a row of the deals table.
type dealRow struct {
	model.Deal
	key uint64 // idKey of its id
}

var dealRules = rules[dealRow]{
	idColumn: "deal_id", key: func(d *dealRow) uint64 { return d.key },
	ids: func(r *reader) *seenIDs { return &r.dealIDs }, forget: (*model.Ledger).ForgetDeals,
	parse: parseDeal, events: dealEvents, add: addDeal,
}

// dealEvents counts a deal's dates: its creation, its proposal, and its closing if it was won or lost.
func dealEvents(d *dealRow, e *coverage.Events) {
	e.AddRow(d.Created)
	e.Add(d.Proposal)
	if d.Won != model.Unknown {
		e.Add(d.Closed)
	}
}

// parseDeal reads a row of deals.
func parseDeal(r *reader, x *row) (d dealRow, ok bool) {
	d.Deal = model.Deal{
		Source:      x.source(),
		ID:          x.id("deal_id", true),
		Amount:      r.dealAmount(x),
		Stage:       x.text("stage"),
		Created:     x.moment("created_at", false),
		Proposal:    x.moment("proposal_at", false),
		Closed:      x.moment("closed_at", false),
		LeadName:    x.text("lead_name"),
		Owner:       r.person(x, "owner"),
		SDR:         r.person(x, "sdr"),
		Channel:     x.channel("source"),
		Stream:      x.choice("stream"),
		NewBusiness: x.flag("new_business"),
		Marketing:   r.isMarketingSourced(x),
		OwnLead:     x.ownLead,
	}
	d.Won = x.won(x.flag("won"), d.Stage)
	d.Lead = r.chooseLead(x.ids("lead_id"))
	if d.OwnLead {
		d.Lead = d.ID
	}
	d.key = idKey(d.ID)
	return d, x.fault == nil
}

// addDeal adds a row unless an earlier row has the same id.
func addDeal(r *reader, x *row, d *dealRow) bool {
	if !r.dealIDs.claim(x, d.key) {
		return false
	}
	if d.Lead != "" && !d.OwnLead {
		x.joins.named++
	}
	switch d.Won {
	case model.Yes:
		x.wonDeals++
	case model.No:
		x.lostDeals++
	}
	r.ledger.AddDeal(d.Deal)
	return true
}

// chooseLead returns the first of a deal's lead ids that belongs to a known lead, or else the first id.
func (r *reader) chooseLead(ids []string) string {
	for _, id := range ids {
		if r.leadIDs.contains(id) {
			return id
		}
	}
	if len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// won returns whether a deal is won, lost or open (Unknown). flag is the value of the won column; where that is
// blank or open, the stage tells, unless the file has a won column and the agreement lists no stages.
func (f *file) won(flag model.Ternary, stage string) model.Ternary {
	if flag != model.Unknown || f.stages == nil || stage == "" {
		return flag
	}
	return f.stages.State(stage)
}

// dealStages returns what tells won and lost deals by their stages; nil if stages tell nothing in this file.
func (f *file) dealStages() *profile.Stages {
	listed := len(f.in.WonStages)+len(f.in.LostStages) > 0
	switch {
	case f.table.Name != "deals", !f.Given(f.table.Index("stage")), f.Given(f.table.Index("won")) && !listed:
		return nil
	}
	return profile.NewStages(f.in.WonStages, f.in.LostStages, f.Export.WonStages)
}

// provideOutcomes records in the ledger whether the files tell which deals are won, and which are lost: a column
// or a list of the agreement does, or a deal is known to be so. A column whose words the agreement maps tells
// which deals are lost only if one of the words is false.
func (r *reader) provideOutcomes(f *file) {
	words, mapped := f.in.Values.Get("won")
	_, mapsLost := words.Get("false")
	columnTells := f.Given(f.table.Index("won")) && (mapsLost || !mapped)
	if f.wonDeals > 0 || f.stages != nil && len(f.in.WonStages) > 0 && f.index["stage"].hasValue {
		r.ledger.Provide("deals", "won")
	}
	if columnTells || f.lostDeals > 0 || len(f.in.LostStages) > 0 {
		r.ledger.Provide("deals", "lost")
	}
}
