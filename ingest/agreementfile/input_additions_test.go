package agreementfile

import (
	"strings"
	"testing"
)

func TestInputsGainFilesCommentsAndTables(t *testing.T) {
	t.Parallel()
	added := []InputAddition{
		{Table: "leads", Files: []string{"exports/new's.csv"}, Notes: []string{"new: x"}},
		{Table: "spend", Entry: "  spend:\n    files: [\"s.csv\"]\n"},
	}
	for text, want := range map[string]string{
		"inputs:\n  leads:\n    files: [\"a.csv\"]   # mine\n    # note\n\n# mail:\n":                               "inputs:\n  leads:\n    files: [\"a.csv\", 'exports/new''s.csv']   # mine\n    # note\n    # new: x\n  spend:\n    files: [\"s.csv\"]\n\n# mail:\n",
		"inputs:\r\n  leads: {files: a.csv}\r\nmail: x":                                                             "inputs:\r\n  leads: {files: [a.csv, 'exports/new''s.csv']}\r\n    # new: x\r\n  spend:\r\n    files: [\"s.csv\"]\r\nmail: x",
		"inputs:\n    leads:\n        files:\n          - a.csv # one\n          - 'b.csv'\n    deals: {files: []}": "inputs:\n    leads:\n        files:\n          - a.csv # one\n          - 'b.csv'\n          - 'exports/new''s.csv'\n      # new: x\n    deals: {files: []}\n    spend:\n      files: [\"s.csv\"]",
		"inputs:\n  leads: {files: []}\n":                                                                           "inputs:\n  leads: {files: ['exports/new''s.csv']}\n    # new: x\n  spend:\n    files: [\"s.csv\"]\n",
	} {
		got, err := AddToInputs("agreement.yaml", []byte(text), added...)
		if err != nil || string(got) != want {
			t.Errorf("%v\n%s\nwant\n%s", err, got, want)
		}
	}
}

func TestInputsThatCannotBeEditedAreLeftAlone(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]string{
		"inputs: {leads: {files: [a.csv]}}\n":          "inputs is not written with one table a line",
		"inputs:\n":                                    "inputs is not written with one table a line",
		"other: 1\n":                                   "inputs is not written with one table a line",
		"inputs:\n  leads: {crm: plain}\n":             "inputs.leads has no files",
		"inputs:\n  leads:\n    files: [\"a\n  b\"]\n": "spans lines",
		"inputs: [\n":                                  "not YAML",
	} {
		_, err := AddToInputs("agreement.yaml", []byte(text), InputAddition{Table: "leads", Files: []string{"n.csv"}})
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%q: %v, want %s", text, err, why)
		}
	}
}
