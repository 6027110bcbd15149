package main

import "time"

// season is what a calendar month does to the company, as factors of an average month.
type season struct {
	volume float64 // leads sourced
	fit    float64 // share that qualifies
	mql    float64 // share of those that Marketing hands over
	demand float64 // leads that ask for a call
	care   float64 // how closely Sales follows up
}

var seasons = [...]season{
	time.January:   {1.02, 1.00, 1.02, 1.05, 1.00},
	time.February:  {1.00, 1.00, 1.00, 1.00, 1.00},
	time.March:     {1.05, 1.01, 1.03, 1.06, 0.98},
	time.April:     {1.00, 1.00, 1.00, 1.00, 1.00},
	time.May:       {1.02, 1.01, 1.00, 1.02, 1.00},
	time.June:      {1.03, 0.99, 1.04, 1.10, 0.97},
	time.July:      {0.93, 0.99, 0.96, 0.88, 0.99},
	time.August:    {0.90, 0.99, 0.95, 0.85, 0.98},
	time.September: {1.04, 1.01, 1.05, 1.08, 1.00},
	time.October:   {1.02, 1.01, 0.88, 0.72, 0.98},
	time.November:  {1.05, 1.00, 1.03, 1.06, 1.00},
	time.December:  {0.88, 0.98, 0.94, 0.92, 0.94},
}

// in is the season of a day.
func in(t time.Time) season { return seasons[t.Month()] }

// rota are the hours of each weekday, from and until, on the wall clock; 0 until 0 is a day off.
type rota [7][2]int

var (
	// office is when Marketing qualifies leads.
	office = rota{time.Monday: {8, 18}, time.Tuesday: {8, 18}, time.Wednesday: {8, 18}, time.Thursday: {8, 18}, time.Friday: {8, 17}}
	// phones are when SDRs call: two shifts for both coasts, and Saturday by turns.
	phones = rota{{}, {8, 20}, {8, 20}, {8, 20}, {8, 20}, {8, 20}, {9, 17}}
)

// next is t where it lies within the hours, else some minutes after the next hours begin.
func (r rota) next(t time.Time) time.Time {
	minutes := t.Minute()
	for {
		hours := r[t.Weekday()]
		y, m, d := t.Date()
		switch {
		case t.Hour() >= hours[1]:
			t = time.Date(y, m, d+1, 0, 0, 0, 0, t.Location())
		case t.Hour() < hours[0]:
			return time.Date(y, m, d, hours[0], minutes, 0, 0, t.Location())
		default:
			return t
		}
	}
}
