package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"leadpact/cmd/leadpact/internal/console"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/cmd/leadpact/internal/starting"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/profile"
	"leadpact/ingest/starter"
)

const schemaName = "agreement.schema.json"

// initCommand writes a new agreement: the annotated starter, or one whose inputs are filled in from a
// folder of exports. To an agreement that is there it adds what the folder has that is new.
func (p *program) initCommand() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write agreement.yaml and its JSON Schema into DIR, to begin with; or add what is new in the exports",
		ArgsUsage: "[DIR]",
		Flags: []cli.Flag{
			&cli.PathFlag{
				Name: "from", Usage: "fill in the inputs from the exports in `EXPORTS`", Action: notEmpty("from"),
			},
		},
		Action: func(c *cli.Context) error {
			dir := "."
			if c.Args().Present() {
				var err error
				if dir, err = oneArgument(c); err != nil {
					return err
				}
			}
			if from := c.Path("from"); from != "" && exists(filepath.Join(dir, "agreement.yaml")) {
				return p.initAgain(c, dir, from)
			}
			if err := refuseExisting(dir); err != nil {
				return err
			}
			s := starter.UsualContent(starting.LastFullMonth(p.now))
			var x *starting.Exports
			if from := c.Path("from"); from != "" {
				var err error
				if x, err = await(c.Context, func() (*starting.Exports, error) {
					return starting.Survey(dir, from, s)
				}); err != nil {
					return err
				}
				if err := p.settle(x, &s); err != nil {
					return err
				}
				if s, err = await(c.Context, func() (starter.Content, error) {
					return x.Start(dir, s), nil
				}); err != nil {
					return err
				}
			}
			if err := writeAgreement(dir, s); err != nil {
				return err
			}
			return p.sayWritten(dir, x, s.ToDecide)
		},
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// initAgain adds to an agreement what a folder of exports has that the agreement does not read. It keeps all
// that was typed, and writes nothing where nothing is new.
func (p *program) initAgain(c *cli.Context, dir, from string) error {
	path := filepath.Join(dir, "agreement.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var said []string
	updated, err := await(c.Context, func() (out []byte, err error) {
		out, said, err = starting.Update(path, from, text)
		return out, err
	})
	if err != nil {
		return err
	}
	result := path + " has all that is in " + from + "; nothing was changed\n"
	if !bytes.Equal(updated, text) {
		if err := replaceAgreement(dir, text, updated); err != nil {
			return err
		}
		result = "Added to " + path + ", where everything else is as it was\n"
	}
	if len(said) > 0 {
		result = strings.Join(said, "\n") + "\n\n" + result
	}
	_, err = fmt.Fprint(p.stdout, console.Printable(result))
	return cannotWrite(err)
}

// replaceAgreement publishes the new text of an agreement, unless somebody has changed the file meanwhile.
func replaceAgreement(dir string, before, after []byte) error {
	tx, err := publish.Begin(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer tx.Close()
	path := filepath.Join(dir, "agreement.yaml")
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, before) {
		return failf(exitTryAgain, "%s was changed meanwhile; run init again", path)
	}
	if err := tx.Write("agreement.yaml", after); err != nil {
		return err
	}
	return tx.Commit()
}

// refuseExisting returns an error if a folder has an agreement or another schema: init overwrites nothing.
func refuseExisting(dir string) error {
	for _, name := range []string{"agreement.yaml", schemaName} {
		path := filepath.Join(dir, name)
		existing, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		schema, failed := schemaText()
		if name == schemaName && err == nil && failed == nil && bytes.Equal(existing, schema) {
			continue
		}
		return failf(exitCannotWrite,
			"%s is there already, and init overwrites nothing; name the exports by --from to add what is new, "+
				"or move it away, or name another folder", path)
	}
	return nil
}

// schemaText returns the JSON Schema of agreements.
func schemaText() ([]byte, error) {
	return bytesOf(func(w io.Writer) error { return writeJSON(w, agreementfile.Schema()) })
}

// writeJSON writes a value as indented JSON, without escapes for HTML.
func writeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

// writeAgreement publishes the new agreement and its schema, if the agreement loads.
func writeAgreement(dir string, s starter.Content) error {
	text, _, err := starting.Agreement(s)
	if err != nil {
		return err
	}
	schema, err := schemaText()
	if err != nil {
		return err
	}
	tx, err := publish.Begin(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer tx.Close()
	if err := refuseExisting(dir); err != nil { // somebody may have written one meanwhile
		return err
	}
	if err := errors.Join(tx.Write("agreement.yaml", text), tx.Write(schemaName, schema)); err != nil {
		return err
	}
	return tx.Commit()
}

// settle asks the person at the terminal, if there is one, for what the exports leave open. It reports
// the files that are not used and what remains open.
func (p *program) settle(x *starting.Exports, s *starter.Content) error {
	if term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stderr.Fd())) {
		if err := x.Settle(asker(os.Stdin, p.stderr), s); err != nil {
			return err
		}
	}
	for _, f := range x.Unused() {
		p.say("not used: %s", f)
	}
	for _, in := range x.Inputs {
		for _, k := range in.Decisions {
			if k.Answer == "" && !k.Optional {
				p.say("to be decided: %s under inputs.%s in agreement.yaml; %s", k.Key, in.Table, k.Why)
			}
		}
	}
	return nil
}

// asker returns a function that writes questions to out and reads the answers from in.
func asker(in io.Reader, out io.Writer) starting.Ask {
	lines := bufio.NewScanner(in)
	return func(reason, question string, valid func(string) bool) (answer string, ok bool) {
		fmt.Fprintf(out, "%s\n", console.Printable(reason))
		for {
			fmt.Fprintf(out, "%s ", question)
			if !lines.Scan() {
				return "", false
			}
			if answer = strings.TrimSpace(lines.Text()); answer == "" || valid(answer) {
				return answer, true
			}
		}
	}
}

// sayWritten prints what was written, what to do next, and how to get the exports that are missing. x is
// nil if no exports were named; toDecide is what a person should decide first.
func (p *program) sayWritten(dir string, x *starting.Exports, toDecide []string) error {
	var b strings.Builder
	path := filepath.Join(dir, "agreement.yaml")
	if x != nil {
		listUses(&b, x)
	}
	fmt.Fprintf(&b, "Written: %s and %s\n", path, filepath.Join(dir, schemaName))
	if x == nil {
		b.WriteString("\nNext: put the exports where inputs: at its end says, " +
			"or add them with leadpact init --from EXPORTS.\n")
	} else {
		if len(toDecide) > 0 {
			fmt.Fprintf(&b, "\nTo decide in it, where what was found stands as comments:\n  %s\n", strings.Join(toDecide, "\n  "))
		}
		agreement, period := "", ""
		if dir != "." {
			agreement = " --agreement " + console.ShellWord(path)
		}
		if x.Month != "" {
			period = " --period " + x.Month
		}
		fmt.Fprintf(&b, "\nNext: leadpact check%s\n      leadpact run%s%s\n", agreement, agreement, period)
	}
	if err := listGuides(&b, x); err != nil {
		return err
	}
	_, err := fmt.Fprint(p.stdout, console.Printable(b.String()))
	return cannotWrite(err)
}

// listUses writes what each file of a folder of exports is used for.
func listUses(b *strings.Builder, x *starting.Exports) {
	uses := x.Uses()
	width := 0
	for _, u := range uses {
		width = max(width, len([]rune(u.File)))
	}
	for _, u := range uses {
		fmt.Fprintf(b, "%-*s  %s\n", width, u.File, u.Text)
	}
	b.WriteByte('\n')
}

// listGuides writes how to export the tables that are missing from the CRMs that are used.
func listGuides(b *strings.Builder, x *starting.Exports) error {
	guides, err := profile.Guides()
	if err != nil {
		return err
	}
	missing := x.MissingTables()
	if len(missing) == 0 {
		return nil
	}
	fmt.Fprintf(b, "\nHow to export %s\n", strings.Join(missing, ", "))
	for _, g := range guides {
		if x.UsesCRM(g.CRM) {
			fmt.Fprintf(b, "\n%s\n  %s\n", g.Title, strings.ReplaceAll(g.Text, "\n", "\n  "))
		}
	}
	b.WriteString("\nAny other: CSV with the columns that leadpact check names, or columns: in the agreement.\n")
	return nil
}
