// Package templates embeds what is data rather than code: how each CRM names its columns, and the texts that
// outputs start from. Each subject has a folder of its own. The package only holds the files; its users parse
// them.
package templates

import "embed"

// FS holds every folder next to this file.
//
//go:embed */*
var FS embed.FS
