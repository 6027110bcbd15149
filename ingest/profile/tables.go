package profile

import "leadpact/model/agreement"

// Kind is the way in which the cells of a column are read.
type Kind uint8

const (
	Text   Kind = iota // as written
	Ident              // an id or e-mail: one line, not rounded by a spreadsheet
	Name               // a person: one line, without invisible characters
	Date               // a moment
	Month              // a month, or a day of it
	Amount             // a number
	Choice             // one of the canonical words
	Idents             // ids joined with semicolons
)

// Column is a canonical column of a table (SPEC section 11).
type Column struct {
	Name string
	Kind Kind
}

// Table is a canonical table.
type Table struct {
	Name     string
	Columns  []Column
	Required [][]string // groups of columns; at least one column of each group must be given
}

// HelperColumns lists columns that only serve to join, to compare and to read rows: the deal ids of a lead, the
// contact to which it was converted, the name of the person or company by which a deal or an activity refers to it,
// when an activity was completed, its subject, when a row was changed last, the amount that the CRM has converted
// into another currency, and how often an amount is paid. They can be mapped, and are in no output.
var HelperColumns = []string{
	"deal_ids", "contact_id", "name", "lead_name", CompletedAt, Subject, ModifiedAt,
	"converted_amount", "converted_currency", "amount_period",
}

// CompletedAt is the column that says when an activity was done, where another column says when it was planned or
// entered. A row in which it is not blank happened then, else at its time in the column at.
const CompletedAt = "completed_at"

// Subject is the column of an activity's subject, which tells records of tools from e-mails of people.
const Subject = "subject"

// ModifiedAt is the column that says when the CRM changed a row last. It is evidence of which of two rows with
// the same id is newer. Its kind is Text, because a row whose cell cannot be read is not at fault.
const ModifiedAt = "modified_at"

// Tables lists the canonical tables, in the order in which they are read.
var Tables = []*Table{
	{"leads", []Column{
		{"lead_id", Ident}, {"created_at", Date}, {"ql_at", Date}, {"mql_at", Date}, {"sql_at", Date},
		{"opportunity_at", Date}, {"proposal_at", Date}, {"closed_at", Date}, {"status", Choice}, {"assigned_at", Date},
		{"owner", Name}, {"email", Ident}, {"source", Text}, {"campaign", Text}, {"tier", Choice}, {"action", Choice},
		{"quality", Choice}, {"motion", Choice}, {"stream", Choice}, {"reason", Text}, {"authority", Text}, {"need", Text},
		{"understanding", Text}, {"fit", Text}, {"deal_ids", Idents}, {"contact_id", Ident}, {"name", Text},
		{ModifiedAt, Text},
	}, [][]string{{"lead_id"}, {"created_at"}}},
	{"deals", []Column{
		{"deal_id", Ident}, {"lead_id", Idents}, {"amount", Amount}, {"currency", Text}, {"stage", Text},
		{"created_at", Date}, {"proposal_at", Date}, {"closed_at", Date}, {"won", Choice}, {"owner", Name}, {"sdr", Name},
		{"source", Text}, {"stream", Choice}, {"new_business", Choice}, {"lead_name", Text}, {ModifiedAt, Text},
		{"converted_amount", Amount}, {"converted_currency", Text}, {"amount_period", Choice},
	}, [][]string{{"deal_id"}}},
	{"team", []Column{{"sdr", Name}, {"email", Ident}, {"start_date", Date}, {"motion", Choice}}, [][]string{{"sdr"}}},
	{"spend", []Column{
		{"month", Month}, {"channel", Text}, {"actual", Amount},
	}, [][]string{{"month"}, {"channel"}, {"actual"}}},
	{"feedback", []Column{
		{"asset", Text}, {"worked", Text}, {"did_not", Text}, {"owner", Name}, {"due", Date}, {"closed", Date},
	}, [][]string{{"asset"}}},
	{"activities", []Column{
		{"activity_id", Ident}, {"lead_id", Idents}, {"email", Idents}, {"type", Choice}, {"at", Date}, {"owner", Name},
		{"outcome", Choice}, {"direction", Choice}, {"automated", Choice}, {"contact_id", Idents}, {"lead_name", Text},
		{CompletedAt, Date}, {Subject, Text}, {ModifiedAt, Text},
	}, [][]string{{"lead_id", "contact_id", "email", "lead_name"}, {"type"}, {"at"}}},
}

// TableNamed returns a table by its name, or nil.
func TableNamed(name string) *Table {
	for _, t := range Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Index returns the index of a column, or -1.
func (t *Table) Index(column string) int {
	for i, c := range t.Columns {
		if c.Name == column {
			return i
		}
	}
	return -1
}

// FromEveryInput concatenates a list that each input of the agreement has, in the order of the tables.
func FromEveryInput(a *agreement.Agreement, of func(*agreement.Input) []string) []string {
	var out []string
	for _, t := range Tables {
		if in := a.Inputs[t.Name]; in != nil {
			out = append(out, of(in)...)
		}
	}
	return out
}
