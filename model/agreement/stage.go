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

// Ids and titles of the stages, indexed by Stage.
var (
	stageIDs    = [...]string{"created", "ql", "mql", "sql", "opportunity", "proposal", "won"}
	stageTitles = [...]string{"Created", "QL", "MQL", "SQL", "Opportunity", "Proposal", "Won"}
)

// Stages returns all stages in their order.
func Stages() []Stage { return []Stage{Created, QL, MQL, SQL, Opportunity, Proposal, Won} }

// String returns the stage's id, as used in agreement.yaml and in ids of figures.
func (s Stage) String() string { return stageIDs[s] }

// ParseStage returns the stage with an id, or an error for an unknown id.
func ParseStage(name string) (Stage, error) {
	for i, id := range stageIDs {
		if id == name {
			return Stage(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no stage; use ql, mql, sql, opportunity, proposal or won", name)
}

// Title returns the stage's title: Created, QL, MQL …
func (s Stage) Title() string { return stageTitles[s] }

// HandoffStage returns the stage whose effective date starts Sales' clock. Where the handoff is the
// assignment, it is MQL.
func (a *Agreement) HandoffStage() Stage {
	switch a.Clock.Handoff {
	case "ql":
		return QL
	case "sql":
		return SQL
	}
	return MQL
}
