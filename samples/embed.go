// Package samples embeds the sample company: its agreement and the exports of its CRM, as samples/generate
// writes them. Nothing goes in; files come out. The company and its people are invented.
package samples

import "embed"

// FS holds agreement.yaml and exports/ in the folder company.
//
//go:embed company
var FS embed.FS

// The sample's reported month, and the time at which its exports were taken (RFC 3339), after that month.
const (
	Period = "2026-10"
	AsOf   = "2026-11-02T17:00:00-05:00"
)
