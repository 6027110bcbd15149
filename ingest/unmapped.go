package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// unmapped says which raw values of a choice mean nothing to the agreement, the most frequent first.
func (f *file) unmapped(x *field) {
	list := byCount(x.name, x.unmapped)
	f.report.Unmapped = append(f.report.Unmapped, list...)
	if len(list) > 0 {
		f.note(0, "%s: values that the agreement does not name, with their rows: %s; map them under inputs.%s.values.%s in agreement.yaml", x.name, counted(list), f.table.name, x.name)
	}
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
