package workbook

import (
	"fmt"
	"strings"

	"leadpact/model"
	"leadpact/model/calc"
	"leadpact/model/formula"
)

// Book is a workbook laid out.
type Book struct {
	card            *model.Scorecard
	formats         numberFormats
	flag            string // the flag of Checks when the workbook is issued
	sheets          []*sheet
	names           []name
	definedAt       map[string]string // where a workbook-scope name is defined; by the name in lower case
	cells           map[string]string // addresses of terms and figures by id
	placedTables    map[string]bool   // names of the tables that some sheet shows
	truncated       []string          // one warning for each text that is longer than a cell takes
	deferred        []func()          // steps of the layout that affect no address
	differenceCells cellRange         // the differences on Checks
	obligations     *placedTable      // nil where nothing is owed
	breachesAt      breachBlock       // breaches by SDR and rule; zero where there are none
	protocol        *placedTable      // the capacity protocol; nil without SDRs
	err             error             // the first one
}

// name is a workbook-scope name and the range that it refers to.
type name struct{ name, refers string }

func newBook(s *model.Scorecard) *Book {
	return &Book{
		card: s, formats: numberFormatsFor(s.Agreement),
		definedAt: map[string]string{}, cells: map[string]string{}, placedTables: map[string]bool{},
	}
}

// runDeferred runs the steps that New has left.
func (b *Book) runDeferred() {
	for _, step := range b.deferred {
		step()
	}
	b.deferred = nil
}

// Cell returns the address of a term or figure as scorecard.json states it: Summary!D5, 'Goal Grid'!D7.
// It is empty for an id that the scorecard does not have.
func (b *Book) Cell(id string) string { return b.cells[id] }

// fail records an error; the first one is returned by New or WriteTo.
func (b *Book) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// setHome makes a cell the home of a term or figure: its address, and the cell that has its name.
func (b *Book) setHome(id string, sh *sheet, at cellAt) {
	b.defineName(calc.Name(id), sh, cellRange{at, at})
	b.cells[id] = sh.quoted() + "!" + at.String()
}

// defineName gives a range a workbook-scope name. Names ignore case.
func (b *Book) defineName(n string, sh *sheet, r cellRange) {
	key, where := strings.ToLower(n), sh.name+"!"+r.from.String()
	if before, ok := b.definedAt[key]; ok {
		b.fail("the name %s is asked for twice, by %s and by %s", n, before, where)
		return
	}
	if len(n) > 255 {
		b.fail("the name %.60s… has more than 255 characters; "+
			"shorten the stream, type, tier or channel in agreement.yaml", n)
	}
	b.definedAt[key] = where
	b.names = append(b.names, name{n, sh.reference(r)})
}

// spell returns the formula of a figure's cell.
func (b *Book) spell(id string, e formula.Expr) string {
	sp := speller{card: b.card}
	f := sp.formula(e)
	if sp.err != nil {
		b.fail("%s: %w", id, sp.err)
	}
	return f
}

// show puts a figure into a cell: with its own formula and name where it has no cell yet, else with a
// formula that cites it. A term is always cited.
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

// cite puts a formula into a cell that repeats a term or figure. An id that the scorecard does not have is
// n/a.
func (b *Book) cite(sh *sheet, at cellAt, id string, l look) {
	v, unit, ok := b.value(id)
	if !ok {
		sh.put(at, cell{value: formula.Missing, look: l})
		return
	}
	if v.IsMissing() {
		sh.missing = append(sh.missing, id)
	}
	switch {
	case l.format != "":
	case b.card.Term(id) != nil:
		l.format = b.formats.term(unit, v)
	default:
		l.format = b.formats.of(unit, v)
	}
	if l.ink == styleCalculated {
		l.ink = elsewhere
	}
	sh.put(at, cell{formula: calc.Name(id), value: v, look: l})
}

// value returns the value of a term or figure with its unit, and whether the scorecard has it.
func (b *Book) value(id string) (formula.Value, formula.Unit, bool) {
	if t := b.card.Term(id); t != nil {
		return t.Value, t.Unit, true
	}
	if q := b.card.Quantity(id); q != nil {
		return q.Value(), q.Unit, true
	}
	return formula.Missing, formula.Count, false
}

// hasID reports whether the scorecard has a term or figure.
func (b *Book) hasID(id string) bool { return b.card.Term(id) != nil || b.card.Quantity(id) != nil }

// unplaced returns the figures without a cell whose ids begin with one of the prefixes, in the scorecard's
// order. Without prefixes it returns all figures that have no cell.
func (b *Book) unplaced(prefixes ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range b.card.Quantities {
		if b.cells[q.ID] == "" && hasPrefix(q.ID, prefixes) {
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

// unplacedByID returns those of the figures that the scorecard has and that have no cell yet.
func (b *Book) unplacedByID(ids ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, id := range ids {
		if q := b.card.Quantity(id); q != nil && b.cells[id] == "" {
			out = append(out, q)
		}
	}
	return out
}

// unplacedTwoPart returns those of the unplaced figures whose ids have two parts: delivered.leads, not
// delivered.a.demo.leads.
func (b *Book) unplacedTwoPart(prefixes ...string) []*calc.Quantity {
	var out []*calc.Quantity
	for _, q := range b.unplaced(prefixes...) {
		if strings.Count(q.ID, ".") == 1 {
			out = append(out, q)
		}
	}
	return out
}

// existingIDs returns those of the ids that the scorecard has.
func (b *Book) existingIDs(ids ...string) []string {
	var out []string
	for _, id := range ids {
		if b.hasID(id) {
			out = append(out, id)
		}
	}
	return out
}

// idsLike returns the ids of figures with a prefix, a suffix and a number of parts, without the total of
// their family and the count of its rows.
func (b *Book) idsLike(prefix string, parts int, suffix string) []string {
	var out []string
	for _, q := range b.card.Quantities {
		if strings.HasPrefix(q.ID, prefix) && strings.HasSuffix(q.ID, suffix) && strings.Count(q.ID, ".")+1 == parts &&
			q.ID != prefix+"total" && q.ID != prefix+"rows" {
			out = append(out, q.ID)
		}
	}
	return out
}

// sumOf adds terms and figures. It is missing where one of them is, or where there is none.
func (b *Book) sumOf(ids ...string) formula.Value {
	total := formula.Missing
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

// addValues returns a + b; missing where one of them is no number.
func addValues(a, b formula.Value) formula.Value {
	return calculate(a, b, func(x, y float64) float64 { return x + y })
}

// multiplyValues returns a × b; missing where one of them is no number.
func multiplyValues(a, b formula.Value) formula.Value {
	return calculate(a, b, func(x, y float64) float64 { return x * y })
}

// divideValues returns a ÷ b; missing where one of them is no number, or b is zero.
func divideValues(a, b formula.Value) formula.Value {
	if y, ok := b.Number(); ok && y == 0 {
		return formula.Missing
	}
	return calculate(a, b, func(x, y float64) float64 { return x / y })
}

// calculate returns the value of a formula of the form IFERROR(…,"n/a"): f of two numbers, or Missing.
func calculate(a, b formula.Value, f func(x, y float64) float64) formula.Value {
	x, ok := a.Number()
	y, ok2 := b.Number()
	if !ok || !ok2 {
		return formula.Missing
	}
	return formula.Num(f(x, y))
}

// promisedInLeads reports whether Marketing promises a number of leads in place of lead value.
func (b *Book) promisedInLeads() bool {
	v, _, ok := b.value(model.PromiseLeadsID)
	return ok && !v.IsMissing()
}

// clockSentence returns the sentence that names the clock on which hours are counted.
func (b *Book) clockSentence() string { return fmt.Sprintf("Hours are %s.", b.clockHours()) }

func (b *Book) clockHours() string {
	if b.formats.style.Business() {
		return "business hours"
	}
	return "calendar hours"
}
