package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path"
	"path/filepath"

	"leadpact/cmd/leadpact/internal/gctune"
	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/letter"
	"leadpact/report/scorecard"
	"leadpact/report/terminal"
	"leadpact/report/workbook"
)

// scorecard reads the exports and computes the period.
func (j *job) scorecard() (*model.Scorecard, error) {
	gctune.PrepareFor(ingest.Size(j.agreement, j.dir, "leads"))
	j.progress.Begin("reading")
	j.readOptions.Progress = func(p ingest.Progress) { j.progress.Reading(p.File, p.Rows, p.Bytes, p.Size) }
	l, err := j.readCovered()
	if err != nil {
		return nil, err
	}
	j.progress.Begin("computing")
	s := l.Scorecard()
	j.warnOfUnsignedChanges(s)
	return s, j.warnOfOtherHistory(s)
}

// checkUnchanged returns an error if an input does not hold the bytes any more that were read.
func (j *job) checkUnchanged() error {
	if file := j.inputs.Changed(j.started); file != "" {
		return failf(exitTryAgain, "%s changed while it was read; try again when the export is complete", file)
	}
	return nil
}

// compose computes the period, compares it with its earlier issue, and its inputs with those of the last
// issue, if earlier, the folder of the earlier issue, is not empty, and makes the documents.
func (j *job) compose(
	ctx context.Context, earlier string, makeDocuments func(context.Context, *model.Scorecard) (issue, error),
) (*model.Scorecard, issue, error) {
	s, err := await(ctx, func() (*model.Scorecard, error) {
		s, err := j.scorecard()
		if err != nil || earlier == "" {
			return s, err
		}
		if err := j.mayReplace(s, earlier); err != nil {
			return nil, err
		}
		j.progress.Begin("comparing with the last issue")
		j.restate(s, earlier)
		j.tellOfPeriodBefore(s, filepath.Dir(earlier))
		j.noteDrift(s, filepath.Dir(earlier))
		return s, nil
	})
	if err != nil {
		return nil, nil, err
	}
	j.progress.Begin("writing")
	docs, err := makeDocuments(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	j.progress.Begin("checking the inputs again")
	return s, docs, j.checkUnchanged()
}

// publishInto publishes the period's folder in the folder out, whole or not at all.
func (j *job) publishInto(ctx context.Context, out string) (*model.Scorecard, issue, error) {
	tx, err := publish.Begin(out)
	if err != nil {
		return nil, nil, err
	}
	defer tx.Close()
	tx.BeforeCommit = j.beforeCommit
	return j.publish(ctx, tx)
}

// publish composes the issue on the stage of a transaction, as one folder with the period's name, and
// commits it.
func (j *job) publish(ctx context.Context, tx *publish.Transaction) (*model.Scorecard, issue, error) {
	id, makeDocuments := j.period.ID, j.documents
	if makeDocuments == nil {
		makeDocuments = j.stageDocuments
	}
	earlier := filepath.Join(tx.Out(), id)
	s, docs, err := j.compose(ctx, earlier, func(ctx context.Context, s *model.Scorecard) (issue, error) {
		return makeDocuments(ctx, tx, id, s)
	})
	if err != nil {
		return nil, nil, err
	}
	j.progress.Begin("publishing")
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return s, docs, tx.Commit()
}

// scorecardOnly makes scorecard.json and no other document.
func scorecardOnly(ctx context.Context, s *model.Scorecard) (issue, error) {
	return await(ctx, func() (issue, error) {
		book, err := workbook.New(s)
		if err != nil {
			return nil, err
		}
		card, err := bytesOf(func(w io.Writer) error { return scorecard.Write(w, s, book.Cell) })
		return issue{{cardName, card}}, err
	})
}

// stageDocuments is the documentMaker for all files of SPEC section 13.
func (j *job) stageDocuments(
	ctx context.Context, tx *publish.Transaction, folder string, s *model.Scorecard,
) (issue, error) {
	book, err := await(ctx, func() (*workbook.Book, error) { return workbook.New(s) })
	if err != nil {
		return nil, err
	}
	bookPath := path.Join(folder, j.workbookName())
	writeBook := func(w io.Writer) error { _, err := book.WriteTo(ctxWriter{ctx, w}); return err }
	if err := tx.Create(bookPath, writeBook); err != nil {
		return nil, err
	}
	docs, err := await(ctx, func() (issue, error) {
		return j.otherDocuments(s, book, filepath.Join(tx.Stage(), bookPath))
	})
	if err != nil {
		return nil, err
	}
	for _, doc := range docs {
		if err := tx.Write(path.Join(folder, doc.name), doc.data); err != nil {
			return nil, err
		}
	}
	return append(issue{{name: j.workbookName()}}, docs...), nil
}

// otherDocuments makes all documents but the workbook, which is in a file already. A what-if gets no
// letter.eml, as it is mailed to nobody.
func (j *job) otherDocuments(s *model.Scorecard, book *workbook.Book, bookFile string) (issue, error) {
	pdf, err := j.contract()
	if err != nil {
		return nil, err
	}
	docs := issue{{contractName, pdf}}
	mail, err := letter.New(s)
	if err != nil {
		return nil, err
	}
	html, err := mail.HTML()
	if err != nil {
		return nil, err
	}
	docs = append(docs, document{"letter.html", html})
	if j.agreement.WhatIf == nil {
		message, err := j.message(mail, bookFile, pdf)
		if err != nil {
			return nil, err
		}
		docs = append(docs, document{"letter.eml", message})
	}
	aside, err := bytesOf(func(w io.Writer) error { return ingest.WriteSetAside(w, s.SetAside) })
	if err != nil {
		return nil, err
	}
	card, err := bytesOf(func(w io.Writer) error { return scorecard.Write(w, s, book.Cell) })
	return append(docs, document{"setaside.csv", aside}, document{cardName, card}), err
}

// message returns the letter as a mail message with its attachments: the workbook, and in the month in
// which the agreement is to be signed, the contract.
func (j *job) message(mail *letter.Letter, bookFile string, pdf []byte) ([]byte, error) {
	book, err := os.Open(bookFile)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	info, err := book.Stat()
	if err != nil {
		return nil, err
	}
	// Places are relative to --out, so that the bytes of the message do not depend on it.
	place := func(name string) string { return path.Join(j.period.ID, name) }
	attachments := []letter.Attachment{{
		Name:    j.workbookName(),
		Type:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Content: io.NewSectionReader(book, 0, info.Size()),
		Where:   place(j.workbookName()),
	}}
	if signedIn(j.agreement, j.period) {
		attachments = append(attachments, letter.Attachment{
			Name:    contractName,
			Type:    "application/pdf",
			Content: io.NewSectionReader(bytes.NewReader(pdf), 0, int64(len(pdf))),
			Where:   place(contractName),
		})
	}
	message, err := mail.Message(attachments)
	return message, fail(exitAgreement, err)
}

// signedIn reports whether an agreement is signed in a period, or, if nobody has signed it, takes effect
// in it.
func signedIn(a *agreement.Agreement, p calendar.Period) bool {
	day := a.Head.Effective
	if a.Signed != nil && !a.Signed.On.IsZero() {
		day = a.Signed.On
	}
	at := day.In(p.Start.Location())
	return !at.Before(p.Start) && at.Before(p.End)
}

// print writes the result of a run to stdout: the verdict, or scorecard.json.
func (p *program) print(s *model.Scorecard, docs issue, asJSON bool) error {
	if asJSON {
		_, err := p.stdout.Write(docs.file(cardName))
		return cannotWrite(err)
	}
	return cannotWrite(terminal.Verdict(p.stdout, s))
}

// ctxWriter is a writer that fails once its context is cancelled.
type ctxWriter struct {
	ctx context.Context
	w   io.Writer
}

func (c ctxWriter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
