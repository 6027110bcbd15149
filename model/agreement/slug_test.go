package agreement

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestSlug(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Care & Co":          "care_co",
		"Zoë Ångström":       "zoe_angstrom",
		"Zoe\u0308":          "zoe",
		"Đà Nẵng":            "a_nang",
		"ﬁnance — Ⅳ":         "finance_iv",
		"ＡＢＣ　１":              "abc_1",
		"Acme™":              "acmetm",
		"(not set)":          "not_set",
		"Mid-market / SMB":   "mid_market_smb",
		"C++":                "c",
		"  ":                 "none",
		"":                   "none",
		"日本":                 "none",
		"\u212b and \u212a.": "a_and_k",
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestDecompositionsAgreeWithUnicode(t *testing.T) {
	t.Parallel()
	for _, block := range [][2]rune{
		{0x80, 0x24F}, {0x1E00, 0x1EFF}, {0x2000, 0x209F}, {0x2100, 0x214F}, {0x2150, 0x218F},
		{0xFB00, 0xFB06}, {0xFF01, 0xFF5E}, {0x3000, 0x3000},
	} {
		for r := block[0]; r <= block[1]; r++ {
			ascii := strings.Map(func(r rune) rune {
				if r < 0x80 {
					return r
				}
				return -1
			}, norm.NFKD.String(string(r)))
			want := Slug("x" + ascii + "x") // between letters, so that a gap stays visible
			if got := Slug("x" + string(r) + "x"); got != want {
				t.Errorf("U+%04X %c: %q, want %q", r, r, got, want)
			}
		}
	}
}
