package agreementfile

import (
	"fmt"
	"slices"
	"strings"
)

// InputAddition is what is added to inputs for one table.
type InputAddition struct {
	Table string
	Files []string // further files, behind those that the input lists
	Notes []string // comments at the end of the input
	Entry string   // the lines of the whole input, indented by two spaces, where the agreement lacks the table
}

// AddToInputs adds files, comments and tables to the inputs of an agreement and returns the new text. Text is
// only inserted: every other byte is preserved. The error says why a text cannot be edited, for instance
// because inputs is written in braces. The result is not checked; use Parse for that. path is only the name of
// the file in errors.
func AddToInputs(path string, data []byte, additions ...InputAddition) ([]byte, error) {
	for _, a := range additions {
		steps := make([]func(editor, *yamlNode) (string, error), 0, len(a.Files)+1)
		for _, f := range a.Files {
			steps = append(steps, func(x editor, inputs *yamlNode) (string, error) { return x.addFile(inputs, a.Table, f) })
		}
		if len(a.Notes) > 0 || a.Entry != "" {
			steps = append(steps, func(x editor, inputs *yamlNode) (string, error) { return x.addLines(inputs, a) })
		}
		for _, step := range steps {
			var err error
			if data, err = editInputs(path, data, step); err != nil {
				return nil, err
			}
		}
	}
	return data, nil
}

// editInputs returns the text after a change of inputs.
func editInputs(path string, data []byte, change func(editor, *yamlNode) (string, error)) ([]byte, error) {
	l := newLoader(path)
	root := l.parse(data)
	if l.Faults != nil {
		return nil, &l.Error
	}
	inputs := root.value("inputs")
	if inputs == nil || inputs.kind != yamlMap || len(inputs.entries) == 0 || inputs.line == inputs.key.line {
		return nil, fmt.Errorf("%s: inputs is not written with one table a line; "+
			"write each table in a line of its own below the key inputs", path)
	}
	text, err := change(editor{text: string(data), lines: lineStarts(string(data))}, inputs)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return []byte(text), nil
}

// addFile adds a file at the end of a table's list of files.
func (x editor) addFile(inputs *yamlNode, table, file string) (string, error) {
	var files *yamlNode
	if in := inputs.value(table); in != nil {
		files = in.value("files")
	}
	if files == nil || files.kind == yamlNull {
		return "", fmt.Errorf("inputs.%s has no files; add %s by hand", table, inQuotes(file))
	}
	at := x.offset(files.line, files.column)
	if files.kind == yamlScalar {
		end, err := x.scalarEnd(files)
		if err != nil {
			return "", err
		}
		return x.text[:at] + "[" + x.text[at:end] + ", " + inQuotes(file) + "]" + x.text[end:], nil
	}
	if len(files.items) == 0 {
		return x.splice(at+1, at+1, inQuotes(file)), nil // []
	}
	last := files.items[len(files.items)-1]
	end, err := x.scalarEnd(last)
	if err != nil {
		return "", err
	}
	if x.text[at] == '[' {
		return x.splice(end, end, ", "+inQuotes(file)), nil
	}
	dash := strings.TrimRight(x.line(last.line)[:last.column-1], " ")
	return x.insertLines(last.line, dash+" "+inQuotes(file)), nil
}

// addLines adds the comments of an addition to a table's input, or the table itself at the end of inputs.
func (x editor) addLines(inputs *yamlNode, a InputAddition) (string, error) {
	first := inputs.entries[0]
	indent := strings.Repeat(" ", first.column-1)
	i := slices.IndexFunc(inputs.entries, func(e yamlEntry) bool { return e.key == a.Table })
	if i < 0 {
		var lines []string
		for _, line := range strings.Split(strings.TrimRight(a.Entry, "\n"), "\n") {
			lines = append(lines, indent+strings.TrimPrefix(line, "  "))
		}
		return x.insertLines(x.lastLine(inputs.key.line, inputs.key.column-1), lines...), nil
	}
	var lines []string
	for _, note := range a.Notes {
		lines = append(lines, indent+"  # "+note)
	}
	return x.insertLines(x.lastLine(inputs.entries[i].line, first.column-1), lines...), nil
}

// lastLine returns the last line of a block that begins in a line and whose other lines are indented more.
func (x editor) lastLine(begin, indent int) int {
	last := begin
	for no := begin + 1; no <= len(x.lines); no++ {
		line := x.line(no)
		text := strings.TrimLeft(line, " \t")
		switch {
		case text == "":
			continue
		case len(line)-len(text) <= indent:
			return last
		}
		last = no
	}
	return last
}

// line returns the text of a line without its end.
func (x editor) line(no int) string {
	end := len(x.text)
	if no < len(x.lines) {
		end = x.lines[no]
	}
	return strings.TrimRight(x.text[x.lines[no-1]:end], "\r\n")
}

// insertLines returns the text with lines inserted behind a line.
func (x editor) insertLines(after int, lines ...string) string {
	end := "\n"
	if strings.Contains(x.text, "\r\n") {
		end = "\r\n"
	}
	at := x.lines[after-1] + len(x.line(after))
	return x.splice(at, at, end+strings.Join(lines, end))
}
