package ingest

import (
	"hash/maphash"
	"slices"
	"sort"

	"leadpact/ingest/scalar"
)

// idKey returns a 64-bit key for an id; 0 for the empty id. Keys of ids that have the same beginning and
// end in a number differ by as much as these numbers do, so ids that a CRM has assigned consecutively
// have keys that lie close together.
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

// numberKey returns the key of an id that consists of digits. It depends on the number of digits: 007 is
// not 7.
func numberKey(number uint64, digits int) uint64 {
	return max(number+scalar.PowersOfTen[digits]*0x9e3779b97f4a7c15, 1)
}

// idSet is a set of keys. It stores long runs of consecutive keys as intervals, and all others in a
// sparse bitset, a hash table of words of 64 keys. A long run takes almost no memory, keys with gaps
// between them about half a byte each, scattered keys about thirty bytes.
type idSet struct {
	words    []idWord // a hash table by idWord.high; its length is a power of two, and at most two thirds are used
	used     int
	run      idRun   // the keys added last, which are not yet in words or runs
	runs     []idRun // long runs, ascending
	greatest uint64  // the greatest key in words and runs
}

// idRun is the interval of keys from ≤ key < until.
type idRun struct{ from, until uint64 }

func (r idRun) has(key uint64) bool { return key-r.from < r.until-r.from }

// longRun is the number of keys from which a run is stored as an interval.
const longRun = 1 << 14

// idWord is a bitset of the keys that share all but their last six bits.
type idWord struct{ high, bits uint64 }

// at returns the word with these high bits, or the free slot where it is to be inserted.
func (s *idSet) at(high uint64) *idWord {
	mask := uint64(len(s.words) - 1)
	for i := (high * 0x9e3779b97f4a7c15) >> 20 & mask; ; i = (i + 1) & mask {
		if w := &s.words[i]; w.bits == 0 || w.high == high {
			return w
		}
	}
}

func (s *idSet) empty() bool { return s.run.until == 0 }

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

// addRun adds the keys of a run. The set must not contain any of them.
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

// absorb adds the keys of another set. This set must not contain any of them, and the other set must not
// be used afterwards.
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
