// Package letter writes the monthly mail of a scorecard (SPEC section 10): letter.html, and the same as an RFC 5322 message
// with a plain text alternative and attachments. The same card gives the same bytes.
package letter

import (
	"bytes"
	"encoding/base64"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"leadpact/model"
	"leadpact/report/format"
	"leadpact/templates"
)

var (
	htmlLetter = htmltemplate.Must(htmltemplate.New("letter.html").Funcs(numbering).ParseFS(templates.FS, "letter/letter.html"))
	textLetter = template.Must(template.New("letter.txt").Funcs(numbering).ParseFS(templates.FS, "letter/letter.txt"))

	numbering = map[string]any{"inc": func(i int) int { return i + 1 }}
)

// Letter is the mail of one scorecard.
type Letter struct {
	card  *model.Scorecard
	chart []byte // a PNG; nil where there is no pace
}

// New draws the letter's chart.
func New(s *model.Scorecard) (*Letter, error) {
	chart, err := paceChart(s)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return &Letter{s, chart}, nil
}

// HTML is the letter as a page that stands alone: its chart is part of it.
func (l *Letter) HTML() ([]byte, error) {
	v := viewOf(l.card, nil)
	if l.chart != nil {
		v.Chart = htmltemplate.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(l.chart))
	}
	return v.html()
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
	Tiles                           []tile
	Chart                           htmltemplate.URL // where its picture lies; empty: there is none
	ChartAlt                        string
	Decisions                       []string
	Grid, Beyond, Motions, KPIs     *grid // nil: nothing to show
	Promise                         format.Promise
	PromiseBar                      row
	Rules                           []format.Rule
	Breaches                        []tally
	List                            string
	Restated                        *restated // nil: nothing
	Unknown, Notes                  []string
	Attached, Files                 []string
	Agreement, Fingerprint          string
}

// tile is a figure of the verdict, large, with a word on a ground of its colour.
type tile struct{ Label, Value, Word, Colour, Ground string }

// restated are the figures that changed since the last issue, what is behind them, and how many more changed with them.
type restated struct {
	Figures []format.RestatedLine
	Why     []string
	More    string
	Said    string // in a sentence, at the top
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

// grounds go with the colours.
var grounds = map[string]string{"#1b7f3b": "#e6f4ea", "#9a6700": "#fdf3d8", "#b3261e": "#fdecea", plainColour: "#e3f1f0"}

const plainColour = "#0b7a75"

func rowOf(l format.Line) row {
	r := row{Line: plainLine(l), Filled: int(l.Share * 100), Colour: colours[l.Status]}
	r.Rest = 100 - r.Filled
	if r.Colour == "" {
		r.Colour = plainColour
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
	mostSDRs     = 10
	mostNotes    = 10
	mostRestated = 10
)

func viewOf(s *model.Scorecard, attached []string) view {
	a, style := s.Agreement, format.For(s.Agreement)
	promise := format.PromiseOf(s)
	v := view{Headline: format.Headline(s), Banner: format.Banner(a), Company: format.Plain(a.Head.Company), Empty: format.Empty(s),
		AsOf: asOf(s, style), Tiles: tiles(s, promise), ChartAlt: "Chart of the pace by working day. " + promise.Sentence(),
		Decisions: plain(format.Decisions(s)), Grid: gridOf("Goal", format.Grid(s)), Beyond: gridOf("Line", format.Funnel(s)),
		Motions: gridOf("Goal", format.Motions(s)), KPIs: defined(gridOf("Figure", format.KPIs(s))), Promise: promise,
		PromiseBar: rowOf(format.Line{Share: promise.Share, Status: promise.Status}), Rules: format.Rules(s),
		List: onTheList(s, style), Restated: restatedOf(s, style), Unknown: plain(format.Unknown(s)), Attached: plain(attached),
		Agreement:   format.Plain(strings.TrimSpace(fmt.Sprintf("Agreement %s, version %d, in force since %s. %s", a.Head.ID, a.Head.Version, style.Date(a.Head.Effective.Time), format.Review(s)))),
		Fingerprint: a.Fingerprint()}
	for i, t := range format.BreachesBySDR(s) {
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

// tiles are the verdict in figures: goals met, the promise, and the contacts in time.
func tiles(s *model.Scorecard, promise format.Promise) []tile {
	if format.Empty(s) {
		return nil
	}
	var out []tile
	add := func(label, value, word, colour string) {
		if colour == "" {
			colour = plainColour
		}
		out = append(out, tile{label, value, word, colour, grounds[colour]})
	}
	if good, of, word := format.GoalsMet(s); of > 0 {
		colour := colours["at risk"]
		switch good {
		case of:
			colour = colours["met"]
		case 0:
			colour = colours["missed"]
		}
		add("Goals", fmt.Sprintf("%d of %d", good, of), word, colour)
	}
	if promise.Attainment != format.NA {
		add(strings.ToUpper(promise.What[:1])+promise.What[1:], promise.Attainment, promise.Status, colours[promise.Status])
	}
	for _, r := range format.Rules(s) {
		if r.ID == "contact" && r.Share != format.NA {
			add("Contacted", r.Share, "in time", "")
		}
	}
	return out
}

// restatedOf is what changed since the last issue.
func restatedOf(s *model.Scorecard, style format.Style) *restated {
	if s.Restated == nil {
		return nil
	}
	lines, more := format.Restated(s)
	more += max(0, len(lines)-mostRestated)
	r := &restated{Figures: lines[:min(mostRestated, len(lines))], Why: format.RestatedWhy(s, mostRestated)}
	r.Said = "Restates what was issued before, see below."
	switch {
	case more == 1:
		r.More = "One further figure changed with these; the workbook's Checks lists it."
	case more > 1:
		r.More = style.Count(more) + " further figures changed with these; the workbook's Checks lists them all."
	}
	return r
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
