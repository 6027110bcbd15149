package model

import (
	"cmp"
	"slices"
	"sort"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
)

// sharedKey holds the leads that have one e-mail address together, such as a person who came back as a new lead,
// or that were converted to the same contact. An activity that names only the address or the contact belongs to
// one of them (SPEC section 11): the one that was handed off last before the activity, else the one that was
// created last before it, else the first.
type sharedKey struct {
	leads     []*leadState // in the order in which they were read; once sorted, by creation
	handedOff []*leadState // the leads that were handed off, by handoff; set by sort
	first     *leadState   // the first lead that was read
}

// sharedKeys holds the keys that several leads have, by the first of them.
type sharedKeys map[*leadState]*sharedKey

// add records that two leads have the same key. first is the lead that was read first of all with this key.
func (k sharedKeys) add(first, lead *leadState) {
	s := k[first]
	if s == nil {
		s = &sharedKey{first: first, leads: []*leadState{first}}
		k[first] = s
	}
	s.leads = append(s.leads, lead)
}

// sort prepares the search. Of leads with the same date the one that was read first comes last, which is
// where the search looks.
func (s *sharedKey) sort() {
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
func (s *sharedKey) leadAt(l *Ledger, at calendar.Moment) *leadState {
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
