package workbook

import (
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// The columns of Summary: two panels beside one another.
const (
	panelLeft  = 2
	panelRight = 9
	panelEnd   = 13
)

var summaryWidths = []float64{gutter, 31, 13, 13, 13, 14, 13, 3, 36, 15, 15, 15, 15}

// summarise lays out the page that a manager reads: verdict, figures at a glance, goal grid, KPIs, promise and pace,
// adherence, and what is to be decided. It cites; every figure is at home on another sheet.
func (b *Book) summarise(sh *sheet) {
	sh.widths = append([]float64{}, summaryWidths...)
	sh.onePage = true
	p := b.begin(sh, "SLA scorecard")
	p.right = panelEnd
	p.headline()
	p.tiles()
	left, right := p.panel(panelLeft, panelRight-2), p.panel(panelRight, panelEnd)
	abreast := func() { left.row = max(left.row, right.row); right.row = left.row }
	left.summaryGrid()
	right.summaryKPIs()
	abreast()
	left.summaryPromise()
	right.summaryAdherence()
	abreast()
	left.summaryChart("Goal Grid", "chart_goals")
	right.summaryChart("Lead Value", "chart_pace")
	p.row = max(left.row, right.row)
	p.decisions()
	p.restated()
}

func (p *pen) panel(from, til int) *pen {
	return &pen{b: p.b, sh: p.sh, row: p.row, left: from, right: til}
}

// summaryGrid cites the goal grid.
func (p *pen) summaryGrid() {
	p.section("Goal grid", "")
	p.heads("Line", "Goal", "Actual", "Attainment", "Goal to date", "Status")
	lines := p.b.gridLines()
	for _, line := range []string{"opportunities", "proposals", "won", "revenue"} {
		if q := p.b.card.Quantity("actual." + line); q != nil {
			lines = append(lines, q)
		}
	}
	for _, q := range lines {
		at, line := p.here(), q.ID[len("actual."):]
		p.label(q)
		p.cited(at.right(1), q.Goal)
		p.cited(at.right(2), q.ID)
		p.sh.emphasise(at.right(2))
		p.cited(at.right(3), "attainment."+line)
		p.cited(at.right(4), "goal_to_date."+line)
		p.citedStatus(at.right(5), q.Status)
		p.row++
	}
	p.space()
}

// label names a figure, with its definition as a note.
func (p *pen) label(q *model.Quantity) {
	p.sh.text(p.here(), q.Title, labelLook)
	p.sh.notes = append(p.sh.notes, note{p.here(), definition(q)})
}

func (p *pen) cited(at cellAt, id string) {
	if id == "" || !p.b.has(id) {
		p.dash(at)
		return
	}
	p.b.cite(p.sh, at, id, summaryLook)
}

// summaryLook is dark though its figures are at home elsewhere: on this sheet all are.
var summaryLook = look{ink: calcInk, rule: hair, side: "right"}

func (p *pen) citedStatus(at cellAt, id string) {
	if id == "" || !p.b.has(id) {
		p.dash(at)
		return
	}
	p.b.cite(p.sh, at, id, statusLook)
	p.sh.status = append(p.sh.status, at)
}

// summaryKPIs cites the chosen KPIs.
func (p *pen) summaryKPIs() {
	p.section("KPIs", "")
	p.heads("KPI", "Unit", "Value", "Goal", "Status")
	for _, k := range p.b.card.Agreement.KPIs {
		q := p.b.card.Quantity("kpi." + k.ID)
		if q == nil {
			continue
		}
		at := p.here()
		p.label(q)
		p.sh.text(at.right(1), p.b.formats.unit(q.Unit), unitLook)
		p.cited(at.right(2), q.ID)
		p.sh.emphasise(at.right(2))
		p.cited(at.right(3), q.Goal)
		p.citedStatus(at.right(4), q.Status)
		p.row++
	}
	p.space()
}

// summaryPromise cites promise, delivery and pace.
func (p *pen) summaryPromise() {
	p.section("Promise and pace", "")
	p.heads("Figure", "Unit", "Value", "Status")
	p.sh.fill(cellAt{p.row - 1, p.left + 4}, cellAt{p.row - 1, p.right}, headLook)
	for _, id := range p.b.all("promise.lead_value", "promise.leads", "promise.low", "promise.high", "delivered.lead_value", "delivered.leads", "delivered.unvalued_leads", "pace.line_to_date", "pace.gap") {
		q := p.b.card.Quantity(id)
		if q.Value().IsMissing() && (id == "promise.leads" || id == "promise.lead_value") {
			continue
		}
		p.label(q)
		p.sh.text(p.here().right(1), p.b.formats.unit(q.Unit), unitLook)
		p.cited(p.here().right(2), id)
		p.sh.emphasise(p.here().right(2))
		p.citedStatus(p.here().right(3), q.Status)
		p.sh.fill(p.here().right(4), cellAt{p.row, p.right}, factLook)
		p.row++
	}
	p.space()
}

// summaryAdherence cites adherence by rule.
func (p *pen) summaryAdherence() {
	p.section("What Sales owes: adherence", "")
	p.heads("Rule", "Kept", "Met", "Late", "Missed")
	for _, q := range p.b.card.Quantities {
		if hasPrefix(q.ID, []string{"adherence."}) && strings.Count(q.ID, ".") == 1 {
			at := p.here()
			p.label(q)
			p.cited(at.right(1), q.ID)
			p.sh.emphasise(at.right(1))
			for i, v := range []string{".met", ".late", ".missed"} {
				p.cited(at.right(2+i), q.ID+v)
			}
			p.row++
		}
	}
	p.space()
}

// decisions cites what the meeting is to decide about.
func (p *pen) decisions() {
	p.section("To decide", "")
	for _, id := range p.b.all("ratio.proposal", "promise.periods_over", "at_risk.lead_value", "dont_be_on_it.not_called", "dont_be_on_it.too_few_calls") {
		q := p.b.card.Quantity(id)
		p.label(q)
		p.cited(p.here().right(1), id)
		p.sh.prose(p.here().right(2), p.right, definition(q), wordsLook)
		p.row++
	}
	if text := format.Review(p.b.card); text != "" {
		p.sh.text(p.here(), "Next review", labelLook)
		p.cited(p.here().right(1), "term.agreement.review.next")
		p.sh.prose(p.here().right(2), p.right, text, wordsLook)
		p.row++
	}
	p.sh.text(p.here(), "Warnings about the data", labelLook)
	l := summaryLook
	l.format = "#,##0"
	p.sh.put(p.here().right(1), cell{value: model.Num(float64(len(p.b.card.Warnings) + len(p.b.cut))), look: l})
	p.sh.prose(p.here().right(2), p.right, "Listed on Checks, with file and line.", wordsLook)
	p.row++
}

// summaryChart repeats a chart of another sheet.
func (p *pen) summaryChart(sheet, name string) {
	for _, sh := range p.b.sheets {
		for _, c := range sh.charts {
			if sh.name == sheet && c.name == name {
				again := *c
				again.name, again.of, again.width = name+"_summary", sh, uint(p.sh.pixels(p.left, p.right))
				p.draw(&again)
				return
			}
		}
	}
}
