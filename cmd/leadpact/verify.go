package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"leadpact/ingest/agreementfile"
	"leadpact/report/contract"
	"leadpact/report/contract/signable"
	"leadpact/report/format"
	"leadpact/report/stamp"
)

// verify matches a file with an agreement.
func (p *program) verify() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "say whether a contract, workbook or letter belongs to the agreement, and what became of a contract since",
		ArgsUsage: "FILE",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.PathFlag{Name: "against", Usage: "the file is an amendment of the agreement in `OLD`", Action: notEmpty("against")},
		},
		Action: func(c *cli.Context) error {
			name, err := oneArgument(c)
			if err != nil {
				return err
			}
			path := c.Path("agreement")
			a, err := agreementfile.Load(path)
			if err != nil {
				return err
			}
			file, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			j := &job{agreement: a, dir: filepath.Dir(path)}
			document := j.contract
			if against := c.Path("against"); against != "" {
				if document, err = j.amendmentOf(against); err != nil {
					return err
				}
			}
			report, err := await(c.Context, func() (string, error) { return j.verify(file, document) })
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			_, err = fmt.Fprintf(p.stdout, "%s %s", format.Plain(name), report)
			return cannotWrite(err)
		},
	}
}

// verify says to what the file belongs, and of a contract what became of it.
// Document makes the PDF anew as it was issued.
func (j *job) verify(file []byte, document func() ([]byte, error)) (string, error) {
	head, print := j.agreement.Head, j.agreement.Fingerprint()
	belongs := fmt.Sprintf("belongs to %s version %d, fingerprint %s\n", format.Plain(head.ID), head.Version, print)
	if bytes.HasPrefix(file, []byte("%PDF-")) {
		issued, err := document()
		if err != nil {
			return "", err
		}
		if j.agreement.Signed != nil && !bytes.HasPrefix(file, issued) {
			before := *j.agreement // as it was when there was nothing signed to compare with
			before.Signed = nil
			j.agreement = &before
			if issued, err = document(); err != nil {
				return "", err
			}
		}
		l, err := j.terms(nil)
		if err != nil {
			return "", err
		}
		h, err := contract.Verify(l.Scorecard(), issued, file)
		if err != nil {
			return "", fail(exitData, err)
		}
		return belongs + history(h), nil
	}
	stamped := stamp.Letter
	if bytes.HasPrefix(file, []byte("PK")) {
		stamped = stamp.Workbook
	}
	switch found, err := stamped(file); {
	case err != nil:
		return "", fail(exitData, err)
	case found != print:
		return "", failf(exitData, "it belongs to the terms with fingerprint %s; %s version %d has %s", found, head.ID, head.Version, print)
	}
	return belongs, nil
}

// history writes what became of a contract, a line for each signer.
func history(h *signable.History) string {
	var b strings.Builder
	b.WriteString("it begins with the issued bytes; ")
	switch h.Revisions {
	case 0:
		b.WriteString("nothing was added since\n")
	default:
		fmt.Fprintf(&b, "revisions since: %d, none of which changes a page\n", h.Revisions)
	}
	if h.Unsigned > 0 {
		fmt.Fprintf(&b, "revisions after the last signature: %d\n", h.Unsigned)
	}
	var filled []string
	for _, f := range h.Fields {
		what, who, _ := strings.Cut(f.Label, ", ")
		if !f.Signature {
			if text := filledIn(f); text != "" {
				filled = append(filled, strings.ToLower(what)+" "+text)
			}
			continue
		}
		state := "not signed"
		if f.Set {
			state = "signed"
			if f.Value != "" {
				state += " by " + format.Plain(f.Value)
			}
		}
		fmt.Fprintf(&b, "  %s: %s\n", format.Plain(who), strings.Join(append([]string{state}, filled...), "; "))
		filled = nil
	}
	b.WriteString("whether a signature is valid, and whose it is, a PDF reader says\n")
	return b.String()
}

// filledIn is what a text field holds, and what it was issued with where that is something else.
func filledIn(f signable.Filled) string {
	text := format.Plain(f.Value)
	if f.Issued == "" || f.Issued == f.Value {
		return text
	}
	return cmp.Or(text, "empty") + " (issued with " + format.Plain(f.Issued) + ")"
}
