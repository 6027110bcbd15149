package ingest

import (
	"fmt"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/warehouse"
	"leadpact/model"
	"leadpact/model/calendar"
)

// factsTable returns the table of the facts that a ledger needs in place of activities.
func factsTable(l *model.Ledger) *profile.Table {
	t := &profile.Table{
		Name: "facts", Columns: []profile.Column{{Name: "lead_id", Kind: profile.Ident}},
		Required: [][]string{{"lead_id"}, {"basis"}},
	}
	for _, f := range warehouse.FactColumns(l) {
		t.Columns = append(t.Columns, profile.Column{Name: f.Name, Kind: profile.Amount})
		t.Required = append(t.Required, []string{f.Name})
	}
	t.Columns = append(t.Columns, profile.Column{Name: "basis", Kind: profile.Text})
	return t
}

// refuseIncompleteFacts refuses a file of facts if a row of it was set aside: a lead without its facts
// would look as if nobody had called it.
func (r *reader) refuseIncompleteFacts() {
	for _, f := range r.files {
		if f.table.Name == "facts" && len(f.setAside) > 0 {
			a := f.setAside[0]
			r.refuse(&csvtext.Refused{File: a.File, Line: a.Line, Column: a.Column, Reason: a.Reason})
		}
	}
}

// addFacts is the rule of the facts table. Facts that were computed for another period or other terms have
// a fault, and those of no lead are ignored.
func (r *reader) addFacts(x *row, seen seenRows) bool {
	count := func(column string) int {
		n, _, _ := x.number(column)
		if n < 0 || n != float64(int64(n)) {
			x.fail(column, x.cell(x.index[column]), "the value is no count")
		}
		return int(n)
	}
	at := func(column string) calendar.Moment {
		if n, _, ok := x.number(column); ok && n != 0 {
			return calendar.AtMilli(int64(n))
		}
		return calendar.Moment{}
	}
	id := x.id("lead_id", true)
	f := model.Facts{
		FirstTouch: at("first_touch_ms"), FirstCall: at("first_call_ms"), LastTouch: at("last_touch_ms"),
		Calls: count("calls"), Touches: count("touches"), Breakups: count("breakups"),
		ToSQL: count("to_sql"), ToLandmark: count("to_landmark"), ToClosing: count("to_closing"),
		InPeriod: count("in_period"), ContactedInPeriod: count("contacted_in_period"),
		TalkedInPeriod: count("talked_in_period"),
	}
	for _, rule := range r.ledger.FactRules() {
		f.ByDue = append(f.ByDue, count(rule.ID+"_by_due"))
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
		return false
	}
	r.ledger.AddFacts(lead, f)
	return true
}
