package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"
)

// questions are the keys that only a reader can decide, with the answers that there are.
var questions = map[string]struct {
	text    string
	answers []string
}{
	"date_order": {"Which comes first, the day or the month? [dmy or mdy; empty: decide later] ", []string{"dmy", "mdy"}},
	"decimal":    {"Which is the decimal sign? [. or , ; empty: decide later] ", []string{".", ","}},
}

// settle asks for what the exports leave open, where somebody sits at a terminal, and says what stays open and what was not
// used.
func (p *program) settle(x *exports) {
	if term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())) {
		x.ask(os.Stdin, p.stderr)
	}
	for _, f := range x.files {
		if f.Err != nil {
			p.say("not used: %v", f.Err)
		}
	}
	for _, in := range x.inputs {
		for _, k := range in.Settled {
			if k.Answer == "" {
				p.say("to be decided: %s under inputs.%s in agreement.yaml; %s", k.Key, in.Table, k.Why)
			}
		}
	}
}

// ask puts each question until it is answered or left for later.
func (x *exports) ask(in io.Reader, out io.Writer) {
	lines := bufio.NewScanner(in)
	for i := range x.inputs {
		for n := range x.inputs[i].Settled {
			k := &x.inputs[i].Settled[n]
			q := questions[k.Key]
			fmt.Fprintf(out, "%s\n", printable(k.Why))
			for {
				fmt.Fprint(out, q.text)
				if !lines.Scan() {
					return
				}
				answer := strings.ToLower(strings.TrimSpace(lines.Text()))
				if answer == "" || slices.Contains(q.answers, answer) {
					k.Answer = answer
					break
				}
			}
		}
	}
}
