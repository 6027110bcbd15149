package contract

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/contract/signable"
	"leadpact/report/reporttest"
)

func TestTheIssuedFileIsAccepted(t *testing.T) {
	a := reporttest.Agreement()
	pdf := written(t, a)
	h, err := Verify(cardOf(a), pdf, pdf)
	if err != nil || h.Revisions != 0 {
		t.Fatalf("%+v, %v", h, err)
	}
	if len(h.Fields) != 5*(len(a.Parties)+len(reporttest.Team())) {
		t.Errorf("%d fields", len(h.Fields))
	}
}

func TestAFileOfOtherTermsIsRefusedAndTheTermsAreListed(t *testing.T) {
	a := reporttest.Agreement()
	pdf := written(t, a)
	for _, c := range []struct {
		name   string
		change func(*agreement.Agreement)
		want   string
	}{
		{"a changed term", func(a *agreement.Agreement) { a.Promise.ContactWithin = calendar.Span{Minutes: 12 * 60} }, "promise.contact_within: 24 hours → 12 hours"},
		{"another version", func(a *agreement.Agreement) { a.Head.Version = 3 }, "it belongs to SLA-2026-004 version 2"},
		{"another agreement", func(a *agreement.Agreement) { a.Head.ID = "SLA-1" }, "agreement.id: SLA-2026-004 → SLA-1"},
	} {
		other := reporttest.Agreement()
		c.change(other)
		_, err := Verify(cardOf(other), written(t, other), pdf)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAChangedByteIsRefused(t *testing.T) {
	a := reporttest.Agreement()
	pdf := written(t, a)
	changed := bytes.Clone(pdf)
	changed[bytes.Index(changed, []byte("stream\n"))+40] ^= 1
	_, err := Verify(cardOf(a), pdf, changed)
	if err == nil || !strings.Contains(err.Error(), "its terms are this agreement's, but byte ") {
		t.Error(err)
	}
	if _, err := Verify(cardOf(a), pdf, []byte("%PDF-1.7 nothing")); err == nil || !strings.Contains(err.Error(), "its terms cannot be read") {
		t.Error(err)
	}
}

func TestAnotherTeamMakesOtherBytesOfTheSameTerms(t *testing.T) {
	a := reporttest.Agreement()
	var alone bytes.Buffer
	if err := Write(".", &alone, cardOf(a), nil); err != nil {
		t.Fatal(err)
	}
	_, err := Verify(cardOf(a), alone.Bytes(), written(t, a))
	if err == nil || !strings.Contains(err.Error(), "its terms are this agreement's") || !strings.Contains(err.Error(), "a team file") {
		t.Error(err)
	}
}

// signer of throw-away signatures: a key in a folder of NSS.
func throwAway(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	noise := filepath.Join(dir, "noise")
	if err := os.WriteFile(noise, bytes.Repeat([]byte("leadpact"), 32), 0o600); err != nil {
		t.Fatal(err)
	}
	db := "sql:" + dir
	reporttest.Tool(t, "certutil", "-N", "-d", db, "--empty-password")
	reporttest.Tool(t, "certutil", "-S", "-d", db, "-n", "throwaway", "-s", "CN=Throw-away signer", "-x", "-t", "CTu,CTu,CTu", "-k", "rsa", "-g", "2048",
		"-Z", "SHA256", "-v", "12", "-m", "1", "-z", noise)
	return db
}

func TestEachFieldIsSignedInTurnAndTheFileStaysThisAgreements(t *testing.T) {
	if _, err := exec.LookPath("pdfsig"); err != nil {
		reporttest.Tool(t, "pdfsig")
	}
	a := reporttest.Agreement()
	pdf, db, dir := written(t, a), throwAway(t), t.TempDir()
	at := filepath.Join(dir, "0.pdf")
	if err := os.WriteFile(at, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	keys := []string{"marketing", "sales", "sales_development", "finance", "annex_1", "annex_2"}
	for n, key := range keys {
		next := filepath.Join(dir, key+".pdf")
		reporttest.Tool(t, "pdfsig", "-nssdir", db, "-nss-pwd", "", "-nick", "throwaway", "-sign", key+"_signature", at, next)
		file, err := os.ReadFile(next)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Verify(cardOf(a), pdf, file)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if h.Revisions != n+1 || h.Unsigned != 0 {
			t.Errorf("%s: %d revisions, %d after the last signature", key, h.Revisions, h.Unsigned)
		}
		if got := signedFields(h); strings.Join(got, " ") != strings.Join(keys[:n+1], " ") {
			t.Errorf("%s: signed are %q", key, got)
		}
		at = next
	}
	out := reporttest.Tool(t, "pdfsig", "-nssdir", db, "-no-ocsp", at)
	if n := strings.Count(out, "Signature is Valid."); n != len(keys) {
		t.Errorf("%d of %d signatures are valid:\n%s", n, len(keys), out)
	}
}

func signedFields(h *signable.History) []string {
	var out []string
	for _, f := range h.Fields {
		if f.Signature && f.Set {
			out = append(out, strings.TrimSuffix(f.Name, "_signature"))
		}
	}
	return out
}

func TestPartiesOfOneRoleHaveFieldsOfTheirOwn(t *testing.T) {
	a := reporttest.Agreement()
	a.Parties[1].Role, a.Parties[2].Role = "Marketing", "Маркетинг"
	a.Parties[3].Role = ""
	h, err := signable.Trace(written(t, a), written(t, a))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, f := range h.Fields {
		if seen[f.Name] {
			t.Errorf("%s stands twice", f.Name)
		}
		seen[f.Name] = true
	}
	for _, want := range []string{"marketing_signature", "marketing_no_2_signature", "none_signature", "none_no_2_date"} {
		if !seen[want] {
			t.Errorf("no field %s", want)
		}
	}
}

func TestANameThatOnlyAFurtherFontDrawsStandsInItsField(t *testing.T) {
	a := reporttest.Agreement()
	a.Parties[0].Name = "Łukasz Αθηνά Владимир Nguyễn"
	text, _ := textOf(t, a)
	if strings.Count(text, a.Parties[0].Name) < 1 {
		t.Error("the name is not printed")
	}
	h, err := signable.Trace(written(t, a), written(t, a))
	if err != nil || h.Fields[0].Value != a.Parties[0].Name {
		t.Errorf("%+v, %v", h.Fields[0], err)
	}
}

func TestDifferencesAreSaidInWordsAndInTheOrderOfTheAgreement(t *testing.T) {
	old := reporttest.Agreement()
	now := reporttest.Agreement()
	now.Head.Version, now.Parties[0].Name = 3, "Łukasz Žižka"
	*now.Goals.SQLsCreated = 40
	now.Promise.Tolerance.Value, now.Promise.LeadValue.Value = .15, 90000
	now.Cadence.Steps[1].Touches = 6
	now.Capacity.Universe.Low = 150
	now.Duties[0].Value = append(now.Duties[0].Value, "Tag every campaign")
	now.Budget.Channels = now.Budget.Channels[:3]
	now.LeadValue.Tiers[0], now.LeadValue.Tiers[1] = now.LeadValue.Tiers[1], now.LeadValue.Tiers[0]
	list, err := Differences(old.Canonical(), cardOf(now), cardOf(old))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range list {
		got = append(got, d.Title+" | "+d.String())
	}
	want := []string{
		"Agreement: Version | agreement.version: 2 → 3",
		"Parties: Marketing, name | parties.Marketing.name: Zoë Ångström → Łukasz Žižka",
		"Goals: SQLs created | goals.sqls_created: 32 → 40",
		"Lead value: tiers, order | lead_value.tiers.order: A, B, C → B, A, C",
		"Promise: Lead value promised | promise.lead_value: $84,000 → $90,000",
		"Promise: Tolerance | promise.tolerance: 10% → 15%",
		"Cadence: Touches within 28 days | cadence.steps.28d.touches: 5 touches → 6 touches",
		"Capacity, per SDR: Universe: at least | capacity.universe.low: 200 → 150",
		"Duties: Marketing | duties.Marketing: Send only leads that meet the definitions → Send only leads that meet the definitions; Tag every campaign",
		"Budget: Events | budget.channels.Events: $2,000 → –",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAnAmendmentPrintsOnlyWhatChangesAndCanBeSigned(t *testing.T) {
	old, now := reporttest.Agreement(), reporttest.Agreement()
	now.Head.Version, now.Promise.ContactWithin = 3, calendar.Span{Minutes: 12 * 60}
	var out bytes.Buffer
	if err := Amend(".", &out, cardOf(now), cardOf(old)); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "amendment.pdf")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := Verify(cardOf(now), out.Bytes(), out.Bytes())
	if err != nil || len(h.Fields) != 5*len(now.Parties) {
		t.Errorf("%+v, %v", h, err)
	}
	if err := Amend(".", &out, cardOf(old), cardOf(old)); !errors.Is(err, ErrNothingToAmend) {
		t.Errorf("the same terms: %v", err)
	}
	text := strings.Join(strings.Fields(reporttest.Tool(t, "pdftotext", name, "-")), " ")
	for _, want := range []string{"Amendment", "version 3", "Amends", old.Fingerprint(), now.Fingerprint(), "24 hours", "12 hours", "Signatures", "José Peña"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(text, "MQLs managed") {
		t.Error("a term that stays is printed")
	}
}

func TestTheTermsThatDifferFromTheSignedFileAreListed(t *testing.T) {
	dir := t.TempDir()
	old := reporttest.Agreement()
	if err := os.WriteFile(filepath.Join(dir, "signed.pdf"), written(t, old), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "scan.pdf"), []byte("%PDF-1.4 scan"), 0o600); err != nil {
		t.Fatal(err)
	}
	now := reporttest.Agreement()
	*now.Goals.SQLsCreated = 40
	for _, c := range []struct{ file, print, want string }{
		{"signed.pdf", old.Fingerprint(), "Goals: SQLs created 32 40"},
		{"scan.pdf", old.Fingerprint(), "the differing terms cannot be listed."},
		{"none.pdf", old.Fingerprint(), "The terms cannot be compared: signed.file: open"},
		{"signed.pdf", strings.Repeat("0", 64), "not those of signed.fingerprint; name the file that was signed."},
	} {
		now.Signed = &agreement.Signed{Fingerprint: c.print, File: c.file}
		var out bytes.Buffer
		if err := Write(dir, &out, cardOf(now), nil); err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, "now.pdf")
		if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(reporttest.Tool(t, "pdftotext", "-l", "1", name, "-")), " ")
		if !strings.Contains(text, "What differs from the signed terms") || !strings.Contains(text, c.want) {
			t.Errorf("%s: no %q in %s", c.file, c.want, text)
		}
	}
}
