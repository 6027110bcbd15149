package main

import (
	"bytes"
	"context"
	"io"
	"path"
	"path/filepath"
	"strings"

	"leadpact/ingest"
	"leadpact/model"
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

// document is one file of an issue.
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

// compose computes the period, compares it with what before holds of it, and makes of it what is to be issued. Nothing is written
// yet.
func (j *job) compose(ctx context.Context, before string, write func(*model.Scorecard) (issue, error)) (*model.Scorecard, issue, error) {
	s, err := await(ctx, j.scorecard)
	if err != nil {
		return nil, nil, err
	}
	docs, err := await(ctx, func() (issue, error) {
		if before != "" {
			j.progress.begin("comparing with the last issue")
			j.restate(s, before)
		}
		j.progress.begin("writing")
		return write(s)
	})
	if err != nil {
		return nil, nil, err
	}
	j.progress.begin("checking the inputs again")
	return s, docs, j.unchanged()
}

// publish composes the issue and puts it into place, as one folder with the period's name.
func (j *job) publish(ctx context.Context, p *publication) (*model.Scorecard, issue, error) {
	s, docs, err := j.compose(ctx, filepath.Join(p.out, j.period.ID), j.documents)
	if err != nil {
		return nil, nil, err
	}
	j.progress.begin("publishing")
	for _, doc := range docs {
		if err := p.write(path.Join(j.period.ID, doc.name), doc.data); err != nil {
			return nil, nil, err
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	return s, docs, p.commit()
}

// cardAlone makes scorecard.json and no other file.
func (j *job) cardAlone(s *model.Scorecard) (issue, error) {
	book, err := workbook.New(s)
	if err != nil {
		return nil, err
	}
	card, err := bytesOf(func(w io.Writer) error { return scorecard.Write(w, s, book.Cell) })
	return issue{{cardName, card}}, err
}

// documents makes the files of SPEC section 13.
func (j *job) documents(s *model.Scorecard) (issue, error) {
	book, err := workbook.New(s)
	if err != nil {
		return nil, err
	}
	xlsx, err := bytesOf(func(w io.Writer) error { _, err := book.WriteTo(w); return err })
	if err != nil {
		return nil, err
	}
	pdf, err := j.contract()
	if err != nil {
		return nil, err
	}
	mail, err := letter.New(s)
	if err != nil {
		return nil, err
	}
	html, err := mail.HTML()
	if err != nil {
		return nil, err
	}
	bookName := j.bookName()
	attachments := []letter.Attachment{{
		Name:    bookName,
		Type:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Content: xlsx,
		Where:   path.Join(j.period.ID, bookName), // below whatever --out names: the same bytes anywhere
	}}
	if signedIn(j.agreement, j.period) {
		attachments = append(attachments, letter.Attachment{Name: contractName, Type: "application/pdf", Content: pdf, Where: path.Join(j.period.ID, contractName)})
	}
	message, err := mail.Message(attachments)
	if err != nil {
		return nil, fail(exitAgreement, err)
	}
	aside, err := bytesOf(func(w io.Writer) error { return ingest.WriteSetAside(w, s.SetAside) })
	if err != nil {
		return nil, err
	}
	card, err := bytesOf(func(w io.Writer) error { return scorecard.Write(w, s, book.Cell) })
	return issue{
		{bookName, xlsx},
		{contractName, pdf},
		{"letter.html", html},
		{"letter.eml", message},
		{"setaside.csv", aside},
		{cardName, card},
	}, err
}

// signedIn says that the agreement is signed in a period, or where nobody has signed it, takes effect in it and is there to be
// signed: its contract then goes with the letter.
func signedIn(a *model.Agreement, p model.Period) bool {
	day := a.Head.Effective
	if a.Signed != nil && !a.Signed.On.IsZero() {
		day = a.Signed.On
	}
	at := day.In(p.Start.Location())
	return !at.Before(p.Start) && at.Before(p.End)
}

func bytesOf(write func(io.Writer) error) ([]byte, error) {
	var b bytes.Buffer
	err := write(&b)
	return b.Bytes(), err
}
