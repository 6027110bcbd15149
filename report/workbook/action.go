package workbook

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/formula"
)

// verdicts are the verdicts on an obligation as ids and as heads.
var verdicts = []struct{ id, title string }{{"met", "Met"}, {"late", "Late"}, {"missed", "Missed"}, {"pending", "Pending"}, {"excused", "Excused"}, {"na", "No verdict"}}

// actionAgreement lays out what Sales owes: the agreed lines, adherence by rule and by SDR, whether speed pays, and the
// don't-be-on-it list.
func (b *Book) actionAgreement() {
	sh := b.add("Action Agreement", "9061F9", gutter, 34, 14, 14, 14, 14, 14, 14, 14, 14, 14)
	p := b.begin(sh, "Action agreement")
	p.adherence()
	p.bySDR()
	p.speed()
	p.lines("Don't be on it", b.unplaced("breaches.", "dont_be_on_it.", "at_risk."))
	p.lines("Pending and off-motion", b.unplaced("pending.", "off_motion."))
	p.table("lines", "What a lead is owed, by its quality; a motion's own line comes before.")
	p.table("actions", "Hand raisers have a call time of their own.")
	p.lines("Further figures", b.unplaced("adherence.", "speed."))
	p.b.late = append(p.b.late, p.onTheList) // no figure has its cell here
}

// adherence draws rule × verdict.
func (p *pen) adherence() {
	var rows []gridRow
	for _, q := range p.flat("adherence.") {
		ids := []string{q.ID}
		for _, v := range verdicts {
			ids = append(ids, q.ID+"."+v.id)
		}
		rows = append(rows, gridRow{q.Title, ids})
	}
	if len(rows) == 0 {
		return
	}
	heads := []string{"Adherence"}
	for _, v := range verdicts {
		heads = append(heads, v.title)
	}
	at := p.grid("Adherence by rule", "Met ÷ (met + late + missed), of what fell due in the period. Pending and excused obligations and those that cannot be judged stand apart.", "Rule", heads, rows)
	for i, r := range rows {
		q := p.b.card.Quantity(r.ids[0])
		p.sh.notes = append(p.sh.notes, note{cellAt{at.from.row + i, at.from.col}, definition(q)})
		p.sh.emphasise(cellAt{at.from.row + i, at.from.col + 1})
	}
}

// bySDR draws each SDR's adherence by rule, out of the table behind it, and its chart.
func (p *pen) bySDR() {
	t := p.b.card.Table("obligations")
	if t == nil || t.Rows == 0 || p.b.tables["obligations"] {
		return
	}
	x := crossed(t)
	p.section("Adherence by SDR", "Of what fell due in the period, for leads by their owner at export.")
	top := p.row
	below := top + len(x.sdrs) + 2
	p.row = below + chartRows + 1
	g := p.draws(t, "The counts behind it.")
	x.grid, p.b.kept = g, x
	end := p.row
	p.row = top
	p.crossing(x.adherence())
	c := &chart{name: "chart_adherence", title: "Adherence by SDR", about: "Bars of adherence by SDR for the first rules", format: "0%", width: 760}
	for k := range min(len(x.rules), 3) {
		c.bars = append(c.bars, p.gridSeries(top+1, top+len(x.sdrs), p.left+1+k, []string{navy, accent, "E3A008"}[k]))
	}
	p.row = below
	p.draw(c)
	p.row = end
}

// crossTable is the table of obligations turned to SDR × rule.
type crossTable struct {
	sdrs, rules []string
	rows        map[[2]string]int
	grid        *grid
}

func crossed(t *calc.Table) *crossTable {
	x := &crossTable{rows: map[[2]string]int{}}
	for i := range t.Rows {
		sdr, rule := t.Column("sdr").Value(i).String(), t.Column("rule").Value(i).String()
		if !slices.Contains(x.sdrs, sdr) {
			x.sdrs = append(x.sdrs, sdr)
		}
		if !slices.Contains(x.rules, rule) {
			x.rules = append(x.rules, rule)
		}
		x.rows[[2]string{sdr, rule}] = i
	}
	return x
}

// crossCell gives the cell of a row of the table for its place in SDR × rule, as a sheet cites it.
type crossCell func(row int, on *sheet) cell

// adherence cites the share that was kept.
func (x *crossTable) adherence() crossCell {
	return func(row int, on *sheet) cell {
		return cell{formula: x.cite("adherence", row, on), value: x.value("adherence", row), look: look{rule: hair, side: "right", format: "0.0%"}}
	}
}

// breaches adds what was late and what was missed.
func (x *crossTable) breaches() crossCell {
	return func(row int, on *sheet) cell {
		late, _ := x.value("late", row).Number()
		missed, _ := x.value("missed", row).Number()
		return cell{formula: x.cite("late", row, on) + "+" + x.cite("missed", row, on), value: formula.Num(late + missed), look: look{rule: hair, side: "right", format: counts}}
	}
}

func (x *crossTable) value(column string, row int) formula.Value {
	return x.grid.table.Column(column).Value(row)
}

func (x *crossTable) cite(column string, row int, on *sheet) string {
	at, _ := x.grid.column(column)
	cited := at.from.down(row).String()
	if x.grid.sheet != on {
		cited = x.grid.sheet.quoted() + "!" + cited
	}
	return cited
}

// crossing draws SDR × rule as formulas over the table's cells, and gives the rectangle of its figures.
func (p *pen) crossing(of crossCell) block {
	x := p.b.kept
	p.heads(append([]string{"SDR"}, x.rules...)...)
	at := block{"SDR", p.here(), cellAt{p.row + len(x.sdrs) - 1, p.left + len(x.rules)}}
	for _, sdr := range x.sdrs {
		p.sh.text(p.here(), sdr, labelLook)
		for c, rule := range x.rules {
			to := p.here().right(1 + c)
			i, ok := x.rows[[2]string{sdr, rule}]
			if !ok {
				p.dash(to)
				continue
			}
			y := of(i, p.sh)
			if p.sh != x.grid.sheet {
				y.look.ink = elsewhere
			}
			p.sh.put(to, y)
		}
		p.row++
	}
	return at
}

// broken draws the breaches SDR × rule, and their chart.
func (p *pen) broken() {
	p.section("Breaches", "Obligations that fell due in the period and were kept late or missed, by SDR and rule.")
	at := p.crossing(p.b.kept.breaches())
	p.b.broken = brokenAt{p.sh, at}
	p.space()
	p.draw(p.b.broken.chart("chart_broken", 760))
}

// brokenAt is where the breaches stand SDR × rule.
type brokenAt struct {
	sheet *sheet
	at    block
}

// chart is a bar for each SDR, a part for each rule.
func (x brokenAt) chart(name string, width uint) *chart {
	c := &chart{name: name, title: "Breaches by SDR and rule", about: "Bars of late and missed obligations by SDR, a part for each rule", format: counts, width: width, stack: true, of: x.sheet}
	inks := []string{navy, accent, "E3A008", "B42318", "7A8CA3", "9061F9", "1B7F3B"}
	for k := x.at.from.col + 1; k <= x.at.til.col; k++ {
		c.bars = append(c.bars, series{label: cellAt{x.at.from.row - 1, k}, cats: span{x.at.from, cellAt{x.at.til.row, x.at.from.col}},
			values: span{cellAt{x.at.from.row, k}, cellAt{x.at.til.row, k}}, ink: inks[(k-x.at.from.col-1)%len(inks)]})
	}
	return c
}

// speed draws the SQL rate by first-call time.
func (p *pen) speed() {
	var rows []gridRow
	seen := map[string]bool{}
	for _, q := range p.b.unplaced("speed.") {
		parts := strings.Split(q.ID, ".")
		if len(parts) == 3 && !seen[parts[1]] {
			seen[parts[1]] = true
			rows = append(rows, gridRow{titleOf(q), []string{"speed." + parts[1] + ".leads", "speed." + parts[1] + ".sql_rate"}})
		}
	}
	if len(rows) == 0 {
		return
	}
	at := p.grid("Does speed pay", "SQL rate by the time to the first call, of leads handed off in the twelve months before as of. "+p.b.clock(), "First call", []string{"Leads", "SQL rate"}, rows)
	p.draw(&chart{name: "chart_speed", title: "SQL rate by first-call time", about: "Bars of the SQL rate by time to the first call", format: "0%", width: 760,
		bars: []series{{label: cellAt{at.from.row - 1, 4}, cats: span{at.from, cellAt{at.til.row, 2}}, values: span{cellAt{at.from.row, 4}, cellAt{at.til.row, 4}}, ink: accent}}})
}

// clock says on which clock hours run.
func (b *Book) clock() string {
	return fmt.Sprintf("Hours are %s.", b.hours())
}

func (b *Book) hours() string {
	return map[bool]string{false: "calendar hours", true: "business hours"}[b.formats.style.Business()]
}

// onTheList lists the leads that nobody should be on it with, as issued.
func (p *pen) onTheList() {
	rows := p.b.card.Overdue
	if len(rows) == 0 {
		return
	}
	zone := p.b.card.Period.Start.Location()
	t := calc.NewTable("on_the_list", "The list", len(rows))
	t.Texts("sdr", "SDR", "", each(rows, func(x model.OverdueLead) string { return x.SDR }))
	t.Texts("lead", "Lead", "", each(rows, func(x model.OverdueLead) string { return x.Lead }))
	t.Texts("rule", "Rule", "", each(rows, func(x model.OverdueLead) string { return strings.ReplaceAll(x.Rule, "_", " ") }))
	t.Numbers("since", "Since", formula.Time, "", each(rows, func(x model.OverdueLead) float64 { return calendar.Serial(x.Since.In(zone)) }))
	t.Numbers("value", "Lead value", formula.Money, "", each(rows, func(x model.OverdueLead) float64 { return number(x.Value) }))
	p.draws(t, "Leads still managed and open, as issued; a lead may stand under both rules. It is a list, not a score.")
}
