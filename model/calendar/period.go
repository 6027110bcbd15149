package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Period is the half-open span [Start, End) in the agreement's zone that a scorecard covers, seen as of
// AsOf: what happens at or after AsOf is treated as not having happened yet (SPEC section 2).
type Period struct {
	ID         string // 2026-10, 2026-Q4 or 2026-10-01..2026-10-15
	Start, End time.Time
	AsOf       time.Time // the earlier of Asked and the moment up to which the inputs reach
	Asked      time.Time // the earlier of End and now
	Now        time.Time // events after it are only expected; zero: no limit
	Months     int       // number of whole months; 0 for any other range, which has no monthly goals
}

var (
	monthID   = regexp.MustCompile(`^(\d{4})-(\d\d)$`)
	quarterID = regexp.MustCompile(`^(\d{4})-Q([1-4])$`)
	rangeID   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$`)
)

// ParsePeriod parses a month (2026-10), a quarter (2026-Q4) or a range whose last day is included
// (2026-10-01..2026-10-15) in a zone. AsOf is the earlier of its end and now. It returns an error for any
// other id, and for a period that has not begun by now.
func ParsePeriod(id string, loc *time.Location, now time.Time) (Period, error) {
	p := Period{ID: id}
	bad := func() (Period, error) {
		return Period{}, fmt.Errorf("period %q is not a period; write 2026-10, 2026-Q4 or 2026-10-01..2026-10-15", id)
	}
	if m := monthID.FindStringSubmatch(id); m != nil {
		y, _ := strconv.Atoi(m[1])
		mo, _ := strconv.Atoi(m[2])
		if mo < 1 || mo > 12 {
			return bad()
		}
		p.Start = WallTime(y, time.Month(mo), 1, 0, 0, 0, 0, loc)
		p.Months = 1
	} else if m := quarterID.FindStringSubmatch(id); m != nil {
		y, _ := strconv.Atoi(m[1])
		q, _ := strconv.Atoi(m[2])
		p.Start = Quarter{y, q}.Start(loc)
		p.Months = 3
	} else if m := rangeID.FindStringSubmatch(id); m != nil {
		from, err := time.Parse(time.DateOnly, m[1])
		until, err2 := time.Parse(time.DateOnly, m[2])
		if err != nil || err2 != nil || until.Before(from) {
			return bad()
		}
		p.Start, p.End = Day{from}.In(loc), Day{until.AddDate(0, 0, 1)}.In(loc)
		p.Months = monthsOfRange(p.Start, p.End)
	} else {
		return bad()
	}
	if p.End.IsZero() {
		p.End = WallTime(p.Start.Year(), p.Start.Month()+time.Month(p.Months), 1, 0, 0, 0, 0, loc)
	}
	p.AsOf = p.End
	if now.Before(p.End) {
		p.AsOf = now.In(loc)
	}
	p.Asked, p.Now = p.AsOf, now
	if !p.AsOf.After(p.Start) {
		return Period{}, fmt.Errorf("period %s begins on %s, after %s; name one that has begun",
			id, p.Start.Format(time.DateOnly), p.AsOf.Format(time.RFC3339))
	}
	return p, nil
}

// LastMonth returns the id, such as 2026-09, of the last full month before now in a zone.
func LastMonth(loc *time.Location, now time.Time) string {
	n := now.In(loc)
	return time.Date(n.Year(), n.Month(), 0, 0, 0, 0, 0, loc).Format("2006-01")
}

// monthsOfRange returns the number of months of a range that consists of whole months, else 0.
func monthsOfRange(from, until time.Time) int {
	if from.Day() != 1 || until.Day() != 1 {
		return 0
	}
	return (until.Year()-from.Year())*12 + int(until.Month()) - int(from.Month())
}

// SeenAsOf returns the period as of an earlier moment, up to which the inputs reach.
func (p Period) SeenAsOf(t time.Time) Period {
	p.AsOf = t.In(p.Start.Location())
	return p
}

// Limited reports whether the inputs do not reach as far as was asked.
func (p Period) Limited() bool { return p.AsOf.Before(p.Asked) }

// Closed reports whether the whole period lies before AsOf.
func (p Period) Closed() bool { return !p.AsOf.Before(p.End) }

// Previous returns the period before this one, with as many months or, if it has no whole months, as many
// days. The result has no ID. For a running period its AsOf is the same wall time of the same day of the
// previous period, or that period's end where it is shorter.
func (p Period) Previous() Period {
	q := Period{Months: p.Months, End: p.Start}
	if p.Months > 0 {
		q.Start = Day{Civil(p.Start).AddDate(0, -p.Months, 0)}.In(p.Start.Location())
	} else {
		q.Start = Day{Civil(p.Start).AddDate(0, 0, -Days(p.Start, p.End))}.In(p.Start.Location())
	}
	q.AsOf = q.End
	if !p.Closed() {
		a := p.AsOf
		at := Civil(q.Start).AddDate(0, 0, Days(p.Start, a))
		at = WallTime(at.Year(), at.Month(), at.Day(), a.Hour(), a.Minute(), a.Second(), a.Nanosecond(), a.Location())
		if at.Before(q.End) {
			q.AsOf = at
		}
	}
	return q
}
