package format

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpact/model"
	"leadpact/model/agreement"
)

// Banner says that what is made of the agreement is no issue but a look at changed terms, else what Unsigned says.
func Banner(a *agreement.Agreement) string {
	if a.WhatIf != nil {
		return "What if: " + Plain(strings.Join(a.WhatIf, ", ")) + ". Not issued."
	}
	return Unsigned(a)
}

// Unsigned says that the terms are not those that the parties signed; empty where they are, or nothing is signed (SPEC section 9).
func Unsigned(a *agreement.Agreement) string {
	if a.Signed == nil || a.Signed.Fingerprint == "" || strings.EqualFold(a.Signed.Fingerprint, a.Fingerprint()) {
		return ""
	}
	when := ""
	if !a.Signed.On.IsZero() {
		when = " on " + For(a).Date(a.Signed.On.Time)
	}
	return "These terms differ from those signed" + when + " (fingerprint " + short(a.Signed.Fingerprint) + ")."
}

func short(fingerprint string) string {
	if len(fingerprint) > 12 {
		return fingerprint[:12] + "…"
	}
	return fingerprint
}

// Unknown lists the figures of the lines that are n/a, with the reason: "Proposals: no column gives it".
func Unknown(s *model.Scorecard) []string {
	var out []string
	seen := map[string]bool{}
	add := func(title, shown, reason string) {
		if text := title + ": " + reason; shown == NA && reason != "" && !seen[text] {
			seen[text] = true
			out = append(out, text)
		}
	}
	for _, l := range append(append(Grid(s), Beyond(s)...), KPIs(s)...) {
		add(l.Title, l.Actual, l.Reason)
	}
	for _, r := range Rules(s) {
		add(r.Title, r.Share, r.Reason)
	}
	return out
}

// File accounts for one input file: "contacts.csv 5 rows: 3 used, 1 set aside, 1 ignored".
func File(style Style, f model.InputFile) string {
	rows := "rows"
	if f.Rows == 1 {
		rows = "row"
	}
	return fmt.Sprintf("%s %s %s: %s used, %s set aside, %s ignored", Plain(f.File), style.Count(f.Rows), rows, style.Count(f.Used), style.Count(f.SetAside), style.Count(f.Ignored))
}

// Note writes a warning with its place: "contacts.csv:12: …".
func Note(n model.Note) string {
	switch {
	case n.File != "" && n.Line > 0:
		return Plain(fmt.Sprintf("%s:%d: %s", n.File, n.Line, n.Text))
	case n.File != "":
		return Plain(n.File + ": " + n.Text)
	}
	return Plain(n.Text)
}

// Plain makes a text of the data safe on a terminal and in a line of plain text: control, format and line-breaking characters
// are written as escapes.
func Plain(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size < 2 {
				fmt.Fprintf(&b, `\x%02x`, s[i])
				continue
			}
		}
		switch {
		case unicode.IsControl(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
