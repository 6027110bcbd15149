package ingest

import (
	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/model"
	"leadpact/model/agreement"
	"leadpact/model/coverage"
)

// leadStages lists the columns of a lead's stages after the first, whose column is created_at.
var leadStages = [...]struct {
	column string
	stage  agreement.Stage
}{
	{"ql_at", agreement.QL}, {"mql_at", agreement.MQL}, {"sql_at", agreement.SQL},
	{"opportunity_at", agreement.Opportunity}, {"proposal_at", agreement.Proposal},
}

// leadRow is a row of the leads table.
type leadRow struct {
	model.Lead
	key uint64 // idKey of its id
}

var leadRules = rules[leadRow]{
	idColumn: "lead_id", key: func(l *leadRow) uint64 { return l.key },
	ids: func(r *reader) *seenIDs { return &r.leadIDs }, forget: (*model.Ledger).ForgetLeads,
	parse: parseLead, events: leadEvents, add: addLead,
}

// leadEvents counts a lead's dates: its stages, its assignment, and its closing unless it is open.
func leadEvents(l *leadRow, e *coverage.Events) {
	e.AddRow(l.Stages[agreement.Created])
	for _, m := range l.Stages[agreement.Created+1:] {
		e.Add(m)
	}
	e.Add(l.Assigned)
	if l.Status != model.Open {
		e.Add(l.Closed)
	}
}

// parseLead reads a row of leads.
func parseLead(r *reader, x *row) (l leadRow, ok bool) {
	l.Lead = model.Lead{
		Source:    x.source(),
		ID:        x.id("lead_id", true),
		DealIDs:   x.ids("deal_ids"),
		Closed:    x.moment("closed_at", false),
		Status:    profile.Statuses[x.choice("status")],
		Assigned:  x.moment("assigned_at", false),
		Owner:     r.person(x, "owner"),
		Email:     foldAddress(x.address()),
		Contact:   x.id("contact_id", false),
		Name:      x.text("name"),
		Channel:   x.channel("source"),
		Campaign:  x.text("campaign"),
		Tier:      x.choice("tier"),
		Action:    x.choice("action"),
		Quality:   x.choice("quality"),
		Motion:    x.choice("motion"),
		Stream:    x.choice("stream"),
		Reason:    x.text("reason"),
		Marketing: r.isMarketingSourced(x),
	}
	l.Stages[agreement.Created] = x.moment("created_at", true)
	for _, s := range leadStages {
		l.Stages[s.stage] = x.moment(s.column, false)
	}
	l.key = idKey(l.ID)
	return l, x.fault == nil
}

// addLead adds a row unless an earlier row has the same id.
func addLead(r *reader, x *row, l *leadRow) bool {
	if !r.leadIDs.claim(x, l.key) {
		return false
	}
	x.countSource("source", l.Channel)
	r.ledger.AddLead(l.Lead)
	return true
}

// longestChannel is the greatest length of a channel's name, in bytes. It is limited because figures and
// cells of the workbook are named after channels.
const longestChannel = 160

// channel returns the text of a source column, or "" if it is too long for a channel's name.
func (x *row) channel(column string) string {
	s := x.text(column)
	if len(s) > longestChannel {
		x.countNormalisation(longSources)
		return ""
	}
	return s
}

// person returns the name of an owner, or "" if it is one of not_people, such as a queue.
func (r *reader) person(x *row, column string) string {
	s := x.text(column)
	if r.notPeople.Contains(s) {
		return ""
	}
	return s
}

// isMarketingSourced reports whether the row's source, as written or as mapped, is one of
// marketing_sourced. The list is the table's own, else those of the other tables together; without any
// list every lead counts as Marketing's.
func (r *reader) isMarketingSourced(x *row) bool {
	l, known := r.marketingSources[x.table.Name]
	if !known {
		raw := x.in.MarketingSourced
		if len(raw) == 0 {
			raw = profile.FromEveryInput(r.agreement, func(in *agreement.Input) []string { return in.MarketingSourced })
		}
		if len(raw) > 0 {
			list := profile.NewValueSet(raw)
			l = &list
		}
		if r.marketingSources == nil {
			r.marketingSources = map[string]*profile.ValueSet{}
		}
		r.marketingSources[x.table.Name] = l
	}
	return l == nil || l.Contains(x.cell(x.index["source"])) || l.Contains(x.text("source"))
}

// countSource counts a source, so that sources can be compared with the channels of the budget after the
// spend file was read.
func (x *row) countSource(column, value string) {
	if value != "" {
		x.index[column].rowsByValue[value]++
	}
}

// noteUnknownChannels reports the leads' sources that are not among the channels of the budget and of the
// spend file. It reports nothing if there are no channels.
func (r *reader) noteUnknownChannels() {
	known := map[string]bool{}
	for _, c := range r.agreement.Budget.Channels {
		known[csvtext.FoldCase(c.Key)] = true
	}
	for _, c := range r.spendChannels {
		known[csvtext.FoldCase(c)] = true
	}
	if len(known) == 0 {
		return
	}
	for _, f := range r.files {
		if f.table.Name != "leads" || f.index == nil {
			continue
		}
		x := f.index["source"]
		for v, n := range x.rowsByValue {
			if !known[csvtext.FoldCase(v)] {
				x.unmapped[v] = n
			}
		}
		list := byCount(x.Name, x.unmapped)
		f.report.Unmapped = append(f.report.Unmapped, list...)
		if len(list) > 0 {
			f.note(0, "source: no channels of the budget or the spend file, so unattributed, with their rows: %s; "+
				"map them under inputs.leads.values.source in agreement.yaml", describeCounts(list))
		}
	}
}
