package model

import "hash/maphash"

// leadIndex is a hash index of the leads by a text, such as their id or their e-mail, with open addressing and
// linear probing. It stores hashes and row numbers but no texts, because a map by text would take half of
// a large ledger's memory.
type leadIndex struct {
	lead  func(i int) *leadState // returns the i-th of the leads that have a text
	text  func(i int) string     // returns its text
	slots []slot                 // their number is a power of two; at least a quarter of them are free
	used  int
}

// slot holds the hash of a text and the number of its lead, from 1; 0 means free.
type slot struct{ hash, at uint32 }

var indexSeed = maphash.MakeSeed()

// find returns the lead with a given text; nil if there is none. Several goroutines may call it while no
// lead is added.
func (x *leadIndex) find(text []byte) *leadState {
	if x.used == 0 {
		return nil
	}
	s := x.probe(uint32(maphash.Bytes(indexSeed, text)), func(i int) bool { return x.text(i) == string(text) })
	if s.at == 0 {
		return nil
	}
	return x.lead(int(s.at) - 1)
}

// add adds the i-th of the leads. If another lead has the same text, it adds nothing and returns that lead.
func (x *leadIndex) add(i int) *leadState {
	if 4*x.used >= 3*len(x.slots) {
		x.grow()
	}
	text := x.text(i)
	hash := uint32(maphash.String(indexSeed, text))
	s := x.probe(hash, func(i int) bool { return x.text(i) == text })
	if s.at > 0 {
		return x.lead(int(s.at) - 1)
	}
	*s = slot{hash, uint32(i + 1)}
	x.used++
	return nil
}

// probe returns the slot with a hash whose lead matches, or the free slot where it would be added.
func (x *leadIndex) probe(hash uint32, matches func(i int) bool) *slot {
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.at == 0 || s.hash == hash && matches(int(s.at)-1) {
			return s
		}
	}
}

// grow enlarges the index and inserts its slots again. A small index grows fourfold, so that slots are
// moved less often.
func (x *leadIndex) grow() {
	old, factor := x.slots, 2
	if len(old) < 1<<16 {
		factor = 4
	}
	x.slots = make([]slot, max(64, factor*len(old)))
	for _, s := range old {
		if s.at > 0 {
			*x.probe(s.hash, func(int) bool { return false }) = s
		}
	}
}
