package starter

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadpact/ingest"
	"leadpact/ingest/profile"
	"leadpact/model/agreement"
)

// Choice holds the headers that may give a canonical column, the likeliest first.
type Choice struct {
	Column     string
	Chosen     []string // headers as columns: lists them; nil where none is clear
	Candidates []Candidate
	Required   bool // without it no row of the file can be used
}

// Candidate is a header that may give a column, and what its cells show.
type Candidate struct {
	Header string
	Shows  string
	score  int
}

// Proposal is how a file whose columns no profile knows can be read.
type Proposal struct {
	Table   string
	Choices []Choice // one for each canonical column of the table
	Input   agreement.Input
}

// Open returns the required columns that nobody has chosen a header for.
func (p *Proposal) Open() (open []*Choice) {
	for i := range p.Choices {
		if c := &p.Choices[i]; c.Required && c.Chosen == nil {
			open = append(open, c)
		}
	}
	return open
}

// proposed lists the tables that a file may serve as. Of two that fit equally well the first is taken.
var proposed = []string{"leads", "deals", "activities", "spend", "team", "feedback"}

// telling lists the columns that tell one table from the others.
var telling = map[string][]string{
	"leads":      {"mql_at", "sql_at", "quality", "tier", "action", "lead_id", "created_at"},
	"deals":      {"amount", "stage", "won", "currency", "deal_id"},
	"activities": {"type", "at", "outcome", "direction", "activity_id"},
	"spend":      {"month", "channel", "actual"},
	"team":       {"sdr", "start_date"},
	"feedback":   {"asset", "worked", "did_not"},
}

// Propose returns how a file can be read whose columns no profile knows: the likeliest table, the headers
// whose names and cells leave no doubt, and the candidates for the other columns. ok is false if the file is
// like none of the tables.
func Propose(f ingest.SurveyedFile) (best *Proposal, ok bool) {
	most := 0
	for _, table := range proposed {
		if f.Table != "" && f.Table != table {
			continue // its columns are known, and the file has another fault
		}
		p := propose(table, f)
		if score := p.score(f.File); score > most {
			best, most = p, score
		}
	}
	if best != nil {
		best.addConstants(f)
		best.addValues(f)
	}
	return best, best != nil
}

// score returns how well a file fits a table; 0 or less if it does not.
func (p *Proposal) score(file string) int {
	score, known := 0, 0
	for _, c := range p.Choices {
		switch {
		case c.Chosen == nil:
		case slices.Contains(telling[p.Table], c.Column):
			score += 10
			known++
		default:
			score += 2
		}
	}
	hinted := hasTableWord(foldName(file), p.Table)
	if hinted {
		score += 25
	}
	for _, c := range p.Open() {
		if score -= 10; len(c.Candidates) == 0 {
			score -= 20
		}
	}
	small := p.Table == "spend" || p.Table == "team" || p.Table == "feedback"
	if !hinted && known < 2 || small && (len(p.Open()) > 0 || !hinted && known < 3) {
		return 0
	}
	return score
}

// hasTableWord reports whether a folded name has a word that stands for a table.
func hasTableWord(name, table string) bool {
	v := loadVocabulary()
	if table == "activities" && (hasAny(name, v.Tables["calls"]) || hasAny(name, v.Tables["emails"]) ||
		hasAny(name, v.Tables["meetings"])) {
		return true
	}
	return hasAny(name, v.Tables[table])
}

// TableByName returns the table that the name of a file names; "" if it names none or several.
func TableByName(file string) (table string) {
	for _, t := range proposed {
		if hasTableWord(foldName(file), t) {
			if table != "" {
				return ""
			}
			table = t
		}
	}
	return table
}

// propose chooses the headers of one table. A header gives at most one column.
func propose(table string, f ingest.SurveyedFile) *Proposal {
	p := &Proposal{Table: table}
	t := profile.TableNamed(table)
	for _, c := range t.Columns {
		p.Choices = append(p.Choices, Choice{Column: c.Name, Required: isRequired(t, c.Name)})
	}
	used, named := map[string]bool{}, map[string]int{}
	for _, x := range f.Facts {
		named[foldName(x.Header)]++
	}
	for _, x := range f.Facts {
		used[x.Header] = named[foldName(x.Header)] > 1 // which of the two is meant, only a person can say
	}
	for i := range p.Choices {
		p.Choices[i].rank(t, f.Facts)
	}
	// A header that two columns claim is the one's to whom it is named more exactly.
	for i := range p.Choices {
		c := &p.Choices[i]
		if best := c.clear(); best != nil && !used[best.Header] && !p.claimedBefore(i, best) {
			c.Chosen = []string{best.Header}
			used[best.Header] = true
		}
	}
	for i := range p.Choices {
		c := &p.Choices[i]
		c.Candidates = slices.DeleteFunc(c.Candidates, func(x Candidate) bool { return used[x.Header] && c.Chosen == nil })
		if c.Chosen != nil && t.Columns[i].Kind == profile.Date {
			c.addTimeOfDay(f.Facts)
		}
	}
	p.settleAlternatives(t)
	for _, c := range p.Choices {
		if c.Chosen != nil {
			p.Input.Columns = append(p.Input.Columns, agreement.Pair[[]string]{Key: c.Column, Value: c.Chosen})
		}
	}
	return p
}

func isRequired(t *profile.Table, column string) bool {
	return slices.ContainsFunc(t.Required, func(group []string) bool { return slices.Contains(group, column) })
}

// settleAlternatives removes the requirement from columns of which another one is given in their place, as
// email in place of lead_id.
func (p *Proposal) settleAlternatives(t *profile.Table) {
	for _, group := range t.Required {
		given := slices.ContainsFunc(group, func(column string) bool { return p.choice(column).Chosen != nil })
		for _, column := range group {
			c := p.choice(column)
			c.Required = !given && column == group[0] || c.Chosen != nil
		}
	}
}

// choice returns the choice of a column.
func (p *Proposal) choice(column string) *Choice {
	i := slices.IndexFunc(p.Choices, func(c Choice) bool { return c.Column == column })
	return &p.Choices[i]
}

// claimedBefore reports whether another column is named by a header more exactly than the i-th.
func (p *Proposal) claimedBefore(i int, x *Candidate) bool {
	return slices.ContainsFunc(p.Choices, func(c Choice) bool {
		other := c.clear()
		return c.Column != p.Choices[i].Column && other != nil && other.Header == x.Header && other.score > x.score
	})
}

// Scores of a candidate, by its name. A column is chosen only by a name that is exact.
const (
	exactName   = 100 // the header is a name of the column
	exactOwnID  = 90  // the header is a name that the id of any row may have
	soleEmail   = 80  // no other column holds e-mails
	similarName = 40  // the header is a name that often means the column
	partOfName  = 30  // the header contains a name of the column
	byContent   = 10  // only the cells fit
)

// unitBehind matches the currency behind the name of an amount, as in "Amount (GBP)" and "Umsatz in EUR".
var unitBehind = regexp.MustCompile(`(?:\s*[(\[]|\s+in|\s)\s*[A-Z]{3}[)\]]?$`)

// rank lists the headers whose cells fit the column and whose name or cells speak for it, the likeliest
// first.
func (c *Choice) rank(t *profile.Table, facts []ingest.ColumnFacts) {
	v := loadVocabulary()
	kind := t.Columns[t.Index(c.Column)].Kind
	first := c.Column == t.Columns[0].Name
	emails := 0
	for i := range facts {
		if facts[i].IsEmail() {
			emails++
		}
	}
	for i := range facts {
		x := &facts[i]
		if x.Header == "" || !fits(c, kind, x) {
			continue
		}
		name, score := foldName(x.Header), 0
		if kind == profile.Amount {
			name = foldName(unitBehind.ReplaceAllString(x.Header, ""))
		}
		switch {
		case v.names[c.Column].has(name):
			score = exactName
		case first && v.ownNames(t.Name).has(name):
			score = exactOwnID
		case c.Column == "email" && emails == 1:
			score = soleEmail
		case v.similar[c.Column].has(name):
			score = similarName
		case hasAny(name, v.names[c.Column].folded) && !isOther(v, c.Column, name),
			first && x.IsUnique() && hasAny(name, v.ownNames(t.Name).folded):
			score = partOfName
		case speaksFor(c, kind, x):
			score = byContent
		default:
			continue
		}
		c.Candidates = append(c.Candidates, Candidate{x.Header, describe(x), score})
	}
	slices.SortStableFunc(c.Candidates, func(a, b Candidate) int { return cmp.Compare(b.score, a.score) })
	if c.ByName() {
		c.Candidates = slices.DeleteFunc(c.Candidates, func(x Candidate) bool { return x.score == byContent })
	}
}

// isOther reports whether a folded header is exactly the name of another column, as "Date Modified", of which
// "Date" is only a part.
func isOther(v *vocabulary, column, name string) bool {
	return slices.ContainsFunc(v.columnsNamed[compact(name)], func(other string) bool { return other != column })
}

// clear returns the candidate that leaves no doubt; nil if none does.
func (c *Choice) clear() *Candidate {
	if len(c.Candidates) == 0 || c.Candidates[0].score < soleEmail ||
		len(c.Candidates) > 1 && c.Candidates[1].score == c.Candidates[0].score {
		return nil
	}
	return &c.Candidates[0]
}

// fits reports whether the cells of a file's column can be those of a canonical column.
func fits(c *Choice, kind profile.Kind, x *ingest.ColumnFacts) bool {
	if x.Filled == 0 {
		return x.Rows == 0 || !c.Required && kind == profile.Date // what has not happened yet is blank
	}
	switch kind {
	case profile.Date:
		return x.MayBeDate() && !x.IsClock()
	case profile.Month:
		return !x.IsEmail()
	case profile.Amount:
		return x.IsNumber()
	case profile.Ident, profile.Idents:
		if c.Column == "email" {
			return x.IsEmail()
		}
		mayRepeat := kind == profile.Idents || !c.Required
		return !x.IsDate() && !x.IsEmail() && !x.IsClock() && (mayRepeat || 10*x.Distinct >= 9*x.Filled)
	case profile.Name:
		return !x.IsDate() && !x.IsClock()
	case profile.Choice:
		return !x.IsDate() && !x.IsEmail() && !x.IsClock() && (x.IsFew() || x.IsNumber())
	}
	return !x.IsClock()
}

// speaksFor reports whether cells alone make it possible that they are those of a column.
func speaksFor(c *Choice, kind profile.Kind, x *ingest.ColumnFacts) bool {
	switch kind {
	case profile.Date, profile.Month:
		return x.IsDate()
	case profile.Ident:
		return c.Required && x.IsUnique() && !x.IsWords()
	case profile.Amount:
		return x.IsNumber() && !x.IsUnique()
	case profile.Name:
		return x.IsWords() && x.IsFew() && x.Distinct > 1
	case profile.Choice:
		return x.IsFew() && !x.IsNumber() && x.Distinct > 1
	}
	return false
}

// describe returns what the cells of a column show, in a few words.
func describe(x *ingest.ColumnFacts) string {
	switch {
	case x.Filled == 0:
		return "blank in every row"
	case x.IsDate() && x.Filled == x.Rows:
		return "dates in every row"
	case x.IsDate():
		return fmt.Sprintf("dates in %d of %d rows", x.Filled, x.Rows)
	case x.IsEmail():
		return "e-mails"
	case x.IsUnique():
		return "another value in each row"
	case x.IsFew():
		return "values such as " + quotedText(shorten(x.Values[0].Value))
	}
	return "texts such as " + quotedText(shorten(x.Values[0].Value))
}

// addTimeOfDay adds to a column of dates without time of day the only column of times of day that stands
// beside it and is called so, as "Call Time" beside "Call Date".
func (c *Choice) addTimeOfDay(facts []ingest.ColumnFacts) {
	v := loadVocabulary()
	i := slices.IndexFunc(facts, func(x ingest.ColumnFacts) bool { return x.Header == c.Chosen[0] })
	if !facts[i].IsBareDate() || c.Column != "at" && c.Column != "created_at" {
		return
	}
	var times []string
	for _, x := range facts {
		if x.IsClock() && hasAny(foldName(x.Header), v.timeOfDay) {
			times = append(times, x.Header)
		}
	}
	if len(times) == 1 {
		c.Chosen = []string{c.Chosen[0] + " + " + times[0]}
	}
}

// addConstants says of a file of calls, e-mails or meetings, which its name or the names of its columns show,
// that every row is one.
func (p *Proposal) addConstants(f ingest.SurveyedFile) {
	if p.Table != "activities" || p.choice("type").Chosen != nil {
		return
	}
	v := loadVocabulary()
	var types []string
	for word, to := range map[string]string{"calls": "call", "emails": "email", "meetings": "meeting"} {
		named := 0
		for _, x := range f.Facts {
			if hasAny(foldName(x.Header), v.Tables[word]) {
				named++
			}
		}
		if hasAny(foldName(f.File), v.Tables[word]) || named >= 2 {
			types = append(types, to)
		}
	}
	if len(types) == 1 {
		p.Input.Constants = agreement.Pairs[string]{{Key: "type", Value: types[0]}}
		c := p.choice("type")
		c.Required, c.Candidates = false, nil
	}
}

// addValues maps the values of the chosen columns whose words are known. Other values stay without a meaning. A
// column of yes and no whose words are not all known is not chosen, because its rows could not be used.
func (p *Proposal) addValues(f ingest.SurveyedFile) {
	for i := range p.Choices {
		c := &p.Choices[i]
		if c.Chosen == nil {
			continue
		}
		at := slices.IndexFunc(f.Facts, func(x ingest.ColumnFacts) bool { return x.Header == c.Chosen[0] })
		if at < 0 {
			continue
		}
		values := f.Facts[at].Values
		mapped := wordsMeant(c.Column, values)
		switch {
		case c.Column == "stage":
			p.Input.WonStages, _ = mapped.Get("won")
			p.Input.LostStages, _ = mapped.Get("lost")
		case slices.Contains(yesNo, c.Column) && !allKnown(p.Table, c.Column, mapped, values):
			c.Chosen = nil
			p.Input.Columns = slices.DeleteFunc(p.Input.Columns, func(o agreement.Pair[[]string]) bool { return o.Key == c.Column })
		case len(mapped) > 0:
			p.Input.Values = append(p.Input.Values, agreement.Pair[agreement.Pairs[[]string]]{Key: c.Column, Value: mapped})
		}
	}
}

// yesNo lists the columns whose cells must be words that are known.
var yesNo = []string{"won", "automated", "new_business"}

// allKnown reports whether every value is a word of a column, or mapped to one.
func allKnown(table, column string, mapped agreement.Pairs[[]string], values []ingest.ValueCount) bool {
	m := profile.NewMapper(profile.WordsOf(&agreement.Agreement{}, table, column), mapped...)
	return !slices.ContainsFunc(values, func(x ingest.ValueCount) bool {
		_, known := m.Map(x.Value, '.')
		return !known
	})
}

// wordsMeant returns the values whose meaning is known, by canonical value.
func wordsMeant(column string, values []ingest.ValueCount) (mapped agreement.Pairs[[]string]) {
	for _, x := range values {
		to := loadVocabulary().meaning(column, x.Value)
		if to == "" || column != "stage" && strings.EqualFold(to, x.Value) || strings.Contains(x.Value, "*") || x.Value != shorten(x.Value) {
			continue
		}
		i := slices.IndexFunc(mapped, func(o agreement.Pair[[]string]) bool { return o.Key == to })
		if i < 0 {
			i = len(mapped)
			mapped = append(mapped, agreement.Pair[[]string]{Key: to})
		}
		mapped[i].Value = append(mapped[i].Value, x.Value)
	}
	return mapped
}
