// Package starter writes the text of a new agreement.yaml: every section, with what each key means.
//
// The input is the starting values: usual figures, or what package ingest found in a folder of exports
// (Survey). The output is the text. The package reads no file, and does not know how files are read.
package starter

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
	"time"
	"unicode"

	"leadpact/model"
	"leadpact/templates"
)

// Content holds the starting values of a new agreement: usual figures, or those that the exports show.
type Content struct {
	Folder      string    // folder of the exports; empty: no exports
	Effective   time.Time // first day
	Currency    string
	Zone        string // IANA name
	Stream      string
	Measured    string // the period in which the goals were measured; empty: they are usual figures
	Revenue     Figure
	AverageDeal Figure
	Goals       []Goal
	Channels    []Channel // of the budget
	Inputs      []Input
	Unused      []string // files that no input reads, each with the reason
	// FiguresByColumn holds the figures that need a column, by the name of the column as leads.mql_at.
	FiguresByColumn map[string]model.ColumnFigures
	ToDecide        []string // what a person should decide first
}

// Complete reports whether the inputs can be read: each names a file and the headers of the columns that its
// table needs, and there are leads or deals.
func (s Content) Complete() bool {
	return !slices.ContainsFunc(s.Inputs, func(in Input) bool { return !in.Complete() })
}

// WithoutIncomplete returns the content with the inputs that can be read, or with the usual ones where neither
// leads nor deals can.
func (s Content) WithoutIncomplete() Content {
	s.Inputs = slices.DeleteFunc(slices.Clone(s.Inputs), func(in Input) bool { return !in.Complete() })
	if !slices.ContainsFunc(s.Inputs, func(in Input) bool { return in.Table == "leads" || in.Table == "deals" }) {
		s.Inputs = usualInputs
	}
	return s
}

// Figure is a starting value and its source.
type Figure struct {
	Value float64
	Note  string
}

// Goal is a line of the goal grid. If its value is NaN, the line is written as a comment, with the note.
type Goal struct {
	Line string
	Figure
}

// Channel is a channel of the budget.
type Channel struct {
	Name   string
	Amount int64 // per month
}

// UsualContent returns the figures of article 001, as starting values where nothing is known.
func UsualContent(effective time.Time) Content {
	return Content{
		Effective: effective, Currency: "USD", Zone: "UTC", Stream: "New business",
		Revenue: Figure{Value: 1_000_000}, AverageDeal: Figure{Value: 10_000},
		Goals: []Goal{
			{"leads_sourced", Figure{Value: 300}}, {"qualified_leads", Figure{Value: 250}}, {"mqls_created", Figure{Value: 125}},
			{"mqls_managed", Figure{Value: 525}}, {"sqls_created", Figure{Value: 32}},
		},
		Inputs: usualInputs,
	}
}

// usualInputs lists plain files, of which only the leads are required.
var usualInputs = []Input{
	{Table: "leads", Files: []string{"exports/leads.csv"}, Decisions: []Decision{CompleteLeads}},
	{Table: "activities", Files: []string{"exports/activities.csv"}, Off: true},
	{Table: "deals", Files: []string{"exports/deals.csv"}, Off: true},
	{Table: "spend", Files: []string{"exports/spend.csv"}, Off: true},
	{Table: "team", Files: []string{"exports/team.csv"}, Off: true},
	{Table: "feedback", Files: []string{"exports/feedback.csv"}, Off: true},
}

var starterTemplate = sync.OnceValues(func() (*template.Template, error) {
	text, err := templates.FS.ReadFile("agreement/starter.yaml")
	if err != nil {
		return nil, err
	}
	return template.New("starter.yaml").Funcs(template.FuncMap{
		"quote": strconv.Quote, "comment": yamlComment, "number": numberText,
	}).Parse(string(text))
})

// Text returns the text of a new agreement.yaml: every section, with an explanation of each key.
func Text(s Content) ([]byte, error) {
	t, err := starterTemplate()
	if err != nil {
		return nil, err
	}
	var goals []string
	for _, g := range s.Goals {
		goals = append(goals, g.String())
	}
	var b bytes.Buffer
	err = t.Execute(&b, struct {
		Content
		LastDay time.Time
		Goals   []string
		Inputs  string
	}{s, s.Effective.AddDate(1, 0, -1), goals, inputsText(s)})
	return b.Bytes(), err
}

// String returns the line of the goal grid in YAML.
func (g Goal) String() string {
	if math.IsNaN(g.Value) {
		return fmt.Sprintf("# %s: 1   # n/a: %s", g.Line, yamlComment(g.Note))
	}
	return fmt.Sprintf("%s: %.0f", g.Line, g.Value)
}

// yamlComment returns a text on one line, without characters that could end a YAML comment.
func yamlComment(s string) string {
	printed := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(printed), " ")
}
