package contract

import (
	"math"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/formula"
)

func (c *contract) plan() {
	if c.a.Revenue.Goal == 0 {
		return
	}
	c.say(c.clause("plan"))
	for _, stream := range c.a.Revenue.Streams {
		c.stream(stream)
	}
	if len(c.a.Revenue.Streams) > 1 {
		c.sub("All streams")
		c.table(c.grains("total", c.allStages(), nil))
	}
	c.history()
}

// stream writes one stream's funnel, with what the plan asks of each stage.
func (c *contract) stream(s agreement.Stream) {
	id := agreement.Slug(s.Name)
	c.sub("Stream " + s.Name + c.shareOf(s))
	var stages []agreement.Stage
	rates := map[agreement.Stage]string{}
	for _, step := range s.Funnel {
		stages = append(stages, step.Stage)
		rates[step.Stage] = c.rate(step.ToNext, "plan."+id+".rate."+step.Stage.String())
	}
	rates[agreement.Won] = ""
	c.table(c.grains(id, stages, rates))
	deal := c.style.Value(c.value("plan."+id+".average_deal"), formula.Money)
	if !s.AverageDeal.History {
		deal = c.style.Money(s.AverageDeal.Value)
	}
	text := "Average deal " + deal
	if s.AverageDeal.History && !c.value("plan."+id+".average_deal").IsMissing() {
		text += " (history)"
	} else if s.AverageDeal.History {
		text = "Average deal from history"
	}
	if !s.Lag.IsZero() {
		text += "; from MQL to won " + c.style.Span(s.Lag) + ", so that leads are wanted that much before the revenue"
	}
	c.say(text + ".")
	c.improvements(s)
	c.leadTypes(s)
}

func (c *contract) shareOf(s agreement.Stream) string {
	if len(c.a.Revenue.Streams) < 2 {
		return ""
	}
	return ", " + c.style.Rate(s.Share.Value) + " of the goal"
}

// rate writes an agreed rate; of history, the measured one with a mark.
func (c *contract) rate(r agreement.Rate, id string) string {
	if !r.History {
		return c.style.Rate(r.Value)
	}
	x, ok := c.value(id).Number()
	if !ok {
		return "history"
	}
	return c.style.Rate(math.Round(x*1e4)/1e4) + " (history)"
}

// grains is the table of a plan: what each stage takes a year, a quarter and a month.
func (c *contract) grains(id string, stages []agreement.Stage, rates map[agreement.Stage]string) table {
	t := table{columns: []column{{"Stage", 3.2, false}}, bold: true}
	if rates != nil {
		t.columns = append(t.columns, column{"Rate to the next", 1.9, true})
	}
	t.columns = append(t.columns, column{"A year", 1.2, true}, column{"A quarter", 1.2, true}, column{"A month", 1.2, true})
	for _, stage := range stages {
		row := []string{stageTitles[stage]}
		if rates != nil {
			row = append(row, rates[stage])
		}
		for _, grain := range []string{"year", "quarter", "month"} {
			row = append(row, c.count("plan."+id+"."+stage.String()+"."+grain))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// allStages are those that any stream's funnel names, in their order.
func (c *contract) allStages() []agreement.Stage {
	var out []agreement.Stage
	for stage := agreement.QL; stage <= agreement.Won; stage++ {
		for _, s := range c.a.Revenue.Streams {
			if hasStage(s, stage) {
				out = append(out, stage)
				break
			}
		}
	}
	return out
}

func hasStage(s agreement.Stream, stage agreement.Stage) bool {
	for _, step := range s.Funnel {
		if step.Stage == stage {
			return true
		}
	}
	return false
}

// improvements lists the rates that are to become better.
func (c *contract) improvements(s agreement.Stream) {
	var items []string
	for _, step := range s.Funnel {
		if step.Target == nil {
			continue
		}
		item := "Improvement: the rate out of " + stageTitles[step.Stage] + " rises to " + c.style.Rate(step.Target.Rate) + " by the end of " + step.Target.By.Format("January 2006")
		if step.Owner != "" {
			item += "; owner " + step.Owner
		}
		items = append(items, item+".")
	}
	if items != nil {
		c.glue()
		c.bullets(items)
	}
}

// leadTypes writes the kinds of lead that have rates of their own, and the plan that they alone would take.
func (c *contract) leadTypes(s agreement.Stream) {
	for _, kind := range s.LeadTypes {
		m := kind.Match
		var match, rates []string
		for _, x := range [][2]string{{"motion", m.Motion}, {"source", m.Source}, {"tier", m.Tier}, {"action", m.Action}, {"quality", m.Quality}} {
			if x[1] != "" {
				match = append(match, x[0]+" "+x[1])
			}
		}
		for _, r := range kind.Rates {
			text := "history"
			if !r.Value.History {
				text = c.style.Rate(r.Value.Value)
			}
			rates = append(rates, strings.ToUpper(r.Key)+" to the next stage "+text)
		}
		c.say(c.clauseOf("lead_type", struct{ Name, Match, Rates string }{kind.Name, list(match), list(rates)}))
		var stages []agreement.Stage
		for _, step := range s.Funnel {
			stages = append(stages, step.Stage)
		}
		c.table(c.grains(agreement.Slug(s.Name)+".type."+agreement.Slug(kind.Name), stages, nil))
	}
}
