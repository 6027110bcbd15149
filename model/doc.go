// Package model is the service level agreement between Marketing and Sales as numbers: what each promised, what happened,
// and the verdict. It imports the standard library only, reads no file and asks no clock.
//
// # Words
//
// A lead is created, becomes a qualified lead (QL), a marketing-qualified lead (MQL), a sales-qualified lead (SQL), then an
// opportunity with a proposal, and is won. At the handoff, the date of the stage that the agreement names, Sales' clock
// starts. A touch is a call, e-mail or meeting at or after handoff, outbound and made by a person; a breakup is its own kind.
// Quality (high, moderate, low, unrated) chooses what a lead is owed; tier (who it is) and action (what it did) choose what
// it is worth; a hand raiser asked to talk to Sales. A lead is managed until it leaves its stage or goes stale.
//
// # The line
//
//  1. Agreement: the terms, loaded and checked by package ingest.
//  2. Period: a half-open span in the agreement's zone, seen as of a moment. What happened at or after it has not happened.
//  3. Ledger: takes leads, deals, team, spend, then touches, in any order within each. AddTouch decides what an activity
//     means and adds it to the cells of its lead; touches are not kept, but for leads that explain watches.
//  4. Settle: gives each lead its effective stages (a later stage implies the earlier ones), its handoff, and when it left.
//  5. Tables: the leads with their facts, the deals, the SDRs, the working days … Facts are values.
//  6. Expressions: everything else is an Expr over named cells and columns: each verdict on a lead is a formula column,
//     each figure a Quantity. Eval computes them here; the workbook spells the same Expr as a formula; so a figure has one
//     definition, and the formula, its cached value, the letter and the JSON cannot differ.
//  7. Scorecard: terms, tables and quantities with their values, and the lists (breaches, don't-be-on-it, pace). Every
//     report reads one Scorecard and computes nothing.
//
// # How it is computed
//
// What leads have in common that the agreement asks about is a segment, judged once (segment.go). The columns of a table are
// made when they are first asked for, in parts of some thousand rows that are computed beside one another (column.go): facts
// lead by lead, formulas part by part (eval.go), a value in eight bytes (box.go), kept by what the part holds (store.go).
// Aggregates find the rows of a condition once, as a set of bits (aggregate.go, rowset.go), and compute those of every SDR or
// channel together (group.go).
//
// # Where a rule stands
//
// A lead's stages, leaving and staleness: life.go. Touches: touch.go. Obligations and verdicts: obligation.go, adherence.go.
// Goal grid: grid.go. KPIs: kpi.go, one entry each. Capacity protocol: capacity.go. Don't-be-on-it: list.go. Plan, lead
// value, promise, pace and budget: the files of those names. What an issue restates: restate.go. What the
// review looks at: evidence.go, evidence_pays.go, interval.go; what calibrate proposes of it: calibrate.go. What explain
// prints: explain.go, timeline.go, words.go.
//
// Missing is n/a, never zero: what no column provides, or what has no denominator, says so and why.
package model
