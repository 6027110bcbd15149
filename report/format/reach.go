package format

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"leadpact/model"
	"leadpact/model/coverage"
	"leadpact/model/formula"
)

// This file states how far the exports reach, and what they therefore do not show (SPEC section 2a).

// Reach returns what the exports do not show, each with what to do: what is missing where they end early, and up
// to when everything is counted, up to when the figures of deals are, which table ends before the period, and
// the holes in the period. It is empty where the exports cover what was asked for.
func Reach(s *model.Scorecard) []string {
	style := For(s.Agreement)
	var out []string
	var short []coverage.Table
	for _, t := range s.LimitedBy {
		switch {
		case t.EndsBefore(s.Period):
		case t.Name == "deals" && !t.Reaches(s.Period.AsOf):
			out = append(out, "Deals are counted to "+style.lastDay(s, t.Ends)+": "+fileName(t.File)+" ends there, so won, "+
				"revenue and other figures of deals have no status. "+exportAgain(1))
		default:
			short = append(short, t)
		}
	}
	for _, t := range s.Coverage {
		if t.EndsBefore(s.Period) {
			out = append(out, fmt.Sprintf("%s ends on %s, before the period, so figures of %s are n/a. %s",
				fileName(t.File), style.lastDay(s, t.Ends), t.Name, exportAgain(1)))
		}
	}
	out = append(out, holesInPeriod(s)...)
	if len(short) == 0 {
		return out
	}
	missing, ends := style.byEnd(s, short)
	counted := listed(ends)
	if s.Period.Limited() {
		counted = "All is counted to " + style.lastDay(s, s.Period.AsOf) + ": " + counted
	}
	text := "Missing: " + listed(missing) + ", until " + style.lastMoment(s, s.Period.Asked) + ". " + counted + ". " +
		exportAgain(len(short))
	return append([]string{text}, out...)
}

// byEnd writes, for each day on which tables end, what is missing since ("leads and deals after October 14") and
// which files end then ("leads.csv and deals.csv end there").
func (s Style) byEnd(card *model.Scorecard, tables []coverage.Table) (missing, ends []string) {
	for len(tables) > 0 {
		day := s.lastDay(card, tables[0].Ends)
		var names, files []string
		var later []coverage.Table
		for _, t := range tables {
			if s.lastDay(card, t.Ends) != day {
				later = append(later, t)
				continue
			}
			names = append(names, t.Name)
			if name := fileName(t.File); !slices.Contains(files, name) {
				files = append(files, name)
			}
		}
		where := " on " + day
		verb := plural("end", len(files) > 1) // one file ends, two end
		if card.Period.Limited() && day == s.lastDay(card, card.Period.AsOf) {
			where = " there"
		}
		missing = append(missing, listed(names)+" after "+day)
		ends = append(ends, listed(files)+" "+verb+where)
		tables = later
	}
	return missing, ends
}

func exportAgain(files int) string {
	if files == 1 {
		return "Export it again, then run again."
	}
	return "Export them again, then run again."
}

// holesInPeriod returns a sentence for each hole that lies in the period, at least in part.
func holesInPeriod(s *model.Scorecard) []string {
	var out []string
	for _, t := range s.Coverage {
		for _, h := range t.Holes {
			if !h.From.Before(s.Period.AsOf) || !h.Until.After(s.Period.Start) {
				continue
			}
			text := "There are " + For(s.Agreement).hole(s, t.Name, h)
			if t.Name == "activities" {
				text += ": what fell due then is n/a"
			}
			out = append(out, text+". Check the export.")
		}
	}
	return out
}

// hole describes a hole: no activities from October 19 to November 6, 15 working days.
func (s Style) hole(card *model.Scorecard, table string, h coverage.Hole) string {
	return fmt.Sprintf("no %s from %s to %s, %s working %s", table, s.day(card, h.From), s.lastDay(card, h.Until),
		s.Count(h.WorkingDays), plural("day", h.WorkingDays == 1))
}

// Ends returns when the exports of each table of events end, in a sentence. It is empty without such tables.
func Ends(s *model.Scorecard) string {
	var ends []string
	for _, t := range s.Coverage {
		ends = append(ends, t.Name+" on "+For(s.Agreement).lastDay(s, t.Ends))
	}
	if len(ends) == 0 {
		return ""
	}
	return "The exports end: " + listed(ends) + "; the workbook's Checks says more"
}

// SpendCaveat returns the sentence that stands beside spend and lead value where the exports end early: spend is
// given by the month. It is empty elsewhere.
func SpendCaveat(s *model.Scorecard) string {
	if !s.Period.Limited() || value(s, model.SpendTotalID).IsMissing() {
		return ""
	}
	return "Spend is of whole months, lead value is counted to " + For(s.Agreement).lastDay(s, s.Period.AsOf) +
		": do not compare them."
}

// AfterEnd returns how many commitments are pending because they fall due after the activities end, in a
// sentence. It is empty where there are none.
func AfterEnd(s *model.Scorecard) string {
	n, ok := value(s, model.AfterEndID).Number()
	if !ok || n == 0 {
		return ""
	}
	style, ends := For(s.Agreement), "the activities end"
	for _, t := range s.Coverage {
		if t.Name == "activities" {
			ends = fileName(t.File) + " ends (" + style.lastMoment(s, t.Ends) + ")"
		}
	}
	if n == 1 {
		return "1 commitment falls due after " + ends + " and is judged when newer exports are there."
	}
	return style.Value(formula.Num(n), formula.Count) + " commitments fall due after " + ends +
		" and are judged when newer exports are there."
}

// SalesCaveats returns what to know about the figures of what Sales owes: commitments that fall due after the
// activities end, and activities most of which name no known lead. It is empty where there is nothing to say.
func SalesCaveats(s *model.Scorecard) (out []string) {
	if text := AfterEnd(s); text != "" {
		out = append(out, text)
	}
	if j := s.Joins; j.MostUnknown() {
		style := For(s.Agreement)
		out = append(out, Plain(fmt.Sprintf("%s of %s activities (%s) name no lead of the exports, %s. If some of them are work "+
			"on leads, too much counts as late or missed: check which column holds the lead's id before you judge anybody.",
			style.Count(j.Unknown), style.Count(j.Named), wholePercent(float64(j.Unknown)/float64(j.Named)), j.Example)))
	}
	return out
}

// Coverage is what the exports of one table cover, as texts ready to print. Instants are wall times in the
// agreement's zone.
type Coverage struct {
	Table, File  string
	Begins, Ends string
	Proof        string // what proves the end
	Silence      string // the usual silence in working days
	Until        string // everything before it is in the files
	Holes        string // empty where there are none
	Complete     string // whether it holds every row that ever existed: yes, or not stated
}

// Coverages returns what the exports of leads, deals and activities cover.
func Coverages(s *model.Scorecard) []Coverage {
	style := For(s.Agreement)
	stamp := func(t time.Time) string { return t.In(s.Period.Start.Location()).Format("2006-01-02 15:04") }
	var out []Coverage
	for _, t := range s.Coverage {
		c := Coverage{Table: t.Name, File: Plain(t.File), Begins: ISO(t.Begins), Ends: stamp(t.Ends), Proof: proof(t.Proof),
			Silence: style.Count(t.Silence), Until: stamp(t.Covers), Complete: "not stated"}
		if t.Begins.IsZero() {
			c.Begins = "the beginning"
		}
		if t.Silence == coverage.NoSilence {
			c.Silence = "not known: too few rows"
		}
		if t.Complete {
			c.Complete = "yes"
		}
		var holes []string
		for _, h := range t.Holes {
			holes = append(holes, style.hole(s, t.Name, h))
		}
		c.Holes = strings.Join(holes, "; ")
		out = append(out, c)
	}
	return out
}

// proof writes what proves the end of a table, which the coverage names by the key or flag that gave it.
func proof(by string) string {
	switch by {
	case "":
		return "its last rows"
	case "--exported":
		return "--exported of the run"
	case "exported":
		return "exported: in agreement.yaml"
	}
	return Plain(by)
}

// fileName returns the name of a file without its folder, safe to print.
func fileName(file string) string { return Plain(path.Base(strings.ReplaceAll(file, `\`, "/"))) }

// day writes the day of a moment, without the year where the period begins in the same one: October 14.
func (s Style) day(card *model.Scorecard, t time.Time) string {
	start := card.Period.Start
	local := t.In(start.Location())
	switch {
	case local.Year() != start.Year():
		return s.Date(local)
	case s.monthFirst():
		return local.Format("January 2")
	}
	return local.Format("2 January")
}

// lastDay writes the last day of a span that ends at t.
func (s Style) lastDay(card *model.Scorecard, t time.Time) string {
	return s.day(card, t.Add(-time.Nanosecond))
}

// lastMoment writes the end of a span with its time of day, unless a day ends with it: October 14, 23:13.
func (s Style) lastMoment(card *model.Scorecard, t time.Time) string {
	if local := t.In(card.Period.Start.Location()); local.Format(time.TimeOnly) != "00:00:00" {
		return s.lastDay(card, t) + ", " + local.Format("15:04")
	}
	return s.lastDay(card, t)
}

// listed joins texts to a list: a; a and b; a, b and c.
func listed(texts []string) string {
	if n := len(texts); n > 1 {
		return strings.Join(texts[:n-1], ", ") + " and " + texts[n-1]
	}
	return strings.Join(texts, "")
}
