package starting

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"leadpact/ingest"
	"leadpact/ingest/agreementfile"
	"leadpact/ingest/starter"
	"leadpact/model/agreement"
)

// NotEditableError reports an agreement that nothing can be added to, for the way in which it is written.
type NotEditableError struct{ err error }

func (e *NotEditableError) Error() string { return e.err.Error() }
func (e *NotEditableError) Unwrap() error { return e.err }

// Update returns the text of an agreement with what a folder of exports has beside what the agreement reads:
// new files, new tables, new headers and values. All that was typed is kept byte for byte. said tells what was
// added, and what could not be, one line each. The error is a *NotEditableError where the text
// cannot be edited. path is the agreement's file.
func Update(path, from string, text []byte) (updated []byte, said []string, err error) {
	a, err := agreementfile.Parse(path, text)
	if err != nil {
		return nil, nil, err
	}
	x, err := newExports(from, a)
	if err != nil {
		return nil, nil, err
	}
	if err := x.assign(filepath.Dir(path)); err != nil {
		return nil, nil, err
	}
	u := &update{Exports: x, dir: filepath.Dir(path), agreement: a, text: text, readAs: map[string]bool{}}
	u.findRead()
	for _, table := range inputOrder {
		if err := u.addTable(table); err != nil {
			return nil, nil, err
		}
	}
	for _, f := range x.Files {
		if why := x.whyUnused(f); why != "" && !u.isReadAsAny(f) {
			u.said = append(u.said, "not used: "+why)
		}
	}
	if updated, err = agreementfile.AddToInputs(path, text, u.additions...); err != nil {
		return nil, nil, &NotEditableError{err}
	}
	_, err = agreementfile.Parse(path, updated)
	return updated, u.said, err
}

// update collects what is added to an agreement.
type update struct {
	*Exports
	dir       string
	agreement *agreement.Agreement
	text      []byte
	readAs    map[string]bool // the files that the agreement reads, as "leads /path"
	additions []agreementfile.InputAddition
	said      []string
}

// findRead notes which files the agreement reads, and says which of those it names are gone.
func (u *update) findRead() {
	for _, table := range inputOrder {
		in := u.agreement.Inputs[table]
		if in == nil {
			continue
		}
		paths, err := ingest.InputFiles(u.dir, table, in)
		if err != nil {
			u.said = append(u.said, err.Error())
		}
		for _, p := range paths {
			u.readAs[table+" "+absolute(p)] = true
		}
	}
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// isRead reports whether the agreement reads a file of the folder as a table.
func (u *update) isRead(file, table string) bool {
	return u.readAs[table+" "+absolute(filepath.Join(u.from, file))]
}

// addTable adds what the folder has for one table.
func (u *update) addTable(table string) error {
	in := u.agreement.Inputs[table]
	if in == nil {
		u.addInput(table)
		return nil
	}
	added := agreementfile.InputAddition{Table: table}
	for _, f := range u.Files {
		read := u.isRead(f.File, table)
		if !read && (!u.servesAs(f, table) || u.isReadAsAny(f)) {
			continue
		}
		g, err := ingest.SurveyAs(u.agreement, u.from, f.File, table, *in)
		if err != nil {
			return err
		}
		if read || u.addFile(&added, g) {
			added.Notes = append(added.Notes, u.news(g)...)
		}
	}
	for _, note := range added.Notes {
		u.said = append(u.said, "inputs."+table+": "+note)
	}
	if len(added.Files)+len(added.Notes) > 0 {
		u.additions = append(u.additions, added)
	}
	return nil
}

// isReadAsAny reports whether the agreement reads a file as a table already, unless the file is leads and deals
// at once.
func (u *update) isReadAsAny(f ingest.SurveyedFile) bool {
	return !f.LeadsAndDeals && slices.ContainsFunc(inputOrder, func(t string) bool { return u.isRead(f.File, t) })
}

// addFile adds a file to the files of its table, if what the agreement says about the table suffices to read it.
func (u *update) addFile(added *agreementfile.InputAddition, f ingest.SurveyedFile) bool {
	path := relative(u.dir, filepath.Join(u.from, f.File))
	reason := f.Err
	if reason == nil && len(f.Undecided) > 0 {
		reason = f.Undecided[0]
	}
	if reason != nil {
		u.said = append(u.said, fmt.Sprintf("inputs.%s: %s is new and is not added: %v", added.Table, path, reason))
		return false
	}
	added.Files = append(added.Files, path)
	u.said = append(u.said, fmt.Sprintf("inputs.%s: %s is new and is added to files", added.Table, path))
	return true
}

// addInput adds the input of a table that the agreement lacks.
func (u *update) addInput(table string) {
	i := slices.IndexFunc(u.Inputs, func(in starter.Input) bool { return in.Table == table && len(in.Files) > 0 })
	if i < 0 {
		return
	}
	in := u.Inputs[i]
	read := func(f ingest.SurveyedFile) bool { return u.isReadAsAny(f) }
	if !in.Complete() || slices.ContainsFunc(in.Found, read) {
		return
	}
	u.additions = append(u.additions, agreementfile.InputAddition{Table: table, Entry: in.Text()})
	u.said = append(u.said, fmt.Sprintf("inputs.%s is new, with %s", table, strings.Join(in.Files, ", ")))
}

// news returns the headers of a file and the values of its columns that the agreement neither uses nor mentions.
func (u *update) news(f ingest.SurveyedFile) (notes []string) {
	var headers []string
	for _, h := range f.Unbound {
		if quoted := strconv.Quote(h); !bytes.Contains(u.text, []byte(quoted)) {
			headers = append(headers, quoted)
		}
	}
	if headers != nil {
		notes = append(notes, starter.Comment(fmt.Sprintf("new headers in %q: %s", f.File, strings.Join(headers, ", "))))
	}
	for _, t := range f.Values {
		var values []string
		for _, v := range t.Top {
			quoted := strconv.Quote(v.Value)
			if t.Words != nil && v.To == "" && !bytes.Contains(u.text, []byte(quoted)) {
				values = append(values, fmt.Sprintf("%s (%d)", quoted, v.Rows))
			}
		}
		if values != nil {
			notes = append(notes, starter.Comment(fmt.Sprintf("new values of %s, which mean nothing yet: %s", t.Column, strings.Join(values, ", "))))
		}
	}
	return notes
}
