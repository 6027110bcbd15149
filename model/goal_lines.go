package model

import "leadpact/model/agreement"

// gridLine is a line of the goal grid, or one of the funnel lines below it (SPEC section 3).
type gridLine struct {
	id, title string
	stage     agreement.Stage // whose effective date it counts
	stock     bool            // it counts leads managed in the period, not those that reached the stage in it (a flow)
	counts    string          // what it counts, as text for definitions
}

// gridLines lists the lines of the goal grid, whose goals the agreement sets.
var gridLines = []gridLine{
	{LeadsSourcedLine, "Leads sourced", agreement.Created, false, "leads created in the period"},
	{QualifiedLeadsLine, "Qualified leads created", agreement.QL, false,
		"leads whose QL date, own or implied by a later stage, falls in the period"},
	{MQLsCreatedLine, "MQLs created", agreement.MQL, false,
		"leads whose MQL date, own or implied by a later stage, falls in the period"},
	{MQLsManagedLine, "MQLs managed", agreement.MQL, true,
		"leads managed as MQLs at any time of the period before as_of"},
	{SQLsCreatedLine, "SQLs created", agreement.SQL, false,
		"leads whose SQL date, own or implied by a later stage, falls in the period"},
}

// funnelLines lists the lines below the goal grid, whose goals the plan sets.
var funnelLines = []gridLine{
	{OpportunitiesLine, "Opportunities", agreement.Opportunity, false,
		"leads whose opportunity date, their own or their first deal's creation, falls in the period"},
	{ProposalsLine, "Proposals", agreement.Proposal, false,
		"leads whose proposal date, their own or their deals', falls in the period"},
	{WonLine, "Won", agreement.Won, false,
		"leads whose won date, their own or their first won deal's closing, falls in the period"},
}
