package calc

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"leadpact/model/formula"
)

// box is a Value in eight bytes, as rows are computed and columns kept: a number is itself, everything else is a NaN with its
// kind and, of a text, its place in the lexicon.
type encoded uint64

const (
	notNumber  = 0x7FF8 << 48
	missingBox = encoded(notNumber | 1<<32)
	faultBox   = encoded(notNumber | 2<<32)
	falseBox   = encoded(notNumber | 3<<32)
	trueBox    = falseBox | 1
	textBox    = encoded(notNumber | 4<<32)
)

// num is the number, a NaN where it is none.
func (b encoded) num() float64 { return math.Float64frombits(uint64(b)) }

// number says that it is one.
func (b encoded) number() bool { x := b.num(); return x == x }

// text says that it is one.
func (b encoded) text() bool { return b>>32 == textBox>>32 }

// numBox is Num; NaN and infinities are missing.
func numBox(x float64) encoded {
	if x-x != 0 {
		return missingBox
	}
	return encoded(math.Float64bits(x))
}

func truthBox(b bool) encoded {
	if b {
		return trueBox
	}
	return falseBox
}

// lexicon gives texts their numbers. Those that differ in case alone have one class. Texts may be added by many at once.
type interner struct {
	mu    sync.Mutex
	codes map[string]uint32
	byKey map[string]uint32
	words atomic.Pointer[[]entry]
}

type entry struct {
	value formula.Value
	class uint32
}

func newInterner() *interner {
	l := &interner{codes: map[string]uint32{}, byKey: map[string]uint32{}}
	l.words.Store(&[]entry{})
	l.box("n/a")
	return l
}

// naClass is the class of the text that a missing value prints, which equals it.
const naClass = 0

// box numbers a text; the empty one is missing.
func (l *interner) box(s string) encoded {
	if s == "" {
		return missingBox
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	code, known := l.codes[s]
	if !known {
		code = uint32(len(l.codes))
		l.codes[s] = code
		class, met := l.byKey[folded(s)]
		if !met {
			class = uint32(len(l.byKey))
			l.byKey[folded(s)] = class
		}
		words := append(*l.words.Load(), entry{formula.Str(s), class})
		l.words.Store(&words)
	}
	return textBox | encoded(code)
}

// boxed is a Value as a box.
func (l *interner) boxed(v formula.Value) encoded {
	if x, ok := v.Number(); ok {
		return numBox(x)
	}
	if t, ok := v.Text(); ok {
		return l.box(t)
	}
	if b, ok := v.Truth(); ok {
		return truthBox(b)
	}
	if v.IsFault() {
		return faultBox
	}
	return missingBox
}

// value is a box as a Value.
func (l *interner) value(b encoded) formula.Value {
	switch {
	case b.number():
		return formula.Num(b.num())
	case b.text():
		return (*l.words.Load())[uint32(b)].value
	case b == trueBox, b == falseBox:
		return formula.Bool(b == trueBox)
	case b == faultBox:
		return formula.Fault
	}
	return formula.Missing
}

// classes compares texts that were boxed before.
type classes []entry

func (l *interner) classes() classes { return *l.words.Load() }

// equal is equal of two values in boxes.
func (c classes) equal(a, b encoded) bool {
	switch {
	case a == b:
		return true
	case a.number():
		return b.number() && formula.EqualNumbers(a.num(), b.num())
	case (a.text() || a == missingBox) && (b.text() || b == missingBox):
		return c.class(a) == c.class(b)
	}
	return false
}

func (c classes) class(b encoded) uint32 {
	if b == missingBox {
		return naClass
	}
	return c[uint32(b)].class
}

// folded is the same for texts that strings.EqualFold takes for one.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r != 'k' && r != 's' { // the only letters of ASCII with a third form
				return r
			}
		}
		least := r
		for q := unicode.SimpleFold(r); q != r; q = unicode.SimpleFold(q) {
			least = min(least, q)
		}
		return least
	}, s)
}
