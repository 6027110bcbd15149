package terminal

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/formula"
	"leadpact/report/format"
)

// explanations are wider than a verdict: they hold sources and instants side by side.
const wideColumns = 100

// explained is a page that takes one thing apart.
type explained struct {
	page
	card  *model.Scorecard
	style format.Style
	all   bool // every row, not the first twenty
}

func explain(s *model.Scorecard, all bool) *explained {
	return &explained{page: page{wider: wideColumns - columns}, card: s, style: format.For(s.Agreement), all: all}
}

// mostRows is how many rows are listed where not all are asked for.
const mostRows = 20

// shown is how many of n rows are listed.
func (x *explained) shown(n int) int {
	if x.all {
		return n
	}
	return min(n, mostRows)
}

// pair writes a text with another at the right edge, below it where both do not fit.
func (x *explained) pair(indent int, left, right string) {
	left, right = strings.Repeat(" ", indent)+format.Plain(left), format.Plain(right)
	if gap := x.width() - cells(left) - cells(right); gap >= 2 {
		x.WriteString(left + strings.Repeat(" ", gap) + right + "\n")
		return
	}
	x.wrapped(strings.Repeat(" ", indent), strings.Repeat(" ", indent+2), strings.TrimLeft(left, " "))
	x.wrapped(strings.Repeat(" ", max(indent, x.width()-cells(right))), "", right)
}

// note writes a text below what it belongs to.
func (x *explained) note(indent int, text string) {
	x.wrapped(strings.Repeat(" ", indent), strings.Repeat(" ", indent+2), text)
}

// when says which period is meant, and how much of it has happened.
func (x *explained) when() string {
	p := x.card.Period
	state := "closed"
	if !p.Closed() {
		state = "as of " + p.AsOf.Format("2006-01-02 15:04")
	}
	return x.style.Period(p) + ", " + state
}

// exactly writes a value for checking by hand: agreed values as they are, measured ones with four decimals.
func (x *explained) exactly(v formula.Value, u formula.Unit) string {
	n, ok := v.Number()
	switch {
	case ok && u == formula.Time:
		return stamp(format.Wall(n, time.UTC), layoutOf([]time.Time{format.Wall(n, time.UTC)}))
	case ok && (u == formula.Hours || u == formula.Days || u == formula.Touches || u == formula.Ratios || u == formula.Count):
		return x.style.Number(math.Round(n*1e4) / 1e4)
	case ok && u == formula.Percent:
		return x.style.Rate(math.Round(n*1e6) / 1e6)
	}
	return x.style.Value(v, u)
}

// dayEnd is written for the last instant of a day: a limit in days that began on a bare date runs to the end of the due day.
const dayEnd = " end of day"

func endsDay(t time.Time) bool { return t.Format("15:04:05.000") == "23:59:59.999" }

// stamp writes an instant by a layout of layoutOf.
func stamp(t time.Time, layout string) string {
	if endsDay(t) {
		return t.Format(time.DateOnly) + dayEnd
	}
	return t.Format(layout)
}

// layoutOf is how exactly instants must be written on one page: with seconds or less where any has them, and with the zone's
// name where the clocks were changed between them.
func layoutOf(instants []time.Time) string {
	layouts := []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04:05.000"}
	finest, offsets := 0, map[int]bool{}
	for _, t := range instants {
		_, offset := t.Zone()
		offsets[offset] = true
		switch {
		case endsDay(t):
		case t.Nanosecond() != 0:
			finest = 2
		case t.Second() != 0:
			finest = max(finest, 1)
		}
	}
	if len(offsets) > 1 {
		return layouts[finest] + " MST"
	}
	return layouts[finest]
}

// place is file:line.
func place(file string, line int) string { return fmt.Sprintf("%s:%d", file, line) }

// counted is a number with its noun, in the plural where it is not one.
func (x *explained) counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return x.style.Count(n) + " " + many
}
