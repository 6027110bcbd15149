package workbook

import (
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/report/format"
)

// gridLines returns the figures of the goal grid's lines that the scorecard has.
func (b *Book) gridLines() []*calc.Quantity {
	var out []*calc.Quantity
	for _, line := range format.GridLines {
		if q := b.card.Quantity(model.ActualID(line)); q != nil {
			out = append(out, q)
		}
	}
	return out
}

// goalGrid lays out the goal grid, the lines of the funnel after it, what the goals imply, and the KPIs
// with their definitions.
func (b *Book) goalGrid() {
	sh := b.addSheet("Goal Grid", accent, gutterWidth, 36, 15, 14, 14, 14, 14, 14, 52)
	cur := b.beginSheet(sh, "Goal grid and KPIs")
	lines := b.gridLines()
	first := cur.gridHead("Goal grid", "Goals are the agreement's, of flows times the months of the period. "+
		"A stock is what was managed at any time of the period.")
	for _, q := range lines {
		cur.gridLine(q)
	}
	if last := cur.row - 1; last >= first {
		b.defineName(gridStatuses, sh, cellRange{cellAt{first, 8}, cellAt{last, 8}})
		cur.skipRow()
		cur.drawChart(&chart{
			name: "chart_goals", title: "Goal and actual", about: "Bars of goal and actual for each line of the goal grid",
			format: "#,##0", width: 760,
			bars: []series{cur.rowSeries(first, last, 4, goalInk), cur.rowSeries(first, last, 5, actualInk)},
		})
	}
	if beyond := b.unplacedWithGoal("actual."); len(beyond) > 0 {
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

// gridStatuses is the name of the statuses of the goal grid.
const gridStatuses = "grid_statuses"

// unplacedWithGoal returns those of the unplaced figures that have a goal.
func (b *Book) unplacedWithGoal(prefix string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range b.unplaced(prefix) {
		if q.Goal != "" {
			out = append(out, q)
		}
	}
	return out
}

// gridHead begins a block of the grid and returns its first row.
func (cur *cursor) gridHead(title, sentence string) int {
	cur.section(title, sentence)
	heads := append([]head{overWords("Unit")}, overFigures("Goal", "Actual", "Attainment", "Goal to date")...)
	cur.headRow("Line", append(heads, overStatus(), overWords("Counts"))...)
	return cur.row
}

// gridLine draws a line of the grid. Goal, actual, attainment, goal to date and status have their homes in
// it.
func (cur *cursor) gridLine(q *calc.Quantity) {
	at, line := cur.here(), strings.TrimPrefix(q.ID, model.ActualID(""))
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
	for i, id := range []string{model.AttainmentID(line), model.GoalToDateID(line)} {
		if cur.book.hasID(id) {
			cur.book.show(cur.sh, at.right(4+i), id, figureLook)
		} else {
			cur.dash(at.right(4 + i))
		}
	}
	cur.statusCell(at.right(6), q)
	cur.sh.wrapped(at.right(7), cur.right, cur.book.definition(q), wordsLook)
	cur.row++
}

// kpis draws the chosen KPIs with goal and status, then the others.
func (cur *cursor) kpis() {
	var chosen []*calc.Quantity
	for _, k := range cur.book.card.Agreement.KPIs {
		chosen = append(chosen, cur.book.unplacedByID(model.KPIID(k.ID))...)
	}
	cur.kpiBlock("KPIs of the agreement", chosen, true)
	cur.kpiBlock("Further KPIs", cur.book.unplacedTwoPart("kpi."), false)
}

// kpiBlock draws KPIs, each followed by the figures whose ids begin with its own.
func (cur *cursor) kpiBlock(title string, figures []*calc.Quantity, goals bool) {
	if len(figures) == 0 {
		return
	}
	cur.section(title, "")
	cur.wideHeadRow("KPI", figureHeads(goals)...)
	for _, q := range figures {
		if cur.book.cells[q.ID] != "" {
			continue
		}
		cur.figureLine(q, goals)
		cur.sh.makeBold(cellAt{cur.row - 1, cur.left + 2})
		for _, part := range cur.book.unplaced(q.ID + ".") {
			cur.figureLine(part, goals)
			cur.sh.indent(cellAt{cur.row - 1, cur.left})
		}
	}
	cur.skipRow()
}
