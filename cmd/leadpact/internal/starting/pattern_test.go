package starting

import (
	"strings"
	"testing"

	"leadpact/cmd/leadpact/internal/treetest"
)

func TestFileNamesWithADateOrNumberBecomePatterns(t *testing.T) {
	t.Parallel()
	x := &Exports{from: "exports"}
	for name, want := range map[string]string{
		"contacts.csv":            "contacts.csv",
		"contacts-2026-11-01.csv": "contacts-*.csv",
		"hubspot-crm-exports-all-contacts-2026-11-02.csv": "hubspot-crm-exports-all-contacts-*.csv",
		"leads_2026-11-01T06.30.00.csv.gz":                "leads_*.csv.gz",
		"report1761000000000.csv":                         "report*.csv",
		"leads-29684860-6.csv":                            "leads-*.csv",
		"Leads Nov 2026.csv":                              "Leads *.csv",
		"leads_01-November-2026.csv":                      "leads_*.csv",
		"decision.csv":                                    "decision.csv",
		"marketing leads 2.csv":                           "marketing leads *.csv",
		"seminar2026.csv":                                 "seminar*.csv",
		"2026-11-01.csv":                                  "2026-11-01.csv", // nothing else tells it from other files
		"leads [1].csv":                                   "leads [1].csv",
	} {
		if got := x.pattern(name, "leads"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestPatternMatchesFilesOfItsTableOnly(t *testing.T) {
	t.Parallel()
	x, dir, err := survey(t, map[string]string{
		"export-1.csv":        leads,
		"export-2.csv":        deals,
		"spend-2026-09.csv":   spend,
		"spend-2026-10.csv":   spend,
		"spend-2026-10-x.htm": "",
	})
	if err != nil {
		t.Fatal(err)
	}
	s := x.Start(dir, usual())
	text, _, err := Agreement(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, files := range []string{"exports/export-1.csv", "exports/export-2.csv", "exports/spend-*.csv"} {
		if !strings.Contains(string(text), `files: ["`+files+`"]`) {
			t.Errorf("no %s in\n%s", files, text)
		}
	}
	treetest.Write(t, x.from, map[string]string{"spend-2026-11.csv": spend}) // the agreement reads it, too
	if x.Month != "2026-10" || len(s.Channels) == 0 {
		t.Errorf("measured %s, channels %v", x.Month, s.Channels)
	}
}
