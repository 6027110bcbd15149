package agreement

import "leadpact/model/calendar"

// Promise holds what Marketing promises to deliver, and by when Sales makes contact.
type Promise struct {
	LeadValue      Amount        `yaml:"lead_value"` // money, or plan
	Leads          *float64      `yaml:"leads"`
	LeadsPerSeller *float64      `yaml:"leads_per_seller"`
	Sellers        *float64      `yaml:"sellers"`
	Statement      string        `yaml:"statement"` // leads, value or every_mql
	Ratio          Ratio         `yaml:"ratio"`
	Counts         []string      `yaml:"counts"` // motions; default inbound
	Basis          string        `yaml:"basis"`  // gross (default) or net
	AcceptWithin   calendar.Span `yaml:"accept_within"`
	Tolerance      Rate          `yaml:"tolerance"` // default 10 %
	ContactWithin  calendar.Span `yaml:"contact_within"`
	For            []string      `yaml:"for"` // qualities; empty: every lead
	Reviewed       string        `yaml:"reviewed"`
}

// Ratio is the ratio of the promise to the revenue goal: "2:1" is {2, 1}. The zero Ratio is 1:1.
type Ratio struct{ Value, To float64 }

// LeadsPromised reports whether Marketing promises a number of leads instead of their value.
func (p Promise) LeadsPromised() bool {
	return !p.LeadValue.Set && !p.LeadValue.Plan && (p.Leads != nil || p.LeadsPerSeller != nil)
}

// Factor returns the ratio as the number by which the promise is multiplied.
func (r Ratio) Factor() float64 {
	if r.To == 0 {
		return 1
	}
	return r.Value / r.To
}
