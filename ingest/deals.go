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
		Owner:       r.person(x, "owner"),
		SDR:         r.person(x, "sdr"),
		Channel:     x.text("source"),
		Stream:      x.choice("stream"),
		NewBusiness: x.flag("new_business"),
		Marketing:   r.marketed(x),
		OwnLead:     x.export.OwnLead,
	}
	if leads := x.ids("lead_id"); len(leads) > 0 {
		d.Lead = leads[0]
	} else if d.OwnLead {
		d.Lead = d.ID
	}
	d.Won = x.won(d)
	if x.fault != nil || !seen.first(x, "deal_id", d.ID) {
		return false
	}
	r.ledger.AddDeal(d)
	return true
}

// won says how a deal stands: by the won column, else by its stage among won_stages. Of the other stages one that says lost
// is lost, and where the CRM writes a close date only on closed deals, one with a close date; the rest are open.
func (x *row) won(d model.Deal) model.Tri {
	if x.given(x.table.index("won")) {
		return x.flag("won")
	}
	stages := x.in.WonStages
	if len(stages) == 0 {
		stages = x.export.WonStages
	}
	switch {
	case len(stages) == 0 || d.Stage == "":
		return model.Unknown
	case x.wonStages(stages).has(d.Stage):
		return model.Yes
	case strings.Contains(fold(d.Stage), "lost"), d.Closed.Known() && !x.export.ExpectedClose:
		return model.No
	}
	return model.Unknown
}

func (x *row) wonStages(stages []string) list {
	if x.file.wonList == nil {
		made := newList(stages)
		x.file.wonList = &made
	}
	return *x.file.wonList
}

// dollars are the currencies that write themselves with $ alone.
var dollars = " USD CAD AUD NZD SGD HKD TWD MXN ARS CLP COP "

// money is an amount in the agreement's currency; NaN where it is blank. named is the row's currency, which the cell may
// name too; another currency than the agreement's needs a rate in fx.
func (r *reader) money(x *row, column, named string) float64 {
	amount, inCell, ok := x.number(column)
	own := strings.ToUpper(r.agreement.Head.Currency)
	named = strings.ToUpper(strings.TrimSpace(named))
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
