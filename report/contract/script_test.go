package contract

import (
	"strings"
	"testing"

	"codeberg.org/go-pdf/fpdf"

	"leadpact/report/reporttest"
)

func TestLettersOfArabicTakeTheShapesOfTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"start, middle, end", "محمد", "\ufee3\ufea4\ufee4\ufeaa"},
		{"a letter that does not join the next", "دار", "\ufea9\ufe8d\ufead"},
		{"lam and alef are one", "سلام", "\ufeb3\ufefc\ufee1"},
		{"marks do not part letters", "بَت", "\ufe91\u064e\ufe96"},
		{"words stand apart", "بت بت", "\ufe91\ufe96 \ufe91\ufe96"},
		{"Persian letters", "پژ", "\ufb58\ufb8b"},
		{"a hamza joins nothing", "بء", "\ufe8f\ufe80"},
		{"what is not Arabic stays", "Zoë שלום", "Zoë שלום"},
	} {
		if got := joined(c.text); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.want)
		}
	}
}

func TestALineIsSetInTheOrderInWhichItIsRead(t *testing.T) {
	f, err := loadFonts("", nil)
	if err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "pt", "A4", "")
	f.register(pdf)
	pdf.AddPage()
	p := &pen{pdf: pdf, fonts: f, drawn: map[inked]bool{}}
	for _, c := range []struct{ name, text, want string }{
		{"Latin stays", "pays 24 (hours)", "pays 24 (hours)"},
		{"Hebrew runs to the left", "דנה כהן", "ןהכ הנד"},
		{"within Latin", "Name: דנה כהן, VP", "Name: ןהכ הנד, VP"},
		{"numbers run to the right within it", "שלום 24 שעות", "תועש 24 םולש"},
		{"so do they within Latin", "by דנה 24 hours", "by 24 הנד hours"},
		{"a bracket opens to the other side", "אב (גד)", "(דג) בא"},
		{"Latin within Hebrew", "דנה VP Sales כהן", "ןהכ VP Sales הנד"},
	} {
		lines := p.wrap(1000, run{c.text, body})
		got, x := "", 0.0
		for _, q := range lines[0].pieces {
			if q.x < x {
				t.Errorf("%s: %q stands left of what is before it", c.name, q.text)
			}
			got, x = got+q.text, q.x
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestAHebrewNameIsReadAsItIsWritten(t *testing.T) {
	a := reporttest.Agreement()
	a.Parties[0].Name = "דנה כהן"
	text, _ := textOf(t, a)
	plain := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "", "\u200e", "", "\u200f", "").Replace(text)
	if !strings.Contains(plain, a.Parties[0].Name) {
		t.Errorf("the name is not in the text")
	}
}
