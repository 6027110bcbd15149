package agreement

import "fmt"

// Stage is a step of a lead's life (SPEC section 1). Every lead has the first one, Created.
type Stage uint8

// The stages in their order.
const (
	Created Stage = iota
	QL
	MQL
	SQL
	Opportunity
	Proposal
	Won
)

// The ids of the stages, and their titles.
var (
	stageIDs    = [...]string{"created", "ql", "mql", "sql", "opportunity", "proposal", "won"}
	StageTitles = [...]string{"Created", "QL", "MQL", "SQL", "Opportunity", "Proposal", "Won"}
)

// Stages returns all stages in their order.
func Stages() []Stage { return []Stage{Created, QL, MQL, SQL, Opportunity, Proposal, Won} }

// String returns the stage's id, as agreement.yaml and ids of figures write it.
func (s Stage) String() string { return stageIDs[s] }

// ParseStage returns the stage with an id.
func ParseStage(name string) (Stage, error) {
	for i, id := range stageIDs {
		if id == name {
			return Stage(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no stage; use ql, mql, sql, opportunity, proposal or won", name)
}

// Title returns the stage's title: Created, QL, MQL …
func (s Stage) Title() string { return StageTitles[s] }

// HandoffStage returns the stage whose effective date starts Sales' clock. Where that is the assignment,
// the leads are MQLs.
func (a *Agreement) HandoffStage() Stage {
	switch a.Clock.Handoff {
	case "ql":
		return QL
	case "sql":
		return SQL
	}
	return MQL
}
