package model

// Words that figures and columns hold as values. Reports compare with them and print them; scorecard.json
// writes them with "_" for a space. Where no word applies the value is missing, "n/a".

// Verdicts of an obligation; met and missed are also the statuses of a goal in a closed period.
const (
	Met     = "met"
	Late    = "late"
	Missed  = "missed"
	Pending = "pending"
	Excused = "excused"
	NotDue  = "not due"  // falls due in another period
	NotOwed = "not owed" // the agreement asks nothing of this lead
)

// VerdictNA is the verdict n/a in ids and columns.
const VerdictNA = "na"

// Statuses of a goal in a running period; on pace and behind are also used for a pending obligation.
const (
	OnPace     = "on pace"
	AtRisk     = "at risk"
	Behind     = "behind"
	NotPending = "not pending"
	NotYet     = "not yet" // for an improvement whose month is not over
)

// Statuses of delivery against the promise's band.
const (
	Under  = "under"
	Within = "within"
	Over   = "over"
)

// Flags of a capacity line against its band; the third flag is Over.
const (
	InBand  = "ok"
	ShortOf = "short"
)

// Proposals for the ratio of the promise.
const (
	RaiseRatio = "up"
	LowerRatio = "down"
	HoldRatio  = "hold"
)
