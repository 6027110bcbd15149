package format

import (
	"math"
	"time"

	"leadpact/model"
)

// reviewSoon is how many days before the review a reminder says what to bring.
const reviewSoon = 45

// Review reminds of the agreed review as of the card's moment: "The agreement is due for review on January 5, 2027, in 65 days."
// It is empty where no review is agreed.
func Review(s *model.Scorecard) string {
	next := s.Agreement.Head.Review.Next
	if next.IsZero() {
		return ""
	}
	style, asOf := For(s.Agreement), s.Period.AsOf
	days := int(math.Round(next.In(asOf.Location()).Sub(startOfDay(asOf)).Hours() / 24))
	bring := " leadpact calibrate sets the evidence beside its terms."
	switch text := "The agreement is due for review on " + style.Date(next.Time); {
	case days < 0:
		return "The agreement was due for review on " + style.Date(next.Time) + ", " + inDays(style, -days) + " ago." + bring
	case days == 0:
		return text + ", today." + bring
	case days <= reviewSoon:
		return text + ", in " + inDays(style, days) + "." + bring
	default:
		return text + ", in " + inDays(style, days) + "."
	}
}

func inDays(style Style, n int) string { return style.Count(n) + " " + plural("day", n == 1) }

func startOfDay(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}
