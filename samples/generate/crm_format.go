package main

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// crmFormat describes a CRM's exports as data: each of its columns is a column of the plain layout,
// converted.
//
//	"Lead Status: status"       the header and the plain column that it is converted from
//	"IsClosed: won/closed"      translated by the vocabulary of that name
//	"Close Date: closed_at|day" without the time of day
//	"+Our mql at: mql_at"       a custom field, which the agreement lists under columns:
//
// Only the CRM's own columns are listed; complete adds the others.
type crmFormat struct {
	crm                        string
	activitiesOnly             bool   // the leads and deals are those of a warehouse, in plain columns
	timeLayout, dayLayout      string // layouts of a time, and of a date without a time of day
	utc                        bool   // times are in UTC, not in the company's zone
	leadID, dealID, activityID string // how an id is formatted
	leads, deals               []string
	activities                 []activityFile
	words                      map[string]vocabulary // vocabularies by plain column or by name
	profileWords               []string              // columns whose values leadpact's profile of the CRM knows
}

// complete returns the format with all plain columns. What the CRM has no column for, or only a day, is in a custom
// field of leads and deals; of activities it is in a plain column, as a warehouse would join it to them. Whether
// a deal is won is always told by the CRM's own columns.
func (s crmFormat) complete() crmFormat {
	name := func(column string) string { return "+Our " + strings.ReplaceAll(column, "_", " ") }
	plainName := func(column string) string { return column }
	if s.activitiesOnly {
		name, s.deals = plainName, []string{"won: won"}
	}
	s.leads = addMissing(s.leads, plain.leads.columns, name)
	s.deals = addMissing(s.deals, plain.deals.columns, name)
	for i := range s.activities {
		s.activities[i].columns = addMissing(s.activities[i].columns, plain.activities[0].columns, plainName)
	}
	return s
}

// addMissing adds a column for each plain column that a list lacks, under the name that a function returns.
func addMissing[T any](list []string, all []column[T], name func(column string) string) []string {
	given := map[string]bool{"won": true}
	for _, line := range list {
		if x := parseColumn(line); !x.dateOnly {
			given[x.field] = true
		}
	}
	for _, c := range all {
		if !given[c.header] {
			list = append(list, name(c.header)+": "+c.header)
		}
	}
	return list
}

// activityFile is one file of activities. It has all kinds if none are listed.
type activityFile struct {
	file    string
	kinds   []string
	columns []string
}

// warehouseFile is the name of a file of activities that a warehouse wrote.
const warehouseFile = "warehouse.csv"

// warehouseActivities returns a file of activities of some kinds, all if none are listed, as a warehouse would write
// it if the CRM exports none of them.
func warehouseActivities(kinds ...string) activityFile {
	return activityFile{file: warehouseFile, kinds: kinds}
}

func (a activityFile) isOfWarehouse() bool { return a.file == warehouseFile }

// vocabulary pairs leadpact's words with those of a CRM, in order.
type vocabulary [][2]string

// translate returns the CRM's word for one of leadpact's, or the text itself if there is none.
func (v vocabulary) translate(text string) string {
	for _, w := range v {
		if w[0] == text {
			return w[1]
		}
	}
	return text
}

// layout returns the format's tables, made from the plain ones.
func (s crmFormat) layout() layout {
	out := layout{
		leads: table[lead]{file: "leads.csv", columns: convertColumns(s, plain.leads.columns, s.leads,
			map[string]string{"lead_id": s.leadID})},
		deals: table[deal]{file: "deals.csv", columns: convertColumns(s, plain.deals.columns, s.deals,
			map[string]string{"deal_id": s.dealID, "lead_id": s.leadID})},
	}
	for _, a := range s.activities {
		t := table[activity]{file: a.file, columns: convertColumns(s, plain.activities[0].columns, a.columns,
			map[string]string{"activity_id": s.activityID, "lead_id": s.leadID})}
		if a.kinds != nil {
			t.filter = func(x *activity) bool { return slices.Contains(a.kinds, x.kind) }
		}
		out.activities = append(out.activities, t)
	}
	return out
}

// columnList splits a list of column descriptions that are separated by commas.
func columnList(list string) []string { return columnSeparator.Split(strings.TrimSpace(list), -1) }

var columnSeparator = regexp.MustCompile(`,\s+`)

// columnSpec is the parsed description of a column.
type columnSpec struct {
	header, field, words string
	isCustom, dateOnly   bool
}

func parseColumn(text string) columnSpec {
	var s columnSpec
	text, s.isCustom = strings.CutPrefix(text, "+")
	s.header, s.field, _ = strings.Cut(text, ": ")
	s.field, s.dateOnly = strings.CutSuffix(s.field, "|day")
	s.field, s.words, _ = strings.Cut(s.field, "/")
	if s.words == "" {
		s.words = s.field
	}
	return s
}

// convertColumns returns the columns of a table by their descriptions. Ids gives the format of each id
// column.
func convertColumns[T any](s crmFormat, from []column[T], to []string, ids map[string]string) []column[T] {
	var out []column[T]
	for _, line := range to {
		x := parseColumn(line)
		i := slices.IndexFunc(from, func(c column[T]) bool { return c.header == x.field })
		out = append(out, column[T]{x.header, func(b []byte, row *T) []byte {
			return appendText(b, s.convert(x, ids[x.field], unquote(from[i].cell(nil, row))))
		}})
	}
	return out
}

// unquote removes the quotes from a CSV cell.
func unquote(cell []byte) string {
	if !bytes.HasPrefix(cell, []byte(`"`)) {
		return string(cell)
	}
	return strings.ReplaceAll(string(cell[1:len(cell)-1]), `""`, `"`)
}

// convert converts a plain cell to the CRM's form. In a date column, text that is no date is left
// unchanged.
func (s crmFormat) convert(x columnSpec, id, cell string) string {
	switch {
	case id != "" && cell != "":
		return fmt.Sprintf(id, cell)
	case x.field == "at" || strings.HasSuffix(x.field, "_at"):
		if t, err := time.Parse(time.RFC3339, cell); err == nil {
			if s.utc {
				t = t.UTC()
			}
			if x.dateOnly {
				return t.Format(s.dayLayout)
			}
			return t.Format(s.timeLayout)
		}
		if t, err := time.Parse(time.DateOnly, cell); err == nil {
			return t.Format(s.dayLayout)
		}
	}
	return s.words[x.words].translate(cell)
}

// inputs returns the agreement's description of the exports, in YAML below inputs:.
func (c *company) inputs(s crmFormat) string {
	if s.leads == nil {
		return ""
	}
	var b strings.Builder
	var files []string
	var touches []string
	for i, t := range c.layout.activities {
		files = append(files, "exports/"+c.activityFileName(t.file))
		touches = append(touches, s.activities[i].columns...)
	}
	leadCRM, activityCRM := s.crm, s.crm // empty: it is to be detected
	if s.activitiesOnly {
		leadCRM = ""
	}
	if slices.ContainsFunc(s.activities, activityFile.isOfWarehouse) {
		activityCRM = ""
	}
	s.input(&b, "leads", leadCRM, []string{"exports/leads.csv"}, s.leads)
	fmt.Fprintf(&b, "    not_people: [%s]\n", queue)
	s.input(&b, "activities", activityCRM, files, touches)
	s.input(&b, "deals", leadCRM, []string{"exports/deals.csv"}, s.deals)
	return b.String()
}

// input writes one table: its files, its custom fields and the values that leadpact's profile does not
// know.
func (s crmFormat) input(b *strings.Builder, table, crm string, files, columns []string) {
	fmt.Fprintf(b, "  %s:\n    files: [%s]\n", table, strings.Join(files, ", "))
	if crm != "" {
		fmt.Fprintf(b, "    crm: %s\n", crm)
	}
	var own, words []string
	for _, line := range columns {
		x := parseColumn(line)
		if x.isCustom {
			own = append(own, fmt.Sprintf("      %s: %q\n", x.field, x.header))
		}
		if v := s.words[x.field]; v != nil && !slices.Contains(s.profileWords, x.field) {
			var list []string
			for _, w := range v {
				list = append(list, fmt.Sprintf("%s: [%q]", w[0], w[1]))
			}
			words = append(words, fmt.Sprintf("      %s: {%s}\n", x.field, strings.Join(list, ", ")))
		}
	}
	writeSection(b, "columns", own)
	writeSection(b, "values", words)
}

// writeSection writes a map of an input. Lines that several files have in common are written once.
func writeSection(b *strings.Builder, name string, lines []string) {
	slices.Sort(lines)
	if lines = slices.Compact(lines); len(lines) > 0 {
		fmt.Fprintf(b, "    %s:\n%s", name, strings.Join(lines, ""))
	}
}
