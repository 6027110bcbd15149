package workbook

import (
	"fmt"
	"math"
	"strings"

	"leadpact/model"
)

// checks lays out what proves the workbook: inputs, differences that must be 0, warnings and provenance; and whatever figure
// or table no other sheet has claimed, so that nothing is lost.
func (b *Book) checks() {
	sh := b.addSheet("Checks", "4B5563", gutterWidth, 46, 16, 16, 14, 14, 14, 14, 34)
	cur := b.beginSheet(sh, "Checks and provenance")
	cur.checksFlag()
	cur.inputs()
	cur.differences()
	cur.provenance()
	cur.restatedDetails()
	cur.warnings()
	for _, t := range b.card.Tables {
		cur.namedTable(t.Name, "")
	}
	cur.figureBlock("More figures", b.unplaced())
	b.deferred = append(b.deferred, cur.truncatedTexts)
	b.defineName("checks_deltas", sh, b.differenceCells[0], b.differenceCells[1])
}

// flag draws the one flag that every sheet repeats. The cells that it reads are laid out below it.
func (cur *cursor) checksFlag() {
	cur.section("Overall", "REVIEW: a difference below is not 0. A term that was changed in this file differs from what was issued, and shows here too.")
	at := cur.here().right(1)
	cur.sh.text(cur.here(), "Differences that are not 0", labelLook)
	cur.flagged = at
	cur.book.defineName("checks_open", cur.sh, at, at)
	cur.row++
	at = cur.here().right(1)
	cur.sh.text(cur.here(), "Flag", labelLook)
	cur.sh.put(at, cell{formula: `IF(checks_open=0,"OK","REVIEW")`, value: model.Str("OK"), look: statusLook})
	cur.sh.statusCells = append(cur.sh.statusCells, at)
	cur.book.defineName("checks_flag", cur.sh, at, at)
	cur.row += 2
}

// inputs accounts for each file: rows = used + set aside + ignored.
func (cur *cursor) inputs() {
	rows := cur.book.card.Inputs
	t := model.NewTable("inputs", "Input files", len(rows))
	t.Texts("file", "File", "", each(rows, func(x model.InputFile) string { return x.File }))
	t.Texts("table", "Table", "", each(rows, func(x model.InputFile) string { return x.Table }))
	t.Texts("crm", "CRM", "", each(rows, func(x model.InputFile) string { return x.CRM }))
	count := func(name, title string, f func(model.InputFile) int) {
		t.Nums(name, title, model.Count, "", each(rows, func(x model.InputFile) float64 { return float64(f(x)) }))
	}
	count("rows", "Rows", func(x model.InputFile) int { return x.Rows })
	count("used", "Used", func(x model.InputFile) int { return x.Used })
	count("set_aside", "Set aside", func(x model.InputFile) int { return x.SetAside })
	count("ignored", "Ignored", func(x model.InputFile) int { return x.Ignored })
	t.Texts("sha256", "SHA-256", "of the bytes as they lie on disk", each(rows, func(x model.InputFile) string { return x.SHA256 }))
	cur.drawTable(t, "Every row read is used, set aside (listed in setaside.csv with its reason) or ignored.")
}

// difference is two figures that must be equal: formulas with their cached values.
type difference struct {
	format      string
	what        string
	left, right string
	a, b        model.Value
}

// differences draws them and closes the flag.
func (cur *cursor) differences() {
	cur.section("Differences that must be 0", "")
	cur.headRow("Check", "This", "Must equal", "Difference")
	first, open := cur.row, 0
	for _, d := range cur.book.differences() {
		at := cur.here()
		l := figureLook
		l.format = d.format
		cur.sh.text(at, d.what, labelLook)
		cur.sh.put(at.right(1), cell{formula: d.left, value: d.a, look: l})
		cur.sh.put(at.right(2), cell{formula: d.right, value: d.b, look: l})
		this, that := at.right(1).String(), at.right(2).String()
		delta := differs(d.a, d.b)
		if x, _ := delta.Number(); x != 0 {
			open++
		}
		cur.sh.put(at.right(3), cell{formula: fmt.Sprintf("IF(AND(ISNUMBER(%s),ISNUMBER(%s)),ROUND(%s-%s,6),IF(%s=%s,0,1))", this, that, this, that, this, that), value: delta, look: l})
		cur.row++
	}
	cur.book.differenceCells = [2]cellAt{{first, cur.left + 3}, {max(first, cur.row-1), cur.left + 3}}
	cur.sh.put(cur.flagged, cell{formula: `COUNTIF(checks_deltas,"<>0")`, value: model.Num(float64(open)), look: figureLook})
	cur.skipRow()
}

func (cur *cursor) provenance() {
	cur.section("Provenance", "")
	s := cur.book.card
	a := s.Agreement
	for _, line := range [][2]string{
		{"Agreement", a.Head.ID}, {"Version", fmt.Sprint(a.Head.Version)}, {"Company", a.Head.Company},
		{"Fingerprint of its terms (SHA-256)", a.Fingerprint()}, {"Signed fingerprint", signed(a)},
		{"Period", s.Period.ID}, {"From", s.Period.Start.Format("2006-01-02 15:04 MST")}, {"To, not included", s.Period.End.Format("2006-01-02 15:04 MST")},
		{"As of", s.Period.AsOf.Format("2006-01-02 15:04:05 MST")}, {"Zone", a.Head.Zone}, {"Program", product},
	} {
		cur.sh.text(cur.here(), line[0], labelLook)
		cur.sh.wrapped(cur.here().right(1), cur.right, line[1], factLook)
		cur.row++
	}
	cur.skipRow()
}

func signed(a *model.Agreement) string {
	if a.Signed == nil {
		return "none"
	}
	return a.Signed.Fingerprint
}

// warnings lists what a reader must know about the data.
func (cur *cursor) warnings() {
	cur.section(fmt.Sprintf("Warnings (%d)", len(cur.book.card.Warnings)), "")
	for _, w := range cur.book.card.Warnings {
		where := "–"
		if w.File != "" {
			where = w.File
			if w.Line > 0 {
				where += fmt.Sprintf(":%d", w.Line)
			}
		}
		cur.warning(where, w.Text)
	}
	if len(cur.book.card.Warnings) == 0 {
		cur.warning("–", "none")
	}
	cur.skipRow()
}

func (cur *cursor) warning(where, text string) {
	cur.sh.wrapped(cur.here(), cur.left, where, labelLook)
	cur.sh.wrapped(cur.here().right(1), cur.right, text, factLook)
	cur.row++
}

// shortened lists the texts that are cut.
func (cur *cursor) truncatedTexts() {
	if len(cur.book.truncated) == 0 {
		return
	}
	cur.section(fmt.Sprintf("Warnings on this workbook (%d)", len(cur.book.truncated)), "")
	for _, text := range cur.book.truncated {
		cur.warning("this workbook", text)
	}
}

// allDifferences are the checks of a workbook: rows, totals, streams, spend, and what was issued against the live formulas.
func (b *Book) differences() []difference {
	var out []difference
	for i, f := range b.card.Inputs {
		row := fmt.Sprintf("INDEX(inputs_%%s,%d)", i+1)
		out = append(out, difference{counts, f.File + ": rows = used + set aside + ignored", fmt.Sprintf(row, "rows"),
			fmt.Sprintf(row+"+"+row+"+"+row, "used", "set_aside", "ignored"), model.Num(float64(f.Rows)), model.Num(float64(f.Used + f.SetAside + f.Ignored))})
	}
	for _, name := range []string{"leads", "deals"} {
		if t := b.card.Table(name); t != nil && t.Rows > 0 {
			n := model.Num(float64(t.Rows))
			out = append(out, difference{counts, "Rows on " + t.Title + " = rows issued", "ROWS(" + rangeName(name, inOrder(t)[0].Name) + ")", "", n, n})
		}
	}
	out = append(out, b.totalDifferences()...)
	out = append(out, b.obligationDifferences()...)
	return append(out, b.issuedDifferences()...)
}

// sums are totals against their parts.
func (b *Book) totalDifferences() []difference {
	var out []difference
	add := func(what, total, formula string, parts model.Value) {
		v, unit, ok := b.value(total)
		if !ok || parts.IsMissing() {
			return
		}
		if v.IsMissing() {
			formula, parts = fmt.Sprintf(`IF(ISNUMBER(%s),%s,"n/a")`, model.Name(total), formula), v
		}
		out = append(out, difference{b.formats.of(unit, parts), what, model.Name(total), formula, v, parts})
	}
	column := func(table, name string) model.Value {
		if t := b.card.Table(table); t != nil && t.Column(name) != nil && t.Rows > 0 {
			return sumColumn(t, t.Column(name))
		}
		return model.Missing
	}
	add("Lead value: gross = returned + net", "delivered.gross", "delivered_returned+delivered_net", b.sumOf("delivered.returned", "delivered.net"))
	add("Leads delivered = cells + leads without a value", "delivered.leads", `SUMIFS(chart_leads,chart_value,">=0")+delivered_unvalued_leads`, addValues(b.valuedLeads(), b.sumOf("delivered.unvalued_leads")))
	add("Leads sourced = channels", "actual.leads_sourced", "SUM(channels_leads)", column("channels", "leads"))
	add("Spend: total = channels", "spend.total", "SUM(channels_spend)", column("channels", "spend"))
	add("Budget: total = channels", "budget.total", "SUM(channels_budget)", column("channels", "budget"))
	for _, st := range funnelStages {
		var parts, names []string
		for _, s := range b.card.Agreement.Revenue.Streams {
			parts = append(parts, b.existingIDs("plan."+model.Slug(s.Name)+"."+st.id+".month")...)
		}
		for _, id := range parts {
			names = append(names, model.Name(id))
		}
		add("Plan, "+st.title+" a month: total = streams", "plan.total."+st.id+".month", strings.Join(names, "+"), b.sumOf(parts...))
	}
	return out
}

// valuedLeads are the leads of the chart's cells that have a value; those of the others count as unvalued.
func (b *Book) valuedLeads() model.Value {
	t := b.card.Table("chart")
	if t == nil || t.Rows == 0 {
		return model.Missing
	}
	total := 0.0
	for i := range t.Rows {
		if n, ok := t.Column("leads").Value(i).Number(); ok && !t.Column("value").Value(i).IsMissing() {
			total += n
		}
	}
	return model.Num(total)
}

// bySDRs hold the counts of each rule's SDRs against the company's.
func (b *Book) obligationDifferences() []difference {
	t := b.card.Table("obligations")
	if t == nil || t.Column("met") == nil || t.Rows == 0 {
		return nil
	}
	met, all := 0.0, model.Num(0)
	for i := range t.Rows {
		x, _ := t.Column("met").Value(i).Number()
		met += x
	}
	var names []string
	for _, id := range b.idsLike("adherence.", 3, ".met") {
		x, _, _ := b.value(id)
		n, _ := x.Number()
		sum, _ := all.Number()
		all = model.Num(sum + n)
		names = append(names, model.Name(id))
	}
	if len(names) == 0 {
		return nil
	}
	return []difference{{counts, "Obligations met, all rules: SDRs = company", "SUM(obligations_met)", "SUM(" + strings.Join(names, ",") + ")", model.Num(met), all}}
}

// headlines are the figures that were sent: the live formulas must still give them.
var issuedFigures = []string{"actual.leads_sourced", "actual.qualified_leads", "actual.mqls_created", "actual.mqls_managed", "actual.sqls_created", "actual.won", "actual.revenue",
	"promise.lead_value", "promise.leads", "delivered.lead_value", "delivered.leads", "plan.promise", "adherence.contact", "adherence.call_time", "breaches.count", "at_risk.lead_value", "spend.total"}

// issued hold the figures as issued, as values, against the live formulas.
func (b *Book) issuedDifferences() []difference {
	ids := b.existingIDs(issuedFigures...)
	for _, k := range b.card.Agreement.KPIs {
		ids = append(ids, b.existingIDs("kpi."+k.ID)...)
	}
	var out []difference
	for _, id := range ids {
		v, unit, _ := b.value(id)
		out = append(out, difference{b.formats.of(unit, v), "Issued: " + b.card.Quantity(id).Title, model.Name(id), "", v, v})
	}
	for _, line := range goalGridLines {
		out = append(out, b.issuedGoalDifference("goal."+line)...)
	}
	return out
}

func (b *Book) issuedGoalDifference(id string) []difference {
	q := b.card.Quantity(id)
	if q == nil {
		return nil
	}
	return []difference{{counts, "Issued: " + q.Title, model.Name(id), "", q.Value(), q.Value()}}
}

// differs is what the formula of a difference gives.
func differs(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	switch {
	case ok && ok2:
		d := math.Round((x-y)*1e6) / 1e6
		return model.Num(d + 0)
	case ok == ok2 && a.String() == b.String():
		return model.Num(0)
	}
	return model.Num(1)
}

// flag is what the flag of Checks says as issued.
func (b *Book) flag() string {
	for _, d := range b.differences() {
		if x, _ := differs(d.a, d.b).Number(); x != 0 {
			return "REVIEW"
		}
	}
	return "OK"
}
