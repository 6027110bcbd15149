package ingest

import (
	"fmt"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
)

// factsTable returns the table of facts that a ledger requires, with the columns of model's FactColumns.
func factsTable(l *model.Ledger) *profile.Table {
	t := &profile.Table{
		Name: "facts", Columns: []profile.Column{{Name: "lead_id", Kind: profile.Ident}},
		Required: [][]string{{"lead_id"}, {"basis"}},
	}
	for _, c := range l.FactColumns() {
		t.Columns = append(t.Columns, profile.Column{Name: c.Name, Kind: profile.Amount})
		t.Required = append(t.Required, []string{c.Name})
	}
	t.Columns = append(t.Columns, profile.Column{Name: "basis", Kind: profile.Text})
	return t
}

// refuseIncompleteFacts refuses a file of facts if any row of it was set aside, because a lead without
// facts would look as if nobody had called it.
func (r *reader) refuseIncompleteFacts() {
	for _, f := range r.files {
		if f.table.Name == "facts" && len(f.setAside) > 0 {
			a := f.setAside[0]
			r.refuse(&csvtext.Refused{File: a.File, Line: a.Line, Column: a.Column, Reason: a.Reason})
		}
	}
}

// addFacts adds a row of the facts table. Facts that were computed for another period or other terms are
// a fault, and those of an unknown lead are ignored.
func (r *reader) addFacts(x *row, seen seenRows) bool {
	id := x.id("lead_id", true)
	columns := r.ledger.FactColumns()
	values := make([]int64, len(columns))
	for i, c := range columns {
		n, _, ok := x.number(c.Name)
		if !c.IsMoment() && (n < 0 || n != float64(int64(n))) {
			x.fail(c.Name, x.cell(x.index[c.Name]), "the value is no count")
		}
		if ok || !c.IsMoment() {
			values[i] = int64(n)
		}
	}
	if basis := x.text("basis"); basis != r.ledger.FactsBasis() {
		x.fail("basis", csvtext.Printable([]byte(basis)),
			fmt.Sprintf("these facts are not of %s; run the SQL that leadpact facts prints now", r.ledger.FactsBasis()))
	}
	if x.fault != nil || !seen.claim(x, "lead_id", id, x.contentHash()) {
		return false
	}
	lead := r.ledger.LeadByID([]byte(id))
	if lead.None() {
		x.ignored = model.NoLead
		return false
	}
	r.ledger.AddFacts(lead, columns, values)
	return true
}
