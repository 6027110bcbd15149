package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/ingest"
	"leadpact/ingest/csvtext"
	"leadpact/model"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	"leadpact/report/format"
	"leadpact/report/scorecard"
)

// checkCommand reads everything and publishes nothing.
func (p *program) checkCommand() *cli.Command {
	return &cli.Command{
		Name:  "check",
		Usage: "read everything and say what was found, set aside and refused",
		Flags: []cli.Flag{
			agreementFlag(), periodFlag(), asOfFlag(), exportedFlag(),
			&cli.BoolFlag{Name: "json", Usage: "print JSON", DisableDefaultText: true},
			tablesFlag(),
		},
		Action: func(c *cli.Context) error {
			j, err := p.openJob(c, c.String("period"))
			if err != nil {
				return err
			}
			tables, err := j.openTables(c.Path("tables"))
			if err != nil {
				return err
			}
			defer tables.close()
			found, err := await(c.Context, func() (*findings, error) { return j.check(tables.sink()), nil })
			if err != nil {
				return err
			}
			if found.err == nil {
				if err := tables.commit(j, found.Report); err != nil {
					return err
				}
			}
			write := found.writeText
			if c.Bool("json") {
				write = found.writeJSON
			}
			if err := write(p.stdout); err != nil {
				return cannotWrite(err)
			}
			return found.err
		},
	}
}

// findings are what a check found in the inputs. If a file is refused or missing, err reports it. card is then
// nil, as it is if the exports end before the period begins.
type findings struct {
	*ingest.Report
	coverage []coverage.Table
	needs    []model.Need
	asked    time.Time // up to when the period was to be counted
	missing  []string  // what the exports do not show, in sentences with what to do
	card     *model.Scorecard
	err      error
}

// check reads the exports for the period. sink takes the used rows as they are read; it may be
// nil.
func (j *job) check(sink ingest.Sink) *findings {
	j.readOptions.Sink = sink
	l, err := j.readCovered()
	f := &findings{Report: j.inputs, needs: model.Reach(j.agreement, j.period), asked: j.period.Asked}
	var early *endsEarlyError
	switch {
	case errors.As(err, &early):
		f.missing = []string{early.Error()}
	case err != nil:
		f.err = err
	default:
		f.card = l.Scorecard()
		f.missing = format.Reach(f.card)
		j.noteDrift(f.card, defaultOut)
		f.Notes = f.card.Warnings // the notes of the report, contradictions between the dates of rows, and drift
	}
	if f.err == nil {
		f.coverage = l.Coverage()
	}
	for _, conflict := range j.agreement.Conflicts() {
		f.Notes = append(f.Notes, model.Note{
			Source: model.Source{File: "agreement"}, Text: "these terms cannot all be met: " + conflict,
		})
	}
	return f
}

const (
	// maxAsideShown is the largest number of set-aside rows that a check prints; setaside.csv holds all.
	maxAsideShown = 10
	// maxNotesShown is the largest number of notes that a check prints.
	maxNotesShown = 40
)

// writeText writes the findings for a person: each file, then what concerns all of them. Text from a file
// is quoted.
func (f *findings) writeText(w io.Writer) error {
	var b strings.Builder
	for _, text := range f.missing {
		fmt.Fprintf(&b, "%s\n\n", text)
	}
	for _, in := range f.Files {
		f.writeFile(&b, in)
	}
	f.writeCoverage(&b)
	if n := len(f.SetAside); n > 0 {
		fmt.Fprintf(&b, "Set aside: %d\n", n)
		for _, row := range f.SetAside[:min(n, maxAsideShown)] {
			fmt.Fprintf(&b, "  %s: %s\n", fileLine(row.Source), describeAside(row))
		}
		if n > maxAsideShown {
			fmt.Fprintf(&b, "  and %d more; leadpact run writes them all into setaside.csv\n", n-maxAsideShown)
		}
		b.WriteByte('\n')
	}
	if n := len(f.Notes); n > 0 {
		b.WriteString("Notes\n")
		for _, note := range f.Notes[:min(n, maxNotesShown)] {
			fmt.Fprintf(&b, "  %s: %s\n", fileLine(note.Source), note.Text)
		}
		if n > maxNotesShown {
			fmt.Fprintf(&b, "  and %d more; --json lists them all\n", n-maxNotesShown)
		}
		b.WriteByte('\n')
	}
	if f.card != nil {
		writeMissingFigures(&b, f.card)
	}
	if len(f.missing) > 0 {
		b.WriteString("\nThe exports are not complete: the first lines say what is missing.\n")
	}
	_, err := io.WriteString(w, console.Printable(b.String()))
	return err
}

// writeFile writes what was recognised in one file.
func (f *findings) writeFile(b *strings.Builder, in ingest.FileReport) {
	fmt.Fprintf(b, "%s: %s\n", in.File, in.Table)
	defer b.WriteByte('\n')
	if i := slices.IndexFunc(f.Refused, func(r *csvtext.Refused) bool { return r.File == in.File }); i >= 0 {
		fmt.Fprintf(b, "  refused: %s\n", f.Refused[i])
		return
	}
	fmt.Fprintf(b, "  %s columns, %s\n", in.CRM, in.Notation())
	fmt.Fprintf(b, "  %d rows read, %d used, %d set aside, %d ignored%s\n",
		in.Rows, in.Used, in.SetAside, in.Ignored, describeIgnored(&in.IgnoredBy))
	for _, text := range in.Found {
		fmt.Fprintf(b, "  %s\n", text)
	}
	if in.Zone != "" {
		fmt.Fprintf(b, "  %s\n", in.Zone)
	}
	writeColumns(b, in.Columns)
	if len(in.Unbound) > 0 {
		fmt.Fprintf(b, "  not used: %s\n", quoteAll(in.Unbound))
	}
}

// describeIgnored returns the reasons of ignored rows with their numbers: ": 3 other kind, 2 superseded".
func describeIgnored(by *model.IgnoredCounts) string {
	var reasons []string
	for reason, n := range by.All() {
		reasons = append(reasons, fmt.Sprintf("%d %s", n, reason.Words()))
	}
	if len(reasons) == 0 {
		return ""
	}
	return ": " + strings.Join(reasons, ", ")
}

// writeCoverage writes what the files of each table cover, and how far back they must reach for all figures.
func (f *findings) writeCoverage(b *strings.Builder) {
	if len(f.coverage) == 0 {
		return
	}
	b.WriteString("What the exports cover\n")
	for _, t := range f.coverage {
		begins, end := "from the beginning", t.Proof
		if !t.Begins.IsZero() {
			begins = "from " + t.Begins.Format(time.DateOnly)
		}
		if end == "" {
			end = "the last event"
		}
		fmt.Fprintf(b, "  %s: %s to %s (%s)\n", t.Name, begins, t.Ends.Format(shownTime), end)
		if t.Reaches(f.asked) {
			fmt.Fprintf(b, "    %s, so it is taken as complete until %s\n", describeSilence(t.Silence),
				t.Covers.Format(shownTime))
		} else {
			fmt.Fprintf(b, "    %s, and it has none from then until %s: export it again\n", describeSilence(t.Silence),
				f.asked.Format(shownTime))
		}
		for _, h := range t.Holes {
			fmt.Fprintf(b, "    no events from %s to %s, %d working days\n", h.From.Format(time.DateOnly),
				h.Until.AddDate(0, 0, -1).Format(time.DateOnly), h.WorkingDays)
		}
		f.writeReach(b, t)
	}
	b.WriteByte('\n')
}

// writeReach writes from which day on all figures need the rows of a table, and which figures lack some.
func (f *findings) writeReach(b *strings.Builder, t coverage.Table) {
	var earliest time.Time
	var lacking []string
	for _, n := range f.needs {
		if n.Table != t.Name {
			continue
		}
		if earliest.IsZero() {
			earliest = n.From
		}
		if !t.HasFrom(calendar.At(n.From)) {
			lacking = append(lacking, fmt.Sprintf("%s (needs rows from %s on)", n.For, n.From.Format(time.DateOnly)))
		}
	}
	if lacking == nil {
		fmt.Fprintf(b, "    it goes back far enough for all figures, which need rows from %s on\n",
			earliest.Format(time.DateOnly))
		return
	}
	fmt.Fprintf(b, "    it does not go back far enough for: %s\n", strings.Join(lacking, ", "))
}

// describeSilence describes for how long a table usually has no row.
func describeSilence(workingDays int) string {
	switch workingDays {
	case coverage.NoSilence:
		return "it has too few rows to know how often they come"
	case 0:
		return "rows come every working day"
	case 1:
		return "up to 1 working day without a row is usual"
	}
	return fmt.Sprintf("up to %d working days without a row are usual", workingDays)
}

// writeColumns writes where each canonical column comes from. Columns whose header is their own name
// share a line.
func writeColumns(b *strings.Builder, bound []ingest.Bound) {
	hasOwnName := func(c ingest.Bound) bool { return slices.Equal(c.Headers, []string{c.Column}) }
	var sameName []string
	width := 0
	for _, c := range bound {
		if hasOwnName(c) {
			sameName = append(sameName, c.Column)
		} else {
			width = max(width, len(c.Column))
		}
	}
	if len(sameName) > 0 {
		fmt.Fprintf(b, "  %s\n", strings.Join(sameName, ", "))
	}
	for _, c := range bound {
		switch {
		case c.Constant != "":
			fmt.Fprintf(b, "  %-*s is always %q\n", width, c.Column, c.Constant)
		case !hasOwnName(c):
			fmt.Fprintf(b, "  %-*s is %s\n", width, c.Column, quoteAll(c.Headers))
		}
	}
}

// dataFamilies are the families of figures that depend on which columns the exports have.
var dataFamilies = []string{"actual", "adherence", "dont_be_on_it", "at_risk", "delivered", "kpi"}

// writeMissingFigures lists the figures of the month that are n/a, grouped by the reason. Parts of
// figures and figures of one channel are left out.
func writeMissingFigures(b *strings.Builder, s *model.Scorecard) {
	var reasons []string
	titles := map[string][]string{} // by reason
	computed := 0
	for _, q := range s.Quantities {
		family, name, _ := strings.Cut(q.ID, ".")
		switch {
		case strings.Contains(name, ".") || !slices.Contains(dataFamilies, family) && q.ID != model.SpendTotalID:
		case !q.Value().IsMissing():
			computed++
		default:
			if titles[q.Reason] == nil {
				reasons = append(reasons, q.Reason)
			}
			titles[q.Reason] = append(titles[q.Reason], q.Title)
		}
	}
	counted := ""
	if s.Period.Limited() {
		counted = ", counted to " + s.Period.AsOf.Format(shownTime) + " only"
	}
	fmt.Fprintf(b, "Figures of %s%s: %d computed\n", s.Period.ID, counted, computed)
	for _, reason := range reasons {
		fmt.Fprintf(b, "  %s\n    n/a: %s\n", reason, strings.Join(titles[reason], ", "))
	}
}

func quoteAll(words []string) string {
	var all []string
	for _, word := range words {
		all = append(all, fmt.Sprintf("%q", word))
	}
	return strings.Join(all, ", ")
}

// describeAside returns what is wrong with a row that was set aside, or with one of its cells.
func describeAside(row model.SetAside) string {
	if row.Column == "" {
		return row.Reason
	}
	return fmt.Sprintf("%s %q: %s", row.Column, shorten(row.Value), row.Reason)
}

// fileLine returns file:line, or the file alone where there is no line.
func fileLine(s model.Source) string {
	if s.Line == 0 {
		return s.File
	}
	return fmt.Sprintf("%s:%d", s.File, s.Line)
}

// shorten cuts a cell that would fill the screen.
func shorten(s string) string {
	const longest = 80
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// checkJSON is what check --json prints (SPEC section 13). An empty list is [], never null.
type checkJSON struct {
	Inputs   []scorecard.Input             `json:"inputs"`
	Coverage map[string]scorecard.Coverage `json:"coverage"`
	Reach    []needJSON                    `json:"reach"`
	SetAside []asideJSON                   `json:"set_aside"`
	Notes    []scorecard.Note              `json:"notes"`
	Refused  []refusedJSON                 `json:"refused"`
}

type asideJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column string `json:"column"`
	Value  string `json:"value"`
	Reason string `json:"reason"`
}

// needJSON is a day from which on a table must have its rows, so that some figures can be computed.
type needJSON struct {
	Table string `json:"table"`
	From  string `json:"from"`
	For   string `json:"for"`
}

type refusedJSON struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

// writeJSON writes the findings for a program.
func (f *findings) writeJSON(w io.Writer) error {
	var files []model.InputFile
	var notes []model.Note
	var covered []coverage.Table
	if f.card != nil {
		covered = f.card.Coverage
	}
	for _, text := range f.missing {
		notes = append(notes, model.Note{Text: text})
	}
	for _, in := range f.Files {
		files = append(files, in.InputFile)
		for _, text := range in.Found {
			notes = append(notes, model.Note{Source: model.Source{File: in.File}, Text: text})
		}
	}
	out := checkJSON{
		Inputs:   scorecard.Inputs(files, covered),
		Coverage: scorecard.TableCoverage(f.coverage),
		Reach:    []needJSON{},
		SetAside: []asideJSON{},
		Notes:    scorecard.Notes(append(notes, f.Notes...)),
		Refused:  []refusedJSON{},
	}
	for _, n := range f.needs {
		out.Reach = append(out.Reach, needJSON{n.Table, n.From.Format(time.DateOnly), n.For})
	}
	for _, row := range f.SetAside {
		out.SetAside = append(out.SetAside, asideJSON{row.File, row.Line, row.Column, row.Value, row.Reason})
	}
	for _, r := range f.Refused {
		out.Refused = append(out.Refused, refusedJSON{r.File, r.Error()})
	}
	return writeJSON(w, out)
}
