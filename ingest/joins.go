package ingest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/profile"
	"leadpact/ingest/scalar"
)

// A row of activities or deals names its lead by an id or an e-mail address. Where most rows of a file name
// leads that are not known, the file is of other leads, or another column holds the id, and every lead
// would look as if nobody had called it. So rows that name no known lead are counted and said, and a file
// of which nearly no row joins is refused (SPEC section 11).

// joinCount counts the rows of a file that name a lead. Rows that would not count anyway, such as those of
// a queue, are left out.
type joinCount struct {
	named    int    // rows that name a lead
	unknown  int    // of these, rows that name no known one
	contacts int    // of the unknown ones, rows that name a contact
	contact  string // the first of these contacts
	shared   int    // of the unknown ones, rows with a name that several leads have
	nameless int    // rows of activities that name no lead at all
	first    leadName
	line     int // of the first row that names an unknown lead
}

// leadName is how a row names a lead.
type leadName struct {
	column string // lead_id, contact_id, email or lead_name
	text   string // an id, an e-mail address, or the name of a person, which is never printed
}

// isContact reports whether a row names a contact. The ids of contacts in Salesforce begin with 003.
func (n leadName) isContact(e *profile.Export) bool {
	return n.column == "contact_id" || n.column == "lead_id" && e.LongIDs && strings.HasPrefix(n.text, "003")
}

// mostUnknown reports whether fewer than one in ten of the rows that name a lead join.
func (c *joinCount) mostUnknown() bool {
	return c.named >= scalar.MinEvidence && 10*(c.named-c.unknown) < c.named
}

// isMany reports whether a number of rows is at least one in ten of those that name a lead, and enough to draw a
// conclusion.
func (c *joinCount) isMany(rows int) bool { return rows >= scalar.MinEvidence && 10*rows >= c.named }

// whyDistrusted returns why the activities of a file do not show who was called: many rows name contacts, and no column
// says to which contact a lead was converted; many name their lead by a name that several leads have, or nearly all by
// one that no lead has. It returns "" where they do.
func (r *reader) whyDistrusted(f *file) string {
	c := &f.joins
	leadsNameContacts := slices.ContainsFunc(r.files, func(o *file) bool {
		return o.table.Name == "leads" && o.Given(o.table.Index("contact_id"))
	})
	switch {
	case c.isMany(c.contacts) && !leadsNameContacts:
		return fmt.Sprintf("%d of %d rows of %s name contacts, such as \"%s\", and no column tells which leads became contacts, "+
			"so calls of converted leads are missing: %s", c.contacts, c.named, f.report.File,
			csvtext.Printable([]byte(c.contact)), exportContacts)
	case c.isMany(c.shared):
		return fmt.Sprintf("%d of %d rows of %s name their lead by a name that several leads have: %s", c.shared, c.named,
			f.report.File, exportIDs)
	case c.first.column == "lead_name" && c.mostUnknown():
		return fmt.Sprintf("%d of %d rows of %s name their lead by a name that no lead has: %s", c.unknown, c.named,
			f.report.File, exportIDs)
	}
	return ""
}

// exportIDs says how activities that name their leads by name find them.
const exportIDs = "export the activities with the lead's id or e-mail address"

// exportContacts says how activities that name contacts find their leads.
const exportContacts = "export the leads with the id of the contact to which they were converted (Salesforce: " +
	"ConvertedContactId, in reports Contact ID), or name its column under inputs.leads.columns.contact_id"

// firstName returns the first name by which a row of activities names a lead; the zero leadName if there is none.
func firstName(leads, contacts, emails []string, name string) leadName {
	switch {
	case len(leads) > 0:
		return leadName{"lead_id", leads[0]}
	case len(contacts) > 0:
		return leadName{"contact_id", contacts[0]}
	case len(emails) > 0:
		return leadName{"email", emails[0]}
	case name != "":
		return leadName{"lead_name", name}
	}
	return leadName{}
}

// countJoin counts a row of activities and reports whether it joins a lead.
func (r *reader) countJoin(x *row, a *activity) bool {
	c, known := &x.joins, !a.lead.None()
	if !known && a.unknown.text == "" {
		c.nameless++
		return false
	}
	if c.named++; known {
		return true
	}
	c.addUnknown(a.unknown, x.Line)
	if a.unknown.isContact(x.Export) {
		c.contacts++
		c.contact = cmp.Or(c.contact, a.unknown.text)
	}
	if a.unknown.column == "lead_name" && r.ledger.SharesName(a.unknown.text) {
		c.shared++
	}
	return false
}

// addUnknown counts a row that names no known lead.
func (c *joinCount) addUnknown(n leadName, line int) {
	if c.unknown == 0 {
		c.first, c.line = n, line
	}
	c.unknown++
}

// judgeJoins notes the rows of a file that name no known lead. It refuses the file where fewer than one in
// ten of the rows that name a lead join. Fewer than scalar.MinEvidence rows refuse no file: one or two
// activities of a lead that is not in the export are usual on the first day of a month, and the note says
// that they count for nobody.
func (r *reader) judgeJoins(f *file) error {
	c := &f.joins
	if c.nameless > 0 {
		f.note(0, "rows that name no lead, ignored: %d", c.nameless)
	}
	hasIDs := slices.ContainsFunc([]string{"lead_id", "contact_id"}, func(column string) bool {
		i := f.table.Index(column)
		return i >= 0 && f.Given(i) && f.mayHaveValue(i)
	})
	if all := c.named + c.nameless; !hasIDs && all >= scalar.MinEvidence && 2*c.nameless > all {
		return &csvtext.Refused{File: f.report.File, Column: "lead_id", Reason: fmt.Sprintf(
			"no column gives lead_id, or it is blank in every row, and %d of %d activities have no e-mail address either, so "+
				"nothing tells their leads; name the column that holds the lead's id under inputs.activities in agreement.yaml, "+
				"e.g. columns: {lead_id: HEADER}", c.nameless, all)}
	}
	like := r.exampleLead(f, c.first)
	if c.unknown == 0 || !r.leadsRead || like == "" {
		return nil
	}
	column := c.first.column
	example := fmt.Sprintf(`for example %s "%s"`, column, csvtext.Printable([]byte(c.first.text)))
	if column == "lead_name" {
		example = fmt.Sprintf("for example the lead_name on line %d", c.line)
	}
	if joined := c.named - c.unknown; column != "lead_name" && c.mostUnknown() {
		return &csvtext.Refused{File: f.report.File, Line: c.line, Column: column, Reason: fmt.Sprintf(
			"of %d rows that name a lead, %d name a known lead; the others do not, %s, while %s; "+
				"name the column that holds the lead's id under inputs.%s in agreement.yaml, e.g. columns: {lead_id: HEADER}, "+
				"or export it with the same ids as the leads", c.named, joined, example, like, f.table.Name)}
	}
	if why := r.whyDistrusted(f); why != "" {
		r.ledger.DistrustActivities(why)
	}
	f.note(c.line, "%d of %d rows name no known lead, %s; %s", c.unknown, c.named, example, like)
	return nil
}

// exampleLead describes how leads are named in the way of a name that no lead has; empty where there are no leads.
func (r *reader) exampleLead(f *file, unknown leadName) string {
	id, email, contact := r.ledger.ExampleLead()
	switch quote := func(s string) string { return `"` + csvtext.Printable([]byte(s)) + `"` }; {
	case id == "":
		return ""
	case unknown.column == "lead_name":
		return "names join only where exactly one lead has the name; " + exportIDs
	case unknown.column == "email" && email == "":
		return "leads have no e-mail addresses"
	case unknown.column == "email":
		return "leads have addresses like " + quote(email)
	case unknown.isContact(f.Export) && contact == "":
		return "leads have ids like " + quote(id) + " and no contact ids; " + exportContacts
	case unknown.isContact(f.Export):
		return "leads have contact ids like " + quote(contact)
	default:
		return "leads have ids like " + quote(id)
	}
}

// judgeDealJoins does for the files of deals what judgeJoins does for a file, once the deals are joined.
func (r *reader) judgeDealJoins() {
	if len(r.errs) > 0 { // leads or deals are missing or refused
		return
	}
	deals := slices.DeleteFunc(slices.Clone(r.files), func(f *file) bool { return f.table.Name != "deals" })
	byName := map[string]*file{}
	for _, f := range deals {
		byName[f.report.File] = f
	}
	for d := range r.ledger.UnjoinedDeals() {
		byName[d.File].joins.addUnknown(leadName{"lead_id", d.Lead}, d.Line)
	}
	for _, f := range deals {
		if err := r.judgeJoins(f); err != nil {
			r.refuse(err)
		}
	}
}
