package agreementfile

import "strings"

// inputKey says what a key of an input is for. The JSON Schema shows it in editors, and .docs/exports.md lists
// it.
type inputKey struct {
	About   string // one or more sentences: what it sets, its unit or form, and what holds without it
	Example string // as it is written under an input
}

// inputKeys holds every key of an input.
var inputKeys = map[string]inputKey{
	"files": {
		"The files of the table: names, folders or patterns, relative to agreement.yaml. Names that are " +
			"listed one by one are an order: where nothing else tells which of two rows with the same id is " +
			"newer, the later file's is.",
		"files: [exports/contacts*.csv]",
	},
	"crm": {
		"The CRM that wrote the files. Without it, their headers tell.",
		"crm: plain",
	},
	"encoding": {
		"The encoding of the text, by its WHATWG name. Without it, UTF-8 and UTF-16 are recognised, and all " +
			"else is read as Windows-1252 with a note.",
		"encoding: shift_jis",
	},
	"delimiter": {
		"The sign between two cells. Without it, the rows tell.",
		`delimiter: ";"`,
	},
	"decimal": {
		"The decimal mark of the numbers, comma or point. Without it, a number of each column must prove it.",
		`decimal: ","`,
	},
	"date_order": {
		"The order of day, month and year in dates such as 3/4/2026. Without it, a date of each column must " +
			"prove it.",
		"date_order: dmy",
	},
	"zone": {
		"The zone of times that name none, by its IANA name: that of the user or the account that exported. " +
			"It also says what letters such as IST mean. Without it, times are read in the zone that the CRM " +
			"always writes, else in agreement.zone.",
		"zone: America/New_York",
	},
	"sheet": {
		"The sheet of a workbook (.xlsx) that holds the table. Without it, the first.",
		"sheet: Export",
	},
	"blank": {
		"Further words that mean an empty cell, without regard to case. NULL, N/A, #N/A, -, None, (blank) and " +
			"the like always do.",
		`blank: ["(No value)", unknown]`,
	},
	"columns": {
		"Which header gives a column of leadpact; the first of several that the file has is read, and \"A + " +
			"B\" joins two. It goes before what the CRM's profile says.",
		"columns: {mql_at: Became MQL, owner: [Contact owner, Owner]}",
	},
	"constants": {
		"The value of a column in every row, where no header gives it. It also confirms a value that is " +
			"otherwise assumed: inbound, outbound, made by a person, new business.",
		"constants: {motion: inbound}",
	},
	"values": {
		"What the CRM's words mean: for a column, each word of leadpact with the CRM's values, patterns with " +
			"*, or bands of numbers. Under marketing_sourced it lists the lead sources that are Marketing's.",
		`values: {quality: {high: [Hot, "70-100"], low: ["0-39"]}, marketing_sourced: [Organic Search, "Paid*"]}`,
	},
	"won_stages": {
		"Stages of deals that mean won, where the deals have no column that says so. Without it, the words " +
			"that CRMs use tell.",
		"won_stages: [Closed Won]",
	},
	"lost_stages": {
		"Stages of deals that mean lost. Without it, the words that CRMs use tell.",
		"lost_stages: [Closed Lost]",
	},
	"fx": {
		"What one unit of another currency is in agreement.currency. A row in a currency without a rate is " +
			"set aside.",
		"fx: {EUR: 1.08, GBP: 1.27}",
	},
	"not_people": {
		"Owners that are queues, bots or former users. What they own counts for the company and for no SDR.",
		"not_people: [Inbound Queue]",
	},
	"complete": {
		"Whether the files hold every row that there ever was, and not those of some months. Then figures " +
			"that look back miss nothing.",
		"complete: true",
	},
	"begins": {
		"The first day of which the files hold all rows. Without it, the rows tell: the first day on which " +
			"one was created (activities: happened), after the last long gap.",
		"begins: 2025-10-01",
	},
	"exported": {
		"When the files were exported; a day means its first instant. Without it, a file name that the CRM's " +
			"profile knows, the last change of a row, or the last full day of events tells. --exported goes " +
			"before it.",
		"exported: 2026-11-02T08:00",
	},
}

// inputExample returns ", e.g. " and an example of a key of an input, by the path of its rule; "" for other
// paths.
func inputExample(path string) string {
	key, ok := strings.CutPrefix(path, "inputs.")
	switch {
	case path == "inputs":
		return ", e.g. leads: {files: [exports/leads.csv]}"
	case !ok || inputKeys[key].Example == "":
		return ""
	}
	return ", e.g. " + inputKeys[key].Example
}
