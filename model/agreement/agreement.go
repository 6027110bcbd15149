package agreement

import (
	"slices"
	"time"

	"leadpact/model/calendar"
)

// Agreement is the service level agreement as agreement.yaml states it; every key of the format has a
// field. Shares and rates are fractions; money is in major units of Head.Currency. An optional key that
// is absent is nil, empty or zero, as its field states. Only ingest/agreementfile makes an Agreement from
// a file, and it checks the whole file first.
type Agreement struct {
	Head       Head              `yaml:"agreement"`
	Parties    []Party           `yaml:"parties"`
	Summary    Summary           `yaml:"summary"`
	Defs       Definitions       `yaml:"definitions"`
	Ideal      IdealClient       `yaml:"ideal_client"`
	Clock      ClockTerms        `yaml:"clock"`
	Revenue    Revenue           `yaml:"revenue"`
	History    []HistoryQuarter  `yaml:"history"`
	Goals      Goals             `yaml:"goals"`
	LeadValue  LeadValue         `yaml:"lead_value"`
	Promise    Promise           `yaml:"promise"`
	Actions    ActionAgreement   `yaml:"action_agreement"`
	Cadence    *Cadence          `yaml:"cadence"`
	DontBeOnIt *DontBeOnIt       `yaml:"dont_be_on_it"`
	Capacity   Capacity          `yaml:"capacity"`
	Handoff    HandoffTerms      `yaml:"handoff"`
	Duties     Pairs[[]string]   `yaml:"duties"`
	KPIs       []KPITerm         `yaml:"kpis"`
	Budget     Budget            `yaml:"budget"`
	Meeting    MeetingTerms      `yaml:"meeting"`
	Signed     *Signed           `yaml:"signed"`
	Inputs     map[string]*Input `yaml:"inputs"` // by table: leads, activities, deals, spend, team, feedback, facts
	Mail       *Mail             `yaml:"mail"`

	WhatIf []string `yaml:"-"` // terms changed to see what would follow; while there are any, nothing may be issued
}

// Pair is one entry of a map of the agreement.
type Pair[V any] struct {
	Key   string
	Value V
}

// Pairs is a map of the agreement that preserves the order in which it is written.
type Pairs[V any] []Pair[V]

// Get returns the value of a key, and whether the key is present.
func (p Pairs[V]) Get(key string) (V, bool) {
	for _, e := range p {
		if e.Key == key {
			return e.Value, true
		}
	}
	var zero V
	return zero, false
}

// Rate is a share of the agreement as a fraction. If History is set, the rate is to be measured (SPEC
// section 7), and Value is unused.
type Rate struct {
	Value   float64
	History bool
}

// Amount is a sum of money in major units or another number, or `history` (to be measured), or `plan` (to
// be derived from the plan).
type Amount struct {
	Value   float64
	History bool
	Plan    bool
	Set     bool // the key is present
}

// Head holds the agreement's identity, dates, parties and presentation.
type Head struct {
	ID        string       `yaml:"id"`
	Version   int          `yaml:"version"`
	Company   string       `yaml:"company"`
	Effective calendar.Day `yaml:"effective"`
	Until     calendar.Day `yaml:"until"`
	Review    struct {
		Every string       `yaml:"every"` // as written: "3 months"
		Next  calendar.Day `yaml:"next"`
	} `yaml:"review"`
	Currency string   `yaml:"currency"`
	Zone     string   `yaml:"zone"`
	Paper    string   `yaml:"paper"`  // a4 (default) or letter
	Locale   string   `yaml:"locale"` // BCP 47; default en
	Fonts    []string `yaml:"fonts"`  // paths, relative to the agreement's folder
}

// Party signs the contract, as a party or as a witness.
type Party struct {
	Role    string `yaml:"role"`
	Name    string `yaml:"name"`
	Title   string `yaml:"title"`
	Email   string `yaml:"email"`
	Witness bool   `yaml:"witness"`
}

// Summary is the executive summary of the contract (article 003).
type Summary struct {
	What string `yaml:"what"`
	Why  string `yaml:"why"`
	How  string `yaml:"how"`
}

// Definitions holds the agreed definitions of QL, MQL, SQL with its four criteria (article 001), and of
// any other words.
type Definitions struct {
	QL   string        `yaml:"ql"`
	MQL  string        `yaml:"mql"`
	SQL  SQLDefinition `yaml:"sql"` // a text, or a map
	More Pairs[string] `yaml:",inline"`
}

// SQLDefinition is the text and the four criteria of a sales-qualified lead.
type SQLDefinition struct {
	Text          string `yaml:"text"`
	Authority     string `yaml:"authority"`
	Need          string `yaml:"need"`
	Understanding string `yaml:"understanding"`
	Fit           string `yaml:"fit"`
}

// IdealClient describes the clients that Marketing is to attract (article 001).
type IdealClient struct {
	Company struct {
		Profile    string `yaml:"profile"`
		Growth     string `yaml:"growth"`
		Challenges string `yaml:"challenges"`
	} `yaml:"company"`
	Persona struct {
		Demographics string `yaml:"demographics"`
		Role         string `yaml:"role"`
		Priorities   string `yaml:"priorities"`
	} `yaml:"persona"`
}

// ClockTerms are the terms by which time is measured. Without Hours the clock never stops.
type ClockTerms struct {
	Hours    []calendar.OpenHours `yaml:"hours"`
	Holidays struct {
		Country string         `yaml:"country"`
		Extra   []calendar.Day `yaml:"extra"`
		Days    []calendar.Day `yaml:"-"` // all holidays, the country's expanded by ingest, sorted
	} `yaml:"holidays"`
	Handoff string `yaml:"handoff"` // ql, mql (default), sql or assigned
	Managed string `yaml:"managed"` // timeframe (default), fixed or open
}

// In returns the clock of these terms in a zone.
func (t ClockTerms) In(loc *time.Location) *calendar.Clock {
	return calendar.NewClock(t.Hours, slices.Concat(t.Holidays.Days, t.Holidays.Extra), loc)
}

// HandoffTerms are texts of the contract about the handoff.
type HandoffTerms struct {
	Routing     string   `yaml:"routing"`
	Information []string `yaml:"information"`
}

// Budget is the agreed monthly spend of each channel.
type Budget struct {
	Channels Pairs[float64] `yaml:"channels"`
	Note     string         `yaml:"note"`
}

// MeetingTerms describe the feedback meeting.
type MeetingTerms struct {
	Every   string        `yaml:"every"`
	Weekday string        `yaml:"weekday"`
	Length  calendar.Span `yaml:"length"`
	Chair   string        `yaml:"chair"`
	Agenda  []string      `yaml:"agenda"`
}

// Signed records what the parties signed, and when.
type Signed struct {
	Fingerprint string       `yaml:"fingerprint"`
	On          calendar.Day `yaml:"on"`
	File        string       `yaml:"file"`
}
