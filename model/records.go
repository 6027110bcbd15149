package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Source is where a row was read: the file as named in the agreement, and the physical line on which its
// record starts, from 1.
type Source struct {
	File string
	Line int
}

// Lead is one row of the leads input (SPEC section 11). Stages holds the row's own dates, without what
// later stages imply. Text fields hold canonical values; blank and unmapped ones are empty.
type Lead struct {
	Source
	ID        string
	DealIDs   []string // the lead's own deal ids (Converted Opportunity, Associated Deal IDs)
	Stages    [agreement.Won + 1]calendar.Moment
	Closed    calendar.Moment
	Status    Status
	Assigned  calendar.Moment
	Owner     string // empty: unassigned, or a queue
	Email     string
	Name      string // the person or company, by which a deal may name the lead; never printed
	Channel   string // the lead source
	Campaign  string
	Tier      string // an id of the agreement's tiers, or empty
	Action    string // an id of the agreement's actions, or empty
	Quality   string // high, moderate, low, or empty: unrated
	Motion    string // inbound, outbound, or empty
	Stream    string // a name of the agreement's streams, or empty
	Reason    string // of a disqualification
	Marketing bool   // its raw source is among marketing_sourced; true where the agreement lists none
}

// Status is whether a lead is open, and if not how it was closed.
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

// StatusNames returns the canonical statuses, as value mappings of the agreement name them, indexed by
// Status.
func StatusNames() []string { return statusNames[:] }

// Touch is one row of the activities input: an activity that concerns one lead. The Ledger decides whether
// it counts as a touch.
type Touch struct {
	Source
	Lead      string // the lead's id
	Email     string // names the lead where Lead is empty
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
	LeadName    string  // the person or company that the deal names; never printed
	Amount      float64 // in the agreement's currency, major units; NaN where blank
	Stage       string
	Created     calendar.Moment
	Proposal    calendar.Moment
	Closed      calendar.Moment
	Won         Ternary // Unknown: open
	Owner       string
	SDR         string
	Channel     string
	Stream      string
	NewBusiness Ternary    // Unknown is true
	Marketing   bool       // as Lead.Marketing, by the deal's own source
	OwnLead     bool       // the row serves as lead and as deal: its creation is no opportunity
	lead        *leadState // to which it was joined
	next        *Deal      // the next of the same lead
}

// Ternary is a yes or no that may be unknown.
type Ternary uint8

// Its values.
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
	Start  calendar.Day // zero: always there, no ramp
	Motion string
}

// Feedback is one row of the feedback input: an asset of Marketing and what Sales says of it (article 000,
// step 6).
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
	SetAside int // faulty, each with a SetAside
	Ignored  int // of no concern, such as an activity of an unknown lead
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
