package workbook

import (
	"fmt"
	"math"
	"strconv"

	"leadpact/model/formula"
	"leadpact/report/format"
)

// headline is the verdict in one line, as the letter's subject has it, live.
func (p *pen) headline() {
	b := p.b
	text := format.Headline(b.card)
	l := look{ink: white, fill: accent, size: 14, bold: true, side: "left", indent: 1}
	c := cell{value: formula.Str(text), look: l, spills: true}
	if f, v := b.headlineFormula(); v == text {
		c.formula = f
	}
	p.sh.put(p.here(), c)
	p.sh.merge(p.here(), p.right, l)
	p.sh.atLeast(p.row, 30)
	p.row += 2
	p.sh.thin(p.row - 1)
}

// headlineFormula spells package format's headline over the cells that it reads, and gives what the formula gives. Numbers
// are rounded to whole ones, so that no separator of the reader's machine comes into the text.
func (b *Book) headlineFormula() (string, string) {
	if format.Empty(b.card) || b.taken["grid_statuses"] == "" {
		return "", ""
	}
	name, word := "SLA "+b.formats.style.Period(b.card.Period), "met"
	if !b.card.Period.Closed() {
		name, word = name+" to date", "on pace"
	}
	good, of := 0, 0
	for _, q := range b.gridLines() {
		if s := format.Status(b.card, q); s != "" {
			of++
			if s == "met" || s == "on pace" {
				good++
			}
		}
	}
	known := `COUNTIF(grid_statuses,"*")-COUNTIF(grid_statuses,"n/a")-COUNTIF(grid_statuses,"–")`
	f := fmt.Sprintf(`%s&COUNTIF(grid_statuses,"met")+COUNTIF(grid_statuses,"on pace")&" of "&(%s)&%s`, quote(name+": "), known, quote(" goals "+word))
	text := fmt.Sprintf("%s: %d of %d goals %s", name, good, of, word)
	v, _, ok := b.value("kpi.lead_value_attainment")
	if x, number := v.Number(); ok && number {
		what := "lead value"
		if leads, _, _ := b.value("promise.leads"); !leads.IsMissing() {
			what = "leads"
		}
		f += fmt.Sprintf(`&IFERROR(%s&IF(kpi_lead_value_attainment<1,MIN(100-1,ROUND(kpi_lead_value_attainment*100,0)),ROUND(kpi_lead_value_attainment*100,0))&" %%","")`, quote(", "+what+" "))
		text += ", " + what + " " + whole(x)
	}
	return f, text
}

// whole is a share in whole percents; what falls short of a hundred never shows as one.
func whole(x float64) string {
	n := math.Round(x * 100)
	if x < 1 {
		n = min(99, n)
	}
	return strconv.FormatFloat(n, 'f', 0, 64) + " %"
}

// tile is a figure at a glance: what it is, the figure, and a word on it.
type tile struct {
	what, id     string
	word, beside string // below the figure: a word and another figure, or
	status       string // a status
	from, til    int
}

// tiles draws the figures that say how the month went.
func (p *pen) tiles() {
	delivered, promised := "delivered.lead_value", "promise.lead_value"
	if v, _, ok := p.b.value("promise.leads"); ok && !v.IsMissing() {
		delivered, promised = "delivered.leads", "promise.leads"
	}
	status := ""
	if q := p.b.card.Quantity(delivered); q != nil {
		status = q.Status
	}
	for _, t := range []tile{
		{"Delivered by Marketing", delivered, "of ", promised, "", 2, 3},
		{"Of the promise", "kpi.lead_value_attainment", "", "", status, 4, 6},
		{"Lead value for a unit of spend", "channel.total.value_per_spend", "year to date ", "ytd.value_per_spend", "", 8, 9},
		{"Contacted in time", "adherence.contact", "within ", "term.promise.contact_within", "", 10, 11},
		{"Breaches", "breaches.count", "leads on the list: ", "at_risk.leads", "", 13, 14},
		{"New business won", "actual.revenue", "of ", "target.revenue", "", 15, 17},
	} {
		p.tile(t)
	}
	p.row += 4
	p.sh.thin(p.row - 1)
}

func (p *pen) tile(t tile) {
	ground := look{fill: bandFill, side: "left", indent: 1}
	what, figure, below := ground, ground, ground
	what.ink, figure.ink, figure.size, figure.bold, below.ink = muted, navy, 18, true, muted
	at := cellAt{p.row, t.from}
	p.sh.spill(at, t.what, what)
	p.sh.merge(at, t.til, what)
	p.leads(at, t.id)
	p.b.cite(p.sh, at.down(1), t.id, figure)
	p.sh.merge(at.down(1), t.til, figure)
	p.sh.merge(at.down(2), t.til, below)
	switch {
	case t.beside != "" && p.b.has(t.beside):
		v, unit, _ := p.b.value(t.beside)
		below.format = quote(t.word) + p.b.formats.of(unit, v)
		p.b.cite(p.sh, at.down(2), t.beside, below)
	case t.status != "" && p.b.has(t.status):
		p.b.cite(p.sh, at.down(2), t.status, below)
		p.sh.status = append(p.sh.status, at.down(2))
	default:
		p.sh.put(at.down(2), cell{blank: true, look: below})
	}
	p.sh.atLeast(p.row+1, 27)
}
