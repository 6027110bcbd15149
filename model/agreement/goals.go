package agreement

import (
	"time"

	"leadpact/model/calendar"
)

// GridGoals holds the five lines of the goal grid, each a number per month; an absent line is nil.
type GridGoals struct {
	LeadsSourced   *float64 `yaml:"leads_sourced"`
	QualifiedLeads *float64 `yaml:"qualified_leads"`
	MQLsCreated    *float64 `yaml:"mqls_created"`
	MQLsManaged    *float64 `yaml:"mqls_managed"`
	SQLsCreated    *float64 `yaml:"sqls_created"`
}

// Goals holds the goal grid of the company and those of single motions.
type Goals struct {
	GridGoals `yaml:",inline"`
	Motions   Pairs[GridGoals] `yaml:",inline"` // by motion
}

// Band is a range of counts, both ends included; High is nil where the range is open upwards.
type Band struct {
	Low  float64  `yaml:"low"`
	High *float64 `yaml:"high"`
}

// Capacity is the capacity protocol (article 001): how much one SDR can handle. An absent line is nil.
type Capacity struct {
	Universe        *Band    `yaml:"universe"`
	ActiveMQLs      *Band    `yaml:"active_mqls"`
	MQLConversion   *Rate    `yaml:"mql_conversion"`
	SQLs            *float64 `yaml:"sqls"`
	NewLeadsPerWeek *float64 `yaml:"new_leads_per_week"`
	Ramp            []Rate   `yaml:"ramp"` // share of a full SDR, by full months since the start
}

// Goal returns the goal of a grid line by its id; nil where none is agreed.
func (g GridGoals) Goal(line string) *float64 {
	switch line {
	case "leads_sourced":
		return g.LeadsSourced
	case "qualified_leads":
		return g.QualifiedLeads
	case "mqls_created":
		return g.MQLsCreated
	case "mqls_managed":
		return g.MQLsManaged
	}
	return g.SQLsCreated
}

// RampMonth returns the number of full months between the day on which an SDR started and another day,
// which is the last of a period. ramped is true while that number lies within the agreed ramp.
func (c Capacity) RampMonth(start, day time.Time) (months int, ramped bool) {
	months = calendar.FullMonths(start, day)
	return months, months < len(c.Ramp)
}
