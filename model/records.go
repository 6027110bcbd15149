package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Source is where a row was read: the file as named in the agreement, and the physical line, from 1, on
// which its record starts.
type Source struct {
	File string
	Line int
}

// Lead is one row of the leads input (SPEC section 11). Stages holds the row's own dates, without those
// implied by later stages. Text fields hold canonical values; they are empty where the input is blank or
// unmapped.
type Lead struct {
	Source
	ID        string
	DealIDs   []string // the lead's own deal ids (Converted Opportunity, Associated Deal IDs)
	Stages    [agreement.Won + 1]calendar.Moment
	Closed    calendar.Moment
	Status    Status
	Assigned  calendar.Moment
	Owner     string // empty: unassigned, or a queue
	Email     string // in lower case
	Contact   string // id of the contact to which the lead was converted; empty: none
	Name      string // of the person or company, by which a deal may refer to the lead; never printed
	Channel   string // the lead source
	Campaign  string
	Tier      string // an id of the agreement's tiers, or empty
	Action    string // an id of the agreement's actions, or empty
	Quality   string // high, moderate, low, or empty: unrated
	Motion    string // inbound, outbound, or empty
	Stream    string // a name of the agreement's streams, or empty
	Reason    string // of disqualification
	Marketing bool   // whether its raw source is among marketing_sourced; true where the agreement lists none
}

// Status is whether a lead is open, or how it was closed.
type Status uint8

// The statuses; a blank one is open.
const (
	Open Status = iota
	StatusWon
	Lost
	Disqualified
	Recycled
)

var statusNames = [...]string{"open", "won", "lost", "disqualified", "recycled"}

func (s Status) String() string { return statusNames[s] }

// StatusNames returns the canonical statuses, indexed by Status, as the agreement's value mappings spell
// them.
func StatusNames() []string { return statusNames[:] }

// Touch is one row of the activities input: an activity that concerns one lead. The Ledger decides whether
// it counts as a touch.
type Touch struct {
	Source
	Lead      string // the lead's id
	Email     string // refers to the lead where Lead is empty
	Kind      TouchKind
	At        calendar.Moment
	Owner     string
	Outcome   Outcome
	Inbound   bool
	Automated bool
}

// TouchKind is call, email, meeting or breakup.
type TouchKind uint8

// The kinds of activity. A breakup, the message that ends the attempts to reach a lead, is not a touch.
const (
	Call TouchKind = iota
	Email
	Meeting
	Breakup
)

// Outcome is the result of an activity.
type Outcome uint8

// The outcomes; a blank or unmapped one is NoOutcome.
const (
	NoOutcome Outcome = iota
	NoAnswer
	Connected
	Conversation
)

// Deal is one row of the deals input.
type Deal struct {
	Source
	ID          string
	Lead        string
	LeadName    string  // the person or company to which the deal refers; never printed
	Amount      float64 // in the agreement's currency, major units; NaN where blank
	Stage       string
	Created     calendar.Moment
	Proposal    calendar.Moment
	Closed      calendar.Moment
	Won         Ternary // Unknown: still open
	Owner       string
	SDR         string
	Channel     string
	Stream      string
	NewBusiness Ternary    // Unknown counts as true
	Marketing   bool       // like Lead.Marketing, by the deal's own source
	OwnLead     bool       // the row is both lead and deal, so its creation is not an opportunity
	lead        *leadState // the lead to which it was joined; nil: none
	next        *Deal      // the next deal of the same lead
}

// Ternary is a yes or no that may be unknown.
type Ternary uint8

// The values of Ternary.
const (
	Unknown Ternary = iota
	Yes
	No
)

// Spend is one row of the spend input: what a channel cost in a month.
type Spend struct {
	Source
	Month   calendar.Month
	Channel string
	Actual  float64
}

// Rep is one row of the team input: an SDR.
type Rep struct {
	Source
	Name   string
	Email  string
	Start  calendar.Day // zero: started before any period, no ramp
	Motion string
}

// Feedback is one row of the feedback input: an asset of Marketing and Sales' feedback on it (article
// 000, step 6).
type Feedback struct {
	Source
	Asset, Worked, DidNot, Owner string
	Due, Closed                  calendar.Day
}

// InputFile accounts for the rows of one input file: Rows = Used + SetAside + Ignored.
type InputFile struct {
	Table    string // leads, activities, deals, spend, team, feedback
	File     string // as named in the agreement
	SHA256   string // of the file's bytes, in hexadecimal
	CRM      string
	Rows     int
	Used     int
	SetAside int // rows with a fault, each of which has a SetAside
	Ignored  int // rows that do not matter, such as an activity of an unknown lead
	// IgnoredBy divides Ignored by reason.
	IgnoredBy IgnoredCounts
}

// SetAside is a row that was not used, and why.
type SetAside struct {
	Source
	Column, Value, Reason string
}

// Note is something that a reader must know about the input or the data.
type Note struct {
	Source
	Text string
}
