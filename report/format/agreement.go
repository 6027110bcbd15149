package format

import (
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/agreement"
)

// Banner returns the warning that stands above everything made from an agreement: that a scorecard with
// changed terms is not issued, or what Unsigned returns.
func Banner(a *agreement.Agreement) string {
	if a.WhatIf != nil {
		return "What if: " + Plain(strings.Join(a.WhatIf, ", ")) + ". Not issued."
	}
	return Unsigned(a)
}

// Unsigned returns the warning that the terms differ from those that the parties signed. It is empty where
// they are the same or nothing is signed (SPEC section 9).
func Unsigned(a *agreement.Agreement) string {
	if a.Signed == nil || a.Signed.Fingerprint == "" || strings.EqualFold(a.Signed.Fingerprint, a.Fingerprint()) {
		return ""
	}
	when := ""
	if !a.Signed.On.IsZero() {
		when = " on " + For(a).Date(a.Signed.On.Time)
	}
	return "These terms differ from those signed" + when + " (fingerprint " + abbreviated(a.Signed.Fingerprint) + ")."
}

func abbreviated(fingerprint string) string {
	if len(fingerprint) > 12 {
		return fingerprint[:12] + "…"
	}
	return fingerprint
}

// reviewSoon is the number of days before the review from which a reminder names what to bring.
const reviewSoon = 45

// Review returns a reminder of the agreed review as of the moment that was asked for, also where the exports
// end earlier: "The agreement is due for review on January 5, 2027, in 65 days." It is empty where no review is
// agreed.
func Review(s *model.Scorecard) string {
	next := s.Agreement.Head.Review.Next
	if next.IsZero() {
		return ""
	}
	style, asOf := For(s.Agreement), s.Period.Asked
	today := time.Date(asOf.Year(), asOf.Month(), asOf.Day(), 0, 0, 0, 0, asOf.Location())
	days := int(math.Round(next.In(asOf.Location()).Sub(today).Hours() / 24))
	bring := " leadpact calibrate sets the evidence beside its terms."
	switch text := "The agreement is due for review on " + style.Date(next.Time); {
	case days < 0:
		return "The agreement was due for review on " + style.Date(next.Time) + ", " + style.days(-days) + " ago." + bring
	case days == 0:
		return text + ", today." + bring
	case days <= reviewSoon:
		return text + ", in " + style.days(days) + "." + bring
	default:
		return text + ", in " + style.days(days) + "."
	}
}
