package terminal

import (
	"fmt"
	"io"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Calibration writes the agreed terms with what was measured, the improvement targets, the proposed terms
// and the changes that would follow from them. Each change is a line such as "Platform: MQL a month: 125 →
// 140". At most 100 columns.
func Calibration(w io.Writer, s *model.Scorecard, c model.Calibration, changes []string) error {
	p := &page{width: wide}
	style, head := format.For(s.Agreement), s.Agreement.Head
	p.text(fmt.Sprintf("Evidence for %s version %d, %s", head.ID, head.Version, head.Company))
	p.text(fmt.Sprintf("Four full quarters, %s to %s, as of %s", format.ISO(c.From), format.ISO(c.Until.AddDate(0, 0, -1)),
		s.Period.AsOf.Format("2006-01-02 15:04")))
	p.findings(style, c)
	p.targets(style, c)
	p.proposal(style, c, changes)
	p.title("How to read it")
	p.text("An interval holds the true figure 19 times out of 20, as far as chance goes: of shares Wilson's," +
		" of means 1.96 standard errors, of medians the order statistics. Under 30 observations nothing is" +
		" concluded. A rate is contradicted only where the cohort, the same leads followed on, says so too;" +
		" of twenty true terms one looks contradicted by chance. Call times and touches are choices: what is" +
		" agreed about them is not proposed anew.")
	if r := format.Review(s); r != "" {
		p.WriteByte('\n')
		p.text(r)
	}
	_, err := w.Write(p.Bytes())
	return err
}

// findings writes a table for each section, then why the other terms could not be measured.
func (p *page) findings(style format.Style, c model.Calibration) {
	var rows [][]string
	flush := func() {
		if len(rows) > 1 {
			p.WriteByte('\n')
			p.table(rows, " >>>> ")
		}
	}
	section, reasons := "", []string{}
	for _, f := range c.Findings {
		if f.Section.ID != section {
			flush()
			section, rows = f.Section.ID, [][]string{{f.Section.Title, "agreed", "measured", "95 % interval", "n", ""}}
		}
		if f.Measured.Value.IsMissing() {
			reasons = append(reasons, f.Title+": "+f.Reason)
			continue
		}
		agreed := "–"
		if !f.Agreed.IsMissing() {
			agreed = style.Term(f.Agreed, columnUnit(f.Unit))
		}
		rows = append(rows, []string{f.Title + unitInTitle(f.Unit), agreed, style.WithoutUnit(f.Measured.Value, f.Unit),
			style.Interval(f.Measured, f.Unit), style.WithoutUnit(f.Measured.N, formula.Count), f.Evidence})
	}
	flush()
	p.list("Not measured", reasons)
}

// unitInTitle returns the words for the unit in the title of a finding, which the numbers in its row do not
// repeat.
func unitInTitle(u formula.Unit) string {
	switch u {
	case formula.Hours:
		return " (h)"
	case formula.Days:
		return " (days)"
	}
	return ""
}

// columnUnit returns the unit in which a term is written in a column whose unit stands elsewhere.
func columnUnit(u formula.Unit) formula.Unit {
	switch u {
	case formula.Hours, formula.Days, formula.Touches:
		return formula.Count
	}
	return u
}

func (p *page) targets(style format.Style, c model.Calibration) {
	if len(c.Targets) == 0 {
		return
	}
	rows := [][]string{{"Improvement targets", "target", "by", "measured", "owner", ""}}
	for _, t := range c.Targets {
		rows = append(rows, []string{t.Title, style.Term(t.Rate, formula.Percent), t.By.Format("2006-01"),
			style.Value(t.Measured, formula.Percent), t.Owner, t.Status})
	}
	p.WriteByte('\n')
	p.table(rows, " >>>  ")
}

func (p *page) proposal(style format.Style, c model.Calibration, changes []string) {
	var proposed []string
	for _, f := range c.Findings {
		if !f.Proposed.IsMissing() {
			proposed = append(proposed, fmt.Sprintf("%s: %s → %s", f.Path, style.Term(f.Agreed, f.Unit),
				style.Term(f.Proposed, f.Unit)))
		}
	}
	if proposed == nil {
		p.title("Proposed")
		p.text("Nothing: the evidence contradicts no term that it can measure.")
		return
	}
	p.list("Proposed, for the evidence contradicts what was agreed", proposed)
	p.list("What would follow", changes)
}
