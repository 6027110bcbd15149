// Package letter writes the monthly mail of a scorecard (SPEC section 10): letter.html, and the same as an RFC 5322 message
// with a plain text alternative and attachments. The same card gives the same bytes.
package letter

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"leadpact/model"
	"leadpact/report/format"
	"leadpact/templates"
)

var (
	htmlLetter = htmltemplate.Must(htmltemplate.ParseFS(templates.FS, "letter/letter.html"))
	textLetter = template.Must(template.ParseFS(templates.FS, "letter/letter.txt"))
)

// HTML is the letter as a page that mail programs show, and that stands alone. Restated are the figures that changed since the
// last issue of the period, each in one line.
func HTML(s *model.Scorecard, restated ...string) ([]byte, error) {
	return viewOf(s, restated, nil).html()
}

func (v view) html() ([]byte, error) {
	var out bytes.Buffer
	if err := htmlLetter.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return out.Bytes(), nil
}

func (v view) text() ([]byte, error) {
	var out bytes.Buffer
	if err := textLetter.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return out.Bytes(), nil
}

// view is what the templates print: words and texts, nothing to compute.
type view struct {
	Headline, Banner, Company, AsOf string
	Empty                           bool
	Decisions                       []string
	Grid, Beyond, Motions, KPIs     *grid // nil: nothing to show
	Promise                         format.Promise
	PromiseBar                      row
	Rules                           []format.Rule
	Breaches                        []tally
	List                            string
	Restated, Unknown, Notes        []string
	Attached, Files                 []string
	Agreement, Fingerprint          string
}

// tally is how many breaches an SDR has.
type tally struct{ SDR, N, Kinds string }

// grid is a table of lines under a head.
type grid struct {
	Head string
	Rows []row
}

// row is a line with its bar: Filled and Rest are whole percents that sum to 100.
type row struct {
	format.Line
	Filled, Rest int
	Colour       string
	Note         string // its definition, where one is printed
}

// colours of the statuses; each also stands as a word.
var colours = map[string]string{"met": "#1b7f3b", "on pace": "#1b7f3b", "within": "#1b7f3b", "at risk": "#9a6700", "over": "#9a6700",
	"missed": "#b3261e", "behind": "#b3261e", "under": "#b3261e"}

func rowOf(l format.Line) row {
	r := row{Line: plainLine(l), Filled: int(l.Share * 100), Colour: colours[l.Status]}
	r.Rest = 100 - r.Filled
	if r.Colour == "" {
		r.Colour = "#0b7a75"
	}
	return r
}

func gridOf(head string, lines []format.Line) *grid {
	if len(lines) == 0 {
		return nil
	}
	g := &grid{Head: head}
	for _, l := range lines {
		g.Rows = append(g.Rows, rowOf(l))
	}
	return g
}

// defined prints each line's definition beneath it, as every KPI carries its own (SPEC section 6).
func defined(g *grid) *grid {
	if g != nil {
		for i := range g.Rows {
			g.Rows[i].Note = g.Rows[i].Definition
		}
	}
	return g
}

func plainLine(l format.Line) format.Line {
	l.Title = format.Plain(l.Title)
	return l
}

// How many SDRs and notes a letter names; the workbook has them all.
const (
	mostSDRs  = 10
	mostNotes = 10
)

func viewOf(s *model.Scorecard, restated, attached []string) view {
	a, style := s.Agreement, format.For(s.Agreement)
	promise := format.Promised(s)
	v := view{Headline: format.Headline(s), Banner: format.Banner(a), Company: format.Plain(a.Head.Company), Empty: format.Empty(s),
		AsOf:      asOf(s, style),
		Decisions: plain(format.Decisions(s)), Grid: gridOf("Goal", format.Grid(s)), Beyond: gridOf("Line", format.Beyond(s)),
		Motions: gridOf("Goal", format.Motions(s)), KPIs: defined(gridOf("Figure", format.KPIs(s))), Promise: promise,
		PromiseBar: rowOf(format.Line{Share: promise.Share, Status: promise.Status}), Rules: format.Rules(s),
		List: onTheList(s, style), Restated: plain(restated), Unknown: plain(format.Unknown(s)), Attached: plain(attached),
		Agreement:   format.Plain(fmt.Sprintf("Agreement %s, version %d, in force since %s.", a.Head.ID, a.Head.Version, style.Date(a.Head.Effective.Time))),
		Fingerprint: a.Fingerprint()}
	for i, t := range format.Breaches(s) {
		if i == mostSDRs {
			v.Breaches = append(v.Breaches, tally{SDR: "and others", Kinds: "the workbook's Breaches lists all"})
			break
		}
		v.Breaches = append(v.Breaches, tally{format.Plain(t.SDR), style.Count(t.N), t.Kinds(style)})
	}
	for _, f := range s.Inputs {
		v.Files = append(v.Files, format.File(style, f))
	}
	for i, n := range s.Warnings {
		if i == mostNotes {
			v.Notes = append(v.Notes, style.Count(len(s.Warnings)-i)+" more stand on the workbook's Checks.")
			break
		}
		v.Notes = append(v.Notes, format.Note(n))
	}
	return v
}

// asOf says which span the figures cover.
func asOf(s *model.Scorecard, style format.Style) string {
	p := s.Period
	last := p.End.AddDate(0, 0, -1)
	text := style.Date(p.Start) + " to " + style.Date(last) + ", " + s.Agreement.Head.Zone
	if !p.Closed() {
		return text + "; still running, as of " + style.Date(p.AsOf) + " " + p.AsOf.Format("15:04") + "."
	}
	return text + "; closed."
}

// onTheList says how the don't-be-on-it list stands; empty where there is none.
func onTheList(s *model.Scorecard, style format.Style) string {
	write := func(id string) string {
		if q := s.Quantity(id); q != nil {
			return style.Value(q.Value(), q.Unit)
		}
		return format.NA
	}
	if q := s.Quantity("at_risk.leads"); q == nil || q.Value().IsMissing() {
		return ""
	}
	return "Don't be on it: " + write("at_risk.leads") + " leads worth " + write("at_risk.lead_value") + "; " +
		write("dont_be_on_it.not_called") + " not called in time, " + write("dont_be_on_it.too_few_calls") + " called too few times."
}

func plain(texts []string) []string {
	var out []string
	for _, t := range texts {
		out = append(out, format.Plain(strings.TrimSpace(t)))
	}
	return out
}
