package drift

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// Shape describes the inputs of one issue, as far as a later issue compares them. It is stored in
// scorecard.json.
type Shape struct {
	Period      string   `json:"period"`       // its id
	WorkingDays int      `json:"working_days"` // from the period's start to as_of
	Tables      []Table  `json:"tables"`       // in the order in which they are read
	Team        []string `json:"-"`            // SDRs of the team table; nil: there is none
}

// Table describes the files of one table together. Every list is in the order of the files, without
// repetitions.
type Table struct {
	Name     string   `json:"table"`
	CRMs     []string `json:"crms"`   // whose exports the files are
	Clocks   []string `json:"clocks"` // how its times are read: the name of a zone, OwnOffset or NoTime
	Rows     int      `json:"rows"`
	SetAside int      `json:"set_aside"`
	Began    int      `json:"began"`          // used rows that begin in the period: leads or deals created, activities
	Hours    []int    `json:"hours"`          // touches of the period by hour of the day; null: not counted
	Unused   []string `json:"unused_headers"` // headers that give no column
	Columns  []Column `json:"columns"`        // the canonical columns that are given
	Decided  []string `json:"-"`              // keys that agreement.yaml sets, as crm or columns.tier
}

// The clocks of a table whose times are not read in a zone.
const (
	OwnOffset = "own offset" // each time names its offset from UTC
	NoTime    = "no time"    // dates have no time of day
)

// Column describes a canonical column.
type Column struct {
	Name     string   `json:"column"`
	Headers  []string `json:"headers"`   // that give it; empty: it is a constant
	Formats  []string `json:"formats"`   // how its dates or numbers are written, one of the Format constants each
	HasValue bool     `json:"has_value"` // whether any row has a value
	Values   *Counts  `json:"values"`    // rows that begin in the period, by canonical value; null: not counted
	Words    *Counts  `json:"words"`     // rows by word that a reader must know; null: not counted
	Known    []string `json:"-"`         // the canonical values of a choice
}

// The formats of dates and numbers. The first three are values of the key date_order.
const (
	FormatDMY    = "dmy"
	FormatMDY    = "mdy"
	FormatYMD    = "ymd" // years have two digits
	FormatISO    = "year first"
	FormatNumber = "numbers of a spreadsheet or of Unix"
	FormatComma  = "decimal comma"
	FormatPoint  = "decimal point"
)

// Counts holds numbers of rows by value; the key of a blank value is empty.
type Counts struct {
	Rows  map[string]int `json:"rows"`
	Other int            `json:"other"` // rows of the values that are left out
}

// MostValues and MostOwners are the greatest numbers of values that a column's counts hold; owners and stages
// are counted up to MostOwners.
const (
	MostValues = 50
	MostOwners = 500
)

// NewCounts returns the counts of at most a number of values, the most frequent ones.
func NewCounts(rows map[string]int, most int) *Counts {
	c := &Counts{Rows: map[string]int{}}
	byRows := slices.SortedFunc(maps.Keys(rows), func(a, b string) int {
		return cmp.Or(cmp.Compare(rows[b], rows[a]), cmp.Compare(a, b))
	})
	for i, value := range byRows {
		if i < most {
			c.Rows[value] = rows[value]
		} else {
			c.Other += rows[value]
		}
	}
	return c
}

// total returns the number of all rows.
func (c *Counts) total() int {
	n := c.Other
	for _, rows := range c.Rows {
		n += rows
	}
	return n
}

// of returns the rows of a value. ok is false if the value may be among those that are left out.
func (c *Counts) of(value string) (rows int, ok bool) {
	rows, listed := c.Rows[value]
	return rows, listed || c.Other == 0
}

// Same reports whether two shapes are stored as the same JSON.
func (s *Shape) Same(o *Shape) bool {
	a, err := json.Marshal(s)
	b, err2 := json.Marshal(o)
	return err == nil && err2 == nil && bytes.Equal(a, b)
}

// Table returns a table by its name; nil if there is none.
func (s *Shape) Table(name string) *Table {
	for i := range s.Tables {
		if s.Tables[i].Name == name {
			return &s.Tables[i]
		}
	}
	return nil
}

// Column returns a column by its name; nil if it is not given.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}
