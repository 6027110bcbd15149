package ingest

import (
	"bytes"
	"fmt"
	"hash/maphash"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
	"leadpact/model"
	"leadpact/model/calendar"
)

// row is one record, read by canonical columns. Its methods read a column by its kind. The first value
// that cannot be read becomes the row's fault, and the row is set aside.
type row struct {
	*file
	csvtext.Record
	texts []cachedText // by canonical column, see cell
	fault *fault
	// ignored is why the row is ignored; set where it is neither used nor has a fault.
	ignored model.IgnoredReason
	quiet   bool // the row is read a second time, so nothing is counted
	// unknown lists the row's values without a canonical word. They are counted unless the row is set aside.
	unknown []unknownValue
}

// cachedText is the text of a column, if it has been read already.
type cachedText struct {
	read bool
	text string
}

// reset prepares the row for another record.
func (r *row) reset(rec csvtext.Record) {
	clear(r.texts)
	*r = row{file: r.file, Record: rec, texts: r.texts, unknown: r.unknown[:0]}
}

type unknownValue struct {
	field *field
	value string
}

type fault struct{ column, value, reason string }

// fail sets the row's fault, unless it already has one.
func (r *row) fail(column, value, reason string) {
	if r.fault == nil {
		r.fault = &fault{column, value, reason}
	}
}

// failCell does the same as fail, with the text of the column as the value.
func (r *row) failCell(column, reason string) {
	r.fail(column, csvtext.Printable([]byte(r.cell(r.index[column]))), reason)
}

func (r *row) source() model.Source { return model.Source{File: r.report.File, Line: r.Line} }

// usable reports whether the row's columns can be read: the record is not damaged, empty, a repeated
// header or deleted in the CRM, and every cell holds usable text. It counts when the row was changed last.
func (r *row) usable() bool {
	switch {
	case r.Damage != "":
		r.fail("", "", r.Damage)
	case r.Blank():
		r.ignored = model.EmptyRow
		r.countNormalisation(emptyRows)
	case csvtext.RepeatsHeader(r.Cells, r.Headers):
		r.ignored = model.RepeatedHeader
		r.countNormalisation(repeatedHeaders)
	case r.isDeleted():
		r.ignored = model.Deleted
		r.countNormalisation(deletedRows)
	case r.isPart():
		r.ignored = model.Part
	default:
		r.changes.Add(r.changed())
		r.checkText()
		return r.fault == nil
	}
	return false
}

// checkText sets the row's fault if a cell does not hold usable text.
func (r *row) checkText() {
	for i, c := range r.Cells {
		reason := csvtext.CellFault(c, r.strict)
		if reason == "" {
			continue
		}
		column := ""
		if i < len(r.Headers) {
			column = csvtext.Printable([]byte(r.Headers[i]))
		}
		for j, at := range r.CellIndexes {
			if slices.Contains(at, i) {
				column = r.table.Columns[j].Name
				break
			}
		}
		r.fail(column, csvtext.Printable(c), reason)
		return
	}
}

// countNormalisation counts a change to a cell or a kind of row.
func (r *row) countNormalisation(m normalisation) {
	if !r.quiet {
		r.file.countNormalisation(m, r.Line)
	}
}

// countUnknown counts the unknown values of a row that was not set aside.
func (r *row) countUnknown() {
	for _, u := range r.unknown {
		u.field.unmapped[u.value]++
	}
}

// isPart reports whether the row is no record of its own, since a cell is blank that no record leaves blank.
func (r *row) isPart() bool {
	return slices.ContainsFunc(r.neverBlank, func(i int) bool {
		return i >= len(r.Cells) || len(bytes.TrimSpace(r.Cells[i])) == 0
	})
}

// isDeleted reports whether the CRM has marked the row as deleted.
func (r *row) isDeleted() bool {
	for i, l := range r.deletedMarks {
		if i < len(r.Cells) && l.Contains(string(bytes.TrimSpace(r.Cells[i]))) {
			return true
		}
	}
	return false
}

// cell returns the text of a column: trimmed, empty for a word that means blank, in Unicode form C, and,
// unless the column is free text, without invisible characters.
func (r *row) cell(x *field) string {
	m := &r.texts[x.no]
	if !m.read {
		*m = cachedText{true, r.readCell(x)}
	}
	return m.text
}

// readCell does the same as cell without the cache.
func (r *row) readCell(x *field) string {
	if x.fixed != nil {
		return *x.fixed
	}
	s := x.raw(r.Cells)
	if s == "" {
		return ""
	}
	if csvtext.Blanks[s] {
		r.countNormalisation(blankWords)
		return ""
	}
	if x.Kind == profile.Ident && len(x.at) == 1 && len(s) < len(r.Cells[x.at[0]]) {
		r.countNormalisation(paddedIDs)
	}
	if len(s) > csvtext.SpreadsheetCell && utf8.RuneCountInString(s) > csvtext.SpreadsheetCell {
		r.countNormalisation(longCells)
	}
	return r.normaliseText(x, s)
}

// normaliseText removes from a text what an export or a spreadsheet has added to it, and counts these
// changes.
func (r *row) normaliseText(x *field, s string) string {
	if x.Kind == profile.Ident || x.Kind == profile.Idents || x.Kind == profile.Name {
		if csvtext.HasLineBreak(s) && (x.Kind != profile.Idents || separated(s) == nil) {
			r.fail(x.Name, csvtext.Printable([]byte(s)), "the value holds a line break")
		}
		if len(s) > 3 && strings.HasPrefix(s, `="`) && strings.IndexByte(s[2:], '"') == len(s)-3 {
			r.countNormalisation(spreadsheetTexts)
			s = s[2 : len(s)-1]
		}
	}
	if x.Kind == profile.Name && strings.ContainsAny(s, " \t\u00a0\u2007\u2009\u202f\u3000") {
		if one := strings.Join(strings.Fields(s), " "); one != s {
			r.countNormalisation(collapsedSpaces)
			s = one
		}
	}
	if csvtext.IsASCII(s) {
		return s
	}
	if strings.ContainsRune(s, utf8.RuneError) {
		r.countNormalisation(replacementCharacters)
	}
	if c := csvtext.NFC(s); c != s {
		r.countNormalisation(composedLetters)
		s = c
	}
	if x.Kind != profile.Text {
		if v := csvtext.StripInvisible(s); v != s {
			r.countNormalisation(invisibleCharacters)
			s = strings.TrimSpace(v)
		}
	}
	return s
}

// contentHash returns a hash of the cells that give the canonical columns, without modified_at.
func (r *row) contentHash() uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	for i := range r.fields {
		if r.fields[i].Name == profile.ModifiedAt {
			continue
		}
		for _, at := range r.fields[i].at {
			if at < len(r.Cells) {
				h.Write(bytes.TrimSpace(r.Cells[at]))
			}
			h.WriteByte(0)
		}
	}
	return h.Sum64()
}

// text returns a column of free text, mapped where the agreement maps it.
func (r *row) text(column string) string {
	x := r.index[column]
	s := r.cell(x)
	x.hasValue = x.hasValue || s != ""
	if x.mapper != nil && s != "" {
		if to, ok := x.mapper.Map(s, x.decimal); ok {
			return to
		}
	}
	return s
}

// roundedID matches a number with an exponent.
var roundedID = regexp.MustCompile(`^-?\d(?:[.,]\d+)?[eE]\+?\d+$`)

// id returns an id. A row without a required id has a fault.
func (r *row) id(column string, required bool) string {
	s := r.text(column)
	if s == "" && required {
		r.fail(column, "", "the value is missing")
	}
	return r.checkID(column, s)
}

// checkID returns an id in the form in which ids are compared. An id that a spreadsheet has damaged is a
// fault.
func (r *row) checkID(column, s string) string {
	if len(s) > 0 && s[0] <= '9' && strings.ContainsAny(s, "eE") && roundedID.MatchString(s) {
		r.fail(column, csvtext.Printable([]byte(s)), "a spreadsheet has rounded the id; export it as text")
	}
	if len(s) > 1 && s[0] == '#' && spreadsheetErrors[s] {
		r.fail(column, s, "a spreadsheet's error stands in place of the value; export it again")
	}
	id, respelled := comparedID(r.Export, s)
	if respelled {
		r.countNormalisation(respelledIDs)
	}
	return id
}

var spreadsheetErrors = map[string]bool{
	"#REF!": true, "#NAME?": true, "#VALUE!": true, "#DIV/0!": true, "#NUM!": true, "#NULL!": true, "#####": true,
}

// ids returns the ids of a cell, separated there by semicolons, commas or line breaks, without repetitions.
func (r *row) ids(column string) []string {
	var out []string
	add := func(id string) {
		if id = r.checkID(column, strings.TrimSpace(id)); id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	for part := range strings.SplitSeq(r.text(column), ";") {
		list := separated(part)
		if list == nil {
			add(part)
		}
		for _, part := range list {
			add(part)
		}
	}
	return out
}

// emails returns the e-mail addresses of a cell in the form in which they are compared, without repetitions.
func (r *row) emails() []string {
	var out []string
	for _, a := range r.addresses() {
		if a = foldAddress(a); !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// address returns the first e-mail address of a cell, or "".
func (r *row) address() string {
	if list := r.addresses(); len(list) > 0 {
		return list[0]
	}
	return ""
}

// addresses returns the e-mail addresses of a cell as written.
func (r *row) addresses() []string {
	s := r.checkID("email", r.text("email"))
	list := addresses(s)
	if len(list) == 1 && len(list[0]) < len(s) {
		r.countNormalisation(wrappedAddresses)
	}
	return list
}

// choice returns the canonical word of a column. A value without a canonical word is counted and read as
// blank.
func (r *row) choice(column string) string {
	x := r.index[column]
	raw := r.cell(x)
	if raw == "" {
		return ""
	}
	to, ok := r.wordFor(x, raw)
	x.hasValue = x.hasValue || ok || x.mapper.Fallback != nil
	switch {
	case ok:
		return to
	case x.mapper.Fallback != nil:
		return *x.mapper.Fallback
	case !r.quiet:
		r.unknown = append(r.unknown, unknownValue{x, raw})
	}
	return ""
}

// wordFor returns the canonical word of a value, or else that of the first of its cells that has one.
func (r *row) wordFor(x *field, raw string) (string, bool) {
	to, ok := x.mapper.MapNamed(raw, x.decimal)
	if ok || len(x.at) < 2 {
		return to, ok
	}
	for _, i := range x.at {
		if i >= len(r.Cells) {
			break
		}
		if to, ok := x.mapper.MapNamed(string(bytes.TrimSpace(r.Cells[i])), x.decimal); ok {
			return to, true
		}
	}
	return "", false
}

// flag returns a choice of true and false. Any other word is a fault.
func (r *row) flag(column string) model.Ternary {
	x := r.index[column]
	raw := r.cell(x)
	if raw == "" {
		return model.Unknown
	}
	to, ok := x.mapper.Map(raw, x.decimal)
	if !ok {
		r.fail(column, csvtext.Printable([]byte(raw)), "the value is neither true nor false")
	}
	x.hasValue = x.hasValue || ok
	return profile.Ternaries[to]
}

// moment returns a date; the zero Moment where it is blank.
func (r *row) moment(column string, required bool) calendar.Moment {
	x := r.index[column]
	if len(x.at) == 1 && x.at[0] < len(r.Cells) && !x.days {
		if m, n := r.dateReader.ReadFast(r.Cells[x.at[0]]); n > 0 && n == len(r.Cells[x.at[0]]) {
			return m
		}
	}
	s := r.cell(x)
	if s == "" {
		if required {
			r.fail(column, "", "the value is missing")
		}
		return calendar.Moment{}
	}
	m, twice, reason := x.readDate(r.dateReader, s)
	if reason != "" {
		r.fail(column, csvtext.Printable([]byte(s)), "the value "+reason)
	}
	if twice {
		r.countNormalisation(ambiguousHours)
	}
	return m
}

// number returns a number and the currency, if any, in its cell. ok is false if the cell is blank or has
// a fault.
func (r *row) number(column string) (x float64, currency string, ok bool) {
	f := r.index[column]
	s := r.cell(f)
	if s == "" {
		return 0, "", false
	}
	x, currency, ok = scalar.ParseNumber(s, f.decimal)
	if !ok {
		r.fail(column, csvtext.Printable([]byte(s)),
			fmt.Sprintf("the value is not a number with the decimal sign %q", f.decimal))
	} else if scalar.SuffixScale(s) != 1 {
		r.countNormalisation(scaledAmounts)
	}
	f.hasValue = f.hasValue || ok
	return x, currency, ok
}
