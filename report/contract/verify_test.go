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

func TestVerifyAcceptsTheIssuedFile(t *testing.T) {
	t.Parallel()
	a, pdf := reporttest.Agreement(), sampleContract()
	h, err := Verify(scorecardOf(a), pdf, pdf)
	if err != nil || h.Revisions != 0 {
		t.Fatalf("%+v, %v", h, err)
	}
	if len(h.Fields) != 5*(len(a.Parties)+len(reporttest.Team())) {
		t.Errorf("%d fields", len(h.Fields))
	}
}

func TestVerifyListsTheTermsOfAnotherAgreement(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*agreement.Agreement)
		want   string
	}{
		{"a changed term", func(a *agreement.Agreement) { a.Promise.ContactWithin = calendar.Span{Minutes: 12 * 60} },
			"promise.contact_within: 24 hours → 12 hours"},
		{"another version", func(a *agreement.Agreement) { a.Head.Version = 3 }, "it belongs to SLA-2026-004 version 2"},
		{"another agreement", func(a *agreement.Agreement) { a.Head.ID = "SLA-1" }, "agreement.id: SLA-2026-004 → SLA-1"},
	} {
		other := reporttest.Agreement()
		c.change(other)
		_, err := Verify(scorecardOf(other), contractOf(t, other), sampleContract())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestVerifyRefusesAChangedByte(t *testing.T) {
	t.Parallel()
	a, pdf := reporttest.Agreement(), sampleContract()
	changed := bytes.Clone(pdf)
	changed[bytes.Index(changed, []byte("stream\n"))+40] ^= 1
	_, err := Verify(scorecardOf(a), pdf, changed)
	if err == nil || !strings.Contains(err.Error(), "its terms are this agreement's, but byte ") {
		t.Error(err)
	}
	_, err = Verify(scorecardOf(a), pdf, []byte("%PDF-1.7 nothing"))
	if err == nil || !strings.Contains(err.Error(), "its terms cannot be read") {
		t.Error(err)
	}
}

func TestVerifyExplainsOtherBytesOfTheSameTerms(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	withoutTeam := contractFor(t, a, nil)
	_, err := Verify(scorecardOf(a), withoutTeam, sampleContract())
	if err == nil || !strings.Contains(err.Error(), "its terms are this agreement's") ||
		!strings.Contains(err.Error(), "a team file") {
		t.Error(err)
	}
}

// testCertificate returns an NSS database with a self-signed certificate named throwaway.
func testCertificate(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	seed := filepath.Join(dir, "noise") // certutil asks for keystrokes unless it gets a file of random bytes
	if err := os.WriteFile(seed, bytes.Repeat([]byte("leadpact"), 32), 0o600); err != nil {
		t.Fatal(err)
	}
	db := "sql:" + dir
	reporttest.Tool(t, "certutil", "-N", "-d", db, "--empty-password")
	reporttest.Tool(t, "certutil", "-S", "-d", db, "-n", "throwaway", "-s", "CN=Throw-away signer", "-x",
		"-t", "CTu,CTu,CTu", "-k", "rsa", "-g", "2048", "-Z", "SHA256", "-v", "12", "-m", "1", "-z", seed)
	return db
}

func TestVerifyAcceptsTheFileAfterEachSignature(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("pdfsig"); err != nil {
		reporttest.Tool(t, "pdfsig")
	}
	s, pdf := scorecardOf(reporttest.Agreement()), sampleContract()
	db, dir := testCertificate(t), t.TempDir()
	current := tempFile(t, pdf)
	keys := []string{"marketing", "sales", "sales_development", "finance", "annex_1", "annex_2"}
	for n, key := range keys {
		next := filepath.Join(dir, key+".pdf")
		reporttest.Tool(t, "pdfsig", "-nssdir", db, "-nss-pwd", "", "-nick", "throwaway",
			"-sign", key+"_signature", current, next)
		file, err := os.ReadFile(next)
		if err != nil {
			t.Fatal(err)
		}
		h, err := Verify(s, pdf, file)
		if err != nil {
			t.Fatalf("%s: %v", key, err)
		}
		if h.Revisions != n+1 || h.Unsigned != 0 {
			t.Errorf("%s: %d revisions, %d after the last signature", key, h.Revisions, h.Unsigned)
		}
		if got := signedFields(h); strings.Join(got, " ") != strings.Join(keys[:n+1], " ") {
			t.Errorf("%s: signed are %q", key, got)
		}
		current = next
	}
	out := reporttest.Tool(t, "pdfsig", "-nssdir", db, "-no-ocsp", current)
	if n := strings.Count(out, "Signature is Valid."); n != len(keys) {
		t.Errorf("%d of %d signatures are valid:\n%s", n, len(keys), out)
	}
}

// signedFields returns the signer keys of the fields that are signed.
func signedFields(h *signable.History) []string {
	var out []string
	for _, f := range h.Fields {
		if f.Signature && f.Set {
			out = append(out, strings.TrimSuffix(f.Name, "_signature"))
		}
	}
	return out
}

func TestPartiesOfTheSameRoleHaveFieldsOfTheirOwn(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Parties[1].Role, a.Parties[2].Role = "Marketing", "Маркетинг"
	a.Parties[3].Role = ""
	pdf := contractOf(t, a)
	h, err := signable.Trace(pdf, pdf)
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

func TestNameInSeveralScriptsIsInItsField(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	a.Parties[0].Name = "Łukasz Αθηνά Владимир Nguyễn"
	pdf := contractOf(t, a)
	text, _ := textOf(t, pdf)
	wantText(t, text, a.Parties[0].Name)
	h, err := signable.Trace(pdf, pdf)
	if err != nil || h.Fields[0].Value != a.Parties[0].Name {
		t.Errorf("%+v, %v", h.Fields[0], err)
	}
}

func TestAmendmentPrintsOnlyWhatChangesAndCanBeSigned(t *testing.T) {
	t.Parallel()
	old, now := reporttest.Agreement(), reporttest.Agreement()
	now.Head.Version, now.Promise.ContactWithin = 3, calendar.Span{Minutes: 12 * 60}
	var out bytes.Buffer
	if err := Amend(".", &out, scorecardOf(now), scorecardOf(old)); err != nil {
		t.Fatal(err)
	}
	pdf := bytes.Clone(out.Bytes())
	h, err := Verify(scorecardOf(now), pdf, pdf)
	if err != nil || len(h.Fields) != 5*len(now.Parties) {
		t.Errorf("%+v, %v", h, err)
	}
	if err := Amend(".", &out, scorecardOf(old), scorecardOf(old)); !errors.Is(err, ErrNothingToAmend) {
		t.Errorf("the same terms: %v", err)
	}
	text, _ := textOf(t, pdf)
	wantText(t, text, "Amendment", "version 3", "Amends", old.Fingerprint(), now.Fingerprint(), "24 hours", "12 hours",
		"Signatures", "José Peña")
	if strings.Contains(text, "MQLs managed") {
		t.Error("an unchanged term is printed")
	}
}

func TestTermsThatDifferFromTheSignedFileAreListed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	old := reporttest.Agreement()
	if err := os.WriteFile(filepath.Join(dir, "signed.pdf"), sampleContract(), 0o600); err != nil {
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
		if err := Write(dir, &out, scorecardOf(now), nil); err != nil {
			t.Fatal(err)
		}
		_, pages := textOf(t, out.Bytes())
		if !strings.Contains(pages[0], "What differs from the signed terms") || !strings.Contains(pages[0], c.want) {
			t.Errorf("%s: no %q in %s", c.file, c.want, pages[0])
		}
	}
}

func TestAttachedTermsHaveTheFingerprint(t *testing.T) {
	t.Parallel()
	a := reporttest.Agreement()
	out := filepath.Join(t.TempDir(), TermsName)
	reporttest.Tool(t, "pdfdetach", "-savefile", TermsName, "-o", out, tempFile(t, sampleContract()))
	terms, err := os.ReadFile(out)
	if err != nil || !bytes.Equal(terms, a.Canonical()) || fingerprint(terms) != a.Fingerprint() {
		t.Errorf("%.100s, %v", terms, err)
	}
}
