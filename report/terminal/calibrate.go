package terminal

import (
	"fmt"
	"io"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// calibrationColumns is the width of the evidence.
const calibrationColumns = 100

// Calibration writes the agreed terms beside what was measured, the improvement targets, what is proposed and what would follow
// of it, at most 100 columns wide. Changes are lines such as "Platform: MQL a month: 125 → 140".
func Calibration(w io.Writer, s *model.Scorecard, c model.Calibration, follows []string) error {
	p := &page{wider: calibrationColumns - columns}
	style, head := format.For(s.Agreement), s.Agreement.Head
	p.text(fmt.Sprintf("Evidence for %s version %d, %s", head.ID, head.Version, head.Company))
	p.text(fmt.Sprintf("Four full quarters, %s to %s, as of %s", format.ISO(c.From), format.ISO(c.Until.AddDate(0, 0, -1)), s.Period.AsOf.Format("2006-01-02 15:04")))
	p.findings(style, c)
	p.targets(style, c)
	p.proposal(style, c, follows)
	p.title("How to read it")
	p.text("An interval holds the true figure 19 times out of 20, as far as chance goes: of shares Wilson's, of means 1.96 standard errors, of medians the order statistics. Under 30 observations nothing is concluded. A rate is contradicted only where the cohort, the same leads followed on, says so too; of twenty true terms one looks contradicted by chance. Call times and touches are choices: what is agreed about them is not proposed anew.")
	if r := format.Review(s); r != "" {
		p.WriteByte('\n')
		p.text(r)
	}
	_, err := w.Write(p.Bytes())
	return err
}

// findings writes a table for each section.
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
		if f.Section != section {
			flush()
			section, rows = f.Section, [][]string{{f.Section, "agreed", "measured", "95 % interval", "n", ""}}
		}
		if f.Measured.Value.IsMissing() {
			reasons = append(reasons, f.Title+": "+f.Reason)
			continue
		}
		agreed := "–"
		if !f.Agreed.IsMissing() {
			agreed = style.Term(f.Agreed, bareUnit(f.Unit))
		}
		rows = append(rows, []string{f.Title + unitOf(f.Unit), agreed, style.Bare(f.Measured.Value, f.Unit), style.Interval(f.Measured, f.Unit), style.Bare(f.Measured.N, formula.Count), f.Evidence})
	}
	flush()
	p.list("Not measured", reasons)
}

// unitOf names the unit of a figure whose columns do not.
func unitOf(u formula.Unit) string {
	switch u {
	case formula.Hours:
		return " (h)"
	case formula.Days:
		return " (days)"
	}
	return ""
}

// bareUnit is the unit of a term in a column that does not repeat it.
func bareUnit(u formula.Unit) formula.Unit {
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
		rows = append(rows, []string{t.Title, style.Term(t.Rate, formula.Percent), t.By.Format("2006-01"), style.Value(t.Measured, formula.Percent), t.Owner, t.Status})
	}
	p.WriteByte('\n')
	p.table(rows, " >>>  ")
}

func (p *page) proposal(style format.Style, c model.Calibration, follows []string) {
	var proposed []string
	for _, f := range c.Findings {
		if !f.Proposed.IsMissing() {
			proposed = append(proposed, fmt.Sprintf("%s: %s → %s", f.Path, style.Term(f.Agreed, f.Unit), style.Term(f.Proposed, f.Unit)))
		}
	}
	if proposed == nil {
		p.title("Proposed")
		p.text("Nothing: the evidence contradicts no term that it can measure.")
		return
	}
	p.list("Proposed, for the evidence contradicts what was agreed", proposed)
	p.list("What would follow", follows)
}
