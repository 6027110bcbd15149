package agreement

import (
	"slices"

	"leadpact/model/calendar"
)

// Input names a table's files, and sets what would otherwise be detected from them. Empty keys are
// detected.
type Input struct {
	Files     []string        `yaml:"files"`
	CRM       string          `yaml:"crm"`
	Encoding  string          `yaml:"encoding"`
	Delimiter string          `yaml:"delimiter"`
	Decimal   string          `yaml:"decimal"`
	DateOrder string          `yaml:"date_order"` // dmy, mdy or ymd
	Zone      string          `yaml:"zone"`
	Columns   Pairs[[]string] `yaml:"columns"` // canonical column → headers, of which the first that is present is used
	Constants Pairs[string]   `yaml:"constants"`
	FX        Pairs[float64]  `yaml:"fx"`
	// What the files cover (SPEC section 2a).
	Complete bool         `yaml:"complete"` // they have every row that ever existed
	Begins   calendar.Day `yaml:"begins"`   // from when on they have rows; zero: as the rows show
	Exported string       `yaml:"exported"` // when they were exported, as calendar.ParseInstant reads it; empty: as the rows show
	// Stages of deals that mean won and lost; empty: the words of CRMs tell (SPEC section 11).
	WonStages  []string `yaml:"won_stages"`
	LostStages []string `yaml:"lost_stages"`
	NotPeople  []string `yaml:"not_people"`
	// Values maps, by canonical column, canonical value → raw values, patterns or bands. The key
	// marketing_sourced (a list in the file) is kept as MarketingSourced.
	Values           Pairs[Pairs[[]string]] `yaml:"values"`
	MarketingSourced []string
}

// Mail holds the recipients of the letter, and the server that sends it.
type Mail struct {
	From      string   `yaml:"from"`
	To        []string `yaml:"to"`
	OnFailure string   `yaml:"on_failure"`
	SMTP      struct {
		Host         string `yaml:"host"`
		Port         int    `yaml:"port"`
		TLS          string `yaml:"tls"`
		User         string `yaml:"user"`
		PasswordFile string `yaml:"password_file"`
	} `yaml:"smtp"`
	Due string `yaml:"due"`
}

// ListsSources reports whether the agreement lists the lead sources that count as Marketing's.
func (a *Agreement) ListsSources() bool {
	return slices.ContainsFunc([]string{"leads", "deals"}, func(table string) bool {
		in := a.Inputs[table]
		return in != nil && len(in.MarketingSourced) > 0
	})
}
