package model

import (
	"fmt"
	"slices"
	"strings"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Light is what an input column makes known: without it these figures are n/a (SPEC section 3).
type Light struct {
	Figures int      // their number, with those of single channels, SDRs and rules
	Titles  []string // the titles of the main ones
}

// mainFamilies are the families of figures whose titles a Light names.
var mainFamilies = []string{"actual", "adherence", "dont_be_on_it", "at_risk", "delivered", "kpi"}

// Lights returns what each column of the tables makes known, by its name as leads.mql_at. tables holds all
// columns of the tables that are given. A column without which every figure is computed is not in the result.
func Lights(a *agreement.Agreement, p calendar.Period, tables map[string][]string) map[string]Light {
	all := reasonsWithout(a, p, tables, "")
	out := map[string]Light{}
	for table, columns := range tables {
		for _, c := range columns {
			lit := slices.DeleteFunc(reasonsWithout(a, p, tables, table+"."+c), func(q figureReason) bool {
				return slices.Contains(all, q)
			})
			if len(lit) > 0 {
				out[table+"."+c] = Light{len(lit), mainTitles(lit)}
			}
		}
	}
	if _, given := tables["leads"]; given {
		out["leads.owner"] = Light{figuresOfSDR, []string{"every figure by SDR"}}
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
func (l Light) String() string {
	const named = 3
	titles := l.Titles[:min(len(l.Titles), named)]
	more := l.Figures - len(titles)
	switch {
	case l.Figures == 0:
		return ""
	case len(titles) == 0:
		return fmt.Sprintf("without it %d figures are n/a", l.Figures)
	case more > 0:
		return fmt.Sprintf("without it n/a: %s; and %d more", strings.Join(titles, "; "), more)
	}
	return "without it n/a: " + strings.Join(titles, "; ")
}
