package ingest

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A footer is looked for in the last footerLines lines that hold something, and has no line longer than footerLine.
const (
	footerLines = 12
	footerLine  = 300
)

// footer gives the place where the lines begin that a report writes below its rows, as Salesforce's name of the report,
// copyright and count: at the end, each of one cell, with an empty line before them. 0: there are none. The lines of a table of one
// column are its rows.
func footer(text []byte, d dialect) int {
	if usualWidth(text, d) < 2 {
		return 0
	}
	found, block := 0, 0
	for end, n := len(text), 0; end > 0 && n < footerLines; {
		start := bytes.LastIndexByte(text[:max(0, end-1)], d.eol) + 1
		line := bytes.TrimSpace(text[start:end])
		switch {
		case len(line) == 0:
			if block > 0 {
				found = block
			}
		case len(line) > footerLine || !oneCell(line, d):
			return found
		default:
			block = start
			n++
		}
		end = start
	}
	return found
}

// mayBeFooter says that the last line of a text is one that a footer may end with.
func mayBeFooter(text []byte, d dialect) bool {
	text = bytes.TrimRight(text, " \t\r\n\v\f")
	line := bytes.TrimSpace(text[bytes.LastIndexByte(text, d.eol)+1:])
	return len(line) > 0 && len(line) <= footerLine && oneCell(line, d)
}

func oneCell(line []byte, d dialect) bool {
	s := newSplitter(line, d)
	r, _ := s.next()
	return r.damage == "" && len(r.cells) == 1 && s.pos == len(line)
}

var footerCount = regexp.MustCompile(`(?i)\b(?:records?|rows?)\b[^\d\n]{0,12}(\d[\d,.]*)|(\d[\d,.]*)\s+(?:records?|rows?)\b`)

// noteFooter tells of the footer that was left out, and whether the count in it is that of the rows.
func (f *file) noteFooter() {
	s := f.split
	if !s.atFoot() {
		return
	}
	text := string(s.text[s.foot:])
	f.note(s.line, "the lines from here on stand below the rows and are no rows: %s", shown([]byte(strings.Join(strings.Fields(text), " "))))
	m := footerCount.FindStringSubmatch(text)
	if m == nil {
		return
	}
	count, err := strconv.Atoi(strings.NewReplacer(",", "", ".", "").Replace(m[1] + m[2]))
	if rows := f.report.Rows - f.mended[emptyRows].n - f.mended[headerAgain].n; err == nil && count != rows {
		f.note(s.line, "%s", fmt.Sprintf("the file counts %d rows, and %d were read; export it again if it was cut", count, rows))
	}
}
