package profile

import (
	"cmp"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"leadpact/model/agreement"
	"leadpact/templates"
)

// Profile describes the exports of one CRM. It is one file in templates/crm.
type Profile struct {
	CRM     string   `yaml:"crm"`   // the name in agreements, and of the file
	Title   string   `yaml:"title"` // the CRM, or what it calls this kind of export
	Order   int      `yaml:"order"` // its place in lists of CRMs, from 1; 0: after those that have one
	How     string   `yaml:"how"`   // how to export from it
	Exports []Export `yaml:"exports"`
}

// Export is one kind of file that a CRM writes. A file is recognised as one by its headers: all those of
// Recognise, and none of Unless.
type Export struct {
	Name      string   `yaml:"name"`
	Table     string   `yaml:"table"` // the canonical table that it fills
	Recognise []string `yaml:"recognise"`
	Unless    []string `yaml:"unless"` // headers of another kind of export, which has those of Recognise too
	Exact     bool     `yaml:"exact"`  // the headers of Recognise must also have the same case
	Zone      string   `yaml:"zone"`   // IANA name of the zone of wall-clock times, where the CRM fixes it
	// Columns maps a canonical column to headers, of which the first present is read; "A + B" reads both.
	Columns   map[string][]string `yaml:"columns"`
	Constants map[string]string   `yaml:"constants"` // canonical column to the value of every row
	Values    []ValueRule         `yaml:"values"`
	WonStages []string            `yaml:"won_stages"`
	// ExpectedClose says that the close date of an open deal is a forecast, so that a past one does not
	// mean a lost deal.
	ExpectedClose bool                `yaml:"expected_close"`
	LongIDs       bool                `yaml:"long_ids"`  // Salesforce ids of 18 characters, of which the first 15 identify
	IDPrefix      string              `yaml:"id_prefix"` // written before some ids, without being a part of them
	Drop          map[string][]string `yaml:"drop"`      // header to values of rows that are deleted, or not done yet
	CRM           string              `yaml:"-"`         // the profile's
}

// ValueRule maps raw values of a column to a canonical one. It does not apply where the agreement lacks
// the canonical value.
type ValueRule struct {
	Column string   `yaml:"column"`
	To     string   `yaml:"to"`
	From   []string `yaml:"from"` // exact values, patterns with * and bands of numbers, as NewMapper reads them
}

// RawValues returns the canonical values of a column with the raw ones that the CRM writes for each.
func (e *Export) RawValues(column string) agreement.Pairs[[]string] {
	var out agreement.Pairs[[]string]
	for _, v := range e.Values {
		if v.Column == column {
			out = append(out, agreement.Pair[[]string]{Key: v.To, Value: v.From})
		}
	}
	return out
}

// plainCRM is the name, in agreements, of files with leadpact's own column names.
const plainCRM = "plain"

// PlainExport is a file with leadpact's own column names.
var PlainExport = &Export{CRM: plainCRM}

// Set is a set of profiles, in the order of their file names, in which they are tried.
type Set []Profile

// Profiles returns the profiles of the program.
var Profiles = sync.OnceValues(func() (Set, error) { return Load(templates.FS) })

// Load reads the profiles crm/*.yaml. A new CRM is one more file: its name is then known to Names, and
// its exports to Recognise.
func Load(files fs.FS) (Set, error) {
	paths, err := fs.Glob(files, "crm/*.yaml")
	if err != nil {
		return nil, err
	}
	set := make(Set, len(paths))
	for i, path := range paths {
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		p := &set[i]
		if err := yaml.UnmarshalWithOptions(data, p, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("templates/%s: %w", path, err)
		}
		for j := range p.Exports {
			p.Exports[j].CRM = p.CRM
		}
	}
	return set, nil
}

// CRMNames returns the names that the key crm of an agreement can have. It panics where a profile of the
// program is broken, which the tests rule out.
func CRMNames() []string {
	set, err := Profiles()
	if err != nil {
		panic(err)
	}
	return set.Names()
}

// Names returns the names of the CRMs in the order of lists, and plain as the last.
func (s Set) Names() []string {
	place := func(p Profile) int { return cmp.Or(p.Order, math.MaxInt) }
	ordered := slices.Clone(s)
	slices.SortFunc(ordered, func(a, b Profile) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.CRM, b.CRM))
	})
	var names []string
	for _, p := range ordered {
		names = append(names, p.CRM)
	}
	return append(names, plainCRM)
}

// exportsFor lists the kinds of export that a file of the table may be: those of the named CRM or else of
// all, and plain columns.
func (s Set) exportsFor(table, crm string) []*Export {
	var out []*Export
	for i := range s {
		for j := range s[i].Exports {
			if e := &s[i].Exports[j]; e.Table == table && (crm == "" || crm == e.CRM) {
				out = append(out, e)
			}
		}
	}
	if crm == "" || crm == plainCRM || len(out) == 0 {
		out = append(out, PlainExport)
	}
	return out
}

// Guide says how to export from a CRM what leadpact reads.
type Guide struct{ CRM, Title, Text string }

// Guides returns the guide of every profile, in the order of their titles.
func Guides() ([]Guide, error) {
	set, err := Profiles()
	var out []Guide
	for _, p := range set {
		out = append(out, Guide{p.CRM, p.Title, p.How})
	}
	slices.SortFunc(out, func(a, b Guide) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}
