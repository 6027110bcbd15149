package workbook

import (
	"strings"

	"leadpact/model"
)

// actionAgreement lays out what Sales owes: the agreed lines, adherence by rule and by SDR, whether speed pays, and the
// don't-be-on-it list.
func (b *Book) actionAgreement() {
	sh := b.addSheet("Action Agreement", "9061F9", gutterWidth, 34, 14, 14, 14, 14, 14, 14, 14, 14, 14)
	cur := b.beginSheet(sh, "Action agreement")
	cur.adherence()
	cur.adherenceBySDR()
	cur.speed()
	cur.figureBlock("Don't be on it", b.unplaced("breaches.", "dont_be_on_it.", "at_risk."))
	cur.figureBlock("Pending and off-motion", b.unplaced("pending.", "off_motion."))
	cur.namedTable("lines", "What a lead is owed, by its quality; a motion's own line comes before.")
	cur.namedTable("actions", "Hand raisers have a call time of their own.")
	cur.figureBlock("Further figures", b.unplaced("adherence.", "speed."))
	cur.book.deferred = append(cur.book.deferred, cur.overdueList) // no figure has its cell here
}

// adherence draws rule × verdict.
func (cur *cursor) adherence() {
	var rows []matrixRow
	for _, q := range cur.unplacedShort("adherence.") {
		ids := []string{q.ID}
		for _, v := range verdicts {
			ids = append(ids, q.ID+"."+v.id)
		}
		rows = append(rows, matrixRow{q.Title, ids})
	}
	if len(rows) == 0 {
		return
	}
	heads := []string{"Adherence"}
	for _, v := range verdicts {
		heads = append(heads, v.title)
	}
	at := cur.matrix("Adherence by rule", "Met ÷ (met + late + missed), of what fell due in the period. Pending and excused obligations and those that cannot be judged stand apart.", "Rule", heads, rows)
	for i, r := range rows {
		q := cur.book.card.Quantity(r.ids[0])
		cur.sh.notes = append(cur.sh.notes, note{cellAt{at.from.row + i, at.from.col}, definition(q)})
		cur.sh.makeBold(cellAt{at.from.row + i, at.from.col + 1})
	}
}

// speed draws the SQL rate by first-call time.
func (cur *cursor) speed() {
	var rows []matrixRow
	seen := map[string]bool{}
	for _, q := range cur.book.unplaced("speed.") {
		parts := strings.Split(q.ID, ".")
		if len(parts) == 3 && !seen[parts[1]] {
			seen[parts[1]] = true
			rows = append(rows, matrixRow{titleOf(q), []string{"speed." + parts[1] + ".leads", "speed." + parts[1] + ".sql_rate"}})
		}
	}
	if len(rows) == 0 {
		return
	}
	at := cur.matrix("Does speed pay", "SQL rate by the time to the first call, of leads handed off in the twelve months before as of. "+cur.book.clockSentence(), "First call", []string{"Leads", "SQL rate"}, rows)
	cur.drawChart(&chart{name: "chart_speed", title: "SQL rate by first-call time", about: "Bars of the SQL rate by time to the first call", format: "0%", width: 760,
		bars: []series{{label: cellAt{at.from.row - 1, 4}, cats: cellRange{at.from, cellAt{at.to.row, 2}}, values: cellRange{cellAt{at.from.row, 4}, cellAt{at.to.row, 4}}, ink: accent}}})
}

// onTheList lists the leads that nobody should be on it with, as issued.
func (cur *cursor) overdueList() {
	rows := cur.book.card.OnTheList
	if len(rows) == 0 {
		return
	}
	zone := cur.book.card.Period.Start.Location()
	t := model.NewTable("on_the_list", "The list", len(rows))
	t.Texts("sdr", "SDR", "", each(rows, func(x model.ListEntry) string { return x.SDR }))
	t.Texts("lead", "Lead", "", each(rows, func(x model.ListEntry) string { return x.Lead }))
	t.Texts("rule", "Rule", "", each(rows, func(x model.ListEntry) string { return strings.ReplaceAll(x.Rule, "_", " ") }))
	t.Nums("since", "Since", model.Time, "", each(rows, func(x model.ListEntry) float64 { return model.Serial(x.Since.In(zone)) }))
	t.Nums("value", "Lead value", model.Money, "", each(rows, func(x model.ListEntry) float64 { return number(x.Value) }))
	cur.drawTable(t, "Leads still managed and open, as issued; a lead may stand under both rules. It is a list, not a score.")
}
