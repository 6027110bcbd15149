package calendar

import "time"

// WallTime is the instant at which the clocks of a zone show a date and a time, which may run over as in time.Date. What they
// show twice, when they are put back, is the first of the two; what they skip, when they are put forward, is read on the clock
// before the change: 02:30 is then 03:30. Package time leaves both open, and would have a due moment come an hour early.
func WallTime(year int, month time.Month, day, hour, minute, second, nanosecond int, loc *time.Location) time.Time {
	shown := time.Date(year, month, day, hour, minute, second, nanosecond, time.UTC)
	_, before := shown.AddDate(0, 0, -1).In(loc).Zone()
	_, after := shown.AddDate(0, 0, 1).In(loc).Zone()
	earlier := shown.Add(-time.Duration(before) * time.Second).In(loc)
	if _, offset := earlier.Zone(); offset == before {
		return earlier
	}
	later := shown.Add(-time.Duration(after) * time.Second).In(loc)
	if _, offset := later.Zone(); offset == after {
		return later
	}
	return earlier
}

// shift moves an instant by years, months and days to the same wall time.
func AddDate(t time.Time, years, months, days int) time.Time {
	return WallTime(t.Year()+years, t.Month()+time.Month(months), t.Day()+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}

// offsets are how far the clocks of a zone are ahead of UTC, in milliseconds, looked up without package time: a ledger asks for
// millions.
type offsets struct {
	loc    *time.Location
	spans  []span   // in order
	bucket []uint16 // the span in which each run of 2^bucketBits milliseconds begins
}

type span struct{ from, ahead int64 }

// Dates before 1970 are set aside; those after 2100 are left to package time.
const (
	bucketBits = 31
	lastBucket = 4102444800_000 >> bucketBits
)

func newOffsets(loc *time.Location) *offsets {
	z := &offsets{loc: loc}
	for t := time.UnixMilli(0).In(loc); t.UnixMilli()>>bucketBits <= lastBucket; {
		_, seconds := t.Zone()
		if ahead := int64(seconds) * 1000; len(z.spans) == 0 || z.spans[len(z.spans)-1].ahead != ahead {
			z.spans = append(z.spans, span{t.UnixMilli(), ahead})
		}
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			t = time.UnixMilli((lastBucket + 1) << bucketBits)
		case end.After(t):
			t = end
		default: // beyond its table of changes a zone's bounds may stand still at the turn of a year
			t = t.Add(time.Hour)
		}
	}
	i := 0
	for b := range int64(lastBucket + 1) {
		for i+1 < len(z.spans) && z.spans[i+1].from <= b<<bucketBits {
			i++
		}
		z.bucket = append(z.bucket, uint16(i))
	}
	return z
}

// at is the offset at an instant.
func (z *offsets) at(ms int64) int64 {
	b := ms >> bucketBits
	if b < 0 || b >= lastBucket {
		_, seconds := time.UnixMilli(ms).In(z.loc).Zone()
		return int64(seconds) * 1000
	}
	i := int(z.bucket[b])
	for i+1 < len(z.spans) && z.spans[i+1].from <= ms {
		i++
	}
	return z.spans[i].ahead
}

// instant is WallTime of a wall time that is given as the Unix time it would be in UTC.
func (z *offsets) instant(wall int64) int64 {
	before, after := z.at(wall-DayMS), z.at(wall+DayMS)
	if earlier := wall - before; before == after || z.at(earlier) == before {
		return earlier
	}
	if later := wall - after; z.at(later) == after {
		return later
	}
	return wall - before
}

const DayMS = 86400_000
