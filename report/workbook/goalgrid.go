package workbook

import (
	"strings"

	"leadpact/model/calc"
)

// goalGrid lays out the goal grid, the funnel lines after it, what the goals imply, and the KPIs with their definitions.
func (b *Book) goalGrid() {
	sh := b.add("Goal Grid", accent, gutter, 36, 15, 14, 14, 14, 14, 14, 52)
	p := b.begin(sh, "Goal grid and KPIs")
	lines := b.gridLines()
	first := p.gridHead("Goal grid", "Goals are the agreement's, of flows times the months of the period. A stock is what was managed at any time of the period.")
	for _, q := range lines {
		p.gridLine(q)
	}
	if p.row > first {
		b.define("grid_statuses", sh, cellAt{first, 8}, cellAt{p.row - 1, 8})
		p.space()
		p.draw(&chart{name: "chart_goals", title: "Goal and actual", about: "Bars of goal and actual for each line of the goal grid", format: "#,##0", width: 760,
			bars: []series{p.gridSeries(first, p.row-2, 4, goalInk), p.gridSeries(first, p.row-2, 5, actualInk)}})
	}
	beyond := b.unplacedWithGoal("actual.")
	if len(beyond) > 0 {
		p.gridHead("After the grid", "Their goals are the plan's; those of a motion are the agreement's.")
		for _, q := range beyond {
			p.gridLine(q)
		}
		p.space()
	}
	p.kpis()
	p.lines("What the goals imply", b.unplaced("implied."))
	p.lines("Also counted", b.unplaced("actual.", "goal.", "goal_to_date.", "target.", "kpi."))
}

// companyLines are the five lines of the goal grid, of the company.
var companyLines = []string{"leads_sourced", "qualified_leads", "mqls_created", "mqls_managed", "sqls_created"}

func (b *Book) gridLines() []*calc.Quantity {
	var out []*calc.Quantity
	for _, line := range companyLines {
		if q := b.card.Quantity("actual." + line); q != nil {
			out = append(out, q)
		}
	}
	return out
}

func (b *Book) unplacedWithGoal(family string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range b.unplaced(family) {
		if q.Goal != "" {
			out = append(out, q)
		}
	}
	return out
}

// gridHead begins a block of the grid and gives its first row.
func (p *pen) gridHead(title, sentence string) int {
	p.section(title, sentence)
	p.heads("Line", "Unit", "Goal", "Actual", "Attainment", "Goal to date", "Status", "Counts")
	return p.row
}

// gridLine draws a line of the grid; goal, actual, attainment, goal to date and status are at home in it.
func (p *pen) gridLine(q *calc.Quantity) {
	at, line := p.here(), strings.TrimPrefix(q.ID, "actual.")
	title := q.Title
	if _, motion, ok := strings.Cut(line, "."); ok {
		title += ", " + motion
	}
	p.sh.text(at, title, labelLook)
	p.sh.text(at.right(1), p.b.formats.unit(q.Unit), unitLook)
	p.goal(at.right(2), q)
	actual := figureLook
	actual.bold = true
	p.b.show(p.sh, at.right(3), q.ID, actual)
	for i, family := range []string{"attainment.", "goal_to_date."} {
		if p.b.has(family + line) {
			p.b.show(p.sh, at.right(4+i), family+line, figureLook)
		} else {
			p.dash(at.right(4 + i))
		}
	}
	p.status(at.right(6), q)
	p.sh.prose(at.right(7), p.right, definition(q), wordsLook)
	p.row++
}

func (p *pen) gridSeries(first, last, col int, ink string) series {
	return series{label: cellAt{first - 1, col}, cats: span{cellAt{first, 2}, cellAt{last, 2}}, values: span{cellAt{first, col}, cellAt{last, col}}, ink: ink}
}

// kpis draws the chosen KPIs with goal and status, then the others, each with what stands beside it.
func (p *pen) kpis() {
	var chosen []*calc.Quantity
	for _, k := range p.b.card.Agreement.KPIs {
		if q := p.b.card.Quantity("kpi." + k.ID); q != nil && p.b.cells[q.ID] == "" {
			chosen = append(chosen, q)
		}
	}
	p.kpiBlock("KPIs of the agreement", chosen, true)
	var others []*calc.Quantity
	for _, q := range p.b.unplaced("kpi.") {
		if strings.Count(q.ID, ".") == 1 {
			others = append(others, q)
		}
	}
	p.kpiBlock("Further KPIs", others, false)
}

func (p *pen) kpiBlock(title string, figures []*calc.Quantity, goals bool) {
	if len(figures) == 0 {
		return
	}
	p.section(title, "")
	heads := []string{"KPI", "Unit", "Value"}
	if goals {
		heads = append(heads, "Goal", "Status")
	}
	heads = append(heads, "Definition")
	p.heads(heads...)
	p.sh.fill(cellAt{p.row - 1, p.left + len(heads)}, cellAt{p.row - 1, p.right}, headLook)
	for _, q := range figures {
		if p.b.cells[q.ID] != "" {
			continue
		}
		p.line(q, goals)
		p.sh.emphasise(cellAt{p.row - 1, p.left + 2})
		for _, beside := range p.b.unplaced(q.ID + ".") {
			p.line(beside, goals)
			p.sh.indent(cellAt{p.row - 1, p.left})
		}
	}
	p.space()
}

// emphasise makes a cell bold.
func (sh *sheet) emphasise(at cellAt) { sh.rows[at.row-1].cells[at.col-1].look.bold = true }

// indent sets a label below the one that it belongs to.
func (sh *sheet) indent(at cellAt) {
	c := &sh.rows[at.row-1].cells[at.col-1]
	c.look.indent, c.look.ink = 1, muted
}
