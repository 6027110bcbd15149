package profile

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leadpact/ingest/ingesttest"
	"leadpact/model/agreement"
	"leadpact/templates"
)

// TestEveryProfileIsSound checks what the program assumes of each file in templates/crm.
func TestEveryProfileIsSound(t *testing.T) {
	t.Parallel()
	set, err := Profiles()
	if err != nil {
		t.Fatal(err)
	}
	if len(set) == 0 {
		t.Fatal("there are no profiles")
	}
	for _, p := range set {
		if _, err := templates.FS.Open("crm/" + p.CRM + ".yaml"); err != nil {
			t.Errorf("the file of %s has another name: %v", p.CRM, err)
		}
		if p.CRM == plainCRM || p.Title == "" || p.How == "" || len(p.Exports) == 0 {
			t.Errorf("%s: title %q, how %q, %d exports", p.CRM, p.Title, p.How, len(p.Exports))
		}
		for _, pattern := range p.FileNames {
			if strings.Count(pattern, "{date}")+strings.Count(pattern, "{yyyymmdd}")+strings.Count(pattern, "{unix_ms}") != 1 {
				t.Errorf("%s: the file name %s does not tell one moment", p.CRM, pattern)
			}
		}
		for _, pattern := range p.Stamps {
			if strings.Count(pattern, "{time}") != 1 {
				t.Errorf("%s: the line %s does not tell one moment", p.CRM, pattern)
			}
		}
		for i := range p.Exports {
			checkExport(t, &p.Exports[i])
		}
	}
	names := set.Names()
	slices.Sort(names)
	if once := slices.Compact(slices.Clone(names)); len(once) != len(names) {
		t.Errorf("two profiles have one name: %q", names)
	}
}

func checkExport(t *testing.T, e *Export) {
	table := TableNamed(e.Table)
	if table == nil || len(e.Recognise) == 0 {
		t.Errorf("%s, %s: table %q, recognised by %q", e.CRM, e.Name, e.Table, e.Recognise)
		return
	}
	var columns []string
	for c := range e.Columns {
		columns = append(columns, c)
	}
	for c := range e.Constants {
		columns = append(columns, c)
	}
	for _, v := range e.Values {
		columns = append(columns, v.Column)
	}
	for _, c := range columns {
		if table.Index(c) < 0 {
			t.Errorf("%s, %s: %s has no column %s", e.CRM, e.Name, e.Table, c)
		}
	}
	if _, err := time.LoadLocation(e.Zone); err != nil {
		t.Errorf("%s, %s: %v", e.CRM, e.Name, err)
	}
	var first []string
	for _, spellings := range e.Recognise {
		first = append(first, Spellings(spellings)[0])
	}
	if h := HeaderFromNames(first); !e.matches(h) {
		t.Errorf("%s, %s: the headers %q do not match it", e.CRM, e.Name, e.Recognise)
	}
}

// acme is an example of the profile of a new CRM.
const acme = `
crm: acme
title: Acme CRM
how: Export all.
exports:
  - name: prospects
    table: leads
    recognise: [Prospect No, Entered]
    columns:
      lead_id: [Prospect No]
      created_at: [Entered]
      quality: [Heat]
    values:
      - {column: quality, to: high, from: [Scorching]}
`

// TestANewCRMIsOneFile adds a profile to those of the program and changes nothing else: its files are
// recognised, its values are mapped, and its name is known. That an agreement accepts the name is tested
// in agreementfile.
func TestANewCRMIsOneFile(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{"crm/acme.yaml": {Data: []byte(acme)}}
	entries, err := templates.FS.ReadDir("crm")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := templates.FS.ReadFile("crm/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		files["crm/"+e.Name()] = &fstest.MapFile{Data: data}
	}
	set, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}

	before := CRMNames()
	want := append(slices.Clone(before[:len(before)-1]), "acme", plainCRM)
	ingesttest.Same(t, "names", set.Names(), want)

	header := HeaderFromNames([]string{"Heat", "Prospect No", "Entered"})
	for _, crm := range []string{"", "acme"} {
		b, ok := set.Recognise(TableNamed("leads"), &agreement.Input{CRM: crm}, header)
		if !ok || b.Export.CRM != "acme" {
			t.Fatalf("with crm: %q it is recognised as %s, complete: %v", crm, b.Export.CRM, ok)
		}
		ingesttest.Same(t, "cells of quality", b.CellIndexes[b.Table.Index("quality")], []int{0})
		words := WordsOf(&agreement.Agreement{}, "leads", "quality")
		if got, _ := NewMapper(words, b.Export.RawValues("quality")...).Map("scorching", '.'); got != "high" {
			t.Errorf("scorching is mapped to %q", got)
		}
	}
}

func TestNamesAreOrderedByPlaceThenName(t *testing.T) {
	t.Parallel()
	set := Set{{CRM: "b"}, {CRM: "second", Order: 2}, {CRM: "a"}, {CRM: "first", Order: 1}}
	ingesttest.Same(t, "names", set.Names(), []string{"first", "second", "a", "b", plainCRM})
}

func TestABrokenProfileIsRefusedByItsFile(t *testing.T) {
	t.Parallel()
	if set, err := Load(fstest.MapFS{"crm/acme.yaml": {Data: []byte("crm: acme\nexprots: []\n")}}); err == nil {
		t.Errorf("a misspelt key is read as %+v", set)
	}
}

// firstHeaders returns the header of a file that has the first spelling of every header that an export names, in a
// language, whose words are given, or in English where it has none.
func firstHeaders(e *Export, words map[string]string) Header {
	var names []string
	add := func(header string) {
		for part := range strings.SplitSeq(header, " + ") {
			if word, ok := words[part]; ok {
				part = Spellings(word)[0]
			}
			names = append(names, part)
		}
	}
	for _, spellings := range e.Recognise {
		add(Spellings(spellings)[0])
	}
	for _, headers := range e.Columns {
		add(headers[0])
	}
	return HeaderFromNames(names)
}

// Some headers are those of several CRMs. A file must be taken for the export whose headers it has, of all CRMs
// and tables, in every language.
func TestEveryExportIsRecognisedAsNoOther(t *testing.T) {
	t.Parallel()
	set, err := Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for i := range set {
		for j := range set[i].Exports {
			set.isRecognised(t, &set[i].Exports[j], "", nil)
			for language, words := range set[i].Translations {
				set.isRecognised(t, &set[i].Exports[j], language, words)
			}
		}
	}
}

func (s Set) isRecognised(t *testing.T, own *Export, language string, words map[string]string) {
	t.Helper()
	var best *Binding
	for _, table := range Tables {
		b, ok := s.Recognise(table, &agreement.Input{}, firstHeaders(own, words))
		if ok && b.Export != PlainExport && (best == nil || b.Rank() > best.Rank()) {
			best = b
		}
	}
	if best == nil || best.Export == own {
		return
	}
	if e := best.Export; e.CRM != own.CRM || e.Table != own.Table && !slices.Equal(e.Recognise, own.Recognise) {
		t.Errorf("%s of %s are recognised as %s of %s %s", own.Name, own.CRM, e.Name, e.CRM, language)
	}
}

// acmeInGerman is a profile with translations.
const acmeInGerman = acme + `translations:
  api: {Entered: entered_at}
  de: {Entered: Angelegt | Eingetragen, Heat: Hitze}
`

func TestTranslationsOfHeadersAreAddedWhereverTheyAreNamed(t *testing.T) {
	t.Parallel()
	text := strings.Replace(acmeInGerman, "quality: [Heat]", "quality: [Heat + Entered, Heat]", 1)
	set, err := Load(fstest.MapFS{"crm/acme.yaml": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	e := set[0].Exports[0]
	ingesttest.Same(t, "created_at", e.Columns["created_at"], []string{"Entered", "entered_at", "Angelegt", "Eingetragen"})
	ingesttest.Same(t, "quality", e.Columns["quality"], []string{"Heat + Entered", "Heat + entered_at",
		"Hitze + Angelegt", "Hitze + Eingetragen", "Heat", "Hitze"})
	ingesttest.Same(t, "recognise", e.Recognise, []string{"Prospect No", "Entered | entered_at | Angelegt | Eingetragen"})
	b, ok := set.Recognise(TableNamed("leads"), &agreement.Input{}, HeaderFromNames([]string{"Hitze", "Prospect No", "EINGETRAGEN"}))
	if !ok || b.Export.CRM != "acme" {
		t.Fatalf("it is recognised as %s, complete: %v", b.Export.CRM, ok)
	}
	ingesttest.Same(t, "cells of quality", b.CellIndexes[b.Table.Index("quality")], []int{0, 2})
}

// A word of a language that no export names would be a slip.
func TestEveryTranslationIsOfAHeaderThatAnExportNames(t *testing.T) {
	t.Parallel()
	set, err := Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range set {
		named := map[string]bool{}
		for _, e := range p.Exports {
			for _, lists := range [][]string{e.Recognise, e.Unless, e.NeverBlank, slices.Collect(maps.Keys(e.Drop))} {
				for _, header := range lists {
					for _, s := range Spellings(header) {
						named[s] = true
					}
				}
			}
			for _, list := range e.Columns {
				for _, header := range list {
					for _, part := range strings.Split(header, " + ") {
						named[part] = true
					}
				}
			}
		}
		for language, words := range p.Translations {
			for header := range words {
				if !named[header] {
					t.Errorf("%s, %s: no export names %q", p.CRM, language, header)
				}
			}
		}
	}
}

func TestAColumnOfTheAgreementThatAFileLacksLeavesWhatTheExportFixes(t *testing.T) {
	t.Parallel()
	set, err := Profiles()
	if err != nil {
		t.Fatal(err)
	}
	in := &agreement.Input{Columns: agreement.Pairs[[]string]{{Key: "type", Value: []string{"Email subject"}}}}
	calls := []string{"Record ID", "Activity date", "Call outcome", "Associated Contact IDs"}
	b, ok := set.Recognise(TableNamed("activities"), in, HeaderFromNames(calls))
	if at := b.Table.Index("type"); !ok || b.Constants[at] == nil || *b.Constants[at] != "call" || len(b.Unmatched) > 0 {
		t.Errorf("calls: %v, missing %q, unmatched %q", ok, b.Missing(), b.Unmatched)
	}
}
