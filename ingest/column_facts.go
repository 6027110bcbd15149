package ingest

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
)

// ColumnFacts is what the cells of a column show where it is not known what the column means.
type ColumnFacts struct {
	Header string
	Rows   int          // rows examined
	Filled int          // cells that are not blank
	Values []ValueCount // the most frequent values first; at most maxListed
	// Distinct is the number of different values. Where it equals Filled, each row has a value of its own.
	Distinct                                    int
	Dates, Clocks, Numbers, Emails, Bare, Wordy int // cells of each form; a cell may have several
	Currency                                    string
}

// mostFactRows is the number of rows from which the facts are taken.
const mostFactRows = 5000

// nearlyAll reports whether at least nine in ten of the filled cells have a form.
func (c *ColumnFacts) nearlyAll(n int) bool { return c.Filled > 0 && 10*n >= 9*c.Filled }

// IsDate reports whether the cells are moments that are written as dates. Plain numbers are not.
func (c *ColumnFacts) IsDate() bool { return c.nearlyAll(c.Dates) && !c.nearlyAll(c.Numbers) }

// MayBeDate reports whether the cells can be read as moments, Unix times and a spreadsheet's numbers included.
func (c *ColumnFacts) MayBeDate() bool { return c.nearlyAll(c.Dates) }

// IsBareDate reports whether the cells are dates without a time of day.
func (c *ColumnFacts) IsBareDate() bool { return c.IsDate() && c.nearlyAll(c.Bare) }

// IsClock reports whether the cells are times of day, such as 11:00 AM.
func (c *ColumnFacts) IsClock() bool { return c.nearlyAll(c.Clocks) }

// IsNumber reports whether the cells are numbers, with or without a currency.
func (c *ColumnFacts) IsNumber() bool { return c.nearlyAll(c.Numbers) && !c.IsDate() }

// IsEmail reports whether the cells are e-mail addresses.
func (c *ColumnFacts) IsEmail() bool { return c.nearlyAll(c.Emails) }

// IsUnique reports whether every row has a value, and no other row has the same.
func (c *ColumnFacts) IsUnique() bool {
	return c.Filled == c.Rows && c.Distinct == c.Filled && c.Filled > 0
}

// IsFew reports whether the cells repeat few different texts, as choices do.
func (c *ColumnFacts) IsFew() bool {
	return c.Filled > 0 && c.Distinct <= 30 && (c.Distinct <= 5 || 2*c.Distinct <= c.Filled) &&
		!c.IsDate() && !c.IsEmail() && !c.IsClock()
}

// IsWords reports whether the cells are words without digits, as names of people are.
func (c *ColumnFacts) IsWords() bool { return c.nearlyAll(c.Wordy) && !c.IsEmail() && !c.IsDate() }

var (
	clockText = regexp.MustCompile(`^\d{1,2}[:.]\d{2}([:.]\d{2})?( ?[AaPp]\.?[Mm]\.?)?$`)
	emailText = regexp.MustCompile(`^[^\s@]+@[^\s@]+\.[^\s@]+$`)
)

// observe adds a cell that is not blank.
func (c *ColumnFacts) observe(s string, seen map[string]int) {
	c.Filled++
	if _, known := seen[s]; known || len(seen) < maxDistinct {
		seen[s]++
	}
	if st, ok := scalar.ParseTimestamp(s); ok {
		c.Dates++
		if !st.HasTime {
			c.Bare++
		}
	}
	if clockText.MatchString(s) {
		c.Clocks++
	}
	if _, currency, ok := scalar.ParseNumber(s, '.'); ok {
		c.Numbers++
		c.Currency = cmp.Or(c.Currency, currency)
	} else if _, currency, ok := scalar.ParseNumber(s, ','); ok {
		c.Numbers++
		c.Currency = cmp.Or(c.Currency, currency)
	}
	if emailText.MatchString(s) {
		c.Emails++
	}
	if len(s) <= 60 && !strings.ContainsAny(s, "0123456789@/\\|;:<>{}") {
		c.Wordy++
	}
}

// columnFacts returns the facts of every column with a header. ok is false if no row is like a header.
func (f *file) columnFacts() (facts []ColumnFacts, ok bool) {
	s := f.split.Fork()
	names, ok := likelyHeader(s)
	if !ok {
		return nil, false
	}
	facts = factsOf(s, names)
	return facts, len(facts) > 1
}

// unboundFacts returns the facts of the headers of a file that give no column of its table.
func (f *file) unboundFacts() []ColumnFacts {
	first := f.firstRow
	return slices.DeleteFunc(factsOf(first.Fork(), f.Headers), func(c ColumnFacts) bool {
		return !slices.Contains(f.report.Unbound, csvtext.Printable([]byte(c.Header)))
	})
}

// factsOf returns the facts of the columns that have a name, by the rows that follow.
func factsOf(s *csvtext.Splitter, names []string) (facts []ColumnFacts) {
	all := make([]ColumnFacts, len(names))
	seen := make([]map[string]int, len(names))
	for i, name := range names {
		all[i].Header, seen[i] = name, map[string]int{}
	}
	blanks := csvtext.NewBlankWords()
	for rows := 0; rows < mostFactRows; {
		r, more := s.Next()
		if !more {
			break
		}
		if r.Damage != "" || countFilled(r.Cells) < 2 || csvtext.RepeatsHeader(r.Cells, names) {
			continue // sums, names of groups and headers that are repeated say nothing about the columns
		}
		rows++
		for i := range all {
			all[i].Rows++
			if i < len(r.Cells) {
				if v := csvtext.StripInvisible(string(bytes.TrimSpace(r.Cells[i]))); v != "" && !blanks.Contains(v) {
					all[i].observe(v, seen[i])
				}
			}
		}
	}
	for i := range all {
		if all[i].Header != "" {
			all[i].setValues(seen[i])
			facts = append(facts, all[i])
		}
	}
	return facts
}

// setValues sets the number of different values and the most frequent ones.
func (c *ColumnFacts) setValues(seen map[string]int) {
	c.Distinct = len(seen)
	t := ValueCounts{}
	for v, n := range seen {
		t.Top = append(t.Top, ValueCount{Value: v, Rows: n})
	}
	t.keepMostFrequent()
	c.Values = t.Top
}

// likelyHeader finds the row that names the columns where nothing is known about them: the first that has
// nearly as many cells as the fullest of the first rows, all of them different, and none of them a number, a
// date or an e-mail. It leaves the splitter after that row.
func likelyHeader(s *csvtext.Splitter) (names []string, ok bool) {
	fullest := 0
	ahead := s.Fork()
	for range maxHeaderRow {
		r, more := ahead.Next()
		if !more {
			break
		}
		fullest = max(fullest, countFilled(r.Cells))
	}
	if fullest < 2 {
		return nil, false
	}
	for range maxHeaderRow {
		r, more := s.Next()
		if !more {
			break
		}
		if r.Damage == "" && 10*countFilled(r.Cells) >= 7*fullest && namesColumns(r.Cells) {
			return profile.NewHeader(r.Cells).Names(), true
		}
	}
	return nil, false
}

func countFilled(cells [][]byte) (n int) {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			n++
		}
	}
	return n
}

// namesColumns reports whether every filled cell can be the name of a column.
func namesColumns(cells [][]byte) bool {
	for _, c := range cells {
		s := string(bytes.TrimSpace(c))
		_, _, number := scalar.ParseNumber(s, '.')
		_, date := scalar.ParseTimestamp(s)
		if s != "" && (number || date || emailText.MatchString(s) || csvtext.HasLineBreak(s) || len(s) > 200) {
			return false
		}
	}
	return true
}
