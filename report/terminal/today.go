package terminal

import (
	"fmt"
	"io"
	"strings"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Today writes the don't-be-on-it list for the stand-up meeting: SDRs with numbers, then the leads, then
// the obligations that fall due before the day ends. At most 100 columns.
func Today(w io.Writer, s *model.Scorecard, due []model.Due) error {
	x := explain(s, true)
	x.text(todayTitle(s))
	for _, sentence := range format.Reach(s) {
		x.text(sentence)
	}
	if why := format.WhyNoList(s); why != "" {
		x.text("There is no list: " + why + ".")
	} else if len(s.Overdue) == 0 {
		x.text(nobodyListed)
	} else {
		x.WriteByte('\n')
		x.table(x.listedSDRs(), listedSDRsAlign)
		x.WriteByte('\n')
		x.tableOfLeading(x.listedLeads(), listedLeadsAlign)
	}
	if len(due) > 0 {
		x.title(dueTitle)
		x.tableOfLeading(x.dueToday(due), dueAlign)
	}
	_, err := w.Write(x.Bytes())
	return err
}

// TodayMarkdown writes the same as Today as Markdown tables, for a chat or a wiki page. Texts from the data
// are escaped, so that none of them can end a cell, make a link or be read as markup.
func TodayMarkdown(w io.Writer, s *model.Scorecard, due []model.Due) error {
	x := explain(s, true)
	fmt.Fprintf(x, "## %s\n", escapeMarkdown(todayTitle(s)))
	for _, sentence := range format.Reach(s) {
		fmt.Fprintf(x, "\n%s\n", escapeMarkdown(sentence))
	}
	switch why := format.WhyNoList(s); {
	case why != "":
		fmt.Fprintf(x, "\nThere is no list: %s.\n", escapeMarkdown(why))
	case len(s.Overdue) == 0:
		fmt.Fprintf(x, "\n%s\n", nobodyListed)
	default:
		x.markdownTable(x.listedSDRs(), listedSDRsAlign)
		x.markdownTable(x.listedLeads(), listedLeadsAlign)
	}
	if len(due) > 0 {
		fmt.Fprintf(x, "\n### %s\n", dueTitle)
		x.markdownTable(x.dueToday(due), dueAlign)
	}
	_, err := w.Write(x.Bytes())
	return err
}

const (
	nobodyListed = "Nobody is on it."
	dueTitle     = "Due before the day ends"
)

func todayTitle(s *model.Scorecard) string {
	asOf := s.Period.AsOf.Format("Monday 2006-01-02 15:04")
	return "Don't be on it, " + s.Agreement.Head.Company + ", as of " + asOf
}

// The alignment of the tables below, in the form that page.table takes.
const (
	listedSDRsAlign  = " >>>"
	listedLeadsAlign = "    >> >"
	dueAlign         = "    >"
)

// listedSDRs returns the table of SDRs on the list, with the number of leads by rule and what those are
// worth.
func (x *explanation) listedSDRs() [][]string {
	rows := [][]string{{"SDR", "not called", "too few calls", "value at risk"}}
	for _, t := range format.ListedSDRs(x.card) {
		rows = append(rows, []string{t.SDR, x.style.Count(t.NotCalled), x.style.Count(t.TooFewCalls),
			x.style.Value(t.ValueAtRisk, formula.Money)})
	}
	return rows
}

// listedLeads returns the table of leads on the list, in its order.
func (x *explanation) listedLeads() [][]string {
	rows := [][]string{{"SDR", "lead", "rule", "on it since", "for", "calls", "quality", "value"}}
	followUp := format.FollowUp(x.card)
	for _, e := range x.card.Overdue {
		calls, quality := followUp(e.Lead)
		rows = append(rows, []string{sdrName(e.SDR), leadID(e.Lead), format.RuleName(x.card.Agreement, e.Rule),
			e.Since.Format("2006-01-02 15:04"), age(x.card.Period.AsOf.Sub(e.Since)),
			x.style.Value(calls, formula.Count), quality, x.style.Value(e.Value, formula.Money)})
	}
	return rows
}

// dueToday returns the table of obligations that fall due before the day ends.
func (x *explanation) dueToday(due []model.Due) [][]string {
	rows := [][]string{{"SDR", "lead", "rule", "due", "value"}}
	for _, d := range due {
		rows = append(rows, []string{sdrName(d.SDR), leadID(d.Lead), format.RuleName(x.card.Agreement, d.Rule),
			d.Due.Format("15:04"), x.style.Value(d.Value, formula.Money)})
	}
	return rows
}

// sdrName and leadID return a name or an id, cut to the width of its column.
func sdrName(name string) string { return shortened(format.Plain(name), 24) }
func leadID(id string) string    { return shortened(format.Plain(id), 36) }

// markdownTable writes rows as a Markdown table; the first row is its head.
func (x *explanation) markdownTable(rows [][]string, align string) {
	x.WriteByte('\n')
	for i, row := range rows {
		line := make([]string, len(row))
		for k, text := range row {
			line[k] = escapeMarkdown(text)
		}
		fmt.Fprintf(x, "| %s |\n", strings.Join(line, " | "))
		if i == 0 {
			rule := make([]string, len(row))
			for k := range row {
				rule[k] = map[bool]string{true: "--:", false: "---"}[align[k] == '>']
			}
			fmt.Fprintf(x, "| %s |\n", strings.Join(rule, " | "))
		}
	}
}

// escapeMarkdown escapes every character that Markdown or HTML could read as markup, also @ and #, which
// mention people and issues. A single $ is money and stays; two would begin and end a formula.
func escapeMarkdown(s string) string {
	var b strings.Builder
	formula := strings.Count(s, "$") > 1
	for _, r := range format.Plain(s) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '@':
			b.WriteString("&#64;")
		case strings.ContainsRune("\\`*_{}[]()#!|~", r), r == '$' && formula:
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return unlink.Replace(b.String())
}

// unlink escapes web addresses, so that they do not become links.
var unlink = strings.NewReplacer("://", `:\/\/`, "www.", `www\.`)
