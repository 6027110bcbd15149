package workbook

import (
	"strings"

	"leadpact/model"
)

// goalGrid lays out the goal grid, the funnel lines after it, what the goals imply, and the KPIs with their definitions.
func (b *Book) goalGrid() {
	sh := b.addSheet("Goal Grid", accent, gutterWidth, 36, 15, 14, 14, 14, 14, 14, 52)
	cur := b.beginSheet(sh, "Goal grid and KPIs")
	lines := b.gridLines()
	first := cur.gridHead("Goal grid", "Goals are the agreement's, of flows times the months of the period. A stock is what was managed at any time of the period.")
	for _, q := range lines {
		cur.gridLine(q)
	}
	if cur.row > first {
		b.defineName("grid_statuses", sh, cellAt{first, 8}, cellAt{cur.row - 1, 8})
		cur.skipRow()
		cur.drawChart(&chart{name: "chart_goals", title: "Goal and actual", about: "Bars of goal and actual for each line of the goal grid", format: "#,##0", width: 760,
			bars: []series{cur.columnSeries(first, cur.row-2, 4, goalInk), cur.columnSeries(first, cur.row-2, 5, actualInk)}})
	}
	beyond := b.unplacedWithGoal("actual.")
	if len(beyond) > 0 {
		cur.gridHead("After the grid", "Their goals are the plan's; those of a motion are the agreement's.")
		for _, q := range beyond {
			cur.gridLine(q)
		}
		cur.skipRow()
	}
	cur.kpis()
	cur.figureBlock("What the goals imply", b.unplaced("implied."))
	cur.figureBlock("Also counted", b.unplaced("actual.", "goal.", "goal_to_date.", "target.", "kpi."))
}

// companyLines are the five lines of the goal grid, of the company.
var goalGridLines = []string{"leads_sourced", "qualified_leads", "mqls_created", "mqls_managed", "sqls_created"}

func (b *Book) gridLines() []*model.Quantity {
	var out []*model.Quantity
	for _, line := range goalGridLines {
		if q := b.card.Quantity("actual." + line); q != nil {
			out = append(out, q)
		}
	}
	return out
}

func (b *Book) unplacedWithGoal(family string) []*model.Quantity {
	var out []*model.Quantity
	for _, q := range b.unplaced(family) {
		if q.Goal != "" {
			out = append(out, q)
		}
	}
	return out
}

// gridHead begins a block of the grid and gives its first row.
func (cur *cursor) gridHead(title, sentence string) int {
	cur.section(title, sentence)
	cur.headRow("Line", "Unit", "Goal", "Actual", "Attainment", "Goal to date", "Status", "Counts")
	return cur.row
}

// gridLine draws a line of the grid; goal, actual, attainment, goal to date and status are at home in it.
func (cur *cursor) gridLine(q *model.Quantity) {
	at, line := cur.here(), strings.TrimPrefix(q.ID, "actual.")
	title := q.Title
	if _, motion, ok := strings.Cut(line, "."); ok {
		title += ", " + motion
	}
	cur.sh.text(at, title, labelLook)
	cur.sh.text(at.right(1), cur.book.formats.unit(q.Unit), unitLook)
	cur.goalCell(at.right(2), q)
	actual := figureLook
	actual.bold = true
	cur.book.show(cur.sh, at.right(3), q.ID, actual)
	for i, family := range []string{"attainment.", "goal_to_date."} {
		if cur.book.hasID(family + line) {
			cur.book.show(cur.sh, at.right(4+i), family+line, figureLook)
		} else {
			cur.dash(at.right(4 + i))
		}
	}
	cur.statusCell(at.right(6), q)
	cur.sh.wrapped(at.right(7), cur.right, definition(q), wordsLook)
	cur.row++
}

// kpis draws the chosen KPIs with goal and status, then the others, each with what stands beside it.
func (cur *cursor) kpis() {
	var chosen []*model.Quantity
	for _, k := range cur.book.card.Agreement.KPIs {
		if q := cur.book.card.Quantity("kpi." + k.ID); q != nil && cur.book.cells[q.ID] == "" {
			chosen = append(chosen, q)
		}
	}
	cur.kpiBlock("KPIs of the agreement", chosen, true)
	var others []*model.Quantity
	for _, q := range cur.book.unplaced("kpi.") {
		if strings.Count(q.ID, ".") == 1 {
			others = append(others, q)
		}
	}
	cur.kpiBlock("Further KPIs", others, false)
}

func (cur *cursor) kpiBlock(title string, figures []*model.Quantity, goals bool) {
	if len(figures) == 0 {
		return
	}
	cur.section(title, "")
	heads := []string{"KPI", "Unit", "Value"}
	if goals {
		heads = append(heads, "Goal", "Status")
	}
	heads = append(heads, "Definition")
	cur.headRow(heads...)
	cur.sh.fill(cellAt{cur.row - 1, cur.left + len(heads)}, cellAt{cur.row - 1, cur.right}, headLook)
	for _, q := range figures {
		if cur.book.cells[q.ID] != "" {
			continue
		}
		cur.figureLine(q, goals)
		cur.sh.makeBold(cellAt{cur.row - 1, cur.left + 2})
		for _, beside := range cur.book.unplaced(q.ID + ".") {
			cur.figureLine(beside, goals)
			cur.sh.indent(cellAt{cur.row - 1, cur.left})
		}
	}
	cur.skipRow()
}
