package terminal

import (
	"fmt"
	"io"

	"leadpact/model"
	"leadpact/report/format"
)

// WhatIf writes terms that were changed on trial and the figures that change with them. Each term is a line
// such as "promise.contact_within: 24 hours → 12 hours". At most 100 columns.
func WhatIf[T fmt.Stringer](w io.Writer, s *model.Scorecard, terms []T, figures []format.Change) error {
	p := &page{width: wide}
	head := s.Agreement.Head
	p.text(format.Headline(s))
	for _, sentence := range format.Reach(s) {
		p.text(sentence)
	}
	p.text(fmt.Sprintf("%s, %s version %d, as of %s; not issued", head.Company, head.ID, head.Version,
		s.Period.AsOf.Format("2006-01-02 15:04")))
	var lines []string
	for _, t := range terms {
		lines = append(lines, t.String())
	}
	p.list("Terms changed", lines)
	p.WriteByte('\n')
	if len(figures) == 0 {
		p.text("No figure of the period changes.")
	} else {
		rows := [][]string{{"Figures that change", "issued", "what if"}}
		for _, c := range figures {
			rows = append(rows, []string{c.Title, c.Was, c.Now})
		}
		p.table(rows, " >>")
	}
	_, err := w.Write(p.Bytes())
	return err
}
