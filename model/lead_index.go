package model

import "hash/maphash"

// index finds leads by a text, their id or e-mail. It holds no text itself: maps of texts would be half of a large ledger.
type leadIndex struct {
	leads *chunkedList[leadState]
	text  func(i int) string // of the i-th
	slots []slot             // their number is a power of two; at least a quarter of them are free
	used  int
}

// slot holds the hash of a text and its lead's place among all, from 1; 0 is free.
type slot struct{ hash, at uint32 }

var indexSeed = maphash.MakeSeed()

// find gives the lead with a text; nil where there is none. Once nothing more is added, many may ask at once.
func (x *leadIndex) find(text []byte) *leadState {
	if x.used == 0 {
		return nil
	}
	s := x.probe(uint32(maphash.Bytes(indexSeed, text)), func(i int) bool { return x.text(i) == string(text) })
	if s.at == 0 {
		return nil
	}
	return x.leads.at(int(s.at) - 1)
}

// add makes the last of the leads be found, unless another one has its text: that one is then given.
func (x *leadIndex) addLast() *leadState {
	if 4*x.used >= 3*len(x.slots) {
		x.grow()
	}
	text := x.text(x.leads.n - 1)
	hash := uint32(maphash.String(indexSeed, text))
	s := x.probe(hash, func(i int) bool { return x.text(i) == text })
	if s.at > 0 {
		return x.leads.at(int(s.at) - 1)
	}
	*s = slot{hash, uint32(x.leads.n)}
	x.used++
	return nil
}

// seek gives the slot of a text, or the free one that it would take.
func (x *leadIndex) probe(hash uint32, is func(i int) bool) *slot {
	mask := uint32(len(x.slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		if s := &x.slots[i]; s.at == 0 || s.hash == hash && is(int(s.at)-1) {
			return s
		}
	}
}

func (x *leadIndex) grow() {
	old, by := x.slots, 2
	if len(old) < 1<<16 { // moving them costs more than their room
		by = 4
	}
	x.slots = make([]slot, max(64, by*len(old)))
	for _, s := range old {
		if s.at > 0 {
			*x.probe(s.hash, func(int) bool { return false }) = s
		}
	}
}
