package agreement

import (
	"slices"
	"time"

	"leadpact/model/calendar"
)

// Agreement is the service level agreement as agreement.yaml states it. Every key of the format has a field. Shares and
// rates are fractions, money is in major units of Currency, and an absent optional key is nil, empty or a zero Span as its
// field says. Only ingest builds one from a file; it has been checked as a whole before anyone sees it.
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

	WhatIf []string `yaml:"-"` // terms changed for a look at what would follow: nothing that is made of it is an issue
}

// Pair is one entry of a map of the agreement.
type Pair[V any] struct {
	Key   string
	Value V
}

// Pairs is a map of the agreement in the order in which it is written.
type Pairs[V any] []Pair[V]

// Get gives the value under key, and whether it is there.
func (p Pairs[V]) Get(key string) (V, bool) {
	for _, e := range p {
		if e.Key == key {
			return e.Value, true
		}
	}
	var zero V
	return zero, false
}

// Rate is a share of the agreement, a fraction; History says that it is measured (SPEC section 7) and Value unset.
type Rate struct {
	Value   float64
	History bool
}

// Amount is a sum of money in major units, or `history`, or `plan`.
type Amount struct {
	Value   float64
	History bool
	Plan    bool
	Set     bool // the key is there
}

// Head names the agreement.
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

// Party signs the contract; Witness signs as one.
type Party struct {
	Role    string `yaml:"role"`
	Name    string `yaml:"name"`
	Title   string `yaml:"title"`
	Email   string `yaml:"email"`
	Witness bool   `yaml:"witness"`
}

// Summary is the executive summary (article 003).
type Summary struct {
	What string `yaml:"what"`
	Why  string `yaml:"why"`
	How  string `yaml:"how"`
}

// Definitions are the agreed words: QL, MQL, SQL with its four criteria (article 001), and any further term.
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

// IdealClient describes whom Marketing is to bring (article 001).
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

// ClockTerms say how time runs. Without Hours the clock is the calendar's.
type ClockTerms struct {
	Hours    []calendar.OpenHours `yaml:"hours"`
	Holidays struct {
		Country string         `yaml:"country"`
		Extra   []calendar.Day `yaml:"extra"`
		Days    []calendar.Day `yaml:"-"` // all holidays, the country's expanded by ingest, sorted
	} `yaml:"holidays"`
	Handoff string `yaml:"handoff"` // ql, mql (default), sql or assigned
	Managed string `yaml:"managed"` // timeframe (default) or open
}

// In returns the clock of these terms in a zone.
func (t ClockTerms) In(loc *time.Location) *calendar.Clock {
	return calendar.NewClock(t.Hours, slices.Concat(t.Holidays.Days, t.Holidays.Extra), loc)
}

// Revenue is the goal that the plan starts from.
type Revenue struct {
	Goal           float64        `yaml:"goal"`
	Per            string         `yaml:"per"` // year (default), quarter or month
	Retained       float64        `yaml:"retained"`
	MarketingShare Rate           `yaml:"marketing_share"` // default 1
	Starts         calendar.Month `yaml:"starts"`
	Streams        []Stream       `yaml:"streams"`
}

// Stream is a revenue stream with its own funnel.
type Stream struct {
	Name        string        `yaml:"name"`
	Share       Rate          `yaml:"share"`
	AverageDeal Amount        `yaml:"average_deal"`
	Lag         calendar.Span `yaml:"lag"` // from MQL to won
	Funnel      []FunnelStep  `yaml:"funnel"`
	LeadTypes   []LeadType    `yaml:"lead_types"`
}

// FunnelStep is a stage of the funnel and the agreed rate to the next; the last, won, has none.
type FunnelStep struct {
	Stage  Stage        `yaml:"stage"`
	ToNext Rate         `yaml:"to_next"`
	Target *Improvement `yaml:"target"` // "28% by 2027-03"
	Owner  string       `yaml:"owner"`
}

// Improvement is a rate to be reached by the end of a month.
type Improvement struct {
	Rate float64        `yaml:"rate"`
	By   calendar.Month `yaml:"by"`
}

// LeadType is a kind of lead with rates of its own.
type LeadType struct {
	Name  string      `yaml:"name"`
	Match LeadMatch   `yaml:"match"`
	Rates Pairs[Rate] `yaml:"rates"` // by the stage they lead out of
}

// LeadMatch says which leads are of a type; an empty field matches all.
type LeadMatch struct {
	Motion  string `yaml:"motion"`
	Source  string `yaml:"source"`
	Tier    string `yaml:"tier"`
	Action  string `yaml:"action"`
	Quality string `yaml:"quality"`
}

// HistoryQuarter is one row of last year's table (article 000, step 2). A count that is absent is NaN.
type HistoryQuarter struct {
	Quarter calendar.Quarter `yaml:"quarter"`
	Stream  string           `yaml:"stream"`
	Counts  [Won + 1]float64 `yaml:",inline"` // by stage; created is leads sourced
	Revenue float64          `yaml:"revenue"`
}

// GridGoals are the five lines of the goal grid, a month; an absent line is nil.
type GridGoals struct {
	LeadsSourced   *float64 `yaml:"leads_sourced"`
	QualifiedLeads *float64 `yaml:"qualified_leads"`
	MQLsCreated    *float64 `yaml:"mqls_created"`
	MQLsManaged    *float64 `yaml:"mqls_managed"`
	SQLsCreated    *float64 `yaml:"sqls_created"`
}

// Goals are the company's goal grid and those of single motions.
type Goals struct {
	GridGoals `yaml:",inline"`
	Motions   Pairs[GridGoals] `yaml:",inline"` // by motion
}

// LeadValue are the terms of the lead value chart (articles 000, 002, 004).
type LeadValue struct {
	Method           string             `yaml:"method"` // ltv, close_rate or quota
	Tiers            []Tier             `yaml:"tiers"`
	Actions          []LeadAction       `yaml:"actions"`
	SQLsPerDeal      Amount             `yaml:"sqls_per_deal"` // a number, or plan
	MQLsPerSQL       Amount             `yaml:"mqls_per_sql"`
	LowActionDivisor float64            `yaml:"low_action_divisor"` // default 20
	CloseRates       Pairs[Pairs[Rate]] `yaml:"close_rates"`        // tier, action
	AveragePurchase  Pairs[float64]     `yaml:"average_purchase"`   // by tier
}

// Tier is who a lead is.
type Tier struct {
	ID              string  `yaml:"id"`
	Name            string  `yaml:"name"`
	FiveYearRevenue float64 `yaml:"five_year_revenue"`
}

// LeadAction is what a lead did; CallWithin is a hand raiser's own call time.
type LeadAction struct {
	ID         string        `yaml:"id"`
	Name       string        `yaml:"name"`
	HandRaiser bool          `yaml:"hand_raiser"`
	CallWithin calendar.Span `yaml:"call_within"`
}

// Promise is what Marketing delivers and by when Sales makes contact.
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

// Ratio is SLA goal to revenue goal; "2:1" is {2, 1}. Default 1:1.
type Ratio struct{ Value, To float64 }

// ActionLine is what a lead of one quality is owed; an absent key switches its rule off.
type ActionLine struct {
	CallWithin calendar.Span `yaml:"call_within"`
	Touches    *float64      `yaml:"touches"`
	Breakups   *float64      `yaml:"breakups"`
	Timeframe  calendar.Span `yaml:"timeframe"`
}

// ActionLines are the lines of one motion, or of all, by quality: high, moderate, low.
type ActionLines struct {
	High     *ActionLine `yaml:"high"`
	Moderate *ActionLine `yaml:"moderate"`
	Low      *ActionLine `yaml:"low"`
}

// ActionAgreement is article 001's table.
type ActionAgreement struct {
	ActionLines `yaml:",inline"`
	Unrated     string             `yaml:"unrated"` // a quality, or none (default none)
	Motions     Pairs[ActionLines] `yaml:",inline"` // a motion's own lines
}

// Cadence is the follow-up rhythm (article 004).
type Cadence struct {
	For   []string      `yaml:"for"`
	Steps []CadenceStep `yaml:"steps"`
}

// CadenceStep is a number of touches within a number of days.
type CadenceStep struct {
	Touches float64       `yaml:"touches"`
	Within  calendar.Span `yaml:"within"`
}

// DontBeOnIt are the limits of the don't-be-on-it list (article 002).
type DontBeOnIt struct {
	For        []string      `yaml:"for"`
	CallWithin calendar.Span `yaml:"call_within"`
	Calls      float64       `yaml:"calls"`
	After      calendar.Span `yaml:"after"`
}

// Band is a range of counts, inclusive; High is nil where there is none.
type Band struct {
	Low  float64  `yaml:"low"`
	High *float64 `yaml:"high"`
}

// Capacity is the capacity protocol (article 001); an absent line is nil.
type Capacity struct {
	Universe        *Band    `yaml:"universe"`
	ActiveMQLs      *Band    `yaml:"active_mqls"`
	MQLConversion   *Rate    `yaml:"mql_conversion"`
	SQLs            *float64 `yaml:"sqls"`
	NewLeadsPerWeek *float64 `yaml:"new_leads_per_week"`
	Ramp            []Rate   `yaml:"ramp"`
}

// HandoffTerms are words for the contract.
type HandoffTerms struct {
	Routing     string   `yaml:"routing"`
	Information []string `yaml:"information"`
}

// KPITerm is one of the 5 to 7 chosen KPIs; Goal is nil where none is agreed.
type KPITerm struct {
	ID    string   `yaml:"id"`
	Goal  *float64 `yaml:"goal"` // a fraction where the KPI's unit is percent
	Basis string   `yaml:"basis"`
}

// Budget is agreed per channel and month.
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

// Signed records what the parties signed.
type Signed struct {
	Fingerprint string       `yaml:"fingerprint"`
	On          calendar.Day `yaml:"on"`
	File        string       `yaml:"file"`
}
