package csvtext

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// A formatted report has its rows in groups, for instance one for each owner. Its first columns have a value on the
// first row of a group alone; below each group are sums. Groups describes such a report, and Splitter.Next fills the
// first columns of the rows below.
type Groups struct {
	Columns int      // number of the columns that have a value on the first row of a group alone
	Sums    int      // number of rows with sums, among the first rows
	Heading string   // a row that is the heading of a group, as "Lead Owner: Ann (3 records)"; empty if there is no such row
	Values  int      // number of values of the first column, among the first rows
	Blanks  int      // number of rows in which the first column is blank
	last    [][]byte // the latest values of the columns
}

// groupHeading matches the heading of a group on a row of its own.
var groupHeading = regexp.MustCompile(`^[^:]+: .* \(\d+ \pL+\)$`)

// FindGroups returns how the rows that follow are grouped, judged by the first of them.
func FindGroups(s *Splitter) Groups {
	var g Groups
	var rows [][]string
	ahead := s.Fork()
	for range sampleRecords {
		r, ok := ahead.Next()
		if !ok {
			break
		}
		filled := CountFilled(r)
		switch {
		case r.Damage != "" || filled == 0:
		case isSum(r.Cells):
			g.Sums++
		case filled == 1 && g.Heading == "" && groupHeading.Match(bytes.TrimSpace(r.Cells[0])):
			g.Heading = Printable(bytes.TrimSpace(r.Cells[0]))
		case filled > 1:
			row := make([]string, len(r.Cells))
			for i, c := range r.Cells {
				row[i] = string(bytes.TrimSpace(c))
			}
			rows = append(rows, row)
		}
	}
	for isGroupColumn(rows, g.Columns) {
		g.Columns++
	}
	for _, row := range rows {
		if row[0] == "" {
			g.Blanks++
		} else {
			g.Values++
		}
	}
	return g
}

// isGroupColumn reports whether a column has a value on the first row of each group alone: it is blank in some
// rows, but not where an earlier column has a value, and no value comes twice in the same group of the columns
// before it.
func isGroupColumn(rows [][]string, column int) bool {
	blank := false
	seen := map[string]bool{}
	for i, row := range rows {
		if column+1 >= len(row) {
			return false
		}
		begins := slices.ContainsFunc(row[:column], func(s string) bool { return s != "" })
		if begins {
			clear(seen)
		}
		switch value := row[column]; {
		case value == "" && (i == 0 || begins) || seen[value]:
			return false
		case value == "":
			blank = true
		default:
			seen[value] = true
		}
	}
	return blank
}

// fill fills the first columns of a row of a group with the values of the first row. It reports whether the row
// has no record, but sums or a text.
func (g *Groups) fill(cells [][]byte) (part bool) {
	n := g.Columns
	if isSum(cells) || len(cells) <= n || CountFilled(Record{Cells: cells[n:]}) == 0 {
		return true
	}
	if g.last == nil {
		g.last = make([][]byte, n)
	}
	for i := range n {
		if len(bytes.TrimSpace(cells[i])) > 0 {
			g.last[i] = cells[i]
			clear(g.last[i+1:])
		} else {
			cells[i] = g.last[i]
		}
	}
	return false
}

// isSum reports whether a row holds sums: the first cell that is not empty says so.
func isSum(cells [][]byte) bool {
	for _, c := range cells {
		if c = bytes.TrimSpace(c); len(c) > 0 {
			return len(c) < 60 && sumWord.MatchString(strings.ToLower(NFC(string(c))))
		}
	}
	return false
}

// sumWord matches the words for sums in the languages of the large CRMs.
var sumWord = regexp.MustCompile(`^(?:(?:sub-?|grand )?totals?|grand summar(?:y|ies)|(?:record |row )?count|` +
	`sum|average|avg|total records|` +
	`zwischensumme|(?:gesamt)?summe|gesamt|anzahl(?: der datensätze)?|` +
	`sous-total|total général|somme|nombre(?: d'enregistrements)?|` +
	`total general|suma|recuento|total geral|soma|contagem|` +
	`subtotale|totale(?: complessivo)?|somma|conteggio|` +
	`subtotaal|(?:eind)?totaal|som|aantal|` +
	`suma (?:częściowa|końcowa|cząstkowa)|razem|liczba|` +
	`小計|合計|総計|件数|レコード件数)\s*(?:[:：].*|[(（].*[)）])?$`)
