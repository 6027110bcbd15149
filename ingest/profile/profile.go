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
	CRM   string `yaml:"crm"`   // name in agreements, and name of the file
	Title string `yaml:"title"` // name of the CRM, or of this kind of export in it
	Order int    `yaml:"order"` // place in lists of CRMs, from 1; 0: after those that have a place
	How   string `yaml:"how"`   // how to export from it
	// FileNames are patterns of file names that tell when a file was exported; see ExportedByName.
	FileNames []string `yaml:"file_names"`
	Exports   []Export `yaml:"exports"`
}

// Export is one kind of file that a CRM exports. A file is recognised by its headers: it must have all
// those of Recognise, and none of Unless. A header of Recognise may have several spellings, for instance one
// for each language, as in "Owner | Besitzer".
type Export struct {
	Name      string   `yaml:"name"`
	Table     string   `yaml:"table"` // the canonical table that it provides
	Recognise []string `yaml:"recognise"`
	Unless    []string `yaml:"unless"` // headers of another kind of export that also has those of Recognise
	Exact     bool     `yaml:"exact"`  // whether the headers of Recognise must also have the same case
	Zone      string   `yaml:"zone"`   // IANA name of the zone of wall-clock times, if the CRM fixes it
	// Columns maps a canonical column to headers, of which the first that is present is read; "A + B" reads
	// both.
	Columns   map[string][]string `yaml:"columns"`
	Constants map[string]string   `yaml:"constants"` // by canonical column: the value of every row
	Values    []ValueRule         `yaml:"values"`
	Cents     []string            `yaml:"cents"` // headers of amounts that are written in hundredths
	WonStages []string            `yaml:"won_stages"`
	// Days lists columns of which the CRM writes a day as midnight, so that one such time proves a column of days.
	Days    []string `yaml:"days"`
	LongIDs bool     `yaml:"long_ids"` // Salesforce ids of 18 characters; the first 15 identify
	// IDHeader is the header that this kind of export lacks, and that would give the ids. Its deals are then
	// identified by names.
	IDHeader string              `yaml:"id_header"`
	IDPrefix string              `yaml:"id_prefix"` // precedes some ids, and is not part of them
	Drop     map[string][]string `yaml:"drop"`      // by header: values of rows that are deleted, or not done yet
	// NeverBlank lists headers of which every record has a value. A row in which one of them is blank is no record,
	// but a heading, a sum, or a further line of the record above. Headers that the file lacks do not matter.
	NeverBlank []string `yaml:"never_blank"`
	CRM        string   `yaml:"-"` // CRM of the profile
	FileNames  []string `yaml:"-"` // of the profile
}

// ValueRule maps raw values of a column to a canonical one. It is ignored if the agreement lacks the
// canonical value.
type ValueRule struct {
	Column string   `yaml:"column"`
	To     string   `yaml:"to"`
	From   []string `yaml:"from"` // exact values, patterns with * and bands of numbers, as NewMapper reads them
}

// RawValues returns the canonical values of a column with the raw values that the CRM writes for each.
func (e *Export) RawValues(column string) agreement.Pairs[[]string] {
	var out agreement.Pairs[[]string]
	for _, v := range e.Values {
		if v.Column == column {
			out = append(out, agreement.Pair[[]string]{Key: v.To, Value: v.From})
		}
	}
	return out
}

// plainCRM is the name that agreements use for files with leadpact's own column names.
const plainCRM = "plain"

// PlainExport is the kind of file with leadpact's own column names.
var PlainExport = &Export{CRM: plainCRM}

// Set is a set of profiles, sorted by file name; they are tried in this order.
type Set []Profile

// Profiles returns the profiles of the program.
var Profiles = sync.OnceValues(func() (Set, error) { return Load(templates.FS) })

// Load reads the profiles crm/*.yaml. A new CRM needs only one more file: Names then lists its name, and
// Recognise recognises its exports.
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
			p.Exports[j].CRM, p.Exports[j].FileNames = p.CRM, p.FileNames
		}
	}
	return set, nil
}

// CRMNames returns the names that the key crm of an agreement can have. It panics if a profile of the
// program is invalid, which the tests exclude.
func CRMNames() []string {
	set, err := Profiles()
	if err != nil {
		panic(err)
	}
	return set.Names()
}

// Names returns the names of the CRMs sorted by Order, with plain last.
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

// exportsFor lists the kinds of export that a file of the table may be: those of the CRM with the given
// name or, without a name, of all CRMs, and plain columns.
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

// Gives reports whether some export of a CRM has a header for a table's column. It panics if a profile of the program
// is invalid, which the tests exclude.
func Gives(table, column, crm string) bool {
	set, err := Profiles()
	if err != nil {
		panic(err)
	}
	return slices.ContainsFunc(set.exportsFor(table, crm), func(e *Export) bool { return len(e.Columns[column]) > 0 })
}

// Guide explains how to export data from a CRM for leadpact.
type Guide struct{ CRM, Title, Text string }

// Guides returns the guide of every profile, sorted by title.
func Guides() ([]Guide, error) {
	set, err := Profiles()
	var out []Guide
	for _, p := range set {
		out = append(out, Guide{p.CRM, p.Title, p.How})
	}
	slices.SortFunc(out, func(a, b Guide) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}
