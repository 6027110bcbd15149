package main

import "time"

// season is the seasonality of a calendar month: factors relative to an average month.
type season struct {
	volume        float64 // leads created
	qualifiedRate float64 // share of leads that qualify
	mqlRate       float64 // share of these that Marketing hands off
	demoDemand    float64 // share of leads that request a demo
	diligence     float64 // how closely Sales follows up
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

// seasonOf returns the season of a day.
func seasonOf(t time.Time) season { return seasons[t.Month()] }

// workingHours are the opening and closing hour of each weekday from Sunday on, in local time. A day from 0
// to 0 is a day off.
type workingHours [7][2]int

var (
	// officeHours are when Marketing qualifies leads.
	officeHours = workingHours{{}, {8, 18}, {8, 18}, {8, 18}, {8, 18}, {8, 17}, {}}
	// callHours are when SDRs call: two shifts on working days, for both coasts, and one on Saturday.
	callHours = workingHours{{}, {8, 20}, {8, 20}, {8, 20}, {8, 20}, {8, 20}, {9, 17}}
)

// nextOpen returns t if it is within the hours, else the time at which they next begin plus t's minutes.
func (r workingHours) nextOpen(t time.Time) time.Time {
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
