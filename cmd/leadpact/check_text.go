package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"leadpact/ingest"
	"leadpact/ingest/csvtext"
	"leadpact/model"
)

// shownAside is how many of the rows set aside a check prints; setaside.csv holds all.
const shownAside = 10

// shownNotes is how many notes a check prints.
const shownNotes = 40

// writeText writes what a person reads: each file, then what concerns them all. What comes from a file is quoted.
func (f *findings) writeText(w io.Writer) error {
	var b strings.Builder
	for _, in := range f.Files {
		f.file(&b, in)
	}
	if n := len(f.SetAside); n > 0 {
		fmt.Fprintf(&b, "Set aside: %d\n", n)
		for _, row := range f.SetAside[:min(n, shownAside)] {
			fmt.Fprintf(&b, "  %s: %s\n", place(row.Source), fault(row))
		}
		if n > shownAside {
			fmt.Fprintf(&b, "  and %d more; leadpact run writes them all into setaside.csv\n", n-shownAside)
		}
		b.WriteByte('\n')
	}
	if len(f.Notes) > 0 {
		b.WriteString("Notes\n")
		for _, n := range f.Notes[:min(len(f.Notes), shownNotes)] {
			fmt.Fprintf(&b, "  %s: %s\n", place(n.Source), n.Text)
		}
		if more := len(f.Notes) - shownNotes; more > 0 {
			fmt.Fprintf(&b, "  and %d more; --json lists them all\n", more)
		}
		b.WriteByte('\n')
	}
	if f.card != nil {
		light(&b, f.card)
	}
	_, err := io.WriteString(w, printable(b.String()))
	return err
}

// file writes what was recognised in one file.
func (f *findings) file(b *strings.Builder, in ingest.FileReport) {
	fmt.Fprintf(b, "%s: %s\n", in.File, in.Table)
	defer b.WriteByte('\n')
	if i := slices.IndexFunc(f.Refused, func(r *csvtext.Refused) bool { return r.File == in.File }); i >= 0 {
		fmt.Fprintf(b, "  refused: %s\n", f.Refused[i])
		return
	}
	fmt.Fprintf(b, "  %s columns, %s, separated by %s\n", in.CRM, in.Encoding, in.Delimiter)
	fmt.Fprintf(b, "  %s\n", counts(in.InputFile))
	for _, text := range in.Found {
		fmt.Fprintf(b, "  %s\n", text)
	}
	if in.Zone != "" {
		fmt.Fprintf(b, "  %s\n", in.Zone)
	}
	columns(b, in.Columns)
	if len(in.Unbound) > 0 {
		fmt.Fprintf(b, "  not used: %s\n", quoted(in.Unbound))
	}
}

// columns writes what gives each canonical column; those whose header is their name stand in one line.
func columns(b *strings.Builder, bound []ingest.Bound) {
	var alike []string
	width := 0
	for _, c := range bound {
		if slices.Equal(c.Headers, []string{c.Column}) {
			alike = append(alike, c.Column)
		} else {
			width = max(width, len(c.Column))
		}
	}
	if len(alike) > 0 {
		fmt.Fprintf(b, "  %s\n", strings.Join(alike, ", "))
	}
	for _, c := range bound {
		switch {
		case c.Constant != "":
			fmt.Fprintf(b, "  %-*s is always %q\n", width, c.Column, c.Constant)
		case !slices.Equal(c.Headers, []string{c.Column}):
			fmt.Fprintf(b, "  %-*s is %s\n", width, c.Column, quoted(c.Headers))
		}
	}
}

// families are the figures that depend on which columns the exports have; their parts and what is per channel are left out.
var families = []string{"actual", "adherence", "dont_be_on_it", "at_risk", "delivered", "kpi"}

// light writes which figures of the month are n/a, by what would give them.
func light(b *strings.Builder, s *model.Scorecard) {
	var reasons []string
	titles := map[string][]string{}
	computed := 0
	for _, q := range s.Quantities {
		family, name, _ := strings.Cut(q.ID, ".")
		switch {
		case strings.Contains(name, ".") || !slices.Contains(families, family) && q.ID != "spend.total":
		case !q.Value().IsMissing():
			computed++
		default:
			if titles[q.Reason] == nil {
				reasons = append(reasons, q.Reason)
			}
			titles[q.Reason] = append(titles[q.Reason], q.Title)
		}
	}
	fmt.Fprintf(b, "Figures of %s: %d computed\n", s.Period.ID, computed)
	for _, reason := range reasons {
		fmt.Fprintf(b, "  %s\n    n/a: %s\n", reason, strings.Join(titles[reason], ", "))
	}
}

func quoted(words []string) string {
	var all []string
	for _, word := range words {
		all = append(all, fmt.Sprintf("%q", word))
	}
	return strings.Join(all, ", ")
}

// fault says what is wrong with a row that was set aside, or with one of its cells.
func fault(row model.SetAside) string {
	if row.Column == "" {
		return row.Reason
	}
	return fmt.Sprintf("%s %q: %s", row.Column, cut(row.Value), row.Reason)
}

// place is file:line, or the file where no line is meant.
func place(s model.Source) string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// counts accounts for the rows of a file.
func counts(in model.InputFile) string {
	return fmt.Sprintf("%d rows read, %d used, %d set aside, %d ignored", in.Rows, in.Used, in.SetAside, in.Ignored)
}

// cut shortens a cell that would fill the screen.
func cut(s string) string {
	const most = 80
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
