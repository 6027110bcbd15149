// Package model computes the service level agreement between Marketing and Sales: what each promised, what
// happened, and the verdict on it.
//
// The input is an agreement and a period, then the canonical rows of leads, deals, team, spend, feedback
// and activities, which package ingest reads. The output is a Scorecard: every term, table and figure,
// each figure with its formula and value. Reports show nothing else. The package imports the standard
// library only. It must not know files, formats, CRMs or reports, and doesn't read the system clock:
// as_of, the time as of which it computes, is part of the period.
//
// SPEC.md in this folder specifies the rules, IDS.md lists the ids of the figures, and .docs/decisions
// explains the design.
//
// # The line from ingest to report
//
//  1. Agreement: the terms, loaded and checked by package ingest.
//  2. Period: a half-open span in the agreement's zone, seen as of a moment. Whatever happens at or after
//     as_of is treated as not having happened yet.
//  3. Ledger: takes the leads and deals. ResolveLeads joins them and works out each lead's effective dates
//     and its handoff.
//  4. Touches: AddTouch classifies an activity and adds it to the counters of its lead. Activities
//     themselves are stored only for watched leads, whose timelines explain shows.
//  5. Tables: leads, deals, SDRs, working days, months … with their facts as values.
//  6. Expressions: everything else is an Expr over named figures, terms and columns. Each verdict on a lead
//     is a formula column, each figure a Quantity. Package calc evaluates them here, and the workbook
//     contains the same Expr as a spreadsheet formula: a figure has one definition, so that its formula, its
//     cached value, the letter and the JSON cannot differ.
//  7. Scorecard: the result. Every report reads one Scorecard and computes nothing.
//
// # Words
//
// A lead is created and becomes a qualified lead (QL), a marketing-qualified lead (MQL), a sales-qualified
// lead (SQL), an opportunity, a proposal, and is won. A later stage implies the earlier ones. At the
// handoff, the date of the stage that the agreement names, Sales' clock starts. A lead is managed until it
// leaves its stage, is closed or goes stale.
//
// A touch is a call, e-mail or meeting at or after handoff, outbound and made by a person. A breakup, the
// message that ends the attempts to reach a lead, is counted apart. An obligation is what Sales owes a lead
// by a rule; its verdict is met, late, missed, pending, excused or n/a. Quality (high, moderate, low,
// unrated) decides what a lead is owed; tier (who it is) and action (what it did) decide what it is worth.
// A hand raiser is a lead whose action asks to talk to Sales.
//
// A flow counts leads whose date falls in the period, a stock those that are in a state during it. A
// missing value is n/a and never zero: a figure whose column is not provided, or whose divisor is zero,
// is n/a with the reason.
//
// # Files
//
//	rows, as ingest gives them               records.go, ignored.go, provided.go (why a figure is n/a)
//	the ledger and its memory                ledger.go, lead_index.go, intern.go, chunked.go
//	leads with one e-mail address or contact shared_key.go
//	ids that lost the zeros at their beginning       id_form.go
//	stages, handoff, managed, stale          lead_state.go; segment.go: what leads have in common
//	what the files cover, and who is judged          coverage.go (package coverage works it out)
//	how the inputs look, for the next issue  input_shape.go (package drift compares them)
//	how far back the files must reach                reach.go
//	which figures need a column              column_figures.go
//	which figures need which input, and defaults     sources.go; status.go: when there is no final status
//	touches and the gaps between them        touches.go; warehouse_facts.go: counted in a data warehouse
//	activities that name no known lead       unjoined.go
//	the leads table and its facts            leads_table.go, lead_facts.go
//	obligations and verdicts                 obligation.go, adherence.go
//	don't-be-on-it list                      overdue_list.go
//	does speed pay                           speed.go
//	goal grid and funnel lines               goal_lines.go, grid.go
//	KPIs, one entry each                     kpi.go
//	capacity and the SDRs' figures           capacity.go
//	plan, history, lead value chart          plan.go, plan_tables.go, history.go, lead_value.go
//	promise, pace, months, forecast          promise.go, pace.go, trailing_months.go
//	budget and channels                      budget.go
//	deals, feedback, rejections              deals.go, feedback.go, rejections.go
//	evidence, and calibrate's proposals      evidence.go, evidence_lift.go, interval.go, calibrate.go
//	terms of the agreement as constants      terms.go
//	the scorecard and how it is assembled    scorecard.go, assemble.go, find.go
//	what a later issue restates              restatement.go (package restate works it out)
//	what explain shows of a lead             timeline.go
//	ids, columns and words                   ids.go, words.go
//
// The packages in this folder can be read on their own: formula (Expr and Value), calc (tables and their
// evaluation), calendar (moments, zones, clocks, periods), agreement (the terms), coverage, drift, parallel
// and restate.
package model
