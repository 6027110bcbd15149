// Package letter writes the monthly letter about a scorecard (SPEC section 10).
//
// A model.Scorecard and the files to attach come in. Out goes the letter as an HTML page that stands alone,
// or as an RFC 5322 message with HTML, a plain text alternative, a chart and the attachments. The same
// scorecard gives the same bytes. The package does not know to whom the message is delivered, how, or what
// became of it: that is package delivery. The words of the letter are in templates/letter.
package letter

import (
	"encoding/base64"
	"fmt"
	htmltemplate "html/template"
	"strings"
	"text/template"

	"leadpact/model"
	"leadpact/templates"
)

var (
	htmlLetter = htmltemplate.Must(htmltemplate.New("letter.html").Funcs(functions).ParseFS(templates.FS,
		"letter/letter.html"))
	textLetter = template.Must(template.New("letter.txt").Funcs(functions).ParseFS(templates.FS, "letter/letter.txt"))

	functions = map[string]any{"inc": func(i int) int { return i + 1 }, "upper": strings.ToUpper}
)

// Letter is the letter about one scorecard.
type Letter struct {
	card  *model.Scorecard
	chart []byte // a PNG; nil where the scorecard has no pace
}

// New returns the letter about a scorecard, with its chart drawn.
func New(s *model.Scorecard) (*Letter, error) {
	chart, err := paceChart(s)
	if err != nil {
		return nil, fmt.Errorf("letter: %w", err)
	}
	return &Letter{s, chart}, nil
}

// HTML returns the letter as a page that stands alone: its chart is embedded.
func (l *Letter) HTML() ([]byte, error) {
	v := viewOf(l.card, nil)
	if l.chart != nil {
		v.Chart = htmltemplate.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(l.chart))
	}
	return v.html()
}
