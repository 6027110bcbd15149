package letter

import (
	"os"
	"testing"

	"leadpact/report/reporttest"
)

func TestDump(t *testing.T) {
	h, err := HTML(reporttest.Card())
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile("/tmp/letter.html", h, 0o600)
	m, err := Message(reporttest.Card(), []Attachment{{Name: "sla-2026-10.xlsx", Content: make([]byte, 200)}})
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile("/tmp/letter.eml", m, 0o600)
}
