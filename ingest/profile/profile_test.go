package profile

import (
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

// firstHeaders returns the header of a file that has the first spelling of every header that an export names.
func firstHeaders(e *Export) Header {
	var names []string
	for _, spellings := range e.Recognise {
		names = append(names, Spellings(spellings)[0])
	}
	for _, headers := range e.Columns {
		names = append(names, strings.Split(headers[0], " + ")...)
	}
	return HeaderFromNames(names)
}

// Some headers are those of several CRMs. A file must be taken for the export whose headers it has, of all CRMs
// and tables.
func TestEveryExportIsRecognisedAsNoOther(t *testing.T) {
	t.Parallel()
	set, err := Profiles()
	if err != nil {
		t.Fatal(err)
	}
	for i := range set {
		for j := range set[i].Exports {
			own := &set[i].Exports[j]
			var best *Binding
			for _, table := range Tables {
				b, ok := set.Recognise(table, &agreement.Input{}, firstHeaders(own))
				if ok && b.Export != PlainExport && (best == nil || b.Rank() > best.Rank()) {
					best = b
				}
			}
			if best == nil || best.Export == own {
				continue
			}
			e := best.Export
			if e.CRM != own.CRM || e.Table != own.Table && !slices.Equal(e.Recognise, own.Recognise) {
				t.Errorf("%s of %s are recognised as %s of %s", own.Name, own.CRM, e.Name, e.CRM)
			}
		}
	}
}
