package profile

import (
	"testing"
	"time"
)

func TestFileNamesTellWhenTheyWereExported(t *testing.T) {
	t.Parallel()
	zone := time.FixedZone("EST", -5*3600)
	e := Export{FileNames: []string{"crm-exports-*-{date}", "crm-exports-*-{date}-*", "report{unix_ms}", "LEAD_{yyyymmdd}_*"}}
	for name, want := range map[string]string{
		"crm-exports-all-contacts-2026-11-02.csv":     "2026-11-02T00:00:00-05:00",
		"crm-exports-all-contacts-2026-11-02.csv.gz":  "2026-11-02T00:00:00-05:00",
		"crm-exports-all-deals-2-2026-11-02-1.csv":    "2026-11-02T00:00:00-05:00",
		"crm-exports-all-contacts-2026-11-02 (1).csv": "2026-11-02T00:00:00-05:00",
		"report1793605500123.csv":                     "2026-11-02T02:45:00-05:00",
		"LEAD_20261102_a1b2c3.csv":                    "2026-11-02T00:00:00-05:00",
		"LEAD_20261302_a1b2c3.csv":                    "",
		"crm-exports-all-contacts-2026-02-30.csv":     "",
		"my-crm-exports-all-contacts-2026-11-02.csv":  "",
		"contacts-2026-11-02.csv":                     "",
		"report17936055001234.csv":                    "",
		"report.csv":                                  "",
	} {
		got := ""
		if at := e.ExportedByName(name, zone); !at.IsZero() {
			got = at.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
