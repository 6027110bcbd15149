package model

import (
	"cmp"
	"slices"
	"sort"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// sharedEmail holds the leads that have one e-mail address together, such as a person who came back as a
// new lead. An activity that names only the address belongs to one of them (SPEC section 11): the one that
// was handed off last before the activity, else the one that was created last before it, else the first.
type sharedEmail struct {
	leads     []*leadState // in the order in which they were read; once sorted, by creation
	handedOff []*leadState // the leads that were handed off, by handoff; set by sort
	first     *leadState   // the first lead that was read
}

// shareEmail records that two leads have the same address. first is the lead that was read first of all
// with this address.
func (l *Ledger) shareEmail(first, lead *leadState) {
	first.sharesEmail, lead.sharesEmail = true, true
	s := l.sharedEmails[first]
	if s == nil {
		s = &sharedEmail{first: first, leads: []*leadState{first}}
		l.sharedEmails[first] = s
	}
	s.leads = append(s.leads, lead)
}

// sort prepares the search. Of leads with the same date the one that was read first comes last, which is
// where the search looks.
func (s *sharedEmail) sort() {
	slices.Reverse(s.leads)
	slices.SortStableFunc(s.leads, func(a, b *leadState) int { return byTime(a.created(), b.created()) })
	for _, lead := range s.leads {
		if lead.handoff.Known() {
			s.handedOff = append(s.handedOff, lead)
		}
	}
	slices.SortStableFunc(s.handedOff, func(a, b *leadState) int {
		return cmp.Or(byTime(a.handoff, b.handoff), byTime(a.created(), b.created()))
	})
}

func (lead *leadState) created() calendar.Moment { return lead.ownDate(agreement.Created) }

// leadAt returns the lead to which an activity at a moment belongs.
func (s *sharedEmail) leadAt(l *Ledger, at calendar.Moment) *leadState {
	lastBefore := func(leads []*leadState, date func(*leadState) calendar.Moment) *leadState {
		n := sort.Search(len(leads), func(i int) bool { return l.before(at, date(leads[i])) })
		if n == 0 {
			return nil
		}
		return leads[n-1]
	}
	return cmp.Or(
		lastBefore(s.handedOff, func(lead *leadState) calendar.Moment { return lead.handoff }),
		lastBefore(s.leads, (*leadState).created),
		s.first)
}
