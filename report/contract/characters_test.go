package contract

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/image/font/gofont/goregular"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/report/reporttest"
)

func TestHouseFontsDrawEveryDefinition(t *testing.T) {
	t.Parallel()
	fonts, err := loadFonts("", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range scorecardOf(reporttest.Agreement()).Quantities {
		if r, missing := fonts.Missing(q.Title + q.Definition); missing {
			t.Errorf("%s: no glyph for %q", q.ID, r)
		}
	}
}

func TestMissingGlyphNamesItsField(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*agreement.Agreement)
		want   string
	}{
		{"another script", func(a *agreement.Agreement) { a.Parties[0].Name = "中 Li" },
			`parties[0].name: the fonts have no glyph for U+4E2D "中"; add a font under agreement.fonts`},
		{"Arabic", func(a *agreement.Agreement) { a.Parties[1].Name = "Sam سلام" },
			`parties[1].name: the fonts have no glyph for U+0633 "س"; add a font under agreement.fonts`},
		{"a script that needs a layout engine", func(a *agreement.Agreement) { a.Parties[1].Name = "हि" },
			`parties[1].name: a contract cannot join the letters of this script as it is written, U+0939 "ह"; ` +
				`write it in other characters`},
		{"an emoji", func(a *agreement.Agreement) { a.Summary.What = "Go 🚀" },
			`summary.what: a PDF of this kind cannot hold U+1F680 "🚀"; write it in other characters`},
		{"invalid UTF-8", func(a *agreement.Agreement) { a.Head.Company = "North\xffwind" },
			"agreement.company: the text is not valid UTF-8; save the file as UTF-8"},
		{"a key", func(a *agreement.Agreement) { a.Duties[1].Key = "売" },
			`duties.売: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"an item under a key", func(a *agreement.Agreement) { a.Duties[0].Value[0] = "売" },
			`duties.Marketing[0]: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"a further definition", func(a *agreement.Agreement) { a.Defs.More[0].Value = "売" },
			`definitions.prospect: the fonts have no glyph for U+58F2 "売"; add a font under agreement.fonts`},
		{"a control character", func(a *agreement.Agreement) { a.Meeting.Chair = "a\x07" },
			`meeting.chair: the fonts have no glyph for U+0007 "\a"; add a font under agreement.fonts`},
	} {
		a := reporttest.Agreement()
		c.change(a)
		err := Write(".", &bytes.Buffer{}, scorecardOf(a), nil)
		var glyph *GlyphError
		if !errors.As(err, &glyph) || err.Error() != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	team := []model.Rep{{Name: "Ann"}, {Name: "李"}}
	err := Write(".", &bytes.Buffer{}, scorecardOf(reporttest.Agreement()), team)
	var glyph *GlyphError
	if !errors.As(err, &glyph) || glyph.Field != "team[1].name" {
		t.Errorf("team: %v", err)
	}
}

func TestTextsThatAreNotPrintedAreNotChecked(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Mail.From = "中 <a@b.example>"
	a.Inputs = map[string]*agreement.Input{"leads": {Files: []string{"中.csv"}}}
	contractOf(t, a)
}

func TestDecomposedLettersAreDrawnComposed(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Parties[0].Name = "Zoe\u0308 A\u030angstro\u0308m"
	if text, _ := textOf(t, contractOf(t, a)); !strings.Contains(text, "Zoë Ångström") {
		t.Error("the name is not in NFC")
	}
}

func TestHebrewNameIsExtractedAsWritten(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Parties[0].Name = "דנה כהן"
	text, _ := textOf(t, contractOf(t, a))
	directionMarks := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "")
	if !strings.Contains(directionMarks.Replace(text), a.Parties[0].Name) {
		t.Errorf("the name is not in the text")
	}
}

func TestFontOfTheAgreementDrawsWhatTheHouseFontsCannot(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "go.ttf"), goregular.TTF, 0o600); err != nil {
		t.Fatal(err)
	}
	a := reporttest.Agreement()
	a.Parties[0].Title = "Sales ∪ Marketing"
	var glyph *GlyphError
	if err := Write(".", &bytes.Buffer{}, scorecardOf(a), nil); !errors.As(err, &glyph) || glyph.Rune != '∪' {
		t.Errorf("without the font: %v", err)
	}
	a.Head.Fonts = []string{"go.ttf"}
	var out bytes.Buffer
	if err := Write(folder, &out, scorecardOf(a), nil); err != nil {
		t.Fatal(err)
	}
	if text, _ := textOf(t, out.Bytes()); !strings.Contains(text, "Sales ∪ Marketing") {
		t.Error("the text is not as written")
	}
}

func TestUnreadableFontNamesItsKey(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	a := reporttest.Agreement()
	a.Head.Fonts = []string{"none.ttf"}
	err := Write(folder, &bytes.Buffer{}, scorecardOf(a), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "agreement.fonts[0]: ") {
		t.Errorf("a missing file: %v", err)
	}
	if err := os.WriteFile(filepath.Join(folder, "none.ttf"), []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	err = Write(folder, &bytes.Buffer{}, scorecardOf(a), nil)
	if err == nil || !strings.Contains(err.Error(), "none.ttf is no TrueType font") {
		t.Errorf("a file that is no font: %v", err)
	}
}

// notFreeText matches the paths of texts that ingest takes from a fixed list or checks against a format.
var notFreeText = regexp.MustCompile(`^agreement\.(currency|zone|paper|locale)|^clock|^revenue\.per|\.rates|\.match` +
	`|^lead_value\.(method|close_rates|average_purchase)|(tiers|actions)\.id$` +
	`|^promise|^action_agreement|^cadence|^dont_be_on_it|^goals|^kpis|^history|^meeting\.(every|weekday)`)

// idSource matches the paths of texts that ids are made of. Ingest refuses one without a letter or digit.
var idSource = regexp.MustCompile(`^budget\.channels|^revenue\.streams`)

// freeText is a text of an agreement that a fuzz test may replace.
type freeText struct {
	reflect.Value
	path string
}

// freeTexts appends the free texts below a value that the contract prints, in their order.
func freeTexts(v reflect.Value, path string, out *[]freeText) {
	switch v.Kind() {
	case reflect.String:
		if !notFreeText.MatchString(path) {
			*out = append(*out, freeText{v, path})
		}
	case reflect.Pointer:
		if !v.IsNil() {
			freeTexts(v.Elem(), path, out)
		}
	case reflect.Slice:
		for i := range v.Len() {
			freeTexts(v.Index(i), path, out)
		}
	case reflect.Struct:
		modelPackage := reflect.TypeFor[agreement.Agreement]().PkgPath()
		for i := range v.NumField() {
			f := v.Type().Field(i)
			fieldPath := strings.TrimPrefix(path+"."+f.Tag.Get("yaml"), ".")
			if f.IsExported() && !unprinted[fieldPath] && v.Type().PkgPath() == modelPackage {
				freeTexts(v.Field(i), fieldPath, out)
			}
		}
	}
}

// FuzzText checks that any text in any place of the agreement gives a contract that can be read again, or
// an error that names the place.
func FuzzText(f *testing.F) {
	for i, s := range []string{"", "\n", "Zoë", "中", "\xff", "a\u0301", "\u202e\u200d", "\U0001F680", "&<>()\\%/#[]{}",
		strings.Repeat("W", 300), strings.Repeat("long ", 500), "\x00\x07", "שלום", "\u00ad\ufeff"} {
		f.Add(uint16(i*7), s)
	}
	f.Fuzz(func(t *testing.T, n uint16, text string) {
		a := reporttest.Agreement()
		var places []freeText
		freeTexts(reflect.ValueOf(a).Elem(), "", &places)
		place := places[int(n)%len(places)]
		if idSource.MatchString(place.path) {
			text = "x" + text
		}
		place.SetString(text)
		var out bytes.Buffer
		s := scorecardOf(a)
		err := Write(".", &out, s, reporttest.Team())
		var glyph *GlyphError
		switch {
		case errors.As(err, &glyph) && glyph.Field != "":
		case err != nil:
			t.Errorf("%s, %q: %v", place.path, text, err)
		default:
			if _, err := Verify(s, out.Bytes(), out.Bytes()); err != nil {
				t.Errorf("%s, %q: %v", place.path, text, err)
			}
		}
	})
}
