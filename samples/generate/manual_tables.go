package main

import (
	"encoding/csv"
	"strconv"
	"time"
)

// channels are the channels of the budget, each with the share of its budget that is spent in an average
// month.
var channels = []struct {
	Name   string
	Budget int
	used   float64
}{{"Paid Search", 9000, 1.03}, {"Social", 4000, 0.97}, {"Content", 5000, 0.99}, {"Events", 2000, 1.05}}

// writeManualTables writes the tables that people keep by hand: spend, team and feedback.
func (c *company) writeManualTables(create creator) error {
	for _, t := range []struct {
		name string
		rows [][]string
	}{{"spend", c.spend()}, {"team", c.teamRows()}, {"feedback", c.feedback()}} {
		f, err := create("exports/" + t.name + ".csv")
		if err != nil {
			return err
		}
		if err := csv.NewWriter(f).WriteAll(t.rows); err != nil {
			f.Close()
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

// spend returns what the channels cost each month. In the month of the export only the first channel has
// been billed.
func (c *company) spend() [][]string {
	rows := [][]string{{"month", "channel", "actual"}}
	i := 0
	for month := range c.monthStarts() {
		for n, ch := range channels {
			if i++; month.Equal(c.monthAfter()) && n > 0 {
				continue
			}
			cost := float64(ch.Budget) * c.scale * ch.used * newRandom(c.seed, i, spendDraws).uniform(0.88, 1.1)
			rows = append(rows, []string{month.Format("2006-01"), ch.Name, strconv.FormatFloat(cost, 'f', 2, 64)})
		}
	}
	return rows
}

func (c *company) teamRows() [][]string {
	rows := [][]string{{"sdr", "email", "start_date", "motion"}}
	for _, r := range c.team {
		rows = append(rows, []string{r.name, r.email, r.start.Format(time.DateOnly), r.motion})
	}
	return rows
}

// feedback returns what the meeting noted on Marketing's assets. Dates are relative to the reported month.
func (c *company) feedback() [][]string {
	day := func(n int) string { return c.reported.AddDate(0, 0, n).Format(time.DateOnly) }
	return [][]string{
		{"asset", "worked", "did_not", "owner", "due", "closed"},
		{"Guide: The First Hour", "Opens the first call well", "No page on business hours", "Zoë Ångström", day(20), ""},
		{"Pricing page", "Most booked calls come from it", "Visitors ask for a team price", "Zoë Ångström", day(41), ""},
		{"Call script, moderate leads", "Third call reaches many", "Too long for a voicemail",
			"Priya Raman", day(-9), day(-12)},
		{"Webinar: Speed to Lead", "Good questions afterwards", "Guests came without a phone number",
			"Zoë Ångström", day(34), ""},
		{"Competitor comparison", "", "Two facts are out of date", "Daniel Ortiz", day(6), ""},
		{"Case study: Eastgate Health", "Quoted in three won deals", "", "Daniel Ortiz", day(-30), day(-33)},
	}
}
