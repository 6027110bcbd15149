package contract

import (
	"fmt"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/formula"
)

func (c *contract) leadValue() {
	method := c.a.LeadValue.Method
	if method == "" {
		return
	}
	c.say(c.clause("value_" + method))
	if method == "quota" {
		c.quotaValues()
	} else {
		c.chart()
	}
	c.glue()
	c.note(c.clause("value_expected"))
}

// chart is the lead value chart: tier by action.
func (c *contract) chart() {
	v := c.a.LeadValue
	t := table{columns: []column{{"Tier", 2, false}}, bold: true}
	for _, action := range v.Actions {
		t.columns = append(t.columns, column{or(action.Name, action.ID), 1.6, true})
	}
	write := c.moneyOf("value.")
	for _, tier := range v.Tiers {
		name := tier.ID
		if tier.Name != "" {
			name += " – " + tier.Name
		}
		row := []string{name}
		for _, action := range v.Actions {
			row = append(row, write(c.value("value."+agreement.Slug(tier.ID)+"."+agreement.Slug(action.ID))))
		}
		t.rows = append(t.rows, row)
	}
	if v.Method == "ltv" {
		t.columns = append(t.columns[:1], append([]column{{"Five-year revenue", 1.6, true}}, t.columns[1:]...)...)
		for i, tier := range v.Tiers {
			t.rows[i] = append(t.rows[i][:1], append([]string{c.style.Money(tier.FiveYearRevenue)}, t.rows[i][1:]...)...)
		}
	}
	c.table(t)
	if v.Method == "close_rate" {
		c.say("These values follow from:")
		c.closeRates()
	}
}

// closeRates prints the terms behind a chart of that method.
func (c *contract) closeRates() {
	v := c.a.LeadValue
	t := table{columns: []column{{"Close rate", 2, false}, {"Average purchase", 1.6, true}}, bold: true}
	for _, action := range v.Actions {
		t.columns = append(t.columns, column{or(action.Name, action.ID), 1.6, true})
	}
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
		t.rows = append(t.rows, row)
	}
	c.table(t)
}

// quotaValues lists the value of a lead by stream and lead type.
func (c *contract) quotaValues() {
	t := table{columns: []column{{"Leads", 4, false}, {"Value of a lead", 1.6, true}}, bold: true}
	write := c.moneyOf("value.")
	for _, s := range c.a.Revenue.Streams {
		for _, kind := range s.LeadTypes {
			t.rows = append(t.rows, []string{s.Name + ", " + kind.Name, write(c.value("value." + agreement.Slug(s.Name) + "." + agreement.Slug(kind.Name)))})
		}
		name := s.Name
		if len(s.LeadTypes) > 0 {
			name += ", other leads"
		}
		t.rows = append(t.rows, []string{name, write(c.value("value." + agreement.Slug(s.Name) + ".other"))})
	}
	c.table(t)
}

// moneyOf writes a family of amounts alike: with cents where any of them has some.
func (c *contract) moneyOf(prefix string) func(formula.Value) string {
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

// statement is the agreement in one sentence (articles 000 and 002), in the form agreed.
func (c *contract) statement() {
	p := c.a.Promise
	promised, in, ok := c.promised()
	if !ok {
		return
	}
	words := struct{ Promised, In, Within, Whom string }{promised, in, c.style.Span(p.ContactWithin), either(p.For)}
	form := p.Statement
	switch inLeads := in == "qualified leads"; {
	case p.ContactWithin.IsZero():
		form = "marketing"
	case inLeads:
		form = "leads"
	case form != "every_mql":
		form = "value"
	}
	c.callout(c.clauseOf("statement_"+form, words))
	c.say(c.promiseFrom())
	c.say(c.clause("delivered"))
}

// promiseFrom says where the amount comes from.
func (c *contract) promiseFrom() string {
	p := c.a.Promise
	words := struct{ Amount, Each, Times, Ratio, Plan, Section string }{Section: c.in("Plan"), Plan: c.planned()}
	name := "promise_agreed"
	switch {
	case p.Leads == nil && p.LeadsPerSeller != nil && p.Sellers != nil:
		words.Each, words.Times = c.style.Number(*p.LeadsPerSeller), c.style.Number(*p.Sellers)
		name = "promise_sellers"
	case !p.LeadValue.Set:
		return ""
	case p.LeadValue.Plan:
		name = "promise_plan"
	default:
		words.Amount = c.style.Money(p.LeadValue.Value)
	}
	if p.Ratio.To > 0 && p.Ratio.Value != p.Ratio.To && p.LeadValue.Set {
		words.Ratio = c.style.Number(p.Ratio.Value) + ":" + c.style.Number(p.Ratio.To)
	}
	return c.clauseOf(name, words)
}

// planned is what the plan's leads of a month are worth, stream by stream; empty where the plan has no such figure.
func (c *contract) planned() string {
	stage := c.a.HandoffStage()
	var parts []string
	for _, s := range c.a.Revenue.Streams {
		id := "plan." + agreement.Slug(s.Name)
		leads, value := c.value(id+"."+stage.String()+".month"), c.value(id+".lead_value")
		if leads.IsMissing() || value.IsMissing() {
			return ""
		}
		x, _ := value.Number()
		parts = append(parts, fmt.Sprintf("%s %s of %s at %s", c.style.Value(leads, formula.Count), strings.ToUpper(stage.String())+"s", s.Name, c.style.Cents(x)))
	}
	total, ok := c.value("plan.promise").Number()
	if !ok {
		return ""
	}
	return list(parts) + ", together " + c.style.Money(total)
}

// promised is the month's promise in words, and what it is in.
func (c *contract) promised() (amount, in string, ok bool) {
	p := c.a.Promise
	switch {
	case p.Leads != nil:
		return c.style.Number(*p.Leads), "qualified leads", true
	case p.LeadsPerSeller != nil && p.Sellers != nil:
		return c.style.Number(*p.LeadsPerSeller * *p.Sellers), "qualified leads", true
	case !p.LeadValue.Set:
		return "", "", false
	}
	x := p.LeadValue.Value
	if p.LeadValue.Plan {
		if x, ok = c.value("plan.promise").Number(); !ok {
			return "", "", false
		}
	}
	if p.Ratio.To > 0 {
		x *= p.Ratio.Value / p.Ratio.To
	}
	return c.style.Money(x), "in qualified leads", true
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
