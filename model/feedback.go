package model

import (
	"leadpact/model/calc"
	"leadpact/model/calendar"
	. "leadpact/model/formula"
)

// feedbackTable adds what Sales says of Marketing's assets (article 000, step 6): carried from period to period until it is
// closed, and shown once more in the period in which it was.
func (l *Ledger) addFeedbackTable(s *Scorecard) {
	var rows []Feedback
	for _, x := range l.feedback {
		if x.Closed.IsZero() || !x.Closed.In(l.clock.Location).Before(l.period.Start) {
			rows = append(rows, x)
		}
	}
	t := s.AddTable(calc.NewTable("feedback", "What Sales says of Marketing's assets", len(rows)))
	texts := func(name, title string, f func(Feedback) string) {
		col := make([]string, len(rows))
		for i, x := range rows {
			col[i] = f(x)
		}
		t.Texts(name, title, "", col)
	}
	days := func(name, title, note string, f func(Feedback) calendar.Day) {
		col := make([]float64, len(rows))
		for i, x := range rows {
			col[i] = NaN
			if d := f(x); !d.IsZero() {
				col[i] = calendar.Serial(calendar.Civil(d.Time))
			}
		}
		t.Numbers(name, title, Date, note, col)
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
