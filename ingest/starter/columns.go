package starter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Complete reports whether an input names a file, and a header for each column that its table needs.
func (in Input) Complete() bool {
	return in.Off || len(in.Files) > 0 && !slices.ContainsFunc(in.Choices, func(c Choice) bool { return c.isOpen() })
}

// isOpen reports whether a header must be named before the file can be read.
func (c *Choice) isOpen() bool { return c.Required && c.Chosen == nil }

// Choose sets the columns, constants and values of an input from what its files propose, and lists the
// candidates for the columns that no file gives. proposals has an entry for each file that is not recognised.
func (in *Input) Choose(proposals map[string]*Proposal) {
	given := map[string][]string{} // by column: the headers by which recognised files give it
	fixed := map[string]bool{}     // columns that a recognised file gives by a constant
	for _, f := range in.Found {
		for _, c := range f.Columns {
			switch {
			case proposals[f.File] != nil:
			case c.Headers != nil:
				given[c.Column] = append(given[c.Column], strings.Join(c.Headers, " + "))
			default:
				fixed[c.Column] = true
			}
		}
	}
	for _, f := range in.Found {
		p, proposed := proposals[f.File]
		if !proposed {
			p = propose(in.Table, f)
			p.keepAdditional(f)
		}
		for _, c := range p.Choices {
			if fixed[c.Column] || given[c.Column] != nil && !(proposed && c.Chosen != nil) {
				continue
			}
			in.addChoice(c)
		}
		in.Draft.Constants = appendPairs(in.Draft.Constants, p.Input.Constants)
		in.Draft.Values = appendPairs(in.Draft.Values, p.Input.Values)
		in.Draft.WonStages = append(in.Draft.WonStages, p.Input.WonStages...)
		in.Draft.LostStages = append(in.Draft.LostStages, p.Input.LostStages...)
	}
	for i := range in.Choices {
		c := &in.Choices[i]
		if c.Chosen == nil {
			continue
		}
		for _, h := range given[c.Column] {
			if !slices.Contains(c.Chosen, h) {
				c.Chosen = append(c.Chosen, h)
			}
		}
	}
}

// keepAdditional limits a proposal to what a recognised file lacks. In an export of a CRM nothing is chosen:
// its profile knows which headers mean what, so the others are only offered.
func (p *Proposal) keepAdditional(f ingest.SurveyedFile) {
	p.Choices = slices.DeleteFunc(p.Choices, func(c Choice) bool {
		return slices.ContainsFunc(f.Columns, func(b ingest.Bound) bool { return b.Column == c.Column })
	})
	for i := range p.Choices {
		c := &p.Choices[i]
		c.Required = false
		if f.CRM != "plain" {
			c.Chosen = nil
		}
	}
	p.Input = agreement.Input{}
	p.addValues(f)
}

// appendPairs returns pairs with those of another list whose keys are new.
func appendPairs[V any](pairs, more agreement.Pairs[V]) agreement.Pairs[V] {
	for _, p := range more {
		if _, known := pairs.Get(p.Key); !known {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// addChoice adds the choice of one more file.
func (in *Input) addChoice(c Choice) {
	if c.Chosen == nil && len(c.Candidates) == 0 && !c.Required {
		return
	}
	i := slices.IndexFunc(in.Choices, func(o Choice) bool { return o.Column == c.Column })
	if i < 0 {
		in.Choices = append(in.Choices, c)
		return
	}
	o := &in.Choices[i]
	for _, h := range c.Chosen {
		if !slices.Contains(o.Chosen, h) {
			o.Chosen = append(o.Chosen, h)
		}
	}
	o.Candidates = append(o.Candidates, c.Candidates...)
}

// Offered returns the headers of the best candidates.
func (c *Choice) Offered() (headers []string) {
	for _, x := range c.Candidates[:min(len(c.Candidates), maxOffered)] {
		headers = append(headers, x.Header)
	}
	return headers
}

// Headers returns the headers of the best candidates, in quotes; "" where there is none.
func (c *Choice) Headers() string {
	var quoted []string
	for _, h := range c.Offered() {
		quoted = append(quoted, quotedText(h))
	}
	return strings.Join(quoted, " or ")
}

// ByName returns whether the best candidate has a name that speaks for the column.
func (c *Choice) ByName() bool { return len(c.Candidates) > 0 && c.Candidates[0].score > byContent }

// ColumnPairs returns what the key columns of the input says.
func (in Input) ColumnPairs() (pairs agreement.Pairs[[]string]) {
	for _, c := range in.Choices {
		if c.Chosen != nil {
			pairs = append(pairs, agreement.Pair[[]string]{Key: c.Column, Value: c.Chosen})
		}
	}
	return pairs
}

// Missing returns the columns of the table that no file gives: first those without which nothing is read, then by
// the number of figures that need them.
func (in Input) Missing(figures map[string]model.ColumnFigures) (missing []Choice) {
	if !slices.ContainsFunc(in.Found, func(f ingest.SurveyedFile) bool { return f.Facts != nil || f.Err == nil }) {
		return nil // no file shows its columns
	}
	for _, column := range ingest.CanonicalColumns(in.Table) {
		c := Choice{Column: column}
		if i := slices.IndexFunc(in.Choices, func(o Choice) bool { return o.Column == column }); i >= 0 {
			c = in.Choices[i]
		}
		if !in.gives(column) && !in.gives(replacedBy[in.Table+"."+column]) {
			missing = append(missing, c)
		}
	}
	weight := func(c Choice) int {
		if c.Required {
			return 1 << 20
		}
		return figures[in.Table+"."+c.Column].Count
	}
	slices.SortStableFunc(missing, func(a, b Choice) int { return cmp.Compare(weight(b), weight(a)) })
	return missing
}

// replacedBy names the column that does what another one does: stages may say what is won, and the name of the
// lead joins a deal.
var replacedBy = map[string]string{"deals.won": "stage", "deals.lead_id": "lead_name"}

// gives reports whether a file or a constant gives a column.
func (in Input) gives(column string) bool {
	if _, fixed := in.Draft.Constants.Get(column); fixed {
		return true
	}
	chosen := slices.ContainsFunc(in.Choices, func(c Choice) bool { return c.Column == column && c.Chosen != nil })
	return chosen || slices.ContainsFunc(in.Found, func(f ingest.SurveyedFile) bool {
		return slices.ContainsFunc(f.Columns, func(b ingest.Bound) bool { return b.Column == column })
	})
}

// writeColumns writes the keys columns and constants: first the columns that are missing, with their
// candidates, then those that were found. Where nothing is to be set, it writes comments only.
func (in Input) writeColumns(b *strings.Builder, figures map[string]model.ColumnFigures) {
	chosen := in.ColumnPairs()
	var lines []string
	live := len(chosen) > 0
	for _, c := range in.Missing(figures) {
		if line := c.missingLine(figures[in.Table+"."+c.Column]); line != "" {
			lines = append(lines, line)
			live = live || c.Required
		}
	}
	for _, c := range in.Choices {
		if c.Chosen != nil {
			lines = append(lines, c.chosenLine())
		}
	}
	switch {
	case len(lines) == 0:
	case live:
		b.WriteString("    columns:                       # the header that gives each column; take the # off a line to use it\n")
		for _, line := range lines {
			fmt.Fprintf(b, "      %s\n", line)
		}
	default:
		b.WriteString("    # columns:                     # headers that may give a missing column; take the # off this line, too\n")
		for _, line := range lines {
			fmt.Fprintf(b, "    #   %s\n", strings.TrimPrefix(line, "# "))
		}
	}
	if len(in.Draft.Constants) > 0 {
		b.WriteString("    constants:                     # the value of every row\n")
		for _, c := range in.Draft.Constants {
			fmt.Fprintf(b, "      %s: %s\n", c.Key, quotedKey(c.Value))
		}
	}
}

// chosenLine returns the line of a column whose header is clear.
func (c *Choice) chosenLine() string {
	header := quotedText(c.Chosen[0])
	if len(c.Chosen) > 1 {
		header = quotedList(c.Chosen)
	}
	line := fmt.Sprintf("%s: %s", c.Column, header)
	if i := slices.IndexFunc(c.Candidates, func(x Candidate) bool { return strings.HasPrefix(c.Chosen[0], x.Header) }); i >= 0 {
		line += "   # " + yamlComment(c.Candidates[i].Shows)
	}
	return line
}

// missingLine returns the line of a column that no file gives; "" where there is nothing to say about it.
func (c *Choice) missingLine(figures model.ColumnFigures) string {
	var offers []string
	for _, x := range c.Candidates[:min(len(c.Candidates), maxOffered)] {
		offers = append(offers, fmt.Sprintf("%s (%s)", quotedText(x.Header), x.Shows))
	}
	effect := figures.String()
	switch {
	case c.Required && len(offers) > 0:
		return fmt.Sprintf("%s:   # type a header, without it nothing is read: %s", c.Column, yamlComment(strings.Join(offers, ", ")))
	case c.Required:
		return fmt.Sprintf("%s:   # type a header, without it nothing is read; none seems to give it", c.Column)
	case len(offers) > 0 && c.Candidates[0].score == byContent:
		if effect == "" {
			return ""
		}
		return fmt.Sprintf("# %s: HEADER   # by its cells it may be %s; %s", c.Column, yamlComment(strings.Join(offers, ", ")), effect)
	case len(offers) > 0:
		line := fmt.Sprintf("# %s: %s   # %s", c.Column, quotedText(c.Candidates[0].Header), yamlComment(c.Candidates[0].Shows))
		if len(offers) > 1 {
			line += "; or " + yamlComment(strings.Join(offers[1:], ", "))
		}
		if effect != "" {
			line += "; " + effect
		}
		return line
	case effect != "":
		return fmt.Sprintf("# %s: HEADER   # no header seems to give it; %s", c.Column, effect)
	}
	return ""
}

// maxOffered is the largest number of candidates that are written for a column.
const maxOffered = 4
