package workbook

import (
	"fmt"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// sdrPages lays out a page for each SDR: what he carries, how he kept each rule, and the figures beside, each with how it
// counts. Every row has his name in its first column, so one filter leaves his page, and each page prints on its own.
func (b *Book) sdrPages() {
	if b.sdrs == nil {
		return
	}
	sh := b.add("SDR Pages", "E3A008", gutter, 20, 27, 12, 9, 9, 9, 8, 8, 8, 8, 9, 9, 9, 46)
	b.late = append(b.late, func() { b.drawPages(sh) }) // no figure has its cell here
}

func (b *Book) drawPages(sh *sheet) {
	p := b.begin(sh, "SDR pages")
	if format.Banner(b.card.Agreement) == "" {
		sh.spill(cellAt{headRows, 2}, "A page for each SDR: filter the first column by a name. Breaches and Leads filter by the same name. "+b.clock(), noteLook)
	}
	head := p.here()
	p.heads(pageHeads...)
	centre := headLook
	centre.side = "center"
	sh.text(head.right(pageLine), pageHeads[pageLine], headLook)
	sh.text(head.right(pageFlag), pageHeads[pageFlag], centre)
	sh.text(head.right(pageWords), pageHeads[pageWords], headWords)
	sh.frozen = cellAt{head.row, 0}
	for i := range b.sdrs.table.Rows {
		if i > 0 {
			sh.pages = append(sh.pages, p.row)
		}
		p.sdrPage(i)
	}
	sh.listed = listed{"sdr_pages", head, cellAt{sh.last, head.col + len(pageHeads) - 1}}
}

var pageHeads = []string{"SDR", "Line", "Figure", "At least", "At most", "Flag", "n", "Met", "Late", "Missed", "Pending", "Excused", "No verdict", "How it counts"}

// Columns of a page, from its first.
const (
	pageLine = iota + 1
	pageFigure
	pageLow
	pageHigh
	pageFlag
	pageN
	pageVerdicts
	pageWords = pageVerdicts + 6
)

// sdrPage draws the rows of one SDR.
func (p *pen) sdrPage(i int) {
	t := p.b.sdrs.table
	for _, x := range []struct{ name, how string }{{"start", "start date in the team file; without one, no ramp"}, {"months", "full months since then, on the last day before as of"}, {"ramp", "of the bands of counts"}} {
		p.pageRow(i, t.Column(x.name).Title, x.how, x.name != "start")
		p.from(pageFigure, p.b.sdrs, x.name, i)
	}
	lines, _ := protocol(t)
	for _, l := range lines {
		p.pageRow(i, l.title, l.columns[0].Note, true)
		key := l.columns[0].Name
		p.from(pageFigure, p.b.sdrs, key, i)
		p.from(pageLow, p.b.sdrs, key+"_low", i)
		p.from(pageHigh, p.b.sdrs, key+"_high", i)
		p.from(pageFlag, p.b.sdrs, key+"_flag", i)
	}
	p.pageRules(i)
	for _, x := range pageFigures {
		if t.Column(x.name) == nil {
			continue
		}
		p.pageRow(i, t.Column(x.name).Title, t.Column(x.name).Note, true)
		p.from(pageFigure, p.b.sdrs, x.name, i)
		p.from(pageN, p.b.sdrs, x.n, i)
	}
	p.pageBreaches(i)
}

// pageBreaches lists what one SDR kept late or missed, as issued.
func (p *pen) pageBreaches(i int) {
	name := p.b.sdrs.table.Column("sdr").Value(i).String()
	zone := p.b.card.Period.Start.Location()
	stamp := func(t time.Time) string { return t.In(zone).Format("2006-01-02 15:04:05") }
	for _, x := range p.b.card.Breaches {
		if x.SDR != name {
			continue
		}
		done := "not done by as of"
		if x.Done.Known() {
			done = "done " + stamp(x.Done.Time(zone))
		}
		p.pageRow(i, p.b.rule(x.Rule)+", lead "+x.Lead, fmt.Sprintf("due %s, %s; %s line %d", stamp(x.Due), done, x.File, x.Line), true)
		late, verdict := figureLook, statusLook
		late.format = `0.0" h late"`
		row := p.row - 1
		p.sh.put(cellAt{row, p.left + pageFigure}, cell{value: formula.Num(x.LateBy), look: late})
		p.sh.text(cellAt{row, p.left + pageFlag}, x.Verdict, verdict)
		p.sh.status = append(p.sh.status, cellAt{row, p.left + pageFlag})
	}
}

// pageFigures are the figures beside the bands, each with the column of its n.
var pageFigures = []struct{ name, n string }{{"leads_handed_off", ""}, {"contact_rate", "touched"}, {"contacts_per_sql", "sqls_touched"},
	{"days_mql_to_sql", "days_mql_to_sql_n"}, {"won", ""}, {"on_list", ""}, {"value_at_risk", "on_list"}}

// pageRules draws how one SDR kept each rule.
func (p *pen) pageRules(i int) {
	x := p.b.kept
	if x == nil {
		return
	}
	name := p.b.sdrs.table.Column("sdr").Value(i).String()
	for _, rule := range x.rules {
		k, ok := x.rows[[2]string{name, rule}]
		if !ok {
			continue
		}
		p.pageRow(i, rule, x.how(p.b.card, rule), true)
		p.from(pageFigure, x.grid, "adherence", k)
		for v, verdict := range verdicts {
			p.from(pageVerdicts+v, x.grid, verdict.id, k)
		}
		met := p.row - 1
		at := cellAt{met, p.left + pageVerdicts}
		judged := 0.0
		for v := range 3 { // met, late, missed
			n, _ := p.sh.at(at.right(v)).value.Number()
			judged += n
		}
		p.sh.put(cellAt{met, p.left + pageN}, cell{formula: "SUM(" + at.String() + ":" + at.right(2).String() + ")", value: formula.Num(judged), look: figureLook})
	}
}

// how is a rule's definition without what is said of all rules.
func (x *crossTable) how(s *model.Scorecard, rule string) string {
	for _, q := range s.Quantities {
		if strings.HasPrefix(q.ID, "adherence.") && q.Title == rule+" kept" {
			_, own, _ := strings.Cut(q.Definition, ": ")
			return strings.TrimSuffix(own, ".")
		}
	}
	return ""
}

// pageRow draws a row's name, line and words, and moves below it; the first row of a page says the name loudest.
func (p *pen) pageRow(i int, line, how string, later bool) {
	name := labelLook
	if later {
		name.ink = muted
	} else {
		name.bold = true
	}
	p.sh.text(p.here(), p.b.sdrs.table.Column("sdr").Value(i).String(), name)
	p.sh.text(p.here().right(pageLine), line, look{rule: hair, bold: true})
	p.sh.fill(p.here().right(pageFigure), p.here().right(pageWords), labelLook)
	if how != "" {
		words := wordsLook
		words.wrap = true
		p.sh.text(p.here().right(pageWords), how, words)
	}
	p.row++
}

// from cites a cell of another sheet's table into the row just drawn.
func (p *pen) from(column int, g *grid, name string, row int) {
	src, ok := g.column(name)
	if !ok {
		return
	}
	c := g.table.Column(name)
	at := cellAt{p.row - 1, p.left + column}
	l := lookOf(c)
	l.format, l.indent, l.ink = p.b.formats.column(g.table, c), 0, elsewhere
	if judged(c) {
		l.ink = styleCalc
		p.sh.status = append(p.sh.status, at)
	}
	p.sh.put(at, cell{formula: g.sheet.quoted() + "!" + src.from.down(row).fixed(), value: c.Value(row), look: l})
}
