package model

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// actionAgreement adds what a lead of each quality is owed, then each motion's own lines.
func (t *termList) actionAgreement(a *agreement.Agreement) {
	t.in("Action agreement")
	keys, lines := a.Lines()
	for i, line := range lines {
		t.actionLine(keys[i], line)
	}
	t.text("action_agreement.unrated", "An unrated lead is owed", a.Actions.Unrated)
}

// actionLine adds one line; its key is the quality, after its motion and a dot where the motion has lines of its own.
func (t *termList) actionLine(key string, l *agreement.ActionLine) {
	title := capital(key)
	if motion, quality, own := strings.Cut(key, "."); own {
		key, title = agreement.Slug(motion)+"."+quality, capital(motion)+", "+quality
	}
	path := "action_agreement." + key
	t.hours(path+".call_within", title+": call within", l.CallWithin)
	t.optional(path+".touches", title+": touches", Touches, l.Touches, "within the timeframe")
	t.optional(path+".breakups", title+": breakups", Count, l.Breakups, "within the timeframe")
	t.days(path+".timeframe", title+": timeframe", l.Timeframe)
}

func capital(word string) string {
	_, size := utf8.DecodeRuneInString(word)
	return strings.ToUpper(word[:size]) + word[size:]
}

func (t *termList) cadence(a *agreement.Agreement) {
	if a.Cadence == nil {
		return
	}
	t.in("Cadence")
	t.list("cadence.for", "Owed to", a.Cadence.For)
	for _, step := range a.Cadence.Steps {
		path := fmt.Sprintf("cadence.steps.%dd", step.Within.Days)
		t.input(path+".touches", fmt.Sprintf("Touches within %d days", step.Within.Days), Touches, step.Touches, "")
		t.days(path+".within", fmt.Sprintf("Step of %d days: within", step.Within.Days), step.Within)
	}
}

func (t *termList) dontBeOnIt(a *agreement.Agreement) {
	d := a.DontBeOnIt
	if d == nil {
		return
	}
	t.in("Don't be on it")
	t.list("dont_be_on_it.for", "Lists leads rated", d.For)
	t.hours("dont_be_on_it.call_within", "Call within", d.CallWithin)
	t.input("dont_be_on_it.calls", "Calls", Touches, d.Calls, "")
	t.days("dont_be_on_it.after", "Calls after", d.After)
}

func (t *termList) capacity(a *agreement.Agreement) {
	c := a.Capacity
	t.in("Capacity, per SDR")
	t.band("capacity.universe", "Universe", c.Universe)
	t.band("capacity.active_mqls", "Active MQLs", c.ActiveMQLs)
	if c.MQLConversion != nil {
		t.rate("capacity.mql_conversion", "MQL conversion: at least", *c.MQLConversion)
	}
	t.optional("capacity.sqls", "SQLs: at least", Count, c.SQLs, "a month")
	t.optional("capacity.new_leads_per_week", "New leads a week", Count, c.NewLeadsPerWeek, "what an SDR can take on")
	for i, r := range c.Ramp {
		t.rate(fmt.Sprintf("capacity.ramp.%d", i+1), fmt.Sprintf("Share of the counts in month %d", i+1), r)
	}
}

// kpiWords spells the id of a KPI as words.
var kpiWords = strings.NewReplacer("_", " ", "mql", "MQL", "Mql", "MQL", "sql", "SQL", "Sql", "SQL")

func (t *termList) kpis(a *agreement.Agreement) {
	t.in("KPIs")
	for _, k := range a.KPIs {
		unit, _ := agreement.KnownKPI(k.ID)
		title := kpiWords.Replace(capital(k.ID))
		t.optional("kpis."+k.ID+".goal", title+": goal", unit, k.Goal, "")
		t.text("kpis."+k.ID+".basis", title+": basis", k.Basis)
	}
}

// mappings add what decides how the exports are read.
func (t *termList) mappings(a *agreement.Agreement) {
	t.in("Mappings")
	for _, table := range []string{"leads", "activities", "deals", "spend", "team", "feedback", "facts"} {
		if in := a.Inputs[table]; in != nil {
			t.mapping("inputs."+table, capital(table), in)
		}
	}
}

func (t *termList) mapping(path, title string, in *agreement.Input) {
	t.text(path+".crm", title+": CRM", in.CRM)
	var pairs []string
	for _, c := range in.Columns {
		pairs = append(pairs, c.Key+": "+strings.Join(c.Value, " or "))
	}
	t.text(path+".columns", title+": columns", strings.Join(pairs, "; "))
	pairs = nil
	for _, c := range in.Constants {
		pairs = append(pairs, c.Key+": "+c.Value)
	}
	t.text(path+".constants", title+": constants", strings.Join(pairs, "; "))
	for _, fx := range in.FX {
		t.rerun(path+".fx."+agreement.Slug(fx.Key), title+": rate of "+fx.Key, Ratios, Num(fx.Value))
	}
	t.list(path+".won_stages", title+": won stages", in.WonStages)
	t.list(path+".not_people", title+": not people", in.NotPeople)
	for _, column := range in.Values {
		pairs = nil
		for _, v := range column.Value {
			pairs = append(pairs, v.Key+": "+strings.Join(v.Value, ", "))
		}
		t.text(path+".values."+agreement.Slug(column.Key), title+": "+column.Key, strings.Join(pairs, "; "))
	}
	t.list(path+".values.marketing_sourced", title+": sources of Marketing", in.MarketingSourced)
}
