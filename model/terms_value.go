package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calc"
	. "leadpact/model/formula"
)

// leadValue adds the terms of the lead value chart, by its method.
func (t *termList) leadValue(a *agreement.Agreement) {
	v := a.LeadValue
	if v.Method == "" {
		return
	}
	t.in("Lead value")
	t.text("lead_value.method", "Method", v.Method)
	for _, x := range v.Tiers {
		path := "lead_value.tiers." + agreement.Slug(x.ID)
		t.text(path+".id", "Tier", x.ID)
		t.text(path+".name", "Tier "+x.ID, x.Name)
		if v.Method == "ltv" {
			t.input(path+".five_year_revenue", "Tier "+x.ID+": five-year revenue", Money, x.FiveYearRevenue, "of one customer")
		}
	}
	for _, x := range v.Actions {
		path := "lead_value.actions." + agreement.Slug(x.ID)
		t.text(path+".id", "Action", x.ID)
		t.text(path+".name", "Action "+x.ID, x.Name)
		t.hours(path+".call_within", x.Titled()+": call within", x.CallWithin)
	}
	switch v.Method {
	case "ltv":
		t.amount("lead_value.sqls_per_deal", "SQLs per deal", Ratios, v.SQLsPerDeal, "")
		t.amount("lead_value.mqls_per_sql", "MQLs per SQL", Ratios, v.MQLsPerSQL, "")
		t.input("lead_value.low_action_divisor", "Divisor of the lower actions", Ratios, v.LowActionDivisor, "")
	case "close_rate":
		t.closeRates(v)
	}
}

func (t *termList) closeRates(v agreement.LeadValue) {
	for _, tier := range v.CloseRates {
		for _, action := range tier.Value {
			path := "lead_value.close_rates." + agreement.Slug(tier.Key) + "." + agreement.Slug(action.Key)
			t.rate(path, "Close rate: "+tier.Key+", "+action.Key, action.Value)
		}
	}
	for _, p := range v.AveragePurchase {
		t.input("lead_value.average_purchase."+agreement.Slug(p.Key), "Average purchase: "+p.Key, Money, p.Value, "")
	}
}

// promise adds what Marketing delivers and by when Sales makes contact.
func (t *termList) promise(a *agreement.Agreement) {
	p := a.Promise
	t.in("Promise")
	t.amount("promise.lead_value", "Lead value promised", Money, p.LeadValue, "a month at 1:1")
	t.optional("promise.leads", "Leads promised", Count, p.Leads, "a month")
	t.optional("promise.leads_per_seller", "Leads promised per seller", Count, p.LeadsPerSeller, "a month")
	t.optional("promise.sellers", "Sellers", Count, p.Sellers, "")
	t.text("promise.statement", "Form of the statement", p.Statement)
	t.input("promise.ratio", "Ratio of the promise to the goal", Ratios, p.Ratio.Factor(), "multiplies money; 2:1 is 2")
	t.list("promise.counts", "Motions that Marketing sources", p.Counts)
	t.text("promise.basis", "Basis", p.Basis)
	t.days("promise.accept_within", "Returned if disqualified within", p.AcceptWithin)
	t.input("promise.tolerance", "Tolerance", Percent, p.Tolerance.Value, "either way, inclusive")
	t.hours("promise.contact_within", "Contact within", p.ContactWithin)
	t.list("promise.for", "Contact is owed to", p.For)
	t.text("promise.reviewed", "Reviewed", p.Reviewed)
}

// budget adds the agreed spend by channel, a month.
func (t *termList) budget(a *agreement.Agreement) {
	t.in("Budget")
	for _, c := range a.Budget.Channels {
		t.input("budget.channels."+agreement.Slug(c.Key), c.Key, Money, c.Value, "a month")
	}
	t.text("budget.note", "Note", a.Budget.Note)
}

// fixed adds the numbers and words that the definitions fix, so that no formula holds one.
func (t *termList) fixed() {
	t.in("Fixed by the definitions")
	fix := func(id, title string, u Unit, v Value, note string) {
		t.s.Given(calc.Term{ID: "definition." + id, Section: t.section, Title: title, Unit: u, Value: v, Note: note})
	}
	fix("at_risk_share", "At risk from", Percent, Num(0.9), "of the goal to date; below it a goal is behind")
	fix("ltv_years", "Years of lifetime revenue", Count, Num(5), "five-year revenue ÷ 5 is the annual value")
	fix("days_per_month", "Days of a month", Days, Num(30), "for lags, half up")
	fix("weak_under", "Weak evidence under", Count, Num(30), "leads behind a realised value")
	fix("months_per_quarter", "Months of a quarter", Count, Num(3), "")
	fix("slowest_share", "Hours to first call: percentile beside the median", Percent, Num(0.9), "inclusive")
	fix("confidence_z", "Standard errors of a 95 % interval", Count, Num(1.959964), "of the normal distribution, either way")
	fix("landmark_days", "Do touches pay: day up to which touches are counted", Days, Num(landmarkDays), "from handoff; a change needs a rerun")
	fix("forecast_low", "Forecast: lower percentile of past shapes", Percent, Num(0.1), "inclusive")
	fix("forecast_high", "Forecast: upper percentile of past shapes", Percent, Num(0.9), "inclusive")
	fix("forecast_months", "Forecast: past months needed", Count, Num(3), "")
	fix("mid_month", "Mid-month: share of the working days", Percent, Num(0.5), "rounded up to a day")
	fix("quarters_per_year", "Quarters of a year", Count, Num(4), "")
}
