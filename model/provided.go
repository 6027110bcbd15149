package model

import (
	"fmt"
	"math"
	"slices"

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
		return p["leads.closed_at"] && p["leads.status"] || p["leads"] && p["deals.closed_at"] && l.tellsOutcome("deals.won")
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
	return firstReason(l.whyNoRowUsed(table), "no "+table+" are given: add inputs."+table)
}

// whyNoRowUsed returns why no row of a table is used though its files have rows: each has a fault.
func (l *Ledger) whyNoRowUsed(table string) string {
	aside, used := 0, 0
	for _, in := range l.inputs {
		if in.Table == table {
			aside, used = aside+in.SetAside, used+in.Used
		}
	}
	if used > 0 {
		return ""
	}
	for _, x := range l.setAside {
		ofTable := func(in InputFile) bool { return in.Table == table && in.File == x.File }
		if slices.ContainsFunc(l.inputs, ofTable) {
			return fmt.Sprintf("every row of %s is set aside, %d together, as %s:%d: %s %q: %s", table, aside, x.File, x.Line,
				x.Column, x.Value, x.Reason)
		}
	}
	return ""
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

// whyNoDeals returns why a figure over the deals closed in the period is n/a, even where there are deals.
func (l *Ledger) whyNoDeals() string {
	return firstReason(l.whyNoTable("deals"), "no deal was closed in the period")
}

// whyNoWonDeals returns why a figure over the deals won in the period is n/a: the first of the conditions that a
// figure needs which no deal meets. has reports whether a won deal has what the figure needs besides, which what
// names.
func (l *Ledger) whyNoWonDeals(what string, has func(*Deal) bool) string {
	closed, won := false, false
	for d := range l.deals.all() {
		if !l.dealExists(d) || !l.inPeriod(l.dealClosed(d)) {
			continue
		}
		closed, won = true, won || d.Won == Yes
		if d.Won == Yes && has(d) {
			return ""
		}
	}
	switch {
	case !closed:
		return l.whyNoDeals()
	case !won:
		return "no deal was won in the period"
	}
	return "no deal that was won in the period has " + what
}

// whyNoWonAmount returns why a figure over the amounts of the deals won in the period is n/a.
func (l *Ledger) whyNoWonAmount() string {
	return l.whyNoWonDeals("an amount", func(d *Deal) bool { return !math.IsNaN(d.Amount) })
}

// whyNoMarketingShare returns why Marketing's share of the won amount is n/a.
func (l *Ledger) whyNoMarketingShare() string {
	if l.provided["deals"] && !l.provided["leads"] && !l.agreement.ListsSources() {
		return "no leads are given, by which deals would be Marketing's: add inputs.leads, or list the sources as " +
			"marketing_sourced under inputs.deals.values"
	}
	return firstReason(l.whyNoWonAmount(), "the deals won in the period have an amount of 0")
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
