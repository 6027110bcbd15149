package contract

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
)

// promise adds the agreement in one sentence (articles 000 and 002) and how it is counted.
func (c *contract) promise() {
	statement := c.statement()
	if statement == "" {
		return
	}
	c.Callout(statement)
	c.Clause(c.promiseSource())
	c.Clause(c.clauseText("delivered"))
}

// statement returns the agreement in one sentence, in the form agreed, or "" if Marketing promises nothing.
func (c *contract) statement() string {
	p := c.a.Promise
	promised, unit, ok := c.promised()
	if !ok {
		return ""
	}
	form := p.Statement
	switch {
	case p.ContactWithin.IsZero():
		form = "marketing"
	case unit == inLeads:
		form = "leads"
	case form != "every_mql":
		form = "value"
	}
	return c.clauseTextOf("statement_"+form, struct{ Promised, In, Within, Whom string }{
		promised, string(unit), c.style.Span(p.ContactWithin), joinOr(p.For)})
}

// promiseUnit is what the month's promise counts, as the statement words it.
type promiseUnit string

const (
	inLeads promiseUnit = "qualified leads"
	inValue promiseUnit = "in qualified leads"
)

// promised returns the month's promise in words and what it counts; ok is false if there is none.
func (c *contract) promised() (amount string, unit promiseUnit, ok bool) {
	p := c.a.Promise
	switch {
	case p.Leads != nil:
		return c.style.Number(*p.Leads), inLeads, true
	case p.LeadsPerSeller != nil && p.Sellers != nil:
		return c.style.Number(*p.LeadsPerSeller * *p.Sellers), inLeads, true
	case !p.LeadValue.Set:
		return "", "", false
	}
	x := p.LeadValue.Value
	if p.LeadValue.Plan {
		if x, ok = c.value(model.PlanPromiseID).Number(); !ok {
			return "", "", false
		}
	}
	if p.Ratio.To > 0 {
		x *= p.Ratio.Value / p.Ratio.To
	}
	return c.style.Money(x), inValue, true
}

// promiseSource returns the clause that explains where the promised amount comes from, or "" if it needs no
// explanation.
func (c *contract) promiseSource() string {
	p := c.a.Promise
	words := struct{ Amount, Each, Times, Ratio, Plan, Section string }{
		Section: c.sectionReference(sectionPlan), Plan: c.plannedPromise()}
	clause := "promise_agreed"
	switch {
	case p.Leads == nil && p.LeadsPerSeller != nil && p.Sellers != nil:
		words.Each, words.Times = c.style.Number(*p.LeadsPerSeller), c.style.Number(*p.Sellers)
		clause = "promise_sellers"
	case !p.LeadValue.Set:
		return ""
	case p.LeadValue.Plan:
		clause = "promise_plan"
	default:
		words.Amount = c.style.Money(p.LeadValue.Value)
	}
	if p.Ratio.To > 0 && p.Ratio.Value != p.Ratio.To && p.LeadValue.Set {
		words.Ratio = c.style.Number(p.Ratio.Value) + ":" + c.style.Number(p.Ratio.To)
	}
	return c.clauseTextOf(clause, words)
}

// plannedPromise writes the leads that the plan needs in a month and what they are worth, stream by stream,
// or "" if the plan has no such figures.
func (c *contract) plannedPromise() string {
	stage := c.a.HandoffStage()
	var parts []string
	for _, s := range c.a.Revenue.Streams {
		leads := c.value(model.StreamPlanID(s, stage.String()+".month"))
		value := c.value(model.StreamPlanID(s, "lead_value"))
		if leads.IsMissing() || value.IsMissing() {
			return ""
		}
		x, _ := value.Number()
		parts = append(parts, fmt.Sprintf("%s %s of %s at %s", c.style.Value(leads, formula.Count),
			strings.ToUpper(stage.String())+"s", s.Name, c.style.Cents(x)))
	}
	total, ok := c.value(model.PlanPromiseID).Number()
	if !ok {
		return ""
	}
	return joinAnd(parts) + ", together " + c.style.Money(total)
}

func (c *contract) tolerance() {
	if _, _, ok := c.promised(); !ok {
		return
	}
	c.Clause(c.clauseText("tolerance"))
	if c.a.Promise.LeadValue.Set && c.a.Promise.Ratio.To > 0 {
		c.Clause(c.clauseText("ratio"))
	}
}
