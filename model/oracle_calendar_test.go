package model_test

// The calendar of the oracle: it counts days one year and one month at a time, knows two zones with their
// rules of summer time, and goes through business hours day by day. Nothing here comes from package time.

const (
	second = int64(1000) // instants are milliseconds since 1970 in UTC
	hour   = 3600 * second
	day    = 24 * hour
)

// wall is a reading of a wall clock.
type wall struct{ y, mo, d, h, mi, s, ms int }

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func monthLength(y, mo int) int {
	switch mo {
	case 2:
		if leap(y) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// dayNumber returns the days since 1970-01-01, a Thursday; day and month may exceed their range.
func dayNumber(y, mo, d int) int64 {
	for ; mo > 12; mo -= 12 {
		y++
	}
	for ; mo < 1; mo += 12 {
		y--
	}
	n := int64(d - 1)
	for m := 1; m < mo; m++ {
		n += int64(monthLength(y, m))
	}
	for x := 1970; x < y; x++ {
		n += 365
		if leap(x) {
			n++
		}
	}
	return n
}

func civilOf(n int64) (y, mo, d int) {
	y, mo = 1970, 1
	for {
		length := int64(365)
		if leap(y) {
			length++
		}
		if n < length {
			break
		}
		n -= length
		y++
	}
	for n >= int64(monthLength(y, mo)) {
		n -= int64(monthLength(y, mo))
		mo++
	}
	return y, mo, int(n) + 1
}

// weekday returns the day of the week, 0 for Sunday.
func weekday(n int64) int { return int((n + 4) % 7) }

// sunday returns the day number of the nth Sunday of a month; of the last if n is 0.
func sunday(y, mo, n int) int64 {
	if n == 0 {
		x := dayNumber(y, mo, monthLength(y, mo))
		return x - int64(weekday(x))
	}
	x := dayNumber(y, mo, 1)
	return x + int64((7-weekday(x))%7) + int64(7*(n-1))
}

// zone is a time zone: a standard offset, and an hour more in summer, between two instants of the year.
type zone struct {
	name     string
	standard int64
	summer   func(y int) (from, until int64)
}

var (
	newYork = zone{"America/New_York", -5 * hour, func(y int) (int64, int64) {
		return sunday(y, 3, 2)*day + 7*hour, sunday(y, 11, 1)*day + 6*hour
	}}
	berlin = zone{"Europe/Berlin", hour, func(y int) (int64, int64) {
		return sunday(y, 3, 0)*day + hour, sunday(y, 10, 0)*day + hour
	}}
)

func (z zone) offset(at int64) int64 {
	y, _, _ := civilOf((at + z.standard) / day)
	if from, until := z.summer(y); from <= at && at < until {
		return z.standard + hour
	}
	return z.standard
}

func (z zone) local(at int64) wall {
	at += z.offset(at)
	var w wall
	w.y, w.mo, w.d = civilOf(at / day)
	rest := at % day
	w.h, w.mi, w.s, w.ms = int(rest/hour), int(rest/(60*second)%60), int(rest/second%60), int(rest%second)
	return w
}

// at returns the instant of a wall time. If the time occurs twice it is the first; if it is skipped, it
// is read as if the clock had not yet been put forward.
func (z zone) at(w wall) int64 {
	naive := dayNumber(w.y, w.mo, 1)*day + int64(w.d-1)*day + int64(w.h)*hour + int64(w.mi)*60*second + int64(w.s)*second + int64(w.ms)
	for _, off := range []int64{z.standard + hour, z.standard} { // summer's reading is the earlier one
		if z.offset(naive-off) == off {
			return naive - off
		}
	}
	return naive - z.standard
}

// plusDays returns the instant of the same wall time some days later.
func (z zone) plusDays(at int64, n int) int64 {
	w := z.local(at)
	w.d += n
	return z.at(w)
}

// today returns the number of the local day of an instant, midnight the first instant of a day.
func (z zone) today(at int64) int64 { return (at + z.offset(at)) / day }

func (z zone) midnight(n int64) int64 {
	y, mo, d := civilOf(n)
	return z.at(wall{y: y, mo: mo, d: d})
}

// clock counts hours: business hours if open is set, else elapsed ones.
type clock struct {
	zone
	open     map[int][2]int // weekday → minutes from midnight
	holidays map[int64]bool
}

// opening returns a day's business hours; false if it has none.
func (c clock) opening(n int64) (from, until int64, ok bool) {
	h, ok := c.open[weekday(n)]
	if !ok || c.holidays[n] {
		return 0, 0, false
	}
	y, mo, d := civilOf(n)
	return c.at(wall{y: y, mo: mo, d: d, mi: h[0]}), c.at(wall{y: y, mo: mo, d: d, mi: h[1]}), true
}

// run returns how long the clock ran between two instants.
func (c clock) run(from, until int64) int64 {
	if until < from {
		return -c.run(until, from)
	}
	if c.open == nil {
		return until - from
	}
	sum := int64(0)
	for n := c.today(from); n <= c.today(until); n++ {
		if o, e, ok := c.opening(n); ok {
			sum += max(0, min(e, until)-max(o, from))
		}
	}
	return sum
}

// due returns when a limit ends. Business hours that are used up at closing are due when the next hours
// open.
func (c clock) due(from, limit int64) int64 {
	if c.open == nil {
		return from + limit
	}
	for n := c.today(from); ; n++ {
		o, e, ok := c.opening(n)
		if !ok {
			continue
		}
		o = max(o, from)
		if o >= e {
			continue
		}
		if limit < e-o {
			return o + limit
		}
		limit -= e - o
	}
}
