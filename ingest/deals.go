package ingest

import (
	"math"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
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
		Amount:      r.money(x, "amount", x.text("currency")),
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

// dollarCurrencies lists the currencies whose amounts may be written with $ alone.
var dollarCurrencies = " USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP "

// money returns an amount in the agreement's currency; NaN where the cell is blank. named is the currency
// of the row; the cell may contain one, too. A currency other than the agreement's needs a rate in fx.
func (r *reader) money(x *row, column, named string) float64 {
	amount, inCell, ok := x.number(column)
	own := r.currency()
	named = currencyCode(named)
	switch {
	case inCell == "$" && named == "" && !strings.Contains(dollarCurrencies, " "+own+" "):
		x.fail(column, csvtext.Printable([]byte(x.cell(x.index[column]))), "the amount is in dollars, the agreement in "+own)
	case inCell == "$":
	case inCell != "" && named != "" && inCell != named:
		x.fail(column, csvtext.Printable([]byte(x.cell(x.index[column]))), "the amount names another currency than the row")
	case inCell != "":
		named = inCell
	}
	rate := r.rate(x, named)
	if !ok {
		return math.NaN()
	}
	return amount * rate
}

// rate returns the factor that converts a currency into the agreement's; 1 where code is empty.
func (r *reader) rate(x *row, code string) float64 {
	if code == "" || code == r.currency() {
		return 1
	}
	rate, given := x.in.FX.Get(code)
	if !given {
		x.fail("currency", csvtext.Printable([]byte(code)),
			"another currency than the agreement's, without a rate; set fx: under inputs."+x.table.Name+" in agreement.yaml")
	}
	return rate
}

// currency returns the code of the agreement's currency.
func (r *reader) currency() string { return strings.ToUpper(r.agreement.Head.Currency) }

// currencyCode returns the code of a currency that is named by its code or its symbol.
func currencyCode(named string) string {
	if code := scalar.ParseCurrency(named); code != "?" {
		named = code
	}
	return strings.ToUpper(named)
}
