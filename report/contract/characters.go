package contract

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"unicode/utf8"

	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/report/contract/typeset"
)

// GlyphError reports a character that no font of the contract can draw.
type GlyphError struct {
	Field string // path of the text in the agreement or team: parties[0].name, team[2].name
	Rune  rune   // utf8.RuneError if the text is not valid UTF-8
}

func (e *GlyphError) Error() string {
	var problem, remedy string
	switch {
	case e.Rune == utf8.RuneError:
		return e.Field + ": the text is not valid UTF-8; save the file as UTF-8"
	case typeset.NeedsLayoutEngine(e.Rune):
		problem = "a contract cannot join the letters of this script as it is written,"
		remedy = "write it in other characters"
	case e.Rune > typeset.MaxRune:
		problem, remedy = "a PDF of this kind cannot hold", "write it in other characters"
	default:
		problem, remedy = "the fonts have no glyph for", "add a font under agreement.fonts"
	}
	return fmt.Sprintf("%s: %s %U %q; %s", e.Field, problem, e.Rune, string(e.Rune), remedy)
}

// loadFonts returns the built-in fonts and those of the agreement. Its paths to TrueType files are relative
// to folder.
func loadFonts(folder string, paths []string) (*typeset.FontSet, error) {
	fonts, err := typeset.HouseFonts()
	if err != nil {
		return nil, err
	}
	files := make([][]byte, len(paths))
	for i, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(folder, path)
		}
		if files[i], err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("agreement.fonts[%d]: %w", i, err)
		}
	}
	for i, ttf := range files {
		if err := fonts.Add(ttf); err != nil {
			return nil, fmt.Errorf("agreement.fonts[%d]: %s is no TrueType font: %w", i, paths[i], err)
		}
	}
	return fonts, nil
}

// unprinted are the paths of the agreement that the contract does not print.
var unprinted = map[string]bool{"inputs": true, "mail": true, "signed": true, "agreement.fonts": true}

// checkGlyphs returns a *GlyphError for the first text of the agreement or the team that cannot be drawn.
func checkGlyphs(fonts *typeset.FontSet, a *agreement.Agreement, team []model.Rep) error {
	c := glyphCheck{fonts}
	if err := c.value("", reflect.ValueOf(*a)); err != nil {
		return err
	}
	for i, rep := range team {
		if err := c.text(fmt.Sprintf("team[%d].name", i), rep.Name); err != nil {
			return err
		}
	}
	return nil
}

// glyphCheck walks all texts of a value by reflection, so that a new term of the agreement is checked as
// well. Paths are those of agreement.yaml.
type glyphCheck struct{ fonts *typeset.FontSet }

func (c glyphCheck) text(path, s string) error {
	if r, missing := c.fonts.Missing(s); missing {
		return &GlyphError{path, r}
	}
	return nil
}

func (c glyphCheck) value(path string, v reflect.Value) error {
	if unprinted[path] {
		return nil
	}
	switch v.Kind() {
	case reflect.String:
		return c.text(path, v.String())
	case reflect.Pointer:
		if !v.IsNil() {
			return c.value(path, v.Elem())
		}
	case reflect.Slice:
		return c.items(path, v)
	case reflect.Struct:
		return c.fields(path, v)
	}
	return nil
}

func (c glyphCheck) items(path string, v reflect.Value) error {
	for i := range v.Len() {
		item, itemPath := v.Index(i), fmt.Sprintf("%s[%d]", path, i)
		if item.Kind() == reflect.Struct && strings.HasPrefix(item.Type().Name(), "Pair[") { // an entry of a YAML map
			key := item.FieldByName("Key")
			itemPath = strings.TrimPrefix(path+"."+strings.ToValidUTF8(key.String(), "?"), ".")
			if err := c.value(itemPath, key); err != nil {
				return err
			}
			item = item.FieldByName("Value")
		}
		if err := c.value(itemPath, item); err != nil {
			return err
		}
	}
	return nil
}

func (c glyphCheck) fields(path string, v reflect.Value) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if !field.IsExported() || name == "-" {
			continue
		}
		fieldPath := path
		if options != "inline" && name != "" {
			fieldPath = strings.TrimPrefix(path+"."+name, ".")
		}
		if err := c.value(fieldPath, v.Field(i)); err != nil {
			return err
		}
	}
	return nil
}
