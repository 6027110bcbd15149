package ingest

import (
	"strings"

	"leadpact/ingest/csvtext"
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
	d.Won = x.won(x.flag("won"), d.Stage, d.Closed.Known())
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

// won returns whether a deal is won, lost or open (Unknown). If the file has a won column, its value,
// flag, decides. Otherwise the stage does: a deal in one of won_stages is won. Any other deal is lost if
// its stage contains "lost", or if it has a close date and the CRM writes that date only on closed deals.
func (f *file) won(flag model.Ternary, stage string, closed bool) model.Ternary {
	switch {
	case f.Given(f.table.Index("won")):
		return flag
	case f.wonStages == nil || stage == "":
		return model.Unknown
	case f.wonStages.Contains(stage):
		return model.Yes
	case strings.Contains(csvtext.FoldCase(stage), "lost"), closed && !f.Export.ExpectedClose:
		return model.No
	}
	return model.Unknown
}

// wonStageList returns the stages that mean won: the agreement's, else the profile's; nil if neither
// lists any, or if the file has no stage.
func (f *file) wonStageList() *profile.ValueSet {
	stages := f.in.WonStages
	if len(stages) == 0 {
		stages = f.Export.WonStages
	}
	if f.table.Name != "deals" || len(stages) == 0 || !f.Given(f.table.Index("stage")) {
		return nil
	}
	l := profile.NewValueSet(stages)
	return &l
}
