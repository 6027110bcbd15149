package workbook

import (
	"strings"

	"leadpact/model/calc"
)

// feedback lays out the feedback meeting: its agenda with the figures to talk about, what Sales says of Marketing's assets, carried
// until it is closed (article 000, step 6), and why Sales disqualified leads.
func (b *Book) feedback() {
	sh := b.add("Feedback", "9061F9", gutter, 30, 30, 34, 16, 12, 12, 12, 12)
	p := b.begin(sh, "Feedback")
	p.agenda()
	p.table("feedback", "Carried from month to month until it is closed.")
	if t := b.card.Table("rejections"); t != nil && t.Rows > 0 {
		p.table("rejections", "Leads disqualified in the period, as Sales entered the reason. On Leads the column Rejection holds the number of the row.")
	}
	p.lines("In all", b.unplaced("feedback.", "disqualified."))
}

// topics are the figures that an item of the agenda is about, by words of the item.
var topics = []struct {
	words []string
	ids   []string
}{
	{[]string{"number", "goal", "result", "kpi", "score", "target"}, []string{"actual.leads_sourced", "actual.qualified_leads", "actual.mqls_created", "actual.mqls_managed", "actual.sqls_created", "actual.revenue", "delivered.lead_value", "delivered.leads"}},
	{[]string{"breach", "follow", "sla", "protocol", "sdr"}, []string{"adherence.contact", "adherence.call_time", "breaches.count", "dont_be_on_it.not_called", "dont_be_on_it.too_few_calls", "at_risk.lead_value"}},
	{[]string{"feedback", "asset", "content", "campaign", "quality"}, []string{"feedback.open", "feedback.overdue", "disqualified.leads", "disqualified.lead_value", "delivered.returned"}},
	{[]string{"budget", "spend", "money", "channel"}, []string{"channel.total.value_per_spend", "spend.total", "budget.left", "ytd.value_per_spend"}},
	{[]string{"plan", "forecast", "pipeline", "pace"}, []string{"forecast.delivered", "pace.gap", "trailing.attainment", "actual.opportunities", "actual.won"}},
	{[]string{"decision", "decide", "action", "next"}, []string{"ratio.proposal", "promise.periods_over", "pace.mid_status", "trailing.attainment"}},
}

// about are the figures of a topic that the scorecard has and that are known.
func (b *Book) about(item string) []*calc.Quantity {
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

// agenda draws when the meeting is and who leads it, then each item with its figures, live; an item without figures has room for
// notes.
func (p *pen) agenda() {
	m := p.b.card.Agreement.Meeting
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
	p.section("The meeting's agenda", sentence)
	p.heads("Item", "What it says", "", "Value", "Goal", "Status", "Note")
	p.sh.fill(cellAt{p.row - 1, p.left + 7}, cellAt{p.row - 1, p.right}, headLook)
	for _, item := range m.Agenda {
		title := labelLook
		title.bold = true
		p.sh.text(p.here(), item, title)
		figures := p.b.about(item)
		for _, q := range figures {
			p.agendaLine(q)
		}
		if len(figures) == 0 {
			p.sh.fill(p.here().right(1), cellAt{p.row, p.right}, labelLook)
			p.row++
		}
	}
	p.space()
}

func (p *pen) agendaLine(q *calc.Quantity) {
	at := p.here()
	p.sh.fill(at, at, labelLook)
	p.sh.text(at.right(1), q.Title, labelLook)
	says, _, _ := strings.Cut(definition(q), ". ")
	p.sh.text(at.right(2), strings.TrimSuffix(says, "."), wordsLook)
	p.b.cite(p.sh, at.right(3), q.ID, figureLook)
	p.sh.emphasise(at.right(3))
	p.cited(at.right(4), q.Goal)
	p.citedStatus(at.right(5), q.Status)
	p.sh.fill(at.right(6), cellAt{p.row, p.right}, labelLook)
	p.row++
}
