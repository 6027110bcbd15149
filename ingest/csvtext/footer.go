package csvtext

import "bytes"

// footer gives the place where the lines begin that a report writes below its rows, as Salesforce's name of the report,
// copyright and count: at the end, each of one cell, with an empty line before them. 0: there are none. The lines of a table of one
// column are its rows.
func FindFooter(text []byte, d Dialect) int {
	if ModalWidth(text, d) < 2 {
		return 0
	}
	found, block := 0, 0
	for end, n := len(text), 0; end > 0 && n < footerLines; {
		start := bytes.LastIndexByte(text[:max(0, end-1)], d.LineEnd) + 1
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
func EndsLikeFooter(text []byte, d Dialect) bool {
	text = bytes.TrimRight(text, " \t\r\n\v\f")
	line := bytes.TrimSpace(text[bytes.LastIndexByte(text, d.LineEnd)+1:])
	return len(line) > 0 && len(line) <= footerLine && oneCell(line, d)
}

func oneCell(line []byte, d Dialect) bool {
	s := NewSplitter(line, d)
	r, _ := s.Next()
	return r.Damage == "" && len(r.Cells) == 1 && s.Pos == len(line)
}

// A footer is looked for in the last footerLines lines that hold something, and has no line longer than footerLine.
const (
	footerLines = 12
	footerLine  = 300
)
