package agreement

import "leadpact/model/calendar"

// Promise is the section `promise` of the agreement: what Marketing delivers each month, in qualified
// leads, and how soon Sales contacts them (SPEC section 7). It is one of LeadValue, Leads, or
// LeadsPerSeller and Sellers. Defaults are filled in when the agreement is loaded.
type Promise struct {
	LeadValue      Amount        `yaml:"lead_value"` // a month, in money; Plan: the plan's figure
	Leads          *float64      `yaml:"leads"`      // a month
	LeadsPerSeller *float64      `yaml:"leads_per_seller"`
	Sellers        *float64      `yaml:"sellers"`
	Statement      string        `yaml:"statement"` // form of the sentence in the contract: leads, value or every_mql
	Ratio          Ratio         `yaml:"ratio"`
	Counts         []string      `yaml:"counts"`         // motions that Marketing sources; default inbound
	Basis          string        `yaml:"basis"`          // gross (default), or net of returned leads
	AcceptWithin   calendar.Span `yaml:"accept_within"`  // of handoff; a lead disqualified by then is returned
	Tolerance      Rate          `yaml:"tolerance"`      // either way, inclusive; default 10 %
	ContactWithin  calendar.Span `yaml:"contact_within"` // of handoff
	For            []string      `yaml:"for"`            // qualities of the leads that are owed contact; empty: all
	Reviewed       string        `yaml:"reviewed"`       // no_fault: after a miss the ratio may be lowered; or empty
}

// Ratio is the ratio of the promised value to the revenue goal, as the agreement writes it: "2:1", twice
// the goal, is {2, 1}. The zero Ratio is 1:1.
type Ratio struct{ Value, To float64 }

// LeadsPromised reports whether Marketing promises a number of leads instead of their value.
func (p Promise) LeadsPromised() bool {
	return !p.LeadValue.Set && !p.LeadValue.Plan && (p.Leads != nil || p.LeadsPerSeller != nil)
}

// Factor returns the ratio as the number by which a promise in money is multiplied.
func (r Ratio) Factor() float64 {
	if r.To == 0 {
		return 1
	}
	return r.Value / r.To
}
