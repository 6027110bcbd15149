package ingest

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadpact/ingest/csvtext"
)

// StartingInput is one table's entry under inputs of a new agreement.
type StartingInput struct {
	Table string
	Files []string // relative to the agreement
	CRM   string
	Found []SurveyedFile // what was found in each file
	// Settled are the keys that a reader was asked for, date_order or decimal, with the answer; an empty one is still to be
	// given, and is written as a comment.
	Settled []Settled
	People  map[string]string // names of the owners that the files name by id
	Off     bool              // written as a comment: the file is not there yet
}

// Settled is a key of an input that only a reader can decide.
type Settled struct {
	Key, Answer, Why string
	Choices          []string
}

// choices are written as YAML takes them.
func (k Settled) choices() []string {
	var out []string
	for _, c := range k.Choices {
		out = append(out, quotedKey(c))
	}
	return out
}

// inputsText is the section inputs of a new agreement.
func inputsText(s Starting) string {
	var b strings.Builder
	b.WriteString("inputs:                            # CSV files, folders or patterns such as exports/leads*.csv, relative to this file\n")
	for _, in := range s.Inputs {
		if in.Off {
			fmt.Fprintf(&b, "  # %s: {files: %s}\n", in.Table, quotedList(in.Files))
			continue
		}
		if s.Folder == "" {
			fmt.Fprintf(&b, "  %s: {files: %s}\n", in.Table, quotedList(in.Files))
			continue
		}
		in.write(&b)
	}
	return b.String()
}

func (in StartingInput) write(b *strings.Builder) {
	fmt.Fprintf(b, "  %s:\n    files: %s\n", in.Table, quotedList(in.Files))
	if in.CRM != "" && in.CRM != "plain" {
		fmt.Fprintf(b, "    crm: %s\n", in.CRM)
	}
	for _, k := range in.Settled {
		if k.Answer == "" {
			fmt.Fprintf(b, "    # %s: %s   # decide: %s\n", k.Key, strings.Join(k.choices(), " or "), yamlComment(k.Why))
			continue
		}
		fmt.Fprintf(b, "    %s: %q\n", k.Key, k.Answer)
	}
	for _, f := range in.Found {
		in.describe(b, f)
	}
	tallies := mergeValueCounts(in.Found)
	for _, t := range tallies {
		in.writeListKeys(b, t)
	}
	owners := in.ownerMapping(tallies)
	if owners != "" || slices.ContainsFunc(tallies, ValueCounts.needsMapping) {
		b.WriteString("    values:                        # raw values as found, with their rows; take the # off a line to map them\n" + owners)
		for _, t := range tallies {
			t.writeMapping(b)
		}
	}
}

// named is the tally with the names of ids in their place.
func (t ValueCounts) withNames(people map[string]string) ValueCounts {
	t.Top = slices.Clone(t.Top)
	for i, v := range t.Top {
		if name, known := people[v.Value]; known {
			t.Top[i].Value = name
		}
	}
	return t
}

// owners maps the ids that stand for owners to the names that the CRM's list of users has for them.
func (in StartingInput) ownerMapping(tallies []ValueCounts) string {
	ids := map[string][]string{}
	for _, t := range tallies {
		for _, id := range t.All {
			if name, known := in.People[id]; known {
				ids[name] = append(ids[name], id)
			}
		}
	}
	if len(ids) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("      owner:                       # ids, as the list of users names them\n")
	for _, name := range slices.Sorted(maps.Keys(ids)) {
		fmt.Fprintf(&b, "        %s: %s\n", quotedText(name), quotedList(ids[name]))
	}
	return b.String()
}

// mappable says that there is something to map: a source, or a value that is not its own meaning.
func (t ValueCounts) needsMapping() bool {
	return t.Column == "source" || t.Words != nil && slices.ContainsFunc(t.Top, func(v ValueCount) bool { return csvtext.FoldCase(v.Value) != csvtext.FoldCase(v.To) })
}

// lists offers the keys that list raw values.
func (in StartingInput) writeListKeys(b *strings.Builder, t ValueCounts) {
	switch in.Table + "." + t.Column {
	case "leads.owner":
		fmt.Fprintf(b, "    # not_people: []               # owners that are queues, of %s\n", t.withNames(in.People).describe())
	case "deals.stage":
		fmt.Fprintf(b, "    # won_stages: %s   # stages that mean won, of %s\n", quotedList(t.rawValues("won")), t.describe())
	}
}

// raw are the values that are read as a word, but are not that word.
func (t ValueCounts) rawValues(word string) []string {
	var out []string
	for _, v := range t.Top {
		if v.To == word && csvtext.FoldCase(v.Value) != csvtext.FoldCase(word) && v.Value == shorten(v.Value) {
			out = append(out, v.Value)
		}
	}
	return out
}

// describe says in comments how a file is read, and what its columns leave open.
func (in StartingInput) describe(b *strings.Builder, f SurveyedFile) {
	how := append([]string{f.CRM + " columns", f.Encoding, "separated by " + f.Delimiter}, f.Found...)
	switch {
	case f.ZoneOpen:
		how = append(how, "times name no zone and are read in agreement.zone; set zone: here if the CRM's account has another")
	case f.Zone != "":
		how = append(how, f.Zone)
	}
	fmt.Fprintf(b, "    # %s: %s\n", quotedText(f.File), yamlComment(strings.Join(how, "; ")))
	var given []string
	for _, c := range f.Columns {
		given = append(given, c.Column)
	}
	var absent []string
	for _, c := range CanonicalColumns(in.Table) {
		if !slices.Contains(given, c) && !(c == "email" && slices.Contains(given, "lead_id")) {
			absent = append(absent, c)
		}
	}
	if len(absent) == 0 {
		return
	}
	fmt.Fprintf(b, "    #   no column gives %s", strings.Join(absent, ", "))
	if len(f.Unbound) > 0 {
		fmt.Fprintf(b, "; name one as columns: {%s: HEADER}, of %s", absent[0], quotedTexts(f.Unbound, 40))
	}
	b.WriteByte('\n')
}

// offer writes what stands in a column, and below it the mapping that would say the same.
func (t ValueCounts) writeMapping(b *strings.Builder) {
	switch {
	case !t.needsMapping():
		return
	case t.Column == "source":
		fmt.Fprintf(b, "      # source, from %s: %s\n      # marketing_sourced: []       # those that Marketing brings; without the line, all\n", quotedText(t.Header), t.describe())
		return
	case t.Thirds != nil:
		fmt.Fprintf(b, "      # %s, from %s: numbers from %s to %s; mapped in bands, both ends included\n", t.Column, quotedText(t.Header), plainNumberText(t.Low), plainNumberText(t.High))
	default:
		fmt.Fprintf(b, "      # %s, from %s: %s\n", t.Column, quotedText(t.Header), t.describe())
	}
	var pairs []string
	for i, w := range t.Words {
		raw := t.rawValues(w)
		if t.Thirds != nil {
			raw = t.band(i)
		}
		pairs = append(pairs, quotedKey(w)+": "+quotedList(raw))
	}
	fmt.Fprintf(b, "      # %s: {%s}\n", t.Column, strings.Join(pairs, ", "))
}

// band is the i-th third of the rows, the highest first; none where there are not three words, or no whole numbers between.
func (t ValueCounts) band(i int) []string {
	low, high := math.Ceil(t.Thirds[0]), math.Ceil(t.Thirds[1])
	if len(t.Words) != 3 || low == high || t.Low < 0 {
		return nil
	}
	return []string{[]string{
		plainNumberText(high) + "-",
		plainNumberText(low) + "-" + plainNumberText(high-1),
		"0-" + plainNumberText(low-1),
	}[i]}
}

// list writes the values with their rows, and which of them mean nothing yet.
func (t ValueCounts) describe() string {
	var out []string
	for _, v := range t.Top {
		open := ""
		switch {
		case t.Words == nil:
		case v.To == "":
			open = ", not mapped"
		case v.Default:
			open = ", " + v.To + " by default"
		}
		out = append(out, fmt.Sprintf("%s (%d%s)", quotedText(shorten(v.Value)), v.Rows, open))
	}
	if t.More > 0 {
		out = append(out, fmt.Sprintf("and %d more", t.More))
	}
	return strings.Join(out, ", ")
}

// short cuts a value that would fill the line.
func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// quotedText is a text in the double quotes of YAML, on one line, without anything that does not print; quotedList is a list
// of them.
func quotedText(s string) string { return strconv.Quote(s) }

func quotedList(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quotedText(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func quotedTexts(list []string, most int) string {
	text := strings.Trim(quotedList(list[:min(len(list), most)]), "[]")
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// quotedKey leaves plain words as they are.
func quotedKey(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" && s != "" {
		return s
	}
	return quotedText(s)
}
