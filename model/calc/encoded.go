package calc

import (
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"

	"leadpact/model/formula"
)

// encoded is a formula.Value in eight bytes (NaN boxing). A number is its IEEE 754 bits. Everything else
// is a quiet NaN that carries its kind in the upper half of the payload and, for a text, its number in
// the interner in the lower half.
type encoded uint64

const (
	notNumber      = 0x7FF8 << 48
	encodedMissing = encoded(notNumber | 1<<32)
	encodedFault   = encoded(notNumber | 2<<32)
	encodedFalse   = encoded(notNumber | 3<<32)
	encodedTrue    = encodedFalse | 1
	encodedText    = encoded(notNumber | 4<<32)
)

// float returns the number, or NaN if b is not a number.
func (b encoded) float() float64 { return math.Float64frombits(uint64(b)) }

// isNumber reports whether b is a number.
func (b encoded) isNumber() bool { x := b.float(); return x == x } // not NaN

// isText reports whether b is a text.
func (b encoded) isText() bool { return b>>32 == encodedText>>32 }

// encodeNumber encodes a number as formula.Num does: NaN and infinities are missing.
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

// interner numbers texts, each distinct text once. Texts that differ in case alone share a class
// (case-folded equivalence), so that comparing two texts is comparing two integers. Several goroutines
// may add texts at once. The list of texts only grows, so readers use a snapshot of it without a lock.
type interner struct {
	mu      sync.Mutex
	codes   map[string]uint32              // by text
	classOf map[string]uint32              // by case-folded text
	texts   atomic.Pointer[[]internedText] // by code
}

// internedText is one text and its class.
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

// naClass is the class of "n/a", the text as which a missing value is printed and which it therefore
// equals.
const naClass = 0

// encodeText encodes a text, adding it if it is new; the empty text is missing.
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
		class, known := l.classOf[foldCase(s)]
		if !known {
			class = uint32(len(l.classOf))
			l.classOf[foldCase(s)] = class
		}
		words := append(*l.texts.Load(), internedText{formula.Str(s), class})
		l.texts.Store(&words)
	}
	return encodedText | encoded(code)
}

// encode encodes a Value.
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

// decode returns the Value that was encoded.
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

// textClasses is a snapshot of the interner's texts. It compares values that were encoded before it was
// taken.
type textClasses []internedText

func (l *interner) classes() textClasses { return *l.texts.Load() }

// equal reports whether two values are equal by the rules of formula.Equal.
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

// class returns the class of a text or of a missing value.
func (c textClasses) class(b encoded) uint32 {
	if b == encodedMissing {
		return naClass
	}
	return c[uint32(b)].class
}

// foldCase returns the same text for all texts that strings.EqualFold considers equal: each letter is
// replaced by the least of its simple foldings, or by the small letter in ASCII.
func foldCase(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			if r != 'k' && r != 's' { // k and s also fold with the Kelvin sign and the long s
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
