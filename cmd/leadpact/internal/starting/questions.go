package starting

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"leadpact/ingest"
	"leadpact/ingest/starter"
)

// questions ask for what only a person can decide, by the key of the agreement that takes the answer.
var questions = map[string]string{
	"date_order": "In which order stand day, month and year?",
	"decimal":    "Which is the decimal sign?",
	"sheet":      "Which sheet is to be read?",
	"complete":   "Do they hold every lead that there ever was?",
}

// Ask puts a question to a person, after the reason for it, until the answer is empty or valid. ok is
// false if nobody answers any more.
type Ask func(reason, question string, valid func(answer string) bool) (answer string, ok bool)

// Settle asks for everything that the exports leave open: the headers of columns first, then keys and the zone.
// An empty answer leaves it open. The zone goes into s.
func (x *Exports) Settle(ask Ask, s *starter.Content) error {
	if err := x.settleColumns(ask); err != nil {
		return err
	}
	x.settleKeys(ask)
	x.settleZone(ask, s)
	return nil
}

// askedColumns lists the columns that a person is asked for although a table can be read without them, because
// most figures need them.
var askedColumns = []string{"mql_at", "owner"}

// settleColumns asks for the headers of the columns that are needed, and of those that make most known where
// some header may give them. The files are then read once more.
func (x *Exports) settleColumns(ask Ask) error {
	for i := range x.Inputs {
		in := &x.Inputs[i]
		for n := range in.Choices {
			c := &in.Choices[n]
			if c.Chosen != nil || len(c.Candidates) == 0 || !c.Required && !slices.Contains(askedColumns, c.Column) {
				continue
			}
			headers := c.Offered()
			reason := fmt.Sprintf("inputs.%s: which header gives %s is not clear", in.Table, c.Column)
			question := fmt.Sprintf("Is it %s? [a header; empty: decide later]", c.Headers())
			answer, ok := ask(reason, question, func(s string) bool { return slices.Contains(headers, s) })
			if !ok {
				return nil
			}
			if answer != "" {
				c.Chosen = []string{answer}
			}
		}
		if err := x.readChosen(in); err != nil {
			return err
		}
	}
	return nil
}

// readChosen examines the files of an input once more, with the headers that were chosen.
func (x *Exports) readChosen(in *starter.Input) error {
	given := in.Draft
	given.Columns = in.ColumnPairs()
	if !in.Complete() || given.Columns == nil {
		return nil
	}
	for i, f := range in.Found {
		g, err := ingest.SurveyAs(x.words, x.from, f.File, in.Table, given)
		if err != nil {
			return err
		}
		if g.Err == nil {
			g.Facts, g.LeadsAndDeals = f.Facts, f.LeadsAndDeals
			in.Found[i] = g
			in.Decisions = addUndecided(in.Decisions, g.Undecided)
		}
	}
	return nil
}

func (x *Exports) settleKeys(ask Ask) {
	for i := range x.Inputs {
		for n := range x.Inputs[i].Decisions {
			k := &x.Inputs[i].Decisions[n]
			choices := strings.Join(k.Choices, " or ")
			question := fmt.Sprintf("%s [%s; empty: decide later]", questions[k.Key], choices)
			answer, ok := ask(k.Why, question, func(s string) bool {
				return slices.ContainsFunc(k.Choices, func(c string) bool { return strings.EqualFold(c, s) })
			})
			if !ok {
				return
			}
			k.Answer = strings.ToLower(answer)
		}
	}
}

// settleZone asks for the agreement's zone if the times of a file name none.
func (x *Exports) settleZone(ask Ask, s *starter.Content) {
	file := x.fileWithoutZone()
	if file == "" {
		return
	}
	question := fmt.Sprintf("In which zone are they, and does your month begin? "+
		"[as Europe/Berlin or America/New_York; empty: %s]", s.Zone)
	answer, ok := ask(file+": its times name no zone", question, func(zone string) bool {
		_, err := time.LoadLocation(zone)
		return err == nil && zone != "Local"
	})
	if ok && answer != "" {
		s.Zone, x.zoneAsked = answer, true
	}
}

// fileWithoutZone returns the first file whose times name no zone; "" if every file names one.
func (x *Exports) fileWithoutZone() string {
	for _, in := range x.Inputs {
		for _, f := range in.Found {
			if f.ZoneOpen {
				return f.File
			}
		}
	}
	return ""
}

// mostToDecide is the largest number of decisions that are listed.
const mostToDecide = 10

// Undecided returns what a person should decide in the agreement, what matters most first: what must be typed
// before anything is read, the columns that are missing, the stages that mean won, then what is assumed. At
// the place of each, comments show what was found.
func (x *Exports) Undecided(s starter.Content) []string {
	var list []string
	for _, part := range []func(starter.Content, starter.Input) []string{
		x.needed, missingColumns, missingWonStages, assumed,
	} {
		for _, in := range x.Inputs {
			list = append(list, part(s, in)...)
		}
	}
	if file := x.fileWithoutZone(); file != "" && !x.zoneAsked {
		list = append(list, fmt.Sprintf("agreement.zone: it is %s; the times of %s name no zone", s.Zone, file))
	}
	if len(x.tallies("leads", "owner")) > 0 {
		list = append(list, "inputs.leads.not_people: owners that are queues, if any")
	}
	if more := len(list) - mostToDecide; more > 0 {
		list = append(list[:mostToDecide], fmt.Sprintf("and %d more, which the comments under inputs name", more))
	}
	return list
}

// needed returns what must be typed or done before a table can be read.
func (x *Exports) needed(_ starter.Content, in starter.Input) (list []string) {
	if len(in.Files) == 0 {
		list = append(list, fmt.Sprintf("inputs.%s.files: no file here holds leads or deals; export them and name the file", in.Table))
	}
	for _, c := range in.Choices {
		if !c.Required || c.Chosen != nil {
			continue
		}
		text := fmt.Sprintf("inputs.%s.columns.%s: type the header that gives it; without it nothing is read", in.Table, c.Column)
		if headers := c.Headers(); headers != "" {
			text += "; it may be " + headers
		}
		list = append(list, text)
	}
	for _, f := range in.Found {
		if f.Err != nil && !slices.ContainsFunc(in.Choices, func(c starter.Choice) bool { return c.Required && c.Chosen == nil }) {
			list = append(list, fmt.Sprintf("inputs.%s.files: %v", in.Table, f.Err))
		}
	}
	for _, k := range in.Decisions {
		if k.Answer == "" && !k.Optional {
			list = append(list, fmt.Sprintf("inputs.%s.%s: without it nothing is read", in.Table, k.Key))
		}
	}
	return list
}

const (
	mostMissing   = 4 // the largest number of missing columns that are listed for a table
	fewestFigures = 3 // the smallest number of figures that a column must make known to be listed
)

// missingColumns returns the columns that a table lacks and that make most known.
func missingColumns(s starter.Content, in starter.Input) (list []string) {
	for _, c := range in.Missing(s.FiguresByColumn) {
		figures := s.FiguresByColumn[in.Table+"."+c.Column]
		if c.Required || figures.Count < fewestFigures || len(list) == mostMissing {
			continue
		}
		text := fmt.Sprintf("inputs.%s.columns.%s: no column gives it; %s", in.Table, c.Column, figures)
		if headers := c.Headers(); c.ByName() {
			text += "; it may be " + headers
		}
		list = append(list, text)
	}
	return list
}

// missingWonStages asks which stages of deals mean that they are won.
func missingWonStages(_ starter.Content, in starter.Input) []string {
	if in.Table != "deals" || len(in.Found) == 0 {
		return nil
	}
	won := slices.ContainsFunc(in.Found, func(f ingest.SurveyedFile) bool {
		return slices.ContainsFunc(f.Columns, func(b ingest.Bound) bool { return b.Column == "won" })
	})
	for _, t := range ingest.MergeValueCounts(in.Found) {
		won = won || t.Column == "stage" && slices.ContainsFunc(t.Top, func(v ingest.ValueCount) bool { return v.To == "won" })
	}
	if won {
		return nil
	}
	return []string{"inputs.deals.won_stages: the stages that mean won; until then no deal is won"}
}

// assumed returns what is assumed of a table until a person says otherwise.
func assumed(_ starter.Content, in starter.Input) (list []string) {
	for _, k := range in.Decisions {
		if k.Answer == "" && k.Optional {
			list = append(list, fmt.Sprintf("inputs.%s.%s: %s", in.Table, k.Key, k.Why))
		}
	}
	if columns := unmappedColumns(in); len(columns) > 0 {
		list = append(list, fmt.Sprintf("inputs.%s.values: %s; until then such a value counts as none",
			in.Table, strings.Join(columns, ", ")))
	}
	return list
}

// unmappedColumns returns the columns of a table's files with values that have no meaning yet.
func unmappedColumns(in starter.Input) []string {
	var columns []string
	for _, f := range in.Found {
		for _, t := range f.Values {
			unmapped := func(v ingest.ValueCount) bool { return v.To == "" }
			if t.Words != nil && slices.ContainsFunc(t.Top, unmapped) && !slices.Contains(columns, t.Column) {
				columns = append(columns, t.Column)
			}
		}
	}
	return columns
}
