package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/profile"
	"leadpact/model/agreement"
)

// start writes a new agreement: the annotated starter, or one whose inputs are filled in from a folder of exports.
func (p *program) start() *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write agreement.yaml and its JSON Schema into DIR, to begin with",
		ArgsUsage: "[DIR]",
		Flags: []cli.Flag{
			&cli.PathFlag{Name: "from", Usage: "fill in the inputs from the exports in `EXPORTS`", Action: notEmpty("from")},
		},
		Action: func(c *cli.Context) error {
			dir := "."
			if c.Args().Present() {
				var err error
				if dir, err = oneArgument(c); err != nil {
					return err
				}
			}
			if err := vacant(dir); err != nil {
				return err
			}
			s, found := ingest.UsualStart(lastMonth(p.now)), (*exports)(nil)
			if from := c.Path("from"); from != "" {
				var err error
				if found, err = await(c.Context, func() (*exports, error) { return surveyExports(dir, from, s) }); err != nil {
					return err
				}
				p.settle(found, &s)
				if s, err = await(c.Context, func() (ingest.Starting, error) { return found.start(dir, s), nil }); err != nil {
					return err
				}
			}
			if err := writeStart(dir, s); err != nil {
				return err
			}
			return p.started(dir, found, s.Zone)
		},
	}
}

const schemaName = "agreement.schema.json"

// vacant refuses a folder that has an agreement: init never overwrites one.
func vacant(dir string) error {
	for _, name := range []string{"agreement.yaml", schemaName} {
		path := filepath.Join(dir, name)
		there, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if schema, failed := schemaText(); name == schemaName && err == nil && failed == nil && bytes.Equal(there, schema) {
			continue
		}
		return failf(exitCannotWrite, "%s is there already, and init overwrites nothing; move it away or name another folder", path)
	}
	return nil
}

func schemaText() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(agreementfile.Schema())
	return b.Bytes(), err
}

// writeStart puts the agreement and its schema into place, once the agreement is known to load.
func writeStart(dir string, s ingest.Starting) error {
	text, _, err := starter(s)
	if err != nil {
		return err
	}
	schema, err := schemaText()
	if err != nil {
		return err
	}
	folder, err := openPublication(filepath.Clean(dir))
	if err != nil {
		return err
	}
	defer folder.close()
	if err := vacant(dir); err != nil { // somebody may have written one meanwhile
		return err
	}
	if err := errors.Join(folder.write("agreement.yaml", text), folder.write(schemaName, schema)); err != nil {
		return err
	}
	return folder.commit()
}

// starter is the text of a new agreement, and what it loads as.
func starter(s ingest.Starting) ([]byte, *agreement.Agreement, error) {
	text, err := ingest.Starter(s)
	if err != nil {
		return nil, nil, err
	}
	a, err := agreementfile.Parse("agreement.yaml", text)
	return text, a, err
}

// started says what was written, what to do next, and how to get the exports that are not there.
func (p *program) started(dir string, found *exports, zone string) error {
	var b strings.Builder
	path := filepath.Join(dir, "agreement.yaml")
	if found != nil {
		found.list(&b)
	}
	fmt.Fprintf(&b, "Written: %s and %s\n", path, filepath.Join(dir, schemaName))
	agreement := ""
	if dir != "." {
		agreement = " --agreement " + shellWord(path)
	}
	if found == nil {
		b.WriteString("\nNext: put the exports where inputs: at its end says, or move agreement.yaml away and begin again with leadpact init --from EXPORTS.\n")
	} else {
		found.todo(&b, zone)
		fmt.Fprintf(&b, "\nNext: leadpact check%s\n      leadpact run%s%s\n", agreement, agreement, found.period())
	}
	guides, err := profile.Guides()
	if err != nil {
		return err
	}
	if missing := found.missing(); len(missing) > 0 {
		fmt.Fprintf(&b, "\nHow to export %s\n", strings.Join(missing, ", "))
		for _, g := range guides {
			if found.uses(g.CRM) {
				fmt.Fprintf(&b, "\n%s\n  %s\n", g.Title, strings.ReplaceAll(g.Text, "\n", "\n  "))
			}
		}
		b.WriteString("\nAny other: CSV with the columns that leadpact check names, or columns: in the agreement.\n")
	}
	_, err = fmt.Fprint(p.stdout, printable(b.String()))
	return cannotWrite(err)
}
