package model

import (
	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// leadValues holds the chart of lead values against what leads brought.
func (c *calibrator) leadValues() {
	switch c.l.agreement.LeadValue.Method {
	case "ltv":
		c.perDeal("sqls_per_deal", "SQLs per deal", c.l.agreement.LeadValue.SQLsPerDeal, agreement.SQL, agreement.Won)
		c.perDeal("mqls_per_sql", "MQLs per SQL", c.l.agreement.LeadValue.MQLsPerSQL, agreement.MQL, agreement.SQL)
	case "close_rate":
		c.closeRates()
	}
	c.realised()
}

// perDeal measures how many leads of one stage came to one of another, over the year. The interval is that of the share turned
// over.
func (c *calibrator) perDeal(key, title string, agreed agreement.Amount, many, few agreement.Stage) {
	f := Finding{Section: "Values by cell", Title: title, Unit: Ratios, Reason: either(c.l.lights(many), c.l.lights(few), c.wholeYear())}
	if f.Reason == "" {
		n := len(c.of(everyone, c.at(many), nil))
		e := c.share(len(c.of(everyone, c.at(few), nil)), n)
		f.Measured = Estimate{over(e.Value), over(e.High), over(e.Low), e.N}
	}
	if agreed.Set && !agreed.Plan {
		f.Path, f.Agreed = "lead_value."+key, Num(agreed.Value)
		f.Evidence = c.judge(f.Agreed, f.Measured)
	}
	c.add(f, toTenth)
}

// over is 1 ÷ v; of 0, or of nothing, nothing.
func over(v Value) Value {
	if x, ok := v.Number(); ok && x > 0 {
		return Num(1 / x)
	}
	return Missing
}

// wholeYear says why the year cannot be counted as a whole; empty: every stream's exports reach back.
func (c *calibrator) wholeYear() string {
	for _, st := range c.l.agreement.Revenue.Streams {
		if !c.l.reachBack(st, c.year) {
			return notSoFar(c.year)
		}
	}
	return ""
}

// ripe are the leads of the year, by handoff, that are at least their stream's lag old.
func (c *calibrator) ripe(keep func(*life) bool) []*life {
	lagOver := c.s.Table("leads").Column("lag_over")
	row := map[*life]int{}
	for i, f := range c.l.rows {
		row[f] = i
	}
	return c.of(everyone, atHandoff, func(f *life) bool {
		x, _ := lagOver.Value(row[f]).Number()
		return x == 1 && keep(f)
	})
}

// closeRates measures the share of each cell's leads that was won, and of each tier what a won lead paid.
func (c *calibrator) closeRates() {
	v := c.l.agreement.LeadValue
	for _, tier := range v.CloseRates {
		for _, action := range tier.Value {
			leads := c.ripe(func(f *life) bool { return f.Tier == tier.Key && f.Action == action.Key })
			won := 0
			for _, f := range leads {
				if c.l.effective(f, agreement.Won).Known() {
					won++
				}
			}
			f := Finding{Section: "Values by cell", Title: "Close rate: " + tier.Key + ", " + action.Key, Unit: Percent, Reason: either(c.l.lights(agreement.Won), c.l.lights(c.l.handoffStage())),
				Path: "lead_value.close_rates." + agreement.Slug(tier.Key) + "." + agreement.Slug(action.Key), Agreed: Num(action.Value.Value)}
			f.Measured = c.unless(f.Reason, c.share(won, len(leads)))
			f.Evidence = c.judge(f.Agreed, f.Measured)
			c.add(f, toTenthPercent)
		}
	}
	for _, p := range v.AveragePurchase {
		var paid []float64
		for _, f := range c.of(everyone, c.at(agreement.Won), func(f *life) bool { return f.Tier == p.Key }) {
			paid = append(paid, c.l.wonAmount(f))
		}
		f := Finding{Section: "Values by cell", Title: "Average purchase: " + p.Key, Unit: Money, Reason: c.l.missingTable("deals"),
			Path: "lead_value.average_purchase." + agreement.Slug(p.Key), Agreed: Num(p.Value)}
		f.Measured = c.unless(f.Reason, c.mean(paid))
		f.Evidence = c.judge(f.Agreed, f.Measured)
		c.add(f, toWhole)
	}
}

// fewWins are too few to know the spread of what leads brought, most of which brought nothing.
const fewWins = 10

// realised sets what the leads of each cell brought beside the chart's value. A chart by lifetime value counts a customer's
// years, not the first deal: then the two are not held against each other.
func (c *calibrator) realised() {
	for _, cell := range c.s.chartCells() {
		f := Finding{Section: "Values by cell", Title: "Won revenue a lead: " + cell.row + ", " + cell.column, Unit: Money, Agreed: c.s.Value("value." + cell.id),
			Reason: either(c.l.missingTable("deals"), c.l.lights(c.l.handoffStage()))}
		var brought []float64
		wins := 0
		for _, x := range c.ripe(func(f *life) bool { return f.cell == cell.key }) {
			amount := c.l.wonAmount(x)
			brought = append(brought, amount)
			if amount > 0 {
				wins++
			}
		}
		f.Measured = c.unless(f.Reason, c.mean(brought))
		if wins < fewWins {
			f.Measured.Low, f.Measured.High = Missing, Missing
		}
		if c.l.agreement.LeadValue.Method != "ltv" {
			f.Evidence = c.judge(f.Agreed, f.Measured)
		}
		c.add(f, nil)
	}
}
