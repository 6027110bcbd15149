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

// verifyCommand is the command that reports whether a file belongs to an agreement. A contract is made
// again and compared byte by byte; workbooks and letters carry the fingerprint of their terms.
func (p *program) verifyCommand() *cli.Command {
	return &cli.Command{
		Name:      "verify",
		Usage:     "say whether a contract, workbook or letter belongs to the agreement, and what became of a contract since",
		ArgsUsage: "FILE",
		Flags: []cli.Flag{
			agreementFlag(),
			&cli.PathFlag{
				Name: "against", Usage: "the file is an amendment of the agreement in `OLD`", Action: notEmpty("against"),
			},
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
			makePDF := j.contract
			if against := c.Path("against"); against != "" {
				if makePDF, err = j.amendmentOf(against); err != nil {
					return err
				}
			}
			report, err := await(c.Context, func() (string, error) { return j.verify(file, makePDF) })
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			_, err = fmt.Fprintf(p.stdout, "%s %s", format.Plain(name), report)
			return cannotWrite(err)
		},
	}
}

// verify reports whether a file belongs to the agreement, and what was done to a contract since it was
// issued. makePDF makes the contract or amendment as it was issued.
func (j *job) verify(file []byte, makePDF func() ([]byte, error)) (string, error) {
	head, fingerprint := j.agreement.Head, j.agreement.Fingerprint()
	belongs := fmt.Sprintf("belongs to %s version %d, fingerprint %s\n", format.Plain(head.ID), head.Version, fingerprint)
	if bytes.HasPrefix(file, []byte("%PDF-")) {
		issued, err := makePDF()
		if err != nil {
			return "", err
		}
		if j.agreement.Signed != nil && !bytes.HasPrefix(file, issued) {
			before := *j.agreement // the agreement as it was issued, without signed
			before.Signed = nil
			j.agreement = &before
			if issued, err = makePDF(); err != nil {
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
	readFingerprint := stamp.Letter
	if bytes.HasPrefix(file, []byte("PK")) {
		readFingerprint = stamp.Workbook
	}
	switch found, err := readFingerprint(file); {
	case err != nil:
		return "", fail(exitData, err)
	case found != fingerprint:
		return "", failf(exitData, "it belongs to the terms with fingerprint %s; %s version %d has %s",
			found, head.ID, head.Version, fingerprint)
	}
	return belongs, nil
}

// history returns what was done to a contract since it was issued, with a line for each signer.
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
		field, signer, _ := strings.Cut(f.Label, ", ")
		if !f.Signature {
			if text := filledIn(f); text != "" {
				filled = append(filled, strings.ToLower(field)+" "+text)
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
		fmt.Fprintf(&b, "  %s: %s\n", format.Plain(signer), strings.Join(append([]string{state}, filled...), "; "))
		filled = nil
	}
	b.WriteString("whether a signature is valid, and whose it is, a PDF reader says\n")
	return b.String()
}

// filledIn returns the text of a field, and the text it was issued with if that differs.
func filledIn(f signable.Filled) string {
	text := format.Plain(f.Value)
	if f.Issued == "" || f.Issued == f.Value {
		return text
	}
	return cmp.Or(text, "empty") + " (issued with " + format.Plain(f.Issued) + ")"
}
