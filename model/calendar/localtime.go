package calendar

import "time"

// WallTime returns the instant at which the clocks of a zone show a date and time, whose parts may be out
// of range as in time.Date. If they show it twice, because they are set back, it is the first of the two.
// If they skip it, because they are set forward, it is read on the clock before the change, so that 02:30
// is 03:30. Package time leaves both cases undefined, which could put a due moment an hour early.
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

// AddDate moves t by years, months and days to the same wall time in its zone, as WallTime defines it.
func AddDate(t time.Time, years, months, days int) time.Time {
	y, m, d := t.Date()
	return WallTime(y+years, m+time.Month(months), d+days, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), t.Location())
}

// offsets is a lookup table of a zone's offsets from UTC in milliseconds. A ledger looks up millions, for
// which package time would take much longer.
type offsets struct {
	loc    *time.Location
	spans  []span   // spans with one offset each, in order
	bucket []uint16 // index of the span in which each stretch of 2^bucketBits milliseconds begins
}

// span is a span of time with one offset from UTC; it begins at from, in Unix milliseconds.
type span struct{ from, offset int64 }

// The table covers 1970 to 2100; package time is used for other dates.
const (
	bucketBits = 31
	lastBucket = 4102444800_000 >> bucketBits
)

// newOffsets builds the table of a zone.
func newOffsets(loc *time.Location) *offsets {
	z := &offsets{loc: loc}
	for t := time.UnixMilli(0).In(loc); t.UnixMilli()>>bucketBits <= lastBucket; {
		_, seconds := t.Zone()
		if offset := int64(seconds) * 1000; len(z.spans) == 0 || z.spans[len(z.spans)-1].offset != offset {
			z.spans = append(z.spans, span{t.UnixMilli(), offset})
		}
		_, end := t.ZoneBounds()
		switch {
		case end.IsZero():
			t = time.UnixMilli((lastBucket + 1) << bucketBits)
		case end.After(t):
			t = end
		default: // beyond a zone's table of changes, a span may be empty at the turn of a year
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

// at returns the offset at an instant in Unix milliseconds.
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
	return z.spans[i].offset
}

// instant returns the result of WallTime in Unix milliseconds. The wall time is given as the Unix
// milliseconds that it would have in UTC.
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

// DayMS is a day of 24 hours in milliseconds.
const DayMS = 86400_000
