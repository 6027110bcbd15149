package contract

import (
	"bytes"
	"errors"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"leadpact/model/agreement"
	"leadpact/report/reporttest"
)

// fixed are the texts that ingest takes from a list of its own, or holds to a form.
var fixed = regexp.MustCompile(`^agreement\.(currency|zone|paper|locale)|^clock|^revenue\.per|\.rates|\.match|^lead_value\.(method|close_rates|average_purchase)` +
	`|(tiers|actions)\.id$|^promise|^action_agreement|^cadence|^dont_be_on_it|^goals|^kpis|^history|^meeting\.(every|weekday)`)

// named are the texts that make ids: ingest refuses one without a letter of its own.
var named = regexp.MustCompile(`^budget\.channels|^revenue\.streams`)

// place is a text of an agreement and its path.
type place struct {
	reflect.Value
	path string
}

// texts are the free texts of an agreement that the contract prints, in their order.
func texts(v reflect.Value, path string, out *[]place) {
	switch v.Kind() {
	case reflect.String:
		if !fixed.MatchString(path) {
			*out = append(*out, place{v, path})
		}
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), path, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), path, out)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			at := strings.TrimPrefix(path+"."+f.Tag.Get("yaml"), ".")
			if f.IsExported() && !unprinted[at] && v.Type().PkgPath() == reflect.TypeFor[agreement.Agreement]().PkgPath() {
				texts(v.Field(i), at, out)
			}
		}
	}
}

// FuzzText: any text in any place of the agreement gives a contract that can be read again, or an error that names the place.
func FuzzText(f *testing.F) {
	for i, s := range []string{"", "\n", "Zoë", "中", "\xff", "a\u0301", "\u202e\u200d", "\U0001F680", "&<>()\\%/#[]{}", strings.Repeat("W", 300), strings.Repeat("long ", 500), "\x00\x07", "שלום", "\u00ad\ufeff"} {
		f.Add(uint16(i*7), s)
	}
	f.Fuzz(func(t *testing.T, n uint16, text string) {
		a := reporttest.Agreement()
		var places []place
		texts(reflect.ValueOf(a).Elem(), "", &places)
		at := places[int(n)%len(places)]
		if named.MatchString(at.path) {
			text = "x" + text
		}
		at.SetString(text)
		var out bytes.Buffer
		err := Write(".", &out, cardOf(a), reporttest.Team())
		var glyph *GlyphError
		switch {
		case errors.As(err, &glyph) && glyph.Field != "":
		case err != nil:
			t.Errorf("%s, %q: %v", at.path, text, err)
		default:
			if _, err := Verify(cardOf(a), out.Bytes(), out.Bytes()); err != nil {
				t.Errorf("%s, %q: %v", at.path, text, err)
			}
		}
	})
}
