package agreement

import "leadpact/model/calendar"

// LeadValue holds the terms of the lead value chart (articles 000, 002, 004).
type LeadValue struct {
	Method           string             `yaml:"method"` // ltv, close_rate or quota
	Tiers            []Tier             `yaml:"tiers"`
	Actions          []LeadAction       `yaml:"actions"`
	SQLsPerDeal      Amount             `yaml:"sqls_per_deal"` // a number, or plan
	MQLsPerSQL       Amount             `yaml:"mqls_per_sql"`
	LowActionDivisor float64            `yaml:"low_action_divisor"` // default 20
	CloseRates       Pairs[Pairs[Rate]] `yaml:"close_rates"`        // by tier, then action
	AveragePurchase  Pairs[float64]     `yaml:"average_purchase"`   // by tier
}

// Tier states who a lead is: a class of companies.
type Tier struct {
	ID              string  `yaml:"id"`
	Name            string  `yaml:"name"`
	FiveYearRevenue float64 `yaml:"five_year_revenue"`
}

// LeadAction states what a lead did. A hand raiser asked to talk to Sales; CallWithin is the time within
// which such a lead is to be called, zero where the action has no time of its own.
type LeadAction struct {
	ID         string        `yaml:"id"`
	Name       string        `yaml:"name"`
	HandRaiser bool          `yaml:"hand_raiser"`
	CallWithin calendar.Span `yaml:"call_within"`
}

// DisplayName returns the tier's id and name.
func (t Tier) DisplayName() string {
	if t.Name != "" {
		return t.ID + " – " + t.Name
	}
	return t.ID
}

// DisplayName returns the action's name, or its id where it has none.
func (x LeadAction) DisplayName() string {
	if x.Name != "" {
		return x.Name
	}
	return x.ID
}

// HandRaisers returns the ids of the hand raisers' actions that have a call time of their own.
func (a *Agreement) HandRaisers() map[string]bool {
	out := map[string]bool{}
	for _, x := range a.LeadValue.Actions {
		if x.HandRaiser && !x.CallWithin.IsZero() {
			out[x.ID] = true
		}
	}
	return out
}

// CallWithin returns the time within which a lead is to be called: that of its action if it is a hand raiser
// with a call time of its own, else that of its line of the action agreement, which may be nil. It is zero
// where the agreement sets none.
func (a *Agreement) CallWithin(action string, line *ActionLine) calendar.Span {
	for _, x := range a.LeadValue.Actions {
		if x.ID == action && x.HandRaiser && !x.CallWithin.IsZero() {
			return x.CallWithin
		}
	}
	if line == nil {
		return calendar.Span{}
	}
	return line.CallWithin
}
