package terminal

import (
	"fmt"
	"io"
	"slices"

	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/report/format"
)

// Verdict writes the verdict of a period: headline, goal grid, promise, adherence, KPIs with their
// definitions, the funnel, breaches by SDR, what is n/a and why, decisions, what was restated, what became
// of each file's rows, and the number of warnings. At most 72 columns.
func Verdict(w io.Writer, s *model.Scorecard) error {
	p := &page{width: narrow}
	style := format.For(s.Agreement)
	p.head(s)
	p.lines("Goals", format.Grid(s))
	p.lines("Goals by motion", format.Motions(s))
	p.title("Promise")
	p.text(format.PromiseOf(s).Sentence())
	p.rules(s)
	p.kpis(s)
	p.lines("Down the funnel", format.Funnel(s))
	p.breachCounts(s, style)
	p.list("Figures that are n/a", format.Unknown(s))
	p.list("To decide", format.Decisions(s))
	p.restated(s, style)
	p.restatedBefore(s)
	p.files(s, style)
	_, err := w.Write(p.Bytes())
	return err
}

func (p *page) head(s *model.Scorecard) {
	if b := format.Banner(s.Agreement); b != "" {
		p.text("*** " + b + " ***")
		p.WriteByte('\n')
	}
	p.text(format.Headline(s))
	for _, sentence := range format.Reach(s) {
		p.text(sentence)
	}
	head := s.Agreement.Head
	p.text(fmt.Sprintf("%s, %s version %d, %s", head.Company, head.ID, head.Version, stateOf(s.Period)))
	if format.Empty(s) {
		p.text("The period is empty: no lead was created, handed off or managed in it.")
	}
}

// stateOf writes whether a period is closed, or up to when it is known.
func stateOf(p calendar.Period) string {
	asOf := p.AsOf.Format("2006-01-02 15:04")
	switch {
	case p.Limited():
		return "counted to " + asOf
	case p.Closed():
		return "closed"
	}
	return "as of " + asOf
}

// lines writes figures with their goals; it writes nothing where there are no figures.
func (p *page) lines(title string, lines []format.Line) {
	if len(lines) == 0 {
		return
	}
	rows, align := [][]string{{title, "actual", "goal", "", "reached"}}, " >> >"
	if !slices.ContainsFunc(lines, func(l format.Line) bool { return l.Attainment != "" }) {
		rows, align = [][]string{{title, "actual", "goal", ""}}, " >> "
	}
	for _, l := range lines {
		rows = append(rows, []string{l.Title, l.Actual, l.Goal, l.Status, l.Attainment}[:len(align)])
	}
	p.WriteByte('\n')
	p.table(rows, align)
}

func (p *page) rules(s *model.Scorecard) {
	rules := format.Rules(s)
	if len(rules) == 0 {
		return
	}
	rows := [][]string{{"Sales", "kept", "met", "late", "missed"}}
	for _, r := range rules {
		rows = append(rows, []string{r.Title, r.Share, r.Met, r.Late, r.Missed})
	}
	p.WriteByte('\n')
	p.table(rows, " >>>>")
	for _, text := range format.SalesCaveats(s) {
		p.text(text)
	}
}

func (p *page) kpis(s *model.Scorecard) {
	lines := format.KPIs(s)
	if len(lines) == 0 {
		return
	}
	p.lines("KPIs", lines)
	for _, l := range lines {
		p.wrapped("  ", "    ", l.Title+": "+l.Definition)
	}
}

// mostSDRs is how many SDRs the table of breaches names; the others are summed up in one row.
const mostSDRs = 10

func (p *page) breachCounts(s *model.Scorecard, style format.Style) {
	counts := format.BreachesBySDR(s)
	if len(counts) == 0 {
		return
	}
	head := []string{"Breaches by SDR", "late", "missed"}
	for _, kind := range format.BreachKinds {
		head = append(head, kind.Head)
	}
	rows := [][]string{head}
	add := func(name string, c format.BreachCount) {
		row := []string{name, style.Count(c.Late), style.Count(c.Missed)}
		for _, n := range c.ByKind {
			row = append(row, style.Count(n))
		}
		rows = append(rows, row)
	}
	rest := format.BreachCount{ByKind: make([]int, len(format.BreachKinds))}
	for i, c := range counts {
		if i < mostSDRs {
			add(c.SDR, c)
			continue
		}
		rest.Add(c)
	}
	if rest.N > 0 {
		add(style.Count(len(counts)-mostSDRs)+" more", rest)
	}
	p.WriteByte('\n')
	p.table(rows, " >>>>>>>")
	if text := format.BreachCaveat(s); text != "" {
		p.text(text)
	}
}

// mostRestated is how many of the leads and terms that caused a restatement are named.
const mostRestated = 10

// restated writes what changed since the last issue of the period.
func (p *page) restated(s *model.Scorecard, style format.Style) {
	if s.Restated == nil {
		return
	}
	lines, more := format.Restated(s)
	p.restatedLines("Restated since the last issue", lines)
	if more > 0 {
		p.text(style.Count(more) + " more changed; the workbook's Checks lists them all")
	}
	for _, why := range format.RestatedWhy(s, mostRestated) {
		p.wrapped("- ", "  ", why)
	}
}

// restatedBefore writes what changed in the period before, if it was issued once more.
func (p *page) restatedBefore(s *model.Scorecard) {
	if before := format.RestatedBefore(s); before != nil {
		p.restatedLines(before.Title, before.Lines)
		p.text(before.Where)
	}
}

// restatedLines writes figures as they were and as they are.
func (p *page) restatedLines(title string, lines []format.RestatedLine) {
	p.title(title)
	if len(lines) == 0 {
		return
	}
	rows := [][]string{{"", "was", "now", ""}}
	for _, l := range lines {
		rows = append(rows, []string{l.Title, l.Was, l.Now, l.Why})
	}
	p.table(rows, " >> ")
}

// files writes what became of each file's rows, the number of warnings, and the fingerprint of the
// agreement.
func (p *page) files(s *model.Scorecard, style format.Style) {
	var lines []string
	for _, f := range s.Inputs {
		lines = append(lines, format.File(style, f))
	}
	if text := format.Ends(s); text != "" {
		lines = append(lines, text)
	}
	p.list("Files", lines)
	if n := len(s.Warnings); n > 0 {
		word := "warnings"
		if n == 1 {
			word = "warning"
		}
		p.text(style.Count(n) + " " + word + " on the data; the workbook's Checks lists them")
	}
	p.text("Fingerprint " + s.Agreement.Fingerprint())
}
