package workbook

import (
	"fmt"
	"math"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// checks lays out what proves the workbook: inputs, differences that must be 0, warnings and provenance.
// It also lays out every figure and table that no other sheet shows, so that nothing is left out.
func (b *Book) checks() {
	sh := b.addSheet("Checks", "4B5563", gutterWidth, 46, 16, 16, 14, 14, 14, 14, 34)
	cur := b.beginSheet(sh, "Checks and provenance")
	open := cur.overallFlag()
	cur.inputFiles()
	cur.coverage()
	cur.drawDifferences(open)
	cur.provenance()
	cur.restatedDetails()
	cur.warnings()
	cur.allNA()
	for _, t := range b.card.Tables {
		cur.namedTable(t.Name, "")
	}
	cur.figureBlock("More figures", b.unplaced())
	b.deferred = append(b.deferred, cur.truncatedTexts)
	b.defineName("checks_deltas", sh, b.differenceCells)
}

// overallFlag draws the flag that every sheet repeats, and returns the cell with the number of differences
// that are not 0. The cells that it counts are laid out further down.
func (cur *cursor) overallFlag() (open cellAt) {
	sentence := "REVIEW: a difference below is not 0. " +
		"A term that was changed in this file differs from what was issued, and shows here too."
	if cur.book.card.Period.Limited() {
		sentence = "INCOMPLETE: the exports end before what was asked for. " + sentence
	}
	cur.section("Overall", sentence)
	open = cur.here().right(1)
	cur.sh.text(cur.here(), "Differences that are not 0", labelLook)
	cur.book.defineName("checks_open", cur.sh, cellRange{open, open})
	cur.row++
	flag := cur.here().right(1)
	cur.sh.text(cur.here(), "Flag", labelLook)
	passed := cur.book.passedFlag()
	cur.sh.put(flag, cell{
		formula: `IF(checks_open=0,` + quote(passed) + `,` + quote(reviewFlag) + `)`,
		value:   formula.Str(passed), look: statusLook,
	})
	cur.sh.statusCells = append(cur.sh.statusCells, flag)
	cur.book.defineName("checks_flag", cur.sh, cellRange{flag, flag})
	cur.row += 2
	return open
}

// inputFiles accounts for each file: rows = used + set aside + ignored.
func (cur *cursor) inputFiles() {
	rows := cur.book.card.Inputs
	t := calc.NewTable("inputs", "Input files", len(rows))
	text := func(name, title, note string, f func(model.InputFile) string) {
		t.Texts(name, title, note, each(rows, f))
	}
	count := func(name, title string, f func(model.InputFile) int) {
		t.Numbers(name, title, formula.Count, "", each(rows, func(x model.InputFile) float64 { return float64(f(x)) }))
	}
	text("file", "File", "", func(x model.InputFile) string { return x.File })
	text("table", "Table", "", func(x model.InputFile) string { return x.Table })
	text("crm", "CRM", "", func(x model.InputFile) string { return x.CRM })
	count("rows", "Rows", func(x model.InputFile) int { return x.Rows })
	count("used", "Used", func(x model.InputFile) int { return x.Used })
	count("set_aside", "Set aside", func(x model.InputFile) int { return x.SetAside })
	count("ignored", "Ignored", func(x model.InputFile) int { return x.Ignored })
	text("sha256", "SHA-256", "of the bytes as they lie on disk", func(x model.InputFile) string { return x.SHA256 })
	cur.drawTable(t, "Every row read is used, set aside (listed in setaside.csv with its reason) or ignored.")
}

// coverage draws what the exports of each table of events cover, and what that limits.
func (cur *cursor) coverage() {
	covered := format.Coverages(cur.book.card)
	if len(covered) == 0 {
		return
	}
	cur.section("What the exports cover", "A table is taken as complete until its end and, after it, for as many working "+
		"days as it usually has no rows at a stretch. A hole is a run of more than ten working days without a row.")
	cur.wideHeadRow("Table", overWords("First row"), overWords("Ends"), overWords("What proves the end"),
		overWords("Working days without a row, usually at most"), overWords("Taken as complete until"),
		overWords("Holds all rows ever (complete: true)"), overWords("Holes"))
	for _, c := range covered {
		holes := c.Holes
		if holes == "" {
			holes = "none"
		}
		cur.sh.wrapped(cur.here(), cur.left, c.Table+": "+c.File, labelLook)
		for i, text := range []string{c.Begins, c.Ends, c.Proof, c.Silence, c.Until, c.Complete} {
			cur.sh.wrapped(cur.here().right(1+i), cur.left+1+i, text, wordsLook)
		}
		cur.sh.wrapped(cur.here().right(7), cur.right, holes, wordsLook)
		cur.row++
	}
	cur.factLines(format.Reach(cur.book.card)...)
	if text := format.AfterEnd(cur.book.card); text != "" {
		cur.factLines(text)
	}
	cur.skipRow()
}

// drawDifferences draws the differences, and counts those that are not 0 in the cell open.
func (cur *cursor) drawDifferences(open cellAt) {
	cur.section("Differences that must be 0", "")
	cur.headRow("Check", overFigures("This", "Must equal", "Difference")...)
	first, notZero := cur.row, 0
	for _, d := range cur.book.differences() {
		at := cur.here()
		l := figureLook
		l.format = d.format
		cur.sh.text(at, d.what, labelLook)
		cur.sh.put(at.right(1), cell{formula: d.left, value: d.a, look: l})
		cur.sh.put(at.right(2), cell{formula: d.right, value: d.b, look: l})
		this, that := at.right(1).String(), at.right(2).String()
		delta := d.delta()
		if x, _ := delta.Number(); x != 0 {
			notZero++
		}
		spelled := fmt.Sprintf("IF(AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s)),ROUND(%[1]s-%[2]s,6),IF(%[1]s=%[2]s,0,1))",
			this, that)
		cur.sh.put(at.right(3), cell{formula: spelled, value: delta, look: l})
		cur.row++
	}
	last := max(first, cur.row-1)
	cur.book.differenceCells = cellRange{cellAt{first, cur.left + 3}, cellAt{last, cur.left + 3}}
	count := cell{formula: `COUNTIF(checks_deltas,"<>0")`, value: formula.Num(float64(notZero)), look: figureLook}
	cur.sh.put(open, count)
	cur.skipRow()
}

// provenance draws what was computed: from which agreement, for which period, and by which version of the
// program.
func (cur *cursor) provenance() {
	cur.section("Provenance", "")
	s := cur.book.card
	a := s.Agreement
	signed := "none"
	if a.Signed != nil {
		signed = a.Signed.Fingerprint
	}
	for _, line := range [][2]string{
		{"Agreement", a.Head.ID},
		{"Version", fmt.Sprint(a.Head.Version)},
		{"Company", a.Head.Company},
		{"Fingerprint of its terms (SHA-256)", a.Fingerprint()},
		{"Signed fingerprint", signed},
		{"Period", s.Period.ID},
		{"From", s.Period.Start.Format("2006-01-02 15:04 MST")},
		{"To, not included", s.Period.End.Format("2006-01-02 15:04 MST")},
		{"As of", s.Period.AsOf.Format("2006-01-02 15:04:05 MST")},
		{"Zone", a.Head.Zone},
		{"Program", product},
	} {
		cur.sh.text(cur.here(), line[0], labelLook)
		cur.sh.wrapped(cur.here().right(1), cur.right, line[1], factLook)
		cur.row++
	}
	cur.skipRow()
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

// allNA lists every figure that is n/a, by reason.
func (cur *cursor) allNA() {
	reasons := format.AllUnknown(cur.book.card)
	if len(reasons) == 0 {
		return
	}
	cur.section("Figures that are n/a, and why", "")
	cur.reasonLines(reasons)
	cur.skipRow()
}

func (cur *cursor) warning(where, text string) {
	cur.sh.wrapped(cur.here(), cur.left, where, labelLook)
	cur.sh.wrapped(cur.here().right(1), cur.right, text, factLook)
	cur.row++
}

// truncatedTexts lists the texts that were cut to what a cell takes.
func (cur *cursor) truncatedTexts() {
	if len(cur.book.truncated) == 0 {
		return
	}
	cur.section(fmt.Sprintf("Warnings on this workbook (%d)", len(cur.book.truncated)), "")
	for _, text := range cur.book.truncated {
		cur.warning("this workbook", text)
	}
}

// difference is two values that must be equal: formulas with their cached values.
type difference struct {
	format      string
	what        string
	left, right string
	a, b        formula.Value
}

// delta returns what the formula of the difference gives: a − b of numbers, else 0 where both show the same
// and 1 where not.
func (d difference) delta() formula.Value {
	x, ok := d.a.Number()
	y, ok2 := d.b.Number()
	switch {
	case ok && ok2:
		rounded := math.Round((x-y)*1e6) / 1e6
		return formula.Num(rounded + 0) // no negative zero
	case ok == ok2 && d.a.String() == d.b.String():
		return formula.Num(0)
	}
	return formula.Num(1)
}

// The flags of Checks.
const (
	okFlag         = "OK"
	incompleteFlag = "INCOMPLETE" // no difference, but the exports end before what was asked for
	reviewFlag     = "REVIEW"     // a difference
)

// passedFlag returns the flag of Checks where no difference is found.
func (b *Book) passedFlag() string {
	if b.card.Period.Limited() {
		return incompleteFlag
	}
	return okFlag
}

// checksFlag returns the flag that Checks shows when the workbook is issued.
func (b *Book) checksFlag() string {
	for _, d := range b.differences() {
		if x, _ := d.delta().Number(); x != 0 {
			return reviewFlag
		}
	}
	return b.passedFlag()
}

// differences returns the checks of a workbook: rows, totals, streams, spend, and what was issued against
// live formulas.
func (b *Book) differences() []difference {
	var out []difference
	for i, f := range b.card.Inputs {
		column := func(name string) string { return fmt.Sprintf("INDEX(inputs_%s,%d)", name, i+1) }
		out = append(out, difference{
			format: counts, what: f.File + ": rows = used + set aside + ignored",
			left: column("rows"), a: formula.Num(float64(f.Rows)),
			right: column("used") + "+" + column("set_aside") + "+" + column("ignored"),
			b:     formula.Num(float64(f.Used + f.SetAside + f.Ignored)),
		})
	}
	for _, name := range []string{model.LeadsTable, model.DealsTable} {
		if t := b.card.Table(name); t != nil && t.Rows > 0 {
			n := formula.Num(float64(t.Rows))
			live := "ROWS(" + rangeName(name, nameColumnFirst(t)[0].Name) + ")"
			out = append(out, issuedDifference(counts, "Rows on "+t.Title+" = rows issued", live, n))
		}
	}
	out = append(out, b.totalDifferences()...)
	out = append(out, b.obligationDifferences()...)
	return append(out, b.figureDifferences()...)
}

// issuedDifference compares a live formula with its value as issued.
func issuedDifference(numberFormat, what, spelled string, issued formula.Value) difference {
	return difference{format: numberFormat, what: what, left: spelled, a: issued, b: issued}
}

// totalDifferences compares totals with the sums of their parts.
func (b *Book) totalDifferences() []difference {
	var out []difference
	add := func(what, total, spelled string, parts formula.Value) {
		v, unit, ok := b.value(total)
		if !ok || parts.IsMissing() {
			return
		}
		if v.IsMissing() {
			spelled, parts = fmt.Sprintf(`IF(ISNUMBER(%s),%s,"n/a")`, calc.Name(total), spelled), v
		}
		out = append(out, difference{
			format: b.formats.of(unit, parts), what: what, left: calc.Name(total), right: spelled, a: v, b: parts,
		})
	}
	column := func(table, name string) formula.Value {
		if t := b.card.Table(table); t != nil && t.Column(name) != nil && t.Rows > 0 {
			return sumColumn(t, t.Column(name))
		}
		return formula.Missing
	}
	add("Lead value: gross = returned + net", model.DeliveredGrossID, "delivered_returned+delivered_net",
		b.sumOf(model.DeliveredReturnedID, model.DeliveredNetID))
	add("Leads delivered = cells + leads without a value", model.DeliveredLeadsID,
		`SUMIFS(chart_leads,chart_value,">=0")+delivered_unvalued_leads`,
		addValues(b.valuedLeads(), b.sumOf(model.UnvaluedLeadsID)))
	add("Leads sourced = channels", model.ActualID(model.LeadsSourcedLine), "SUM(channels_leads)",
		column(model.ChannelsTable, "leads"))
	add("Spend: total = channels", model.SpendTotalID, "SUM(channels_spend)", column(model.ChannelsTable, "spend"))
	add("Budget: total = channels", model.BudgetTotalID, "SUM(channels_budget)", column(model.ChannelsTable, "budget"))
	for _, st := range funnelStages {
		var parts []string
		for _, s := range b.card.Agreement.Revenue.Streams {
			parts = append(parts, b.existingIDs(model.StreamPlanID(s, st.String()+".month"))...)
		}
		add("Plan, "+st.Title()+" a month: total = streams", model.PlanTotalID(st.Stage, "month"),
			strings.Join(each(parts, calc.Name), "+"), b.sumOf(parts...))
	}
	return out
}

// valuedLeads counts the leads in those cells of the lead value chart that have a value; the others are
// unvalued leads.
func (b *Book) valuedLeads() formula.Value {
	t := b.card.Table(model.ChartTable)
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

// obligationDifferences compares the obligations met by SDR with those of the company.
func (b *Book) obligationDifferences() []difference {
	t := b.card.Table(model.ObligationsTable)
	if t == nil || t.Rows == 0 {
		return nil
	}
	ids := each(b.card.Rules, func(r model.Rule) string { return model.VerdictID(r.ID, model.Met) })
	company := 0.0
	for _, id := range ids {
		v, _, _ := b.value(id)
		n, _ := v.Number()
		company += n
	}
	return []difference{{
		format: counts, what: "Obligations met, all rules: SDRs = company",
		left: "SUM(" + rangeName(t.Name, model.Met) + ")", a: sumColumn(t, t.Column(model.Met)),
		right: "SUM(" + strings.Join(each(ids, calc.Name), ",") + ")", b: formula.Num(company),
	}}
}

// issuedFigures are the ids of the figures that were sent by mail: the live formulas must still give
// them.
var issuedFigures = append(each(format.GridLines, model.ActualID),
	model.ActualID(model.WonLine), model.ActualID(model.RevenueLine),
	model.PromiseLeadValueID, model.PromiseLeadsID, model.DeliveredLeadValueID, model.DeliveredLeadsID,
	model.PlanPromiseID, model.AdherenceID(model.ContactRule), model.AdherenceID(model.CallTimeRule),
	model.BreachesID, model.LeadValueAtRiskID, model.SpendTotalID)

// figureDifferences compares live formulas with the figures as issued, which are plain values.
func (b *Book) figureDifferences() []difference {
	ids := b.existingIDs(issuedFigures...)
	for _, k := range b.card.Agreement.KPIs {
		ids = append(ids, b.existingIDs(model.KPIID(k.ID))...)
	}
	var out []difference
	for _, id := range ids {
		v, unit, _ := b.value(id)
		title := "Issued: " + b.card.Quantity(id).Title
		out = append(out, issuedDifference(b.formats.of(unit, v), title, calc.Name(id), v))
	}
	for _, line := range format.GridLines {
		if q := b.card.Quantity(model.GoalID(line)); q != nil {
			out = append(out, issuedDifference(counts, "Issued: "+q.Title, calc.Name(q.ID), q.Value()))
		}
	}
	return out
}
