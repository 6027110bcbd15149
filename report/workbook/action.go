package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
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
	p.table("lines", "What a lead is owed, by its quality; a motion's own line comes before.")
	p.table("actions", "Hand raisers have a call time of their own.")
	p.lines("Further figures", b.unplaced("adherence.", "speed."))
	p.onTheList()
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
	sdrs, rules := t.Column("sdr"), t.Column("rule")
	var names, titles []string
	at := map[string]int{}
	for i := range t.Rows {
		sdr, rule := sdrs.Value(i).String(), rules.Value(i).String()
		if len(titles) == 0 || sdr == names[0] {
			titles = append(titles, rule)
		}
		if len(names) == 0 || names[len(names)-1] != sdr {
			names = append(names, sdr)
		}
		at[sdr+"\n"+rule] = i
	}
	p.section("Adherence by SDR", "Of what fell due in the period, for leads by their owner at export.")
	p.heads(append([]string{"SDR"}, titles...)...)
	first := p.row
	p.row += len(names) + 1
	chartAt := p.row
	p.row += 16
	g := p.draws(t, "The counts behind it.")
	kept, _ := g.column("adherence")
	adherence := t.Column("adherence")
	for r, sdr := range names {
		p.sh.text(cellAt{first + r, p.left}, sdr, labelLook)
		for c, rule := range titles {
			i, ok := at[sdr+"\n"+rule]
			if !ok {
				p.dash(cellAt{first + r, p.left + 1 + c})
				continue
			}
			l := figureLook
			l.format = "0.0%"
			p.sh.put(cellAt{first + r, p.left + 1 + c}, cell{formula: kept.from.down(i).String(), value: adherence.Value(i), look: l})
		}
	}
	end := p.row
	p.row = chartAt
	c := &chart{name: "chart_adherence", title: "Adherence by SDR", about: "Bars of adherence by SDR for the first rules", format: "0%", width: 760}
	for k := range min(len(titles), 3) {
		c.bars = append(c.bars, p.gridSeries(first, first+len(names)-1, p.left+1+k, []string{navy, accent, "E3A008"}[k]))
	}
	p.draw(c)
	p.row = end
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
	return fmt.Sprintf("Hours are %s.", map[bool]string{false: "calendar hours", true: "business hours"}[b.formats.style.Business()])
}

// onTheList lists the leads that nobody should be on it with, as issued.
func (p *pen) onTheList() {
	rows := p.b.card.OnTheList
	if len(rows) == 0 {
		return
	}
	zone := p.b.card.Period.Start.Location()
	t := model.NewTable("on_the_list", "The list", len(rows))
	t.Texts("sdr", "SDR", "", each(rows, func(x model.ListEntry) string { return x.SDR }))
	t.Texts("lead", "Lead", "", each(rows, func(x model.ListEntry) string { return x.Lead }))
	t.Texts("rule", "Rule", "", each(rows, func(x model.ListEntry) string { return strings.ReplaceAll(x.Rule, "_", " ") }))
	t.Nums("since", "Since", model.Time, "", each(rows, func(x model.ListEntry) float64 { return model.Serial(x.Since.In(zone)) }))
	t.Nums("value", "Lead value", model.Money, "", each(rows, func(x model.ListEntry) float64 { return number(x.Value) }))
	p.draws(t, "Leads still managed and open, as issued; a lead may stand under both rules. It is a list, not a score.")
}
