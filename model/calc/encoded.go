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
	notNumber      = 0x7FF8 << 48
	encodedMissing = encoded(notNumber | 1<<32)
	encodedFault   = encoded(notNumber | 2<<32)
	encodedFalse   = encoded(notNumber | 3<<32)
	encodedTrue    = encodedFalse | 1
	encodedText    = encoded(notNumber | 4<<32)
)

// num is the number, a NaN where it is none.
func (b encoded) float() float64 { return math.Float64frombits(uint64(b)) }

// number says that it is one.
func (b encoded) isNumber() bool { x := b.float(); return x == x }

// text says that it is one.
func (b encoded) isText() bool { return b>>32 == encodedText>>32 }

// numBox is Num; NaN and infinities are missing.
func encodeNumber(x float64) encoded {
	if x-x != 0 {
		return encodedMissing
	}
	return encoded(math.Float64bits(x))
}

func encodeTruth(b bool) encoded {
	if b {
		return encodedTrue
	}
	return encodedFalse
}

// lexicon gives texts their numbers. Those that differ in case alone have one class. Texts may be added by many at once.
type interner struct {
	mu      sync.Mutex
	codes   map[string]uint32
	classOf map[string]uint32
	texts   atomic.Pointer[[]internedText]
}

type internedText struct {
	value formula.Value
	class uint32
}

func newInterner() *interner {
	l := &interner{codes: map[string]uint32{}, classOf: map[string]uint32{}}
	l.texts.Store(&[]internedText{})
	l.encodeText("n/a")
	return l
}

// naClass is the class of the text that a missing value prints, which equals it.
const naClass = 0

// box numbers a text; the empty one is missing.
func (l *interner) encodeText(s string) encoded {
	if s == "" {
		return encodedMissing
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	code, known := l.codes[s]
	if !known {
		code = uint32(len(l.codes))
		l.codes[s] = code
		class, met := l.classOf[foldCase(s)]
		if !met {
			class = uint32(len(l.classOf))
			l.classOf[foldCase(s)] = class
		}
		words := append(*l.texts.Load(), internedText{formula.Str(s), class})
		l.texts.Store(&words)
	}
	return encodedText | encoded(code)
}

// boxed is a Value as a box.
func (l *interner) encode(v formula.Value) encoded {
	if x, ok := v.Number(); ok {
		return encodeNumber(x)
	}
	if t, ok := v.Text(); ok {
		return l.encodeText(t)
	}
	if b, ok := v.Truth(); ok {
		return encodeTruth(b)
	}
	if v.IsFault() {
		return encodedFault
	}
	return encodedMissing
}

// value is a box as a Value.
func (l *interner) decode(b encoded) formula.Value {
	switch {
	case b.isNumber():
		return formula.Num(b.float())
	case b.isText():
		return (*l.texts.Load())[uint32(b)].value
	case b == encodedTrue, b == encodedFalse:
		return formula.Bool(b == encodedTrue)
	case b == encodedFault:
		return formula.Fault
	}
	return formula.Missing
}

// classes compares texts that were boxed before.
type textClasses []internedText

func (l *interner) classes() textClasses { return *l.texts.Load() }

// equal is equal of two values in boxes.
func (c textClasses) equal(a, b encoded) bool {
	switch {
	case a == b:
		return true
	case a.isNumber():
		return b.isNumber() && formula.EqualNumbers(a.float(), b.float())
	case (a.isText() || a == encodedMissing) && (b.isText() || b == encodedMissing):
		return c.class(a) == c.class(b)
	}
	return false
}

func (c textClasses) class(b encoded) uint32 {
	if b == encodedMissing {
		return naClass
	}
	return c[uint32(b)].class
}

// folded is the same for texts that strings.EqualFold takes for one.
func foldCase(s string) string {
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
