package contract

import (
	"strings"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/formula"
	"leadpact/report/contract/typeset"
)

func (c *contract) leadValue() {
	method := c.a.LeadValue.Method
	if method == "" {
		return
	}
	c.Clause(c.clauseText("value_" + method))
	if method == "quota" {
		c.quotaValues()
	} else {
		c.leadValueChart()
	}
	c.KeepWithNext()
	c.SmallPrint(c.clauseText("value_expected"))
}

// leadValueChart adds the lead value chart: one row for each tier, one column for each action.
func (c *contract) leadValueChart() {
	v := c.a.LeadValue
	t := typeset.NewTable(typeset.TextColumn("Tier", 2))
	if v.Method == "ltv" {
		t.Columns = append(t.Columns, typeset.FigureColumn("Five-year revenue", 1.6))
	}
	t.Columns = append(t.Columns, c.actionColumns()...)
	money := c.moneyFormat("value.")
	for _, tier := range v.Tiers {
		name := tier.ID
		if tier.Name != "" {
			name += " – " + tier.Name
		}
		row := []string{name}
		if v.Method == "ltv" {
			row = append(row, c.style.Money(tier.FiveYearRevenue))
		}
		for _, action := range v.Actions {
			row = append(row, money(c.value(model.ValueID(agreement.Slug(tier.ID)+"."+agreement.Slug(action.ID)))))
		}
		t.Rows = append(t.Rows, row)
	}
	c.Table(t)
	if v.Method == "close_rate" {
		c.Clause("These values follow from:")
		c.closeRates()
	}
}

// closeRates adds the terms that a chart of the method close_rate is computed from.
func (c *contract) closeRates() {
	v := c.a.LeadValue
	t := typeset.NewTable(typeset.TextColumn("Close rate", 2), typeset.FigureColumn("Average purchase", 1.6))
	t.Columns = append(t.Columns, c.actionColumns()...)
	for _, tier := range v.Tiers {
		purchase, _ := v.AveragePurchase.Get(tier.ID)
		row := []string{tier.ID, c.style.Money(purchase)}
		rates, _ := v.CloseRates.Get(tier.ID)
		for _, action := range v.Actions {
			cell := "–"
			if r, ok := rates.Get(action.ID); ok {
				cell = c.style.Rate(r.Value)
			}
			row = append(row, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	c.Table(t)
}

func (c *contract) actionColumns() []typeset.Column {
	var out []typeset.Column
	for _, action := range c.a.LeadValue.Actions {
		out = append(out, typeset.FigureColumn(firstNonEmpty(action.Name, action.ID), 1.6))
	}
	return out
}

// quotaValues adds the value of a lead by stream and lead type.
func (c *contract) quotaValues() {
	t := typeset.NewTable(typeset.TextColumn("Leads", 4), typeset.FigureColumn("Value of a lead", 1.6))
	money := c.moneyFormat("value.")
	for _, s := range c.a.Revenue.Streams {
		id := model.ValueID(agreement.Slug(s.Name))
		for _, leadType := range s.LeadTypes {
			value := money(c.value(id + "." + agreement.Slug(leadType.Name)))
			t.Rows = append(t.Rows, []string{s.Name + ", " + leadType.Name, value})
		}
		name := s.Name
		if len(s.LeadTypes) > 0 {
			name += ", other leads"
		}
		t.Rows = append(t.Rows, []string{name, money(c.value(id + ".other"))})
	}
	c.Table(t)
}

// moneyFormat returns how to write the amounts whose ids have this prefix: all of them with cents if any
// has some.
func (c *contract) moneyFormat(prefix string) func(formula.Value) string {
	cents := false
	for _, q := range c.card.Quantities {
		if x, ok := q.Value().Number(); ok && strings.HasPrefix(q.ID, prefix) {
			cents = cents || c.style.HasCents(x)
		}
	}
	return func(v formula.Value) string {
		x, ok := v.Number()
		switch {
		case !ok:
			return "–"
		case cents:
			return c.style.Cents(x)
		}
		return c.style.Money(x)
	}
}
