package typeset

import (
	"fmt"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// newTestLayout returns a layout on a PDF with one empty page and the built-in fonts. A missing glyph fails
// the test.
func newTestLayout(t *testing.T) *textLayout {
	t.Helper()
	fonts, err := HouseFonts()
	if err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "pt", "A4", "")
	layout := newTextLayout(pdf, fonts, func(place string, r rune) error {
		t.Errorf("no glyph for %q", r)
		return nil
	})
	pdf.AddPage()
	return &layout
}

// testPages records which block lands on which page. Its pages are 100 points high and have no margins.
type testPages struct {
	page
	pages [][]string
}

func newTestPages() *testPages {
	p := &testPages{}
	p.page = page{Width: 100, Height: 100, newPage: func() { p.pages = append(p.pages, nil) }}
	p.breakPage()
	return p
}

func (p *testPages) block(name string, height float64, keepWithNext bool) Block {
	return Block{Height: height, KeepWithNext: keepWithNext, Draw: func(float64) {
		last := len(p.pages) - 1
		p.pages[last] = append(p.pages[last], name)
	}}
}

func (p *testPages) want(t *testing.T, pages ...[]string) {
	t.Helper()
	if diff := cmp.Diff(pages, p.pages); diff != "" {
		t.Error(diff)
	}
}

func TestHeadingMovesWithWhatFollowsIt(t *testing.T) {
	t.Parallel()
	p := newTestPages()
	p.paginate([]Block{p.block("text", 70, false), p.block("heading", 10, true), p.block("row", 30, false)})
	p.want(t, []string{"text"}, []string{"heading", "row"})
}

func TestKeptBlocksHigherThanAPageAreSplit(t *testing.T) {
	t.Parallel()
	p := newTestPages()
	p.paginate([]Block{p.block("text", 50, false), p.block("a", 40, true), p.block("b", 40, true),
		p.block("c", 40, false)})
	p.want(t, []string{"text", "a"}, []string{"b", "c"})
}

func TestTableHeadIsRepeatedOnEachPage(t *testing.T) {
	t.Parallel()
	p := newTestPages()
	head := p.block("head", 20, true)
	blocks := []Block{head}
	for i := range 6 {
		row := p.block(fmt.Sprint(i), 20, false)
		row.tableHead = &head
		blocks = append(blocks, row)
	}
	p.paginate(blocks)
	p.want(t, []string{"head", "0", "1", "2", "3"}, []string{"head", "4", "5"})
}

func TestSpaceVanishesAtTheTopOfAPageAndAPageBreakIsKept(t *testing.T) {
	t.Parallel()
	p := newTestPages()
	first, second := p.block("a", 90, false), p.block("b", 95, false)
	second.SpaceBefore = 20
	annex := p.block("annex", 0, false)
	annex.PageBreakBefore = true
	p.paginate([]Block{first, second, annex, p.block("c", 5, false)})
	p.want(t, []string{"a"}, []string{"b"}, []string{"annex", "c"})
}

func TestWrapKeepsEveryCharacterAndTheWidth(t *testing.T) {
	t.Parallel()
	layout := newTestLayout(t)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zäöüß,.]{1,60}`), 1, 20).Draw(t, "words")
		width := rapid.Float64Range(60, 300).Draw(t, "width")
		want := ""
		var runs []Run
		for i, w := range words {
			if i > 0 {
				w = " " + w
			}
			runs = append(runs, Run{w, []Face{Body, BodyBold}[i%2]})
			want += w
		}
		got := ""
		for _, l := range layout.Wrap(width, runs...) {
			if l.Width > width+0.01 {
				t.Fatalf("a line of %.1f in %.1f", l.Width, width)
			}
			for _, x := range l.Runs {
				got += x.Text
			}
		}
		if withoutSpaces(got) != withoutSpaces(want) {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func withoutSpaces(s string) string {
	out := ""
	for _, r := range s {
		if r != ' ' {
			out += string(r)
		}
	}
	return out
}

func TestShapeArabic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"initial, medial and final form", "محمد", "\ufee3\ufea4\ufee4\ufeaa"},
		{"a letter that does not join the next", "دار", "\ufea9\ufe8d\ufead"},
		{"lam and alef are one ligature", "سلام", "\ufeb3\ufefc\ufee1"},
		{"combining marks do not separate letters", "بَت", "\ufe91\u064e\ufe96"},
		{"words are not joined", "بت بت", "\ufe91\ufe96 \ufe91\ufe96"},
		{"Persian letters", "پژ", "\ufb58\ufb8b"},
		{"a hamza joins nothing", "بء", "\ufe8f\ufe80"},
		{"other scripts are unchanged", "Zoë שלום", "Zoë שלום"},
	} {
		if got := shapeArabic(c.text); got != c.want {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.want)
		}
	}
}

func TestVisualOrder(t *testing.T) {
	t.Parallel()
	layout := newTestLayout(t)
	for _, c := range []struct{ name, text, want string }{
		{"Latin is unchanged", "pays 24 (hours)", "pays 24 (hours)"},
		{"Hebrew runs from right to left", "דנה כהן", "ןהכ הנד"},
		{"Hebrew within Latin", "Name: דנה כהן, VP", "Name: ןהכ הנד, VP"},
		{"numbers within Hebrew run from left to right", "שלום 24 שעות", "תועש 24 םולש"},
		{"also where the Hebrew is within Latin", "by דנה 24 hours", "by 24 הנד hours"},
		{"brackets are mirrored", "אב (גד)", "(דג) בא"},
		{"Latin within Hebrew", "דנה VP Sales כהן", "ןהכ VP Sales הנד"},
	} {
		lines := layout.Wrap(1000, Body.Run(c.text))
		got, x := "", 0.0
		for _, r := range lines[0].Runs {
			if r.X < x {
				t.Errorf("%s: %q stands left of the run before it", c.name, r.Text)
			}
			got, x = got+r.Text, r.X
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
