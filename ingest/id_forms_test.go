package ingest

import (
	"slices"
	"strings"
	"testing"

	"leadpact/ingest/profile"
)

func TestIDsAreComparedInOneForm(t *testing.T) {
	t.Parallel()
	plain, zoho := profile.PlainExport, &profile.Export{IDPrefix: "zcrm_"}
	salesforce := &profile.Export{LongIDs: true}
	for _, c := range []struct {
		export     *profile.Export
		id, formed string
	}{
		{plain, "98100", "98100"},
		{plain, "98100.0", "98100"},
		{plain, "98100.00", "98100"},
		{plain, "98100,0", "98100"},
		{plain, "98,000", "98,000"}, // perhaps 98000
		{plain, "98.000", "98.000"},
		{plain, "98100.5", "98100.5"},
		{plain, "L1.0", "L1.0"},
		{plain, ".0", ".0"},
		{plain, "007", "007"},
		{plain, "'98100", "98100"},
		{plain, `"98100"`, "98100"},
		{plain, "'98100'", "98100"},
		{plain, "'98100.0", "98100"},
		{plain, "'", "'"},
		{plain, "O'Hara-1", "O'Hara-1"},
		{plain, "{0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6F}", "0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e6f"},
		{plain, "0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6F", "0c8b4c5e-9b1a-4f6d-8e2b-1a2b3c4d5e6f"},
		{plain, "0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6G", "0C8B4C5E-9B1A-4F6D-8E2B-1A2B3C4D5E6G"},
		{plain, "{0C8B4C5E}", "{0C8B4C5E}"},
		{plain, "00Q5e00001abcDEEAY", "00Q5e00001abcDE"},    // with the right check characters
		{plain, "00Q5e00001abcDEEAX", "00Q5e00001abcDEEAX"}, // not an id of Salesforce
		{plain, "003000000000000123", "003000000000000123"},
		{salesforce, "00Q5e00001abcDEEAX", "00Q5e00001abcDE"},
		{salesforce, "00Q5e00001abcDE", "00Q5e00001abcDE"},
		{zoho, "zcrm_666000000001", "666000000001"},
	} {
		got, respelled := comparedID(c.export, c.id)
		if want := strings.ContainsAny(c.id, `'",`) || strings.Contains(c.id, ".0"); got != c.formed || respelled != (want && got != c.id) {
			t.Errorf("%s is compared as %s (respelled: %v), want %s", c.id, got, respelled, c.formed)
		}
	}
}

func TestAListOfIDsMayBeSeparatedByCommasOrLineBreaks(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"98100, 98200":      {"98100", "98200"},
		"98100\n98200\r\n3": {"98100", "98200", "3"},
		"98100\nof Smith":   nil,
		"98100,98200,3":     {"98100", "98200", "3"},
		"a@x.test,b@x.test": {"a@x.test", "b@x.test"},
		"98100":             nil,
		"98,100":            nil, // perhaps one number
		"Smith, John":       nil,
		"Acme 1, Acme 2":    nil,
	} {
		if got := separated(text); !slices.Equal(got, want) {
			t.Errorf("%s is the list %q, want %q", text, got, want)
		}
	}
}

func TestAddressesAreReadWithoutWhatStandsAroundThem(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Pat@x.test":                           {"Pat@x.test"},
		"mailto:pat@x.test":                    {"pat@x.test"},
		"Pat Lee <pat@x.test>":                 {"pat@x.test"},
		`"Lee, Pat" <pat@x.test>`:              {"pat@x.test"},
		"Pat Lee (pat@x.test); Al (al@x.test)": {"pat@x.test", "al@x.test"},
		"pat@x.test, al@x.test":                {"pat@x.test", "al@x.test"},
		"pat@x.test\nMAILTO:al@x.test":         {"pat@x.test", "al@x.test"},
		"pat.o'hara@x.test":                    {"pat.o'hara@x.test"},
		"Pat Lee":                              {"Pat Lee"},
		"":                                     nil,
	} {
		if got := addresses(text); !slices.Equal(got, want) {
			t.Errorf("%s has the addresses %q, want %q", text, got, want)
		}
	}
}
