package ingest

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
)

// A CRM's formatted report, saved as CSV, has the value by which its rows are grouped on the first row of each group
// alone. It is read as if the value stood on every row, where the file shows that it is such a report: by a title
// above the header, by an arrow in the header, or by sums below the groups. Where it only looks so, the file is refused,
// since blank cells might as well be blank.

const detailsOnly = "export it as Details Only (unformatted rows)"

// findGroups finds out whether the file is a grouped report. It refuses a file whose groups cannot be read.
func (f *file) findGroups(headerLine int) error {
	if slices.Contains(f.neverBlank, 0) {
		return nil
	}
	g := csvtext.FindGroups(f.split)
	titled, sorted := headerLine > f.firstLine, profile.IsSorted(f.Headers)
	looksGrouped := g.Columns > 0 && g.Values > 1 && g.Blanks >= max(scalar.MinEvidence, g.Values) && f.groupsBy(0)
	sumsOfGroups := g.Sums >= max(2, g.Values-1) // below each group but the last one of the first rows
	refused := func(format string, args ...any) error {
		return &csvtext.Refused{File: f.report.File, Line: headerLine, Reason: fmt.Sprintf(format, args...)}
	}
	switch {
	case g.Heading != "":
		return refused(`it is a grouped report: %q stands above the rows of a group, and no column has this value; %s`,
			g.Heading, detailsOnly)
	case g.Columns > 0 && (sorted || sumsOfGroups) || looksGrouped && titled:
		var names []string
		for _, h := range f.Headers[:g.Columns] {
			names = append(names, csvtext.Printable([]byte(h)))
		}
		f.note(headerLine, `it is a grouped report: the values of "%s", which are on the first row of each group alone, `+
			"count for the rows below it, too; sums are left out", strings.Join(names, `" and "`))
		f.split.Groups = &g
	case looksGrouped:
		return refused(`"%s" looks like the column of a grouped report, with a value on the first row of each group alone; `+
			"%s, or fill the column down; if its blank cells mean that there is no value, move it behind another column",
			csvtext.Printable([]byte(f.Headers[0])), detailsOnly)
	case g.Sums > 0 && (titled || sorted):
		f.note(headerLine, "it is a grouped report; its sums are left out")
		f.split.Groups = &g
	}
	return nil
}

// groupsBy reports whether a cell gives a column by which a report may be grouped, and not an id or a date.
func (f *file) groupsBy(cell int) bool {
	for i, at := range f.CellIndexes {
		if len(at) == 1 && at[0] == cell {
			kind := f.table.Columns[i].Kind
			return kind == profile.Name || kind == profile.Text || kind == profile.Choice
		}
	}
	return false
}
