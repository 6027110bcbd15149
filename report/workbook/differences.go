package workbook

import (
	"fmt"
	"math"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// counts is the format of a difference of counts.
const counts = "#,##0"

// allDifferences are the checks of a workbook: rows, totals, streams, spend, and what was issued against the live formulas.
func (b *Book) allDifferences() []difference {
	var out []difference
	for i, f := range b.card.Inputs {
		row := fmt.Sprintf("INDEX(inputs_%%s,%d)", i+1)
		out = append(out, difference{counts, f.File + ": rows = used + set aside + ignored", fmt.Sprintf(row, "rows"),
			fmt.Sprintf(row+"+"+row+"+"+row, "used", "set_aside", "ignored"), formula.Num(float64(f.Rows)), formula.Num(float64(f.Used + f.SetAside + f.Ignored))})
	}
	for _, name := range []string{"leads", "deals"} {
		if t := b.card.Table(name); t != nil && t.Rows > 0 {
			n := formula.Num(float64(t.Rows))
			out = append(out, difference{counts, "Rows on " + t.Title + " = rows issued", "ROWS(" + rangeName(name, inOrder(t)[0].Name) + ")", "", n, n})
		}
	}
	out = append(out, b.sums()...)
	out = append(out, b.bySDRs()...)
	return append(out, b.issued()...)
}

// sums are totals against their parts.
func (b *Book) sums() []difference {
	var out []difference
	add := func(what, total, spelled string, parts formula.Value) {
		v, unit, ok := b.value(total)
		if !ok || parts.IsMissing() {
			return
		}
		if v.IsMissing() {
			spelled, parts = fmt.Sprintf(`IF(ISNUMBER(%s),%s,"n/a")`, calc.Name(total), spelled), v
		}
		out = append(out, difference{b.formats.of(unit, parts), what, calc.Name(total), spelled, v, parts})
	}
	column := func(table, name string) formula.Value {
		if t := b.card.Table(table); t != nil && t.Column(name) != nil && t.Rows > 0 {
			return sum(t, t.Column(name))
		}
		return formula.Missing
	}
	add("Lead value: gross = returned + net", "delivered.gross", "delivered_returned+delivered_net", b.plus("delivered.returned", "delivered.net"))
	add("Leads delivered = cells + leads without a value", "delivered.leads", `SUMIFS(chart_leads,chart_value,">=0")+delivered_unvalued_leads`, add2(b.valuedLeads(), b.plus("delivered.unvalued_leads")))
	add("Leads sourced = channels", "actual.leads_sourced", "SUM(channels_leads)", column("channels", "leads"))
	add("Spend: total = channels", "spend.total", "SUM(channels_spend)", column("channels", "spend"))
	add("Budget: total = channels", "budget.total", "SUM(channels_budget)", column("channels", "budget"))
	for _, st := range stageHeads {
		var parts, names []string
		for _, s := range b.card.Agreement.Revenue.Streams {
			parts = append(parts, b.all("plan."+agreement.Slug(s.Name)+"."+st.id+".month")...)
		}
		for _, id := range parts {
			names = append(names, calc.Name(id))
		}
		add("Plan, "+st.title+" a month: total = streams", "plan.total."+st.id+".month", strings.Join(names, "+"), b.plus(parts...))
	}
	return out
}

// valuedLeads are the leads of the chart's cells that have a value; those of the others count as unvalued.
func (b *Book) valuedLeads() formula.Value {
	t := b.card.Table("chart")
	if t == nil || t.Rows == 0 {
		return formula.Missing
	}
	total := 0.0
	for i := range t.Rows {
		if n, ok := t.Column("leads").Value(i).Number(); ok && !t.Column("value").Value(i).IsMissing() {
			total += n
		}
	}
	return formula.Num(total)
}

// plus adds figures; n/a where one is, or where there is none.
func (b *Book) plus(ids ...string) formula.Value {
	total := formula.Missing
	for i, id := range ids {
		v, _, _ := b.value(id)
		if i == 0 {
			total = v
		} else {
			total = add2(total, v)
		}
	}
	return total
}

func add2(a, b formula.Value) formula.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return formula.Missing
	}
	return formula.Num(x + y)
}

// all are those of the ids that the scorecard has.
func (b *Book) all(ids ...string) []string {
	var out []string
	for _, id := range ids {
		if b.has(id) {
			out = append(out, id)
		}
	}
	return out
}

// like are the ids of a family with so many parts and an end; a total is none of its parts.
func (b *Book) like(family string, parts int, end string) []string {
	var out []string
	for _, q := range b.card.Quantities {
		if strings.HasPrefix(q.ID, family) && strings.HasSuffix(q.ID, end) && strings.Count(q.ID, ".")+1 == parts && q.ID != family+"total" && q.ID != family+"rows" {
			out = append(out, q.ID)
		}
	}
	return out
}

// bySDRs hold the counts of each rule's SDRs against the company's.
func (b *Book) bySDRs() []difference {
	t := b.card.Table("obligations")
	if t == nil || t.Column("met") == nil || t.Rows == 0 {
		return nil
	}
	met, all := 0.0, formula.Num(0)
	for i := range t.Rows {
		x, _ := t.Column("met").Value(i).Number()
		met += x
	}
	var names []string
	for _, id := range b.like("adherence.", 3, ".met") {
		x, _, _ := b.value(id)
		n, _ := x.Number()
		sum, _ := all.Number()
		all = formula.Num(sum + n)
		names = append(names, calc.Name(id))
	}
	if len(names) == 0 {
		return nil
	}
	return []difference{{counts, "Obligations met, all rules: SDRs = company", "SUM(obligations_met)", "SUM(" + strings.Join(names, ",") + ")", formula.Num(met), all}}
}

// headlines are the figures that were sent: the live formulas must still give them.
var headlines = []string{"actual.leads_sourced", "actual.qualified_leads", "actual.mqls_created", "actual.mqls_managed", "actual.sqls_created", "actual.won", "actual.revenue",
	"promise.lead_value", "promise.leads", "delivered.lead_value", "delivered.leads", "plan.promise", "adherence.contact", "adherence.call_time", "breaches.count", "at_risk.lead_value", "spend.total"}

// issued hold the figures as issued, as values, against the live formulas.
func (b *Book) issued() []difference {
	ids := b.all(headlines...)
	for _, k := range b.card.Agreement.KPIs {
		ids = append(ids, b.all("kpi."+k.ID)...)
	}
	var out []difference
	for _, id := range ids {
		v, unit, _ := b.value(id)
		out = append(out, difference{b.formats.of(unit, v), "Issued: " + b.card.Quantity(id).Title, calc.Name(id), "", v, v})
	}
	for _, line := range companyLines {
		out = append(out, b.issuedGoal("goal."+line)...)
	}
	return out
}

func (b *Book) issuedGoal(id string) []difference {
	q := b.card.Quantity(id)
	if q == nil {
		return nil
	}
	return []difference{{counts, "Issued: " + q.Title, calc.Name(id), "", q.Value(), q.Value()}}
}

// differs is what the formula of a difference gives.
func differs(a, b formula.Value) formula.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	switch {
	case ok && ok2:
		d := math.Round((x-y)*1e6) / 1e6
		return formula.Num(d + 0)
	case ok == ok2 && a.String() == b.String():
		return formula.Num(0)
	}
	return formula.Num(1)
}

// flag is what the flag of Checks says as issued.
func (b *Book) flag() string {
	for _, d := range b.allDifferences() {
		if x, _ := differs(d.a, d.b).Number(); x != 0 {
			return "REVIEW"
		}
	}
	return "OK"
}
