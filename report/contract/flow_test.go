package contract

import (
	"fmt"
	"testing"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// press collects what lands on which page.
type press struct {
	sheet
	pages [][]string
}

func newPress() *press {
	p := &press{}
	p.sheet = sheet{width: 100, height: 100, newPage: func() { p.pages = append(p.pages, nil) }}
	p.turn()
	return p
}

func (p *press) atom(name string, height float64, keep bool) atom {
	return atom{height: height, keep: keep, draw: func(float64) {
		last := len(p.pages) - 1
		p.pages[last] = append(p.pages[last], name)
	}}
}

func TestAHeadingMovesWithWhatFollowsIt(t *testing.T) {
	p := newPress()
	p.flow([]atom{p.atom("text", 70, false), p.atom("heading", 10, true), p.atom("row", 30, false)})
	if diff := cmp.Diff([][]string{{"text"}, {"heading", "row"}}, p.pages); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsKeptTogetherButTooHighForAPageIsCut(t *testing.T) {
	p := newPress()
	p.flow([]atom{p.atom("text", 50, false), p.atom("a", 40, true), p.atom("b", 40, true), p.atom("c", 40, false)})
	if diff := cmp.Diff([][]string{{"text", "a"}, {"b", "c"}}, p.pages); diff != "" {
		t.Error(diff)
	}
}

func TestTheHeadOfATableIsRepeatedOnEachPage(t *testing.T) {
	p := newPress()
	head := p.atom("head", 20, true)
	atoms := []atom{head}
	for i := range 6 {
		row := p.atom(fmt.Sprint(i), 20, false)
		row.head = &head
		atoms = append(atoms, row)
	}
	p.flow(atoms)
	if diff := cmp.Diff([][]string{{"head", "0", "1", "2", "3"}, {"head", "4", "5"}}, p.pages); diff != "" {
		t.Error(diff)
	}
}

func TestSpaceVanishesAtTheTopOfAPageAndAnAnnexBeginsOne(t *testing.T) {
	p := newPress()
	first, gap := p.atom("a", 90, false), p.atom("b", 95, false)
	gap.gap = 20
	next := p.atom("annex", 0, false)
	next.turn = true
	p.flow([]atom{first, gap, next, p.atom("c", 5, false)})
	if diff := cmp.Diff([][]string{{"a"}, {"b"}, {"annex", "c"}}, p.pages); diff != "" {
		t.Error(diff)
	}
}

func TestWrappedLinesKeepEveryWordAndTheWidth(t *testing.T) {
	f, err := loadFonts("", nil)
	if err != nil {
		t.Fatal(err)
	}
	pdf := fpdf.New("P", "pt", "A4", "")
	f.register(pdf)
	pdf.AddPage()
	p := &pen{pdf: pdf, fonts: f, drawn: map[inked]bool{}}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-zäöüß,.]{1,60}`), 1, 20).Draw(t, "words")
		width := rapid.Float64Range(60, 300).Draw(t, "width")
		want := ""
		var runs []run
		for i, w := range words {
			if i > 0 {
				w = " " + w
			}
			runs = append(runs, run{w, []face{body, bodyBold}[i%2]})
			want += w
		}
		got := ""
		for _, l := range p.wrap(width, runs...) {
			if l.width > width+0.01 {
				t.Fatalf("a line of %.1f in %.1f", l.width, width)
			}
			for _, x := range l.pieces {
				got += x.text
			}
		}
		if squeeze(got) != squeeze(want) {
			t.Fatalf("%q became %q", want, got)
		}
	})
}

func squeeze(s string) string {
	out := ""
	for _, r := range s {
		if r != ' ' {
			out += string(r)
		}
	}
	return out
}
