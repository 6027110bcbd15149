package letter

import (
	"bytes"
	"cmp"
	"fmt"
	htmltemplate "html/template"
	"image/color"
	"slices"
	"strings"

	"leadpact/model"
	"leadpact/report/format"
)

// view is what the templates of the letter print. Everything is decided and formatted here; the templates
// only place it.
type view struct {
	Headline, Banner, Company, AsOf string
	Edge                            string   // colour of the line at the top
	Reach                           []string // how far the exports reach, where they end early
	Empty                           bool
	Tiles                           []tile
	Chart                           htmltemplate.URL // where the image of the chart is; empty where there is none
	ChartAlt                        string
	Decisions                       []string
	Grid, Beyond, Motions, KPIs     *grid // nil where there is nothing to show
	Promise                         format.Promise
	PromiseBar                      row
	Rules                           []format.Rule
	SalesCaveats                    []string
	Breaches                        []tally
	BreachCaveat                    string
	List                            string
	Restated                        []restated // of this period, of the period before
	Unknown, Notes                  []string
	NoteCount                       string
	Attached, Files                 []string
	Agreement, Fingerprint          string
}

// tile is a figure of the verdict in large type, with a word, on a coloured ground. Colours are written as
// in CSS.
type tile struct{ Label, Value, Word, Colour, Ground string }

// restated holds the figures that changed since an issue before, the causes, and how many more figures changed
// with them.
type restated struct {
	Title   string
	Figures []format.RestatedLine
	Why     []string
	More    string
	Said    string // a sentence for the top of the letter
}

// tally is how many breaches an SDR has.
type tally struct{ SDR, N, Kinds string }

// grid is a table of figures; Head is the title of its first column.
type grid struct {
	Head string
	Rows []row
}

// row is a figure with its bar: Filled and Rest are whole percentages that add up to 100.
type row struct {
	format.Line
	Filled, Rest int
	Colour       string
	Note         string // the definition, where it is printed
}

// palette is the colour of a status for lines and text, and a light one for the ground behind it. Colour is
// never the only sign: each status also stands as a word.
type palette struct{ ink, ground color.RGBA }

var (
	good    = palette{color.RGBA{0x1b, 0x7f, 0x3b, 0xff}, color.RGBA{0xe6, 0xf4, 0xea, 0xff}}
	caution = palette{color.RGBA{0x9a, 0x67, 0x00, 0xff}, color.RGBA{0xfd, 0xf3, 0xd8, 0xff}}
	bad     = palette{color.RGBA{0xb3, 0x26, 0x1e, 0xff}, color.RGBA{0xfd, 0xec, 0xea, 0xff}}
	unknown = palette{color.RGBA{0x5b, 0x65, 0x70, 0xff}, color.RGBA{0xf0, 0xf2, 0xf4, 0xff}}
	neutral = palette{color.RGBA{0x0b, 0x7a, 0x75, 0xff}, color.RGBA{0xe3, 0xf1, 0xf0, 0xff}}
)

// paletteOf returns the palette of a status; neutral for none.
func paletteOf(status string) palette {
	switch status {
	case model.Met, model.OnPace, model.Within:
		return good
	case model.AtRisk, model.Over:
		return caution
	case model.Missed, model.Behind, model.Under:
		return bad
	}
	return neutral
}

// css writes a colour as CSS does: #1b7f3b.
func css(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func rowOf(l format.Line) row {
	l.Title = format.Plain(l.Title)
	filled := int(l.Share * 100)
	return row{Line: l, Filled: filled, Rest: 100 - filled, Colour: css(paletteOf(l.Status).ink)}
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

// withDefinitions sets the note of each row to the definition of its figure (SPEC section 6).
func withDefinitions(g *grid) *grid {
	if g != nil {
		for i := range g.Rows {
			g.Rows[i].Note = g.Rows[i].Definition
		}
	}
	return g
}

// How many SDRs, notes and causes of a restatement the letter names; the workbook has all of them.
const (
	mostSDRs     = 10
	mostNotes    = 10
	mostRestated = 10
)

// viewOf returns the view of a scorecard. Attached names the attachments, one a line.
func viewOf(s *model.Scorecard, attached []string) view {
	a, style := s.Agreement, format.For(s.Agreement)
	promise := format.PromiseOf(s)
	inForce := fmt.Sprintf("Agreement %s, version %d, in force since %s.", a.Head.ID, a.Head.Version,
		style.Date(a.Head.Effective.Time))
	v := view{
		Headline:     format.Headline(s),
		Edge:         css(neutral.ink),
		Banner:       format.Banner(a),
		Reach:        format.Reach(s),
		Company:      format.Plain(a.Head.Company),
		Empty:        format.Empty(s),
		AsOf:         asOf(s, style),
		Tiles:        tiles(s, promise),
		ChartAlt:     "Chart of the pace by working day. " + promise.Sentence(),
		Decisions:    plain(format.Decisions(s)),
		Grid:         gridOf("Goal", format.Grid(s)),
		Beyond:       gridOf("Line", format.Funnel(s)),
		Motions:      gridOf("Goal", format.Motions(s)),
		KPIs:         withDefinitions(gridOf("Figure", format.KPIs(s))),
		Promise:      promise,
		PromiseBar:   rowOf(format.Line{Share: promise.Share, Status: promise.Status}),
		Rules:        format.Rules(s),
		SalesCaveats: format.SalesCaveats(s),
		BreachCaveat: format.BreachCaveat(s),
		List:         dontBeOnIt(s, style),
		Restated:     restatedOf(s, style),
		Unknown:      format.Unknown(s),
		NoteCount:    style.Count(len(s.Warnings)),
		Attached:     plain(attached),
		Agreement:    format.Plain(strings.TrimSpace(inForce + " " + format.Review(s))),
		Fingerprint:  a.Fingerprint(),
	}
	if s.Period.Limited() {
		v.Edge = css(caution.ink)
	}
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
	if text := format.Ends(s); text != "" {
		v.Files = append(v.Files, text)
	}
	v.Notes = notes(s, style)
	return v
}

// notes returns the notes on the data, those on whole figures before those on a file or a row. Beyond the
// first ones it returns how many more there are.
func notes(s *model.Scorecard, style format.Style) []string {
	sorted := slices.Clone(s.Warnings)
	slices.SortStableFunc(sorted, func(a, b model.Note) int {
		return cmp.Compare(min(len(a.File), 1), min(len(b.File), 1))
	})
	var out []string
	for i, n := range sorted {
		if i == mostNotes {
			return append(out, style.Count(len(sorted)-i)+" more stand on the workbook's Checks.")
		}
		out = append(out, format.Note(n))
	}
	return out
}

// tiles returns the verdict in up to three figures: goals met, the promise, and the contacts in time. None is
// green where the exports end early.
func tiles(s *model.Scorecard, promise format.Promise) []tile {
	if format.Empty(s) {
		return nil
	}
	var out []tile
	add := func(label, value, word string, p palette) {
		if s.Period.Limited() && p != unknown {
			p = caution
		}
		out = append(out, tile{label, value, word, css(p.ink), css(p.ground)})
	}
	if g := format.GoalsMet(s); g.Of > 0 {
		p := caution
		switch {
		case g.Good == 0:
			p = bad
		case g.Good == g.Of && g.NotJudged == 0:
			p = good
		}
		add("Goals", fmt.Sprintf("%d of %d", g.Good, g.Of), g.Word+g.Rest(), p)
	}
	what := strings.ToUpper(promise.What[:1]) + promise.What[1:]
	switch {
	case promise.Attainment != format.NA:
		add(what, promise.Attainment, promise.Status, paletteOf(promise.Status))
	case format.PromiseIsNotKnown(s):
		add(what, format.NA, "reason below", unknown)
	}
	for _, r := range format.Rules(s) {
		switch {
		case r.ID != model.ContactRule:
		case r.Share != format.NA:
			add("Contacted", r.Share, "in time", neutral)
		default:
			add("Contacted", format.NA, "reason below", unknown)
		}
	}
	return out
}

// restatedOf returns what changed since the last issue of the period, and in the period before.
func restatedOf(s *model.Scorecard, style format.Style) (out []restated) {
	if s.Restated != nil {
		out = append(out, restatedSinceLastIssue(s, style))
	}
	if before := format.RestatedBefore(s); before != nil {
		out = append(out, restated{Title: before.Title, Figures: before.Lines, More: before.Where,
			Said: before.Title + ", see below."})
	}
	return out
}

func restatedSinceLastIssue(s *model.Scorecard, style format.Style) restated {
	lines, more := format.Restated(s)
	more += max(0, len(lines)-mostRestated)
	r := restated{Title: "Restated since the last issue", Figures: lines[:min(mostRestated, len(lines))],
		Why: format.RestatedWhy(s, mostRestated), Said: "Restates what was issued before, see below."}
	switch {
	case more == 1:
		r.More = "One further figure changed with these; the workbook's Checks lists it."
	case more > 1:
		r.More = style.Count(more) + " further figures changed with these; the workbook's Checks lists them all."
	}
	return r
}

// asOf writes the days that the figures cover and whether the period is closed.
func asOf(s *model.Scorecard, style format.Style) string {
	p := s.Period
	last := p.End.AddDate(0, 0, -1)
	text := style.Date(p.Start) + " to " + style.Date(last) + ", " + s.Agreement.Head.Zone
	switch asOf := style.Date(p.AsOf) + " " + p.AsOf.Format("15:04") + "."; {
	case p.Limited():
		return text + "; counted to " + asOf
	case !p.Closed():
		return text + "; still running, as of " + asOf
	}
	return text + "; closed."
}

// dontBeOnIt sums up the don't-be-on-it list in a sentence; empty where there is no list.
func dontBeOnIt(s *model.Scorecard, style format.Style) string {
	write := func(id string) string {
		if q := s.Quantity(id); q != nil {
			return style.Value(q.Value(), q.Unit)
		}
		return format.NA
	}
	if q := s.Quantity(model.LeadsAtRiskID); q == nil || q.Value().IsMissing() {
		return ""
	}
	return "Don't be on it: " + write(model.LeadsAtRiskID) + " leads worth " + write(model.LeadValueAtRiskID) + "; " +
		write(model.NotCalledID) + " not called in time, " + write(model.TooFewCallsID) +
		" called too few times."
}

// plain returns texts from the data trimmed and made safe to print.
func plain(texts []string) []string {
	var out []string
	for _, t := range texts {
		out = append(out, format.Plain(strings.TrimSpace(t)))
	}
	return out
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
