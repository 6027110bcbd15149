package workbook

import (
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// actionAgreement lays out what Sales owes: the agreed lines, adherence by rule and by SDR, the SQL rate
// by the time to the first call, and the list of leads that are overdue ("don't be on it").
func (b *Book) actionAgreement() {
	sh := b.addSheet("Action Agreement", purple, gutterWidth, 34, 14, 14, 14, 14, 14, 14, 14, 14, 14)
	cur := b.beginSheet(sh, "Action agreement")
	cur.adherenceByRule()
	cur.adherenceBySDR()
	cur.speedToFirstCall()
	cur.figureBlock("Don't be on it", b.unplaced("breaches.", "dont_be_on_it.", "at_risk."))
	cur.figureBlock("Pending and off-motion", b.unplaced("pending.", "off_motion."))
	cur.namedTable("lines", "What a lead is owed, by its quality; a motion's own line comes before.")
	cur.namedTable("actions", "Hand raisers have a call time of their own.")
	cur.figureBlock("Further figures", b.unplaced("adherence.", "speed."))
	b.deferred = append(b.deferred, cur.overdueList) // no figure has its cell there
}

// adherenceByRule draws the matrix of rules and verdicts.
func (cur *cursor) adherenceByRule() {
	var rows []matrixRow
	for _, r := range cur.book.card.Rules {
		ids := []string{model.AdherenceID(r.ID)}
		for _, v := range verdicts {
			ids = append(ids, model.VerdictID(r.ID, v.id))
		}
		rows = append(rows, matrixRow{cur.book.card.Quantity(ids[0]).Title, ids})
	}
	if len(rows) == 0 {
		return
	}
	heads := []string{"Adherence"}
	for _, v := range verdicts {
		heads = append(heads, v.title)
	}
	at := cur.matrix("Adherence by rule", "Met ÷ (met + late + missed), of what fell due in the period. "+
		"Pending and excused obligations and those that cannot be judged stand apart.", "Rule", heads, rows)
	for i, r := range rows {
		q := cur.book.card.Quantity(r.ids[0])
		label := at.from.down(i)
		cur.sh.notes = append(cur.sh.notes, note{label, cur.book.definition(q)})
		cur.sh.makeBold(label.right(1))
	}
}

// speedToFirstCall draws the SQL rate by the time to the first call. The rows are those of the table that
// compares them on Evidence.
func (cur *cursor) speedToFirstCall() {
	t := cur.book.card.Table("speed_pays")
	if t == nil || len(cur.book.unplaced("speed.")) == 0 {
		return
	}
	var rows []matrixRow
	for i := range t.Rows {
		leads, _ := t.Column("leads").Each[i].(formula.Ref)
		rate, _ := t.Column("share").Each[i].(formula.Ref)
		rows = append(rows, matrixRow{t.Column("group").Value(i).String(), []string{string(leads), string(rate)}})
	}
	at := cur.matrix("Does speed pay",
		"SQL rate by the time to the first call, of leads handed off in the twelve months before as of. "+
			cur.book.clockSentence(),
		"First call", []string{"Leads", "SQL rate"}, rows)
	cur.drawChart(&chart{
		name: "chart_speed", title: "SQL rate by first-call time", about: "Bars of the SQL rate by time to the first call",
		format: "0%", width: 760,
		bars: []series{at.series(4, accent)},
	})
}

// overdueList lists the overdue leads as issued.
func (cur *cursor) overdueList() {
	rows := cur.book.card.Overdue
	if len(rows) == 0 {
		return
	}
	zone := cur.book.card.Period.Start.Location()
	t := calc.NewTable("on_the_list", "The list", len(rows))
	t.Texts("sdr", "SDR", "", each(rows, func(x model.OverdueLead) string { return x.SDR }))
	t.Texts("lead", "Lead", "", each(rows, func(x model.OverdueLead) string { return x.Lead }))
	t.Texts("rule", "Rule", "",
		each(rows, func(x model.OverdueLead) string { return strings.ReplaceAll(x.Rule, "_", " ") }))
	t.Numbers("since", "Since", formula.Time, "",
		each(rows, func(x model.OverdueLead) float64 { return calendar.Serial(x.Since.In(zone)) }))
	t.Numbers("value", "Lead value", formula.Money, "",
		each(rows, func(x model.OverdueLead) float64 { return number(x.Value) }))
	cur.drawTable(t,
		"Leads still managed and open, as issued; a lead may stand under both rules. It is a list, not a score.")
}
