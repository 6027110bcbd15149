package terminal

import (
	"fmt"
	"io"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// TodayMarkdown writes the same list as Today as tables in Markdown, for a chat or a wiki page. What comes from the data is
// text: nothing of it can close a cell, link, or mark up.
func TodayMarkdown(w io.Writer, s *model.Scorecard, due []model.Due) error {
	x := explain(s, true)
	fmt.Fprintf(x, "## %s\n", marked(listTitle(s)))
	switch why := format.NoList(s); {
	case why != "":
		fmt.Fprintf(x, "\nThere is no list: %s.\n", marked(why))
	case len(s.Overdue) == 0:
		fmt.Fprintf(x, "\n%s\n", nobody)
	default:
		x.markdown(x.names(), " >>>")
		x.markdown(x.leads(), "    >> >")
	}
	if len(due) > 0 {
		fmt.Fprint(x, "\n### Due before the day ends\n")
		x.markdown(x.dueRows(due), "    >")
	}
	_, err := w.Write(x.Bytes())
	return err
}

// markdown writes rows as a table, the first as its head.
func (x *explained) markdown(rows [][]string, align string) {
	x.WriteByte('\n')
	for i, row := range rows {
		line := make([]string, len(row))
		for k, text := range row {
			line[k] = marked(text)
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

// marked escapes every character that Markdown or HTML could read as markup. An @ or # of the data calls nobody. One $ alone
// is money; two would be a formula.
func marked(s string) string {
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
	return unlinked.Replace(b.String())
}

// unlinked keeps an address in the data from becoming a link.
var unlinked = strings.NewReplacer("://", `:\/\/`, "www.", `www\.`)
