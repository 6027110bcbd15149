package model

// label is a text that many leads share, by its number among all; 0 is the empty one.
type textID uint32

// labels numbers texts.
type interner struct {
	texts  []string
	ids    map[string]textID
	recent [256]textID // met last, by their sketch
}

func newInterner() interner { return interner{texts: []string{""}, ids: map[string]textID{"": 0}} }

func (l *interner) text(n textID) string { return l.texts[n] }

// of is the label of a text.
func (l *interner) intern(s string) textID {
	near := &l.recent[cheapHash(s)%uint(len(l.recent))]
	if l.texts[*near] == s {
		return *near
	}
	n, met := l.ids[s]
	if !met {
		n = textID(len(l.texts))
		l.ids[s] = n
		l.texts = append(l.texts, s)
	}
	*near = n
	return n
}

// sketch tells most texts apart at a tenth of what it costs to hash them.
func cheapHash(s string) uint {
	n := len(s)
	if n == 0 {
		return 0
	}
	return uint(n)<<3 ^ uint(s[0]) ^ uint(s[n-1])<<1
}
