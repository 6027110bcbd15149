// Package restate compares a scorecard with an earlier issue of the same period (SPEC sections 10 and 13):
// which figures, figures of SDRs and terms have changed, and why, down to single leads.
//
// In go the computed scorecard and what is known of the earlier issue (Issued), which package report reads
// from its files; out comes the scorecard's Restatement. The package computes no figure anew: it evaluates
// the figures' own aggregates over the leads and deals of both issues, and compares what they count row by
// row. It reads no files.
package restate
