package agreementfile

import (
	"cmp"
	"reflect"
	"sync"

	"leadpact/ingest/profile"
	"leadpact/model/agreement"
)

// rule is a condition on the value of a key, in addition to the type of its field.
type rule struct {
	required bool
	oneOf    func() []string // the allowed words; nil: any
	in       *bounds         // the allowed range of a number
	word     string          // history or plan, if that word is allowed in place of a number
	days     bool            // for a limit in calendar days; other durations are hours or minutes of the agreement's clock
	percent  bool            // for a plain number that may be written as a percentage
	decimals bool            // for a number that is often written with three decimals, such as a rate of exchange
	prose    bool            // for a text that may contain line breaks
	id       bool            // for a name that spreadsheets compare: it must not be blank or contain pattern characters
	parse    func(text string) (x any, fault string)
	example  string // for a required key: an example for the message that it is missing
}

// words returns a function for rule.oneOf that returns a fixed list.
func words(list ...string) func() []string { return func() []string { return list } }

// bounds is the range of numbers that a key allows.
type bounds struct {
	holds func(x float64) bool
	not   string // the part of the message that describes a number outside
}

// fault returns the fault of a number, or "" if it is within the bounds.
func (r *bounds) fault(x float64) string {
	if r == nil || r.holds(x) {
		return ""
	}
	return r.not
}

var (
	rangePositive    = &bounds{func(x float64) bool { return x > 0 }, "is not above 0; write a number above 0"}
	rangeNotNegative = &bounds{func(x float64) bool { return x >= 0 }, "is below 0; write 0 or more"}
	rangeVersion     = &bounds{func(x float64) bool { return x >= 1 }, "is below 1; versions count from 1"}
	rangeWorth       = &bounds{
		func(x float64) bool { return x > 0 },
		"is not above 0, and a lead cannot be worth nothing; write what it is worth, or leave the key out",
	}
	rangeWhole = &bounds{
		func(x float64) bool { return x >= 0 && x == float64(int64(x)) }, "is not a whole number; write 0, 1, 2 …",
	}
	rangePort = &bounds{
		func(x float64) bool { return 1 <= x && x <= 65535 }, "is no port; write 1 to 65535, mostly 587",
	}
	rangeShare = &bounds{
		func(x float64) bool { return 0 <= x && x <= 1 }, "is not from 0% to 100%; write 34% or 0.34",
	}
	rangeRate = &bounds{
		func(x float64) bool { return 0 < x && x <= 1 }, "is not above 0% and up to 100%; write 34% or 0.34",
	}
	rangePart = &bounds{
		func(x float64) bool { return 0 <= x && x < 1 }, "is not from 0% to under 100%; write 10% or 0.1",
	}
)

var (
	funnelStages = []string{"ql", "mql", "sql", "opportunity", "proposal", "won"} // by agreement.Stage, from agreement.QL
	rateStages   = funnelStages[:len(funnelStages)-1]
	inputTables  = []string{"leads", "activities", "deals", "spend", "team", "feedback", "facts"}
)

// ruleSet holds the rules by path. A path leaves out indexes of lists, and has * for the keys of a free
// map. A key without an entry is restricted by its type only.
type ruleSet map[string]rule

var rules = newRules(profile.CRMNames)

// newRules returns the rules of an agreement. crmNames returns the CRMs that inputs may name.
func newRules(crmNames func() []string) ruleSet {
	return ruleSet{
		"agreement":              {required: true, example: "agreement: {id: SLA-1, version: 1, …}"},
		"agreement.id":           {required: true, example: "id: SLA-2026-001"},
		"agreement.version":      {required: true, in: rangeVersion, example: "version: 1"},
		"agreement.company":      {required: true, example: "company: and the name"},
		"agreement.effective":    {required: true, example: "effective: 2026-10-01"},
		"agreement.review.every": {parse: parseInterval},
		"agreement.currency":     {required: true, parse: parseCurrency, example: "currency: USD"},
		"agreement.zone":         {required: true, parse: parseZone, example: "zone: America/New_York"},
		"agreement.paper":        {oneOf: words("a4", "letter")},
		"agreement.locale":       {parse: parseLocale},

		"parties":       {required: true, example: "parties: with two or more of {role: Marketing, name: …}"},
		"parties.role":  {required: true, example: "role: Marketing"},
		"parties.name":  {required: true, example: "name: of who signs"},
		"parties.email": {parse: parseEmail},

		"summary.what":                      {prose: true},
		"summary.why":                       {prose: true},
		"summary.how":                       {prose: true},
		"definitions":                       {prose: true},
		"definitions.ql":                    {prose: true},
		"definitions.mql":                   {prose: true},
		"definitions.sql.text":              {prose: true},
		"definitions.sql.authority":         {prose: true},
		"definitions.sql.need":              {prose: true},
		"definitions.sql.understanding":     {prose: true},
		"definitions.sql.fit":               {prose: true},
		"ideal_client.company.profile":      {prose: true},
		"ideal_client.company.growth":       {prose: true},
		"ideal_client.company.challenges":   {prose: true},
		"ideal_client.persona.demographics": {prose: true},
		"ideal_client.persona.role":         {prose: true},
		"ideal_client.persona.priorities":   {prose: true},

		"clock.holidays.country": {parse: parseCountry},
		"clock.handoff":          {oneOf: words("ql", "mql", "sql", "assigned")},
		"clock.managed":          {oneOf: words("timeframe", "fixed", "open")},

		"revenue":                                  {required: true, example: "revenue: {goal: 1000000, …}"},
		"revenue.goal":                             {required: true, in: rangePositive, example: "goal: 1000000"},
		"revenue.per":                              {oneOf: words("year", "quarter", "month")},
		"revenue.retained":                         {in: rangeNotNegative},
		"revenue.marketing_share":                  {in: rangeShare},
		"revenue.streams.name":                     {required: true, id: true, example: "name: Platform"},
		"revenue.streams.share":                    {in: rangeRate},
		"revenue.streams.average_deal":             {in: rangeWorth, word: "history"},
		"revenue.streams.lag":                      {days: true},
		"revenue.streams.funnel.stage":             {required: true, example: "stage: mql"},
		"revenue.streams.funnel.to_next":           {in: rangeRate, word: "history"},
		"revenue.streams.funnel.target":            {in: rangeRate},
		"revenue.streams.lead_types.name":          {required: true, id: true, example: "name: Outbound"},
		"revenue.streams.lead_types.match":         {required: true, example: "match: {motion: outbound}"},
		"revenue.streams.lead_types.match.motion":  {oneOf: words(agreement.Motions()...)},
		"revenue.streams.lead_types.match.quality": {oneOf: words(agreement.Qualities()...)},
		"revenue.streams.lead_types.rates":         {in: rangeRate},
		"revenue.streams.lead_types.rates.*":       {oneOf: words(rateStages...)},

		"history.quarter":     {required: true, example: "quarter: 2026-Q3"},
		"history.ql":          {in: rangeNotNegative},
		"history.mql":         {in: rangeNotNegative},
		"history.sql":         {in: rangeNotNegative},
		"history.opportunity": {in: rangeNotNegative},
		"history.proposal":    {in: rangeNotNegative},
		"history.won":         {in: rangeNotNegative},
		"history.revenue":     {in: rangeNotNegative},

		"goals.leads_sourced":   {in: rangeNotNegative},
		"goals.qualified_leads": {in: rangeNotNegative},
		"goals.mqls_created":    {in: rangeNotNegative},
		"goals.mqls_managed":    {in: rangeNotNegative},
		"goals.sqls_created":    {in: rangeNotNegative},

		"lead_value.method":                  {oneOf: words("ltv", "close_rate", "quota")},
		"lead_value.tiers.id":                {required: true, id: true, example: "id: A"},
		"lead_value.tiers.five_year_revenue": {in: rangeWorth},
		"lead_value.actions.id":              {required: true, id: true, example: "id: demo_request"},
		"lead_value.sqls_per_deal":           {in: rangePositive, word: "plan"},
		"lead_value.mqls_per_sql":            {in: rangePositive, word: "plan"},
		"lead_value.low_action_divisor":      {in: rangePositive},
		"lead_value.close_rates":             {in: rangeRate},
		"lead_value.average_purchase":        {in: rangeWorth},

		"promise.lead_value":       {in: rangePositive, word: "plan"},
		"promise.leads":            {in: rangePositive},
		"promise.leads_per_seller": {in: rangePositive},
		"promise.sellers":          {in: rangePositive},
		"promise.statement":        {oneOf: words("leads", "value", "every_mql")},
		"promise.counts":           {oneOf: words(agreement.Motions()...)},
		"promise.basis":            {oneOf: words("gross", "net")},
		"promise.accept_within":    {days: true},
		"promise.tolerance":        {in: rangePart},
		"promise.for":              {oneOf: words(agreement.Qualities()...)},
		"promise.reviewed":         {oneOf: words("no_fault")},

		"action_agreement.high.touches":       {in: rangeWhole},
		"action_agreement.high.breakups":      {in: rangeWhole},
		"action_agreement.high.timeframe":     {days: true},
		"action_agreement.moderate.touches":   {in: rangeWhole},
		"action_agreement.moderate.breakups":  {in: rangeWhole},
		"action_agreement.moderate.timeframe": {days: true},
		"action_agreement.low.touches":        {in: rangeWhole},
		"action_agreement.low.breakups":       {in: rangeWhole},
		"action_agreement.low.timeframe":      {days: true},
		"action_agreement.unrated":            {oneOf: words(append([]string{"none"}, agreement.Qualities()...)...)},

		"cadence.for":           {oneOf: words(agreement.Qualities()...)},
		"cadence.steps":         {required: true, example: "steps: [{touches: 3, within: 14d}]"},
		"cadence.steps.touches": {required: true, in: rangeWhole, example: "touches: 3"},
		"cadence.steps.within":  {required: true, days: true, example: "within: 14d"},
		"dont_be_on_it.for":     {oneOf: words(agreement.Qualities()...)},
		"dont_be_on_it.calls":   {in: rangeWhole},
		"dont_be_on_it.after":   {days: true},

		"capacity.mql_conversion":     {in: rangeShare},
		"capacity.sqls":               {in: rangeNotNegative},
		"capacity.new_leads_per_week": {in: rangeNotNegative},
		"capacity.ramp":               {in: rangeRate},

		"handoff.routing":     {prose: true},
		"handoff.information": {prose: true},
		"duties":              {prose: true},

		"kpis":       {required: true, example: "kpis: with 5 to 7 of {id: lead_velocity, goal: 2%}"},
		"kpis.id":    {required: true, oneOf: words(agreement.KPIIDs()...), example: "id: lead_velocity"},
		"kpis.goal":  {percent: true},
		"kpis.basis": {oneOf: words("managed", "created", "cohort")},

		"budget.channels":   {in: rangeNotNegative},
		"budget.channels.*": {id: true},
		"budget.note":       {prose: true},
		"meeting.every":     {parse: parseInterval},
		"meeting.weekday":   {parse: parseWeekday},
		"meeting.agenda":    {prose: true},

		"signed.fingerprint": {
			required: true, parse: parseFingerprint, example: "fingerprint: as the signed contract prints it",
		},

		"inputs":            {required: true, example: "inputs: {leads: {files: [exports/leads.csv]}}"},
		"inputs.files":      {required: true, parse: parseFilePattern, example: "files: [exports/leads.csv]"},
		"inputs.crm":        {oneOf: crmNames},
		"inputs.encoding":   {parse: parseEncoding},
		"inputs.delimiter":  {parse: parseDelimiter},
		"inputs.decimal":    {oneOf: words(",", ".")},
		"inputs.date_order": {oneOf: words("dmy", "mdy", "ymd")},
		"inputs.zone":       {parse: parseZone},
		"inputs.exported":   {parse: parseInstant},
		"inputs.fx":         {in: rangePositive, decimals: true},
		"inputs.fx.*":       {parse: parseCurrency},

		"mail.from":       {parse: parseMailbox},
		"mail.to":         {parse: parseMailbox},
		"mail.on_failure": {parse: parseMailbox},
		"mail.smtp.host":  {required: true, example: "host: smtp.example.com"},
		"mail.smtp.port":  {in: rangePort},
		"mail.smtp.tls":   {oneOf: words("starttls", "implicit", "none-loopback-only")},
		"mail.due":        {parse: parseDueTime},
	}
}

// requiredHint returns what to write for a required key that is missing: the example of its rule, or else
// the key.
func (rules ruleSet) requiredHint(path, key string) string {
	return cmp.Or(rules[path].example, key)
}

// keyHomes maps each key that occurs in a single section of the agreement to that section, and a key that
// occurs in several sections to "".
var keyHomes = sync.OnceValue(func() map[string]string {
	homes := map[string]string{}
	add := func(key, home string) {
		if _, twice := homes[key]; twice {
			home = ""
		}
		homes[key] = home
	}
	root := fieldsOf(reflect.New(reflect.TypeFor[agreement.Agreement]()).Elem())
	for _, section := range root.names {
		f := root.named[section]
		if f.Kind() == reflect.Pointer {
			f = reflect.New(f.Type().Elem()).Elem()
		}
		if f.Kind() != reflect.Struct {
			continue
		}
		for _, key := range fieldsOf(f).names {
			add(key, section)
		}
	}
	return homes
})
