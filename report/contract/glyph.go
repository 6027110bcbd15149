package contract

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"leadpact/model"
	"leadpact/model/agreement"
)

// GlyphError says that a text of the contract has a character that no font of it can draw. Rune is utf8.RuneError where the
// text is not valid UTF-8.
type GlyphError struct {
	Field string // parties[0].name, team[2].name
	Rune  rune
}

func (e *GlyphError) Error() string {
	if e.Rune == utf8.RuneError {
		return e.Field + ": the text is not valid UTF-8; save the file as UTF-8"
	}
	if unicode.In(e.Rune, unset...) {
		return fmt.Sprintf("%s: a contract cannot join the letters of this script as it is written, %U %q; write it in other characters", e.Field, e.Rune, string(e.Rune))
	}
	if e.Rune > 0xFFFF {
		return fmt.Sprintf("%s: a PDF of this kind cannot hold %U %q; write it in other characters", e.Field, e.Rune, string(e.Rune))
	}
	return fmt.Sprintf("%s: the fonts have no glyph for %U %q; add a font under agreement.fonts", e.Field, e.Rune, string(e.Rune))
}

// unset are scripts whose letters change their shape or place in ways that take a layout engine.
var unset = []*unicode.RangeTable{
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
	unicode.Malayalam, unicode.Sinhala, unicode.Tibetan, unicode.Myanmar, unicode.Khmer, unicode.Syriac, unicode.Nko, unicode.Mongolian,
}

// same are characters that are drawn as another of the same look.
var same = strings.NewReplacer("\u202f", "\u00a0", "\u2011", "-", "\t", " ", "\r\n", "\n", "\ufeff", "")

// clean is a text as the contract draws it: in NFC.
func clean(s string) string { return same.Replace(norm.NFC.String(s)) }

// missing gives the first character of a text that no font draws in every style.
func (f fonts) missing(s string) (rune, bool) {
	if !utf8.ValidString(s) {
		return utf8.RuneError, true
	}
	for _, r := range joined(clean(s)) {
		if r != '\n' && !f.drawsAll(r) {
			return letter(r), true
		}
	}
	return 0, false
}

func (f fonts) drawsAll(r rune) bool {
	return f.family(r, "") != "" && f.family(r, "B") != "" && f.family(r, "I") != ""
}

// unprinted are the parts of the agreement that are no terms.
var unprinted = map[string]bool{"inputs": true, "mail": true, "signed": true, "agreement.fonts": true}

// checkGlyphs gives a *GlyphError for the first text of the agreement or the team that cannot be drawn.
func (f fonts) checkGlyphs(a *agreement.Agreement, team []model.Rep) error {
	if err := f.check("", reflect.ValueOf(*a)); err != nil {
		return err
	}
	for i, rep := range team {
		if r, bad := f.missing(rep.Name); bad {
			return &GlyphError{fmt.Sprintf("team[%d].name", i), r}
		}
	}
	return nil
}

// check walks the texts below a value, whose path in agreement.yaml is given.
func (f fonts) check(path string, v reflect.Value) error {
	if unprinted[path] {
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		if r, bad := f.missing(v.String()); bad {
			return &GlyphError{path, r}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return f.check(path, v.Elem())
		}
	case reflect.Slice:
		return f.checkItems(path, v)
	case reflect.Struct:
		return f.checkFields(path, v)
	}
	return nil
}

func (f fonts) checkItems(path string, v reflect.Value) error {
	for i := range v.Len() {
		item, at := v.Index(i), fmt.Sprintf("%s[%d]", path, i)
		if item.Kind() == reflect.Struct && strings.HasPrefix(item.Type().Name(), "Pair[") {
			key := item.FieldByName("Key")
			at = strings.TrimPrefix(path+"."+strings.ToValidUTF8(key.String(), "?"), ".")
			if err := f.check(at, key); err != nil {
				return err
			}
			item = item.FieldByName("Value")
		}
		if err := f.check(at, item); err != nil {
			return err
		}
	}
	return nil
}

func (f fonts) checkFields(path string, v reflect.Value) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		at := path
		if options != "inline" && name != "" {
			at = strings.TrimPrefix(path+"."+name, ".")
		}
		if err := f.check(at, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}
