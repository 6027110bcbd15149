package workbook

import (
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/report/format"
)

// feedback lays out the feedback meeting: its agenda with the figures to talk about, the feedback of
// Sales on Marketing's assets, which is carried over until it is closed (article 000, step 6), and why
// Sales disqualified leads.
func (b *Book) feedback() {
	sh := b.addSheet("Feedback", purple, gutterWidth, 30, 30, 34, 16, 12, 12, 12, 12)
	cur := b.beginSheet(sh, "Feedback")
	cur.agenda()
	cur.namedTable("feedback", "Carried from month to month until it is closed.")
	if t := b.card.Table("rejections"); t != nil && t.Rows > 0 {
		cur.namedTable("rejections", "Leads disqualified in the period, as Sales entered the reason. "+
			"On Leads the column Rejection holds the number of the row.")
	}
	cur.figureBlock("In all", b.unplaced("feedback.", "disqualified."))
}

// topics are the figures that an item of the agenda is about. The words are looked for in the item, which
// the agreement gives in free text.
var topics = []struct {
	words []string
	ids   []string
}{
	{[]string{"number", "goal", "result", "kpi", "score", "target"},
		append(each(format.GridLines, model.ActualID),
			model.ActualID(model.RevenueLine), model.DeliveredLeadValueID, model.DeliveredLeadsID)},
	{[]string{"breach", "follow", "sla", "protocol", "sdr"},
		[]string{model.AdherenceID(model.ContactRule), model.AdherenceID(model.CallTimeRule), model.BreachesID,
			model.NotCalledID, model.TooFewCallsID, model.LeadValueAtRiskID}},
	{[]string{"feedback", "asset", "content", "campaign", "quality"},
		[]string{"feedback.open", "feedback.overdue", model.DisqualifiedLeadsID, "disqualified.lead_value",
			model.DeliveredReturnedID}},
	{[]string{"budget", "spend", "money", "channel"},
		[]string{model.ChannelFigureID(model.AllTogether, "value_per_spend"), model.SpendTotalID, "budget.left",
			model.YearValuePerSpendID}},
	{[]string{"plan", "forecast", "pipeline", "pace"},
		[]string{model.ForecastDeliveredID, model.PaceGapID, "trailing.attainment",
			model.ActualID(model.OpportunitiesLine), model.ActualID(model.WonLine)}},
	{[]string{"decision", "decide", "action", "next"},
		[]string{model.RatioProposalID, "promise.periods_over", "pace.mid_status", "trailing.attainment"}},
}

// topicFigures returns the figures for an item of the agenda: those of the first topic that fits, without
// figures whose values are not known.
func (b *Book) topicFigures(item string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, t := range topics {
		for _, w := range t.words {
			if !strings.Contains(strings.ToLower(item), w) {
				continue
			}
			for _, id := range t.ids {
				if q := b.card.Quantity(id); q != nil && !q.Value().IsMissing() {
					out = append(out, q)
				}
			}
			return out
		}
	}
	return nil
}

// agenda draws when the meeting is and who chairs it, then each item with its figures, live. An item
// without figures has room for notes.
func (cur *cursor) agenda() {
	m := cur.book.card.Agreement.Meeting
	if m.Every == "" && len(m.Agenda) == 0 {
		return
	}
	sentence := ""
	if m.Every != "" {
		sentence = "Every " + strings.TrimSpace(m.Every+" "+m.Weekday)
		if m.Chair != "" {
			sentence += ", chaired by " + m.Chair
		}
		sentence += "."
	}
	cur.section("The meeting's agenda", sentence)
	heads := append([]head{overWords("What it says")}, overFigures("", "Value", "Goal")...)
	cur.wideHeadRow("Item", append(heads, overStatus(), overWords("Note"))...)
	for _, item := range m.Agenda {
		title := labelLook
		title.bold = true
		cur.sh.text(cur.here(), item, title)
		figures := cur.book.topicFigures(item)
		for _, q := range figures {
			cur.agendaLine(q)
		}
		if len(figures) == 0 {
			cur.fillRow(cur.row, 1, labelLook)
			cur.row++
		}
	}
	cur.skipRow()
}

// agendaLine draws a figure of an item, with the first sentence of its definition.
func (cur *cursor) agendaLine(q *calc.Quantity) {
	at := cur.here()
	cur.sh.fill(at, at, labelLook)
	cur.sh.text(at.right(1), q.Title, labelLook)
	says, _, _ := strings.Cut(cur.book.definition(q), ". ")
	cur.sh.text(at.right(2), strings.TrimSuffix(says, "."), wordsLook)
	cur.book.cite(cur.sh, at.right(3), q.ID, figureLook)
	cur.sh.makeBold(at.right(3))
	cur.citeOrDash(at.right(4), q.Goal)
	cur.citeStatus(at.right(5), q.Status)
	cur.fillRow(cur.row, 6, labelLook)
	cur.row++
}
