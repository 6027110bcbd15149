package drift

import (
	"cmp"
	"math"
	"slices"
)

const (
	fewestRows = 50  // in either issue: with fewer rows no share is compared
	leastZ     = 4.0 // standard errors between two shares
	leastMoved = 0.1 // difference of two shares
)

// share is the share of a value among the rows that begin in the period.
type share struct {
	value            string
	now, last        float64
	nowRows, wasRows int // of all values
}

// moved reports whether a share is outside its history, by a two-proportion z-test with the pooled share.
func moved(now, nowRows, last, lastRows int) bool {
	if min(nowRows, lastRows) < fewestRows {
		return false
	}
	n, m := float64(nowRows), float64(lastRows)
	difference := math.Abs(float64(now)/n - float64(last)/m)
	pooled := float64(now+last) / (n + m)
	return difference > leastMoved && difference > leastZ*math.Sqrt(pooled*(1-pooled)*(1/n+1/m))
}

// movedShares returns the values of a column whose share is outside its history, the greatest change first.
func movedShares(now, last *Counts) (out []share) {
	if now == nil || last == nil {
		return nil
	}
	n, m := now.total(), last.total()
	for _, value := range union(now.Rows, last.Rows) {
		x, known := now.of(value)
		y, wasKnown := last.of(value)
		if known && wasKnown && moved(x, n, y, m) {
			out = append(out, share{value, float64(x) / float64(n), float64(y) / float64(m), n, m})
		}
	}
	slices.SortStableFunc(out, func(a, b share) int {
		return cmp.Compare(math.Abs(b.now-b.last), math.Abs(a.now-a.last))
	})
	return out
}

const (
	fewestTouches = 200 // in either issue: with fewer touches no hours are compared
	leastHours    = 2   // a shift of one hour may be daylight saving time
	leastGain     = 0.2 // by which the shifted hours must overlap better
)

// hoursShifted returns by how many hours the touches of the day lie later than in the last issue; 0 where
// they lie as they did. People work at the same hours each month, so a shift shows that the export writes
// its times in another zone.
func hoursShifted(now, last []int) int {
	total := func(hours []int) (n int) {
		for _, rows := range hours {
			n += rows
		}
		return n
	}
	n, m := total(now), total(last)
	if len(now) != 24 || len(last) != 24 || min(n, m) < fewestTouches {
		return 0
	}
	overlap := func(shift int) (sum float64) {
		for hour, rows := range last {
			sum += min(float64(rows)/float64(m), float64(now[(hour+shift+24)%24])/float64(n))
		}
		return sum
	}
	best := 0
	for shift := -11; shift <= 12; shift++ {
		if overlap(shift) > overlap(best) {
			best = shift
		}
	}
	if best > -leastHours && best < leastHours || overlap(best)-overlap(0) < leastGain {
		return 0
	}
	return best
}
