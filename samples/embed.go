// Package samples holds the sample company: its agreement and the exports of its CRM, as generate/ writes them. The company
// and its people are invented.
package samples

import "embed"

// FS holds agreement.yaml and exports/ below company/.
//
//go:embed company
var FS embed.FS

// The month that the sample is made for, and the moment at which its exports were taken (RFC 3339): the month is closed.
const (
	Period = "2026-10"
	AsOf   = "2026-11-02T17:00:00-05:00"
)
