package model

import "leadpact/model/agreement"

// gridLine is a line of the goal grid, or one of the funnel lines below it (SPEC section 3).
type gridLine struct {
	id, title string
	stage     agreement.Stage
	stock     bool
	counts    string
}

var gridLines = []gridLine{
	{"leads_sourced", "Leads sourced", agreement.Created, false, "leads created in the period"},
	{"qualified_leads", "Qualified leads created", agreement.QL, false, "leads whose QL date, own or implied by a later stage, falls in the period"},
	{"mqls_created", "MQLs created", agreement.MQL, false, "leads whose MQL date, own or implied by a later stage, falls in the period"},
	{"mqls_managed", "MQLs managed", agreement.MQL, true, "leads managed as MQLs at any time of the period before as_of"},
	{"sqls_created", "SQLs created", agreement.SQL, false, "leads whose SQL date, own or implied by a later stage, falls in the period"},
}

var funnelLines = []gridLine{
	{"opportunities", "Opportunities", agreement.Opportunity, false, "leads whose opportunity date, their own or their first deal's creation, falls in the period"},
	{"proposals", "Proposals", agreement.Proposal, false, "leads whose proposal date, their own or their deals', falls in the period"},
	{"won", "Won", agreement.Won, false, "leads whose won date, their own or their first won deal's closing, falls in the period"},
}
