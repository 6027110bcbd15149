package profile

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"leadpact/model/agreement"
	"leadpact/templates"
)

// profile is how one CRM names the columns of its exports, read from templates/crm.
type Profile struct {
	CRM     string   `yaml:"crm"`
	Title   string   `yaml:"title"` // the CRM, or what it calls this kind of export
	How     string   `yaml:"how"`   // how to export from it
	Exports []Export `yaml:"exports"`
}

// export is one kind of file that a CRM writes. It is recognised when all headers of Recognise are there.
type Export struct {
	Name      string              `yaml:"name"`
	Table     string              `yaml:"table"`
	Recognise []string            `yaml:"recognise"`
	Unless    []string            `yaml:"unless"`  // headers of another export that has the telling ones too
	Exact     bool                `yaml:"exact"`   // the headers of Recognise are compared with their case
	Zone      string              `yaml:"zone"`    // of wall times, where the CRM fixes it
	Columns   map[string][]string `yaml:"columns"` // canonical → headers, first present wins; "A + B" takes both
	Constants map[string]string   `yaml:"constants"`
	Values    []ValueRule         `yaml:"values"`
	WonStages []string            `yaml:"won_stages"`
	// ExpectedClose says that an open deal's close date is a forecast, so that it does not tell a lost deal.
	ExpectedClose bool                `yaml:"expected_close"`
	LongIDs       bool                `yaml:"long_ids"`  // Salesforce ids: the first 15 of 18 characters tell
	IDPrefix      string              `yaml:"id_prefix"` // written before some ids and no part of them
	Drop          map[string][]string `yaml:"drop"`      // header → values whose rows the CRM has deleted, or not done yet
	CRM           string
}

// profileValue says which raw values of a column mean a canonical one. A canonical value that the agreement does not have is
// passed over.
type ValueRule struct {
	Column string   `yaml:"column"`
	To     string   `yaml:"to"`
	From   []string `yaml:"from"`
}

// values gives the profile's raw values of a column.
func (e *Export) RawValues(column string) agreement.Pairs[[]string] {
	var out agreement.Pairs[[]string]
	for _, v := range e.Values {
		if v.Column == column {
			out = append(out, agreement.Pair[[]string]{Key: v.To, Value: v.From})
		}
	}
	return out
}

// plainExport is a file with leadpact's own column names.
var PlainExport = &Export{CRM: "plain"}

// profiles reads the embedded profiles, in the order of their file names.
var Profiles = sync.OnceValues(func() ([]Profile, error) {
	names, err := fs.Glob(templates.FS, "crm/*.yaml")
	if err != nil {
		return nil, err
	}
	out := make([]Profile, len(names))
	for i, n := range names {
		data, err := templates.FS.ReadFile(n)
		if err != nil {
			return nil, err
		}
		p := &out[i]
		if err := yaml.UnmarshalWithOptions(data, p, yaml.Strict()); err != nil {
			return nil, fmt.Errorf("templates/%s: %w", n, err)
		}
		for j := range p.Exports {
			p.Exports[j].CRM = p.CRM
		}
	}
	return out, nil
})

// exportsFor lists what a file of the table may be: the exports of the named CRM, or of every CRM, and plain columns.
func exportsFor(table, crm string) ([]*Export, error) {
	all, err := Profiles()
	if err != nil {
		return nil, err
	}
	var out []*Export
	for i := range all {
		for j := range all[i].Exports {
			if e := &all[i].Exports[j]; e.Table == table && (crm == "" || crm == e.CRM) {
				out = append(out, e)
			}
		}
	}
	if crm == "" || crm == "plain" || len(out) == 0 {
		out = append(out, PlainExport)
	}
	return out, nil
}

// Guide says how to export from a CRM what leadpact reads.
type Guide struct{ CRM, Title, Text string }

// Guides are those of every CRM that has a profile, in the order of their titles.
func Guides() ([]Guide, error) {
	all, err := Profiles()
	var out []Guide
	for _, p := range all {
		out = append(out, Guide{p.CRM, p.Title, p.How})
	}
	slices.SortFunc(out, func(a, b Guide) int { return strings.Compare(a.Title, b.Title) })
	return out, err
}
