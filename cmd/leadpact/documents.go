package main

import (
	"context"
	"strings"

	"leadpact/cmd/leadpact/internal/publish"
	"leadpact/model"
)

// File names of an issue.
const (
	cardName     = "scorecard.json"
	contractName = "contract.pdf"
)

// issue is what a run publishes, in the order in which it is listed.
type issue []document

// document is one file of an issue. The data of a workbook are nil: it may be large, so it is only on the
// stage.
type document struct {
	name string
	data []byte
}

// file returns the data of the document with this name; nil if there is no such document.
func (d issue) file(name string) []byte {
	for _, doc := range d {
		if doc.name == name {
			return doc.data
		}
	}
	return nil
}

// names returns the names of the documents, each on a line of its own after the indent.
func (d issue) names(indent string) string {
	var b strings.Builder
	for _, doc := range d {
		b.WriteString(indent + doc.name + "\n")
	}
	return b.String()
}

// documentMaker makes the documents of a scorecard and stages them in a folder of a transaction.
type documentMaker func(
	ctx context.Context, tx *publish.Transaction, folder string, s *model.Scorecard,
) (issue, error)
