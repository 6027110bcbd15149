package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// shape is how one more CRM writes the company, as data: each column is a column of the plain layout, changed.
//
//	"Lead Status: status"       the header, and the plain column whose text it has, in the shape's words and forms
//	"+MQL At: mql_at"           a field of the company's own: the agreement names it under columns:
//	"IsClosed: won/closed"      in the words of that name
//	"Close Date: closed_at|day" without the time of day
type shape struct {
	crm                          string
	stamp, day                   string // layouts of a time and of a date alone
	utc                          bool   // times are in UTC, not in the company's zone
	leadID, dealID, activityID   string // how an id is written
	leads, deals                 []string
	activities                   []activityShape
	words                        map[string]vocabulary // by plain column, or by name
	known                        []string              // columns whose words the CRM's profile knows
	leadCRM, dealCRM, touchesCRM string                // empty: not said in the agreement, but detected
}

// activityShape is one file of activities; without kinds it has them all.
type activityShape struct {
	file    string
	kinds   []string
	columns []string
}

// vocabulary are a CRM's words, in order: leadpact's word and the CRM's.
type vocabulary [][2]string

func (v vocabulary) of(text string) string {
	for _, w := range v {
		if w[0] == text {
			return w[1]
		}
	}
	return text
}

// layout makes the shape's tables from the plain ones.
func (s shape) layout() layout {
	out := layout{
		leads: table[lead]{file: "leads.csv", columns: reshape(s, plain.leads.columns, s.leads, map[string]string{"lead_id": s.leadID})},
		deals: table[deal]{file: "deals.csv", columns: reshape(s, plain.deals.columns, s.deals, map[string]string{"deal_id": s.dealID, "lead_id": s.leadID})},
	}
	for _, a := range s.activities {
		t := table[activity]{file: a.file, columns: reshape(s, plain.activities[0].columns, a.columns,
			map[string]string{"activity_id": s.activityID, "lead_id": s.leadID})}
		if a.kinds != nil {
			t.keeps = func(x *activity) bool { return slices.Contains(a.kinds, x.kind) }
		}
		out.activities = append(out.activities, t)
	}
	return out
}

// spec is one column of a shape taken apart.
type spec struct {
	header, field, words string
	own, day             bool
}

func specOf(text string) spec {
	var s spec
	text, s.own = strings.CutPrefix(text, "+")
	s.header, s.field, _ = strings.Cut(text, ": ")
	s.field, s.day = strings.CutSuffix(s.field, "|day")
	s.field, s.words, _ = strings.Cut(s.field, "/")
	if s.words == "" {
		s.words = s.field
	}
	return s
}

func reshape[T any](s shape, from []column[T], to []string, ids map[string]string) []column[T] {
	var out []column[T]
	for _, line := range to {
		x := specOf(line)
		i := slices.IndexFunc(from, func(c column[T]) bool { return c.header == x.field })
		out = append(out, column[T]{x.header, func(b []byte, row *T) []byte {
			return text(b, s.rewrite(x, ids[x.field], bare(from[i].cell(nil, row))))
		}})
	}
	return out
}

// bare takes the quotes off a cell.
func bare(cell []byte) string {
	if !bytes.HasPrefix(cell, []byte(`"`)) {
		return string(cell)
	}
	return strings.ReplaceAll(string(cell[1:len(cell)-1]), `""`, `"`)
}

// rewrite writes a plain cell as the CRM does. What is no date of a date column stays as it is.
func (s shape) rewrite(x spec, id, cell string) string {
	switch {
	case id != "" && cell != "":
		return fmt.Sprintf(id, cell)
	case x.field == "at" || strings.HasSuffix(x.field, "_at"):
		if t, err := time.Parse(time.RFC3339, cell); err == nil {
			if s.utc {
				t = t.UTC()
			}
			if x.day {
				return t.Format(s.day)
			}
			return t.Format(s.stamp)
		}
		if t, err := time.Parse(time.DateOnly, cell); err == nil {
			return t.Format(s.day)
		}
	}
	return s.words[x.words].of(cell)
}

// inputs is what the agreement says of the shape's files, below inputs:.
func (c *company) inputs(s shape) string {
	if s.leads == nil {
		return ""
	}
	var b strings.Builder
	var files []string
	var touches []string
	for i, t := range c.layout.activities {
		files = append(files, "exports/"+c.activityFile(t.file))
		touches = append(touches, s.activities[i].columns...)
	}
	s.input(&b, "leads", s.leadCRM, []string{"exports/leads.csv"}, s.leads)
	fmt.Fprintf(&b, "    not_people: [%s]\n", queue)
	s.input(&b, "activities", s.touchesCRM, files, touches)
	s.input(&b, "deals", s.dealCRM, []string{"exports/deals.csv"}, s.deals)
	return b.String()
}

// input writes one table: its own fields, and the words that no profile knows.
func (s shape) input(b *strings.Builder, table, crm string, files, columns []string) {
	fmt.Fprintf(b, "  %s:\n    files: [%s]\n", table, strings.Join(files, ", "))
	if crm != "" {
		fmt.Fprintf(b, "    crm: %s\n", crm)
	}
	var own, words []string
	for _, line := range columns {
		x := specOf(line)
		if x.own {
			own = append(own, fmt.Sprintf("      %s: %q\n", x.field, x.header))
		}
		if v := s.words[x.field]; v != nil && !slices.Contains(s.known, x.field) {
			var list []string
			for _, w := range v {
				list = append(list, fmt.Sprintf("%s: [%q]", w[0], w[1]))
			}
			words = append(words, fmt.Sprintf("      %s: {%s}\n", x.field, strings.Join(list, ", ")))
		}
	}
	section(b, "columns", own)
	section(b, "values", words)
}

// section writes a map of an input; what stands in several files is written once.
func section(b *strings.Builder, name string, lines []string) {
	slices.Sort(lines)
	if lines = slices.Compact(lines); len(lines) > 0 {
		fmt.Fprintf(b, "    %s:\n%s", name, strings.Join(lines, ""))
	}
}
