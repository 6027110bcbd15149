package console

import (
	"os/exec"
	"testing"
)

func TestPrintableTextHoldsNoControlCodes(t *testing.T) {
	t.Parallel()
	if got, want := Printable("a\x1b[31mb\u009b\r\nc\td"), "a\uFFFD[31mb\uFFFD\uFFFD\nc\td"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestShellTakesAQuotedWordAsItIs(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"plain-word.csv", "two words", "O'Neil", `$HOME "x" \`, "", "a;b", "100%", "söhne"} {
		out, err := exec.Command("sh", "-c", "printf %s "+ShellWord(word)).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q becomes %q (%v)", word, out, err)
		}
	}
	if got := ShellWords([]string{"a", "b c"}); got != "a 'b c'" {
		t.Errorf("%q", got)
	}
}
