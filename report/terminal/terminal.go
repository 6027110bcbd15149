// Package terminal writes the verdict of a period as a person reads it on a terminal: at most 72 columns, no colours, nothing
// that depends on the environment. Control characters in the data are written as escapes.
package terminal

import (
	"bytes"
	"fmt"
	"io"
	"slices"

	"leadpact/model"
	"leadpact/report/format"
)

// Verdict writes the verdict: headline, goal grid, promise, adherence, KPIs with their definitions, the funnel, breaches by SDR,
// what is n/a and why, decisions, what was restated, the account of the files, and how many warnings there are.
func Verdict(w io.Writer, s *model.Scorecard) error {
	p := &page{}
	style := format.For(s.Agreement)
	p.head(s)
	p.lines("Goals", format.Grid(s))
	p.lines("Goals by motion", format.Motions(s))
	p.title("Promise")
	p.text(format.Promised(s).Sentence())
	p.rules(s)
	p.kpis(s)
	p.lines("Down the funnel", format.Beyond(s))
	p.breaches(s, style)
	p.list("n/a", format.Unknown(s))
	p.decisions(s)
	p.restated(s, style)
	p.files(s, style)
	_, err := w.Write(p.Bytes())
	return err
}

// page collects the text.
type page struct {
	bytes.Buffer
	wider int // columns beyond the usual page
}

func (p *page) head(s *model.Scorecard) {
	if b := format.Banner(s.Agreement); b != "" {
		p.text("*** " + b + " ***")
		p.WriteByte('\n')
	}
	p.text(format.Headline(s))
	head := s.Agreement.Head
	state := "closed"
	if !s.Period.Closed() {
		state = "as of " + s.Period.AsOf.Format("2006-01-02 15:04")
	}
	p.text(fmt.Sprintf("%s, %s version %d, %s", head.Company, head.ID, head.Version, state))
	if format.Empty(s) {
		p.text("The period is empty: no lead was created, handed off or managed in it.")
	}
}

// lines writes figures beside their goals; nothing where there are none.
func (p *page) lines(title string, lines []format.Line) {
	if len(lines) == 0 {
		return
	}
	rows, align := [][]string{{title, "actual", "goal", "", "reached"}}, " >> >"
	if !reached(lines) {
		rows, align = [][]string{{title, "actual", "goal", ""}}, " >> "
	}
	for _, l := range lines {
		rows = append(rows, []string{l.Title, l.Actual, l.Goal, l.Status, l.Attainment}[:len(align)])
	}
	p.WriteByte('\n')
	p.table(rows, align)
}

// reached says that a line has an attainment.
func reached(lines []format.Line) bool {
	return slices.ContainsFunc(lines, func(l format.Line) bool { return l.Attainment != "" })
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

// mostSDRs is how many SDRs the table of breaches names.
const mostSDRs = 10

func (p *page) breaches(s *model.Scorecard, style format.Style) {
	by := format.Breaches(s)
	if len(by) == 0 {
		return
	}
	rows := [][]string{append([]string{"Breaches by SDR", "all"}, format.BreachKinds...)}
	rest := format.Tally{ByKind: make([]int, len(format.BreachKinds))}
	add := func(name string, t format.Tally) {
		row := []string{name, style.Count(t.N)}
		for _, n := range t.ByKind {
			row = append(row, style.Count(n))
		}
		rows = append(rows, row)
	}
	for i, t := range by {
		if i < mostSDRs {
			add(t.SDR, t)
			continue
		}
		rest.N += t.N
		for k, n := range t.ByKind {
			rest.ByKind[k] += n
		}
	}
	if rest.N > 0 {
		add(style.Count(len(by)-mostSDRs)+" more", rest)
	}
	p.WriteByte('\n')
	p.table(rows, " >>>>>>")
}

func (p *page) decisions(s *model.Scorecard) { p.list("To decide", format.Decisions(s)) }

// mostRestated is how many leads and terms behind restated figures are named.
const mostRestated = 10

// restated writes what changed since the last issue of the period.
func (p *page) restated(s *model.Scorecard, style format.Style) {
	if s.Restated == nil {
		return
	}
	lines, more := format.Restated(s)
	rows := [][]string{{"Restated since the last issue", "was", "now", ""}}
	for _, l := range lines {
		rows = append(rows, []string{l.Title, l.Was, l.Now, l.Why})
	}
	if len(lines) > 0 {
		p.WriteByte('\n')
		p.table(rows, " >> ")
	} else {
		p.title(rows[0][0])
	}
	if more > 0 {
		p.text(style.Count(more) + " more changed; the workbook's Checks lists them all")
	}
	for _, why := range format.RestatedWhy(s, mostRestated) {
		p.wrapped("- ", "  ", why)
	}
}

func (p *page) files(s *model.Scorecard, style format.Style) {
	var lines []string
	for _, f := range s.Inputs {
		lines = append(lines, format.File(style, f))
	}
	p.list("Files", lines)
	if n := len(s.Warnings); n > 0 {
		word := "warnings"
		if n == 1 {
			word = "warning"
		}
		p.text(style.Count(n) + " " + word + " on the data; the workbook's Checks lists them")
	}
	p.wrapped("", "", "Fingerprint "+s.Agreement.Fingerprint())
}

func (p *page) title(text string) { fmt.Fprintf(p, "\n%s\n", text) }

func (p *page) text(text string) { p.wrapped("", "", text) }

// list writes items under a title; nothing where there are none.
func (p *page) list(title string, items []string) {
	if len(items) == 0 {
		return
	}
	p.title(title)
	for _, item := range items {
		p.wrapped("- ", "  ", item)
	}
}
