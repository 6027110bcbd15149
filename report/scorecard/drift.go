package scorecard

import (
	"encoding/json"
	"fmt"

	"leadpact/model/drift"
)

// IssuedShape is what a published scorecard.json says about the inputs of its issue.
type IssuedShape struct {
	Agreement string         // id
	Shape     drift.Shape    // without tables if the issue was published before shapes were
	Drift     []drift.Change // against the issue before it
}

// ReadShape reads the shape of the inputs from a published scorecard.json.
func ReadShape(data []byte) (*IssuedShape, error) {
	var d struct {
		Agreement agreement      `json:"agreement"`
		Shape     drift.Shape    `json:"shape"`
		Drift     []drift.Change `json:"drift"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		return nil, fmt.Errorf("scorecard.json: %w", err)
	}
	return &IssuedShape{d.Agreement.ID, d.Shape, d.Drift}, nil
}
