package model

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// ColumnFigures are the figures that are n/a without an input column (SPEC section 3).
type ColumnFigures struct {
	Count  int      // their number, with those of single channels, SDRs and rules
	Titles []string // the titles of the main ones
}

// mainFamilies are the families of figures whose titles ColumnFigures name.
var mainFamilies = []string{"actual", "adherence", "dont_be_on_it", "at_risk", "delivered", "kpi"}

// FiguresByColumn returns the figures that need each column of the tables, by the name of the column as
// leads.mql_at. tables holds all columns of the tables that are given. A column that no figure needs is not in the
// result.
func FiguresByColumn(a *agreement.Agreement, p calendar.Period, tables map[string][]string) map[string]ColumnFigures {
	all := reasonsWithout(a, p, tables, "")
	out := map[string]ColumnFigures{}
	for table, columns := range tables {
		for _, c := range columns {
			lost := slices.DeleteFunc(reasonsWithout(a, p, tables, table+"."+c), func(q figureReason) bool {
				return slices.Contains(all, q)
			})
			if len(lost) > 0 {
				out[table+"."+c] = ColumnFigures{len(lost), mainTitles(lost)}
			}
		}
	}
	if _, given := tables["leads"]; given {
		out["leads.owner"] = ColumnFigures{figuresOfSDR, []string{"every figure by SDR"}}
	}
	return out
}

// figuresOfSDR is roughly the number of figures that the scorecard has of one SDR. All need the owner of leads.
const figuresOfSDR = 60

// mainTitles returns the titles of figures of the main families, in the order of these.
func mainTitles(figures []figureReason) (titles []string) {
	for _, main := range mainFamilies {
		for _, q := range figures {
			if family, name, _ := strings.Cut(q.id, "."); family == main && !strings.Contains(name, ".") {
				titles = append(titles, q.title)
			}
		}
	}
	return titles
}

type figureReason struct{ id, title, reason string }

// reasonsWithout returns the figures that are n/a where the tables have no rows and one column is not given.
func reasonsWithout(
	a *agreement.Agreement, p calendar.Period, tables map[string][]string, column string,
) (missing []figureReason) {
	l := NewLedger(a, p)
	for table, columns := range tables {
		for _, c := range columns {
			if table+"."+c != column {
				l.Provide(table, c)
			}
		}
	}
	l.ResolveLeads()
	for _, q := range l.Scorecard().Quantities {
		if q.Value().IsMissing() {
			missing = append(missing, figureReason{q.ID, q.Title, q.Reason})
		}
	}
	return missing
}

// String returns what is n/a without the column: "without it n/a: MQLs created; MQLs managed; and 12 more". It
// is empty where nothing is.
func (f ColumnFigures) String() string {
	const named = 3
	titles := f.Titles[:min(len(f.Titles), named)]
	more := f.Count - len(titles)
	switch {
	case f.Count == 0:
		return ""
	case len(titles) == 0:
		return fmt.Sprintf("without it %d figures are n/a", f.Count)
	case more > 0:
		return fmt.Sprintf("without it n/a: %s; and %d more", strings.Join(titles, "; "), more)
	}
	return "without it n/a: " + strings.Join(titles, "; ")
}
