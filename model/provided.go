package model

import (
	"fmt"

	"leadpact/model/agreement"
	. "leadpact/model/formula"
)

// This file holds which inputs are provided, and the reasons why figures are n/a where an input is not
// (SPEC section 3).

// hasStage reports whether a stage can be counted, because a column, a mapping or the deals provide its
// date.
func (l *Ledger) hasStage(st agreement.Stage) bool { return l.stageProvided[st] }

// columnsProvide works out hasStage from the columns of the inputs.
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
		return p["leads.closed_at"] && p["leads.status"] || p["leads"] && p["deals.closed_at"] && p["deals.won"]
	}
	return p["leads."+st.String()+"_at"]
}

// leadsAreDeals reports whether each lead is its own deal, so that its creation is not an opportunity
// (SPEC section 11).
func (l *Ledger) leadsAreDeals() bool {
	for d := range l.deals.all() {
		if !d.OwnLead {
			return false
		}
	}
	return l.deals.n > 0
}

// ifStage returns e if the stage is provided, else n/a.
func (l *Ledger) ifStage(st agreement.Stage, e Expr) Expr { return l.ifProvided(st.String(), e) }

// ifProvided returns e if an input table or a stage is provided, else n/a.
func (l *Ledger) ifProvided(what string, e Expr) Expr {
	return If(Compare(EQ, Ref(ProvidedID(what)), Number(1)), e, NA{})
}

// Each of the functions below returns the empty text where nothing is missing.

// whyNoStage returns why a stage cannot be counted and which column would provide it.
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

// whyNoLine returns why a line of the goal grid cannot be counted. The line of leads sourced needs the
// leads table only.
func (l *Ledger) whyNoLine(st agreement.Stage) string {
	if st != agreement.Created {
		return l.whyNoStage(st)
	}
	return l.whyNoTable("leads")
}

// whyNoTable returns why nothing can be counted in an input table.
func (l *Ledger) whyNoTable(table string) string {
	if l.provided[table] {
		return ""
	}
	return "no " + table + " are given: add inputs." + table
}

// whyNoOwner returns why figures of SDRs are n/a: no column gives the owners of leads; empty where one does.
func (l *Ledger) whyNoOwner() string {
	if !l.provided["leads"] || l.provided["leads.owner"] {
		return ""
	}
	return l.columnAbsent("leads.owner")
}

// whyNoGaps returns why the gaps between touches are unknown.
func (l *Ledger) whyNoGaps() string {
	if l.provided["facts"] {
		return "facts stand in place of activities, and do not tell the gaps between touches"
	}
	return ""
}

// whyNoDeals returns why a figure over the period's deals is n/a, even where there are deals.
func (l *Ledger) whyNoDeals() string {
	if !l.provided["deals"] {
		return "no deals are given: add inputs.deals"
	}
	return "no deal was closed in the period"
}

// whyNoActivities returns why a rule's figure is n/a, even where there are activities.
func (l *Ledger) whyNoActivities() string {
	if l.hasActivities {
		return "no obligation fell due in the period"
	}
	if t := l.covered("activities"); t != nil {
		return l.whyUnusable("activities", *t)
	}
	return "no activities are given: add inputs.activities"
}

// firstReason returns the first reason that isn't empty; empty if all are.
func firstReason(reasons ...string) string {
	for _, r := range reasons {
		if r != "" {
			return r
		}
	}
	return ""
}

// hasOverdueList reports whether there is a don't-be-on-it list: the agreement has one, and there are
// activities.
func (l *Ledger) hasOverdueList() bool { return l.agreement.DontBeOnIt != nil && l.hasActivities }
