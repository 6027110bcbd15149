package cellxml

import (
	"encoding/xml"
	"strings"
	"testing"

	"leadpact/model/formula"
)

func Test_a_text_is_decoded_as_it_was(t *testing.T) {
	t.Parallel()
	for _, want := range []string{"plain", "lead_x", `<a href="b">&'c'</a>`, "two\nlines", "Łukasz 日本 🙂",
		"_x0041_", "_x0041_x0042_", "_x005F_x0041_", "_x00zz_", "_x", "&#xA;", "n/a", strings.Repeat("é", MaxText)} {
		var c struct {
			Text string `xml:"is>t"`
		}
		cell := string(AppendCell([]byte(`<c r="A1"`), formula.Str(want), ""))
		if err := xml.Unmarshal([]byte(cell), &c); err != nil || string(Unescape([]byte(c.Text))) != want {
			t.Errorf("%.40q reads back as %.40q, %v", want, Unescape([]byte(c.Text)), err)
		}
	}
}

func Test_a_text_is_cut_to_what_a_cell_takes(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text string
		want int // characters
	}{
		{strings.Repeat("é", MaxText+5), MaxText}, {strings.Repeat("é", MaxText), MaxText},
		{strings.Repeat("🙂", MaxText), MaxText / 2},
	} {
		if got := len([]rune(Clip(x.text))); got < x.want || got > x.want+1 {
			t.Errorf("%.8s…: %d characters, want %d", x.text, got, x.want)
		}
	}
}
