package agreementfile

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leadpact/ingest/profile"
)

// TestANewCRMIsAccepted adds only a profile: the agreement, its messages and its schema must then know
// the CRM.
func TestANewCRMIsAccepted(t *testing.T) {
	t.Parallel()
	set, err := profile.Load(fstest.MapFS{"crm/acme.yaml": {Data: []byte("crm: acme\ntitle: Acme CRM\n")}})
	if err != nil {
		t.Fatal(err)
	}
	withAcme := newRules(set.Names)
	text := strings.Replace(minimal, "{files: [leads.csv]}", "{files: [leads.csv], crm: acme}", 1)
	a, err := parseWith(withAcme, "agreement.yaml", []byte(text))
	if err != nil || a.Inputs["leads"].CRM != "acme" {
		t.Errorf("with its profile: %v", err)
	}
	_, err = parseWith(withAcme, "agreement.yaml", []byte(strings.Replace(text, "crm: acme", "crm: x", 1)))
	if err == nil || !strings.Contains(err.Error(), `inputs.leads.crm "x" is not known here; use acme or plain`) {
		t.Errorf("another name: %v", err)
	}
	if _, err := Parse("agreement.yaml", []byte(text)); err == nil {
		t.Error("without its profile acme is accepted")
	}
	schema, err := json.Marshal(withAcme.schema())
	if err != nil || !strings.Contains(string(schema), `"crm":{"enum":["acme","plain",null]`) {
		t.Errorf("the schema does not know it, %v: %s", err, schema)
	}
}

// TestEveryCRMIsAccepted reads an agreement for each profile of the program.
func TestEveryCRMIsAccepted(t *testing.T) {
	t.Parallel()
	names := profile.CRMNames()
	if !slices.Contains(names, "plain") || len(names) < 2 {
		t.Errorf("the names are %q", names)
	}
	for _, name := range names {
		text := strings.Replace(minimal, "{files: [leads.csv]}", "{files: [leads.csv], crm: "+name+"}", 1)
		if _, err := Parse("agreement.yaml", []byte(text)); err != nil {
			t.Error(err)
		}
	}
}
