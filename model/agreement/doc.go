// Package agreement holds the service level agreement as data: the terms of agreement.yaml (Agreement),
// their canonical form and fingerprint, what follows from them alone (the handoff stage of a funnel,
// conflicts between terms), and the fixed vocabulary: stages, qualities, motions, KPIs and slugs.
//
// Its functions expect an Agreement that ingest/agreementfile has read and checked, with defaults filled
// in. The package reads no file, and must not know leads, input data or figures.
package agreement
