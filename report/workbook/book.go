package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
)

// Book is a workbook laid out.
type Book struct {
	card            *model.Scorecard
	formats         numberFormats
	sheets          []*sheet
	names           []name
	definedAt       map[string]string // workbook-scope names in lower case, and where they stand
	cells           map[string]string // of terms and figures, by id
	placedTables    map[string]bool   // that stand somewhere
	truncated       []string          // texts that were longer than a cell takes
	deferred        []func()          // what no address hangs on
	differenceCells [2]cellAt         // the differences on Checks
	adherence       *adherenceMatrix  // adherence by SDR; nil where nothing is owed
	breachesAt      breachBlock       // breaches by SDR and rule
	protocol        *placedTable      // the capacity protocol; nil without SDRs
	err             error
}

// name is a workbook-scope name and the range it refers to.
type name struct{ name, refers string }

// Cell is the address of a term or figure as scorecard.json states it: Summary!D5, 'Goal Grid'!D7. It is empty for an id
// that the scorecard does not have.
func (b *Book) Cell(id string) string { return b.cells[id] }

func (b *Book) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// home gives an id its cell and its workbook-scope name.
func (b *Book) setHome(id string, sh *sheet, at cellAt) {
	b.defineName(model.Name(id), sh, at, at)
	b.cells[id] = sh.quoted() + "!" + at.String()
}

// define gives a range a workbook-scope name; names ignore case.
func (b *Book) defineName(n string, sh *sheet, from, til cellAt) {
	key, where := strings.ToLower(n), sh.name+"!"+from.String()
	if before, ok := b.definedAt[key]; ok {
		b.fail("the name %s is asked for twice, by %s and by %s", n, before, where)
		return
	}
	if len(n) > 255 {
		b.fail("the name %.60s… has more than 255 characters; shorten the stream, type, tier or channel in agreement.yaml", n)
	}
	b.definedAt[key] = where
	refers := sh.quoted() + "!" + from.fixed()
	if til != from {
		refers += ":" + til.fixed()
	}
	b.names = append(b.names, name{n, refers})
}

// spell writes the formula of a single cell.
func (b *Book) spell(id string, e model.Expr) string {
	sp := speller{card: b.card}
	f := sp.formula(e)
	if sp.err != nil {
		b.fail("%s: %w", id, sp.err)
	}
	return f
}

// show puts a term or figure into a cell: its own formula and name where it has no cell yet, else a formula that cites it.
func (b *Book) show(sh *sheet, at cellAt, id string, l look) {
	q := b.card.Quantity(id)
	if q == nil || b.cells[id] != "" {
		b.cite(sh, at, id, l)
		return
	}
	if l.format == "" {
		l.format = b.formats.of(q.Unit, q.Value())
	}
	sh.put(at, cell{formula: b.spell(id, q.Formula), value: q.Value(), look: l})
	b.setHome(id, sh, at)
}

// cite puts a formula into a cell that repeats a term or figure of the scorecard; what it does not have is n/a.
func (b *Book) cite(sh *sheet, at cellAt, id string, l look) {
	v, unit, ok := b.value(id)
	if !ok {
		sh.put(at, cell{value: model.Missing, look: l})
		return
	}
	switch {
	case l.format != "":
	case b.card.Term(id) != nil:
		l.format = b.formats.term(unit, v)
	default:
		l.format = b.formats.of(unit, v)
	}
	if l.ink == calc {
		l.ink = elsewhere
	}
	sh.put(at, cell{formula: model.Name(id), value: v, look: l})
}

// value is that of a term or figure, with its unit.
func (b *Book) value(id string) (model.Value, model.Unit, bool) {
	if t := b.card.Term(id); t != nil {
		return t.Value, t.Unit, true
	}
	if q := b.card.Quantity(id); q != nil {
		return q.Value(), q.Unit, true
	}
	return model.Missing, model.Count, false
}

// has says that the scorecard knows an id.
func (b *Book) hasID(id string) bool { return b.card.Term(id) != nil || b.card.Quantity(id) != nil }

// unplaced are the figures of the families that have no cell yet, in the scorecard's order.
func (b *Book) unplaced(families ...string) []*model.Quantity {
	var out []*model.Quantity
	for _, q := range b.card.Quantities {
		if b.cells[q.ID] == "" && hasPrefix(q.ID, families) {
			out = append(out, q)
		}
	}
	return out
}

func hasPrefix(id string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(id, p) {
			return true
		}
	}
	return len(prefixes) == 0
}

// pick are figures by id, those that the scorecard has and that have no cell yet.
func (b *Book) unplacedByID(ids ...string) []*model.Quantity {
	var out []*model.Quantity
	for _, id := range ids {
		if q := b.card.Quantity(id); q != nil && b.cells[id] == "" {
			out = append(out, q)
		}
	}
	return out
}

// flat are the unplaced figures of families whose ids have two parts.
func (cur *cursor) unplacedShort(families ...string) []*model.Quantity {
	var out []*model.Quantity
	for _, q := range cur.book.unplaced(families...) {
		if strings.Count(q.ID, ".") == 1 {
			out = append(out, q)
		}
	}
	return out
}

// all are those of the ids that the scorecard has.
func (b *Book) existingIDs(ids ...string) []string {
	var out []string
	for _, id := range ids {
		if b.hasID(id) {
			out = append(out, id)
		}
	}
	return out
}

// like are the ids of a family with so many parts and an end; a total is none of its parts.
func (b *Book) idsLike(family string, parts int, end string) []string {
	var out []string
	for _, q := range b.card.Quantities {
		if strings.HasPrefix(q.ID, family) && strings.HasSuffix(q.ID, end) && strings.Count(q.ID, ".")+1 == parts && q.ID != family+"total" && q.ID != family+"rows" {
			out = append(out, q.ID)
		}
	}
	return out
}

// plus adds figures; n/a where one is, or where there is none.
func (b *Book) sumOf(ids ...string) model.Value {
	total := model.Missing
	for i, id := range ids {
		v, _, _ := b.value(id)
		if i == 0 {
			total = v
		} else {
			total = addValues(total, v)
		}
	}
	return total
}

func addValues(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return model.Missing
	}
	return model.Num(x + y)
}

// times is a × b as a cell with IFERROR has it.
func multiplyValues(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return model.Missing
	}
	return model.Num(x * y)
}

// quotient is a ÷ b as a cell with IFERROR has it.
func divideValues(a, b model.Value) model.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 || y == 0 {
		return model.Missing
	}
	return model.Num(x / y)
}

// clock says on which clock hours run.
func (b *Book) clockSentence() string {
	return fmt.Sprintf("Hours are %s.", b.clockHours())
}

func (b *Book) clockHours() string {
	return map[bool]string{false: "calendar hours", true: "business hours"}[b.formats.style.Business()]
}

// titleOf is the part of a figure's title before its colon.
func titleOf(q *model.Quantity) string {
	t, _, _ := strings.Cut(q.Title, ": ")
	return t
}
