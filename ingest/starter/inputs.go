package starter

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadpact/ingest"
	"leadpact/ingest/csvtext"
	"leadpact/model"
	"leadpact/model/agreement"
)

// Input is one table's entry under inputs of a new agreement.
type Input struct {
	Table string
	Files []string // relative to the agreement
	CRM   string
	Found []ingest.SurveyedFile // what was found in each file
	// Decisions lists the keys that only a person can decide. A key without an answer is written as a comment.
	Decisions []Decision
	People    map[string]string // names of owners by their ids, if the files have ids
	Off       bool              // the file does not exist yet, so the entry is written as a comment
	Choices   []Choice          // of the columns that no profile knows
	Draft     agreement.Input   // columns, constants, values and won stages that the entry sets
}

// Decision is a key of an input that only a person can decide, and the person's answer.
type Decision struct {
	Key, Answer, Why string
	Choices          []string
	Optional         bool // the files are read without it, too
}

// CompleteLeads is the decision whether the files of the leads hold every lead that there ever was, which no
// row of them shows (SPEC section 2a).
var CompleteLeads = Decision{
	Key: "complete", Choices: []string{"true", "false"}, Optional: true,
	Why: "true if the files hold every lead that there ever was; else what older leads feed is n/a",
}

// offer returns the possible answers in YAML; of an optional key the first, which somebody may uncomment.
func (k Decision) offer() string {
	if k.Optional {
		return quotedKey(k.Choices[0])
	}
	var out []string
	for _, c := range k.Choices {
		out = append(out, quotedKey(c))
	}
	return strings.Join(out, " or ")
}

// inputsText returns the section inputs of a new agreement.
func inputsText(s Content) string {
	var b strings.Builder
	b.WriteString("inputs:                            " +
		"# CSV or .xlsx files, folders or patterns such as exports/leads*.csv, relative to this file\n")
	for _, in := range s.Inputs {
		if in.Off {
			fmt.Fprintf(&b, "  # %s: {files: %s}\n", in.Table, quotedList(in.Files))
			continue
		}
		if s.Folder == "" && in.Decisions == nil {
			fmt.Fprintf(&b, "  %s: {files: %s}\n", in.Table, quotedList(in.Files))
			continue
		}
		in.write(&b, s.FiguresByColumn)
	}
	if len(s.Unused) > 0 {
		b.WriteString("  # Files that are not used:\n")
		for _, f := range s.Unused[:min(len(s.Unused), mostUnused)] {
			fmt.Fprintf(&b, "  #   %s\n", yamlComment(f))
		}
		if more := len(s.Unused) - mostUnused; more > 0 {
			fmt.Fprintf(&b, "  #   and %d more\n", more)
		}
	}
	return b.String()
}

// mostUnused is the largest number of files that are named although they are not used.
const mostUnused = 20

// Text returns the entry of one table as it is written in a new agreement.
func (in Input) Text() string {
	var b strings.Builder
	in.write(&b, nil)
	return b.String()
}

// Comment returns a text as the comment of a line.
func Comment(s string) string { return yamlComment(s) }

// write writes the entry of one table.
func (in Input) write(b *strings.Builder, figures map[string]model.ColumnFigures) {
	if len(in.Files) == 0 {
		fmt.Fprintf(b, "  %s:\n    files: []                      # no file here holds leads or deals; name one\n", in.Table)
		return
	}
	fmt.Fprintf(b, "  %s:\n    files: %s\n", in.Table, quotedList(in.Files))
	if in.CRM != "" && in.CRM != "plain" {
		fmt.Fprintf(b, "    crm: %s\n", in.CRM)
	}
	for _, k := range in.Decisions {
		if k.Answer == "" {
			fmt.Fprintf(b, "    # %s: %s   # decide: %s\n", k.Key, k.offer(), yamlComment(k.Why))
			continue
		}
		fmt.Fprintf(b, "    %s: %s\n", k.Key, quotedKey(k.Answer))
	}
	in.writeColumns(b, figures)
	for _, f := range in.Found {
		in.describe(b, f)
	}
	columns := ingest.MergeValueCounts(in.Found)
	for _, t := range columns {
		in.writeListKeys(b, t)
	}
	owners := in.ownerMapping(columns)
	if owners != "" || slices.ContainsFunc(columns, needsMapping) {
		b.WriteString("    values:                        " +
			"# raw values as found, with their rows; take the # off a line to map them\n" + owners)
		for _, t := range columns {
			_, live := in.Draft.Values.Get(t.Column)
			writeMapping(b, t, live)
		}
	}
}

// withNames returns the column with ids replaced by names.
func withNames(t ingest.ValueCounts, people map[string]string) ingest.ValueCounts {
	t.Top = slices.Clone(t.Top)
	for i, v := range t.Top {
		if name, known := people[v.Value]; known {
			t.Top[i].Value = name
		}
	}
	return t
}

// ownerMapping returns the mapping of owners' ids to their names in the CRM's list of users; empty if
// there are no names.
func (in Input) ownerMapping(columns []ingest.ValueCounts) string {
	ids := map[string][]string{}
	for _, t := range columns {
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

// needsMapping reports whether the agreement may map the column: it is the source, or some value differs
// from the word that it stands for.
func needsMapping(t ingest.ValueCounts) bool {
	return t.Column == "source" || t.Words != nil && slices.ContainsFunc(t.Top, func(v ingest.ValueCount) bool {
		return csvtext.FoldCase(v.Value) != csvtext.FoldCase(v.To)
	})
}

// writeListKeys writes, as comments, the keys not_people, won_stages and lost_stages with the values that they
// may list.
func (in Input) writeListKeys(b *strings.Builder, t ingest.ValueCounts) {
	switch in.Table + "." + t.Column {
	case "leads.owner":
		owners := describeValues(withNames(t, in.People))
		fmt.Fprintf(b, "    # not_people: []               # owners that are queues, of %s\n", owners)
	case "deals.stage":
		in.writeStages(b, t, "won", len(in.Draft.WonStages) > 0, "stages that mean won, of "+describeValues(t))
		in.writeStages(b, t, "lost", len(in.Draft.LostStages) > 0, "stages that mean lost; deals in any other stage are open")
	}
}

// writeStages writes the key won_stages or lost_stages with the stages that mean it; a comment unless the
// agreement sets it.
func (in Input) writeStages(b *strings.Builder, t ingest.ValueCounts, word string, live bool, comment string) {
	sign := "# "
	if live {
		sign = ""
	}
	var stages []string
	for _, v := range t.Top {
		if v.To == word && v.Value == shorten(v.Value) {
			stages = append(stages, v.Value)
		}
	}
	fmt.Fprintf(b, "    %s%s_stages: %s   # %s\n", sign, word, quotedList(stages), comment)
}

// rawValues returns the values that stand for a word and differ from that word.
func rawValues(t ingest.ValueCounts, word string) []string {
	var out []string
	for _, v := range t.Top {
		if v.To == word && csvtext.FoldCase(v.Value) != csvtext.FoldCase(word) && v.Value == shorten(v.Value) {
			out = append(out, v.Value)
		}
	}
	return out
}

// describe writes, as comments, how a file is read and which columns it lacks.
func (in Input) describe(b *strings.Builder, f ingest.SurveyedFile) {
	how := append([]string{f.CRM + " columns", f.Notation()}, f.Found...)
	switch {
	case f.Err != nil:
		why, _, _ := strings.Cut(f.Err.Error(), "; ")
		how = []string{"it cannot be used yet: " + why}
	case f.ZoneOpen:
		how = append(how,
			"times name no zone and are read in agreement.zone; set zone: here if the CRM's account has another")
	case f.Zone != "":
		how = append(how, f.Zone)
	}
	fmt.Fprintf(b, "    # %s: %s\n", quotedText(f.File), yamlComment(strings.Join(how, "; ")))
	if f.Err != nil {
		return
	}
	var given []string
	for _, c := range f.Columns {
		given = append(given, c.Column)
	}
	var absent []string
	for _, c := range ingest.CanonicalColumns(in.Table) {
		if !slices.Contains(given, c) && !(c == "email" && slices.Contains(given, "lead_id")) {
			absent = append(absent, c)
		}
	}
	if len(absent) > 0 {
		fmt.Fprintf(b, "    #   no column gives %s\n", strings.Join(absent, ", "))
	}
	if len(f.Unbound) > 0 {
		fmt.Fprintf(b, "    #   headers that give no column: %s\n", quotedTexts(f.Unbound, 40))
	}
}

// writeMapping writes, as comments, the values of a column, followed by the mapping that has the same
// effect. live tells that the agreement sets that mapping, so that it is no comment.
func writeMapping(b *strings.Builder, t ingest.ValueCounts, live bool) {
	switch {
	case !needsMapping(t):
		return
	case t.Column == "source":
		fmt.Fprintf(b, "      # source, from %s: %s\n", quotedText(t.Header), describeValues(t))
		b.WriteString("      # marketing_sourced: []       # those that Marketing brings; without the line, all\n")
		return
	case t.Thirds != nil:
		fmt.Fprintf(b, "      # %s, from %s: numbers from %s to %s; mapped in bands, both ends included\n",
			t.Column, quotedText(t.Header), numberText(t.Low), numberText(t.High))
	default:
		fmt.Fprintf(b, "      # %s, from %s: %s\n", t.Column, quotedText(t.Header), describeValues(t))
	}
	var pairs []string
	for i, w := range t.Words {
		raw := rawValues(t, w)
		if t.Thirds != nil {
			raw = band(t, i)
		}
		pairs = append(pairs, quotedKey(w)+": "+quotedList(raw))
	}
	sign := "# "
	if live {
		sign = ""
	}
	fmt.Fprintf(b, "      %s%s: {%s}\n", sign, t.Column, strings.Join(pairs, ", "))
}

// band returns, as a band, the numbers of the i-th third of the rows, the highest third first; nil where
// the column does not have three words, or the band would contain no whole number.
func band(t ingest.ValueCounts, i int) []string {
	low, high := math.Ceil(t.Thirds[0]), math.Ceil(t.Thirds[1])
	if len(t.Words) != 3 || low == high || t.Low < 0 {
		return nil
	}
	return []string{[]string{
		numberText(high) + "-",
		numberText(low) + "-" + numberText(high-1),
		"0-" + numberText(low-1),
	}[i]}
}

// describeValues returns the values with the number of their rows, and which of them have no canonical
// word yet.
func describeValues(t ingest.ValueCounts) string {
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

// shorten cuts a value that is too long for a line.
func shorten(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// quotedText returns a text as a double-quoted YAML string on one line, with escapes for characters that
// are not printable.
func quotedText(s string) string { return strconv.Quote(s) }

// quotedList returns a list of texts in YAML.
func quotedList(list []string) string {
	var out []string
	for _, s := range list {
		out = append(out, quotedText(s))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// quotedTexts returns the first texts of a list, separated by commas, and the number of the remaining
// ones.
func quotedTexts(list []string, most int) string {
	text := strings.Trim(quotedList(list[:min(len(list), most)]), "[]")
	if more := len(list) - most; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// quotedKey returns a key of YAML, quoted unless it is a plain word.
func quotedKey(s string) string {
	if strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == "" && s != "" {
		return s
	}
	return quotedText(s)
}

// numberText formats a number without exponent or thousands separators.
func numberText(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
