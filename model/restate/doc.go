// Package restate compares a scorecard with an earlier issue of the same period (SPEC sections 10 and 13):
// which figures, figures of SDRs and terms have changed, and why, down to single leads.
//
// The input is the computed scorecard and the earlier issue (Issued), which package report reads from its
// files; the output is the scorecard's Restatement. The package does not recompute figures: it evaluates
// their aggregates over the leads and deals of both issues, and compares row by row what they count. It
// reads no files.
package restate
