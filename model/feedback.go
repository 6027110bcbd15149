package model

import (
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// addFeedbackTable adds Sales' feedback on Marketing's assets (article 000, step 6). A row is listed in
// every period until it is closed, the last time in the period in which it was closed.
func (l *Ledger) addFeedbackTable(s *Scorecard) {
	var rows []Feedback
	for _, x := range l.feedback {
		if x.Closed.IsZero() || !x.Closed.In(l.clock.Location).Before(l.period.Start) {
			rows = append(rows, x)
		}
	}
	t := s.AddTable(calc.NewTable("feedback", "What Sales says of Marketing's assets", len(rows)))
	texts := func(name, title string, f func(Feedback) string) {
		t.TextsFunc(name, title, "", func(row int) string { return f(rows[row]) })
	}
	days := func(name, title, note string, f func(Feedback) calendar.Day) {
		t.NumbersFunc(name, title, Date, note, func(row int) float64 {
			d := f(rows[row])
			if d.IsZero() {
				return NaN
			}
			return calendar.Serial(calendar.Civil(d.Time))
		})
	}
	texts("asset", "Asset", func(x Feedback) string { return x.Asset })
	texts("worked", "What worked", func(x Feedback) string { return x.Worked })
	texts("did_not", "What did not", func(x Feedback) string { return x.DidNot })
	texts("owner", "Owner", func(x Feedback) string { return x.Owner })
	days("due", "Due", "", func(x Feedback) calendar.Day { return x.Due })
	days("closed", "Closed", "n/a: still open", func(x Feedback) calendar.Day { return x.Closed })
	open := Where("closed", EQ, NA{})
	s.AddQuantity(calc.Quantity{ID: "feedback.open", Title: "Feedback still open", Unit: Count, Better: Down,
		Formula:    CountOf("feedback", open),
		Definition: "Rows of the feedback file without a closing date."})
	s.AddQuantity(calc.Quantity{ID: "feedback.overdue", Title: "Feedback overdue", Unit: Count, Better: Down,
		Formula:    CountOf("feedback", open, Where("due", LT, Ref(asOfID))),
		Definition: "Of these, those that were due before as_of."})
}
