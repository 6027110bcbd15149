package terminal

import (
	"fmt"
	"io"
	"time"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// Today writes the don't-be-on-it list for the stand-up: names with numbers, then the leads, then what falls due before the day
// ends. At most 100 columns.
func Today(w io.Writer, s *model.Scorecard, due []model.Due) error {
	x := explain(s, true)
	x.text(listTitle(x.card))
	if why := format.NoList(s); why != "" {
		x.text("There is no list: " + why + ".")
	} else if len(s.Overdue) == 0 {
		x.text(nobody)
	} else {
		x.WriteByte('\n')
		x.table(x.names(), " >>>")
		x.WriteByte('\n')
		x.fit(x.leads(), "    >> >")
	}
	if len(due) > 0 {
		x.title("Due before the day ends")
		x.fit(x.dueRows(due), "    >")
	}
	_, err := w.Write(x.Bytes())
	return err
}

const nobody = "Nobody is on it."

func listTitle(s *model.Scorecard) string {
	return "Don't be on it, " + s.Agreement.Head.Company + ", as of " + s.Period.AsOf.Format("Monday 2006-01-02 15:04")
}

// names are the SDRs on the list, with how many leads of each rule and what those are worth.
func (x *explained) names() [][]string {
	rows := [][]string{{"SDR", "not called", "too few calls", "value at risk"}}
	for _, t := range format.OnTheList(x.card) {
		rows = append(rows, []string{t.SDR, x.style.Count(t.NotCalled), x.style.Count(t.TooFewCalls), x.style.Value(t.ValueAtRisk, formula.Money)})
	}
	return rows
}

// leads are the lines of the list, in its order.
func (x *explained) leads() [][]string {
	rows := [][]string{{"SDR", "lead", "rule", "on it since", "for", "calls", "quality", "value"}}
	followed := format.Followed(x.card)
	for _, e := range x.card.Overdue {
		calls, quality := followed(e.Lead)
		rows = append(rows, []string{sdrName(e.SDR), leadID(e.Lead), format.RuleName(x.card.Agreement, e.Rule), e.Since.Format("2006-01-02 15:04"),
			howLong(x.card.Period.AsOf.Sub(e.Since)), x.style.Value(calls, formula.Count), quality, x.style.Value(e.Value, formula.Money)})
	}
	return rows
}

func (x *explained) dueRows(due []model.Due) [][]string {
	rows := [][]string{{"SDR", "lead", "rule", "due", "value"}}
	for _, d := range due {
		rows = append(rows, []string{sdrName(d.SDR), leadID(d.Lead), format.RuleName(x.card.Agreement, d.Rule), d.Due.Format("15:04"), x.style.Value(d.Value, formula.Money)})
	}
	return rows
}

// sdrName and leadID are as much of a name as a column has room for.
func sdrName(name string) string { return cut(format.Plain(name), 24) }
func leadID(id string) string    { return cut(format.Plain(id), 36) }

// howLong is a time span as a person says it: 12 d, 3 d 4 h, 5 h, 20 min.
func howLong(d time.Duration) string {
	switch days, hours := int(d.Hours())/24, int(d.Hours())%24; {
	case days > 0 && days < 7 && hours > 0:
		return fmt.Sprintf("%d d %d h", days, hours)
	case days > 0:
		return fmt.Sprintf("%d d", days)
	case hours > 0:
		return fmt.Sprintf("%d h", hours)
	}
	return fmt.Sprintf("%d min", int(d.Minutes()))
}
