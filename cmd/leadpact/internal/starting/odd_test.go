package starting

import (
	"errors"
	"strings"
	"testing"

	"leadpact/ingest/agreementfile"
)

// Whatever a folder holds, an agreement is written. Either it loads, or its only faults are what is left to type.
func TestAnyFolderGivesAnAgreement(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"nothing":                 {".hidden": ""},
		"an empty file":           {"leads.csv": ""},
		"no text":                 {"leads.csv": "\x00\x01\x02\xff\xfe\x80"},
		"an archive":              {"contacts.zip": "PK\x03\x04"},
		"one cell":                {"leads.csv": "a\n"},
		"a header alone":          {"leads.csv": "ID,Created\n"},
		"a header named twice":    {"leads.csv": "ID;Created;ID\n1;2026-10-01;2\n"},
		"a header of two lines":   {"leads.csv": "ID,Created,\"x\n# y: [\",{{.}}\n1,2026-10-01,a,*\n"},
		"an odd name":             {"lea\"ds #1: x.csv": "ID,Created\n1,2026-10-01\n"},
		"words in place of dates": {"leads.csv": "lead_id,created_at\n1,soon\n2,later\n3,never\n4,soon\n"},
		"a yes and no of its own": {"deals.csv": "Deal ID,Amount,Won\n1,5,perhaps\n"},
		"two unknown files":       {"a-leads.csv": "Satz;Notiz\n1;a\n2;b\n", "b-leads.csv": "ID;Created\n1;2026-10-01\n"},
	} {
		x, dir, err := survey(t, files)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text, _, err := Agreement(x.Start(dir, usual()))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_, err = agreementfile.Parse("agreement.yaml", text)
		var bad *agreementfile.Error
		if err == nil {
			continue
		}
		if !errors.As(err, &bad) {
			t.Fatal(err)
		}
		for _, f := range bad.Faults {
			if !strings.Contains(f.Text, "has no value") && !strings.Contains(f.Text, "files is empty") {
				t.Errorf("%s: %v\n%s", name, err, text)
			}
		}
	}
}
