package main

import (
	"bufio"
	"fmt"

	"github.com/urfave/cli/v2"

	"leadpact/ingest"
	"leadpact/model/agreement"
)

// tableCommand writes any CSV or workbook as leadpact reads it.
func (p *program) tableCommand() *cli.Command {
	return &cli.Command{
		Name:      "table",
		Usage:     "write any CSV or workbook as leadpact reads it: UTF-8, commas, quotes where needed",
		ArgsUsage: "FILE",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "encoding", Usage: "the file's `ENCODING`, as windows-1252 (default: by proof)"},
			&cli.StringFlag{Name: "sheet", Usage: "the `SHEET` of a workbook (default: the first visible one with a table)"},
			&cli.StringFlag{Name: "delimiter", Usage: "the file's `DELIMITER`, as \";\" or tab (default: as detected)"},
		},
		Action: func(c *cli.Context) error {
			path, err := oneArgument(c)
			if err != nil {
				return err
			}
			in := agreement.Input{
				Encoding: c.String("encoding"), Delimiter: c.String("delimiter"), Sheet: c.String("sheet"),
			}
			out := bufio.NewWriterSize(p.stdout, 1<<16)
			found, err := await(c.Context, func() (*ingest.Normalised, error) { return ingest.Normalise(path, in, out) })
			if err != nil {
				return err
			}
			if err := out.Flush(); err != nil {
				return cannotWrite(err)
			}
			p.sayNormalised(found)
			return nil
		},
	}
}

// sayNormalised writes to stderr what was found in a file, and which rows were not passed on.
func (p *program) sayNormalised(r *ingest.Normalised) {
	for _, row := range r.SetAside {
		p.say("%s: %s", fileLine(row.Source), row.Reason)
	}
	p.say("%s: %s", r.File.File, r.File.Notation())
	for _, text := range r.File.Found {
		p.say("%s: %s", r.File.File, text)
	}
	for _, n := range r.Notes {
		at := ""
		if n.Line > 0 {
			at = fmt.Sprintf(" (from line %d)", n.Line)
		}
		p.say("%s: %s%s", n.File, n.Text, at)
	}
	p.say("%d read, %d used, %d set aside, %d ignored", r.File.Rows, r.File.Used, r.File.SetAside, r.File.Ignored)
}
