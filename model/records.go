package model

import (
	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// Source is where a row was read: the file as named in the agreement, and the physical line where its record starts.
type Source struct {
	File string
	Line int
}

// Lead is one row of the leads table (SPEC section 11). Stages hold the row's own dates, before implication. Text fields
// hold canonical values; what is blank or unmapped is empty.
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
	Name      string // the person or company, as deals may name it; printed nowhere
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

// Status is how a lead stands.
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

// StatusNames are the canonical statuses, as values in the agreement name them.
func StatusNames() []string { return statusNames[:] }

// Touch is one activity that concerns one lead. Whether it counts as a touch is the Ledger's to say.
type Touch struct {
	Source
	Lead      string // lead_id; or
	Email     string
	Kind      TouchKind
	At        calendar.Moment
	Owner     string
	Outcome   Outcome
	Inbound   bool
	Automated bool
}

// TouchKind is call, email, meeting or breakup.
type TouchKind uint8

// The kinds of activity; a breakup is no touch.
const (
	Call TouchKind = iota
	Email
	Meeting
	Breakup
)

// Outcome is what came of a touch.
type Outcome uint8

// The outcomes; a blank or unmapped one is NoOutcome.
const (
	NoOutcome Outcome = iota
	NoAnswer
	Connected
	Conversation
)

// Deal is one row of the deals table, joined to a lead where Lead is not empty.
type Deal struct {
	Source
	ID          string
	Lead        string
	LeadName    string  // the person or company that the deal names; printed nowhere
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
	OwnLead     bool       // a row that serves as lead and deal: its creation is no opportunity
	lead        *leadState // that it was joined to
	next        *Deal      // of the same lead
}

// Tri is yes, no or not said.
type Ternary uint8

// The three.
const (
	Unknown Ternary = iota
	Yes
	No
)

// Spend is one row of the spend table: what a channel cost in a month.
type Spend struct {
	Source
	Month   calendar.Month
	Channel string
	Actual  float64
}

// Rep is one SDR of the team table.
type Rep struct {
	Source
	Name   string
	Email  string
	Start  calendar.Day // zero: always there, no ramp
	Motion string
}

// Feedback is one row of the feedback table (article 000, step 6).
type Feedback struct {
	Source
	Asset, Worked, DidNot, Owner string
	Due, Closed                  calendar.Day
}

// InputFile accounts for one file: Rows = Used + SetAside + Ignored, always.
type InputFile struct {
	Table    string // leads, activities, deals, spend, team, feedback
	File     string // as named in the agreement
	SHA256   string // of the bytes as they lie on disk
	CRM      string
	Rows     int
	Used     int
	SetAside int
	Ignored  int
}

// SetAside is a row that was not used, and why.
type SetAside struct {
	Source
	Column, Value, Reason string
}

// Note is something a reader must know about the input or the data, said once.
type Note struct {
	Source
	Text string
}
