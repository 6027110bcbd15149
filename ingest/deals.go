package ingest

import (
	"math"
	"strings"

	"leadpact/model"
)

// deal takes a row of the deals table.
func (r *reader) deal(x *row, seen sightings) bool {
	d := model.Deal{
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
		Marketing:   r.marketed(x),
		OwnLead:     x.ownLead,
		Won:         x.won(),
	}
	d.Lead = r.leadOf(x.ids("lead_id"))
	if d.Lead == "" && d.OwnLead {
		d.Lead = d.ID
	}
	if x.fault != nil || !seen.first(x, "deal_id", d.ID, x.hash()) {
		return false
	}
	r.ledger.AddDeal(d)
	return true
}

// leadOf chooses among the leads that a deal names the first that was read; without any, the first.
func (r *reader) leadOf(ids []string) string {
	for _, id := range ids {
		if r.leads.has(id) {
			return id
		}
	}
	if len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// won says how a deal stands: by the won column, else by its stage among won_stages. Of the other stages one that says lost
// is lost, and where the CRM writes a close date only on closed deals, one with a close date; the rest are open.
func (x *row) won() model.Tri {
	if x.given(x.table.index("won")) {
		return x.flag("won")
	}
	stage := x.text("stage")
	switch {
	case x.wonStages == nil || stage == "":
		return model.Unknown
	case x.wonStages.has(stage):
		return model.Yes
	case strings.Contains(fold(stage), "lost"), x.moment("closed_at", false).Known() && !x.export.ExpectedClose:
		return model.No
	}
	return model.Unknown
}

// stagesOfWon are the stages that mean won: the agreement's, else the profile's; nil where there are none, or where the file
// has no stage.
func (f *file) stagesOfWon() *list {
	stages := f.in.WonStages
	if len(stages) == 0 {
		stages = f.export.WonStages
	}
	if f.table.name != "deals" || len(stages) == 0 || !f.given(f.table.index("stage")) {
		return nil
	}
	l := newList(stages)
	return &l
}

// dollars are the currencies that write themselves with $ alone.
var dollars = " USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP "

// money is an amount in the agreement's currency; NaN where it is blank. named is the row's currency, which the cell may
// name too; another currency than the agreement's needs a rate in fx.
func (r *reader) money(x *row, column, named string) float64 {
	amount, inCell, ok := x.number(column)
	own := strings.ToUpper(r.agreement.Head.Currency)
	if code := currencyOf(named); code != "?" {
		named = code
	}
	named = strings.ToUpper(named)
	switch {
	case inCell == "$" && named == "" && !strings.Contains(dollars, " "+own+" "):
		x.fail(column, shown([]byte(x.cell(x.index[column]))), "the amount is in dollars, the agreement in "+own)
	case inCell == "$":
	case inCell != "" && named != "" && inCell != named:
		x.fail(column, shown([]byte(x.cell(x.index[column]))), "the amount names another currency than the row")
	case inCell != "":
		named = inCell
	}
	rate := 1.0
	if named != "" && named != own {
		var given bool
		if rate, given = x.in.FX.Get(named); !given {
			x.fail("currency", shown([]byte(named)), "another currency than the agreement's, without a rate; set fx: under inputs."+x.table.name+" in agreement.yaml")
		}
	}
	if !ok {
		return math.NaN()
	}
	return amount * rate
}
