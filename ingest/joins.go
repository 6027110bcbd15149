package ingest

import (
	"fmt"
	"slices"

	"leadpact/ingest/csvtext"
	"leadpact/ingest/scalar"
)

// A row of activities or deals names its lead by an id or an e-mail address. Where most rows of a file name
// leads that are not known, the file is of other leads, or another column holds the id, and every lead
// would look as if nobody had called it. So rows that name no known lead are counted and said, and a file
// of which nearly no row joins is refused (SPEC section 11).

// joinCount counts the rows of a file that name a lead. Rows that would not count anyway, such as those of
// a queue, are left out.
type joinCount struct {
	named    int // rows that name a lead
	unknown  int // of these, rows that name no known one
	nameless int // rows of activities that name no lead at all
	first    leadName
	line     int // of the first row that names an unknown lead
}

// leadName is how a row names a lead.
type leadName struct {
	text    string // an id, or an e-mail address
	byEmail bool
}

func (n leadName) column() string {
	if n.byEmail {
		return "email"
	}
	return "lead_id"
}

// add counts a row of activities and reports whether it joins a lead.
func (c *joinCount) add(a *activity, line int) bool {
	if a.lead.None() && a.unknown.text == "" {
		c.nameless++
		return false
	}
	if c.named++; a.lead.None() {
		c.addUnknown(a.unknown, line)
	}
	return !a.lead.None()
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
	i := f.table.Index("lead_id")
	hasIDs := f.Given(i) && f.mayHaveValue(i)
	if all := c.named + c.nameless; !hasIDs && all >= scalar.MinEvidence && 2*c.nameless > all {
		return &csvtext.Refused{File: f.report.File, Column: "lead_id", Reason: fmt.Sprintf(
			"no column gives lead_id, or it is blank in every row, and %d of %d activities have no e-mail address either, so "+
				"nothing tells their leads; name the column that holds the lead's id under inputs.activities in agreement.yaml, "+
				"e.g. columns: {lead_id: HEADER}", c.nameless, all)}
	}
	id, email := r.ledger.ExampleLead()
	record := func(example string) {
		if f.table.Name == "activities" {
			r.ledger.RecordJoins(c.named, c.unknown, example)
		}
	}
	if c.unknown == 0 || !r.leadsRead || id == "" {
		record("")
		return nil
	}
	column, like := c.first.column(), fmt.Sprintf(`leads have ids like "%s"`, csvtext.Printable([]byte(id)))
	switch {
	case c.first.byEmail && email != "":
		like = fmt.Sprintf(`leads have addresses like "%s"`, csvtext.Printable([]byte(email)))
	case c.first.byEmail:
		like = "leads have no e-mail addresses"
	}
	example := fmt.Sprintf(`for example %s "%s"`, column, csvtext.Printable([]byte(c.first.text)))
	if joined := c.named - c.unknown; c.named >= scalar.MinEvidence && 10*joined < c.named {
		return &csvtext.Refused{File: f.report.File, Line: c.line, Column: column, Reason: fmt.Sprintf(
			"of %d rows that name a lead, %d name a known lead; the others do not, %s, while %s; "+
				"name the column that holds the lead's id under inputs.%s in agreement.yaml, e.g. columns: {lead_id: HEADER}, "+
				"or export it with the same ids as the leads", c.named, joined, example, like, f.table.Name)}
	}
	record(example + "; " + like)
	f.note(c.line, "%d of %d rows name no known lead, %s; %s", c.unknown, c.named, example, like)
	return nil
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
		byName[d.File].joins.addUnknown(leadName{text: d.Lead}, d.Line)
	}
	for _, f := range deals {
		if err := r.judgeJoins(f); err != nil {
			r.refuse(err)
		}
	}
}
