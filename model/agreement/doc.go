// Package agreement is the service level agreement as data: the terms of agreement.yaml (Agreement), their
// canonical form and fingerprint, what follows from them alone (the handoff's stage of a funnel, conflicts
// between terms), and the fixed words of the subject: stages, qualities, motions, KPIs and slugs.
//
// In comes an Agreement that ingest/agreementfile has read and checked, with defaults filled in. The
// package reads no file, and must not know leads, input data or figures.
package agreement
