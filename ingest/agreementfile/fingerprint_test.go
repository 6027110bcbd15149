package agreementfile

import (
	"strings"
	"testing"
)

// terms is an agreement with optional sections, for the tests of its fingerprint.
const terms = minimal + `promise:
  lead_value: 84000
  contact_within: 24h
capacity: {mql_conversion: 34%, universe: 200-400}
budget: {channels: {Social: 4000, Content: 5000}}
cadence: {for: [high, moderate], steps: [{touches: 3, within: 14d}]}
clock: {holidays: {country: US, extra: [2026-11-27]}}
`

func TestFingerprintDependsOnTheTermsOnly(t *testing.T) {
	t.Parallel()
	before := mustParse(t, terms).Fingerprint()
	for name, change := range map[string][2]string{
		"a comment":                  {"promise:", "# what Marketing owes\npromise:"},
		"the order of keys":          {"  id: SLA-1\n  version: 1\n", "  version: 1\n  id: SLA-1\n"},
		"the order of a map":         {"{Social: 4000, Content: 5000}", "{Content: 5000, Social: 4000}"},
		"a share as a fraction":      {"34%", "0.34"},
		"zeros in a number":          {"84000", "84000.00"},
		"an exponent":                {"84000", "8.4e4"},
		"minutes for hours":          {"24h", "1440m"},
		"quotes":                     {"2026-10-01", `"2026-10-01"`},
		"a dash":                     {"200-400", "200 – 400"},
		"an alias":                   {"[high, moderate]", "[high, medium]"},
		"a default written out":      {"  contact_within", "  tolerance: 10%\n  ratio: \"1:1\"\n  counts: [inbound]\n  accept_within: 14d\n  basis: gross\n  statement: value\n  contact_within"},
		"defaults of other sections": {"  goal: 1000000", "  goal: 1000000\n  per: year\n  marketing_share: 100%\n  retained: 0\n  starts: 2026-10"},
		"a KPI's basis written out":  {"{id: mql_to_sql}", "{id: mql_to_sql, basis: managed}"},
		"a key without a value":      {"  contact_within", "  reviewed:\n  contact_within"},
		"block style":                {"[{touches: 3, within: 14d}]", "[{\n  touches: 3,\n  within: 14d}]"},
		"inputs":                     {"leads.csv", "exports/*.csv"},
		"who sourced":                {"[leads.csv]", "[leads.csv], values: {marketing_sourced: [Search]}"},
		"mail":                       {"promise:", "mail: {from: a@b.example}\npromise:"},
		"line ends of Windows":       {"", ""},
	} {
		text := strings.Replace(terms, change[0], change[1], 1)
		if change[0] == "" {
			text = strings.ReplaceAll(terms, "\n", "\r\n")
		}
		if text == terms {
			t.Fatalf("%s changes nothing", name)
		}
		if a := mustParse(t, text); a.Fingerprint() != before {
			t.Errorf("%s changes the fingerprint:\n%s", name, a.Canonical())
		}
	}
	for name, change := range map[string][2]string{
		"a number":           {"84000", "84001"},
		"the order of lists": {"[high, moderate]", "[moderate, high]"},
		"a default changed":  {"  contact_within", "  tolerance: 0\n  contact_within"},
		"an extra holiday":   {"2026-11-27", "2026-11-30"},
		"the country":        {"country: US", "country: CA"},
		"days for hours":     {"within: 14d", "within: 15d"},
		"a budget of 0":      {"Social: 4000", "Social: 0"},
		"a channel less":     {"Social: 4000, ", ""},
	} {
		if mustParse(t, strings.Replace(terms, change[0], change[1], 1)).Fingerprint() == before {
			t.Errorf("%s leaves the fingerprint", name)
		}
	}
}

// TestFingerprintSurvivesAnUpgrade pins a fingerprint, because a new version of the program must not
// change that of signed terms. A new key with a default would change it, so such a key must stay empty
// where it is not written.
func TestFingerprintSurvivesAnUpgrade(t *testing.T) {
	t.Parallel()
	const want = "2766427863d7148bde09e3e1c9ceb76b94e5c9d6d1ff72d8e5508299158212d2"
	if a := mustParse(t, terms); a.Fingerprint() != want {
		t.Errorf("got %s of\n%s", a.Fingerprint(), a.Canonical())
	}
}
