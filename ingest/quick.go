package ingest

import (
	"bytes"
	"slices"

	"leadpact/model"
)

// quick reads the usual rows of activities without a string or a look-up per cell: a cell of few values (type, owner, outcome
// …) is read once by the row's own methods and remembered by its bytes, ids and dates are read where they lie. A row that is
// unusual in any cell it says no to, and parseActivity reads it.
type quick struct {
	*reader
	probe               *row // reads the cells that are to be remembered
	file                *file
	width               int
	known               [cellsKnown]*remembered
	named               []bool // by cell: of few values
	id, lead, email, at int    // cells; -1: no column gives it
	last                []byte // the lead id of the row before
	lastLead            model.LeadRef
}

// The columns of few values.
const (
	typeCell = iota
	ownerCell
	outcomeCell
	directionCell
	automatedCell
	cellsKnown
)

var cellNames = [cellsKnown]string{"type", "owner", "outcome", "direction", "automated"}

// reading is what a cell of few values means.
type reading struct {
	raw   string
	odd   *oddity // the one value that the agreement does not name
	hard  bool    // it has a fault, or is mended: the row is for parseActivity
	no    bool    // of a type: the row is ignored; of an owner: a queue; else true or inbound
	kind  model.TouchKind
	text  string
	found model.Outcome
}

// remembered are the readings of one cell.
type remembered struct {
	cell  int // -1: the column is not in the file, or constant
	fixed *reading
	near  [64]*reading
	all   map[string]*reading
}

const mostRemembered = 10_000

// newQuick makes a quick reader of a file; nil where columns are joined from several cells, mapped, or rows may be deleted.
func newQuick(r *reader, f *file) func(record, *item[activity]) bool {
	q := &quick{reader: r.beside(), file: f, width: f.split.width, named: make([]bool, max(f.split.width, len(f.headers)))}
	probe := f.beside()
	q.probe = &row{file: probe, texts: make([]memo, len(f.fields))}
	for i := range f.fields {
		x := &f.fields[i]
		if len(x.at) > 1 || len(x.at) == 1 && x.at[0] >= len(q.named) || x.mapper != nil && x.kind != choice && x.kind != name || len(f.drop) > 0 {
			return nil
		}
	}
	for i, n := range cellNames {
		x := f.index[n]
		k := &remembered{cell: -1, all: map[string]*reading{}}
		if len(x.at) == 1 && x.fixed == nil {
			k.cell = x.at[0]
			q.named[k.cell] = true
		} else {
			k.fixed = q.learn(i, nil, "")
		}
		q.known[i] = k
	}
	for _, c := range []struct {
		cell *int
		name string
	}{{&q.id, "activity_id"}, {&q.lead, "lead_id"}, {&q.email, "email"}, {&q.at, "at"}} {
		x := f.index[c.name]
		*c.cell = -1
		if len(x.at) == 1 {
			*c.cell = x.at[0]
		}
		if x.fixed != nil || c.cell == &q.at && *c.cell < 0 || *c.cell >= 0 && q.named[*c.cell] {
			return nil
		}
	}
	return q.row
}

// learn reads a cell by the row's methods and keeps what it means; cells hold nothing else.
func (q *quick) learn(column int, cells [][]byte, raw string) *reading {
	x := q.probe
	x.next(record{cells: cells})
	x.file.mended = [mendings]tally{}
	k := &reading{raw: raw}
	switch column {
	case typeCell:
		kind, ok := touchKinds[x.choice("type")]
		k.kind, k.no = kind, !ok
	case ownerCell:
		k.text = x.text("owner")
		k.no = q.notPeople.has(k.text)
	case outcomeCell:
		k.found = outcomes[x.choice("outcome")]
	case directionCell:
		k.no = x.choice("direction") == "inbound"
	case automatedCell:
		k.no = x.flag("automated") == model.Yes
	}
	if len(x.unknown) > 0 {
		k.odd = &oddity{unknown: slices.Clone(x.unknown)}
	}
	k.hard = x.fault != nil || x.file.mended != [mendings]tally{} || unfit([]byte(raw), x.strict) != ""
	return k
}

// read gives what a cell of few values means; nil where there are too many.
func (q *quick) read(column int, cells [][]byte) *reading {
	m := q.known[column]
	if m.fixed != nil {
		return m.fixed
	}
	c := cells[m.cell]
	near := &m.near[0]
	if n := len(c); n > 0 {
		near = &m.near[(n*31+int(c[0])*7+int(c[n/2])*13+int(c[n-1]))&63]
	}
	if *near != nil && (*near).raw == string(c) {
		return *near
	}
	k := m.all[string(c)]
	if k == nil {
		if len(m.all) >= mostRemembered {
			return nil
		}
		alone := make([][]byte, len(cells))
		alone[m.cell] = c
		k = q.learn(column, alone, string(c))
		m.all[k.raw] = k
	}
	*near = k
	return k
}

// row reads a usual row.
func (q *quick) row(rec record, it *item[activity]) bool {
	cells := rec.cells
	if len(cells) != q.width || !q.fit(cells) {
		return false
	}
	kind := q.read(typeCell, cells)
	if kind == nil || kind.hard {
		return false
	}
	if kind.no {
		it.odd = kind.odd
		at := trim(cells[q.at])
		return len(at) > 0 && string(at) != q.file.headers[q.at] // no empty row, and not the header again
	}
	owner := q.read(ownerCell, cells)
	if owner == nil || owner.hard || kind.odd != nil {
		return false
	}
	if owner.no {
		return true
	}
	a := &it.value
	a.kind, a.owner = kind.kind, owner.text
	outcome, direction, automated := q.read(outcomeCell, cells), q.read(directionCell, cells), q.read(automatedCell, cells)
	if outcome == nil || outcome.hard || direction == nil || direction.hard || direction.odd != nil || automated == nil || automated.hard {
		return false
	}
	it.odd = outcome.odd
	a.outcome, a.inbound, a.automated = outcome.found, direction.no, automated.no
	if !q.moment(cells[q.at], &a.at) || !q.ids(cells, a) {
		it.odd, it.value = nil, activity{}
		return false
	}
	it.taken = true
	return true
}

// fit says that the cells that are not remembered hold plain text, or other good text where no column is bound.
func (q *quick) fit(cells [][]byte) bool {
	for i, c := range cells {
		if q.named[i] || plain(c) && len(c) <= maxCell {
			continue
		}
		if i == q.id || i == q.lead || i == q.email || i == q.at || unfit(c, q.file.strict) != "" {
			return false
		}
	}
	return true
}

// moment reads a date that has one reading and no fault.
func (q *quick) moment(c []byte, m *model.Moment) (ok bool) {
	if *m, ok = q.file.calendar.quick(c); ok {
		return true
	}
	if c = trim(c); len(c) == 0 || !startsID(c) {
		return false
	}
	x := q.file.index["at"]
	var twice bool
	var fault string
	*m, twice, fault = q.file.calendar.read(string(c), x.order, x.numbers)
	return fault == "" && !twice
}

// ids reads the row's id and finds its lead.
func (q *quick) ids(cells [][]byte, a *activity) bool {
	id, ok := q.one(cells, q.id)
	lead, ok2 := q.one(cells, q.lead)
	email, ok3 := q.one(cells, q.email)
	if !ok || !ok2 || !ok3 {
		return false
	}
	a.id = idKey(id)
	if len(lead) > 0 {
		if !bytes.Equal(lead, q.last) {
			q.last, q.lastLead = append(q.last[:0], lead...), q.ledger.LeadByID(lead)
		}
		a.lead = q.lastLead
	}
	if a.lead.None() && len(email) > 0 {
		a.lead = q.ledger.LeadByEmail(email)
	}
	return true
}

// one is the cell of an id, if it is a single one that needs no mending and no look twice.
func (q *quick) one(cells [][]byte, at int) ([]byte, bool) {
	if at < 0 {
		return nil, true
	}
	c := cells[at]
	if len(c) == 0 {
		return nil, true
	}
	if c[0] <= ' ' || c[len(c)-1] <= ' ' {
		if c = trim(c); len(c) == 0 {
			return nil, true
		}
	}
	for _, b := range c {
		if b == ';' || b < ' ' {
			return nil, false
		}
	}
	if !startsID(c) || c[0] <= '9' && bytes.ContainsAny(c, "eE") {
		return nil, false
	}
	e := q.file.export
	c = bytes.TrimPrefix(c, []byte(e.IDPrefix))
	if e.LongIDs && len(c) == 18 {
		if !slices.ContainsFunc(c, func(b byte) bool { return !alphanumeric(rune(b)) }) {
			c = c[:15]
		}
	}
	return c, true
}

// startsID says that a text is no word for a blank cell.
func startsID(c []byte) bool { return c[0] >= '1' && c[0] <= '9' || !blanks[string(c)] }
