package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// How each scheduler takes a word that holds spaces, quotes or its own special characters.

// shellWords is a command line for sh.
func shellWords(words []string) string {
	var quoted []string
	for _, w := range words {
		quoted = append(quoted, shellWord(w))
	}
	return strings.Join(quoted, " ")
}

// cronWords is a command line of a crontab: cron ends it at a % without a backslash, and takes the backslash away.
func cronWords(words []string) string { return strings.ReplaceAll(shellWords(words), "%", `\%`) }

// systemdSpecifiers is text in which systemd is to see no specifier.
func systemdSpecifiers(s string) string { return strings.ReplaceAll(s, "%", "%%") }

// systemdCommand is ExecStart=: words in double quotes, as in C; variables are not looked for in the first.
func systemdCommand(words []string) string {
	var quoted []string
	for i, w := range words {
		w = systemdSpecifiers(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(w))
		if i > 0 {
			w = strings.ReplaceAll(w, "$", "$$")
		}
		quoted = append(quoted, `"`+w+`"`)
	}
	return strings.Join(quoted, " ")
}

// windowsWords is a command line for cmd.exe: words in double quotes, which no path holds; a backslash before a quote is doubled.
func windowsWords(words []string) string {
	var quoted []string
	for _, w := range words {
		ending := w[len(strings.TrimRight(w, `\`)):]
		quoted = append(quoted, `"`+w+ending+`"`)
	}
	return strings.Join(quoted, " ")
}

// xmlText is text of an XML document, in ASCII: whatever encoding the file is saved in, it stays the same.
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
