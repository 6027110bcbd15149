// Package templates holds what leadpact is told as data rather than code: how each CRM names its columns, and the texts
// that outputs start from. Each subject has a folder of its own.
package templates

import "embed"

// FS holds every folder beside this file.
//
//go:embed */*
var FS embed.FS
