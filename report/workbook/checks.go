package workbook

import (
	"fmt"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// checks lays out what proves the workbook: inputs, differences that must be 0, warnings and provenance; and whatever figure
// or table no other sheet has claimed, so that nothing is lost.
func (b *Book) checks() {
	sh := b.add("Checks", "4B5563", gutter, 46, 16, 16, 14, 14, 14, 14, 34)
	p := b.begin(sh, "Checks and provenance")
	p.flag()
	p.inputs()
	p.differences()
	p.provenance()
	p.restatement()
	p.warnings()
	for _, t := range b.card.Tables {
		p.table(t.Name, "")
	}
	p.lines("More figures", b.unplaced())
	b.late = append(b.late, p.shortened)
	b.define("checks_deltas", sh, b.deltas[0], b.deltas[1])
}

// flag draws the one flag that every sheet repeats. The cells that it reads are laid out below it.
func (p *pen) flag() {
	p.section("Overall", "REVIEW: a difference below is not 0. A term that was changed in this file differs from what was issued, and shows here too.")
	at := p.here().right(1)
	p.sh.text(p.here(), "Differences that are not 0", labelLook)
	p.flagged = at
	p.b.define("checks_open", p.sh, at, at)
	p.row++
	at = p.here().right(1)
	p.sh.text(p.here(), "Flag", labelLook)
	p.sh.put(at, cell{formula: `IF(checks_open=0,"OK","REVIEW")`, value: formula.Str("OK"), look: statusLook})
	p.sh.status = append(p.sh.status, at)
	p.b.define("checks_flag", p.sh, at, at)
	p.row += 2
}

// inputs accounts for each file: rows = used + set aside + ignored.
func (p *pen) inputs() {
	rows := p.b.card.Inputs
	t := calc.NewTable("inputs", "Input files", len(rows))
	t.Texts("file", "File", "", each(rows, func(x model.InputFile) string { return x.File }))
	t.Texts("table", "Table", "", each(rows, func(x model.InputFile) string { return x.Table }))
	t.Texts("crm", "CRM", "", each(rows, func(x model.InputFile) string { return x.CRM }))
	count := func(name, title string, f func(model.InputFile) int) {
		t.Numbers(name, title, formula.Count, "", each(rows, func(x model.InputFile) float64 { return float64(f(x)) }))
	}
	count("rows", "Rows", func(x model.InputFile) int { return x.Rows })
	count("used", "Used", func(x model.InputFile) int { return x.Used })
	count("set_aside", "Set aside", func(x model.InputFile) int { return x.SetAside })
	count("ignored", "Ignored", func(x model.InputFile) int { return x.Ignored })
	t.Texts("sha256", "SHA-256", "of the bytes as they lie on disk", each(rows, func(x model.InputFile) string { return x.SHA256 }))
	p.draws(t, "Every row read is used, set aside (listed in setaside.csv with its reason) or ignored.")
}

// difference is two figures that must be equal: formulas with their cached values.
type difference struct {
	format      string
	what        string
	left, right string
	a, b        formula.Value
}

// differences draws them and closes the flag.
func (p *pen) differences() {
	p.section("Differences that must be 0", "")
	p.heads("Check", "This", "Must equal", "Difference")
	first, open := p.row, 0
	for _, d := range p.b.allDifferences() {
		at := p.here()
		l := figureLook
		l.format = d.format
		p.sh.text(at, d.what, labelLook)
		p.sh.put(at.right(1), cell{formula: d.left, value: d.a, look: l})
		p.sh.put(at.right(2), cell{formula: d.right, value: d.b, look: l})
		this, that := at.right(1).String(), at.right(2).String()
		delta := differs(d.a, d.b)
		if x, _ := delta.Number(); x != 0 {
			open++
		}
		p.sh.put(at.right(3), cell{formula: fmt.Sprintf("IF(AND(ISNUMBER(%s),ISNUMBER(%s)),ROUND(%s-%s,6),IF(%s=%s,0,1))", this, that, this, that, this, that), value: delta, look: l})
		p.row++
	}
	p.b.deltas = [2]cellAt{{first, p.left + 3}, {max(first, p.row-1), p.left + 3}}
	p.sh.put(p.flagged, cell{formula: `COUNTIF(checks_deltas,"<>0")`, value: formula.Num(float64(open)), look: figureLook})
	p.space()
}

func (p *pen) provenance() {
	p.section("Provenance", "")
	s := p.b.card
	a := s.Agreement
	for _, line := range [][2]string{
		{"Agreement", a.Head.ID}, {"Version", fmt.Sprint(a.Head.Version)}, {"Company", a.Head.Company},
		{"Fingerprint of its terms (SHA-256)", a.Fingerprint()}, {"Signed fingerprint", signed(a)},
		{"Period", s.Period.ID}, {"From", s.Period.Start.Format("2006-01-02 15:04 MST")}, {"To, not included", s.Period.End.Format("2006-01-02 15:04 MST")},
		{"As of", s.Period.AsOf.Format("2006-01-02 15:04:05 MST")}, {"Zone", a.Head.Zone}, {"Program", product},
	} {
		p.sh.text(p.here(), line[0], labelLook)
		p.sh.prose(p.here().right(1), p.right, line[1], factLook)
		p.row++
	}
	p.space()
}

func signed(a *agreement.Agreement) string {
	if a.Signed == nil {
		return "none"
	}
	return a.Signed.Fingerprint
}

// warnings lists what a reader must know about the data.
func (p *pen) warnings() {
	p.section(fmt.Sprintf("Warnings (%d)", len(p.b.card.Warnings)), "")
	for _, w := range p.b.card.Warnings {
		where := "–"
		if w.File != "" {
			where = w.File
			if w.Line > 0 {
				where += fmt.Sprintf(":%d", w.Line)
			}
		}
		p.warning(where, w.Text)
	}
	if len(p.b.card.Warnings) == 0 {
		p.warning("–", "none")
	}
	p.space()
}

func (p *pen) warning(where, text string) {
	p.sh.prose(p.here(), p.left, where, labelLook)
	p.sh.prose(p.here().right(1), p.right, text, factLook)
	p.row++
}

// shortened lists the texts that are cut.
func (p *pen) shortened() {
	if len(p.b.cut) == 0 {
		return
	}
	p.section(fmt.Sprintf("Warnings on this workbook (%d)", len(p.b.cut)), "")
	for _, text := range p.b.cut {
		p.warning("this workbook", text)
	}
}
