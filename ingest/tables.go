package ingest

// kind is how a column's cells are read.
type kind uint8

const (
	text   kind = iota // as written
	ident              // an id or e-mail: one line, not rounded by a spreadsheet
	name               // a person: one line, without invisible characters
	date               // a moment
	month              // a month, or a day of it
	amount             // a number
	choice             // one of the canonical words
	idents             // ids joined with semicolons
)

// column is a canonical column of a table (SPEC section 11).
type column struct {
	name string
	kind kind
}

// table is a canonical table. Of each group of required columns one must be there.
type table struct {
	name     string
	columns  []column
	required [][]string
}

// joins are columns that join rows, known to CRM profiles and `columns:` and written nowhere: the lead's own deal ids, and
// the person or company that a lead is and a deal names.
var joins = []string{"deal_ids", "name", "lead_name"}

// tables are in the order in which they are read.
var tables = []*table{
	{"leads", []column{
		{"lead_id", ident}, {"created_at", date}, {"ql_at", date}, {"mql_at", date}, {"sql_at", date},
		{"opportunity_at", date}, {"proposal_at", date}, {"closed_at", date}, {"status", choice}, {"assigned_at", date},
		{"owner", name}, {"email", ident}, {"source", text}, {"campaign", text}, {"tier", choice}, {"action", choice},
		{"quality", choice}, {"motion", choice}, {"stream", choice}, {"reason", text}, {"authority", text}, {"need", text},
		{"understanding", text}, {"fit", text}, {"deal_ids", idents}, {"name", text},
	}, [][]string{{"lead_id"}, {"created_at"}}},
	{"deals", []column{
		{"deal_id", ident}, {"lead_id", idents}, {"amount", amount}, {"currency", text}, {"stage", text},
		{"created_at", date}, {"proposal_at", date}, {"closed_at", date}, {"won", choice}, {"owner", name}, {"sdr", name},
		{"source", text}, {"stream", choice}, {"new_business", choice}, {"lead_name", text},
	}, [][]string{{"deal_id"}}},
	{"team", []column{{"sdr", name}, {"email", ident}, {"start_date", date}, {"motion", choice}}, [][]string{{"sdr"}}},
	{"spend", []column{{"month", month}, {"channel", text}, {"actual", amount}}, [][]string{{"month"}, {"channel"}, {"actual"}}},
	{"feedback", []column{
		{"asset", text}, {"worked", text}, {"did_not", text}, {"owner", name}, {"due", date}, {"closed", date},
	}, [][]string{{"asset"}}},
	{"activities", []column{
		{"activity_id", ident}, {"lead_id", idents}, {"email", idents}, {"type", choice}, {"at", date}, {"owner", name},
		{"outcome", choice}, {"direction", choice}, {"automated", choice},
	}, [][]string{{"lead_id", "email"}, {"type"}, {"at"}}},
}

func tableNamed(name string) *table {
	for _, t := range tables {
		if t.name == name {
			return t
		}
	}
	return nil
}

func (t *table) index(column string) int {
	for i, c := range t.columns {
		if c.name == column {
			return i
		}
	}
	return -1
}
