package ingest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// unmapped says which raw values of a choice mean nothing to the agreement, the most frequent first.
func (f *file) unmapped(x *field) {
	list := byCount(x.name, x.unmapped)
	f.report.Unmapped = append(f.report.Unmapped, list...)
	if len(list) == 0 {
		return
	}
	key := fmt.Sprintf("inputs.%s.values.%s in agreement.yaml", f.table.name, x.name)
	if low, high, rows, ok := x.span(list); ok {
		f.note(0, "%s: numbers from %s to %s in %d rows, which the agreement puts in no band; give bands, as \"70-100\" and \"250-\", under %s", x.name, plainNumberText(low), plainNumberText(high), rows, key)
		return
	}
	f.note(0, "%s: values that the agreement does not name, with their rows: %s; map them under %s", x.name, counted(list), key)
}

// span is what unmapped values cover where they are numbers, three or more.
func (x *field) span(list []Unmapped) (low, high float64, rows int, ok bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, u := range list {
		number, _, ok := parseNumber(u.Value, x.decimal)
		if !ok {
			return 0, 0, 0, false
		}
		low, high, rows = min(low, number), max(high, number), rows+u.Rows
	}
	return low, high, rows, len(list) > 2
}

// byCount lists raw values, the most frequent first.
func byCount(column string, counts map[string]int) []Unmapped {
	var list []Unmapped
	for v, n := range counts {
		list = append(list, Unmapped{column, v, n})
	}
	slices.SortFunc(list, func(a, b Unmapped) int {
		return cmp.Or(cmp.Compare(b.Rows, a.Rows), cmp.Compare(a.Value, b.Value))
	})
	return list
}

// counted writes raw values with their rows, the first ten.
func counted(list []Unmapped) string {
	const most = 10
	var words []string
	for _, u := range list[:min(len(list), most)] {
		words = append(words, fmt.Sprintf(`"%s" (%d)`, shown([]byte(u.Value)), u.Rows))
	}
	if more := len(list) - most; more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(words, ", ")
}
