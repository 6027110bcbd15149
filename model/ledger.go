package model

import (
	"iter"
	"runtime"
	"sync"
	"time"

	"leadpact/model/agreement"
	"leadpact/model/calc"
	"leadpact/model/calendar"
	"leadpact/model/coverage"
	"leadpact/model/drift"
	"leadpact/model/parallel"
)

// Ledger takes the rows of every input table and stores what the period's scorecard needs. Its memory
// grows with leads and deals, not with touches: a touch updates counters and extremes of its lead, in any
// order, and is not stored. Rows are added in this order: leads, deals, team, spend and feedback; then
// ResolveLeads; then touches; then Scorecard.
type Ledger struct {
	agreement                *agreement.Agreement
	period                   calendar.Period
	clock                    *calendar.Clock
	rules                    []obligation
	touchRules, breakupRules []*obligation   // the rules that count touches, or breakups, within a number of days
	start                    calendar.Moment // of the period
	end                      calendar.Moment
	asOf                     calendar.Moment
	idleSince                calendar.Moment // a lead whose last touch is older is idle at as_of

	mostTouchesAsked, mostBreakupsAsked int // the largest number that any rule asks for

	provided       map[string]bool // input tables ("leads") and their columns ("leads.mql_at") that are given
	leads          chunkedList[leadState]
	rows           []*leadState            // leads with a date before as_of, which are the rows of the leads table
	handedOffRows  calc.Bitmap             // the rows of leads that were handed off
	emails         chunkedList[string]     // e-mails of leads, in their order; released when the scorecard is computed
	contacts       chunkedList[contactKey] // also released then, as are the indexes
	byID           leadIndex
	idForm         idForm
	byEmail        leadIndex
	byContact      leadIndex
	sharedEmails   sharedKeys
	sharedContacts sharedKeys
	texts          interner
	arena          progressArena
	segments       map[traits]*segment
	recentSegments [4096]*segment             // cache of the segments looked up last, by cheapHash
	streamBegins   map[string]calendar.Moment // when a stream's exports begin, cached by stream
	logs           arena[touchLog]
	dealKeys       []dealKeys              // released when the deals are joined
	keepNames      bool                    // see KeepNames
	byName         map[string]*leadState   // leads by name, where keepNames is set; nil: several have the name
	stageProvided  [agreement.Won + 1]bool // set by ResolveLeads
	hasBreakups    bool                    // whether any activity is a breakup
	hasActivities  bool                    // whether there are activities, or a warehouse's facts in their place
	coverage       []coverage.Table        // what the inputs cover, in the order of the tables
	shapes         []drift.Table           // how the inputs look, likewise; Shape counts their rows
	activityCounts activityCounts
	whyOlder       map[string]string // answers of whyOlderLeads
	oldest         []*leadState      // see leadsBefore
	firstTouchRow  calendar.Moment   // of the day on which the activities begin
	touchesFrom    calendar.Moment   // when the activities begin; unknown: they have every touch
	distrusted     string            // see DistrustActivities
	deals          chunkedList[Deal]
	reps           []Rep
	spend          []Spend
	feedback       []Feedback
	inputs         []InputFile
	setAside       []SetAside
	notes          []Note
	watched        watchedTouches
	factsBasis     func() string // FactsBasis, computed once
}

// NewLedger returns an empty ledger for one agreement and period.
func NewLedger(a *agreement.Agreement, p calendar.Period) *Ledger {
	l := &Ledger{
		agreement: a,
		period:    p,
		clock:     a.Clock.In(p.Start.Location()),
		rules:     obligations(a),
		start:     calendar.At(p.Start),
		end:       calendar.At(p.End),
		asOf:      calendar.At(p.AsOf),
		idleSince: calendar.At(calendar.AddDate(p.AsOf, 0, 0, -idleDays)),

		mostTouchesAsked:  a.MostTouches(),
		mostBreakupsAsked: a.MostBreakups(),

		provided:     map[string]bool{},
		whyOlder:     map[string]string{},
		texts:        newInterner(),
		segments:     map[traits]*segment{},
		streamBegins: map[string]calendar.Moment{},
	}
	l.factsBasis = sync.OnceValue(func() string {
		return p.ID + " as of " + p.AsOf.UTC().Format(time.RFC3339) + " by " + a.Fingerprint()[:12]
	})
	l.newIndexes()
	for i := range l.rules {
		o := &l.rules[i]
		if o.countsKind == nil {
			continue
		}
		o.slot = len(l.touchRules) + len(l.breakupRules)
		if o.countsKind(Breakup) {
			l.breakupRules = append(l.breakupRules, o)
		} else {
			l.touchRules = append(l.touchRules, o)
		}
	}
	return l
}

// newIndexes removes the e-mails and contacts of the leads, and creates empty indexes of the leads by what
// activities and deals refer to: their id, e-mail and contact.
func (l *Ledger) newIndexes() {
	l.emails, l.contacts = chunkedList[string]{}, chunkedList[contactKey]{}
	l.idForm, l.byName = idForm{}, nil
	l.byID = leadIndex{lead: l.leads.at, text: func(i int) string { return l.leads.at(i).ID }}
	l.byEmail = leadIndex{lead: l.leads.at, text: func(i int) string { return *l.emails.at(i) }}
	l.byContact = leadIndex{
		lead: func(i int) *leadState { return l.contacts.at(i).lead },
		text: func(i int) string { return l.contacts.at(i).id },
	}
	l.sharedEmails, l.sharedContacts = sharedKeys{}, sharedKeys{}
}

// contactKey is the contact to which a lead was converted.
type contactKey struct {
	lead *leadState
	id   string
}

// Period returns the period that the ledger is for.
func (l *Ledger) Period() calendar.Period { return l.period }

// Provide records that an input table has a column. A figure that needs a column which no table has is
// n/a.
func (l *Ledger) Provide(table, column string) {
	l.provided[table] = true
	l.provided[table+"."+column] = true
	l.hasActivities = l.hasActivities || table == "activities"
}

// AddLead adds a lead. Its id must be unique; the ledger retains the lead's texts.
func (l *Ledger) AddLead(x Lead) {
	lead := l.leads.add()
	*lead = leadState{
		segment:  l.segmentOf(&x),
		progress: &noProgress,
		ID:       x.ID,
		file:     l.texts.intern(x.File),
		Line:     int32(x.Line),
		owner:    l.texts.intern(x.Owner),
		campaign: l.texts.intern(x.Campaign),
		reason:   l.texts.intern(x.Reason),
		Status:   x.Status,
		assigned: x.Assigned,
		closed:   x.Closed,
	}
	lead.setOwnDates(x.Stages, &l.arena)
	l.idForm.observe(x.ID)
	l.byID.add(l.leads.n - 1)
	if x.Name != "" || len(x.DealIDs) > 0 {
		l.dealKeys = append(l.dealKeys, dealKeys{lead, x.Name, x.DealIDs})
	}
	*l.emails.add() = x.Email
	if x.Email != "" {
		if first := l.byEmail.add(l.leads.n - 1); first != nil {
			first.sharesEmail, lead.sharesEmail = true, true
			l.sharedEmails.add(first, lead)
		}
	}
	if x.Contact != "" {
		*l.contacts.add() = contactKey{lead, x.Contact}
		if first := l.byContact.add(l.contacts.n - 1); first != nil {
			first.sharesContact, lead.sharesContact = true, true
			l.sharedContacts.add(first, lead)
		}
	}
}

// arena allocates small slices from larger blocks, to spare the garbage collector many small objects.
type arena[T any] struct{ free []T }

func (s *arena[T]) alloc(n int) []T {
	if len(s.free) < n {
		s.free = make([]T, max(n, 1024))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// dealKeys holds what may connect a lead with deals that lack its id: the lead's name and its own deal
// ids.
type dealKeys struct {
	lead  *leadState
	name  string
	deals []string
}

// AddDeal adds a deal; its id must be unique.
func (l *Ledger) AddDeal(x Deal) { *l.deals.add() = x }

// AddRep adds an SDR of the team.
func (l *Ledger) AddRep(x Rep) { l.reps = append(l.reps, x) }

// Team returns the SDRs of the team table, in its order.
func (l *Ledger) Team() []Rep { return l.reps }

// AddSpend adds a row of spend.
func (l *Ledger) AddSpend(x Spend) { l.spend = append(l.spend, x) }

// AddFeedback adds a row of feedback.
func (l *Ledger) AddFeedback(x Feedback) { l.feedback = append(l.feedback, x) }

// ResolveLeads joins deals to leads and works out each lead's stages and handoff. It must be called once,
// after all leads and deals and before the first touch.
func (l *Ledger) ResolveLeads() {
	l.joinDeals()
	for st := range l.stageProvided {
		l.stageProvided[st] = l.columnsProvide(agreement.Stage(st))
	}
	parallel.For(len(l.leads.chunks), runtime.GOMAXPROCS(0), func() func(int) {
		arena := progressArena{}
		return func(i int) {
			leads := l.leads.chunk(i)
			for j := range leads {
				l.resolve(&leads[j], &arena)
			}
		}
	})
	for _, keys := range []sharedKeys{l.sharedEmails, l.sharedContacts} {
		for _, s := range keys {
			s.sort()
		}
	}
	l.rows = make([]*leadState, 0, l.leads.n)
	l.handedOffRows = calc.NewBitmap(l.leads.n)
	for lead := range l.leads.all() {
		if !lead.hasDate() {
			continue
		}
		if lead.handoff.Known() {
			l.handedOffRows.Add(len(l.rows))
		}
		l.rows = append(l.rows, lead)
	}
}

// joinDeals assigns deals to leads: by the deal's lead id, else by the lead's own deal ids, else, where
// the deal has no lead id, by the name if exactly one lead has it.
func (l *Ledger) joinDeals() {
	byDeal, byName := map[string]*leadState{}, map[string]*leadState{}
	for _, x := range l.dealKeys {
		for _, id := range x.deals {
			byDeal[id] = x.lead
		}
		if _, taken := byName[x.name]; taken {
			byName[x.name] = nil
		} else {
			byName[x.name] = x.lead
		}
	}
	if l.dealKeys = nil; l.keepNames {
		delete(byName, "")
		l.byName = byName
	}
	for d := range l.deals.all() {
		lead := l.byID.find([]byte(d.Lead))
		if lead == nil {
			lead = byDeal[d.ID]
		}
		if lead == nil && d.Lead == "" && d.LeadName != "" {
			lead = byName[d.LeadName]
		}
		if d.lead = lead; lead == nil || !l.dealExists(d) {
			continue
		}
		d.Lead = lead.ID
		if lead.owner == 0 {
			lead.owner = l.texts.intern(d.SDR)
		}
	}
	for i := range l.deals.n { // backwards, so that each lead's list is in the order of the rows
		if d := l.deals.at(l.deals.n - 1 - i); d.lead != nil && l.dealExists(d) {
			d.lead.ensureProgress(&l.arena)
			d.next, d.lead.deals = d.lead.deals, d
		}
	}
}

// dealExists reports whether a deal was created before as_of. A deal without a date of creation exists.
func (l *Ledger) dealExists(d *Deal) bool {
	return !d.Created.Known() || l.ifBeforeAsOf(d.Created).Known()
}

// UnjoinedDeals lists the deals that name a lead which is not known, after ResolveLeads.
func (l *Ledger) UnjoinedDeals() iter.Seq[*Deal] {
	return func(yield func(*Deal) bool) {
		for d := range l.deals.all() {
			if d.lead == nil && d.Lead != "" && !d.OwnLead && !yield(d) {
				return
			}
		}
	}
}

// ExampleLead returns the first id, the first e-mail address and the first contact of a lead; empty where there
// is none.
func (l *Ledger) ExampleLead() (id, email, contact string) {
	if l.leads.n > 0 {
		id = l.leads.at(0).ID
	}
	if l.contacts.n > 0 {
		contact = l.contacts.at(0).id
	}
	for e := range l.emails.all() {
		if *e != "" {
			return id, *e, contact
		}
	}
	return id, "", contact
}

// LeadRef refers to a lead of the ledger; the zero LeadRef refers to none.
type LeadRef struct{ lead *leadState }

// None reports whether it refers to no lead.
func (r LeadRef) None() bool { return r.lead == nil }

// LeadByID finds a lead by its id. After ResolveLeads, LeadByID, LeadByEmail and LeadByContact may be called by
// several goroutines.
func (l *Ledger) LeadByID(id []byte) LeadRef { return LeadRef{l.byID.find(id)} }

// LeadByNumber finds a lead by an id of digits that was written as a number: it lacks the zeros with which the ids of
// the leads begin, all of the same length, or it has zeros that no lead's id has, so that the leads' ids lost them.
func (l *Ledger) LeadByNumber(id []byte) LeadRef { return LeadRef{l.byID.find(l.idForm.restore(id))} }

// LeadByEmail finds the lead with an e-mail address, written as in Lead.Email. If several leads share the
// address, it is the one that was handed off last before at, else the one that was created last before at,
// else the one that was read first.
func (l *Ledger) LeadByEmail(email []byte, at calendar.Moment) LeadRef {
	lead := l.byEmail.find(email)
	if lead != nil && lead.sharesEmail {
		lead = l.sharedEmails[lead].leadAt(l, at)
	}
	return LeadRef{lead}
}

// LeadByContact finds the lead that was converted to a contact. If there are several, the same rule decides as
// for LeadByEmail.
func (l *Ledger) LeadByContact(id []byte, at calendar.Moment) LeadRef {
	lead := l.byContact.find(id)
	if lead != nil && lead.sharesContact {
		lead = l.sharedContacts[lead].leadAt(l, at)
	}
	return LeadRef{lead}
}

// KeepNames makes the names of the leads known to LeadByName. It must be called before ResolveLeads; without it, the
// names are released, because those of a million leads need much memory.
func (l *Ledger) KeepNames() { l.keepNames = true }

// LeadByName finds the only lead with a name, if KeepNames was called. Like LeadByID, it may be called by several
// goroutines.
func (l *Ledger) LeadByName(name string) LeadRef { return LeadRef{l.byName[name]} }

// SharesName reports whether several leads have a name, so that LeadByName finds none of them.
func (l *Ledger) SharesName(name string) bool {
	lead, known := l.byName[name]
	return known && lead == nil
}

// AddTouch adds an activity to the counters of its lead. It returns false if no lead has the activity's
// lead id or, for an activity without a lead id, its e-mail.
func (l *Ledger) AddTouch(t Touch) bool {
	r := l.LeadByID([]byte(t.Lead))
	if r.None() && t.Lead == "" {
		r = l.LeadByEmail([]byte(t.Email), t.At)
	}
	if !r.None() {
		l.Credit(r, &t)
	}
	return !r.None()
}

// Credit adds an activity to the counters of a lead.
func (l *Ledger) Credit(r LeadRef, t *Touch) {
	if l.began(t.At) {
		l.activityCounts.add(t)
	}
	l.addTouch(r.lead, t)
	l.hasBreakups = l.hasBreakups || t.Kind == Breakup
	if l.watched != nil {
		l.watched.record(r.lead, t)
	}
}

// RecordInputs stores the accounting of the input files, which the scorecard passes on.
func (l *Ledger) RecordInputs(in []InputFile, aside []SetAside, notes []Note) {
	l.inputs, l.setAside, l.notes = in, aside, notes
}

// watchedTouches stores all activities of the leads whose timelines are requested, by the lead's id.
type watchedTouches map[string][]Touch

func (w watchedTouches) record(lead *leadState, t *Touch) {
	if seen, ok := w[lead.ID]; ok {
		w[lead.ID] = append(seen, *t)
	}
}

// Watch requests the timelines of leads. It must be called before the first touch.
func (l *Ledger) Watch(leads ...string) {
	l.watched = watchedTouches{}
	for _, id := range leads {
		l.watched[id] = nil
	}
}
