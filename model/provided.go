package model

import (
	"fmt"

	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// has says that a stage can be counted at all: a column, a mapping or the deals give it (SPEC section 3).
func (l *Ledger) hasStage(st agreement.Stage) bool { return l.stageProvided[st] }

func (l *Ledger) columnsProvide(st agreement.Stage) bool {
	p := l.provided
	switch st {
	case agreement.Created:
		return p["leads.created_at"]
	case agreement.Opportunity:
		return p["leads.opportunity_at"] || p["leads"] && p["deals.created_at"] && !l.leadsAreDeals()
	case agreement.Proposal:
		return p["leads.proposal_at"] || p["leads"] && p["deals.proposal_at"]
	case agreement.Won:
		return p["leads.closed_at"] && p["leads.status"] || p["leads"] && p["deals.closed_at"]
	}
	return p["leads."+st.String()+"_at"]
}

// rowsAreBoth says that each lead is its own deal (SPEC section 11), whose creation is no opportunity.
func (l *Ledger) leadsAreDeals() bool {
	for d := range l.deals.all() {
		if !d.OwnLead {
			return false
		}
	}
	return l.deals.n > 0
}

// lights says which column would give an absent stage.
func (l *Ledger) whyNoStage(st agreement.Stage) string {
	if l.hasStage(st) {
		return ""
	}
	if !l.provided["leads"] {
		return "no leads are given: add inputs.leads"
	}
	switch st {
	case agreement.Won:
		return "no column gives it: add inputs.deals, or leads.closed_at and leads.status"
	case agreement.Opportunity:
		return "no column gives it: name opportunity_at under inputs.leads.columns, or add inputs.deals with created_at"
	case agreement.Proposal:
		return "no column gives it: name proposal_at under inputs.leads.columns or inputs.deals.columns"
	}
	return fmt.Sprintf("no column gives it: name %s_at under inputs.leads.columns", st)
}

// given is e if the table is provided, else n/a.
func (l *Ledger) ifProvided(table string, e Expr) Expr {
	return If(Compare(EQ, Ref("provided."+table), Number(1)), e, NA{})
}

// missing says what would light a line.
func (l *Ledger) whyNoLine(st agreement.Stage) string {
	if st != agreement.Created {
		return l.whyNoStage(st)
	}
	if !l.provided["leads"] {
		return "no leads are given: add inputs.leads"
	}
	return ""
}

func (l *Ledger) whyNoDeals() string {
	if !l.provided["deals"] {
		return "no deals are given: add inputs.deals"
	}
	return "no deal was closed in the period"
}

func (l *Ledger) whyNoTable(table string) string {
	if l.provided[table] {
		return ""
	}
	return "no " + table + " are given: add inputs." + table
}

func (l *Ledger) whyNoActivities() string {
	if l.hasActivities {
		return "no obligation fell due in the period"
	}
	return "no activities are given: add inputs.activities"
}

func (l *Ledger) whyNoGaps() string {
	if l.provided["facts"] {
		return "facts stand in place of activities, and do not tell the gaps between touches"
	}
	return ""
}

// either is the first reason there is.
func firstReason(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

func (l *Ledger) hasOverdueList() bool { return l.agreement.DontBeOnIt != nil && l.hasActivities }
