package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"leadpact/ingest"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/calendar"
	"leadpact/report/letter"
	"leadpact/report/scorecard"
	"leadpact/report/workbook"
)

// issue is what a run publishes, in the order in which it is listed.
type issue []document

const (
	cardName     = "scorecard.json"
	contractName = "contract.pdf"
)

// document is one file of an issue. The workbook's data are on the stage alone: it may be large.
type document struct {
	name string
	data []byte
}

// file finds a document by name.
func (d issue) file(name string) []byte {
	for _, doc := range d {
		if doc.name == name {
			return doc.data
		}
	}
	return nil
}

// names lists the documents, one a line after the indent.
func (d issue) names(indent string) string {
	var b strings.Builder
	for _, doc := range d {
		b.WriteString(indent + doc.name + "\n")
	}
	return b.String()
}

// compose computes the period, compares it with what before holds of it, and makes of it what is to be issued.
func (j *job) compose(ctx context.Context, before string, write func(context.Context, *model.Scorecard) (issue, error)) (*model.Scorecard, issue, error) {
	s, err := await(ctx, func() (*model.Scorecard, error) {
		s, err := j.scorecard()
		if err == nil && before != "" {
			j.progress.begin("comparing with the last issue")
			j.restate(s, before)
		}
		return s, err
	})
	if err != nil {
		return nil, nil, err
	}
	j.progress.begin("writing")
	docs, err := write(ctx, s)
	if err != nil {
		return nil, nil, err
	}
	j.progress.begin("checking the inputs again")
	return s, docs, j.unchanged()
}

// publish composes the issue on the stage and puts it into place, as one folder with the period's name.
func (j *job) publish(ctx context.Context, p *publication) (*model.Scorecard, issue, error) {
	s, docs, err := j.compose(ctx, filepath.Join(p.out, j.period.ID), j.documents(p, j.period.ID))
	if err != nil {
		return nil, nil, err
	}
	j.progress.begin("publishing")
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return s, docs, p.commit()
}

// cardAlone makes scorecard.json and no other file.
func (j *job) cardAlone(ctx context.Context, s *model.Scorecard) (issue, error) {
	return await(ctx, func() (issue, error) {
		book, err := workbook.New(s)
		if err != nil {
			return nil, err
		}
		card, err := bytesOf(func(w io.Writer) error { return scorecard.Write(w, s, book.Cell) })
		return issue{{cardName, card}}, err
	})
}

// documents stages the files of SPEC section 13 in a folder. The letter of a what-if is mailed to nobody, and is left out.
func (j *job) documents(p *publication, folder string) func(context.Context, *model.Scorecard) (issue, error) {
	return func(ctx context.Context, s *model.Scorecard) (issue, error) {
		book, err := await(ctx, func() (*workbook.Book, error) { return workbook.New(s) })
		if err != nil {
			return nil, err
		}
		bookPath := path.Join(folder, j.bookName())
		if err := p.create(bookPath, func(w io.Writer) error { _, err := book.WriteTo(until{ctx, w}); return err }); err != nil {
			return nil, err
		}
		docs, err := await(ctx, func() (issue, error) { return j.beside(s, book, filepath.Join(p.stage(), bookPath)) })
		if err != nil {
			return nil, err
		}
		for _, doc := range docs {
			if err := p.write(path.Join(folder, doc.name), doc.data); err != nil {
				return nil, err
			}
		}
		return append(issue{{name: j.bookName()}}, docs...), nil
	}
}

// beside makes the documents that go with a workbook, which lies in a file.
func (j *job) beside(s *model.Scorecard, book *workbook.Book, bookFile string) (issue, error) {
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

// message is the letter with what goes with it.
func (j *job) message(mail *letter.Letter, bookFile string, pdf []byte) ([]byte, error) {
	book, err := os.Open(bookFile)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	there, err := book.Stat()
	if err != nil {
		return nil, err
	}
	where := func(name string) string { return path.Join(j.period.ID, name) } // below whatever --out names: the same bytes anywhere
	attachments := []letter.Attachment{{
		Name:    j.bookName(),
		Type:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Content: io.NewSectionReader(book, 0, there.Size()),
		Where:   where(j.bookName()),
	}}
	if signedIn(j.agreement, j.period) {
		attachments = append(attachments, letter.Attachment{Name: contractName, Type: "application/pdf",
			Content: io.NewSectionReader(bytes.NewReader(pdf), 0, int64(len(pdf))), Where: where(contractName)})
	}
	message, err := mail.Message(attachments)
	return message, fail(exitAgreement, err)
}

// signedIn says that the agreement is signed in a period, or where nobody has signed it, takes effect in it and is there to be
// signed: its contract then goes with the letter.
func signedIn(a *agreement.Agreement, p calendar.Period) bool {
	day := a.Head.Effective
	if a.Signed != nil && !a.Signed.On.IsZero() {
		day = a.Signed.On
	}
	at := day.In(p.Start.Location())
	return !at.Before(p.Start) && at.Before(p.End)
}

// until stops what is written when a run is interrupted.
type until struct {
	ctx context.Context
	w   io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}

func bytesOf(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}
