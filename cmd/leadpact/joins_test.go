package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// damage changes the ids by which rows name their lead. The ids of the leads are changed by plain before.
type damage struct {
	name           string
	plain, damaged func(id string) string
}

func asIs(id string) string { return id }

// letters returns an id of small letters.
func letters(id string) string {
	return strings.Map(func(r rune) rune { return r - '0' + 'a' }, id)
}

// guid returns an id as GUID.
func guid(id string) string {
	return fmt.Sprintf("3f2504e0-4f89-11d3-9a0c-%012s", id)
}

var damages = []damage{
	{"with decimals", asIs, func(id string) string { return id + ".0" }},
	{"within blanks", asIs, func(id string) string { return " " + id + " " }},
	{"with a prefix", asIs, func(id string) string { return "00Q-" + id }},
	{"cut to five digits", asIs, func(id string) string { return id[:5] }},
	{"with thousands separators", asIs, func(id string) string { return id[:3] + "," + id[3:] }},
	{"in scientific notation", asIs, func(id string) string { return id[:1] + "." + id[1:4] + "E+05" }},
	{"of another object", asIs, func(id string) string { return "7" + id }},
	{"of another object, two in three", asIs, func(id string) string {
		if id[4]%3 > 0 {
			return "7" + id
		}
		return id
	}},
	{"without leading zeros", func(id string) string { return "00" + id }, asIs},
	{"in upper case", letters, func(id string) string { return strings.ToUpper(letters(id)) }},
	{"in braces", guid, func(id string) string { return "{" + strings.ToUpper(guid(id)) + "}" }},
}

func TestDamagedIDsFindTheirLeadsOrAreWarnedOf(t *testing.T) {
	t.Parallel()
	whole := sampleExports(t, 5)
	truth := whole.truth(t, "2026-10", dayAfter)
	for _, name := range []string{"activities.csv", "deals.csv"} {
		for _, d := range damages {
			t.Run(name+" "+d.name, func(t *testing.T) {
				t.Parallel()
				plain := whole
				for _, file := range []string{"contacts.csv", "activities.csv", "deals.csv"} {
					plain = plain.with(file, plain.files[file].mapped("lead_id", notBlank(d.plain)))
				}
				x := whole.files[name].mapped("lead_id", notBlank(d.damaged))
				wantJoined(t, truth, plain.with(name, x), x, "lead_id")
			})
		}
	}
}

func TestDamagedAddressesFindTheirLeadsOrAreWarnedOf(t *testing.T) {
	t.Parallel()
	whole := sampleExports(t, 5)
	truth := whole.truth(t, "2026-10", dayAfter)
	leads := whole.files["contacts.csv"]
	address := map[string]string{}
	for _, row := range leads.rows {
		address[row[leads.column("lead_id")]] = row[leads.column("email")]
	}
	for what, change := range map[string]func(string) string{
		"in upper case":      strings.ToUpper,
		"with a name":        func(s string) string { return "Some One <" + s + ">" },
		"of another company": func(s string) string { return strings.Replace(s, ".example", ".test", 1) },
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			x := whole.files["activities.csv"]
			byAddress := exportTable{header: x.header}
			for _, row := range x.rows {
				row = slices.Clone(row)
				if s := address[row[x.column("lead_id")]]; s != "" {
					row[x.column("lead_id")], row[x.column("email")] = "", change(s)
				}
				byAddress.rows = append(byAddress.rows, row)
			}
			wantJoined(t, truth, whole.with("activities.csv", byAddress), byAddress, "email")
		})
	}
}

// notBlank returns a function that changes the ids of leads. Blank cells and the id of a deleted lead stay.
func notBlank(change func(string) string) func(string) string {
	return func(id string) string {
		if len(id) < 6 {
			return id
		}
		return change(id)
	}
}

// wantJoined runs exports in which a column of a file names leads in another way than in the whole exports.
// They must give the same figures, or be refused, or warn of rows that name no lead, with an example of
// both sides.
func wantJoined(t *testing.T, truth map[string]any, damaged *exports, file exportTable, column string) {
	t.Helper()
	o := damaged.run(t, "2026-10", dayAfter)
	if o.code == exitData {
		return
	}
	if o.card == nil {
		t.Fatalf("exit %d: %s", o.code, o.stderr)
	}
	want, got := figures(truth), figures(o.card)
	var differing []string
	for _, q := range list(truth["quantities"]) {
		if id := q["id"].(string); got[id] != nil && !near(want[id], got[id], 1e-9) {
			differing = append(differing, id)
		}
	}
	leads := damaged.files["contacts.csv"].cells(column)
	isWarned := slices.ContainsFunc(list(o.card["warnings"]), func(w map[string]any) bool {
		return hasBothSides(fmt.Sprint(w["text"]), file.cells(column), leads)
	})
	if len(differing) > 0 && !isWarned {
		t.Errorf("%d figures differ, the first %s; no warning has examples of both sides", len(differing), differing[0])
	}
}

// hasBothSides reports whether a text shows an id of a lead and a cell that is not an id of a lead.
func hasBothSides(text string, cells, leads map[string]bool) bool {
	for cell := range cells {
		if leads[cell] || !strings.Contains(text, cell) {
			continue
		}
		rest := strings.ReplaceAll(text, cell, "")
		for lead := range leads {
			if strings.Contains(rest, lead) {
				return true
			}
		}
	}
	return false
}

func TestHasBothSides(t *testing.T) {
	t.Parallel()
	cells, leads := map[string]bool{"7100001": true, "100002": true}, map[string]bool{"100001": true, "100002": true}
	for text, want := range map[string]bool{
		`3 rows name no lead, as "7100001"; leads are named as "100002"`: true,
		`3 rows name no lead, as "7100001"`:                              false,
		`leads are named as "100001"`:                                    false,
	} {
		if got := hasBothSides(text, cells, leads); got != want {
			t.Errorf("%s: %t", text, got)
		}
	}
}
