package main

import (
	"bufio"
	"bytes"
	"io"
	"strconv"
	"time"
)

// column is one column of an export: its header, and a function that appends a row's cell.
type column[T any] struct {
	header string
	cell   func(b []byte, row *T) []byte
}

// textColumn returns a column of text.
func textColumn[T any](header string, of func(*T) string) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte { return appendText(b, of(row)) }}
}

// timeColumn returns a column of times in a layout; the zero time is blank.
func timeColumn[T any](header, layout string, of func(*T) time.Time) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte { return appendTime(b, of(row), layout) }}
}

// numberColumn returns a column of whole numbers; 0 is blank.
func numberColumn[T any](header string, of func(*T) int64) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte {
		if n := of(row); n != 0 {
			b = strconv.AppendInt(b, n, 10)
		}
		return b
	}}
}

// boolColumn returns a column of two words.
func boolColumn[T any](header, yes, no string, of func(*T) bool) column[T] {
	return column[T]{header, func(b []byte, row *T) []byte {
		if of(row) {
			return append(b, yes...)
		}
		return append(b, no...)
	}}
}

// table is one file of the exports. A nil filter accepts every row.
type table[T any] struct {
	file    string
	filter  func(*T) bool
	columns []column[T]
}

// tableWriter writes the rows of a table.
type tableWriter[T any] struct {
	table[T]
	file io.WriteCloser
	w    *bufio.Writer
	line []byte
}

// open creates the table's file and writes its headers.
func (t table[T]) open(create creator) (*tableWriter[T], error) {
	f, err := create("exports/" + t.file)
	if err != nil {
		return nil, err
	}
	s := &tableWriter[T]{table: t, file: f, w: bufio.NewWriterSize(f, 1<<18)}
	for i, c := range t.columns {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = appendText(s.line, c.header)
	}
	return s, s.flush()
}

// write writes one row if the filter accepts it. Errors of the file may be returned later, by close at the
// latest.
func (s *tableWriter[T]) write(row *T) error {
	if s.filter != nil && !s.filter(row) {
		return nil
	}
	for i, c := range s.columns {
		if i > 0 {
			s.line = append(s.line, ',')
		}
		s.line = c.cell(s.line, row)
	}
	return s.flush()
}

func (s *tableWriter[T]) flush() error {
	_, err := s.w.Write(append(s.line, '\n'))
	s.line = s.line[:0]
	return err
}

func (s *tableWriter[T]) close() error {
	err := s.w.Flush()
	if e := s.file.Close(); err == nil {
		err = e
	}
	return err
}

// appendText appends a cell, in quotes if it needs them.
func appendText(b []byte, s string) []byte {
	from := len(b)
	b = append(b, s...)
	if !bytes.ContainsAny(b[from:], ",\"\r\n") {
		return b
	}
	b = append(b[:from], '"')
	for i := range len(s) {
		if s[i] == '"' {
			b = append(b, '"')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// appendTime appends a time in a layout; the zero time is blank.
func appendTime(b []byte, t time.Time, layout string) []byte {
	if t.IsZero() {
		return b
	}
	return t.AppendFormat(b, layout)
}
