package agreement

import "fmt"

// Stage is a step of a lead's life (SPEC section 1). Created comes first: every lead has it.
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

var stageNames = [...]string{"created", "ql", "mql", "sql", "opportunity", "proposal", "won"}

func (s Stage) String() string { return stageNames[s] }

// ParseStage reads a stage as agreement.yaml and the ids name it.
func ParseStage(name string) (Stage, error) {
	for i, n := range stageNames {
		if n == name {
			return Stage(i), nil
		}
	}
	return 0, fmt.Errorf("%q is no stage; use ql, mql, sql, opportunity, proposal or won", name)
}

var StageTitles = [...]string{"Created", "QL", "MQL", "SQL", "Opportunity", "Proposal", "Won"}

// Title of a stage: Created, QL, MQL …
func (s Stage) Title() string { return StageTitles[s] }
