package model

// textID is the number of an interned text; 0 is the empty text.
type textID uint32

// interner numbers texts that many leads share, so that each is stored once. Package calc has an interner
// of its own for the values of tables. That one is safe for concurrent use and also numbers texts by
// their case-folded form, which would slow down the reading of leads.
type interner struct {
	texts  []string
	ids    map[string]textID
	recent [256]textID // cache of the texts interned last, by cheapHash
}

func newInterner() interner { return interner{texts: []string{""}, ids: map[string]textID{"": 0}} }

// text returns the text with a number.
func (l *interner) text(n textID) string { return l.texts[n] }

// intern returns the number of a text, a new one if the text is new.
func (l *interner) intern(s string) textID {
	recent := &l.recent[cheapHash(s)%uint(len(l.recent))]
	if l.texts[*recent] == s {
		return *recent
	}
	n, known := l.ids[s]
	if !known {
		n = textID(len(l.texts))
		l.ids[s] = n
		l.texts = append(l.texts, s)
	}
	*recent = n
	return n
}

// cheapHash returns a weak hash of a text's length, first and last byte. It distinguishes most texts at a
// tenth of the cost of a real hash, which is enough to choose a slot of a cache.
func cheapHash(s string) uint {
	n := len(s)
	if n == 0 {
		return 0
	}
	return uint(n)<<3 ^ uint(s[0]) ^ uint(s[n-1])<<1
}
