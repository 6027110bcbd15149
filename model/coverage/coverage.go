// Package coverage works out which span of time the exports of a table cover (SPEC section 2a), so that
// nobody is judged by what the files do not show.
//
// Events, the dates of a table's rows counted by day, go in with what the agreement or the files say about
// the export. A Table comes out: when the rows begin and end, by which proof, the silence that is usual in
// them, and until when they therefore cover everything that happened. Days are those of the agreement's
// zone, and working days those of its clock. The package must not know leads, files or figures.
package coverage

import (
	"slices"
	"time"

	"leadpact/model/calendar"
)

// Known is what is known about the export of a table besides its events.
type Known struct {
	Exported time.Time    // when it was exported, where that is proved; else zero
	Changed  time.Time    // up to when its rows show changes, so that it was not exported before; else zero
	Proof    string       // what proves it: the key exported, a footer …
	Begins   calendar.Day // from when on it has rows, by the agreement; zero: not stated
	Complete bool         // whether it has every row that ever existed
}

// Table is what the exports of one table cover.
type Table struct {
	Name     string
	File     string          // the file with the last event
	Begins   time.Time       // the first midnight from which on it has rows; zero: from the beginning
	FirstRow calendar.Moment // of the day on which it begins; unknown if it begins as the agreement says
	Since    time.Time       // the midnight before the first row of all, also of those before a hole
	Ends     time.Time       // what happened at or after it may be missing
	Proof    string          // what proves Ends; empty: the last event
	Silence  int             // the usual silence in working days; NoSilence: too few events to know it
	Covers   time.Time       // everything before it is in the files
	Holes    []Hole          // in order; those that begin at or after as_of are left out
	Gap      *Hole           // the last silence of the length of a hole, in a table of too few rows to have holes
	Complete bool            // whether it has every row that ever existed
	// UnseenDays is the number of working days before the as_of that was asked for of which the files may lack
	// rows although the table covers it: those after the usual silence, and the last day if it breaks off. A
	// count that is lower than its goal by no more than Unseen rows may have reached it.
	UnseenDays int
	Unseen     int // the largest number of rows of a recent day, for each whole day and for the rest of the last one
}

// longestSilence is the largest number of working days without an event that is no hole.
const longestSilence = 10

// NoSilence is the usual silence of a table with too few events.
const NoSilence = -1

// Hole is a run of more than ten working days without an event. It begins at the midnight From and ends at
// the midnight Until, after which there are events again.
type Hole struct {
	From, Until time.Time
	WorkingDays int
}

// Contains reports whether a moment lies in the hole.
func (h Hole) Contains(m calendar.Moment) bool {
	return !m.Before(calendar.At(h.From)) && m.Before(calendar.At(h.Until))
}

// The fixed numbers of SPEC section 2a.
const (
	recentDays      = 90 // days over which the usual silence and the usual number of events are taken
	fewestEvents    = 20 // below this, or on fewer than fewestEventDays days, events prove no silence
	fewestEventDays = 10
	// The last day seems to break off if it ends earlier than any of so many working days before it.
	recentWorkingDays = 20
	// After a hole that begins in the period, events count as a resumption only on as many working days as a
	// week has: single later events, such as meetings that were scheduled before the export, do not.
	resumptionDays = 5
)

// Reaches reports whether the table covers everything before a moment.
func (t Table) Reaches(asOf time.Time) bool { return !t.Covers.Before(asOf) }

// EndsBefore reports whether the table tells nothing about a period. Deals tell something as far as they cover,
// other tables until they end.
func (t Table) EndsBefore(p calendar.Period) bool {
	if t.Name == "deals" {
		return !t.Covers.After(p.Start)
	}
	return !t.Ends.After(p.Start)
}

// InHole returns the hole in which a moment lies; nil if it lies in none.
func (t Table) InHole(m calendar.Moment) *Hole {
	if i := slices.IndexFunc(t.Holes, func(h Hole) bool { return h.Contains(m) }); i >= 0 {
		return &t.Holes[i]
	}
	return nil
}

// HasFrom reports whether the table has the rows of everything from a moment on.
func (t Table) HasFrom(m calendar.Moment) bool {
	return t.Begins.IsZero() || !m.Before(calendar.At(t.Begins))
}

// Of returns what a table covers in a period. ok is false if it has no event.
func Of(e *Events, k Known, p calendar.Period) (t Table, ok bool) {
	s := newSeries(e, k, p, ofAll)
	if len(s.days) == 0 {
		return t, false
	}
	t = s.cover(k)
	if k.Exported.IsZero() {
		// A file that was cut ends with its last rows, whatever later dates its earlier rows have.
		rows := newSeries(e, k, p, ofRows)
		if len(rows.days) == 0 {
			return t, true
		}
		r := rows.cover(k)
		// One more working day of silence is allowed, because there are fewer rows than events.
		covers := rows.afterWorkingDays(rows.dayOf(calendar.At(r.Ends)), 2+r.Silence)
		short := r.Silence != NoSilence && covers.Before(p.Asked)
		switch {
		case short && r.Ends.Before(t.Ends):
			t.Ends, t.Silence, t.Covers = r.Ends, r.Silence, r.Covers
		case r.Unseen > t.Unseen:
			t.UnseenDays, t.Unseen = r.UnseenDays, r.Unseen
		}
		if !short && k.Changed.After(t.Ends) { // it was not exported before
			t.Ends, t.Proof = k.Changed, "the last change of a row"
			t.Covers = calendar.Later(t.Covers, t.Ends)
			if t.Silence != NoSilence {
				t.Covers = s.afterWorkingDays(s.dayOf(calendar.At(t.Ends)), 1+t.Silence)
			}
		}
	}
	return t, true
}

// cover returns what the events of a series show.
func (s *series) cover(k Known) (t Table) {
	t = Table{Proof: k.Proof, Complete: k.Complete}
	p, holes := s.period, s.silences()
	if !s.hasEnough(s.days[0]-1, s.days[len(s.days)-1], ofRows) {
		if shown := s.shown(holes); len(shown) > 0 {
			t.Gap = &shown[len(shown)-1]
		}
		holes = nil
	}
	last := s.lastDay(holes)
	switch {
	case k.Exported.IsZero():
		t.Ends = s.endOf(last)
	default:
		t.Ends = k.Exported
		last = s.dayOf(calendar.At(k.Exported))
	}
	t.Silence = s.usualSilence(last, holes)
	switch {
	case t.Silence != NoSilence:
		t.Covers = s.afterWorkingDays(s.dayOf(calendar.At(t.Ends)), 1+t.Silence)
	case !k.Exported.IsZero():
		t.Covers = t.Ends
	default:
		t.Covers = calendar.Later(t.Ends, p.Asked)
	}
	t.Holes = s.shown(holes)
	t.Begins = s.begins(k, t)
	if i := int(s.clock.DayNumber(calendar.At(t.Begins))) - s.first; k.Begins.IsZero() && !k.Complete && i >= 0 && i < len(s.Events.days) {
		t.FirstRow = s.Events.days[i].rows.first
	}
	t.Since = s.midnight(s.days[0])
	if k.Exported.IsZero() && t.Silence != NoSilence {
		whole, rest := s.unseenDays(last, t)
		if t.UnseenDays = max(whole, rest); t.UnseenDays > 0 {
			t.Unseen = (whole + 1) * s.busiestDay(last)
		}
	}
	return t
}

// unseenDays returns as whole the number of working days between the end of a table and the as_of that was asked
// for that are more than its usual silence. If there is none, but on every working day there are events, and the
// last day ends at an earlier hour than any of the twenty working days before, then rest is 1, else 0.
func (s *series) unseenDays(last int, t Table) (whole, rest int) {
	asked := s.dayOf(calendar.At(s.period.Asked.Add(-time.Nanosecond)))
	whole = max(0, s.workingBetween(last, asked+1)-t.Silence)
	if whole > 0 || t.Silence > 0 || !t.Ends.Before(s.period.Asked) {
		return whole, 0
	}
	hour := func(no int) time.Duration { return s.on(no).last.Time(s.clock.Location).Sub(s.midnight(no)) }
	i, _ := slices.BinarySearch(s.days, last)
	compared := 0
	for _, no := range slices.Backward(s.days[:i]) {
		if compared == recentWorkingDays {
			break
		}
		if s.working(no) {
			if compared++; hour(no) <= hour(last) {
				return 0, 0
			}
		}
	}
	if compared < recentWorkingDays {
		return 0, 0
	}
	return 0, 1
}

// busiestDay returns the largest number of rows of a day in the ninety days up to a day.
func (s *series) busiestDay(last int) (most int) {
	for _, no := range s.days {
		if no > last-recentDays && no <= last {
			most = max(most, s.Events.at(no).rows.n)
		}
	}
	return most
}

// series is the days with events of a table, in order, up to the moment of export where it is proved.
type series struct {
	*Events
	pick   func(*dayEvents) tally // the events that count: all, or those by which a row begins
	period calendar.Period
	proved bool  // whether the moment of export is proved
	whole  bool  // the table is complete, so that a long silence is no hole
	days   []int // numbers of the days with events
}

// ofAll and ofRows select which events of a day count.
func ofAll(d *dayEvents) tally  { return d.all }
func ofRows(d *dayEvents) tally { return d.rows }

// gap is a hole by the numbers of its days: the first without events, and the first with events again.
type gap struct{ from, until, workingDays int }

func newSeries(e *Events, k Known, p calendar.Period, pick func(*dayEvents) tally) *series {
	s := &series{Events: e, pick: pick, period: p, proved: !k.Exported.IsZero(), whole: k.Complete}
	until := e.first + len(e.days) - 1
	if s.proved {
		until = min(until, s.dayOf(calendar.At(k.Exported)))
	}
	for no := e.first; no <= until; no++ {
		if s.on(no).n > 0 {
			s.days = append(s.days, no)
		}
	}
	return s
}

// on returns the events of a day.
func (s *series) on(no int) tally { return s.pick(s.Events.at(no)) }

// dayOf returns the number of the day of a moment.
func (s *series) dayOf(m calendar.Moment) int { return int(s.clock.DayNumber(m)) }

// midnight returns the first instant of a day.
func (s *series) midnight(no int) time.Time {
	return calendar.DayNumbered(no).In(s.clock.Location)
}

// working reports whether a day is a working day.
func (s *series) working(no int) bool { return s.clock.Working(s.midnight(no)) }

// workingBetween returns the number of working days strictly between two days.
func (s *series) workingBetween(a, b int) (n int) {
	for no := a + 1; no < b; no++ {
		if s.working(no) {
			n++
		}
	}
	return n
}

// afterWorkingDays returns the midnight that ends the n-th working day after a day.
func (s *series) afterWorkingDays(no, n int) time.Time {
	const longest = 10000 // days; a clock without working days must not loop forever
	for last := no + longest; n > 0 && no < last; {
		if no++; s.working(no) {
			n--
		}
	}
	return s.midnight(no + 1)
}

// silences returns the runs of more than ten working days without an event. A complete table has none.
func (s *series) silences() (out []gap) {
	if s.whole {
		return nil
	}
	for i := 1; i < len(s.days); i++ {
		a, b := s.days[i-1], s.days[i]
		if b-a <= longestSilence {
			continue
		}
		if n := s.workingBetween(a, b); n > longestSilence {
			out = append(out, gap{a + 1, b, n})
		}
	}
	return out
}

// shown returns the silences that begin before as_of.
func (s *series) shown(silences []gap) (out []Hole) {
	for _, h := range silences {
		if from := s.midnight(h.from); from.Before(s.period.AsOf) {
			out = append(out, Hole{from, s.midnight(h.until), h.workingDays})
		}
	}
	return out
}

// hasEnough reports whether the days after one day, up to another, have enough events for their silence to prove
// anything.
func (s *series) hasEnough(after, last int, of func(*dayEvents) tally) bool {
	events, days := 0, 0
	for _, no := range s.days {
		if n := of(s.Events.at(no)).n; n > 0 && no > after && no <= last {
			events, days = events+n, days+1
		}
	}
	return events >= fewestEvents && days >= fewestEventDays
}

// lastDay returns the last working day with at least a tenth of the usual number of events; without any,
// the last day with events. Where a hole begins in the period and events do not resume after it, it is the
// last such day before the hole.
func (s *series) lastDay(holes []gap) int {
	usual := s.usualEvents()
	enough := func(no int) bool { return s.working(no) && 20*s.on(no).n >= usual }
	days := s.days
	for _, h := range holes {
		if from := s.midnight(h.from); from.Before(s.period.Start) || !from.Before(s.period.Asked) {
			continue
		}
		i, _ := slices.BinarySearch(days, h.until)
		resumed := 0
		for _, no := range days[i:] {
			if enough(no) {
				resumed++
			}
		}
		if resumed < resumptionDays {
			days = days[:i]
			break
		}
	}
	for i := len(days) - 1; i >= 0; i-- {
		if enough(days[i]) {
			return days[i]
		}
	}
	return days[len(days)-1]
}

// usualEvents returns twice the median number of events of a working day that has any, over the ninety days
// before the as_of that was asked for.
func (s *series) usualEvents() int {
	until := s.dayOf(calendar.At(s.period.Asked))
	var counts []int
	for _, no := range s.days {
		if no >= until-recentDays && no < until && s.working(no) {
			counts = append(counts, s.on(no).n)
		}
	}
	if len(counts) == 0 {
		return 0
	}
	slices.Sort(counts)
	return counts[(len(counts)-1)/2] + counts[len(counts)/2]
}

// endOf returns when a table ends whose last day this is: a second after the day's last event, or, if that
// is a bare date, at the day's first instant.
func (s *series) endOf(no int) time.Time {
	last := s.on(no).last
	if last.DayOnly() {
		return s.midnight(no)
	}
	return last.Time(s.clock.Location).Add(time.Second)
}

// usualSilence returns the largest number of working days between two consecutive events in the ninety days
// up to a day, holes aside; NoSilence if there are too few events.
func (s *series) usualSilence(last int, holes []gap) int {
	if !s.hasEnough(last-recentDays, last, s.pick) {
		return NoSilence
	}
	silence, before := 0, -1
	for _, no := range s.days {
		if no <= last-recentDays || no > last {
			continue
		}
		isHole := func(h gap) bool { return h.until == no }
		if before >= 0 && !slices.ContainsFunc(holes, isHole) {
			silence = max(silence, s.workingBetween(before, no))
		}
		before = no
	}
	return silence
}

// begins returns the first midnight from which on the table has rows: the agreement's, else the first day
// with a row after the last hole that ended before as_of; zero for a complete table.
func (s *series) begins(k Known, t Table) time.Time {
	switch {
	case k.Complete:
		return time.Time{}
	case !k.Begins.IsZero():
		return k.Begins.In(s.clock.Location)
	}
	var after time.Time
	for _, h := range t.Holes {
		if !h.Until.After(s.period.AsOf) && !h.Until.After(t.Ends) {
			after = h.Until
		}
	}
	for _, no := range s.days {
		if m := s.midnight(no); s.Events.at(no).rows.n > 0 && !m.Before(after) {
			return m
		}
	}
	return after
}
