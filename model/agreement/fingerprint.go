package agreement

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"leadpact/model/calendar"
)

// Fingerprint returns the SHA-256 of the canonical terms in hexadecimal. It is printed on every page of
// the contract, and in the workbook and the letter (SPEC section 9).
func (a *Agreement) Fingerprint() string {
	sum := sha256.Sum256(a.Canonical())
	return hex.EncodeToString(sum[:])
}

// Canonical returns what the parties sign: the agreement without inputs, mail and signed, as one line of
// JSON. Keys are sorted, numbers have their shortest form, shares are fractions, and durations are in
// their largest whole unit; lists keep their order. Absent and empty keys are left out. So comments, the
// order of keys, the spelling of numbers, and explicitly written defaults make no difference. The country
// of holidays and the extra days are terms; the days that follow from the country are not.
func (a *Agreement) Canonical() []byte {
	terms := canonicalMap(reflect.ValueOf(*a))
	for _, key := range []string{"inputs", "mail", "signed"} {
		delete(terms, key)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(terms); err != nil {
		panic("agreement: canonical terms: " + err.Error()) // cannot happen for these types
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// canonicalValue returns a term as a value that encoding/json can write.
func canonicalValue(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case calendar.Day:
		return x.Format(time.DateOnly)
	case calendar.Month:
		return x.Format("2006-01")
	case calendar.Quarter:
		return x.String()
	case Stage:
		return x.String()
	case calendar.Span:
		return CanonicalSpan(x)
	case calendar.OpenHours:
		return fmt.Sprintf("%s %02d:%02d-%02d:%02d", x.Weekday, x.From/60, x.From%60, x.Until/60, x.Until%60)
	case Rate:
		if x.History {
			return "history"
		}
		return canonicalNumber(x.Value)
	case Amount:
		switch {
		case x.History:
			return "history"
		case x.Plan:
			return "plan"
		}
		return canonicalNumber(x.Value)
	case Ratio:
		return strconv.FormatFloat(x.Value, 'f', -1, 64) + ":" + strconv.FormatFloat(x.To, 'f', -1, 64)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return canonicalValue(v.Elem())
	case reflect.Float64:
		return canonicalNumber(v.Float())
	case reflect.Slice:
		if isPairs(v.Type()) {
			return canonicalMap(v)
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = canonicalValue(v.Index(i))
		}
		return list
	case reflect.Struct:
		return canonicalMap(v)
	}
	return v.Interface()
}

// canonicalMap returns a struct, Pairs or counts by stage as a map. Fields that are inline in
// agreement.yaml are inline in the map, too.
func canonicalMap(v reflect.Value) map[string]any {
	m := map[string]any{}
	switch {
	case isPairs(v.Type()):
		for i := range v.Len() {
			m[v.Index(i).Field(0).String()] = canonicalValue(v.Index(i).Field(1))
		}
	case v.Kind() == reflect.Array: // counts by stage
		for i := range v.Len() {
			if x := v.Index(i).Float(); !math.IsNaN(x) {
				m[Stage(i).String()] = canonicalNumber(x)
			}
		}
	default:
		for i := range v.NumField() {
			canonicalField(m, v.Type().Field(i), v.Field(i))
		}
	}
	return m
}

// canonicalField adds a field of a struct to m, unless it is absent or empty.
func canonicalField(m map[string]any, f reflect.StructField, v reflect.Value) {
	switch tag := f.Tag.Get("yaml"); {
	case tag == "-" || v.IsZero() && v.Kind() != reflect.Array:
	case tag == ",inline":
		for key, value := range canonicalMap(v) {
			m[key] = value
		}
	default:
		if value := canonicalValue(v); !isEmpty(value) {
			m[tag] = value
		}
	}
}

// isEmpty reports whether a section or list is empty, which is equivalent to an absent key.
func isEmpty(value any) bool {
	switch x := value.(type) {
	case map[string]any:
		return len(x) == 0
	case []any:
		return len(x) == 0
	}
	return false
}

// CanonicalSpan formats a limit in days; without days in hours, if they are whole; else in minutes: 30d,
// 24h, 90m.
func CanonicalSpan(s calendar.Span) string {
	switch {
	case s.Days > 0:
		return fmt.Sprintf("%dd", s.Days)
	case s.Minutes%60 == 0:
		return fmt.Sprintf("%dh", s.Minutes/60)
	}
	return fmt.Sprintf("%dm", s.Minutes)
}

// canonicalNumber returns x, but 0 for −0, which encoding/json would write with its sign.
func canonicalNumber(x float64) float64 { return x + 0 }

// isPairs reports whether a type is a Pairs.
func isPairs(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && strings.HasPrefix(t.Elem().Name(), "Pair[")
}

// Unsigned returns a warning where the terms differ from those that the parties signed, or have been
// changed for a what-if; nil where they are as signed, or nothing has been signed.
func (a *Agreement) Unsigned() []string {
	if a.WhatIf != nil {
		return []string{"what if: " + strings.Join(a.WhatIf, ", ") + "; this is not an issue"}
	}
	if a.Signed == nil || a.Signed.Fingerprint == a.Fingerprint() {
		return nil
	}
	return []string{fmt.Sprintf("the terms differ from those signed on %s: signed %s, now %s",
		a.Signed.On.Format(time.DateOnly), a.Signed.Fingerprint, a.Fingerprint())}
}
