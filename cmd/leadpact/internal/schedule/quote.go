package schedule

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"leadpact/cmd/leadpact/internal/console"
)

// Each scheduler has its own rules for words with spaces, quotes or its own special characters.

// cronCommand returns a command line for a crontab. cron ends a command at a % without a backslash, and
// removes the backslash.
func cronCommand(words []string) string {
	return strings.ReplaceAll(console.ShellWords(words), "%", `\%`)
}

// escapeSpecifiers returns text in which systemd finds no specifier.
func escapeSpecifiers(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// systemdCommand returns a command line for ExecStart=: words in double quotes with escapes as in C.
// systemd does not expand variables in the first word.
func systemdCommand(words []string) string {
	var quoted []string
	for i, w := range words {
		w = escapeSpecifiers(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(w))
		if i > 0 {
			w = strings.ReplaceAll(w, "$", "$$")
		}
		quoted = append(quoted, `"`+w+`"`)
	}
	return strings.Join(quoted, " ")
}

// windowsCommand returns a command line for cmd.exe: words in double quotes, which no path contains.
// Backslashes before a closing quote are doubled.
func windowsCommand(words []string) string {
	var quoted []string
	for _, w := range words {
		backslashes := w[len(strings.TrimRight(w, `\`)):]
		quoted = append(quoted, `"`+w+backslashes+`"`)
	}
	return strings.Join(quoted, " ")
}

// xmlText returns escaped text for an XML document, in ASCII, so that it does not depend on the encoding
// in which the file is saved.
func xmlText(s string) (string, error) {
	var escaped bytes.Buffer
	if err := xml.EscapeText(&escaped, []byte(s)); err != nil {
		return "", err
	}
	var ascii strings.Builder
	for _, r := range escaped.String() {
		if r > '~' {
			fmt.Fprintf(&ascii, "&#x%X;", r)
			continue
		}
		ascii.WriteRune(r)
	}
	return ascii.String(), nil
}
