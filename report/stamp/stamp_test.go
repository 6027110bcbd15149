package stamp

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

var (
	print = strings.Repeat("0a", 32)
	other = strings.Repeat("0b", 32)
)

// book returns a workbook with one sheet of one row, and a fingerprint in its properties.
func book(t *testing.T, sheet, identifier string, row ...any) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, err := range []error{f.SetSheetName("Sheet1", sheet), f.SetSheetRow(sheet, "B3", &row),
		f.SetDocProps(&excelize.DocProperties{Identifier: identifier})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := f.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const label = "Fingerprint of its terms (SHA-256)"

func TestAWorkbookSaysItsFingerprintOnChecks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		data []byte
		want string // the fingerprint, or part of the refusal
	}{
		{"as issued", book(t, "Checks", print, label, print), print},
		{"saved by a program that drops the property", book(t, "Checks", "", label, "", print), print},
		{"the hash of an input is none", book(t, "Checks", "", "leads.csv", print), "has no fingerprint of the terms"},
		{"one of the two was changed", book(t, "Checks", other, label, print), "says fingerprint " + print +
			", the file's properties " + other},
		{"another workbook", book(t, "Sheet", print, label, print), "has no sheet Checks"},
		{"no workbook", []byte("PK\x03\x04"), "no workbook that can be read"},
	} {
		got, err := Workbook(c.data)
		if got != c.want && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestALetterSaysItsFingerprintAtItsFoot(t *testing.T) {
	t.Parallel()
	const head = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n"
	part := func(kind, encoding, text string) string {
		return "--m\r\nContent-Type: " + kind + "\r\nContent-Transfer-Encoding: " + encoding + "\r\n\r\n" + text + "\r\n"
	}
	for _, c := range []struct{ name, data, want string }{
		{"HTML alone", "<p>Fingerprint <span style=\"x\">" + print + "</span></p>", print},
		{"a mail whose line is folded", head + part("text/plain", "quoted-printable",
			"Fingerprint "+print[:60]+"=\r\n"+print[60:]) + "--m--\r\n", print},
		{"an attached text of the same name", head + part("text/plain", "7bit", "Fingerprint "+print) +
			part("application/json", "7bit", "Fingerprint "+other) + "--m--\r\n", print},
		{"two that differ", head + part("text/plain", "7bit", "Fingerprint "+print) +
			part("text/html", "7bit", "Fingerprint <b>"+other+"</b>") + "--m--\r\n", "says two fingerprints"},
		{"none", "From: a\r\n\r\nnothing", "no fingerprint stands in it"},
		{"a mail that is broken", head + part("text/plain", "base64", "%%%") + "--m--\r\n", "cannot be read"},
	} {
		got, err := Letter([]byte(c.data))
		if got != c.want && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}
