package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"leadpact/ingest"
)

// questions are what only a reader can decide, by the key that settles it.
var questions = map[string]string{
	"date_order": "In which order stand day, month and year?",
	"decimal":    "Which is the decimal sign?",
}

// settle asks for what the exports leave open, where somebody sits at a terminal, and says what stays open and what was not
// used.
func (p *program) settle(x *exports, s *ingest.Starting) {
	if term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())) {
		q := &asker{bufio.NewScanner(os.Stdin), p.stderr}
		x.ask(q)
		x.askZone(q, s)
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

// asker puts questions to whoever sits at the terminal.
type asker struct {
	lines *bufio.Scanner
	out   io.Writer
}

// ask puts a question until its answer is good or empty; false at the end of the input.
func (q *asker) ask(why, question string, good func(answer string) bool) (answer string, ok bool) {
	fmt.Fprintf(q.out, "%s\n", printable(why))
	for {
		fmt.Fprintf(q.out, "%s ", question)
		if !q.lines.Scan() {
			return "", false
		}
		if answer = strings.TrimSpace(q.lines.Text()); answer == "" || good(answer) {
			return answer, true
		}
	}
}

// ask settles each key, or leaves it for later.
func (x *exports) ask(q *asker) {
	for i := range x.inputs {
		for n := range x.inputs[i].Settled {
			k := &x.inputs[i].Settled[n]
			question := fmt.Sprintf("%s [%s; empty: decide later]", questions[k.Key], strings.Join(k.Choices, " or "))
			answer, ok := q.ask(k.Why, question, func(s string) bool { return slices.Contains(k.Choices, strings.ToLower(s)) })
			if !ok {
				return
			}
			k.Answer = strings.ToLower(answer)
		}
	}
}

// askZone asks for the agreement's zone where times name none.
func (x *exports) askZone(q *asker, s *ingest.Starting) {
	file := x.zoneless()
	if file == "" {
		return
	}
	answer, ok := q.ask(file+": its times name no zone", fmt.Sprintf("In which zone are they, and does your month begin? [as Europe/Berlin or America/New_York; empty: %s]", s.Zone), func(zone string) bool {
		_, err := time.LoadLocation(zone)
		return err == nil && zone != "Local"
	})
	if ok && answer != "" {
		s.Zone, x.zoneAgreed = answer, true
	}
}

// zoneless is the first file whose times name no zone.
func (x *exports) zoneless() string {
	for _, in := range x.inputs {
		for _, f := range in.Found {
			if f.ZoneOpen {
				return f.File
			}
		}
	}
	return ""
}

// todo lists what a reader should settle in the agreement, where what was found stands as comments.
func (x *exports) todo(b *strings.Builder, zone string) {
	var list []string
	if file := x.zoneless(); file != "" && !x.zoneAgreed {
		list = append(list, fmt.Sprintf("agreement.zone: it is %s; the times of %s name no zone", zone, file))
	}
	for _, in := range x.inputs {
		for _, k := range in.Settled {
			if k.Answer == "" {
				list = append(list, fmt.Sprintf("inputs.%s.%s: without it nothing is read", in.Table, k.Key))
			}
		}
		if columns := unmapped(in); len(columns) > 0 {
			list = append(list, fmt.Sprintf("inputs.%s.values: %s; until then such a value counts as none", in.Table, strings.Join(columns, ", ")))
		}
		if in.Table == "leads" && len(x.tallied("leads", "owner")) > 0 {
			list = append(list, "inputs.leads.not_people: owners that are queues, if any")
		}
	}
	if len(list) > 0 {
		fmt.Fprintf(b, "\nTo decide in it, where what was found stands as comments:\n  %s\n", strings.Join(list, "\n  "))
	}
}

// unmapped are the columns of a table's files with values that mean nothing yet.
func unmapped(in ingest.StartingInput) []string {
	var out []string
	for _, f := range in.Found {
		for _, t := range f.Tally {
			open := t.Words != nil && slices.ContainsFunc(t.Top, func(v ingest.ValueCount) bool { return v.To == "" })
			if open && !slices.Contains(out, t.Column) {
				out = append(out, t.Column)
			}
		}
	}
	return out
}
