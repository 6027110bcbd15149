package ingest

import (
	"hash/maphash"
	"slices"
	"sort"

	"leadpact/ingest/scalar"
)

// idKey returns a key of 64 bits for an id; 0 for no id. Ids with the same beginning and a number at their
// end have keys that differ by as much as the numbers do, so the keys of ids that a CRM has given out one
// after the other lie close together.
func idKey[T string | []byte](id T) uint64 {
	if len(id) == 0 {
		return 0
	}
	at, number := len(id), uint64(0)
	for at > 0 && len(id)-at < len(scalar.PowersOfTen)-1 && id[at-1] >= '0' && id[at-1] <= '9' {
		at--
		number += uint64(id[at]-'0') * scalar.PowersOfTen[len(id)-1-at]
	}
	key := numberKey(number, len(id)-at)
	if at > 0 {
		key = max(key+maphash.Bytes(seed, []byte(id[:at])), 1)
	}
	return key
}

// numberKey returns the key of an id of digits alone. It depends on the number of digits: 007 is not 7.
func numberKey(number uint64, digits int) uint64 {
	return max(number+scalar.PowersOfTen[digits]*0x9e3779b97f4a7c15, 1)
}

// idSet is a set of keys. It holds long runs of consecutive keys as intervals, and all others in a sparse
// bitset, a hash table of words of 64 keys. A long run takes no memory to speak of, keys with gaps between
// them about half a byte each, scattered keys about thirty.
type idSet struct {
	words    []idWord // a hash table by idWord.high: its length is a power of two, at most two thirds are used
	used     int
	run      idRun   // the keys added last, which are in neither words nor runs
	runs     []idRun // long runs, in order
	greatest uint64  // key in words and runs
}

// idRun is the interval of the keys from … until-1.
type idRun struct{ from, until uint64 }

func (r idRun) has(key uint64) bool { return key-r.from < r.until-r.from }

// longRun is how many keys a run must have to be stored as an interval.
const longRun = 1 << 14

// idWord holds the keys that share all but their last six bits, one bit for each.
type idWord struct{ high, bits uint64 }

// at returns the word with these high bits, or the free one where it belongs.
func (s *idSet) at(high uint64) *idWord {
	mask := uint64(len(s.words) - 1)
	for i := (high * 0x9e3779b97f4a7c15) >> 20 & mask; ; i = (i + 1) & mask {
		if w := &s.words[i]; w.bits == 0 || w.high == high {
			return w
		}
	}
}

func (s *idSet) has(key uint64) bool {
	switch {
	case s.run.has(key):
		return true
	case key > s.greatest:
		return false
	}
	i := sort.Search(len(s.runs), func(i int) bool { return s.runs[i].until > key })
	if i < len(s.runs) && s.runs[i].has(key) {
		return true
	}
	return s.used > 0 && s.at(key>>6).bits>>(key&63)&1 == 1
}

// add adds a key and reports whether it is new.
func (s *idSet) add(key uint64) bool {
	switch {
	case s.has(key):
		return false
	case key == s.run.until:
		s.run.until++
	default:
		s.addRun(s.run)
		s.run = idRun{key, key + 1}
	}
	return true
}

// addRun adds the keys of a run, none of which the set has.
func (s *idSet) addRun(r idRun) {
	if r.until > r.from {
		s.greatest = max(s.greatest, r.until-1)
	}
	if r.until-r.from >= longRun {
		i := sort.Search(len(s.runs), func(i int) bool { return s.runs[i].from > r.from })
		s.runs = slices.Insert(s.runs, i, r)
		return
	}
	for key := r.from; key != r.until; key++ {
		s.setBits(key>>6, 1<<(key&63))
	}
}

// setBits adds keys of one word.
func (s *idSet) setBits(high, bits uint64) {
	if 3*s.used >= 2*len(s.words) {
		s.grow()
	}
	w := s.at(high)
	if w.bits == 0 {
		w.high = high
		s.used++
	}
	w.bits |= bits
}

func (s *idSet) grow() {
	old := s.words
	s.words, s.used = make([]idWord, max(1024, 2*len(old))), 0
	for _, w := range old {
		if w.bits != 0 {
			s.setBits(w.high, w.bits)
		}
	}
}

// absorb adds the keys of another set, none of which this set has. The other set must not be used any more.
func (s *idSet) absorb(o idSet) {
	s.addRun(s.run)
	s.run, s.greatest = o.run, max(s.greatest, o.greatest)
	if s.used == 0 && s.runs == nil {
		s.words, s.used, s.runs = o.words, o.used, o.runs
		return
	}
	for _, r := range o.runs {
		s.addRun(r)
	}
	for _, w := range o.words {
		if w.bits != 0 {
			s.setBits(w.high, w.bits)
		}
	}
}

var seed = maphash.MakeSeed()
