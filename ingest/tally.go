package ingest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Tally is what stands in a column that the agreement may map: its most frequent raw values.
type Tally struct {
	Column string
	Header string   // of the file
	Words  []string // what the values may mean; nil: any text
	Top    []Tallied
	More   int      // further values
	All    []string // of owners: every value
	// Thirds are the numbers that a third of the rows lie below and above, where the values are numbers, which are mapped in
	// bands; nil where they are not.
	Thirds    []float64
	Low, High float64
}

// Tallied is a raw value with its rows, and what it is read as; To is empty where it means nothing yet, and Default says that
// the CRM's profile reads every value that it does not know so.
type Tallied struct {
	Value   string
	Rows    int
	To      string
	Default bool
}

const (
	tallyTop  = 12
	tallyMost = 5000 // values of a column that are told apart
)

// tallied are the columns of free text beside the choices: they name channels, queues, won stages and the currency.
var tallied = map[string][]string{
	"leads": {"source", "owner"}, "deals": {"stage", "source", "currency", "owner"}, "activities": {"owner"}, "spend": {"channel"},
}

// tally counts the raw values of a file's columns.
func (r *reader) tally(f *file) []Tally {
	var columns []*field
	for i := range f.fields {
		x := &f.fields[i]
		if len(x.at) > 0 && (x.kind == choice || slices.Contains(tallied[f.table.name], x.name)) {
			columns = append(columns, x)
		}
	}
	read := make([]map[string]Tallied, len(f.fields))
	for i := range read {
		read[i] = map[string]Tallied{}
	}
	x := &row{file: f, texts: make([]memo, len(f.fields))}
	for {
		rec, ok := f.split.next()
		if !ok {
			break
		}
		x.next(rec)
		x.quiet = true
		if rec.damage != "" || rec.blank() || x.dropped() {
			continue
		}
		if x.check(); x.fault != nil {
			continue
		}
		for _, c := range columns {
			s := x.cell(c)
			_, met := c.met[s]
			switch {
			case s == "" || !met && len(c.met) == tallyMost:
				continue
			case !met:
				read[c.no][s] = x.readAs(c, s)
			}
			c.met[s]++
		}
	}
	var out []Tally
	for _, c := range columns {
		if t := c.tally(f, read[c.no]); len(t.Top) > 0 {
			for _, w := range wordsOf(r.agreement, f.table.name, c.name) {
				t.Words = append(t.Words, w.name)
			}
			out = append(out, t)
		}
	}
	return out
}

// readAs is what a column's value means, in the agreement's words.
func (r *row) readAs(c *field, value string) Tallied {
	out := Tallied{Value: value}
	switch {
	case c.kind == choice:
		var known bool
		if out.To, known = r.named(c, value); !known && c.mapper.rest != nil {
			out.To, out.Default = *c.mapper.rest, true
		}
	case c.name == "stage" && r.wonStages != nil && r.wonStages.has(value):
		out.To = "won"
	}
	return out
}

func (x *field) tally(f *file, read map[string]Tallied) Tally {
	t := Tally{Column: x.name, Header: strings.Join(f.boundTo(x.no).Headers, " + ")}
	var numbers []float64
	for v, n := range x.met {
		e := read[v]
		e.Rows = n
		t.Top = append(t.Top, e)
		if number, _, ok := parseNumber(v, x.decimal); ok {
			for range n {
				numbers = append(numbers, number)
			}
		}
	}
	if len(x.met) > 2 && len(numbers) > 2 {
		slices.Sort(numbers)
		t.Low, t.High = numbers[0], numbers[len(numbers)-1]
		t.Thirds = []float64{numbers[len(numbers)/3], numbers[2*len(numbers)/3]}
	}
	if x.name == "owner" {
		t.All = slices.Sorted(maps.Keys(x.met))
	}
	t.cut()
	return t
}

// cut keeps the most frequent values.
func (t *Tally) cut() {
	slices.SortFunc(t.Top, func(a, b Tallied) int { return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value)) })
	more := max(0, len(t.Top)-tallyTop)
	t.Top = t.Top[:len(t.Top)-more]
	t.More += more
}

// together adds up the tallies of several files of one table, by column; the first file names the header.
func together(files []Surveyed) []Tally {
	var out []Tally
	for _, f := range files {
		for _, t := range f.Tally {
			i := slices.IndexFunc(out, func(o Tally) bool { return o.Column == t.Column })
			if i < 0 {
				t.Top = slices.Clone(t.Top)
				out = append(out, t)
				continue
			}
			o := &out[i]
			for _, v := range t.Top {
				if at := slices.IndexFunc(o.Top, func(w Tallied) bool { return w.Value == v.Value }); at >= 0 {
					o.Top[at].Rows += v.Rows
				} else {
					o.Top = append(o.Top, v)
				}
			}
			o.More += t.More
			o.All = append(o.All, t.All...)
			slices.Sort(o.All)
			o.All = slices.Compact(o.All)
			o.cut()
		}
	}
	return out
}
